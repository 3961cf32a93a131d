/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags' pictures as PNG: every kind of tag's colours come back, dot for dot. */
#include "config.h"

#include <cairo.h>
#include <string.h>

#include "br-tag-png.h"

/** Reading: a file in memory. */
typedef struct
{
  GBytes *png;
  gsize at;
} Reading;

static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  Reading *reading = closure;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (reading->png, &size);

  if (size - reading->at < length)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, bytes + reading->at, length);
  reading->at += length;
  return CAIRO_STATUS_SUCCESS;
}

static void
assert_reads_back (const BrTagImage *image)
{
  g_autoptr (GBytes) png = br_tag_png_encode (image), again = br_tag_png_encode (image);
  Reading reading = { png, 0 };
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_cb, &reading);

  g_assert_true (g_bytes_equal (png, again));
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, (int) image->type.width);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, (int) image->type.height);
  for (gsize y = 0; y < image->type.height; y++)
    {
      const guint32 *row = (const guint32 *) (cairo_image_surface_get_data (surface) + y * (gsize) cairo_image_surface_get_stride (surface));

      for (gsize x = 0; x < image->type.width; x++)
        g_assert_cmphex (row[x] & 0xffffff, ==, br_tag_colour_rgb (image->type.colours[image->pixels[y * image->type.width + x]]));
    }
  cairo_surface_destroy (surface);
}

static void
test_types (void)
{
  const BrTagType *type;

  for (guint n = 0; (type = br_tag_type_nth (n)) != NULL; n += 7)
    {
      g_autoptr (BrTagImage) image = br_tag_image_new (type, NULL);

      for (gsize i = 0; i < type->width * type->height; i++)
        image->pixels[i] = (guint8) ((i / 3 + i / type->width) % type->n_colours);
      assert_reads_back (image);
    }
}

/* No true colour: the file says how many colours there are. */
static void
test_palette (void)
{
  g_autoptr (BrTagImage) image = br_tag_image_new (br_tag_type_find (0x01), NULL);
  g_autoptr (GBytes) png = br_tag_png_encode (image);
  const guint8 *bytes = g_bytes_get_data (png, NULL);

  g_assert_cmpmem (bytes + 24, 2, "\x08\x03", 2); /* IHDR: bit depth, colour type */
  g_assert_cmpmem (bytes + 33, 17, "\0\0\0\x09PLTE\xff\xff\xff\0\0\0\xff\0\0", 17);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-png/types", test_types);
  g_test_add_func ("/tag-png/palette", test_palette);
  return g_test_run ();
}
