/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is sent to printers of EPL2, Brother QL and DYMO. Rows of the QL are read back here by the definition of labels.md 2.4, dot by
 * dot; the well-known reader of that language is written in another language and in no Debian package. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "printer-samples.h"

static void
test_epl (void)
{
  const BrPrinterLanguage *epl = br_printer_language_get (BR_LANGUAGE_EPL);
  g_autoptr (GByteArray) out = g_byte_array_new (), trigger = g_byte_array_new ();
  g_autoptr (BrBitmap) bitmap = br_sample_golden ();
  BrPrintSetup setup = br_sample_setup;

  epl->begin (&setup, out);
  br_sample_assert (out, "\\0AN\\0Aq480\\0A");
  br_sample_send (epl, &setup, bitmap, out, trigger);
  br_sample_assert (out, "N\\0AGW0,0,2,3,\\0F\\F0\\FF\\FF\\FF\\FE\\0A");
  br_sample_assert (trigger, "P1\\0A");
  setup.own_media = FALSE;
  setup.darkness = 100;
  setup.cut = TRUE;
  epl->begin (&setup, out);
  br_sample_assert (out, "\\0AN\\0Aq480\\0AQ320,16\\0AD15\\0A");
  epl->end (&setup, out);
  br_sample_assert (out, "C\\0A");
  setup.tracking = BR_MEDIA_MARK;
  setup.darkness = -1;
  epl->apply (&setup, out);
  br_sample_assert (out, "\\0AN\\0Aq480\\0AQ320,B16\\0A");
  setup.tracking = BR_MEDIA_CONTINUOUS;
  setup.own_media = TRUE;
  epl->begin (&setup, out);
  br_sample_assert (out, "\\0AN\\0Aq480\\0AQ320,0\\0A");
  epl->resync (&setup, 2, out);
  br_sample_assert (out, "\\FF\\FF\\0AN\\0A");
}

/* White rows are left out where there are many. */
static void
test_epl_bands (void)
{
  static const struct
  {
    guint black[3]; /* rows with a dot; 0 = none further */
    const char *sent;
  } rows[] = {
    { { 0 }, "" },
    { { 1 }, "GW0,0,1,1,\\7F\\0A" },
    { { 21 }, "GW0,20,1,1,\\7F\\0A" },
    { { 3, 5 }, "GW0,2,1,3,\\7F\\FF\\7F\\0A" },
    { { 1, 10, 20 }, "GW0,0,1,1,\\7F\\0AGW0,9,1,1,\\7F\\0AGW0,19,1,1,\\7F\\0A" },
    { { 1, 9 }, "GW0,0,1,9,\\7F\\FF\\FF\\FF\\FF\\FF\\FF\\FF\\7F\\0A" },
    { { 2, 40 }, "GW0,1,1,1,\\7F\\0AGW0,39,1,1,\\7F\\0A" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrBitmap) bitmap = br_bitmap_new (5, 40, NULL);
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
      g_autofree char *expected = g_strconcat ("N\\0A", rows[i].sent, NULL);

      for (guint k = 0; k < 3 && rows[i].black[k] != 0; k++)
        br_bitmap_fill (bitmap, 0, (int) rows[i].black[k] - 1, 1, 1);
      br_sample_send (br_printer_language_get (BR_LANGUAGE_EPL), &br_sample_setup, bitmap, data, trigger);
      br_sample_assert (data, expected);
    }
}

static void
test_dymo (void)
{
  const BrPrinterLanguage *dymo = br_printer_language_get (BR_LANGUAGE_DYMO_4XX);
  g_autoptr (GByteArray) out = g_byte_array_new (), trigger = g_byte_array_new ();
  g_autoptr (BrBitmap) bitmap = br_sample_golden ();
  BrPrintSetup setup = br_sample_setup;

  setup.head.width_dots = 16; /* three bytes of filler */
  setup.gap = 300;
  dymo->begin (&setup, out);
  br_sample_assert (out, "\\1B\\1B\\1B\\1B@\\1Bh\\1BB\\00\\1BL\\01\\94"); /* 320 + 24 + 60 dots */
  setup.tracking = BR_MEDIA_CONTINUOUS;
  setup.darkness = 50;
  dymo->begin (&setup, out);
  br_sample_assert (out, "\\1B\\1B\\1B\\1B@\\1Be\\1Bh\\1BB\\00\\1BL\\FF\\FF");
  br_sample_send (dymo, &setup, bitmap, out, trigger);
  br_sample_assert (out, "\\1BD\\02\\16\\F0\\0F\\17\\0F\\16\\00\\01");
  br_sample_assert (trigger, "\\1BE");
  dymo->label (&setup, bitmap, TRUE, FALSE, out, trigger, NULL);
  br_sample_assert (trigger, "\\1BG");
}

