/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of the Products list. A cell is built once and shows whatever row its item has: bind shows the row, or makes the
 * cell invisible as it is while the row is read, so that no text is laid out twice; notify::row shows it when it comes.
 */
#include "config.h"

#include "br-sku-columns.h"

#include "br-chip.h"
#include "br-column-titles.h"
#include "br-product-text.h"
#include "br-shelf-marks.h"
#include "br-sku-item.h"
#include "br-thumbnail.h"
#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const char *id;
  const char *title;
  BrSkuSort sort;      /* 0 = cannot be sorted by */
  int width;     /* pixels; -1 = natural */
  gboolean expand;
  gboolean is_narrow; /* kept on a narrow window */
  gboolean is_cost;   /* needs the right to see cost */
  gboolean in_pane;   /* said by the details too: left out while they are shown */
  GtkWidget *(*make) (void);
  void (*show) (GtkWidget *cell, const BrSkuRow *row, guint digits); /* digits: of the currency */
} Column;

/* Cells */

static GtkWidget *
make_label (float xalign, gboolean numeric)
{
  GtkWidget *label = gtk_inscription_new (NULL);

  gtk_inscription_set_xalign (GTK_INSCRIPTION (label), xalign);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (label), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (label), 0);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (label), 6);
  if (numeric)
    gtk_widget_add_css_class (label, "numeric");
  return label;
}

static GtkWidget *
make_text (void)
{
  return make_label (0, FALSE);
}

static GtkWidget *
make_code (void)
{
  GtkWidget *label = make_label (0, TRUE);

  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
make_number (void)
{
  return make_label (1, TRUE);
}

static void
set_text (GtkWidget *cell, const char *text)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
}

static void
set_optional (GtkWidget *cell, const char *text)
{
  set_text (cell, text != NULL ? text : "—");
}

/* One label of two lines: two hundred rows are kept by the view, so every widget in a cell counts. A label and not an
 * inscription: names are in scripts of different heights, which an inscription cuts off. */
static GtkWidget *
make_product (void)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *picture = gtk_image_new_from_icon_name ("image-x-generic-symbolic");
  GtkWidget *lines = gtk_label_new ("\n"); /* as high as it will be */

  gtk_widget_add_css_class (picture, "thumbnail");
  gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Picture"), -1);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (lines), 0);
  gtk_label_set_ellipsize (GTK_LABEL (lines), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (cell), picture);
  gtk_box_append (GTK_BOX (cell), lines);
  return cell;
}

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, gsize start, gsize end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

/* Smaller and paler from `start` on. */
static void
add_faint (PangoAttrList *list, gsize start, gsize end)
{
  add_attribute (list, pango_attr_scale_new (0.82), start, end);
  add_attribute (list, pango_attr_foreground_alpha_new (0.55 * G_MAXUINT16), start, end);
}

#define PICTURE_PX 28 /* as high as a row leaves room for */

/* Most goods of most shops have no picture: then nothing is looked for. */
static void
show_picture (GtkWidget *cell, const char *name)
{
  GtkWidget *image = gtk_widget_get_first_child (cell);
  GtkWidget *view = name != NULL ? gtk_widget_get_ancestor (cell, GTK_TYPE_COLUMN_VIEW) : NULL;
  BrStore *store = view != NULL ? g_object_get_data (G_OBJECT (view), "br-store") : NULL;

  if (store != NULL || g_object_get_data (G_OBJECT (image), "br-picture") != NULL)
    br_thumbnail_show (GTK_IMAGE (image), store, store != NULL ? name : NULL, PICTURE_PX);
}

#define PENDING_DOT " ●"

static void
show_product (GtkWidget *cell, const BrSkuRow *row, guint digits)
{
  GtkWidget *lines = gtk_widget_get_last_child (cell);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *text = NULL;

  show_picture (cell, row->picture);
  gtk_widget_set_tooltip_text (lines, row->pending ? _("Changes here wait for HQ") : NULL);
  text = g_strdup_printf ("%s%s\n%s%s%s", row->name, row->pending ? PENDING_DOT : "", row->code, row->name_alt != NULL ? " · " : "",
                          row->name_alt != NULL ? row->name_alt : "");
  add_faint (attributes, strlen (row->name) + (row->pending ? strlen (PENDING_DOT) : 0), G_MAXUINT);
  gtk_label_set_text (GTK_LABEL (lines), text);
  gtk_label_set_attributes (GTK_LABEL (lines), attributes);
}

static void
show_barcode (GtkWidget *cell, const BrSkuRow *row, guint digits)
{
  set_optional (cell, row->barcode);
}

