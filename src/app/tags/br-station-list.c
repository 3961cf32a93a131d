/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row for each station; a shop has a handful of them, a large one fifty. */
#include "config.h"

#include "br-station-list.h"

#include "br-station-row.h"

struct _BrStationList
{
  AdwBin parent_instance;

  BrAppContext *context;
  GListStore *stations; /* of BrViewItem */

  GtkStack *stack;
  GtkListBox *list;
};

enum
{
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrStationList, br_station_list, ADW_TYPE_BIN)

static GtkWidget *
create_row_cb (gpointer item, gpointer user_data)
{
  return br_station_row_new (BR_STATION_LIST (user_data)->context, BR_VIEW_ITEM (item));
}

static void
update (BrStationList *self)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (br_app_context_get_tags (self->context));

  br_view_list_show (self->stations, &br_view_type_station, stations);
  gtk_stack_set_visible_child_name (self->stack, stations->len > 0 ? "content" : "empty");
}

static void
row_cb (BrStationList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, br_station_row_get_id (BR_STATION_ROW (row)));
}

static void
br_station_list_dispose (GObject *object)
{
  BrStationList *self = BR_STATION_LIST (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_STATION_LIST);
  g_clear_object (&self->stations);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_station_list_parent_class)->dispose (object);
}

static void
br_station_list_class_init (BrStationListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_station_list_dispose;
  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-stations.ui");
  gtk_widget_class_bind_template_child (widget_class, BrStationList, stack);
  gtk_widget_class_bind_template_child (widget_class, BrStationList, list);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
}

static void
br_station_list_init (BrStationList *self)
{
  self->stations = g_list_store_new (BR_TYPE_VIEW_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
br_station_list_set_context (BrStationList *self, BrAppContext *context)
{
  g_return_if_fail (BR_IS_STATION_LIST (self) && self->context == NULL);

  self->context = g_object_ref (context);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->stations), create_row_cb, self, NULL);
  g_signal_connect_object (br_app_context_get_tags (context), "stations-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
