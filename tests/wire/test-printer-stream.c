/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is sent to printers, byte by byte, for the picture of labels.md 2.0: 16 × 3 dots, rows F00F 0000 0001. */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "br-error.h"
#include "br-random.h"
#include "printer-samples.h"

static void
test_tspl (void)
{
  const BrPrinterLanguage *tspl = br_printer_language_get (BR_LANGUAGE_TSPL);
  g_autoptr (GByteArray) out = g_byte_array_new (), trigger = g_byte_array_new ();
  g_autoptr (BrBitmap) bitmap = br_sample_golden ();
  BrPrintSetup setup = br_sample_setup;

  tspl->begin (&setup, out);
  br_sample_assert (out, "SIZE 60 mm,40 mm\\0D\\0ADIRECTION 0,0\\0D\\0AREFERENCE 0,0\\0D\\0A");
  br_sample_send (tspl, &setup, bitmap, out, trigger);
  br_sample_assert (out, "CLS\\0D\\0ABITMAP 0,0,2,3,0,\\0F\\F0\\FF\\FF\\FF\\FE\\0D\\0A");
  br_sample_assert (trigger, "PRINT 1,1\\0D\\0A");
  tspl->end (&setup, out);
  br_sample_assert (out, "");
  setup = (BrPrintSetup) { .head = setup.head, .width = 6050, .height = 4025, .gap = 310, .tracking = BR_MEDIA_GAP, .darkness = 50, .speed = 45, .cut = TRUE };
  tspl->begin (&setup, out);
  br_sample_assert (out, "SIZE 60.5 mm,40.25 mm\\0D\\0AGAP 3.1 mm,0 mm\\0D\\0ADIRECTION 0,0\\0D\\0AREFERENCE 0,0\\0D\\0ASPEED 4.5\\0D\\0ADENSITY 8\\0D\\0A");
  tspl->end (&setup, out);
  br_sample_assert (out, "CUT\\0D\\0A");
  setup = (BrPrintSetup) { .head = setup.head, .width = 6000, .height = 4000, .gap = 300, .tracking = BR_MEDIA_MARK, .darkness = -1, .speed = 40 };
  tspl->apply (&setup, out);
  br_sample_assert (out, "SIZE 60 mm,40 mm\\0D\\0ABLINE 3 mm,0 mm\\0D\\0ASPEED 4\\0D\\0A");
  setup.tracking = BR_MEDIA_CONTINUOUS;
  tspl->apply (&setup, out);
  br_sample_assert (out, "SIZE 60 mm,40 mm\\0D\\0AGAP 0 mm,0 mm\\0D\\0ASPEED 4\\0D\\0A");
  tspl->resync (&setup, 3, out);
  br_sample_assert (out, "\\FF\\FF\\FF\\0D\\0ACLS\\0D\\0A");
  tspl->resync (&setup, 0, out);
  br_sample_assert (out, "\\0D\\0ACLS\\0D\\0A");
}

/* 1B 21 never stands in a picture: in a row, where two rows meet, at the very end, and several in a row. */
static void
test_tspl_escape (void)
{
  static const struct
  {
    guint width, height;
    const char *rows; /* black = 1 */
    const char *sent;
  } rows[] = {
    { 24, 2, "\xE4\xDE\x00\x01\x02\x03", "BITMAP 0,0,1,1,0,\\1B\\0D\\0ABITMAP 8,0,2,1,0,!\\FF\\0D\\0ABITMAP 0,1,3,1,0,\\FE\\FD\\FC\\0D\\0A" },
    { 16, 3, "\x00\xE4\xDE\x00\x01\x02", "BITMAP 0,0,2,1,0,\\FF\\1B\\0D\\0ABITMAP 0,1,2,2,0,!\\FF\\FE\\FD\\0D\\0A" },
    { 32, 1, "\xE4\xDE\xE4\xDE", "BITMAP 0,0,1,1,0,\\1B\\0D\\0ABITMAP 8,0,2,1,0,!\\1B\\0D\\0ABITMAP 24,0,1,1,0,!\\0D\\0A" },
    { 8, 3, "\xE4\xDE\xE4", "BITMAP 0,0,1,1,0,\\1B\\0D\\0ABITMAP 0,1,1,2,0,!\\1B\\0D\\0A" },
    { 16, 1, "\xE4\xE4", "BITMAP 0,0,2,1,0,\\1B\\1B\\0D\\0A" },
    { 24, 1, "\xE4\xE4\xDE", "BITMAP 0,0,2,1,0,\\1B\\1B\\0D\\0ABITMAP 16,0,1,1,0,!\\0D\\0A" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrBitmap) bitmap = br_sample_bitmap (rows[i].width, rows[i].height, rows[i].rows);
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
      g_autofree char *expected = g_strconcat ("CLS\\0D\\0A", rows[i].sent, NULL);

      br_sample_send (br_printer_language_get (BR_LANGUAGE_TSPL), &br_sample_setup, bitmap, data, trigger);
      br_sample_assert (data, expected);
    }
}