/* Runs where they are shorter: F00F 0000 0001 with white behind, so that the golden runs are seen. */
static void
test_dymo_runs (void)
{
  g_autoptr (BrBitmap) bitmap = br_sample_bitmap (64, 3,
                                                  "\xF0\x0F\x00\x00\x00\x00\x00\x00"
                                                  "\x00\x00\x00\x00\x00\x00\x00\x00"
                                                  "\x00\x01\x00\x00\x00\x00\x00\x00");
  g_autoptr (BrBitmap) wide = br_bitmap_new (672, 1, NULL);
  g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();

  br_sample_send (br_printer_language_get (BR_LANGUAGE_DYMO_4XX), &br_sample_setup, bitmap, data, trigger);
  br_sample_assert (data, "\\1BD\\08\\17\\83\\07\\83/\\17?\\17\\0E\\80/");
  br_bitmap_fill (wide, 0, 0, 300, 1);
  br_sample_send (br_printer_language_get (BR_LANGUAGE_DYMO_4XX), &br_sample_setup, wide, data, trigger);
  br_sample_assert (data, "\\1BDT\\17\\FF\\FF\\AB\\7F\\7Fs");
}

/* One row as the print head burns it: pin 0 first. */
static void
unpack_row (const guint8 **p, gboolean packed, guint8 *row, guint n)
{
  guint size = (*p)[2];
  const guint8 *end = *p + 3 + size;

  g_assert_cmpmem (*p, 2, "g\0", 2);
  *p += 3;
  for (guint i = 0; i < n;)
    if (!packed)
      row[i++] = *(*p)++;
    else if (**p < 128)
      for (guint k = *(*p)++ + 1; k > 0; k--)
        row[i++] = *(*p)++;
    else
      {
        memset (row + i, (*p)[1], 257 - **p);
        i += 257 - **p;
        *p += 2;
      }
  g_assert_true (*p == end);
}

/* Compares what comes out of the head with the middle of the label; `left` and `top` is what the printer cannot reach. */
static void
assert_rows (const guint8 *p, gboolean packed, const BrBitmap *bitmap, guint pins, guint offset, guint dots, guint rows)
{
  int left = ((int) bitmap->width - (int) dots) / 2, top = ((int) bitmap->height - (int) rows) / 2;

  for (guint y = 0; y < rows; y++)
    {
      guint8 row[162];

      unpack_row (&p, packed, row, pins / 8);
      for (guint pin = 0; pin < pins; pin++)
        {
          gboolean black = (row[pin / 8] >> (7 - pin % 8)) & 1;
          gboolean inside = pin >= offset && pin < offset + dots;

          g_assert_cmpint (black, ==, inside && br_bitmap_get (bitmap, left + (int) (dots - 1 - (pin - offset)), top + (int) y));
        }
    }
}

static void
test_ql (void)
{
  const BrPrinterLanguage *ql = br_printer_language_get (BR_LANGUAGE_BROTHER_QL);
  g_autoptr (GByteArray) begin = g_byte_array_new (), data = g_byte_array_new (), trigger = g_byte_array_new ();
  BrXorshift random;
  g_autoptr (BrBitmap) bitmap = NULL;

  br_xorshift_init (&random, 5);
  bitmap = br_sample_random (&random, 732, 342, 2);
  ql->begin (&br_sample_ql, begin);
  g_assert_cmpuint (begin->len, ==, 400 + 6);
  g_assert_cmpmem (begin->data + 400, 6, "\x1B@\x1Bia\x01", 6);
  ql->label (&br_sample_ql, bitmap, TRUE, FALSE, data, trigger, NULL);
  g_assert_cmpmem (data->data, 13, "\x1Biz\xCE\x0B\x3E\x1D\x0F\x01\x00\x00\x00\x00", 13);
  g_assert_cmpmem (data->data + 13, 19, "\x1BiM\x00\x1BiA\xFF\x1BiK\x00\x1Bid\x00\x00M\x00", 19);
  g_assert_cmpuint (data->len, ==, 32 + 271 * 93);
  assert_rows (data->data + 32, FALSE, bitmap, 720, 12, 696, 271);
  br_sample_assert (trigger, "\\0C");
  g_byte_array_set_size (data, 0);
  ql->label (&br_sample_ql, bitmap, FALSE, TRUE, data, trigger, NULL);
  g_assert_cmpuint (data->data[11], ==, 1); /* not the first page */
  br_sample_assert (trigger, "\\1A");
}