static void
show_category (GtkWidget *cell, const BrSkuRow *row, guint digits)
{
  set_optional (cell, row->category);
}

static void
show_brand (GtkWidget *cell, const BrSkuRow *row, guint digits)
{
  set_optional (cell, row->brand);
}

static GtkWidget *
make_price (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

/* The old price crossed out before the new one where a promotion or a clearance holds. */
static void
show_price (GtkWidget *cell, const BrSkuRow *row, guint digits)
{
  gboolean reduced = row->regular_minor != G_MININT64 && row->regular_minor != row->price_minor && row->price_kind != BR_PRICE_REGULAR;
  g_autofree char *old = reduced ? br_text_money (row->regular_minor, digits) : g_strdup ("");
  g_autofree char *now = br_text_money (row->price_minor, digits);
  g_autofree char *text = g_strconcat (old, reduced ? "  " : "", now, NULL);
  g_autoptr (PangoAttrList) attributes = reduced ? pango_attr_list_new () : NULL;

  if (reduced)
    {
      add_faint (attributes, 0, strlen (old));
      add_attribute (attributes, pango_attr_strikethrough_new (TRUE), 0, strlen (old));
      gtk_widget_add_css_class (cell, "error");
    }
  else
    gtk_widget_remove_css_class (cell, "error");
  gtk_label_set_text (GTK_LABEL (cell), text);
  gtk_label_set_attributes (GTK_LABEL (cell), attributes);
}

static void
show_cost (GtkWidget *cell, const BrSkuRow *row, guint digits)
{
  g_autofree char *text = br_text_money (row->cost_minor, digits);

  set_text (cell, text);
}

static void
show_margin (GtkWidget *cell, const BrSkuRow *row, guint digits)
{
  g_autofree char *text = br_text_percent (row->margin_bp);

  set_text (cell, text);
  if (row->margin_bp != G_MININT64 && row->margin_bp < 0)
    gtk_widget_add_css_class (cell, "error");
  else
    gtk_widget_remove_css_class (cell, "error");
}

static GtkWidget *
make_status (void)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_widget_set_halign (cell, GTK_ALIGN_START);
  gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (cell), gtk_image_new ());
  gtk_box_append (GTK_BOX (cell), gtk_label_new (NULL));
  return cell;
}

static void
show_status (GtkWidget *cell, const BrSkuRow *row, guint digits)
{
  const char *classes[3] = { "chip", NULL, NULL };

  classes[1] = br_text_status_style (row->status);
  gtk_widget_set_css_classes (cell, classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (gtk_widget_get_first_child (cell)), br_text_status_icon (row->status));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (cell)), br_text_status (row->status));
}

/* A cell may be bound before it is in the view. */
static void
show_shelf (GtkWidget *cell, const BrSkuRow *row, guint digits)
{
  br_shelf_marks_show (g_object_get_data (G_OBJECT (cell), "br-view"), BR_CHIP (cell), row->id);
}

static const Column columns[] = {
  { "product", N_("Product"), BR_SKU_SORT_NAME, 200, TRUE, TRUE, FALSE, FALSE, make_product, show_product },
  { "barcode", N_("Barcode"), BR_SKU_SORT_BARCODE, 125, FALSE, FALSE, FALSE, FALSE, make_code, show_barcode },
  { "category", N_("Category"), BR_SKU_SORT_CATEGORY, 100, FALSE, FALSE, FALSE, TRUE, make_text, show_category },
  { "brand", N_("Brand"), BR_SKU_SORT_BRAND, 100, FALSE, FALSE, FALSE, TRUE, make_text, show_brand },
  { "price", N_("Price now"), BR_SKU_SORT_PRICE, 110, FALSE, TRUE, FALSE, FALSE, make_price, show_price },
  { "cost", N_("Cost"), BR_SKU_SORT_COST, 80, FALSE, FALSE, TRUE, TRUE, make_number, show_cost },
  { "margin", N_("Margin"), BR_SKU_SORT_MARGIN, 80, FALSE, FALSE, TRUE, TRUE, make_number, show_margin },
  { "status", N_("Status"), BR_SKU_SORT_STATUS, 115, FALSE, FALSE, FALSE, FALSE, make_status, show_status },
  { "shelf", N_("Shelf"), 0, 110, FALSE, FALSE, FALSE, FALSE, br_chip_new, show_shelf },
};

/* Factories */

static void
setup_cb (GtkSignalListItemFactory *factory, GObject *object, gpointer data)
{
  const Column *column = data;

  GtkWidget *child = column->make ();

  g_object_set_data (G_OBJECT (child), "br-view", g_object_get_data (G_OBJECT (factory), "br-view"));
  gtk_column_view_cell_set_child (GTK_COLUMN_VIEW_CELL (object), child);
}

