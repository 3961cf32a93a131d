/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is uploaded, taken apart again as a station does: every pixel of every kind of tag must come back, by the rule stations find the nearest colour with,
 * also when they keep five or six bits of a colour, or three and two.
 */
#include "config.h"

#include "br-tag-jpeg.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

typedef guint (*Pattern) (const BrTagType *type, guint x, guint y);

static guint
stripes (const BrTagType *type, guint x, guint y)
{
  if (x >= 1 && x <= 8 && y >= 1 && y <= 8)
    return type->n_colours - 1;
  if (x == 0 || y == 0 || x == type->width - 1 || y == type->height - 1)
    return 1;
  return (x / 3 + 2 * (y / 5)) % type->n_colours;
}

static guint
first (const BrTagType *type, guint x, guint y)
{
  return 0;
}

static guint
second (const BrTagType *type, guint x, guint y)
{
  return 1;
}

static guint
corners (const BrTagType *type, guint x, guint y)
{
  return (x == 0 || x == type->width - 1) && (y == 0 || y == type->height - 1) ? 1 : 0;
}

static guint
checkers (const BrTagType *type, guint x, guint y)
{
  return (x + y) % 2;
}

static guint
noise (const BrTagType *type, guint x, guint y)
{
  return (guint) g_test_rand_int_range (0, (int) type->n_colours);
}

static const Pattern patterns[] = { stripes, first, second, corners, checkers, noise };

static BrTagImage *
make_image (const BrTagType *type, Pattern pattern)
{
  BrTagImage *image = br_tag_image_new (type, NULL);

  for (guint y = 0; y < type->height; y++)
    for (guint x = 0; x < type->width; x++)
      image->pixels[y * type->width + x] = pattern (type, x, y);
  return image;
}

/* The frame header: baseline, three components, all sampled alike. */
static void
check_frame (GBytes *jpeg, const BrTagType *type)
{
  gsize size, at = 2;
  const guint8 *bytes = g_bytes_get_data (jpeg, &size);

  g_assert_cmpmem (bytes, 2, "\xFF\xD8", 2);
  while (bytes[at + 1] != 0xC0)
    {
      g_assert_cmpint (bytes[at], ==, 0xFF);
      g_assert_false (bytes[at + 1] > 0xC0 && bytes[at + 1] < 0xD0 && bytes[at + 1] != 0xC4 && bytes[at + 1] != 0xC8); /* no other kind of frame */
      at += 2 + (bytes[at + 2] << 8 | bytes[at + 3]);
      g_assert_cmpuint (at + 19, <, size);
    }
  g_assert_cmpuint (bytes[at + 5] << 8 | bytes[at + 6], ==, type->height);
  g_assert_cmpuint (bytes[at + 7] << 8 | bytes[at + 8], ==, type->width);
  g_assert_cmpuint (bytes[at + 9], ==, 3);
  for (guint component = 0; component < 3; component++)
    g_assert_cmphex (bytes[at + 11 + 3 * component], ==, 0x11);
}

static gboolean
is_grey (int r, int g, int b, int most)
{
  return ABS (r - g) < most && ABS (b - g) < most;
}

static guint
find_nearest (const BrTagType *type, int r, int g, int b)
{
  int least = G_MAXINT;
  guint nearest = 0;

  for (guint i = 0; i < type->n_colours; i++)
    {
      guint32 rgb = br_tag_colour_rgb (type->colours[i]);
      int pr = (int) (rgb >> 16), pg = (int) (rgb >> 8 & 0xFF), pb = (int) (rgb & 0xFF);
      int distance = (int) (3.0 * (r - pr) * (r - pr) + 5.47 * (g - pg) * (g - pg) + 1.53 * (b - pb) * (b - pb));

      if ((is_grey (r, g, b, 20) && !is_grey (pr, pg, pb, 21)) || distance >= least)
        continue;
      least = distance;
      nearest = i;
    }
  return nearest;
}

/* The highest bits of a colour, the rest as bright as they are. */
static int
reduce (int value, int bits)
{
  int kept = value >> (8 - bits);

  return kept * 255 / ((1 << bits) - 1);
}

static guint
count_wrong (const BrTagImage *image, GdkPixbuf *pixbuf, const int bits[3])
{
  const BrTagType *type = &image->type;
  guint wrong = 0;

  for (guint y = 0; y < type->height; y++)
    for (guint x = 0; x < type->width; x++)
      {
        const guint8 *at = gdk_pixbuf_read_pixels (pixbuf) + y * (guint) gdk_pixbuf_get_rowstride (pixbuf) + x * (guint) gdk_pixbuf_get_n_channels (pixbuf);

        wrong += find_nearest (type, reduce (at[0], bits[0]), reduce (at[1], bits[1]), reduce (at[2], bits[2])) != image->pixels[y * type->width + x] ? 1 : 0;
      }
  return wrong;
}

static void
check_image (const BrTagImage *image)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) jpeg = br_tag_jpeg_encode (image, &error);
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type ("jpeg", &error);
  GdkPixbuf *pixbuf;

  g_assert_no_error (error);
  check_frame (jpeg, &image->type);
  gdk_pixbuf_loader_write_bytes (loader, jpeg, &error);
  g_assert_no_error (error);
  gdk_pixbuf_loader_close (loader, &error);
  g_assert_no_error (error);
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  g_assert_cmpuint (count_wrong (image, pixbuf, (int[]) { 8, 8, 8 }), ==, 0);
  g_assert_cmpuint (count_wrong (image, pixbuf, (int[]) { 5, 6, 5 }), ==, 0);
  /* Orange of three bits red, three green and two blue is another colour before it is looked at; such boards cannot show it. */
  if (br_tag_type_index (&image->type, BR_TAG_ORANGE) < 0)
    g_assert_cmpuint (count_wrong (image, pixbuf, (int[]) { 3, 3, 2 }), ==, 0);
}

/* Every palette there is, on the first kind that has it: what is encoded depends on nothing else. */
static void
test_pixels (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  for (guint i = 0; br_tag_type_nth (i) != NULL; i++)
    {
      const BrTagType *type = br_tag_type_nth (i);

      if (!g_hash_table_add (seen, g_bytes_new_static (type->colours, sizeof type->colours)))
        continue;
      for (gsize p = 0; p < G_N_ELEMENTS (patterns); p++)
        if (patterns[p] == noise || type->width * type->height <= 296 * 128)
          {
            g_autoptr (BrTagImage) image = make_image (type, patterns[p]);

            check_image (image);
          }
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 7);
}

static void
test_deterministic (void)
{
  g_autoptr (BrTagImage) image = make_image (br_tag_type_find (0x07), stripes);
  g_autoptr (GBytes) a = br_tag_jpeg_encode (image, NULL), b = br_tag_jpeg_encode (image, NULL);

  g_assert_true (g_bytes_equal (a, b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-jpeg/pixels", test_pixels);
  g_test_add_func ("/tag-jpeg/deterministic", test_deterministic);
  return g_test_run ();
}
