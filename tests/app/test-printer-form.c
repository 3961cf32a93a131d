/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings of a printer into rows and back: nothing is lost on the way, of sheets neither. */
#include "config.h"

#include "fixture.h"

#include "br-printer-form.h"
#include "br-sheet-form.h"

static const BrSheet sheets[] = {
  { 0 },                                            /* a label a page */
  { 21000, 29700, 0, 50, 3, 8, 7000, 3700 },        /* one with a name */
  { 21590, 27940, 480, 1270, 3, 10, 6985, 2540 },   /* one without */
};

static void
test_sheet (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      BrSheetForm *form = g_object_ref_sink (g_object_new (BR_TYPE_SHEET_FORM, NULL));
      BrSheet back = { .page_width = -1 };

      br_sheet_form_show (form, &sheets[i]);
      br_sheet_form_read (form, &back);
      g_assert_cmpmem (&back, sizeof back, &sheets[i], sizeof sheets[i]);
      g_assert_finalize_object (form);
    }
}

static void
test_printer (void)
{
  BrPrinterForm *form = g_object_ref_sink (g_object_new (BR_TYPE_PRINTER_FORM, NULL));
  g_autoptr (BrPrinter) printer = br_printer_new ("cups:office"), back = br_printer_new ("cups:office");

  printer->name = g_strdup ("二楼");
  printer->language = BR_LANGUAGE_PDF;
  printer->head = (BrHead) { 11811, 500, 0, 0 };
  printer->sheet = sheets[2];
  br_printer_form_show (form, printer, TRUE);
  br_printer_form_read (form, back);
  g_assert_cmpstr (back->name, ==, "二楼");
  g_assert_cmpint (back->language, ==, BR_LANGUAGE_PDF);
  g_assert_cmpmem (&back->head, sizeof back->head, &printer->head, sizeof printer->head);
  g_assert_cmpmem (&back->sheet, sizeof back->sheet, &printer->sheet, sizeof printer->sheet);
  g_assert_finalize_object (form);
}

int
main (int argc, char *argv[])
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/app/printer-form/sheet", test_sheet);
  g_test_add_func ("/app/printer-form/printer", test_printer);
  return g_test_run ();
}
