/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "printer-samples.h"

#include <string.h>

const BrPrintSetup br_sample_setup = {
  .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 },
  .width = 6000,
  .height = 4000,
  .gap = 200,
  .tracking = BR_MEDIA_GAP,
  .own_media = TRUE,
  .darkness = -1,
  .speed = -1,
};

const BrPrintSetup br_sample_ql = {
  .head = { .dots_num = 1181, .dots_den = 100, .width_dots = 720 },
  .width = 6200,
  .height = 2900,
  .tracking = BR_MEDIA_GAP,
  .own_media = TRUE,
  .darkness = -1,
  .speed = -1,
};

const BrPrintSetup *
br_sample_setup_of (BrPrinterLanguageId id)
{
  return id == BR_LANGUAGE_BROTHER_QL ? &br_sample_ql : &br_sample_setup;
}

BrBitmap *
br_sample_bitmap (guint width, guint height, const char *bytes)
{
  BrBitmap *bitmap = br_bitmap_new (width, height, NULL);

  memcpy (bitmap->rows, bytes, (gsize) bitmap->stride * height);
  return bitmap;
}

BrBitmap *
br_sample_golden (void)
{
  return br_sample_bitmap (16, 3, "\xF0\x0F\x00\x00\x00\x01");
}

BrBitmap *
br_sample_random (BrXorshift *random, guint width, guint height, guint sparse)
{
  BrBitmap *bitmap = br_bitmap_new (width, height, NULL);

  for (gsize i = 0; i < (gsize) bitmap->stride * height; i++)
    {
      bitmap->rows[i] = br_xorshift_below (random, sparse) == 0 ? (guint8) br_xorshift_next (random) : 0;
      if (i % bitmap->stride == bitmap->stride - 1 && width % 8 != 0)
        bitmap->rows[i] &= (guint8) (0xFF << (8 - width % 8));
    }
  return bitmap;
}

char *
br_sample_show (const GByteArray *bytes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < bytes->len; i++)
    if (bytes->data[i] >= ' ' && bytes->data[i] < 0x7F && bytes->data[i] != '\\')
      g_string_append_c (text, (char) bytes->data[i]);
    else
      g_string_append_printf (text, "\\%02X", bytes->data[i]);
  return g_string_free_and_steal (text);
}

void
br_sample_assert (GByteArray *bytes, const char *expected)
{
  g_autofree char *shown = br_sample_show (bytes);

  g_assert_cmpstr (shown, ==, expected);
  g_byte_array_set_size (bytes, 0);
}

void
br_sample_send (const BrPrinterLanguage *language, const BrPrintSetup *setup, const BrBitmap *bitmap, GByteArray *data, GByteArray *trigger)
{
  g_autoptr (GError) error = NULL;

  language->label (setup, bitmap, TRUE, TRUE, data, trigger, &error);
  g_assert_no_error (error);
}