static void
test_ql_rolls (void)
{
  static const struct
  {
    guint head;
    int width, height; /* hundredths of a millimetre */
    BrMediaTracking tracking;
    guint pins, offset, dots, rows; /* labels.md 2.4 and the margins of 35 dots; 0 = refused */
  } rows[] = {
    { 720, 6200, 10000, BR_MEDIA_CONTINUOUS, 720, 12, 696, 1111 },
    { 720, 6200, 1000, BR_MEDIA_CONTINUOUS, 720, 12, 696, 150 },
    { 720, 2900, 9000, BR_MEDIA_GAP, 720, 6, 306, 991 },
    { 720, 1700, 5400, BR_MEDIA_GAP, 720, 0, 165, 566 },
    { 720, 3800, 9000, BR_MEDIA_GAP, 720, 12, 413, 991 },
    { 1296, 6200, 2900, BR_MEDIA_GAP, 1296, 56, 696, 271 },
    { 1296, 10200, 5100, BR_MEDIA_GAP, 1296, 56, 1164, 526 },
    { 720, 10200, 5100, BR_MEDIA_GAP, 0, 0, 0, 0 },
    { 720, 6000, 4000, BR_MEDIA_GAP, 0, 0, 0, 0 },
    { 720, 6200, 4000, BR_MEDIA_GAP, 0, 0, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrPrintSetup setup = { .head = { 1181, 100, rows[i].head }, .width = rows[i].width, .height = rows[i].height, .tracking = rows[i].tracking };
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (BrBitmap) bitmap = NULL;
      BrXorshift random;
      gboolean sent;

      br_xorshift_init (&random, i + 1);
      bitmap = br_sample_random (&random, (guint) br_head_dots (&setup.head, setup.width), (guint) br_head_dots (&setup.head, setup.height), 1 + (guint) i % 4);
      sent = br_printer_language_get (BR_LANGUAGE_BROTHER_QL)->label (&setup, bitmap, TRUE, TRUE, data, trigger, &error);
      if (rows[i].pins == 0)
        {
          g_assert_false (sent);
          g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
          g_assert_cmpuint (data->len, ==, 0);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (data->data[7] | data->data[8] << 8, ==, rows[i].rows);
      g_assert_cmpuint (data->data[31], ==, rows[i].pins == 1296 ? 2 : 0);
      assert_rows (data->data + 32, rows[i].pins == 1296, bitmap, rows[i].pins, rows[i].offset, rows[i].dots, rows[i].rows);
    }
}

/* F0 0F from the first pin of the roll on: white before and behind. */
static void
test_ql_packed (void)
{
  BrPrintSetup setup = { .head = { 1181, 100, 1296 }, .width = 10200, .height = 5100, .tracking = BR_MEDIA_GAP };
  g_autoptr (BrBitmap) bitmap = br_bitmap_new (1205, 602, NULL);
  g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();

  br_bitmap_fill (bitmap, 1180, 38, 4, 1); /* the first row and the last dots that the printer reaches */
  br_bitmap_fill (bitmap, 1168, 38, 4, 1);
  br_sample_send (br_printer_language_get (BR_LANGUAGE_BROTHER_QL), &setup, bitmap, data, trigger);
  g_assert_cmpmem (data->data + 32, 12, "g\x00\x09\xFA\x00\x01\xF0\x0F\x81\x00\xE8\x00", 12);
  g_assert_cmpmem (data->data + 44, 7, "g\x00\x04\x81\x00\xDF\x00", 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/printer-raster/epl", test_epl);
  g_test_add_func ("/wire/printer-raster/epl-bands", test_epl_bands);
  g_test_add_func ("/wire/printer-raster/dymo", test_dymo);
  g_test_add_func ("/wire/printer-raster/dymo-runs", test_dymo_runs);
  g_test_add_func ("/wire/printer-raster/ql", test_ql);
  g_test_add_func ("/wire/printer-raster/ql-rolls", test_ql_rolls);
  g_test_add_func ("/wire/printer-raster/ql-packed", test_ql_packed);
  return g_test_run ();
}
