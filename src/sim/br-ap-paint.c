/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The station's picture rules. Colour: distance 3*dr^2 + 5.47*dg^2 + 1.53*db^2, cut to an integer; a greyish pixel never becomes a colour;
 * the first of the nearest wins. Buffer: the picture is turned by the type's rotatebuffer. Planes: bit 7 first, no row padding; the first
 * has indices 1 and 3, the second 2 and 3 and is left out when it is empty. More bits: indices, most significant bit first, one after the
 * other. Compressed: u32 length, then zlib with a 4 KiB window of 06, u16 width, u16 height, u8 planes and the planes, numbers little-endian.
 */
#include "config.h"

#include "br-ap-paint.h"

#include <string.h>
#include <zlib.h>

#include "br-ap-jpeg.h"

#define INNER_HEADER 6
#define WINDOW_BITS 12
#define STAMP_WIDTH 48
#define STAMP_HEIGHT 10

/** Pixels: of a picture of the type's size, three ints each (dithering goes out of 0..255). */
typedef struct
{
  int *values;
  guint width, height;
} Pixels;

static gboolean
is_greyish (int r, int g, int b, gboolean strict)
{
  return strict ? ABS (r - g) < 20 && ABS (b - g) < 20 : ABS (r - g) <= 20 && ABS (b - g) <= 20;
}

guint
br_ap_paint_nearest (const BrApType *type, gboolean invert, int r, int g, int b)
{
  gboolean grey = is_greyish (r, g, b, TRUE);
  guint best = 0;
  gint64 best_distance = G_MAXINT64;

  for (guint i = 0; type->colours[i] != '\0'; i++)
    {
      guint32 rgb = br_ap_colour_rgb (type->colours[invert && i < 2 ? 1 - i : i]);
      int er = (int) (rgb >> 16), eg = (int) (rgb >> 8 & 0xFF), eb = (int) (rgb & 0xFF);
      gint64 distance = (gint64) (3.0 * (r - er) * (r - er) + 5.47 * (g - eg) * (g - eg) + 1.53 * (b - eb) * (b - eb));

      if ((grey && !is_greyish (er, eg, eb, FALSE)) || distance >= best_distance)
        continue;
      best = i;
      best_distance = distance;
    }
  return best;
}

static int
reduce (int value, guint bits)
{
  return (value >> (8 - bits)) * 255 / ((1 << bits) - 1);
}

/* A decoded picture on a white sheet of the type's size; what is over the edge is lost. */
static Pixels
place (const BrApPaint *self, const guint8 *rgb, guint width, guint height)
{
  Pixels sheet = { .width = self->type->width, .height = self->type->height };
  const guint bits[3] = { self->rgb332 ? 3 : 5, self->rgb332 ? 3 : 6, self->rgb332 ? 2 : 5 };

  sheet.values = g_new (int, (gsize) sheet.width *sheet.height * 3);
  for (guint y = 0; y < sheet.height; y++)
    for (guint x = 0; x < sheet.width; x++)
      for (guint i = 0; i < 3; i++)
        {
          int *value = &sheet.values[((gsize) y * sheet.width + x) * 3 + i];

          *value = x < width && y < height ? reduce (rgb[((gsize) y * width + x) * 3 + i], bits[i]) : 255;
        }
  return sheet;
}