static void
test_zpl (void)
{
  const BrPrinterLanguage *zpl = br_printer_language_get (BR_LANGUAGE_ZPL);
  g_autoptr (GByteArray) out = g_byte_array_new (), trigger = g_byte_array_new ();
  g_autoptr (BrBitmap) bitmap = br_sample_golden ();
  BrPrintSetup setup = br_sample_setup;

  setup.plain = TRUE;
  zpl->begin (&setup, out);
  br_sample_assert (out, "");
  br_sample_send (zpl, &setup, bitmap, out, trigger);
  br_sample_assert (out, "^XA^PW16^LH0,0^FO0,0^GFA,6,6,2,F00F,0001^FS");
  br_sample_assert (trigger, "^PQ1,0,1,Y^XZ");
  setup.tracking = BR_MEDIA_CONTINUOUS;
  setup.cut = TRUE;
  br_sample_send (zpl, &setup, bitmap, out, trigger);
  br_sample_assert (out, "^XA^PW16^LL3^LH0,0^MMC^FO0,0^GFA,6,6,2,F00F,0001^FS");
  zpl->label (&setup, bitmap, TRUE, FALSE, out, trigger, NULL);
  br_sample_assert (out, "^XA^PW16^LL3^LH0,0^MMT^FO0,0^GFA,6,6,2,F00F,0001^FS");
  setup = (BrPrintSetup) { .head = setup.head, .width = 6000, .height = 4000, .tracking = BR_MEDIA_MARK, .darkness = 50, .speed = 44 };
  zpl->begin (&setup, out);
  br_sample_assert (out, "~SD15^XA^MNM^LL320^PR4^XZ");
  zpl->apply (&setup, out);
  br_sample_assert (out, "~SD15^XA^MNM^LL320^PR4^JUS^XZ");
  setup.own_media = TRUE;
  zpl->begin (&setup, out);
  br_sample_assert (out, "~SD15^XA^PR4^XZ");
  zpl->resync (&setup, 100000, out);
  br_sample_assert (out, "~JX");
}

static void
test_zpl_packed (void)
{
  static const struct
  {
    guint width, height;
    const char *rows;
    const char *sent;
  } rows[] = {
    { 8, 2, "\xFF\xFF", "FF:" },
    { 8, 3, "\x00\x00\x01", ",:01" },
    { 16, 1, "\xFF\xFF", "JF" },
    { 16, 2, "\x11\x10\xAA\xA0", "111,AAA," },
    { 160, 1, "\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAB", "gYAB" },
    { 160, 1, "\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA\xAA", "hA" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrBitmap) bitmap = br_sample_bitmap (rows[i].width, rows[i].height, rows[i].rows);
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
      BrPrintSetup setup = br_sample_setup;
      guint n = bitmap->stride * bitmap->height;
      g_autofree char *expected = g_strdup_printf ("^XA^PW%u^LH0,0^FO0,0^GFA,%u,%u,%u,%s^FS", bitmap->width, n, n, bitmap->stride, rows[i].sent);

      setup.plain = TRUE;
      br_sample_send (br_printer_language_get (BR_LANGUAGE_ZPL), &setup, bitmap, data, trigger);
      br_sample_assert (data, expected);
    }
}

