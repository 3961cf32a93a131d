/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products pages on an empty cache: every template loads, what is not allowed does nothing, and nothing is left over. */
#include "config.h"

#include "fixture.h"

#include "br-editor-pictures.h"
#include "br-editor-problems.h"
#include "br-error.h"
#include "br-export-dialog.h"
#include "br-list-export.h"
#include "br-mass-apply.h"
#include "br-mass-dialog.h"
#include "br-price-dialog.h"
#include "br-product-editor.h"
#include "br-product-list.h"
#include "br-sku-columns.h"
#include "br-sku-grid.h"
#include "br-status-menu.h"
#include <string.h>

static void
test_list (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = gtk_window_new ();
  BrProductList *list = br_product_list_new (context);

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (list));
  g_object_add_weak_pointer (G_OBJECT (list), (gpointer *) &list);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  br_product_list_show_filter (list, "status:listed");
  settle ();
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (list), "products.clear-filter", NULL));
  gtk_widget_activate_action (GTK_WIDGET (list), "products.mass-edit", NULL); /* nothing selected, nobody signed in: nothing happens */
  gtk_widget_activate_action (GTK_WIDGET (list), "products.select-all", NULL);
  settle ();
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (list);
}

/* A new window's list begins with the filter and the order the last one had. */
static void
test_restored (void)
{
  static const char *const none[] = { NULL };
  g_autoptr (BrAppContext) context = fixture_context ();
  GSettings *settings = br_app_context_get_settings (context);
  GtkWidget *window = gtk_window_new ();
  BrProductList *list = br_product_list_new (context);
  GtkColumnView *view = GTK_COLUMN_VIEW (br_product_list_get_view (list));
  g_autoptr (GtkColumnViewColumn) second = g_list_model_get_item (gtk_column_view_get_columns (view), 1);
  BrSkuSort sort;
  gboolean descending;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (list));
  br_product_list_show_filter (list, "status:listed");
  gtk_column_view_sort_by_column (view, second, GTK_SORT_DESCENDING);
  settle ();
  list = br_product_list_new (context);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (list));
  settle ();
  g_assert_true (has_text (GTK_WIDGET (list), "Status: Listed"));
  g_assert_true (br_sku_columns_get_sort (GTK_COLUMN_VIEW (br_product_list_get_view (list)), &sort, &descending));
  g_assert_cmpint (sort, ==, BR_SKU_SORT_BARCODE);
  g_assert_true (descending);
  g_settings_set_strv (settings, "products-filter", none);
  g_settings_reset (settings, "products-sort");
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static void
test_editor (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = gtk_window_new ();
  BrProductEditor *editor = br_product_editor_new (context, NULL, "6901234567892");

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (editor));
  g_object_add_weak_pointer (G_OBJECT (editor), (gpointer *) &editor);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  gtk_widget_activate_action (GTK_WIDGET (editor), "editor.save", NULL); /* no name yet, nobody signed in: nothing happens */
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (editor);
}

static void
add_file (BrEditorPictures *pictures, const char *bytes, gsize n)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("backroom-picture-XXXXXX", &stream, &error);

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)), bytes, n, NULL, NULL, &error);
  g_assert_no_error (error);
  br_editor_pictures_add (pictures, file);
  settle ();
  g_file_delete (file, NULL, NULL);
}

/* A real PNG of one colour; free with g_free. */
static char *
make_png (guint32 rgba, gsize *n)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 4, 4);
  g_autoptr (GError) error = NULL;
  char *bytes;

  gdk_pixbuf_fill (pixbuf, rgba);
  gdk_pixbuf_save_to_buffer (pixbuf, &bytes, n, "png", &error, NULL);
  g_assert_no_error (error);
  return bytes;
}

static void
click (GtkWidget *widget, const char *tooltip)
{
  g_signal_emit_by_name (find_widget (widget, GTK_TYPE_BUTTON, tooltip), "clicked");
}

