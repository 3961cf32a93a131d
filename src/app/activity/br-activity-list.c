/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list widget of the activity page. */
#include "config.h"

#include "br-activity-list.h"

#include "br-activity-row.h"
#include "br-words.h"

struct _BrActivityList
{
  AdwBin parent_instance;

  GListStore *items;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *empty_page;
  AdwStatusPage *error_page;
};

G_DEFINE_FINAL_TYPE (BrActivityList, br_activity_list, ADW_TYPE_BIN)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (BR_TYPE_ACTIVITY_ROW, NULL));
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  BrActivityItem *item = gtk_list_item_get_item (list_item);

  br_activity_row_set_item (BR_ACTIVITY_ROW (gtk_list_item_get_child (list_item)), item);
  gtk_list_item_set_accessible_label (list_item, br_activity_item_get_title (item));
  gtk_list_item_set_accessible_description (list_item, br_activity_item_get_detail (item));
}

static void
br_activity_list_dispose (GObject *object)
{
  BrActivityList *self = BR_ACTIVITY_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL); /* while the template still holds the child: it may outlive its parent link */
  gtk_widget_dispose_template (GTK_WIDGET (self), BR_TYPE_ACTIVITY_LIST);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (br_activity_list_parent_class)->dispose (object);
}

static void
br_activity_list_class_init (BrActivityListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = br_activity_list_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/backroom/Backroom/ui/activity-list.ui");
  gtk_widget_class_bind_template_child (widget_class, BrActivityList, stack);
  gtk_widget_class_bind_template_child (widget_class, BrActivityList, list);
  gtk_widget_class_bind_template_child (widget_class, BrActivityList, empty_page);
  gtk_widget_class_bind_template_child (widget_class, BrActivityList, error_page);
}

static void
br_activity_list_init (BrActivityList *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (BR_TYPE_ACTIVITY_ITEM);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items))));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
}

void
br_activity_list_set_empty (BrActivityList *self, const char *name, const char *icon, const char *title, const char *description)
{
  adw_status_page_set_icon_name (self->empty_page, icon);
  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
br_activity_list_show_items (BrActivityList *self, GPtrArray *items)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  g_list_store_splice (self->items, 0, n, items->pdata, items->len);
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "content" : "empty");
}

void
br_activity_list_show_error (BrActivityList *self, const GError *error)
{
  g_autofree char *sentence = br_words_error (error);

  adw_status_page_set_description (self->error_page, sentence);
  gtk_stack_set_visible_child_name (self->stack, "error");
}
