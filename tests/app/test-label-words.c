/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing in words: what is never claimed, what is never left out. */
#include "config.h"

#include "br-label-words.h"
#include "br-print-pdf.h"
#include "br-print-words.h"
#include "br-printer-add.h"
#include "br-printer-report.h"
#include "br-view-item.h"
#include <string.h>

/* Silence is not called ready, and what was sent is not called printed. */
static void
test_honest (void)
{
  BrPrintLabelView sent = { .state = BR_LABEL_SENT };
  BrPrintLabelView unproven = { .state = BR_LABEL_PRINTED, .proof = BR_PROOF_NONE };
  BrPrintJobView job = { .total = 3, .n = { [BR_LABEL_PRINTED] = 1, [BR_LABEL_SENT] = 2 } };
  BrPrinterStatus silent = { 0 };
  g_autofree char *of_sent = br_label_words_proof (&sent);
  g_autofree char *of_unproven = br_label_words_proof (&unproven);
  g_autofree char *heard = br_label_words_heard (&silent, 0);

  g_assert_cmpint (br_label_words_printer_chip (silent.state), ==, BR_CHIP_PRINTER_SILENT);
  g_assert_cmpint (br_label_words_printer_chip (BR_PRINTER_LEFT), ==, BR_CHIP_PRINTER_LEFT);
  g_assert_cmpstr (heard, ==, "It has said nothing yet");
  g_assert_null (strstr (of_sent, "Printed"));
  g_assert_null (strstr (of_unproven, "Printed"));
  g_assert_cmpint (br_label_words_job_done (&job), ==, 1);
}

static void
test_job_chip (void)
{
  static const struct
  {
    gint64 queued, sent, printed, uncertain, failed;
    gboolean paused;
    BrPrinterState printer;
    BrChipState chip;
  } cases[] = {
    { 5, 0, 0, 0, 0, FALSE, BR_PRINTER_READY, BR_CHIP_QUEUED },          { 5, 1, 0, 0, 0, FALSE, BR_PRINTER_PRINTING, BR_CHIP_JOB_PRINTING },
    { 5, 1, 0, 0, 0, FALSE, BR_PRINTER_ATTENTION, BR_CHIP_JOB_STOPPED }, { 5, 0, 2, 0, 0, FALSE, BR_PRINTER_GONE, BR_CHIP_JOB_STOPPED },
    { 5, 0, 2, 0, 0, TRUE, BR_PRINTER_READY, BR_CHIP_JOB_PAUSED },       { 5, 0, 2, 0, 0, FALSE, BR_PRINTER_PAUSED_HERE, BR_CHIP_JOB_PAUSED },
    { 5, 0, 2, 1, 0, TRUE, BR_PRINTER_GONE, BR_CHIP_UNCERTAIN },         { 0, 0, 2, 0, 0, FALSE, BR_PRINTER_READY, BR_CHIP_PRINTED },
    { 0, 0, 2, 0, 1, FALSE, BR_PRINTER_READY, BR_CHIP_FAILED },          { 0, 0, 0, 0, 0, FALSE, BR_PRINTER_READY, BR_CHIP_CANCELLED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BrPrintJobView job = { .total = 10, .paused = cases[i].paused };
      BrPrinterStatus printer = { .state = cases[i].printer };

      job.n[BR_LABEL_QUEUED] = cases[i].queued;
      job.n[BR_LABEL_SENT] = cases[i].sent;
      job.n[BR_LABEL_PRINTED] = cases[i].printed;
      job.n[BR_LABEL_UNCERTAIN] = cases[i].uncertain;
      job.n[BR_LABEL_FAILED] = cases[i].failed;
      g_test_message ("case %u", i);
      g_assert_cmpint (br_label_words_job_chip (&job, &printer), ==, cases[i].chip);
    }
}

/* Every condition says something of its own, and several are all told. */
static void
test_conditions (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  BrPrinterStatus two = { .state = BR_PRINTER_ATTENTION, .conditions = BR_COND_PAPER_OUT | BR_COND_HEAD_OPEN };
  g_autofree char *words = br_label_words_printer (&two);

  for (guint bit = 0; (1u << bit) <= BR_COND_OTHER; bit++)
    g_assert_true (g_hash_table_add (seen, (gpointer) br_label_words_condition (1u << bit)));
  g_assert_nonnull (strstr (words, br_label_words_condition (BR_COND_PAPER_OUT)));
  g_assert_nonnull (strstr (words, br_label_words_condition (BR_COND_HEAD_OPEN)));
}

static void
test_problems (void)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);
  const char *const known[] = { "quiet-zone", "module", "decode", "clip", "glyph", "price", "media", "head", "field", "expression", "code", "image" };
  g_autofree char *unknown = NULL, *missing = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      BrLabelProblem *problem = br_label_problem_new (known[i], "ean-13", FALSE, "%s", "english");
      g_autofree char *words = br_label_words_problem (problem);

      g_ptr_array_add (list, problem);
      g_assert_nonnull (strstr (words, "ean-13"));
      g_assert_null (strstr (words, "english"));
    }
  g_ptr_array_add (list, br_label_problem_new ("of tomorrow", NULL, FALSE, "%s", "what happened"));
  unknown = br_label_words_problem (list->pdata[list->len - 1]);
  g_assert_cmpstr (unknown, ==, "what happened");
  g_ptr_array_add (list, br_label_problem_new ("field", "valid_to", FALSE, "%s", "it is empty"));
  missing = br_label_words_problem (list->pdata[list->len - 1]);
  g_assert_nonnull (strstr (missing, "Price valid until")); /* a field by what people call it */
}