/* Pictures are added, not twice, put in order and removed; other files are not taken. */
static void
test_pictures (void)
{
  gsize n_one, n_two;
  g_autofree char *one = make_png (0xff0000ff, &n_one), *two = make_png (0x00ff00ff, &n_two);
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrDraftModel) model = br_draft_model_new (context);
  g_autofree char *one_name = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) one, n_one);
  g_autofree char *two_name = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) two, n_two);
  g_autofree char *in_turn = g_strjoin ("\n", one_name, two_name, NULL), *swapped = g_strjoin ("\n", two_name, one_name, NULL);
  BrEditorPictures *pictures = g_object_ref_sink (g_object_new (BR_TYPE_EDITOR_PICTURES, NULL));
  BrProductDetail *draft = br_product_detail_new ();
  const BrId id = { .bytes = { 1 } };
  const BrRecord *product = draft->product = br_record_new (BR_KIND_PRODUCT, &id);

  br_editor_pictures_set_model (pictures, model);
  br_draft_model_take (model, NULL, draft);
  add_file (pictures, one, n_one);
  g_assert_cmpstr (br_record_text (product, BR_PRODUCT_PICTURES), ==, one_name);
  g_assert_null (find_widget (GTK_WIDGET (pictures), GTK_TYPE_BUTTON, "Move Down (Alt+Down)"));
  add_file (pictures, one, n_one);
  add_file (pictures, two, n_two);
  g_assert_false (has_text (GTK_WIDGET (pictures), "not added"));
  add_file (pictures, "GIF89a", 6);
  g_assert_true (has_text (GTK_WIDGET (pictures), "not a PNG, JPEG or WebP picture"));
  add_file (pictures, two, n_two / 2);
  g_assert_true (has_text (GTK_WIDGET (pictures), "damaged")); /* each has its line */
  g_assert_true (has_text (GTK_WIDGET (pictures), "not a PNG, JPEG or WebP picture"));
  g_assert_cmpstr (br_record_text (product, BR_PRODUCT_PICTURES), ==, in_turn);
  click (GTK_WIDGET (pictures), "Move Down (Alt+Down)");
  g_assert_cmpstr (br_record_text (product, BR_PRODUCT_PICTURES), ==, swapped);
  click (GTK_WIDGET (pictures), "Move Up (Alt+Up)");
  g_assert_cmpstr (br_record_text (product, BR_PRODUCT_PICTURES), ==, in_turn);
  click (GTK_WIDGET (pictures), "Remove (Delete)");
  g_assert_cmpstr (br_record_text (product, BR_PRODUCT_PICTURES), ==, two_name);
  click (GTK_WIDGET (pictures), "Remove (Delete)");
  g_assert_null (br_record_text (product, BR_PRODUCT_PICTURES));
  settle ();
  g_assert_finalize_object (pictures);
}

