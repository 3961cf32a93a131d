/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-bitmap.h"

#include "br-error.h"
#include <string.h>

BrBitmap *
br_bitmap_new (guint width, guint height, GError **error)
{
  gsize stride = ((gsize) width + 7) / 8, turned = ((gsize) height + 7) / 8;
  BrBitmap *self;

  /* Turned too, so that turning cannot fail. */
  if (width < 1 || height < 1 || width > BR_BITMAP_MAX_SIDE || height > BR_BITMAP_MAX_SIDE || MAX (stride * height, turned * width) > BR_BITMAP_MAX_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a picture of %u × %u dots is outside the limits", width, height);
      return NULL;
    }
  self = g_atomic_rc_box_new (BrBitmap);
  *self = (BrBitmap) { .width = width, .height = height, .stride = (guint) stride, .rows = g_malloc0 (stride * height) };
  return self;
}

BrBitmap *
br_bitmap_ref (BrBitmap *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_bitmap (gpointer data)
{
  BrBitmap *self = data;

  g_free (self->rows);
}

void
br_bitmap_unref (BrBitmap *self)
{
  g_atomic_rc_box_release_full (self, clear_bitmap);
}

gboolean
br_bitmap_get (const BrBitmap *self, int x, int y)
{
  if (x < 0 || y < 0 || (guint) x >= self->width || (guint) y >= self->height)
    return FALSE;
  return (self->rows[(gsize) y * self->stride + x / 8] >> (7 - x % 8)) & 1;
}

static void
ink_byte (guint8 *byte, guint8 bits, BrBitmapInk ink)
{
  *byte = ink == BR_INK_BLACK ? *byte | bits : *byte & ~bits;
}

/* Bits from..to (exclusive) of one row. */
static void
ink_row (guint8 *row, int from, int to, BrBitmapInk ink)
{
  int first = from / 8, last = to / 8;
  guint8 head = 0xFF >> (from % 8), tail = ~(0xFF >> (to % 8));

  if (first == last)
    {
      ink_byte (row + first, head & tail, ink);
      return;
    }
  ink_byte (row + first, head, ink);
  memset (row + first + 1, ink == BR_INK_BLACK ? 0xFF : 0, last - first - 1);
  if (tail != 0)
    ink_byte (row + last, tail, ink);
}

static void
ink_rectangle (BrBitmap *self, int x, int y, const int size[2], BrBitmapInk ink)
{
  int left = MAX (x, 0), top = MAX (y, 0);
  int right = (int) CLAMP ((gint64) x + size[0], 0, self->width), bottom = (int) CLAMP ((gint64) y + size[1], 0, self->height);

  if (left >= right)
    return;
  for (int row = top; row < bottom; row++)
    ink_row (self->rows + (gsize) row * self->stride, left, right, ink);
}

void
br_bitmap_fill (BrBitmap *self, int x, int y, int width, int height)
{
  ink_rectangle (self, x, y, (int[2]) { width, height }, BR_INK_BLACK);
}

void
br_bitmap_erase (BrBitmap *self, int x, int y, int width, int height)
{
  ink_rectangle (self, x, y, (int[2]) { width, height }, BR_INK_WHITE);
}

/* One row of a stamp, its first dot at `x` of a row of `width` dots. Bits beyond the row's end are cut off with its pad bits. */
static void
stamp_row (guint8 *row, guint width, const guint8 *bits, guint n_bytes, int x, BrBitmapInk ink)
{
  int stride = (int) (width + 7) / 8;
  guint shift = (guint) x % 8; /* of the two's complement: right for x < 0 too */
  int at = (x - (int) shift) / 8;

  for (guint i = 0; i < n_bytes; i++, at++)
    {
      if (bits[i] == 0)
        continue;
      if (at >= 0 && at < stride)
        ink_byte (row + at, bits[i] >> shift, ink);
      if (shift > 0 && at + 1 >= 0 && at + 1 < stride)
        ink_byte (row + at + 1, (guint8) (bits[i] << (8 - shift)), ink);
    }
  if (width % 8 != 0)
    row[stride - 1] &= ~(0xFF >> (width % 8));
}

void
br_bitmap_stamp (BrBitmap *self, const BrBitmap *stamp, int x, int y, BrBitmapInk ink)
{
  int top = MAX (y, 0), bottom = (int) MIN ((gint64) y + stamp->height, self->height);

  for (int row = top; row < bottom; row++)
    stamp_row (self->rows + (gsize) row * self->stride, self->width, stamp->rows + (gsize) (row - y) * stamp->stride, stamp->stride, x, ink);
}

/* Eight bytes as the rows of a square of 8 × 8 dots, turned over its diagonal (Warren, Hacker's Delight, 7-3). */
static guint64
transpose_8x8 (guint64 square)
{
  guint64 swap;

  swap = (square ^ (square >> 7)) & 0x00AA00AA00AA00AAu;
  square = square ^ swap ^ (swap << 7);
  swap = (square ^ (square >> 14)) & 0x0000CCCC0000CCCCu;
  square = square ^ swap ^ (swap << 14);
  swap = (square ^ (square >> 28)) & 0x00000000F0F0F0F0u;
  return square ^ swap ^ (swap << 28);
}

/* A quarter: squares of 8 × 8 dots. Byte `column` of eight rows, the first at `row`, each next one `step` further; rows outside are white. */
static guint64
read_square (const BrBitmap *self, guint column, int row, int step)
{
  guint64 square = 0;

  for (int k = 0; k < 8; k++, row += step)
    square = square << 8 | (row >= 0 && row < (int) self->height ? self->rows[(gsize) row * self->stride + column] : 0);
  return square;
}

/* A dot x, y comes to height - 1 - y, x clockwise, and to y, width - 1 - x the other way. */
static void
turn_quarter (const BrBitmap *self, BrBitmap *turned, guint quarters)
{
  gboolean clockwise = quarters == 1;

  for (guint to = 0; to < turned->stride; to++)
    for (guint from = 0; from < self->stride; from++)
      {
        int first = clockwise ? (int) self->height - 1 - 8 * (int) to : 8 * (int) to;
        guint64 square = read_square (self, from, first, clockwise ? -1 : 1);

        if (square == 0)
          continue;
        square = transpose_8x8 (square);
        for (guint j = 0; j < 8 && 8 * from + j < self->width; j++)
          {
            guint row = clockwise ? 8 * from + j : self->width - 1 - (8 * from + j);

            turned->rows[(gsize) row * turned->stride + to] = (guint8) (square >> (56 - 8 * j));
          }
      }
}

static guint8
reverse_bits (guint8 byte)
{
  byte = byte >> 4 | byte << 4;
  byte = (byte & 0xCC) >> 2 | (byte & 0x33) << 2;
  return (byte & 0xAA) >> 1 | (byte & 0x55) << 1;
}

/* Upside down: each row from its last bit, moved left by what was pad. */
static void
turn_half (const BrBitmap *self, BrBitmap *turned)
{
  guint pad = self->stride * 8 - self->width;

  for (guint y = 0; y < self->height; y++)
    {
      const guint8 *row = self->rows + (gsize) (self->height - 1 - y) * self->stride;
      guint8 *out = turned->rows + (gsize) y * turned->stride;

      for (guint i = 0; i < self->stride; i++)
        {
          guint bits = reverse_bits (row[self->stride - 1 - i]) << 8;

          if (i + 1 < self->stride)
            bits |= reverse_bits (row[self->stride - 2 - i]);
          out[i] = (guint8) (bits << pad >> 8);
        }
    }
}

BrBitmap *
br_bitmap_turn (const BrBitmap *self, guint quarters)
{
  gboolean lies = quarters % 2 == 1;
  BrBitmap *turned = br_bitmap_new (lies ? self->height : self->width, lies ? self->width : self->height, NULL);

  if (lies)
    turn_quarter (self, turned, quarters);
  else if (quarters == 2)
    turn_half (self, turned);
  else
    memcpy (turned->rows, self->rows, (gsize) self->stride * self->height);
  return turned;
}

static guint8
byte_at (const guint8 *row, int stride, int i)
{
  return i >= 0 && i < stride ? row[i] : 0;
}

guint8
br_bitmap_dots (const BrBitmap *self, int x, int y)
{
  const guint8 *row = self->rows + (gsize) y * self->stride;
  int i = x >= 0 ? x / 8 : -((7 - x) / 8), rest = x - 8 * i, stride = (int) self->stride;
  guint both = (guint) byte_at (row, stride, i) << 8 | byte_at (row, stride, i + 1);

  return (guint8) (both << rest >> 8);
}

static void
cut_row (const BrBitmap *self, int x, int y, const BrBitmap *window, guint8 *target)
{
  for (guint i = 0; i < window->stride; i++)
    target[i] = br_bitmap_dots (self, x + 8 * (int) i, y);
  if (window->width % 8 != 0)
    target[window->stride - 1] &= (guint8) (0xFF << (8 - window->width % 8));
}

BrBitmap *
br_bitmap_cut (const BrBitmap *self, int x, int y, guint width, guint height)
{
  BrBitmap *window = br_bitmap_new (width, height, NULL);

  for (int to = MAX (0, -y); window != NULL && to < (int) height && y + to < (int) self->height; to++)
    cut_row (self, x, y + to, window, window->rows + (gsize) to * window->stride);
  return window;
}

guint
br_bitmap_count (const BrBitmap *self, int x, int y, int width, int height)
{
  int left = MAX (x, 0), right = MIN (x + width, (int) self->width), top = MAX (y, 0), bottom = MIN (y + height, (int) self->height);
  guint n = 0;

  for (int row = top; row < bottom && left < right; row++)
    for (int byte = left / 8; byte <= (right - 1) / 8; byte++)
      {
        guint bits = self->rows[(gsize) row * self->stride + (gsize) byte];

        if (byte == left / 8)
          bits &= 0xffu >> left % 8;
        if (byte == (right - 1) / 8)
          bits &= 0xff00u >> ((right - 1) % 8 + 1);
        n += (guint) __builtin_popcount (bits & 0xff);
      }
  return n;
}

gboolean
br_bitmap_is_blank_row (const BrBitmap *self, guint y)
{
  const guint8 *row = self->rows + (gsize) y * self->stride;

  return row[0] == 0 && memcmp (row, row + 1, self->stride - 1) == 0;
}

gboolean
br_bitmap_equal (const BrBitmap *a, const BrBitmap *b)
{
  return a->width == b->width && a->height == b->height && memcmp (a->rows, b->rows, (gsize) a->stride * a->height) == 0;
}

char *
br_bitmap_hash (const BrBitmap *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint32 size[2] = { GUINT32_TO_LE (self->width), GUINT32_TO_LE (self->height) };

  g_checksum_update (sum, (const guint8 *) size, sizeof size);
  g_checksum_update (sum, self->rows, (gssize) ((gsize) self->stride * self->height));
  return g_strdup (g_checksum_get_string (sum));
}