/* A z is 400, the letters before a digit add up; what is left of a run of more may be less than is worth a letter of its own elsewhere. */
static void
test_zpl_long_runs (void)
{
  static const struct
  {
    guint digits; /* F; an even number, the row is made of bytes */
    const char *sent;
  } rows[] = { { 398, "yXF" }, { 400, "zF" }, { 402, "zHF" }, { 404, "zJF" }, { 420, "zgF" }, { 800, "zzF" }, { 802, "zzHF" }, { 1000, "zzpF" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrBitmap) bitmap = br_bitmap_new (4 * rows[i].digits, 1, NULL);
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
      guint n = bitmap->stride;
      g_autofree char *expected = g_strdup_printf ("^XA^PW%u^LH0,0^FO0,0^GFA,%u,%u,%u,%s^FS", bitmap->width, n, n, n, rows[i].sent);
      BrPrintSetup setup = br_sample_setup;

      setup.plain = TRUE;
      setup.head.width_dots = 0;
      br_bitmap_fill (bitmap, 0, 0, (int) bitmap->width, 1);
      br_sample_send (br_printer_language_get (BR_LANGUAGE_ZPL), &setup, bitmap, data, trigger);
      br_sample_assert (data, expected);
    }
}

/* Bit by bit, as the definition of the CRC says. */
static guint16
slow_crc (const char *text, gsize n)
{
  guint crc = 0;

  for (gsize i = 0; i < n; i++)
    {
      crc ^= (guint) (guchar) text[i] << 8;
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xFFFF;
    }
  return (guint16) crc;
}

static GBytes *
inflate (const guint8 *packed, gsize n)
{
  g_autoptr (GInputStream) from = g_memory_input_stream_new_from_data (packed, (gssize) n, NULL);
  g_autoptr (GConverter) converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (from, converter);
  g_autoptr (GOutputStream) to = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_output_stream_splice (to, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (to));
}

/* The pictures of a format, unpacked and put together again. */
static void
assert_deflated (const GByteArray *data, const BrBitmap *bitmap)
{
  g_autofree char *text = g_strndup ((const char *) data->data, data->len);
  gsize seen = 0;

  for (char *p = strstr (text, ":Z64:"); p != NULL; p = strstr (p, ":Z64:"))
    {
      char *body = p + 5, *colon = strchr (body, ':');
      g_autofree char *packed = g_strndup (body, (gsize) (colon - body));
      gsize n, size;
      g_autofree guint8 *bytes = g_base64_decode (packed, &n);
      g_autoptr (GBytes) rows = inflate (bytes, n);
      const void *picture = g_bytes_get_data (rows, &size);

      g_assert_cmpuint (strtoul (colon + 1, NULL, 16), ==, slow_crc (packed, strlen (packed)));
      g_assert_cmpmem (picture, size, bitmap->rows + seen, size);
      seen += size;
      p = colon;
    }
  g_assert_cmpuint (seen, ==, (gsize) bitmap->stride * bitmap->height);
}

static void
test_zpl_deflated (void)
{
  static const guint sizes[][3] = { { 16, 3, 1 }, { 480, 320, 40 }, { 800, 1200, 20 }, { 813, 2001, 1 }, { 1, 1, 1 } };
  BrXorshift random;

  g_assert_cmpuint (slow_crc ("123456789", 9), ==, 0x31C3);
  br_xorshift_init (&random, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (BrBitmap) bitmap = br_sample_random (&random, sizes[i][0], sizes[i][1], sizes[i][2]);
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();

      br_sample_send (br_printer_language_get (BR_LANGUAGE_ZPL), &br_sample_setup, bitmap, data, trigger);
      g_assert_cmpuint (data->len, <, (gsize) bitmap->stride * bitmap->height * 7 / 5 + 256);
      assert_deflated (data, bitmap);
    }
}

