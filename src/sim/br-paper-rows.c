/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a label, gathered. */
#include "config.h"

#include "br-paper-rows.h"

#include <string.h>

void
br_paper_rows_init (BrPaperRows *self, gsize row_bytes)
{
  *self = (BrPaperRows) { .bytes = g_byte_array_new (), .row_bytes = row_bytes };
}

void
br_paper_rows_clear (BrPaperRows *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

void
br_paper_rows_empty (BrPaperRows *self)
{
  g_byte_array_set_size (self->bytes, 0);
  self->n = 0;
}

guint8 *
br_paper_rows_add (BrPaperRows *self)
{
  gsize begin = self->n * self->row_bytes;

  if (self->n >= BR_BITMAP_MAX_SIDE || begin + self->row_bytes > BR_BITMAP_MAX_BYTES)
    return NULL;
  g_byte_array_set_size (self->bytes, (guint) (begin + self->row_bytes));
  memset (self->bytes->data + begin, 0, self->row_bytes);
  self->n++;
  return self->bytes->data + begin;
}

guint8 *
br_paper_rows_last (BrPaperRows *self)
{
  return self->n > 0 ? self->bytes->data + (self->n - 1) * self->row_bytes : NULL;
}

/* Dot x of the label is bit first + x * step. */
static BrBitmap *
cut (const BrPaperRows *self, int first, int step, guint width)
{
  BrBitmap *bitmap = self->n > 0 ? br_bitmap_new (width, self->n, NULL) : NULL;

  for (guint y = 0; bitmap != NULL && y < self->n; y++)
    {
      const guint8 *row = self->bytes->data + y * self->row_bytes;

      for (int x = 0; x < (int) width; x++)
        {
          int bit = first + x * step;

          if (bit >= 0 && bit < (int) self->row_bytes * 8 && (row[bit / 8] >> (7 - bit % 8) & 1))
            bitmap->rows[(gsize) y * bitmap->stride + (gsize) x / 8] |= (guint8) (0x80 >> (x % 8));
        }
    }
  return bitmap;
}

BrBitmap *
br_paper_rows_cut (const BrPaperRows *self, guint first, guint width)
{
  return cut (self, (int) first, 1, width);
}

BrBitmap *
br_paper_rows_cut_mirrored (const BrPaperRows *self, guint first, guint width)
{
  return cut (self, (int) (first + width) - 1, -1, width);
}
