/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings products-hidden-columns, products-column-widths and products-sort. */
#include "config.h"

#include "br-list-columns.h"

#include "br-sku-columns.h"

static GtkColumnViewColumn *
get_column (GtkColumnView *view, guint i)
{
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (view), i);

  return column; /* the view keeps it */
}

static guint
count_columns (GtkColumnView *view)
{
  return g_list_model_get_n_items (gtk_column_view_get_columns (view));
}

void
br_list_columns_update (GtkColumnView *view, GSettings *settings, BrListWidth width)
{
  g_auto (GStrv) hidden = g_settings_get_strv (settings, "products-hidden-columns");

  for (guint i = 0; i < count_columns (view); i++)
    {
      GtkColumnViewColumn *column = get_column (view, i);
      const char *id = gtk_column_view_column_get_id (column);
      gboolean said_beside = width == BR_LIST_BESIDE_PANE && br_sku_columns_is_in_pane (id);
      gboolean chosen = !g_strv_contains ((const char *const *) hidden, id) && !said_beside;

      gtk_column_view_column_set_visible (column, width == BR_LIST_NARROW ? br_sku_columns_is_narrow (id) : chosen);
    }
  br_sku_columns_align_headers (view);
}

static void
save_widths (GtkColumnView *view, GSettings *settings)
{
  GVariantBuilder widths;

  g_variant_builder_init (&widths, G_VARIANT_TYPE ("a{si}"));
  for (guint i = 0; i < count_columns (view); i++)
    {
      GtkColumnViewColumn *column = get_column (view, i);

      g_variant_builder_add (&widths, "{si}", gtk_column_view_column_get_id (column), gtk_column_view_column_get_fixed_width (column));
    }
  g_settings_set_value (settings, "products-column-widths", g_variant_builder_end (&widths));
}

static void
width_changed_cb (GtkColumnViewColumn *column, GParamSpec *pspec, GSettings *settings)
{
  GtkColumnView *view = gtk_column_view_column_get_column_view (column);

  if (view != NULL)
    save_widths (view, settings);
}

void
br_list_columns_remember (GtkColumnView *view, GSettings *settings)
{
  g_autoptr (GVariant) widths = g_settings_get_value (settings, "products-column-widths");

  for (guint i = 0; i < count_columns (view); i++)
    {
      GtkColumnViewColumn *column = get_column (view, i);
      int width;

      if (g_variant_lookup (widths, gtk_column_view_column_get_id (column), "i", &width) && width > 0)
        gtk_column_view_column_set_fixed_width (column, width);
      g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (width_changed_cb), settings, 0);
    }
}

GStrv
br_list_columns_get_shown (GtkColumnView *view)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < count_columns (view); i++)
    if (gtk_column_view_column_get_visible (get_column (view, i)))
      g_strv_builder_add (ids, gtk_column_view_column_get_id (get_column (view, i)));
  return g_strv_builder_end (ids);
}

void
br_list_columns_restore_sort (GtkColumnView *view, GSettings *settings)
{
  g_autofree char *id = NULL;
  gboolean descending;
  GtkColumnViewColumn *column = get_column (view, 0);

  g_settings_get (settings, "products-sort", "(sb)", &id, &descending);
  for (guint i = 0; i < count_columns (view); i++)
    if (g_strcmp0 (gtk_column_view_column_get_id (get_column (view, i)), id) == 0)
      column = get_column (view, i);
  gtk_column_view_sort_by_column (view, column, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

void
br_list_columns_save_sort (GtkColumnView *view, GSettings *settings)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (view));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);

  if (column != NULL)
    g_settings_set (settings, "products-sort", "(sb)", gtk_column_view_column_get_id (column),
                    gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING);
}