/* Moved by whole dots in both directions; what leaves the label is lost, the padding stays white. */
static void
test_offset (void)
{
  static const struct
  {
    int x, y; /* dots */
    const char *sent;
  } rows[] = {
    { 0, 0, "\\0F\\FD\\FB\\FF" },  { 1, 0, "\\87\\FF\\FD\\FF" },  { 8, 0, "\\FF\\0F\\FF\\FB" },    { 13, 0, "\\FF\\F9\\FF\\FF" },
    { -1, 0, "\\1F\\FB\\F7\\FF" }, { -6, 0, "\\FF\\7F\\FF\\FF" }, { 0, 1, "\\FF\\FF\\0F\\FD" },    { 0, -1, "\\FB\\FF\\FF\\FF" },
    { 14, 0, "\\FF\\FD\\FF\\FF" }, { 0, 2, "\\FF\\FF\\FF\\FF" },  { 9999, 0, "\\FF\\FF\\FF\\FF" }, { -9999, -9999, "\\FF\\FF\\FF\\FF" },
  };
  g_autoptr (BrBitmap) bitmap = br_sample_bitmap (15, 2, "\xF0\x02\x04\x00");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
      g_autofree char *expected = g_strconcat ("CLS\\0D\\0ABITMAP 0,0,2,2,0,", rows[i].sent, "\\0D\\0A", NULL);
      BrPrintSetup setup = br_sample_setup;

      setup.offset_x = rows[i].x * 100 / 8;
      setup.offset_y = rows[i].y * 100 / 8;
      br_sample_send (br_printer_language_get (BR_LANGUAGE_TSPL), &setup, bitmap, data, trigger);
      br_sample_assert (data, expected);
    }
}

/* Dots beyond the head are left out, as area() says; a QL, which knows its rolls, has none of that width. */
static void
test_too_wide (void)
{
  g_autoptr (BrBitmap) wide = br_bitmap_new (840, 4, NULL), head = br_bitmap_new (832, 4, NULL);

  br_bitmap_fill (wide, 800, 1, 40, 2);
  br_bitmap_fill (head, 800, 1, 32, 2);
  for (guint id = 0; id < BR_N_LANGUAGES; id++)
    {
      const BrPrinterLanguage *language = br_printer_language_get (id);
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new (), expected = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      if (language == NULL)
        continue;
      if (language->label (br_sample_setup_of (id), wide, TRUE, TRUE, data, trigger, &error))
        {
          br_sample_send (language, &br_sample_setup, head, expected, trigger);
          g_assert_cmpmem (data->data, data->len, expected->data, expected->len);
          g_assert_cmpint (id, !=, BR_LANGUAGE_BROTHER_QL);
          continue;
        }
      g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
      g_assert_cmpuint (data->len + trigger->len, ==, 0);
      g_assert_cmpint (id, ==, BR_LANGUAGE_BROTHER_QL);
    }
}

/* Bounds a queue can count on, and that the same picture is always the same bytes. */
static void
test_sizes (void)
{
  BrXorshift random;

  br_xorshift_init (&random, 3);
  for (guint i = 0; i < 60; i++)
    {
      guint width = 1 + (guint) br_xorshift_below (&random, 480), height = 1 + (guint) br_xorshift_below (&random, 320);
      g_autoptr (BrBitmap) bitmap = br_sample_random (&random, width, height, 1 + i % 7);
      gsize raw = (gsize) bitmap->stride * height;

      for (guint id = 0; id < BR_N_LANGUAGES; id++)
        {
          const BrPrinterLanguage *language = br_printer_language_get (id);
          g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new (), again = g_byte_array_new ();

          if (language == NULL)
            continue;
          br_sample_send (language, br_sample_setup_of (id), bitmap, data, trigger);
          g_assert_cmpuint (trigger->len, >, 0);
          g_assert_cmpuint (trigger->len, <=, 16);
          g_assert_cmpuint (data->len, <=, id == BR_LANGUAGE_BROTHER_QL ? 100 + 93 * 271 : 2 * raw + 16 * height + 256);
          br_sample_send (language, br_sample_setup_of (id), bitmap, again, trigger);
          g_assert_cmpmem (data->data, data->len, again->data, again->len);
        }
    }
}