/* Burkes: 8 4 right; 2 4 8 4 2 below, of 32. */
static void
spread (Pixels *sheet, guint x, guint y, const int *error)
{
  static const struct
  {
    int dx, dy, weight;
  } shares[] = { { 1, 0, 8 }, { 2, 0, 4 }, { -2, 1, 2 }, { -1, 1, 4 }, { 0, 1, 8 }, { 1, 1, 4 }, { 2, 1, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      int tx = (int) x + shares[i].dx, ty = (int) y + shares[i].dy;

      if (tx < 0 || tx >= (int) sheet->width || ty >= (int) sheet->height)
        continue;
      for (guint c = 0; c < 3; c++)
        sheet->values[((gsize) ty * sheet->width + (gsize) tx) * 3 + c] += error[c] * shares[i].weight / 32;
    }
}

static guint8 *
choose_colours (const BrApPaint *self, Pixels *sheet)
{
  static const int bayer[4][4] = { { 0, 8, 2, 10 }, { 12, 4, 14, 6 }, { 3, 11, 1, 9 }, { 15, 7, 13, 5 } };
  guint8 *indices = g_malloc ((gsize) sheet->width * sheet->height);

  for (guint y = 0; y < sheet->height; y++)
    for (guint x = 0; x < sheet->width; x++)
      {
        const int *value = &sheet->values[((gsize) y * sheet->width + x) * 3];
        int add = self->dither == 2 ? (bayer[y % 4][x % 4] - 8) * 8 : 0;
        guint index = br_ap_paint_nearest (self->type, self->invert, value[0] + add, value[1] + add, value[2] + add);
        guint32 rgb = br_ap_colour_rgb (self->type->colours[index]);
        const int error[3] = { value[0] - (int) (rgb >> 16), value[1] - (int) (rgb >> 8 & 0xFF), value[2] - (int) (rgb & 0xFF) };

        indices[(gsize) y * sheet->width + x] = (guint8) index;
        if (self->dither == 1)
          spread (sheet, x, y, error);
      }
  return indices;
}

/** Turn: how the buffer lies to the picture. */
typedef struct
{
  guint turn;                 /* 0..3 */
  guint width, height;        /* of the picture */
  guint buf_width, buf_height;
} Turn;

static Turn
turn_of (const BrApType *type, guint rotate_buffer, guint rotate)
{
  gboolean is_odd = rotate_buffer % 2 == 1;

  return (Turn) { .turn = (rotate + (is_odd ? 3 + rotate_buffer - 1 : rotate_buffer)) % 4,
                  .width = type->width,
                  .height = type->height,
                  .buf_width = is_odd ? type->height : type->width,
                  .buf_height = is_odd ? type->width : type->height };
}

/* The picture's pixel for one of the buffer; -1: there is none (a turn that does not fit the buffer). */
static gssize
source_of (const Turn *turn, guint x, guint y)
{
  guint sx = x, sy = y;

  if (turn->turn == 1)
    {
      sx = y;
      sy = turn->buf_width - 1 - x;
    }
  else if (turn->turn == 2)
    {
      sx = turn->buf_width - 1 - x;
      sy = turn->buf_height - 1 - y;
    }
  else if (turn->turn == 3)
    {
      sx = turn->buf_height - 1 - y;
      sy = x;
    }
  return sx < turn->width && sy < turn->height ? (gssize) sy * turn->width + sx : -1;
}

static guint
bits_of (const BrApType *type)
{
  return type->bpp == 5 ? 2 : type->bpp;
}

/* Two bits a pixel in planes, all others as they are. */
static gboolean
has_planes (const BrApType *type)
{
  return type->bpp <= 2;
}

static GBytes *
pack_planes (const guint8 *buffer, gsize n)
{
  gsize n_plane = (n + 7) / 8;
  guint8 *planes = g_malloc0 (2 * n_plane);
  gboolean second = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      guint8 bit = (guint8) (0x80 >> i % 8);

      if (buffer[i] % 2 == 1)
        planes[i / 8] |= bit;
      if (buffer[i] >= 2)
        planes[n_plane + i / 8] |= bit;
      second |= buffer[i] >= 2;
    }
  return g_bytes_new_take (planes, second ? 2 * n_plane : n_plane);
}

static GBytes *
pack_bits (const guint8 *buffer, gsize n, guint bits)
{
  gsize n_bytes = (n * bits + 7) / 8;
  guint8 *packed = g_malloc0 (n_bytes);

  for (gsize i = 0; i < n; i++)
    for (guint b = 0; b < bits; b++)
      if (buffer[i] >> (bits - 1 - b) & 1)
        packed[(i * bits + b) / 8] |= (guint8) (0x80 >> (i * bits + b) % 8);
  return g_bytes_new_take (packed, n_bytes);
}