/* The first check button below `widget`. */
static GtkWidget *
find_check (GtkWidget *widget)
{
  if (GTK_IS_CHECK_BUTTON (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_check (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Who may not see the cost is not offered it; without any column there is nothing to export. */
static void
test_export_dialog (void)
{
  static const char *const columns[] = { "status", NULL };
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrIdList) none = br_id_list_new_take (NULL, 0);
  BrExportOffer offer = { none, none, columns };
  BrExportDialog *dialog = g_object_ref_sink (br_export_dialog_new (context, &offer));
  GtkWidget *window = adw_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  adw_dialog_present (ADW_DIALOG (dialog), window);
  settle ();
  g_assert_true (has_text (GTK_WIDGET (dialog), "What the list shows (0)"));
  g_assert_true (has_text (GTK_WIDGET (dialog), "Barcode"));
  g_assert_false (has_text (GTK_WIDGET (dialog), "Margin"));
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (find_check (GTK_WIDGET (dialog)))));
  adw_dialog_force_close (ADW_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_finalize_object (dialog);
}

/* All products of an empty shop are a file with a heading; a folder that is not there leaves none, and the work ends. */
static void
test_export_all (void)
{
  static const BrExportColumn columns[] = { { BR_EXPORT_CODE, "SKU code" } };
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autofree char *dir = g_dir_make_tmp ("backroom-export-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "all.csv", NULL), *nowhere = g_build_filename (dir, "no", "all.csv", NULL);
  GtkWidget *window = g_object_ref_sink (gtk_window_new ());
  BrListExport export = { .columns = columns, .n_columns = 1, .format = BR_EXPORT_XLSX };
  g_autofree char *contents = NULL;

  br_list_export_start (window, context, &export, path);
  br_list_export_start (window, context, &export, nowhere);
  settle ();
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_nonnull (strstr (contents, "SKU code"));
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
  for (guint i = 0; i < g_list_model_get_n_items (br_app_context_get_tasks (context)); i++)
    {
      g_autoptr (BrTask) task = g_list_model_get_item (br_app_context_get_tasks (context), i);

      g_assert_true (br_task_is_finished (task));
    }
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
}

static void
assert_paste (BrDraftModel *model, guint row, BrGridColumn column, const char *text, BrGridPaste expected)
{
  g_autoptr (BrGridPaste) paste = br_sku_grid_paste (model, row, column, text);

  g_assert_cmpuint (paste->n_set, ==, expected.n_set);
  g_assert_cmpuint (paste->n_bad, ==, expected.n_bad);
  g_assert_cmpuint (paste->n_rows_left, ==, expected.n_rows_left);
  g_assert_cmpuint (paste->n_columns_left, ==, expected.n_columns_left);
}

static void
assert_cell (BrDraftModel *model, guint row, BrGridColumn column, const char *text)
{
  g_autofree char *shown = br_sku_grid_text (model, br_draft_model_get (model)->skus->pdata[row], column);

  g_assert_cmpstr (shown, ==, text);
}

/* A model with a product "Tea" of `n_skus` SKUs. */
static BrDraftModel *
new_tea (BrAppContext *context, guint n_skus)
{
  BrDraftModel *model = br_draft_model_new (context);
  BrProductDetail *draft = br_product_detail_new ();
  BrId id = { .bytes = { 1 } };

  draft->product = br_record_new (BR_KIND_PRODUCT, &id);
  br_value_set_text (&draft->product->cells[BR_PRODUCT_NAME], "Tea");
  br_draft_model_take (model, NULL, draft);
  for (guint i = 0; i < n_skus; i++)
    br_draft_model_add_sku (model, NULL);
  br_draft_model_touch_lists (model);
  return model;
}

/* A block as a spreadsheet gives it: cells with line breaks in quotes, carriage returns, more rows than SKUs, texts that are no price
 * and one barcode twice. What can be read lands where it should, the rest stays as typed; taking it back leaves what was changed since. */
static void
test_paste (void)
{
  static const char block[] = "T1\t\"6901234567892\n6901234567908x6\"\t3.20\t5.00\r\n"
                              "T2\t123 123\tthree\t5\"\r\n"
                              "T3\t\t\t\r\n";
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrDraftModel) model = new_tea (context, 2);
  g_autoptr (BrGridPaste) paste = NULL;
  g_autofree char *problem = NULL;

  br_sku_grid_set (model, br_draft_model_get (model)->skus->pdata[0], BR_GRID_CODE, "old");
  paste = br_sku_grid_paste (model, 0, BR_GRID_CODE, block);
  g_assert_cmpuint (paste->n_set, ==, 5);
  g_assert_cmpuint (paste->n_bad, ==, 3);
  g_assert_cmpuint (paste->n_rows_left, ==, 1);
  assert_cell (model, 0, BR_GRID_CODE, "T1");
  assert_cell (model, 0, BR_GRID_BARCODES, "6901234567892 6901234567908x6");
  assert_cell (model, 0, BR_GRID_PRICE, "5.00");
  assert_cell (model, 1, BR_GRID_COST, "three");
  assert_cell (model, 1, BR_GRID_PRICE, "5\"");
  g_assert_false (br_draft_model_may_save (model));
  g_assert_cmpstr (br_editor_problems_first_page (model), ==, "variants");
  g_assert_cmpuint (br_editor_problems_count (model, "variants"), ==, 3);
  g_assert_cmpuint (br_editor_problems_count (model, "basics"), ==, 0);
  problem = br_editor_problems_describe (model);
  g_assert_true (g_str_has_prefix (problem, "Variants, row 2: "));
  br_sku_grid_set (model, br_draft_model_get (model)->skus->pdata[1], BR_GRID_CODE, "since");
  br_sku_grid_unpaste (model, paste);
  assert_cell (model, 0, BR_GRID_CODE, "old");
  assert_cell (model, 0, BR_GRID_PRICE, "");
  assert_cell (model, 1, BR_GRID_CODE, "since");
  assert_cell (model, 1, BR_GRID_COST, "");
  g_assert_cmpuint (br_draft_model_count_unread (model), ==, 0);
  g_assert_cmpuint (br_draft_model_get (model)->prices->len, ==, 0);
}

static void
edited_cb (gpointer owner)
{
}

/* The entry below `widget` whose title begins so. */
static GtkEditable *
find_entry (GtkWidget *widget, const char *title)
{
  if (ADW_IS_ENTRY_ROW (widget) && g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return GTK_EDITABLE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkEditable *found = find_entry (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whatever stands in the way of Done is said in words. */
static void
test_price_dialog (void)
{
  static const struct
  {
    const char *amount, *from, *to;
    const char *said; /* NULL = nothing */
  } rows[] = {
    { "", "", "", NULL },
    { "12,3,4", "", "", "not an amount such as 12.90" },
    { "12.90", "tomorrow", "", "Write the beginning" },
    { "12.90", "2026-11-22 08:00", "2026-11-21", "Write the end" },
    { "12.90", "2026-11-22 08:00", "2026-11-29", NULL },
  };
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrDraftModel) model = new_tea (context, 1);
  BrRecord *sku = br_draft_model_get (model)->skus->pdata[0];
  GtkWidget *window = adw_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  br_price_dialog_present (window, model, br_draft_model_add_price (model, &sku->id), edited_cb, G_OBJECT (model));
  settle ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_editable_set_text (find_entry (window, "Price"), rows[i].amount);
      gtk_editable_set_text (find_entry (window, "Valid from"), rows[i].from);
      gtk_editable_set_text (find_entry (window, "Valid until"), rows[i].to);
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (has_text (window, "such as"), ==, rows[i].said != NULL);
      g_assert_true (rows[i].said == NULL || has_text (window, rows[i].said));
    }
  adw_dialog_force_close (adw_window_get_visible_dialog (ADW_WINDOW (window)));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_cmpuint (br_draft_model_get (model)->prices->len, ==, 0); /* without an amount it is no price */
}

/* A thousand rows are pasted in one go, not checked at every cell. */
static void
test_paste_many (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrDraftModel) model = new_tea (context, 1000);
  g_autoptr (GString) block = g_string_new (NULL);
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (block, "T%u\t\t%u.00\t%u.50\n", i, i, i);
  assert_paste (model, 0, BR_GRID_CODE, block->str, (BrGridPaste) { .n_set = 4000 });
  g_assert_true (br_draft_model_may_save (model));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
}

/* What cannot be read is kept as typed and stands in the way of saving, also after others' changes came in. */
static void
test_unread (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrDraftModel) model = br_draft_model_new (context);
  BrProductDetail *draft = br_product_detail_new ();
  BrId id = { .bytes = { 1 } };
  g_autofree char *shown = NULL;
  BrRecord *sku;

  draft->product = br_record_new (BR_KIND_PRODUCT, &id);
  br_value_set_text (&draft->product->cells[BR_PRODUCT_NAME], "Tea");
  br_draft_model_take (model, NULL, draft);
  sku = br_draft_model_add_sku (model, NULL);
  assert_paste (model, 0, BR_GRID_CODE, "T1\t6901234567892\t3.20\t5.00\tover the edge\n", (BrGridPaste) { .n_set = 4, .n_columns_left = 1 });
  g_assert_true (br_draft_model_may_save (model));
  g_assert_cmpint (br_record_int (sku, BR_SKU_COST), ==, 320);
  g_assert_null (br_record_text (sku, BR_SKU_STATUS_NOTE)); /* a block ends at the price */
  assert_paste (model, 0, BR_GRID_COST, "three\tfive", (BrGridPaste) { .n_bad = 2 });
  g_assert_cmpuint (br_draft_model_count_unread (model), ==, 2);
  g_assert_false (br_draft_model_may_save (model));
  br_draft_model_take (model, NULL, br_product_detail_copy (draft));
  sku = br_draft_model_get (model)->skus->pdata[0];
  shown = br_sku_grid_text (model, sku, BR_GRID_COST);
  g_assert_cmpstr (shown, ==, "three");
  g_assert_true (br_sku_grid_set (model, sku, BR_GRID_COST, "3.00"));
  g_assert_false (br_draft_model_may_save (model));
  g_assert_true (br_sku_grid_set (model, sku, BR_GRID_PRICE, "5.50"));
  g_assert_true (br_draft_model_may_save (model));
  g_assert_false (br_sku_grid_set (model, sku, BR_GRID_PRICE, "x"));
  g_ptr_array_remove_index (br_draft_model_get (model)->skus, 0);
  br_draft_model_touch_lists (model);
  g_assert_cmpuint (br_draft_model_count_unread (model), ==, 0); /* gone with its SKU */
  settle ();
}

/* The steps that are offered are those open to what is selected; the step says for how many. */
static void
test_status_menu (void)
{
  static const struct
  {
    guint counts[BR_STATUS_RETIRED + 1]; /* by status */
    BrRole role;
    guint n; /* items */
    const char *first;
  } rows[] = {
    { { 0, 0, 0, 3, 0, 0, 0 }, BR_ROLE_MANAGER, 3, "Submit…" },                 /* listed: submitted, clearance, delisted */
    { { 0, 1, 0, 0, 2, 0, 0 }, BR_ROLE_MANAGER, 4, "Submit… (1 of 3)" },        /* a draft and two in clearance */
    { { 0, 0, 0, 0, 0, 0, 2 }, BR_ROLE_MANAGER, 1, "No step is open to you" }, /* a manager brings nothing back */
    { { 0, 0, 0, 0, 0, 0, 2 }, BR_ROLE_MERCHANDISER, 1, "Delist…" },
    { { 0, 0, 0, 5, 0, 0, 0 }, BR_ROLE_CLERK, 1, "No step is open to you" },
  };
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrStatusMenu) menu = br_status_menu_new (context);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GMenuModel *model = br_status_menu_get_model (menu);
      g_autofree char *label = NULL;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      br_status_menu_show (menu, rows[i].counts, rows[i].role);
      g_assert_cmpint (g_menu_model_get_n_items (model), ==, (int) rows[i].n);
      g_assert_true (g_menu_model_get_item_attribute (model, 0, G_MENU_ATTRIBUTE_LABEL, "s", &label));
      g_assert_cmpstr (label, ==, rows[i].first);
    }
}