static void
test_table (void)
{
  g_assert_null (br_printer_language_get (BR_LANGUAGE_NONE));
  g_assert_null (br_printer_language_get (BR_LANGUAGE_PDF));
  g_assert_null (br_printer_language_get (BR_N_LANGUAGES));
  g_assert_null (br_printer_language_find ("cpcl"));
  for (guint id = 0; id < BR_N_LANGUAGES; id++)
    if (br_printer_language_get (id) != NULL)
      {
        g_assert_cmpint (br_printer_language_get (id)->id, ==, id);
        g_assert_true (br_printer_language_find (br_printer_language_get (id)->name) == br_printer_language_get (id));
      }
}

static void
test_strip (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree char *shown = NULL;
  BrPrintSetup setup = br_sample_setup, endless = br_sample_ql;

  g_assert_true (br_printer_language_strip (BR_LANGUAGE_ZPL, &setup, out));
  shown = br_sample_show (out);
  g_assert_true (g_str_has_prefix (shown, "^XA^PW480^LH0,0^FO0,0^GFA,3840,3840,60,"));
  g_assert_nonnull (strstr (shown, "J0NF,")); /* 16 dots white, 32 black: one square */
  g_assert_true (g_str_has_suffix (shown, "^FS^PQ1,0,1,Y^XZ"));
  g_byte_array_set_size (out, 0);
  setup.head.width_dots = 40; /* the square ends at dot 48 */
  g_assert_false (br_printer_language_strip (BR_LANGUAGE_TSPL, &setup, out));
  g_assert_false (br_printer_language_strip (BR_LANGUAGE_PDF, &setup, out));
  endless.tracking = BR_MEDIA_CONTINUOUS;
  g_assert_true (br_printer_language_strip (BR_LANGUAGE_BROTHER_QL, &endless, out)); /* the paper is wider than the head, the squares are not */
  g_byte_array_set_size (out, 0);
  setup.width = 0;
  g_assert_false (br_printer_language_strip (BR_LANGUAGE_TSPL, &setup, out));
  g_assert_cmpuint (out->len, ==, 0);
}

static void
test_media (void)
{
  static const struct
  {
    int width, height; /* said by the printer, mm */
    BrMediaTracking tracking;
    guint conditions;
  } rows[] = {
    { 0, 0, BR_MEDIA_GAP, 0 },
    { 60, 40, BR_MEDIA_GAP, 0 },
    { 62, 39, BR_MEDIA_GAP, 0 },
    { 63, 40, BR_MEDIA_GAP, BR_COND_MEDIA_MISMATCH },
    { 60, 29, BR_MEDIA_GAP, BR_COND_MEDIA_MISMATCH },
    { 60, 0, BR_MEDIA_GAP, BR_COND_MEDIA_MISMATCH },
    { 60, 0, BR_MEDIA_CONTINUOUS, 0 },
    { 60, 40, BR_MEDIA_CONTINUOUS, BR_COND_MEDIA_MISMATCH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrPrintSetup setup = br_sample_setup;
      BrPrinterReport report;

      setup.tracking = rows[i].tracking;
      br_printer_report_init (&report);
      report.media_width_mm = rows[i].width;
      report.media_height_mm = rows[i].height;
      g_assert_cmpuint (br_printer_media_conditions (&setup, &report), ==, rows[i].conditions);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/wire/printer-stream/table", test_table);
  g_test_add_func ("/wire/printer-stream/tspl", test_tspl);
  g_test_add_func ("/wire/printer-stream/tspl-escape", test_tspl_escape);
  g_test_add_func ("/wire/printer-stream/zpl", test_zpl);
  g_test_add_func ("/wire/printer-stream/zpl-packed", test_zpl_packed);
  g_test_add_func ("/wire/printer-stream/zpl-long-runs", test_zpl_long_runs);
  g_test_add_func ("/wire/printer-stream/zpl-deflated", test_zpl_deflated);
  g_test_add_func ("/wire/printer-stream/offset", test_offset);
  g_test_add_func ("/wire/printer-stream/too-wide", test_too_wide);
  g_test_add_func ("/wire/printer-stream/sizes", test_sizes);
  g_test_add_func ("/wire/printer-stream/strip", test_strip);
  g_test_add_func ("/wire/printer-stream/media", test_media);
  return g_test_run ();
}