static GBytes *
pack (const BrApPaint *self, const guint8 *indices)
{
  Turn turn = turn_of (self->type, self->rotate_buffer, self->rotate);
  gsize n = (gsize) turn.buf_width * turn.buf_height;
  g_autofree guint8 *buffer = g_malloc0 (n);

  for (guint y = 0; y < turn.buf_height; y++)
    for (guint x = 0; x < turn.buf_width; x++)
      {
        gssize source = source_of (&turn, x, y);

        if (source >= 0)
          buffer[(gsize) y * turn.buf_width + x] = indices[source];
      }
  return has_planes (self->type) ? pack_planes (buffer, n) : pack_bits (buffer, n, bits_of (self->type));
}

GBytes *
br_ap_paint_inner (const BrApPaint *self, GBytes *planes)
{
  Turn turn = turn_of (self->type, self->rotate_buffer, 0);
  gsize n, n_plane = ((gsize) turn.buf_width * turn.buf_height + 7) / 8;
  const guint8 *bytes = g_bytes_get_data (planes, &n);
  const guint8 header[INNER_HEADER] = { INNER_HEADER,
                                        (guint8) turn.buf_width,
                                        (guint8) (turn.buf_width >> 8),
                                        (guint8) turn.buf_height,
                                        (guint8) (turn.buf_height >> 8),
                                        (guint8) (n > n_plane ? 2 : 1) };
  GByteArray *inner = g_byte_array_sized_new ((guint) (n + sizeof header));

  g_byte_array_append (inner, header, sizeof header);
  g_byte_array_append (inner, bytes, (guint) n);
  return g_byte_array_free_to_bytes (inner);
}