static const Column *
column_of (gpointer cell)
{
  return g_object_get_data (cell, "br-column");
}

static void
show_cell (GtkColumnViewCell *cell, const Column *column, const BrSkuRow *row)
{
  GtkWidget *child = gtk_column_view_cell_get_child (cell);

  gtk_widget_set_opacity (child, row != NULL ? 1 : 0);
  if (row != NULL)
    column->show (child, row, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "br-digits")));
}

static void
row_changed_cb (BrSkuItem *item, GParamSpec *pspec, GtkColumnViewCell *cell)
{
  show_cell (cell, column_of (cell), br_sku_item_get_row (item));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GObject *object, gpointer data)
{
  GtkColumnViewCell *cell = GTK_COLUMN_VIEW_CELL (object);
  BrSkuItem *item = gtk_column_view_cell_get_item (cell);
  const Column *column = data;

  g_object_set_data (object, "br-column", data);
  g_object_set_data (object, "br-digits", g_object_get_data (G_OBJECT (factory), "br-digits"));
  g_signal_connect (item, "notify::row", G_CALLBACK (row_changed_cb), cell); /* undone in unbind */
  show_cell (cell, column, br_sku_item_get_row (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GObject *object, gpointer data)
{
  GtkColumnViewCell *cell = GTK_COLUMN_VIEW_CELL (object);

  g_signal_handlers_disconnect_by_func (gtk_column_view_cell_get_item (cell), row_changed_cb, cell);
}

/* Never called: the order comes from the query; a sorter makes the header clickable. */
static int
compare_nothing (gconstpointer a, gconstpointer b, gpointer data)
{
  return 0;
}

static void
add_column (GtkColumnView *view, const Column *info, guint digits)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), "br-digits", GUINT_TO_POINTER (digits));
  g_object_set_data (G_OBJECT (factory), "br-view", view);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) info);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) info);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), (gpointer) info);
  column = gtk_column_view_column_new (_(info->title), factory);
  gtk_column_view_column_set_id (column, info->id);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, info->expand);
  if (info->width > 0)
    gtk_column_view_column_set_fixed_width (column, info->width);
  if (info->sort != 0)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_nothing, NULL, NULL));

      gtk_column_view_column_set_sorter (column, sorter);
    }
  gtk_column_view_append_column (view, column);
}

void
br_sku_columns_add (GtkColumnView *view, BrStore *store, guint digits, gboolean sees_cost)
{
  g_object_set_data (G_OBJECT (view), "br-store", store);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (sees_cost || !columns[i].is_cost)
      add_column (view, &columns[i], digits);
}

static const Column *
find_column (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_strcmp0 (columns[i].id, id) == 0)
      return &columns[i];
  return NULL;
}

gboolean
br_sku_columns_get_sort (GtkColumnView *view, BrSkuSort *sort, gboolean *descending)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (view));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  const Column *info = column != NULL ? find_column (gtk_column_view_column_get_id (column)) : NULL;

  if (info == NULL)
    return FALSE;
  *sort = info->sort;
  *descending = gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING;
  return TRUE;
}

static gboolean
is_number_title (const char *title, gpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if ((columns[i].make == make_number || columns[i].make == make_price) && g_str_equal (_(columns[i].title), title))
      return TRUE;
  return FALSE;
}

void
br_sku_columns_align_headers (GtkColumnView *view)
{
  br_column_titles_align (view, is_number_title, NULL);
}

const char *
br_sku_columns_title (const char *id)
{
  const Column *column = find_column (id);

  return column != NULL ? _(column->title) : NULL;
}

gboolean
br_sku_columns_is_narrow (const char *id)
{
  const Column *column = find_column (id);

  return column != NULL && column->is_narrow;
}

gboolean
br_sku_columns_is_in_pane (const char *id)
{
  const Column *column = find_column (id);

  return column != NULL && column->in_pane;
}

char *
br_sku_columns_to_text (const BrSkuRow *row, guint digits, gboolean sees_cost)
{
  g_autofree char *price = br_text_money (row->price_minor, digits);
  g_autofree char *cost = br_text_money (row->cost_minor, digits);
  g_autofree char *margin = br_text_percent (row->margin_bp);
  const char *parts[] = { row->name, row->code, row->barcode, row->category, row->brand, price, br_text_status (row->status), cost, margin };
  gsize n_parts = sees_cost ? G_N_ELEMENTS (parts) : G_N_ELEMENTS (parts) - 2;
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n_parts; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\t" : "", parts[i] != NULL ? parts[i] : "");
  return g_string_free (text, FALSE);
}
