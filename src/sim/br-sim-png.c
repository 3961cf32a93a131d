/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PNG (ISO/IEC 15948): a signature and chunks; a chunk is its length, four letters, its bytes and their CRC-32, numbers big-endian.
 * Greyscale of depth 1: 1 is white. Each row begins with its filter, 0 = none.
 */
#include "config.h"

#include "br-sim-png.h"

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
append_header (GByteArray *out, const BrBitmap *bitmap, guint dots_per_m)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };
  static const guint8 kind[] = { 1, 0, 0, 0, 0 }; /* depth, greyscale, deflate, filters, not interlaced */
  g_autoptr (GByteArray) header = g_byte_array_new (), size = g_byte_array_new ();

  g_byte_array_append (out, signature, sizeof signature);
  append_number (header, bitmap->width);
  append_number (header, bitmap->height);
  g_byte_array_append (header, kind, sizeof kind);
  append_chunk (out, "IHDR", header->data, header->len);
  if (dots_per_m == 0)
    return;
  append_number (size, dots_per_m);
  append_number (size, dots_per_m);
  g_byte_array_append (size, (const guint8 *) "\1", 1);
  append_chunk (out, "pHYs", size->data, size->len);
}

GBytes *
br_sim_png_encode (const BrBitmap *bitmap, guint dots_per_m)
{
  gsize line = (gsize) bitmap->stride + 1, n_rows = line * bitmap->height;
  g_autofree guint8 *rows = g_malloc0 (n_rows);
  uLongf n_packed = compressBound (n_rows);
  g_autofree guint8 *packed = g_malloc (n_packed);
  GByteArray *out = g_byte_array_new ();

  for (gsize y = 0; y < bitmap->height; y++)
    for (gsize i = 0; i < bitmap->stride; i++)
      rows[y * line + 1 + i] = (guint8) ~bitmap->rows[y * bitmap->stride + i];
  /* The room is what zlib itself asked for. */
  if (compress2 (packed, &n_packed, rows, n_rows, Z_BEST_SPEED) != Z_OK)
    g_assert_not_reached ();
  append_header (out, bitmap, dots_per_m);
  append_chunk (out, "IDAT", packed, n_packed);
  append_chunk (out, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (out);
}
