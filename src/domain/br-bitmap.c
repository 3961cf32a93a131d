/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-bitmap.h"

#include "br-error.h"
#include <string.h>

BrBitmap *
br_bitmap_new (guint width, guint height, GError **error)
{
  gsize stride = (width + 7) / 8;
  BrBitmap *self;

  if (width < 1 || height < 1 || width > BR_BITMAP_MAX_SIDE || height > BR_BITMAP_MAX_SIDE || stride * height > BR_BITMAP_MAX_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a picture of %u × %u dots is outside the limits", width, height);
      return NULL;
    }
  self = g_atomic_rc_box_new (BrBitmap);
  *self = (BrBitmap) { .width = width, .height = height, .stride = stride, .rows = g_malloc0 (stride * height) };
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

/* Bits from..to (exclusive) of one row. */
static void
fill_row (guint8 *row, int from, int to)
{
  for (int x = from; x < to;)
    if (x % 8 == 0 && to - x >= 8)
      {
        row[x / 8] = 0xFF;
        x += 8;
      }
    else
      {
        row[x / 8] |= 0x80 >> (x % 8);
        x++;
      }
}

void
br_bitmap_fill (BrBitmap *self, int x, int y, int width, int height)
{
  int left = MAX (x, 0), top = MAX (y, 0);
  int right = MIN ((gint64) x + width, self->width), bottom = MIN ((gint64) y + height, self->height);

  for (int row = top; row < bottom; row++)
    fill_row (self->rows + (gsize) row * self->stride, left, right);
}

BrBitmap *
br_bitmap_turn (const BrBitmap *self, guint quarters)
{
  gboolean lies = quarters % 2 == 1;
  BrBitmap *turned = br_bitmap_new (lies ? self->height : self->width, lies ? self->width : self->height, NULL);
  int last_x = (int) turned->width - 1, last_y = (int) turned->height - 1;

  for (int y = 0; y <= last_y; y++)
    for (int x = 0; x <= last_x; x++)
      {
        int from_x = quarters == 1 ? y : quarters == 2 ? last_x - x : quarters == 3 ? last_y - y : x;
        int from_y = quarters == 1 ? last_x - x : quarters == 2 ? last_y - y : quarters == 3 ? x : y;

        if (br_bitmap_get (self, from_x, from_y))
          turned->rows[(gsize) y * turned->stride + x / 8] |= 0x80 >> (x % 8);
      }
  return turned;
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
