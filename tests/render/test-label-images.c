/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-error.h"
#include "br-label-images.h"
#include "paper.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* A picture whose left half is black and whose right half is `grey`, with alpha. */
static GBytes *
make_file (int width, int height, guint8 grey, const char *format)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, strcmp (format, "png") == 0, 8, width, height);
  g_autoptr (GdkPixbuf) right = gdk_pixbuf_new_subpixbuf (pixbuf, width / 2, 0, width - width / 2, height);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize n;

  gdk_pixbuf_fill (pixbuf, 0x000000FF);
  gdk_pixbuf_fill (right, (guint32) grey << 24 | (guint32) grey << 16 | (guint32) grey << 8 | 0xFF);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &bytes, &n, format, &error, NULL));
  return g_bytes_new_take (bytes, n);
}

static void
test_threshold (void)
{
  static const struct
  {
    const char *format;
    guint8 grey;
    int threshold;
    gsize n_black; /* of 16 x 8 dots */
  } rows[] = {
    { "png", 255, 128, 64 }, { "jpeg", 255, 128, 64 }, { "png", 100, 128, 128 }, { "png", 100, 100, 64 }, { "png", 255, 0, 0 }, { "jpeg", 40, 128, 128 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrLabelImages) images = br_label_images_new ();
      g_autoptr (GBytes) bytes = make_file (16, 8, rows[i].grey, rows[i].format);
      BrLabelImageSpec spec = { bytes, 16, 8, BR_DITHER_THRESHOLD, rows[i].threshold };
      g_autoptr (GError) error = NULL;
      const BrBitmap *bitmap = br_label_images_get (images, &spec, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (paper_count (bitmap), ==, rows[i].n_black);
    }
}

/* Grey becomes as many black dots as it is dark. */
static void
test_ordered (void)
{
  g_autoptr (BrLabelImages) images = br_label_images_new ();

  for (int grey = 0; grey <= 255; grey += 51)
    {
      g_autoptr (GBytes) bytes = make_file (64, 64, (guint8) grey, "png");
      BrLabelImageSpec spec = { bytes, 64, 64, BR_DITHER_ORDERED, 0 };
      const BrBitmap *bitmap = br_label_images_get (images, &spec, NULL);
      int expected = 2048 + 2048 * (255 - grey) / 255;

      g_assert_cmpint (ABS ((int) paper_count (bitmap) - expected), <=, 64);
    }
}

/* In its own proportions, as large as the box allows, made smaller or larger. */
static void
test_fit (void)
{
  static const int rows[][4] = { { 16, 8, 16, 8 }, { 32, 8, 16, 8 }, { 16, 32, 16, 8 }, { 4, 100, 4, 2 }, { 8, 100, 8, 4 }, { 1, 1, 1, 1 } };
  g_autoptr (BrLabelImages) images = br_label_images_new ();
  g_autoptr (GBytes) bytes = make_file (40, 20, 255, "png");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrLabelImageSpec spec = { bytes, rows[i][0], rows[i][1], BR_DITHER_THRESHOLD, 128 };
      const BrBitmap *bitmap = br_label_images_get (images, &spec, NULL);

      g_assert_cmpuint (bitmap->width, ==, rows[i][2]);
      g_assert_cmpuint (bitmap->height, ==, rows[i][3]);
      g_assert_true (br_label_images_get (images, &spec, NULL) == bitmap); /* kept */
    }
}

/* A file of 57 bytes that says it has 60,000 × 60,000 dots is refused by its header. */
static void
test_bomb (void)
{
  static const guint8 header[] =
      "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0\x96\x3c\x99\x2a\0\0\0\x0cIDAT\x78\x9c\x63\0\0\0\0\0\0\0\0\0\0";
  g_autoptr (BrLabelImages) images = br_label_images_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (header, sizeof header - 1);
  BrLabelImageSpec spec = { bytes, 16, 8, BR_DITHER_THRESHOLD, 128 };
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  g_assert_null (br_label_images_get (images, &spec, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

static void
test_broken (void)
{
  static const char *const files[] = { "", "GIF89a", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0", "<svg/>", "\xff\xd8\xff and then nothing of the kind" };
  g_autoptr (BrLabelImages) images = br_label_images_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (files[i], strlen (files[i]));
      BrLabelImageSpec spec = { bytes, 16, 8, BR_DITHER_THRESHOLD, 128 };

      for (int again = 0; again < 2; again++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_null (br_label_images_get (images, &spec, &error));
          g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
        }
    }
}

/* A file cut off at any byte gives a picture or an error, never worse. */
static void
test_cut (void)
{
  g_autoptr (GBytes) png = make_file (16, 8, 200, "png");
  g_autoptr (GBytes) jpeg = make_file (16, 8, 200, "jpeg");
  GBytes *files[] = { png, jpeg };
  g_autoptr (BrLabelImages) images = br_label_images_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    for (gsize n = 0; n < g_bytes_get_size (files[i]); n++)
      {
        g_autoptr (GBytes) cut = g_bytes_new_from_bytes (files[i], 0, n);
        BrLabelImageSpec spec = { cut, 16, 8, BR_DITHER_THRESHOLD, 128 };

        br_label_images_get (images, &spec, NULL);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/label-images/threshold", test_threshold);
  g_test_add_func ("/render/label-images/ordered", test_ordered);
  g_test_add_func ("/render/label-images/fit", test_fit);
  g_test_add_func ("/render/label-images/bomb", test_bomb);
  g_test_add_func ("/render/label-images/broken", test_broken);
  g_test_add_func ("/render/label-images/cut", test_cut);
  return g_test_run ();
}