static void
test_address (void)
{
  static const struct
  {
    const char *typed;
    const char *key;
  } cases[] = {
    { "10.0.0.7", "tcp:10.0.0.7:9100" },
    { " 10.0.0.7 ", "tcp:10.0.0.7:9100" },
    { "printer.local:9101", "tcp:printer.local:9101" },
    { "[fe80::1]:9100", "tcp:[fe80::1]:9100" },
    { "", NULL },
    { "two words", NULL },
    { "http://10.0.0.7/", NULL },
    { "10.0.0.7;reboot", NULL },
    { "10.0.0.7:0", NULL },
    { "10.0.0.7:99999", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = br_printer_address_key (cases[i].typed);

      g_test_message ("“%s”", cases[i].typed);
      g_assert_cmpstr (key, ==, cases[i].key);
    }
}

/* The report may be sent to strangers. */
static void
test_report (void)
{
  static const char *const keys[] = { "usb:1203:0230:SECRET", "usb:1203:0230@SECRET", "tcp:SECRET:9100", "file:/SECRET", "cups:SECRET" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (BrPrinter) printer = br_printer_new (keys[i]);
      BrPrinterStatus status = { 0 };
      g_autofree char *text = NULL;

      g_set_str (&printer->name, "SECRET");
      text = br_printer_report_text (printer, &status, "identify: TE210\n");
      g_test_message ("%s", text);
      g_assert_null (strstr (text, "SECRET"));
      g_assert_nonnull (strstr (text, "identify: TE210"));
    }
}

static void
test_paper (void)
{
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();
  g_autoptr (BrPrinter) printer = br_printer_new ("file:/x");
  g_autofree char *unknown = NULL, *missing = NULL;
  g_autofree char *enough = NULL;
  g_autofree char *short_of = NULL;

  template->media = (BrMedia) { .width = 6000, .height = 4000, .gap = 200, .across = 2 };
  unknown = br_print_words_paper (template, 100, NULL, 0);
  g_assert_cmpstr (unknown, ==, "2.1 m of the roll"); /* 50 rows of 42 mm */
  printer->roll_mm = 50000;
  printer->odometer_mm = 40000;
  enough = br_print_words_paper (template, 100, printer, 0);
  g_assert_null (strstr (enough, "only"));
  printer->odometer_mm = 49000;
  short_of = br_print_words_paper (template, 100, printer, 0);
  g_assert_nonnull (strstr (short_of, "only"));
}

/* An office printer has sheets: those begun count. */
static void
test_sheets_needed (void)
{
  g_autoptr (BrLabelTemplate) template = br_label_template_new ();
  g_autoptr (BrPrinter) printer = br_printer_new ("cups:office");
  g_autofree char *pages = NULL;
  g_autofree char *sheets = NULL;
  g_autofree char *one_more = NULL;

  printer->language = BR_LANGUAGE_PDF;
  pages = br_print_words_paper (template, 3, printer, 0);
  g_assert_cmpstr (pages, ==, "3 sheets");
  printer->sheet = (BrSheet) { .columns = 3, .rows = 8 };
  sheets = br_print_words_paper (template, 24, printer, 0);
  g_assert_cmpstr (sheets, ==, "1 sheet");
  one_more = br_print_words_paper (template, 24, printer, 5);
  g_assert_cmpstr (one_more, ==, "2 sheets");
}

/* Every label lies on the page, and no more fit. */
static void
test_sheet (void)
{
  static const BrMedia sizes[] = {
    { 6000, 4000, 200 }, { 4000, 3000, 200, .column_gap = 200 }, { 10000, 15000, 300 }, { 21000, 29700, 0 }, { 2000, 1000, 100 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      BrSheet sheet = br_print_sheet_a4 (&sizes[i]);

      g_test_message ("size %u: %u × %u", i, sheet.columns, sheet.rows);
      g_assert_cmpint (sheet.columns > 0, ==, sizes[i].width < 19400);
      if (sheet.columns == 0)
        continue;
      g_assert_cmpint (sheet.left, >=, 500);
      g_assert_cmpint (sheet.top, >=, 500);
      g_assert_cmpint (sheet.left + (int) (sheet.columns - 1) * sheet.pitch_x + sizes[i].width, <=, 21000 - 500);
      g_assert_cmpint (sheet.top + (int) (sheet.rows - 1) * sheet.pitch_y + sizes[i].height, <=, 29700 - 500);
    }
}

static gpointer
ref_number (gpointer view)
{
  return g_rc_box_acquire (view);
}

static void
unref_number (gpointer view)
{
  g_rc_box_release (view);
}

/* A view is two digits: which thing, and which time. */
static gboolean
is_same_number (gconstpointer a, gconstpointer b)
{
  return *(const int *) a / 10 == *(const int *) b / 10;
}

static const BrViewType type_number = { ref_number, unref_number, is_same_number, NULL };

static GPtrArray *
list_of (const char *numbers)
{
  g_auto (GStrv) words = g_strsplit (numbers, " ", -1);
  GPtrArray *list = g_ptr_array_new_with_free_func (unref_number);

  for (gsize i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      {
        int *number = g_rc_box_new (int);

        *number = atoi (words[i]);
        g_ptr_array_add (list, number);
      }
  return list;
}

static char *
text_of (GListStore *store)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      g_autoptr (BrViewItem) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "", *(int *) br_view_item_get (item));
    }
  return g_string_free (text, FALSE);
}

