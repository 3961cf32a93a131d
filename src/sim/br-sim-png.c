/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PNG (ISO/IEC 15948): a signature and chunks; a chunk is its length, four letters, its bytes and their CRC-32, numbers big-endian.
 * Greyscale of depth 1: 1 is white. Colours by index: depth 8 and a PLTE chunk of three bytes a colour. Each row begins with its filter, 0 = none.
 */
#include "config.h"

#include "br-sim-png.h"

#include <string.h>
#include <zlib.h>

static void
append_number (GByteArray *out, guint32 number)
{
  guint32 big = GUINT32_TO_BE (number);

  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

static void
append_chunk (GByteArray *out, const char *letters, const guint8 *bytes, gsize n)
{
  gsize begin;

  append_number (out, (guint32) n);
  begin = out->len;
  g_byte_array_append (out, (const guint8 *) letters, 4);
  g_byte_array_append (out, bytes, (guint) n);
  append_number (out, (guint32) crc32 (0, out->data + begin, (uInt) (4 + n)));
}

static void
append_header (GByteArray *out, guint width, guint height, guint8 depth, guint8 colour)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };
  const guint8 kind[] = { depth, colour, 0, 0, 0 }; /* deflate, filters, not interlaced */
  g_autoptr (GByteArray) header = g_byte_array_new ();

  g_byte_array_append (out, signature, sizeof signature);
  append_number (header, width);
  append_number (header, height);
  g_byte_array_append (header, kind, sizeof kind);
  append_chunk (out, "IHDR", header->data, header->len);
}

static void
append_resolution (GByteArray *out, guint dots_per_m)
{
  g_autoptr (GByteArray) size = g_byte_array_new ();

  append_number (size, dots_per_m);
  append_number (size, dots_per_m);
  g_byte_array_append (size, (const guint8 *) "\1", 1);
  append_chunk (out, "pHYs", size->data, size->len);
}

static void
append_rows (GByteArray *out, const guint8 *rows, gsize n_rows)
{
  uLongf n_packed = compressBound (n_rows);
  g_autofree guint8 *packed = g_malloc (n_packed);

  /* The room is what zlib itself asked for. */
  if (compress2 (packed, &n_packed, rows, n_rows, Z_BEST_SPEED) != Z_OK)
    g_assert_not_reached ();
  append_chunk (out, "IDAT", packed, n_packed);
  append_chunk (out, "IEND", NULL, 0);
}

GBytes *
br_sim_png_encode (const BrBitmap *bitmap, guint dots_per_m)
{
  gsize line = (gsize) bitmap->stride + 1, n_rows = line * bitmap->height;
  g_autofree guint8 *rows = g_malloc0 (n_rows);
  GByteArray *out = g_byte_array_new ();

  for (gsize y = 0; y < bitmap->height; y++)
    for (gsize i = 0; i < bitmap->stride; i++)
      rows[y * line + 1 + i] = (guint8) ~bitmap->rows[y * bitmap->stride + i];
  append_header (out, bitmap->width, bitmap->height, 1, 0);
  if (dots_per_m != 0)
    append_resolution (out, dots_per_m);
  append_rows (out, rows, n_rows);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
br_sim_png_encode_indices (const guint8 *indices, guint width, guint height, const guint32 *palette, guint n_colours)
{
  gsize line = (gsize) width + 1, n_rows = line * height;
  g_autofree guint8 *rows = g_malloc0 (n_rows);
  g_autoptr (GByteArray) colours = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();

  for (guint i = 0; i < n_colours; i++)
    g_byte_array_append (colours, (const guint8[]) { (guint8) (palette[i] >> 16), (guint8) (palette[i] >> 8), (guint8) palette[i] }, 3);
  for (gsize y = 0; y < height; y++)
    memcpy (rows + y * line + 1, indices + y * width, width);
  append_header (out, width, height, 8, 3);
  append_chunk (out, "PLTE", colours->data, colours->len);
  append_rows (out, rows, n_rows);
  return g_byte_array_free_to_bytes (out);
}