static GBytes *
zip (GBytes *inner)
{
  gsize n;
  const guint8 *bytes = g_bytes_get_data (inner, &n);
  guint32 length = GUINT32_TO_LE ((guint32) n);
  z_stream stream = { 0 };
  gsize room;
  guint8 *out;

  /* Memory and room are what zlib itself asks for: it cannot fail. */
  if (deflateInit2 (&stream, Z_BEST_COMPRESSION, Z_DEFLATED, WINDOW_BITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    g_assert_not_reached ();
  room = deflateBound (&stream, n);
  out = g_malloc (sizeof length + room);
  memcpy (out, &length, sizeof length);
  stream.next_in = (Bytef *) bytes;
  stream.avail_in = (uInt) n;
  stream.next_out = out + sizeof length;
  stream.avail_out = (uInt) room;
  if (deflate (&stream, Z_FINISH) != Z_STREAM_END)
    g_assert_not_reached ();
  room = stream.total_out;
  deflateEnd (&stream);
  return g_bytes_new_take (out, sizeof length + room);
}

GBytes *
br_ap_paint_indices (const BrApPaint *self, const guint8 *indices, guint8 *data_type)
{
  g_autoptr (GBytes) planes = pack (self, indices);
  g_autoptr (GBytes) inner = NULL;

  if (!has_planes (self->type))
    *data_type = bits_of (self->type) == 2 ? BR_AP_DATA_2BPP : (guint8) (BR_AP_DATA_1BPP + bits_of (self->type) - 1);
  else
    *data_type = g_bytes_get_size (planes) > ((gsize) self->type->width * self->type->height + 7) / 8 ? BR_AP_DATA_2BPP : BR_AP_DATA_1BPP;
  if (!self->zip)
    return g_steal_pointer (&planes);
  *data_type = BR_AP_DATA_ZLIB;
  inner = br_ap_paint_inner (self, planes);
  return zip (inner);
}

/* Dark digits on light ground in the lower left corner; what they say does not matter here. */
static void
stamp (const BrApPaint *self, guint8 *indices)
{
  for (guint y = self->type->height - MIN (STAMP_HEIGHT, self->type->height); y < self->type->height; y++)
    for (guint x = 0; x < MIN (STAMP_WIDTH, self->type->width); x++)
      indices[(gsize) y * self->type->width + x] = (x / 2 + y / 2) % 3 == 0 ? 1 : 0;
}

static void
drop_colours (const BrApPaint *self, guint8 *indices)
{
  for (gsize i = 0; i < (gsize) self->type->width * self->type->height; i++)
    indices[i] = MIN (indices[i], 1);
}

GBytes *
br_ap_paint_jpeg (const BrApPaint *self, GBytes *jpeg, guint8 *data_type)
{
  guint width, height;
  g_autofree guint8 *rgb = br_ap_jpeg_decode (jpeg, &width, &height);
  Pixels sheet;
  g_autofree guint8 *indices = NULL;

  if (rgb == NULL)
    return NULL;
  sheet = place (self, rgb, width, height);
  indices = choose_colours (self, &sheet);
  g_free (sheet.values);
  if (self->stamp)
    stamp (self, indices);
  if (self->no_memory)
    drop_colours (self, indices);
  return br_ap_paint_indices (self, indices, data_type);
}

/* The planes of what a tag was sent; NULL: it is damaged. */
static GBytes *
unzip (const Turn *turn, GBytes *payload)
{
  gsize n;
  const guint8 *bytes = g_bytes_get_data (payload, &n);
  guint32 length;
  g_autofree guint8 *inner = NULL;
  uLongf room;

  if (n < sizeof length)
    return NULL;
  memcpy (&length, bytes, sizeof length);
  length = GUINT32_FROM_LE (length);
  if (length < INNER_HEADER || length > INNER_HEADER + (gsize) turn->buf_width * turn->buf_height)
    return NULL;
  inner = g_malloc (length);
  room = length;
  if (uncompress (inner, &room, bytes + sizeof length, n - sizeof length) != Z_OK || room != length || inner[0] != INNER_HEADER
      || (inner[1] | inner[2] << 8) != (int) turn->buf_width || (inner[3] | inner[4] << 8) != (int) turn->buf_height)
    return NULL;
  return g_bytes_new (inner + INNER_HEADER, length - INNER_HEADER);
}

static guint8
index_at (const BrApType *type, const guint8 *bytes, gsize n_bytes, gsize n_plane, gsize i)
{
  guint8 index = 0;

  if (has_planes (type))
    {
      guint8 bit = (guint8) (0x80 >> i % 8);

      index = (bytes[i / 8] & bit) != 0 ? 1 : 0;
      if (n_bytes >= 2 * n_plane && (bytes[n_plane + i / 8] & bit) != 0)
        index |= 2;
      return index;
    }
  for (guint b = 0; b < bits_of (type); b++)
    {
      gsize at = i * bits_of (type) + b;

      index = (guint8) (index << 1 | (bytes[at / 8] >> (7 - at % 8) & 1));
    }
  return index;
}

guint8 *
br_ap_paint_show (const BrApType *type, guint8 data_type, GBytes *payload)
{
  /* A tag draws its buffer as it is made: the record's `rotate` was turned into it already. */
  Turn turn = turn_of (type, type->rotate_buffer, 0);
  g_autoptr (GBytes) planes = data_type == BR_AP_DATA_ZLIB ? unzip (&turn, payload) : g_bytes_ref (payload);
  gsize n = (gsize) turn.buf_width * turn.buf_height, n_plane = (n + 7) / 8, n_bytes;
  const guint8 *bytes = planes != NULL ? g_bytes_get_data (planes, &n_bytes) : NULL;
  guint8 *pixels;

  if (bytes == NULL || n_bytes < (has_planes (type) ? n_plane : (n * bits_of (type) + 7) / 8))
    return NULL;
  pixels = g_malloc0 (n);
  for (guint y = 0; y < turn.buf_height; y++)
    for (guint x = 0; x < turn.buf_width; x++)
      {
        gssize source = source_of (&turn, x, y);

        if (source >= 0)
          pixels[source] = index_at (type, bytes, n_bytes, n_plane, (gsize) y * turn.buf_width + x);
      }
  return pixels;
}