static void
add_problem (GPtrArray *problems, BrKind kind, BrError code, const char *message)
{
  BrEditProblem *problem = g_new0 (BrEditProblem, 1);

  problem->kind = kind;
  problem->error = g_error_new_literal (BR_ERROR, (int) code, message);
  g_ptr_array_add (problems, problem);
}

static void
test_mass_problems (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_edit_problem_free);
  g_autofree char *text = NULL;

  add_problem (problems, BR_KIND_SKU, BR_ERROR_INVALID, "this step needs a note");
  add_problem (problems, BR_KIND_SKU, BR_ERROR_CONFLICT, "sku.cost was changed meanwhile");
  add_problem (problems, BR_KIND_SKU, BR_ERROR_INVALID, "this step needs a note");
  text = br_mass_apply_describe (problems);
  g_assert_cmpstr (text, ==, "2: needs a note\n1: somebody else changed it meanwhile");
}

static void
test_mass_dialog (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrIdList) ids = br_id_list_new_take (NULL, 0);
  BrMassDialog *dialog = g_object_ref_sink (br_mass_dialog_new (context, ids));

  br_mass_dialog_choose (dialog, BR_MASS_STATUS, BR_STATUS_LISTED);
  br_mass_dialog_choose (dialog, BR_MASS_NAME, 0);
  br_mass_dialog_choose (dialog, BR_MASS_PRICE, 0);
  settle ();
  g_assert_finalize_object (dialog);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/product-pages/list", test_list);
  g_test_add_func ("/product-pages/restored", test_restored);
  g_test_add_func ("/product-pages/editor", test_editor);
  g_test_add_func ("/product-pages/pictures", test_pictures);
  g_test_add_func ("/product-pages/export-dialog", test_export_dialog);
  g_test_add_func ("/product-pages/export-all", test_export_all);
  g_test_add_func ("/product-pages/paste", test_paste);
  g_test_add_func ("/product-pages/price-dialog", test_price_dialog);
  g_test_add_func ("/product-pages/paste-many", test_paste_many);
  g_test_add_func ("/product-pages/unread", test_unread);
  g_test_add_func ("/product-pages/status-menu", test_status_menu);
  g_test_add_func ("/product-pages/mass-problems", test_mass_problems);
  g_test_add_func ("/product-pages/mass-dialog", test_mass_dialog);
  return g_test_run ();
}
