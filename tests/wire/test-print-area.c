/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a printer is set for a label, and which dots of a label come to its paper. */
#include "config.h"

#include "br-error.h"
#include "br-printer-language.h"

typedef struct
{
  BrPrinterLanguageId language;
  guint head;             /* dots */
  int width, height;      /* of a label, hundredths of a millimetre */
  guint across;
  int offset_x, offset_y;
  BrMediaTracking tracking;
  BrPrintArea area;       /* width 0: there is no such paper */
} AreaCase;

/* Of QL rolls the reference names 62 x 29 mm: 732 x 342 dots, of which 696 x 271 are reached. */
static const AreaCase cases[] = {
  { BR_LANGUAGE_TSPL, 832, 6000, 4000, 1, 0, 0, BR_MEDIA_GAP, { 0, 0, 480, 320 } },
  { BR_LANGUAGE_TSPL, 0, 6000, 4000, 1, 0, 0, BR_MEDIA_GAP, { 0, 0, 480, 320 } },
  { BR_LANGUAGE_NONE, 100, 6000, 4000, 1, 0, 0, BR_MEDIA_GAP, { 0, 0, 480, 320 } },
  { BR_LANGUAGE_PDF, 100, 6000, 4000, 1, 500, 0, BR_MEDIA_GAP, { 0, 0, 480, 320 } },
  /* the head is narrower than the label */
  { BR_LANGUAGE_TSPL, 400, 6000, 4000, 1, 0, 0, BR_MEDIA_GAP, { 0, 0, 400, 320 } },
  { BR_LANGUAGE_DYMO_4XX, 0, 10000, 4000, 1, 0, 0, BR_MEDIA_GAP, { 0, 0, 672, 320 } },
  /* moved: what leaves the label is not printed */
  { BR_LANGUAGE_ZPL, 832, 6000, 4000, 1, 100, 200, BR_MEDIA_GAP, { 0, 0, 472, 304 } },
  { BR_LANGUAGE_EPL, 832, 6000, 4000, 1, -100, -200, BR_MEDIA_GAP, { 8, 16, 472, 304 } },
  { BR_LANGUAGE_TSPL, 400, 6000, 4000, 1, -100, 0, BR_MEDIA_GAP, { 8, 0, 400, 320 } },
  { BR_LANGUAGE_TSPL, 832, 6000, 4000, 1, 7000, 0, BR_MEDIA_GAP, { 0, 0, 0, 320 } },
  /* labels side by side: what comes to paper of each of them */
  { BR_LANGUAGE_TSPL, 832, 3000, 2000, 3, 0, 0, BR_MEDIA_GAP, { 0, 0, 240, 160 } },
  { BR_LANGUAGE_TSPL, 710, 3000, 2000, 3, 0, 0, BR_MEDIA_GAP, { 0, 0, 198, 160 } }, /* the third one begins at 512 */
  { BR_LANGUAGE_TSPL, 832, 3000, 2000, 3, -100, 0, BR_MEDIA_GAP, { 8, 0, 232, 160 } },
  { BR_LANGUAGE_BROTHER_QL, 720, 6200, 2900, 1, 0, 0, BR_MEDIA_GAP, { 18, 35, 696, 271 } },
  { BR_LANGUAGE_BROTHER_QL, 720, 6200, 2900, 1, 254, 0, BR_MEDIA_GAP, { 0, 35, 684, 271 } }, /* 30 dots to the right: 12 on the left edge are white */
  { BR_LANGUAGE_BROTHER_QL, 720, 6200, 10000, 1, 0, 0, BR_MEDIA_CONTINUOUS, { 18, 35, 696, 1111 } },
  { BR_LANGUAGE_BROTHER_QL, 720, 6000, 4000, 1, 0, 0, BR_MEDIA_GAP, { 0 } },
};

static void
test_area (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const AreaCase *c = &cases[i];
      g_autoptr (BrPrinter) printer = br_printer_new ("tcp:127.0.0.1:9100");
      BrMedia media = { .width = c->width, .height = c->height, .across = c->across, .column_gap = 200, .tracking = c->tracking };
      g_autoptr (GError) error = NULL;
      BrPrintArea area;

      g_test_message ("%" G_GSIZE_FORMAT, i);
      printer->language = c->language;
      printer->head = (BrHead) { .dots_num = 8, .dots_den = 1, .width_dots = c->head };
      if (c->language == BR_LANGUAGE_BROTHER_QL)
        printer->head = (BrHead) { .dots_num = 1181, .dots_den = 100, .width_dots = c->head };
      printer->offset_x = c->offset_x;
      printer->offset_y = c->offset_y;
      if (!br_printer_print_area (printer, &media, &area, &error))
        {
          g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
          g_assert_cmpint (c->area.height, ==, 0);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (area.x, ==, c->area.x);
      g_assert_cmpint (area.y, ==, c->area.y);
      g_assert_cmpint (area.width, ==, c->area.width);
      g_assert_cmpint (area.height, ==, c->area.height);
    }
}

static void
test_setup (void)
{
  static const struct
  {
    const char *key;
    BrPrinterLanguageId language;
    gboolean plain;
  } keys[] = {
    { "usb:0a5f:0011:X", BR_LANGUAGE_ZPL, FALSE },
    { "usb:6868:0200:X", BR_LANGUAGE_ZPL, TRUE }, /* a clone may not unpack */
    { "tcp:10.0.0.7:9100", BR_LANGUAGE_ZPL, FALSE },
    { "usb:6868:0200:X", BR_LANGUAGE_TSPL, FALSE },
  };
  const BrMedia media = { .width = 3000, .height = 2000, .gap = 300, .across = 2, .column_gap = 150, .tracking = BR_MEDIA_MARK };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (BrPrinter) printer = br_printer_new (keys[i].key);
      BrPrintSetup setup;

      printer->language = keys[i].language;
      printer->darkness = 40;
      br_print_setup_init (&setup, printer, &media);
      g_assert_cmpint (setup.plain, ==, keys[i].plain);
      g_assert_cmpint (setup.width, ==, 6150);
      g_assert_cmpint (setup.height, ==, 2000);
      g_assert_cmpint (setup.gap, ==, 300);
      g_assert_cmpint (setup.darkness, ==, 40);
      g_assert_true (setup.own_media);
      g_assert_cmpint (setup.tracking, ==, BR_MEDIA_MARK);
      printer->tracking = BR_MEDIA_GAP;
      br_print_setup_init (&setup, printer, &media);
      g_assert_false (setup.own_media);
      g_assert_cmpint (setup.tracking, ==, BR_MEDIA_GAP);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/print-area/area", test_area);
  g_test_add_func ("/wire/print-area/setup", test_setup);
  return g_test_run ();
}
