/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of printing on an empty cache: every template loads, actions are enabled as stated, nothing is left over. */
#include "config.h"

#include "fixture.h"

#include "br-actions.h"
#include "br-file-report.h"
#include "br-labels-page.h"
#include "br-page.h"
#include "br-print-dialog.h"
#include "br-print-rows.h"
#include "br-print-watch.h"
#include "br-print-words.h"
#include "br-printer-add.h"
#include "br-printer-combo.h"
#include "br-printer-page.h"
#include "br-stale-row.h"
#include "br-strip-dialog.h"
#include "br-uncertain-dialog.h"
#include "br-undo-toast.h"

#include <string.h>

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_printer_service_write_finish (BR_PRINTER_SERVICE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* A known printer nobody can reach: a file in a folder that is not there. */
static BrPrinterItem *
add_printer (BrAppContext *context, BrPrinterLanguageId language)
{
  BrPrinterService *printers = br_app_context_get_printers (context);
  g_autoptr (BrPrinter) printer = br_printer_new ("file:/nowhere/at/all");
  gboolean saved = FALSE;

  g_set_str (&printer->name, "Counter");
  printer->language = language;
  printer->head = (BrHead) { .dots_num = 8, .dots_den = 1 };
  br_printer_service_save_async (printers, printer, NULL, saved_cb, &saved);
  wait_for (&saved);
  settle ();
  return br_printer_service_find (printers, "file:/nowhere/at/all");
}

static void
test_page (void)
{
  static const char *const views[] = { "queue", "stale", "printers", "templates", "history" };
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = br_labels_page_new (context);

  gtk_window_set_child (GTK_WINDOW (window), page);
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      br_page_show_filter (BR_PAGE (page), views[i]);
      settle ();
    }
  g_assert_true (has_text (page, "Every Label Says the Right Price"));
  g_assert_true (has_text (page, "Nothing Is Waiting to Be Printed"));
  g_assert_true (has_text (page, "No Label Printer Yet"));
  g_assert_null (br_action_find (page, "stale.print"));
  g_assert_cmpint (br_labels_page_badge (context), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_null (page);
}

/* A printer comes, its page is opened, it is told nothing it could not do. */
static void
test_printer (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = br_labels_page_new (context);
  BrPrinterItem *item;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  br_page_show_filter (BR_PAGE (page), "printers");
  item = add_printer (context, BR_LANGUAGE_NONE);
  g_assert_nonnull (item);
  g_assert_true (has_text (page, "Counter"));
  g_assert_true (br_action_activate (page, "labels.open-printer('file:/nowhere/at/all')"));
  settle ();
  g_assert_true (has_text (page, "Not known yet"));
  g_assert_nonnull (br_action_find (page, "printer.pause"));
  g_assert_null (br_action_find (page, "printer.test")); /* no language: nothing can be printed */
  g_assert_null (br_action_find (page, "printer.calibrate"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static BrIdList *
ids_of (guint32 first, gsize n)
{
  guint32 *ids = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    ids[i] = first + (guint32) i;
  return br_id_list_new_take (ids, n);
}

/* 10,000 goods at once; they are gone by the time they are read, so that there is nothing to print. */
static void
test_print_dialog (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrIdList) ids = ids_of (1, 10000);
  GtkWidget *window = adw_window_new ();
  gint64 begin;
  BrPrintDialog *dialog;

  add_printer (context, BR_LANGUAGE_TSPL);
  adw_window_set_content (ADW_WINDOW (window), gtk_label_new ("goods"));
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  begin = g_get_monotonic_time ();
  dialog = br_print_dialog_new (context, BR_PRINT_SELECTION, ids);
  g_test_message ("open after %d ms", (int) ((g_get_monotonic_time () - begin) / 1000));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_dialog_present (ADW_DIALOG (dialog), window);
  settle ();
  g_assert_null (br_action_find (GTK_WIDGET (dialog), "print.print")); /* still reading, or nothing left */
  gtk_widget_activate_action (GTK_WIDGET (dialog), "print.print", NULL);
  g_assert_true (has_text (GTK_WIDGET (dialog), "Counter"));
  adw_dialog_force_close (ADW_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  settle ();
  g_assert_null (dialog);
}

static void
count_cb (BrPrintRows *rows, int *n)
{
  (*n)++;
}

static void
test_rows (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrIdList) ids = ids_of (1, 3);
  g_autoptr (BrPrintRows) rows = br_print_rows_new (context, ids);
  g_autoptr (BrPrintRow) second = g_list_model_get_item (G_LIST_MODEL (rows), 1);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (BrLabelFileLine));
  const BrLabelFileLine of_file[] = { { .sku = 1, .quantity = 4 }, { .sku = 3, .quantity = 99999 }, { .sku = 77, .quantity = 5 } };
  BrLabelFile file = { .lines = lines };
  BrPrintMatch match;
  int n_counted = 0;

  g_signal_connect (rows, "counted", G_CALLBACK (count_cb), &n_counted);
  g_assert_cmpint (br_print_rows_count_labels (rows), ==, 3);
  br_print_rows_set_all (rows, 10);
  g_assert_cmpint (br_print_rows_count_labels (rows), ==, 30);
  br_print_rows_set_copies (rows, second, 0);
  g_assert_cmpint (br_print_rows_count_labels (rows), ==, 20);
  g_array_append_vals (lines, of_file, G_N_ELEMENTS (of_file));
  match = br_print_rows_set_quantities (rows, &file);
  g_assert_cmpuint (match.n_named, ==, 2);
  g_assert_cmpuint (match.n_unnamed, ==, 1);
  g_assert_cmpuint (match.n_elsewhere, ==, 1);
  g_assert_cmpint (br_print_rows_count_labels (rows), ==, 4 + BR_PRINT_MAX_COPIES);
  g_assert_cmpint (n_counted, ==, 3);
  while (!br_print_rows_is_complete (rows))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 0); /* none of them is in the cache */
  g_assert_cmpint (br_print_rows_count_labels (rows), ==, 0);
}

static void
show_and_close (GtkWidget *window, AdwDialog *dialog, const char *text)
{
  adw_dialog_present (dialog, window);
  settle ();
  g_assert_true (has_text (GTK_WIDGET (dialog), text));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_dialog_force_close (dialog);
  settle ();
  settle ();
  g_assert_null (dialog);
}

static void
added_cb (BrPrinterAdd *dialog, const char *key, BrAppContext *context)
{
  g_assert_nonnull (br_printer_service_find (br_app_context_get_printers (context), key));
  g_object_set_data (G_OBJECT (context), "added", GINT_TO_POINTER (1));
}

/* When it is told to be there, it is: its page is opened next. */
static void
test_add (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = adw_window_new ();
  BrPrinterAdd *dialog = br_printer_add_new (context);

  adw_window_set_content (ADW_WINDOW (window), gtk_label_new ("below"));
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (dialog, "added", G_CALLBACK (added_cb), context);
  adw_dialog_present (ADW_DIALOG (dialog), window);
  settle ();
  gtk_editable_set_text (GTK_EDITABLE (find_widget (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, NULL)), "printer.invalid");
  g_signal_emit_by_name (find_widget (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Add"), "clicked");
  while (g_object_get_data (G_OBJECT (context), "added") == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static void
test_dialogs (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), gtk_label_new ("below"));
  gtk_window_present (GTK_WINDOW (window));
  show_and_close (window, ADW_DIALOG (br_printer_add_new (context)), "Add Network Printer");
  show_and_close (window, ADW_DIALOG (br_strip_dialog_new (context, "file:/x")), "4 squares"); /* of Brother QL */
  show_and_close (window, ADW_DIALOG (br_uncertain_dialog_new (context, "file:/x")), "Nothing Is Uncertain Any More");
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static BrLabelFile *
new_file (void)
{
  BrLabelFile *file = g_new0 (BrLabelFile, 1);
  const BrLabelFileLine lines[] = { { .sku = 1, .quantity = 4 }, { .sku = 2, .quantity = 0 } };
  static const char *const whats[] = { "file-unknown", "file-rounded", "file-ambiguous", "file-quantity", "file-negative", "file-much", "file-no-code" };

  file->lines = g_array_new (FALSE, FALSE, sizeof (BrLabelFileLine));
  g_array_append_vals (file->lines, lines, G_N_ELEMENTS (lines));
  file->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);
  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    {
      BrLabelProblem *problem = br_label_problem_new (whats[i], i + 1 < G_N_ELEMENTS (whats) ? "<b>X-1" : NULL, FALSE, "untranslated");

      problem->row = i + 2;
      g_ptr_array_add (file->problems, problem);
    }
  file->name = g_strdup ("delivery.csv");
  file->has_quantity = TRUE;
  return file;
}

/* What a file comes to is said in numbers, and each line left out with its reason. */
static void
test_file (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (BrLabelFile) file = new_file ();
  g_autoptr (BrIdList) ids = ids_of (1, 1);
  g_autofree char *words = br_print_words_file (file, NULL);
  g_autofree char *chosen = br_print_words_file (file, &(BrPrintMatch) { .n_named = 1, .n_unnamed = 2, .n_elsewhere = 3 });
  BrFileReport *report = br_file_report_new (file->name, words, file->problems);
  g_autofree char *text = br_file_report_dup_text (report);
  GtkWidget *window = adw_window_new ();
  BrPrintDialog *dialog = br_print_dialog_new (context, BR_PRINT_RECEIPT, ids);

  g_assert_cmpstr (words, ==, "1 product gets labels. 4 labels in all. 1 product has the quantity 0. 7 lines were left out.");
  g_assert_cmpstr (
      chosen, ==, "1 of the products chosen is in the file. 2 are not, and get no labels. 3 more products of the file were not chosen. 7 lines were left out.");
  g_assert_true (g_str_has_prefix (text, "2\t<b>X-1\tno product has this code\n"));
  g_assert_true (g_str_has_suffix (text, "8\t\tit has a quantity but no code\n"));
  g_assert_null (strstr (text, "untranslated"));
  adw_window_set_content (ADW_WINDOW (window), gtk_label_new ("below"));
  gtk_window_present (GTK_WINDOW (window));
  show_and_close (window, ADW_DIALOG (report), "Line 2, <b>X-1: no product has this code");
  adw_dialog_present (ADW_DIALOG (dialog), window);
  br_print_dialog_set_quantities (dialog, file);
  settle ();
  g_assert_true (has_text (GTK_WIDGET (dialog), "delivery.csv"));
  g_assert_nonnull (br_action_find (GTK_WIDGET (dialog), "print.left-out"));
  br_toast_show (GTK_WIDGET (dialog), "<said> over the dialog");
  settle ();
  g_assert_true (has_text (GTK_WIDGET (dialog), "<said> over the dialog"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* Only what can print is a choice; it becomes one while the row is there. */
static void
test_printer_combo (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  GtkWidget *window = gtk_window_new ();
  BrPrinterCombo *combo = g_object_new (BR_TYPE_PRINTER_COMBO, NULL);
  int n_chosen = 0;

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (combo));
  br_printer_combo_set_context (combo, context);
  g_assert_null (br_printer_combo_get_printer (combo));
  g_assert_true (has_text (GTK_WIDGET (combo), "None is set up yet"));
  g_assert_cmpuint (br_printer_combo_get_head (combo).dots_num, ==, 8);
  g_signal_connect (combo, "chosen", G_CALLBACK (count_cb), &n_chosen);
  add_printer (context, BR_LANGUAGE_NONE);
  g_assert_null (br_printer_combo_get_printer (combo));
  add_printer (context, BR_LANGUAGE_TSPL);
  g_assert_nonnull (br_printer_combo_get_printer (combo));
  g_assert_cmpint (n_chosen, >, 0);
  g_assert_true (has_text (GTK_WIDGET (combo), "Counter"));
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

/* The old price and the new one stand beside each other; what is on its way says so. */
static void
test_stale_row (void)
{
  g_autoptr (BrAppContext) context = fixture_context ();
  g_autoptr (GListStore) store = g_list_store_new (BR_TYPE_VIEW_ITEM);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify) br_stale_label_unref);
  g_autoptr (BrViewItem) item = NULL;
  BrStaleLabel *label = br_stale_label_new ();
  BrStaleRow *row = g_object_ref_sink (g_object_new (BR_TYPE_STALE_ROW, NULL));

  label->name = g_strdup ("Lotus tea");
  label->code = g_strdup ("LT-1");
  label->printed_minor = 1290;
  label->now_minor = 1090;
  label->printed_regular_minor = G_MININT64;
  label->now_regular_minor = 1290;
  label->queued = TRUE;
  g_ptr_array_add (labels, label);
  br_view_list_show (store, &br_view_type_stale, labels);
  item = g_list_model_get_item (G_LIST_MODEL (store), 0);
  br_stale_row_set_item (row, context, item, NULL);
  g_assert_true (has_text (GTK_WIDGET (row), "12.90"));
  g_assert_true (has_text (GTK_WIDGET (row), "10.90 instead of 12.90"));
  g_assert_true (has_text (GTK_WIDGET (row), "On its way"));
  br_stale_row_set_item (row, context, NULL, NULL);
  g_assert_finalize_object (row);
}

int
main (int argc, char *argv[])
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/labels/page", test_page);
  g_test_add_func ("/app/labels/printer", test_printer);
  g_test_add_func ("/app/labels/print-dialog", test_print_dialog);
  g_test_add_func ("/app/labels/rows", test_rows);
  g_test_add_func ("/app/labels/add", test_add);
  g_test_add_func ("/app/labels/dialogs", test_dialogs);
  g_test_add_func ("/app/labels/file", test_file);
  g_test_add_func ("/app/labels/printer-combo", test_printer_combo);
  g_test_add_func ("/app/labels/stale-row", test_stale_row);
  return g_test_run ();
}
