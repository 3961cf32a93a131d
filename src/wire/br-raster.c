/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-raster-private.h"

#include <string.h>

void
br_bytes_add (GByteArray *out, const void *bytes, gsize n)
{
  g_byte_array_append (out, bytes, (guint) n);
}

void
br_bytes_add_text (GByteArray *out, const char *text)
{
  br_bytes_add (out, text, strlen (text));
}

void
br_bytes_add_format (GByteArray *out, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  br_bytes_add_text (out, text);
}

void
br_bytes_add_fill (GByteArray *out, guint8 byte, gsize n)
{
  guint old = out->len;

  if (n == 0)
    return; /* an empty array has no bytes to point at */
  g_byte_array_set_size (out, old + (guint) n);
  memset (out->data + old, byte, n);
}

void
br_bytes_add_hundredths (GByteArray *out, int hundredths)
{
  int whole = hundredths / 100, rest = hundredths % 100;

  if (rest == 0)
    br_bytes_add_format (out, "%d", whole);
  else if (rest % 10 == 0)
    br_bytes_add_format (out, "%d.%d", whole, rest / 10);
  else
    br_bytes_add_format (out, "%d.%02d", whole, rest);
}

BrBitmap *
br_raster_invert (const BrBitmap *bitmap)
{
  BrBitmap *inverted = br_bitmap_new (bitmap->width, bitmap->height, NULL);
  gsize n = (gsize) bitmap->stride * bitmap->height;

  for (gsize i = 0; i < n; i++)
    inverted->rows[i] = bitmap->rows[i] ^ 0xFF;
  return inverted;
}

int
br_raster_offset (const BrHead *head, int length)
{
  return CLAMP (br_head_dots (head, length), -BR_BITMAP_MAX_SIDE, BR_BITMAP_MAX_SIDE);
}

static guint
width_on_head (const BrPrintSetup *setup, guint width)
{
  return setup->head.width_dots != 0 ? MIN (width, setup->head.width_dots) : width;
}

gboolean
br_raster_area (const BrPrintSetup *setup, guint width, guint height, BrPrintArea *out, GError **error)
{
  int dx = br_raster_offset (&setup->head, setup->offset_x), dy = br_raster_offset (&setup->head, setup->offset_y);

  out->x = MAX (-dx, 0);
  out->y = MAX (-dy, 0);
  out->width = MAX (MIN ((int) width, (int) width_on_head (setup, width) - dx) - out->x, 0);
  out->height = MAX (MIN ((int) height, (int) height - dy) - out->y, 0);
  return TRUE;
}

BrBitmap *
br_raster_place (const BrPrintSetup *setup, const BrBitmap *bitmap)
{
  int dx = br_raster_offset (&setup->head, setup->offset_x), dy = br_raster_offset (&setup->head, setup->offset_y);
  guint width = width_on_head (setup, bitmap->width);

  if (dx == 0 && dy == 0 && width == bitmap->width)
    return br_bitmap_ref ((BrBitmap *) bitmap);
  return br_bitmap_cut (bitmap, -dx, -dy, width, bitmap->height);
}

guint16
br_raster_crc16 (const guint8 *bytes, gsize n)
{
  static const guint16 nibbles[16] = {
    0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7, 0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF,
  };
  guint16 crc = 0;

  for (gsize i = 0; i < n; i++)
    {
      crc = (guint16) (crc << 4) ^ nibbles[crc >> 12 ^ bytes[i] >> 4];
      crc = (guint16) (crc << 4) ^ nibbles[crc >> 12 ^ (bytes[i] & 15)];
    }
  return crc;
}

void
br_answer_add (BrAnswerParser *parser, guint8 byte, BrAnswerIsPrefix is_prefix, BrPrinterReport *report)
{
  parser->bytes[parser->n++] = byte;
  while (parser->n > 0 && !is_prefix (parser->bytes, parser->n))
    {
      memmove (parser->bytes, parser->bytes + 1, --parser->n);
      report->garbage++;
    }
}

void
br_answer_await (BrAnswerParser *parser, guint part)
{
  if (parser->part != part)
    *parser = (BrAnswerParser) { .part = part };
  parser->awaited = MIN (parser->awaited + 1, 16);
}

void
br_answer_begin (BrPrinterReport *report)
{
  report->answers++;
  report->conditions = 0;
  report->idle = report->printing = report->partial = FALSE;
  report->formats_waiting = report->batch_left = -1;
}