/* What stays keeps its item: the focus of a person who reads the list depends on it. */
static void
test_view_list (void)
{
  static const struct
  {
    const char *before, *after;
    guint n_kept; /* items that are the same object at the beginning and at the end */
  } cases[] = {
    { "", "10 20", 0 },    { "10 20 30", "11 21 31", 3 }, { "10 20 30", "40 10 20 30", 3 }, { "10 20 30", "10 30", 2 }, { "10 20 30", "10 50 30", 2 },
    { "10 20 30", "", 0 }, { "10 20 30", "30 20 10", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GListStore) store = g_list_store_new (BR_TYPE_VIEW_ITEM);
      g_autoptr (GPtrArray) before = list_of (cases[i].before), after = list_of (cases[i].after);
      g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
      g_autofree char *text = NULL;
      guint kept = 0;

      br_view_list_show (store, &type_number, before);
      for (guint j = 0; j < before->len; j++)
        g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (store), j));
      br_view_list_show (store, &type_number, after);
      text = text_of (store);
      for (guint j = 0; j < items->len; j++)
        kept += g_list_store_find (store, items->pdata[j], NULL);
      g_test_message ("case %u", i);
      g_assert_cmpstr (text, ==, cases[i].after);
      g_assert_cmpuint (kept, ==, cases[i].n_kept);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/label-words/honest", test_honest);
  g_test_add_func ("/app/label-words/job-chip", test_job_chip);
  g_test_add_func ("/app/label-words/conditions", test_conditions);
  g_test_add_func ("/app/label-words/problems", test_problems);
  g_test_add_func ("/app/label-words/address", test_address);
  g_test_add_func ("/app/label-words/report", test_report);
  g_test_add_func ("/app/label-words/paper", test_paper);
  g_test_add_func ("/app/label-words/sheets-needed", test_sheets_needed);
  g_test_add_func ("/app/label-words/sheet", test_sheet);
  g_test_add_func ("/app/label-words/view-list", test_view_list);
  return g_test_run ();
}
