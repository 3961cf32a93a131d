/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu's actions follow the view's sorter, and the sorter follows them: the headers stay as they are. */
#include "config.h"

#include "br-sort-menu.h"

#include <glib/gi18n.h>

static void
follow_sorter (GtkSorter *sorter, GtkSorterChange change, GActionMap *actions)
{
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (GTK_COLUMN_VIEW_SORTER (sorter));
  GtkSortType order = gtk_column_view_sorter_get_primary_sort_order (GTK_COLUMN_VIEW_SORTER (sorter));
  GSimpleAction *by = G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "by"));
  GSimpleAction *descending = G_SIMPLE_ACTION (g_action_map_lookup_action (actions, "descending"));

  if (column == NULL)
    return;
  g_simple_action_set_state (by, g_variant_new_string (gtk_column_view_column_get_id (column)));
  g_simple_action_set_state (descending, g_variant_new_boolean (order == GTK_SORT_DESCENDING));
}

static GtkColumnViewSorter *
get_sorter (GtkColumnView *view)
{
  return GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (view));
}

static GtkColumnViewColumn *
find_column (GtkColumnView *view, const char *id)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_id (column), id) == 0)
        return column; /* the view holds it */
    }
  return NULL;
}

static void
by_cb (GSimpleAction *action, GVariant *id, GtkColumnView *view)
{
  GtkColumnViewColumn *column = find_column (view, g_variant_get_string (id, NULL));

  if (column != NULL)
    gtk_column_view_sort_by_column (view, column, gtk_column_view_sorter_get_primary_sort_order (get_sorter (view)));
}

static void
descending_cb (GSimpleAction *action, GVariant *state, GtkColumnView *view)
{
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (get_sorter (view));

  if (column != NULL)
    gtk_column_view_sort_by_column (view, column, g_variant_get_boolean (state) ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
fill (GtkColumnView *view, GMenu *menu)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  g_autoptr (GMenu) order = g_menu_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      g_autofree char *action = g_strdup_printf ("sort.by::%s", gtk_column_view_column_get_id (column));

      if (gtk_column_view_column_get_sorter (column) != NULL)
        g_menu_append (menu, gtk_column_view_column_get_title (column), action);
    }
  g_menu_append (order, _("Descending"), "sort.descending");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
}

void
br_sort_menu_fill (GtkWidget *widget, GtkColumnView *view, GMenu *menu)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) by = g_simple_action_new_stateful ("by", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_autoptr (GSimpleAction) descending = g_simple_action_new_stateful ("descending", NULL, g_variant_new_boolean (FALSE));

  g_signal_connect_object (by, "change-state", G_CALLBACK (by_cb), view, 0);
  g_signal_connect_object (descending, "change-state", G_CALLBACK (descending_cb), view, 0);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (by));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (descending));
  g_signal_connect_object (gtk_column_view_get_sorter (view), "changed", G_CALLBACK (follow_sorter), actions, 0);
  follow_sorter (gtk_column_view_get_sorter (view), GTK_SORTER_CHANGE_DIFFERENT, G_ACTION_MAP (actions));
  fill (view, menu);
  gtk_widget_insert_action_group (widget, "sort", G_ACTION_GROUP (actions));
}
