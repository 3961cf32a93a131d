/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells are built once and show whatever snapshot their item has, or nothing while it is being read. */
#include "config.h"

#include "br-view-columns.h"

#include "br-column-titles.h"
#include "br-view-item.h"
#include <glib/gi18n.h>
#include <string.h>

#define TABLE_KEY "br-view-table"

/* What the cells of one view share. */
typedef struct
{
  const BrViewTable *table;
  BrAppContext *context; /* owned */
  GObject *data;         /* owned, or NULL */
} Shared;

typedef struct
{
  const BrViewColumn *column;
  const Shared *shared;
} CellInfo;

static void
free_shared (gpointer data)
{
  Shared *shared = data;

  g_object_unref (shared->context);
  g_clear_object (&shared->data);
  g_free (shared);
}

GtkWidget *
br_view_cell_text (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

GtkWidget *
br_view_cell_number (void)
{
  GtkWidget *label = br_view_cell_text ();

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  return label;
}

void
br_view_cell_two_lines (GtkLabel *label, const char *first, const char *second)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s", first, second);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *parts[] = { pango_attr_scale_new (0.82), pango_attr_foreground_alpha_new (0.55 * G_MAXUINT16) };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      parts[i]->start_index = (guint) strlen (first);
      pango_attr_list_insert (attributes, parts[i]);
    }
  gtk_label_set_text (label, text);
  gtk_label_set_attributes (label, attributes);
}

static const CellInfo *
info_of (gpointer factory_or_cell)
{
  return g_object_get_data (factory_or_cell, "br-cell-info");
}

static void
setup_cb (GtkSignalListItemFactory *factory, GObject *cell)
{
  g_object_set_data (cell, "br-cell-info", (gpointer) info_of (factory));
  gtk_column_view_cell_set_child (GTK_COLUMN_VIEW_CELL (cell), info_of (factory)->column->make ());
}

static void
show_cell (BrViewItem *item, GtkColumnViewCell *cell)
{
  const CellInfo *info = info_of (cell);
  GtkWidget *child = gtk_column_view_cell_get_child (cell);
  gconstpointer view = br_view_item_get (item);

  gtk_widget_set_opacity (child, view != NULL ? 1 : 0);
  if (view != NULL)
    info->column->show (child, view, info->shared->context, info->shared->data);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell)
{
  BrViewItem *item = gtk_column_view_cell_get_item (cell);

  g_signal_connect (item, "changed", G_CALLBACK (show_cell), cell); /* undone in unbind */
  show_cell (item, cell);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_cell_get_item (cell), show_cell, cell);
}

/* Never called: the order comes from the query; a sorter makes the header clickable. */
static int
compare_nothing (gconstpointer a, gconstpointer b, gpointer data)
{
  return 0;
}

static void
add_column (GtkColumnView *view, const BrViewColumn *info, const Shared *shared)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;
  CellInfo *cell_info = g_new0 (CellInfo, 1);

  *cell_info = (CellInfo) { info, shared };
  g_object_set_data_full (G_OBJECT (factory), "br-cell-info", cell_info, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  column = gtk_column_view_column_new (_(info->title), factory);
  gtk_column_view_column_set_id (column, info->id);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, info->expand);
  gtk_column_view_column_set_fixed_width (column, info->width);
  if (info->sort != 0)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_nothing, NULL, NULL));

      gtk_column_view_column_set_sorter (column, sorter);
    }
  gtk_column_view_append_column (view, column);
}

/* The line of a row that a screen reader says: all of it. */
static void
row_changed_cb (BrViewItem *item, GtkColumnViewRow *row)
{
  const Shared *shared = g_object_get_data (G_OBJECT (row), TABLE_KEY);
  gconstpointer view = br_view_item_get (item);
  g_autofree char *spoken = view != NULL ? shared->table->describe (view, shared->context) : NULL;

  gtk_column_view_row_set_accessible_label (row, view != NULL ? shared->table->name (view) : "");
  gtk_column_view_row_set_accessible_description (row, spoken != NULL ? spoken : "");
}

static void
row_bind_cb (GtkSignalListItemFactory *factory, GtkColumnViewRow *row)
{
  BrViewItem *item = gtk_column_view_row_get_item (row);

  g_object_set_data (G_OBJECT (row), TABLE_KEY, g_object_get_data (G_OBJECT (factory), TABLE_KEY));
  g_signal_connect (item, "changed", G_CALLBACK (row_changed_cb), row); /* undone in unbind */
  row_changed_cb (item, row);
}

static void
row_unbind_cb (GtkSignalListItemFactory *factory, GtkColumnViewRow *row)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (row), row_changed_cb, row);
}

static gboolean
is_number_title (const char *title, gpointer data)
{
  const BrViewTable *table = data;

  for (gsize i = 0; i < table->n_columns; i++)
    if (table->columns[i].make == br_view_cell_number && g_str_equal (_(table->columns[i].title), title))
      return TRUE;
  return FALSE;
}

/* A column has a heading only while it is shown, on a view that is. */
static void
align_titles (GtkColumnView *view)
{
  const Shared *shared = g_object_get_data (G_OBJECT (view), TABLE_KEY);

  if (shared != NULL)
    br_column_titles_align (view, is_number_title, (gpointer) shared->table);
}

void
br_view_columns_add (GtkColumnView *view, const BrViewTable *table, BrAppContext *context, GObject *data)
{
  Shared *shared = g_new0 (Shared, 1);
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();

  *shared = (Shared) { table, g_object_ref (context), data != NULL ? g_object_ref (data) : NULL };
  g_object_set_data_full (G_OBJECT (view), TABLE_KEY, shared, free_shared);
  for (gsize i = 0; i < table->n_columns; i++)
    add_column (view, &table->columns[i], shared);
  g_object_set_data (G_OBJECT (rows), TABLE_KEY, shared);
  g_signal_connect (rows, "bind", G_CALLBACK (row_bind_cb), NULL);
  g_signal_connect (rows, "unbind", G_CALLBACK (row_unbind_cb), NULL);
  gtk_column_view_set_row_factory (view, rows);
  g_signal_connect (view, "map", G_CALLBACK (align_titles), NULL);
}

static const BrViewColumn *
find_column (GtkColumnView *view, GtkColumnViewColumn *column)
{
  const Shared *shared = g_object_get_data (G_OBJECT (view), TABLE_KEY);

  for (gsize i = 0; shared != NULL && column != NULL && i < shared->table->n_columns; i++)
    if (g_strcmp0 (shared->table->columns[i].id, gtk_column_view_column_get_id (column)) == 0)
      return &shared->table->columns[i];
  return NULL;
}

static gboolean
has_room (const BrViewColumn *column, BrViewWidth width)
{
  return width == BR_VIEW_NARROW ? column->is_narrow : width == BR_VIEW_WIDE || !column->in_pane;
}

void
br_view_columns_set_width (GtkColumnView *view, BrViewWidth width)
{
  GListModel *all = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);
      const BrViewColumn *info = find_column (view, column);

      gtk_column_view_column_set_visible (column, info != NULL && has_room (info, width));
    }
  align_titles (view);
}

guint
br_view_columns_get_sort (GtkColumnView *view, gboolean *descending)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (view));
  const BrViewColumn *info = find_column (view, gtk_column_view_sorter_get_primary_sort_column (sorter));

  *descending = info != NULL && gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING;
  return info != NULL ? info->sort : 0;
}
