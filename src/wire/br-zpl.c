/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ZPL II, the language of Zebra (labels.md 2.1). A format is ^XA … ^XZ; ~ commands act at once, wherever they stand.
 *
 *   ^PWn ^LLn ^LH0,0 ^MNY|M|N ^PRn ~SDnn ^MMC|T   width, length, origin, kind of paper, speed, darkness, cut or not
 *   ^FO0,y ^GFA,n,n,row,<picture>^FS              n = bytes of the picture unpacked, row = bytes a row; 1 = black
 *   ^PQ1,0,1,Y ^XZ                                prints: the trigger
 *
 * A picture is written as :Z64:<base64 of a zlib stream>:<CRC of the base64>, or, for old firmware and clones, as hexadecimal digits
 * where G..Y and g..z repeat the next digit 1..19 and 20..400 times, a comma is "the rest of the row is white" and a colon "as the row
 * above". The exclamation mark ("the rest is black") and the binary form B are never used: readers differ on them. The manual allows
 * 99,999 bytes a picture, so that a larger one is sent in bands.
 * The printer's settings of paper are touched only where a person gave them: wrong ones make it feed a whole roll.
 */
#include "config.h"

#include "br-zpl-private.h"

#include <zlib.h>

#define BAND_BYTES 99999
#define MAX_REPEAT 400
#define MIN_REPEAT 4 /* shorter ones are written out */

static guint
label_dots (const BrPrintSetup *setup)
{
  return (guint) MAX (br_head_dots (&setup->head, setup->height), 1);
}

static void
add_media (const BrPrintSetup *setup, GByteArray *out)
{
  static const char letters[] = { [BR_MEDIA_GAP] = 'Y', [BR_MEDIA_MARK] = 'M', [BR_MEDIA_CONTINUOUS] = 'N' };

  if (setup->tracking != 0)
    br_bytes_add_format (out, "^MN%c", letters[setup->tracking]);
  br_bytes_add_format (out, "^LL%u", label_dots (setup));
}

static void
add_darkness (const BrPrintSetup *setup, GByteArray *out)
{
  if (setup->darkness >= 0)
    br_bytes_add_format (out, "~SD%02d", (MIN (setup->darkness, 100) * 30 + 50) / 100);
}

static void
add_speed (const BrPrintSetup *setup, GByteArray *out)
{
  if (setup->speed > 0)
    br_bytes_add_format (out, "^PR%d", CLAMP ((setup->speed + 5) / 10, 1, 14));
}

/* A format without fields prints nothing. */
static void
begin (const BrPrintSetup *setup, GByteArray *out)
{
  add_darkness (setup, out);
  if (setup->own_media && setup->speed <= 0)
    return;
  br_bytes_add_text (out, "^XA");
  if (!setup->own_media)
    add_media (setup, out);
  add_speed (setup, out);
  br_bytes_add_text (out, "^XZ");
}

static void
add_deflated (const guint8 *rows, gsize n, GByteArray *out)
{
  uLongf packed_bytes = compressBound (n);
  g_autofree guint8 *packed = g_malloc (packed_bytes);
  g_autofree char *text = NULL;
  gsize length;

  if (compress2 (packed, &packed_bytes, rows, n, 1) != Z_OK)
    g_error ("zlib has no memory"); /* as g_malloc does */
  text = g_base64_encode (packed, packed_bytes);
  length = strlen (text);
  br_bytes_add_text (out, ":Z64:");
  br_bytes_add (out, text, length);
  br_bytes_add_format (out, ":%04X", br_raster_crc16 ((const guint8 *) text, length));
}

static guint
digit_at (const guint8 *row, guint i)
{
  return i % 2 == 0 ? row[i / 2] >> 4 : row[i / 2] & 15;
}

static void
add_digits (guint digit, guint times, GByteArray *out)
{
  guint8 bytes[MIN_REPEAT + 3];
  guint n = 0;

  if (times >= MIN_REPEAT)
    {
      for (; times > MAX_REPEAT; times -= MAX_REPEAT)
        br_bytes_add (out, "z", 1);
      if (times >= 20)
        bytes[n++] = (guint8) ('g' + times / 20 - 1);
      if (times % 20 != 0)
        bytes[n++] = (guint8) ('G' + times % 20 - 1);
      times = 1;
    }
  while (times-- > 0)
    bytes[n++] = (guint8) "0123456789ABCDEF"[digit];
  br_bytes_add (out, bytes, n);
}

