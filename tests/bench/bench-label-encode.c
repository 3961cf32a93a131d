/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A label of 60 × 40 mm at 8 dots a millimetre (480 × 320), as bytes for a printer: the median of many. It has bars of a barcode, lines of small
 * marks for text, and a frame, and packs about as a shelf label does (1.7 kB). The last line: the larger share of what TSPL (0.2 ms) and
 * ZPL (0.35 ms) may take.
 */
#include "config.h"

#include <stdio.h>

#include "br-printer-language.h"
#include "br-random.h"

#define ROUNDS 2000

static BrBitmap *
draw (void)
{
  BrBitmap *bitmap = br_bitmap_new (480, 320, NULL);
  BrXorshift random;

  br_xorshift_init (&random, 1);
  for (int line = 0; line < 3; line++)
    for (int x = 16; x < 460; x += 4 + (int) br_xorshift_below (&random, 5))
      for (int y = 0; y < 24; y += 3)
        if (br_xorshift_below (&random, 3) == 0)
          br_bitmap_fill (bitmap, x, 16 + 40 * line + y, 1 + (int) br_xorshift_below (&random, 3), 3);
  for (int x = 120; x < 405; x += 3 * (2 + (int) br_xorshift_below (&random, 3)))
    br_bitmap_fill (bitmap, x, 200, 3, 100);
  br_bitmap_fill (bitmap, 16, 150, 448, 2);
  return bitmap;
}

static int
compare (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Milliseconds a label. */
static double
time_language (BrPrinterLanguageId id, const BrPrintSetup *setup, const BrBitmap *bitmap, gsize *bytes)
{
  const BrPrinterLanguage *language = br_printer_language_get (id);
  static gint64 times_us[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GByteArray) data = g_byte_array_new (), trigger = g_byte_array_new ();
      gint64 begin_us = g_get_monotonic_time ();

      if (!language->label (setup, bitmap, TRUE, TRUE, data, trigger, NULL))
        g_error ("it does not fit");
      times_us[i] = g_get_monotonic_time () - begin_us;
      *bytes = data->len;
    }
  qsort (times_us, ROUNDS, sizeof *times_us, compare);
  return (double) times_us[ROUNDS / 2] / 1000;
}

int
main (void)
{
  static const struct
  {
    const char *name;
    BrPrinterLanguageId id;
    gboolean plain;
    int offset;
  } rows[] = {
    { "tspl", BR_LANGUAGE_TSPL }, { "tspl-moved", BR_LANGUAGE_TSPL, FALSE, 55 },
    { "zpl", BR_LANGUAGE_ZPL },   { "zpl-plain", BR_LANGUAGE_ZPL, TRUE },
    { "epl", BR_LANGUAGE_EPL },   { "dymo", BR_LANGUAGE_DYMO_4XX },
  };
  g_autoptr (BrBitmap) bitmap = draw ();
  double worst = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BrPrintSetup setup = { .head = { 8, 1, 832 },
                                   .width = 6000,
                                   .height = 4000,
                                   .tracking = BR_MEDIA_GAP,
                                   .darkness = -1,
                                   .speed = -1,
                                   .offset_x = rows[i].offset,
                                   .plain = rows[i].plain };
      gsize bytes;
      double ms = time_language (rows[i].id, &setup, bitmap, &bytes);

      printf ("label-encode-%s %.3f ms (%zu bytes)\n", rows[i].name, ms, bytes);
      if (rows[i].id == BR_LANGUAGE_TSPL)
        worst = MAX (worst, ms / 0.2);
      else if (rows[i].id == BR_LANGUAGE_ZPL)
        worst = MAX (worst, ms / 0.35);
    }
  printf ("label-encode %.3f ratio\n", worst);
  return 0;
}
