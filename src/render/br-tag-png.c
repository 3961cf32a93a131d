/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PNG (ISO/IEC 15948): a signature; then chunks of length, four letters, data and the CRC of letters and data: IHDR, PLTE, IDAT, IEND. Written
 * here because cairo and gdk-pixbuf write true colour only, and a station that knows two or three colours may take any other for an error.
 */
#include "config.h"

#include "br-tag-png.h"

#include <string.h>
#include <zlib.h>

#define DEPTH 8 /* bits */
#define INDEXED 3 /* colour type */

static void
append_word (GByteArray *out, guint32 word)
{
  const guint32 bytes = GUINT32_TO_BE (word);

  g_byte_array_append (out, (const guint8 *) &bytes, sizeof bytes);
}

static void
append_chunk (GByteArray *out, const char *letters, const guint8 *data, gsize length)
{
  guint begin;

  append_word (out, (guint32) length);
  begin = out->len;
  g_byte_array_append (out, (const guint8 *) letters, 4);
  g_byte_array_append (out, data, (guint) length);
  append_word (out, (guint32) crc32 (0, out->data + begin, out->len - begin));
}

static void
append_header (GByteArray *out, const BrTagType *type)
{
  g_autoptr (GByteArray) header = g_byte_array_new ();
  static const guint8 rest[] = { DEPTH, INDEXED, 0, 0, 0 };

  append_word (header, type->width);
  append_word (header, type->height);
  g_byte_array_append (header, rest, sizeof rest);
  append_chunk (out, "IHDR", header->data, header->len);
}

static void
append_palette (GByteArray *out, const BrTagType *type)
{
  guint8 palette[3 * BR_TAG_MAX_COLOURS];

  for (guint i = 0; i < type->n_colours; i++)
    {
      guint32 rgb = br_tag_colour_rgb (type->colours[i]);

      palette[3 * i] = (guint8) (rgb >> 16);
      palette[3 * i + 1] = (guint8) (rgb >> 8);
      palette[3 * i + 2] = (guint8) rgb;
    }
  append_chunk (out, "PLTE", palette, 3 * type->n_colours);
}

/* Each row after a byte that says how it is filtered: not at all. */
static void
append_rows (GByteArray *out, const BrTagImage *image)
{
  gsize width = image->type.width, row = width + 1;
  gsize length = row * image->type.height;
  g_autofree guint8 *rows = g_malloc0 (length);
  uLongf size = compressBound (length);
  g_autofree guint8 *packed = g_malloc (size);

  for (gsize y = 0; y < image->type.height; y++)
    memcpy (rows + y * row + 1, image->pixels + y * width, width);
  g_assert (compress2 (packed, &size, rows, length, Z_BEST_COMPRESSION) == Z_OK);
  append_chunk (out, "IDAT", packed, size);
}

GBytes *
br_tag_png_encode (const BrTagImage *image)
{
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  append_header (out, &image->type);
  append_palette (out, &image->type);
  append_rows (out, image);
  append_chunk (out, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (out);
}