static void
add_packed_row (const guint8 *row, guint stride, GByteArray *out)
{
  guint n = 2 * stride;

  for (guint i = 0, run; i < n; i += run)
    {
      guint digit = digit_at (row, i);

      for (run = 1; i + run < n && digit_at (row, i + run) == digit;)
        run++;
      if (digit == 0 && i + run == n)
        br_bytes_add (out, ",", 1);
      else
        add_digits (digit, run, out);
    }
}

static void
add_packed (const guint8 *rows, guint stride, guint n_rows, GByteArray *out)
{
  for (guint y = 0; y < n_rows; y++)
    {
      const guint8 *row = rows + (gsize) y * stride;

      if (y > 0 && memcmp (row, row - stride, stride) == 0)
        br_bytes_add (out, ":", 1);
      else
        add_packed_row (row, stride, out);
    }
}

static void
add_picture (const BrBitmap *picture, gboolean plain, GByteArray *out)
{
  guint band = BAND_BYTES / picture->stride;

  for (guint y = 0; y < picture->height; y += band)
    {
      guint n_rows = MIN (band, picture->height - y), n = n_rows * picture->stride;
      const guint8 *rows = picture->rows + (gsize) y * picture->stride;

      br_bytes_add_format (out, "^FO0,%u^GFA,%u,%u,%u,", y, n, n, picture->stride);
      if (plain)
        add_packed (rows, picture->stride, n_rows, out);
      else
        add_deflated (rows, n, out);
      br_bytes_add_text (out, "^FS");
    }
}

static gboolean
label (const BrPrintSetup *setup, const BrBitmap *bitmap, gboolean first, gboolean last, GByteArray *data, GByteArray *trigger, GError **error)
{
  g_autoptr (BrBitmap) placed = br_raster_place (setup, bitmap);

  br_bytes_add_format (data, "^XA^PW%u", placed->width);
  if (setup->tracking == BR_MEDIA_CONTINUOUS)
    br_bytes_add_format (data, "^LL%u", placed->height);
  br_bytes_add_text (data, "^LH0,0");
  if (setup->cut)
    br_bytes_add_text (data, last ? "^MMC" : "^MMT");
  add_picture (placed, setup->plain, data);
  br_bytes_add_text (trigger, "^PQ1,0,1,Y^XZ");
  return TRUE;
}

/* ~JX drops the format that is partly there and keeps whole ones; no filler is needed, since pictures are text. */
static void
resync (const BrPrintSetup *setup, gsize missing, GByteArray *out)
{
  br_bytes_add_text (out, "~JX");
}

/* Newer firmware does not answer ~HS while something is wrong; ~HQES then says what. */
static gboolean
query (BrAnswerParser *parser, guint step, GByteArray *out)
{
  static const char *const questions[] = { "~HS\r\n", "~HQES\r\n" };

  if (step >= G_N_ELEMENTS (questions))
    return FALSE;
  br_bytes_add_text (out, questions[step]);
  return TRUE;
}

static void
identify (BrAnswerParser *parser, GByteArray *out)
{
  br_bytes_add_text (out, "~HI\r\n");
}

static void
cancel (GByteArray *out)
{
  br_bytes_add_text (out, "~JA");
}

static void
calibrate (const BrPrintSetup *setup, GByteArray *out)
{
  br_bytes_add_text (out, "~JC");
}

static void
feed (GByteArray *out)
{
  br_bytes_add_text (out, "~PH");
}

static void
apply (const BrPrintSetup *setup, GByteArray *out)
{
  add_darkness (setup, out);
  br_bytes_add_text (out, "^XA");
  add_media (setup, out);
  add_speed (setup, out);
  br_bytes_add_text (out, "^JUS^XZ");
}

const BrPrinterLanguage br_language_zpl = {
  .id = BR_LANGUAGE_ZPL,
  .name = "zpl",
  .title = "ZPL II",
  .ack = BR_ACK_COUNTER,
  .query_while_printing = TRUE,
  .begin = begin,
  .area = br_raster_area,
  .label = label,
  .resync = resync,
  .query = query,
  .identify = identify,
  .parse = br_zpl_parse,
  .cancel = cancel,
  .calibrate = calibrate,
  .feed = feed,
  .apply = apply,
};
