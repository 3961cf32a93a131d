/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-raster-private.h"

#include <string.h>

#include "br-error.h"

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

static guint8
byte_at (const guint8 *row, int stride, int i)
{
  return i >= 0 && i < stride ? row[i] : 0;
}

/* The eight dots of a row from dot 8 * i - dx on; what lies outside is white. */
static guint8
moved_byte (const guint8 *row, int stride, int i, int dx)
{
  int whole = dx >= 0 ? dx / 8 : -((-dx + 7) / 8), rest = dx - 8 * whole;
  guint both = (guint) byte_at (row, stride, i - whole - 1) << 8 | byte_at (row, stride, i - whole);

  return (guint8) (both >> rest);
}

static void
move_row (const BrBitmap *from, guint from_y, BrBitmap *to, guint to_y, int dx)
{
  const guint8 *source = from->rows + (gsize) from_y * from->stride;
  guint8 *target = to->rows + (gsize) to_y * to->stride;

  for (guint i = 0; i < to->stride; i++)
    target[i] = moved_byte (source, (int) from->stride, (int) i, dx);
  if (to->width % 8 != 0)
    target[to->stride - 1] &= (guint8) (0xFF << (8 - to->width % 8));
}

static BrBitmap *
move (const BrBitmap *bitmap, int dx, int dy)
{
  BrBitmap *moved = br_bitmap_new (bitmap->width, bitmap->height, NULL);

  for (int y = MAX (0, dy); y < (int) bitmap->height && y - dy < (int) bitmap->height; y++)
    move_row (bitmap, (guint) (y - dy), moved, (guint) y, dx);
  return moved;
}

BrBitmap *
br_raster_place (const BrPrintSetup *setup, const BrBitmap *bitmap, GError **error)
{
  int dx = br_head_dots (&setup->head, setup->offset_x), dy = br_head_dots (&setup->head, setup->offset_y);

  if (setup->head.width_dots != 0 && bitmap->width > setup->head.width_dots)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "the label is %u dots wide, the print head only %u", bitmap->width, setup->head.width_dots);
      return NULL;
    }
  if (dx == 0 && dy == 0)
    return br_bitmap_ref ((BrBitmap *) bitmap);
  return move (bitmap, CLAMP (dx, -BR_BITMAP_MAX_SIDE, BR_BITMAP_MAX_SIDE), CLAMP (dy, -BR_BITMAP_MAX_SIDE, BR_BITMAP_MAX_SIDE));
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
