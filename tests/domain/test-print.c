/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-print.h"

static void
test_problem_note (void)
{
  static const char *const others[] = { NULL, "", "the paper is out", "a\tb" };
  g_autoptr (BrLabelProblem) problem = br_label_problem_new ("decode", "ean-13", FALSE, "100 %% gone\tand more");
  g_autofree char *note = br_label_problem_write (problem);
  g_autoptr (BrLabelProblem) read = br_label_problem_read (note);
  g_autoptr (BrLabelProblem) bare = br_label_problem_new ("field", NULL, FALSE, "it is missing");
  g_autofree char *bare_note = br_label_problem_write (bare);
  g_autoptr (BrLabelProblem) bare_read = br_label_problem_read (bare_note);
  g_autoptr (BrLabelProblem) tabbed = br_label_problem_new ("clip", "Price\tlarge", FALSE, "it does not fit");
  g_autofree char *tabbed_note = br_label_problem_write (tabbed);
  g_autoptr (BrLabelProblem) tabbed_read = br_label_problem_read (tabbed_note);

  g_assert_cmpstr (read->what, ==, "decode");
  g_assert_cmpstr (read->object, ==, "ean-13");
  g_assert_cmpstr (read->text, ==, "100 % gone\tand more");
  g_assert_cmpstr (bare_read->what, ==, "field");
  g_assert_null (bare_read->object);
  g_assert_cmpstr (tabbed_read->object, ==, "Price large"); /* names come from files of others */
  g_assert_cmpstr (tabbed_read->text, ==, "it does not fit");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (br_label_problem_read (others[i]));
}

typedef struct
{
  int media_width, media_height; /* as the printer has it, 0 = not said */
  int width, height;             /* of a label */
  guint across;
  int column_gap;
  BrMediaTracking tracking;
  gboolean fits;
} PaperCase;

static const PaperCase paper_cases[] = {
  { 6000, 4000, 6000, 4000, 1, 0, BR_MEDIA_GAP, TRUE },   { 0, 0, 8600, 5400, 1, 0, BR_MEDIA_GAP, TRUE },         /* nothing is known */
  { 6000, 4000, 8600, 5400, 1, 0, BR_MEDIA_GAP, FALSE },  { 6000, 0, 6000, 9999, 1, 0, BR_MEDIA_GAP, TRUE },      /* only the width is known */
  { 6100, 4000, 6000, 4000, 1, 0, BR_MEDIA_GAP, TRUE },   /* rolls are named in round numbers */
  { 6101, 4000, 6000, 4000, 1, 0, BR_MEDIA_GAP, FALSE },  { 6000, 4000, 6000, 2000, 1, 0, BR_MEDIA_CONTINUOUS, TRUE }, /* a strip is cut to any length */
  { 6200, 2000, 3000, 2000, 2, 200, BR_MEDIA_GAP, TRUE }, /* two side by side */
  { 6200, 2000, 3000, 2000, 1, 0, BR_MEDIA_GAP, FALSE },  { 3000, 2000, 3000, 2000, 0, 0, BR_MEDIA_GAP, TRUE },   /* none across counts as one */
};

static void
test_paper (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (paper_cases); i++)
    {
      const PaperCase *c = &paper_cases[i];
      g_autoptr (BrPrinter) printer = br_printer_new ("file:/x");
      BrMedia media = { .width = c->width, .height = c->height, .across = c->across, .column_gap = c->column_gap, .tracking = c->tracking };

      g_test_message ("%u", i);
      printer->media_width = c->media_width;
      printer->media_height = c->media_height;
      g_assert_cmpint (br_printer_fits_paper (printer, &media), ==, c->fits);
    }
}

/* A sheet's cell holds labels up to its size; a label a page fits always. */
static void
test_sheet_paper (void)
{
  g_autoptr (BrPrinter) printer = br_printer_new ("cups:office");
  BrMedia media = { .width = 6000, .height = 4000, .across = 1 };

  printer->language = BR_LANGUAGE_PDF;
  g_assert_true (br_printer_fits_paper (printer, &media));
  printer->sheet = (BrSheet) { .columns = 3, .rows = 8, .pitch_x = 7000, .pitch_y = 4000 };
  g_assert_true (br_printer_fits_paper (printer, &media));
  printer->sheet.pitch_y = 3700;
  g_assert_false (br_printer_fits_paper (printer, &media));
  media.height = 2000;
  g_assert_true (br_printer_fits_paper (printer, &media));
  media.width = 7001;
  g_assert_false (br_printer_fits_paper (printer, &media));
}

/* Hundredths of a millimetre to dots, half up, on both sides of zero. */
static void
test_head_dots (void)
{
  static const BrHead eight = { .dots_num = 8, .dots_den = 1 }, brother = { .dots_num = 3000, .dots_den = 254 };
  static const struct
  {
    const BrHead *head;
    int length, dots;
  } cases[] = { { &eight, 6000, 480 }, { &eight, 6, 0 },        { &eight, 7, 1 },       { &eight, -6, 0 },
                { &eight, -7, -1 },    { &brother, 2540, 300 }, { &brother, 6200, 732 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (br_head_dots (cases[i].head, cases[i].length), ==, cases[i].dots);
}

static void
test_done (void)
{
  g_autoptr (BrPrintJobView) job = br_print_job_view_new ();

  job->total = 4;
  job->n[BR_LABEL_PRINTED] = 1;
  job->n[BR_LABEL_FAILED] = 1;
  job->n[BR_LABEL_CANCELLED] = 1;
  job->n[BR_LABEL_UNCERTAIN] = 1;
  g_assert_false (br_print_job_view_is_done (job)); /* it waits for a person */
  job->n[BR_LABEL_UNCERTAIN] = 0;
  job->n[BR_LABEL_PRINTED] = 2;
  g_assert_true (br_print_job_view_is_done (job));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/print/problem-note", test_problem_note);
  g_test_add_func ("/domain/print/paper", test_paper);
  g_test_add_func ("/domain/print/paper-of-a-sheet", test_sheet_paper);
  g_test_add_func ("/domain/print/head-dots", test_head_dots);
  g_test_add_func ("/domain/print/done", test_done);
  return g_test_run ();
}
