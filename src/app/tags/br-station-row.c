/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-station-row.h"

#include "br-chip.h"
#include "br-tag-words.h"
#include "br-words.h"
#include <glib/gi18n.h>

struct _BrStationRow
{
  GtkListBoxRow parent_instance;

  BrAppContext *context;
  BrViewItem *item;

  GtkLabel *title;
  GtkLabel *detail;
  GtkLabel *what;
  BrChip *chip;
  GtkProgressBar *fill;
};

G_DEFINE_FINAL_TYPE (BrStationRow, br_station_row, GTK_TYPE_LIST_BOX_ROW)

static gpointer
ref_station (gpointer view)
{
  return br_station_view_ref (view);
}

static void
unref_station (gpointer view)
{
  br_station_view_unref (view);
}

static gboolean
is_same_station (gconstpointer a, gconstpointer b)
{
  return ((const BrStationView *) a)->id == ((const BrStationView *) b)->id;
}

const BrViewType br_view_type_station = { ref_station, unref_station, is_same_station, NULL };

/* The bar is full when it takes in no more; it changes its colour when it has as many as it serves well. */
static void
show_fill (BrStationRow *self, const BrStationView *station)
{
  g_autofree char *text = br_tag_words_fill (station);
  gboolean crowded = (station->troubles & BR_STATION_TROUBLE_CROWDED) != 0;

  gtk_widget_set_visible (GTK_WIDGET (self->fill), station->most > 0 && !station->uncounted);
  gtk_progress_bar_set_fraction (self->fill, station->most > 0 ? MIN (1.0, (double) station->n_tags / station->most) : 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->fill), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fill), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  gtk_widget_remove_css_class (GTK_WIDGET (self->fill), "warning");
  gtk_widget_remove_css_class (GTK_WIDGET (self->fill), "error");
  if (crowded)
    gtk_widget_add_css_class (GTK_WIDGET (self->fill), station->n_tags < station->most ? "warning" : "error");
}

static void
update (BrStationRow *self)
{
  const BrStationView *station = br_view_item_get (self->item);
  g_autofree char *load = br_tag_words_load (station);
  g_autofree char *detail = g_strdup_printf ("%s · %s · %s", br_tag_words_driver (station->driver), station->address, load);
  g_autofree char *what = br_tag_words_station (station);
  g_autofree char *since = station->since_us != 0 ? br_words_ago (station->since_us, br_app_context_now_us (self->context)) : NULL;
  /* Translators: since when a station is as it is: "2 h ago", or a date and time */
  g_autofree char *tooltip = since != NULL ? g_strdup_printf (_("Since %s."), since) : NULL;
  BrChipState state = br_tag_words_station_chip (station);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", station->name, br_chip_state_get_word (state));

  gtk_label_set_text (self->title, station->name);
  gtk_label_set_text (self->detail, detail);
  gtk_label_set_text (self->what, what);
  gtk_widget_set_visible (GTK_WIDGET (self->what), *what != '\0');
  br_chip_set_state (self->chip, state);
  show_fill (self, station);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->chip), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, what, -1);
}

static void
br_station_row_dispose (GObject *object)
{
  BrStationRow *self = BR_STATION_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), BR_TYPE_STATION_ROW);
  g_clear_object (&self->item);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (br_station_row_parent_class)->dispose (object);
}

static void
br_station_row_class_init (BrStationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_station_row_dispose;
  g_type_ensure (BR_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/tags-station-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BrStationRow, title);
  gtk_widget_class_bind_template_child (widget_class, BrStationRow, detail);
  gtk_widget_class_bind_template_child (widget_class, BrStationRow, what);
  gtk_widget_class_bind_template_child (widget_class, BrStationRow, chip);
  gtk_widget_class_bind_template_child (widget_class, BrStationRow, fill);
}

static void
br_station_row_init (BrStationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
br_station_row_new (BrAppContext *context, BrViewItem *item)
{
  BrStationRow *self = g_object_new (BR_TYPE_STATION_ROW, NULL);

  self->context = g_object_ref (context);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

gint64
br_station_row_get_id (BrStationRow *self)
{
  g_return_val_if_fail (BR_IS_STATION_ROW (self), 0);
  return ((const BrStationView *) br_view_item_get (self->item))->id;
}
