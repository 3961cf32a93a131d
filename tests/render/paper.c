/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paper.h"

#include <cairo.h>
#include <string.h>

void
paper_write_png (const BrBitmap *bitmap, int margin, const char *path)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) bitmap->width + 2 * margin, (int) bitmap->height + 2 * margin);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  int height = cairo_image_surface_get_height (surface), width = cairo_image_surface_get_width (surface);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      ((guint32 *) (pixels + (gsize) y * stride))[x] = br_bitmap_get (bitmap, x - margin, y - margin) ? 0 : 0xFFFFFF;
  cairo_surface_mark_dirty (surface);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
}

gboolean
paper_ink_box (const BrBitmap *bitmap, int box[4])
{
  int left = G_MAXINT, top = G_MAXINT, right = -1, bottom = -1;

  for (int y = 0; y < (int) bitmap->height; y++)
    for (int x = 0; x < (int) bitmap->width; x++)
      if (br_bitmap_get (bitmap, x, y))
        {
          left = MIN (left, x);
          top = MIN (top, y);
          right = MAX (right, x + 1);
          bottom = MAX (bottom, y + 1);
        }
  box[0] = left;
  box[1] = top;
  box[2] = right - left;
  box[3] = bottom - top;
  return right >= 0;
}

gsize
paper_count (const BrBitmap *bitmap)
{
  gsize n = 0;

  for (gsize i = 0; i < (gsize) bitmap->stride * bitmap->height; i++)
    n += (gsize) __builtin_popcount (bitmap->rows[i]);
  return n;
}

BrBitmap *
paper_from_text (const char *text)
{
  g_auto (GStrv) rows = g_strsplit (text, "/", -1);
  BrBitmap *bitmap = br_bitmap_new ((guint) strlen (rows[0]), g_strv_length (rows), NULL);

  for (int y = 0; rows[y] != NULL; y++)
    for (int x = 0; rows[y][x] != '\0'; x++)
      if (rows[y][x] == '#')
        br_bitmap_fill (bitmap, x, y, 1, 1);
  return bitmap;
}

char *
paper_to_text (const BrBitmap *bitmap)
{
  GString *text = g_string_new (NULL);

  for (int y = 0; y < (int) bitmap->height; y++)
    {
      if (y > 0)
        g_string_append_c (text, '/');
      for (int x = 0; x < (int) bitmap->width; x++)
        g_string_append_c (text, br_bitmap_get (bitmap, x, y) ? '#' : '.');
    }
  return g_string_free_and_steal (text);
}
