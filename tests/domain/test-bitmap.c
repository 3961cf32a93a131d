/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of one bit a dot: edges, limits, and every fast way compared with dot by dot. */
#include "config.h"

#include "br-bitmap.h"
#include "br-error.h"

static void
test_limits (void)
{
  static const struct
  {
    guint width, height;
    gboolean fits;
  } rows[] = {
    { 1, 1, TRUE },
    { 0, 1, FALSE },
    { 1, 0, FALSE },
    { BR_BITMAP_MAX_SIDE, 1, TRUE },
    { 1, BR_BITMAP_MAX_SIDE, TRUE },
    { BR_BITMAP_MAX_SIDE + 1, 1, FALSE },
    { 1, BR_BITMAP_MAX_SIDE + 1, FALSE },
    { 4096, 65535, TRUE },
    { 4097, 65535, FALSE },  /* a byte more a row is too much */
    { 65535, 4097, FALSE },  /* and it may be turned */
    { G_MAXUINT, G_MAXUINT, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BrBitmap) bitmap = br_bitmap_new (rows[i].width, rows[i].height, &error);

      g_assert_cmpint (bitmap != NULL, ==, rows[i].fits);
      if (bitmap == NULL)
        g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
      else
        g_assert_cmpint (bitmap->stride, ==, (rows[i].width + 7) / 8);
    }
}

/* A picture with black dots here and there, the same for the same seed. */
static BrBitmap *
scattered (GRand *rand, guint width, guint height)
{
  BrBitmap *bitmap = br_bitmap_new (width, height, NULL);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      if (g_rand_int_range (rand, 0, 3) == 0)
        br_bitmap_fill (bitmap, (int) x, (int) y, 1, 1);
  return bitmap;
}

static void
assert_pad_is_white (const BrBitmap *bitmap)
{
  for (guint y = 0; y < bitmap->height; y++)
    if (bitmap->width % 8 != 0)
      g_assert_cmpint (bitmap->rows[(gsize) y * bitmap->stride + bitmap->stride - 1] & (0xFF >> (bitmap->width % 8)), ==, 0);
}

static gboolean
is_inside (int value, int from, int length)
{
  return value >= from && value - (gint64) from < length;
}

static void
test_fill (void)
{
  static const int rows[][4] = {
    { 0, 0, 11, 2 },
    { 7, 0, 2, 1 },
    { 8, 1, 3, 1 },
    { -5, -5, 6, 6 },
    { 10, 1, 100, 100 },
    { 3, 0, 0, 2 },
    { 3, 0, -2, 2 },
    { 11, 0, 1, 1 },
    { -3, 0, 3, 2 },
    { 0, 0, 8, 1 },
    { 1, 0, 7, 2 },
    { 2, 1, 3, 1 },
    { G_MAXINT, 0, G_MAXINT, 1 },
    { -G_MAXINT, 0, G_MAXINT, 2 },
    { G_MININT, G_MININT, G_MAXINT, G_MAXINT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const int *r = rows[i];
      g_autoptr (BrBitmap) black = br_bitmap_new (11, 2, NULL);
      g_autoptr (BrBitmap) white = br_bitmap_new (11, 2, NULL);

      br_bitmap_fill (white, 0, 0, 11, 2);
      br_bitmap_fill (black, r[0], r[1], r[2], r[3]);
      br_bitmap_erase (white, r[0], r[1], r[2], r[3]);
      for (int y = 0; y < 2; y++)
        for (int x = 0; x < 11; x++)
          {
            gboolean inside = is_inside (x, r[0], r[2]) && is_inside (y, r[1], r[3]);

            g_assert_cmpint (br_bitmap_get (black, x, y), ==, inside);
            g_assert_cmpint (br_bitmap_get (white, x, y), ==, !inside);
          }
      assert_pad_is_white (black);
    }
}

static void
test_get_outside (void)
{
  g_autoptr (BrBitmap) bitmap = br_bitmap_new (9, 3, NULL);

  br_bitmap_fill (bitmap, 0, 0, 9, 3);
  g_assert_true (br_bitmap_get (bitmap, 8, 2));
  g_assert_false (br_bitmap_get (bitmap, 9, 2));
  g_assert_false (br_bitmap_get (bitmap, -1, 0));
  g_assert_false (br_bitmap_get (bitmap, 0, 3));
  g_assert_cmpint (bitmap->rows[1], ==, 0x80);
}

static void
stamp_once (GRand *rand)
{
  g_autoptr (BrBitmap) ground = scattered (rand, (guint) g_rand_int_range (rand, 1, 40), (guint) g_rand_int_range (rand, 1, 12));
  g_autoptr (BrBitmap) stamp = scattered (rand, (guint) g_rand_int_range (rand, 1, 40), (guint) g_rand_int_range (rand, 1, 12));
  BrBitmapInk ink = g_rand_boolean (rand) ? BR_INK_BLACK : BR_INK_WHITE;
  int x = g_rand_int_range (rand, -45, 45), y = g_rand_int_range (rand, -14, 14);
  g_autoptr (BrBitmap) result = br_bitmap_turn (ground, 0);

  br_bitmap_stamp (result, stamp, x, y, ink);
  for (int row = 0; row < (int) ground->height; row++)
    for (int column = 0; column < (int) ground->width; column++)
      {
        gboolean expected = br_bitmap_get (stamp, column - x, row - y) ? ink == BR_INK_BLACK : br_bitmap_get (ground, column, row);

        g_assert_cmpint (br_bitmap_get (result, column, row), ==, expected);
      }
  assert_pad_is_white (result);
}

static void
test_stamp (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (int i = 0; i < 2000; i++)
    stamp_once (rand);
}

/* Where the dot x, y of a picture is after it was turned clockwise. */
static void
turn_dot (const BrBitmap *bitmap, guint quarters, int *x, int *y)
{
  int width = (int) bitmap->width, height = (int) bitmap->height;

  for (guint i = 0; i < quarters; i++)
    {
      int left = *x, side = height;

      *x = height - 1 - *y;
      *y = left;
      height = width;
      width = side;
    }
}

static void
test_turn (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 400; i++)
    {
      guint quarters = i % 4;
      g_autoptr (BrBitmap) bitmap = scattered (rand, (guint) g_rand_int_range (rand, 1, 40), (guint) g_rand_int_range (rand, 1, 40));
      g_autoptr (BrBitmap) turned = br_bitmap_turn (bitmap, quarters);
      g_autoptr (BrBitmap) back = br_bitmap_turn (turned, (4 - quarters) % 4);

      for (int y = 0; y < (int) bitmap->height; y++)
        for (int x = 0; x < (int) bitmap->width; x++)
          {
            int to_x = x, to_y = y;

            turn_dot (bitmap, quarters, &to_x, &to_y);
            g_assert_cmpint (br_bitmap_get (turned, to_x, to_y), ==, br_bitmap_get (bitmap, x, y));
          }
      assert_pad_is_white (turned);
      g_assert_true (br_bitmap_equal (back, bitmap));
    }
}

/* As many as are got one by one, also of rectangles that lie partly outside. */
static void
test_count (void)
{
  g_autoptr (BrBitmap) bitmap = br_bitmap_new (37, 9, NULL);

  for (int i = 0; i < 37 * 9; i += 1 + i % 5)
    br_bitmap_fill (bitmap, i % 37, i / 37, 1, 1);
  for (int x = -3; x < 40; x += 2)
    for (int width = 0; width < 45; width += 3)
      {
        guint n = 0;

        for (int row = 2; row < 12; row++)
          for (int column = x; column < x + width; column++)
            n += br_bitmap_get (bitmap, column, row) ? 1 : 0;
        g_assert_cmpuint (br_bitmap_count (bitmap, x, 2, width, 10), ==, n);
      }
}

/* Windows anywhere over and beside a picture, dot by dot. */
static void
test_cut (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (BrBitmap) bitmap = scattered (rand, 37, 21);

  for (guint i = 0; i < 300; i++)
    {
      int x = g_rand_int_range (rand, -60, 60), y = g_rand_int_range (rand, -40, 40);
      guint width = (guint) g_rand_int_range (rand, 1, 50), height = (guint) g_rand_int_range (rand, 1, 40);
      g_autoptr (BrBitmap) window = br_bitmap_cut (bitmap, x, y, width, height);

      assert_pad_is_white (window);
      for (int row = 0; row < (int) height; row++)
        for (int column = 0; column < (int) width; column++)
          g_assert_cmpint (br_bitmap_get (window, column, row), ==, br_bitmap_get (bitmap, x + column, y + row));
      for (int bit = 0; bit < 8; bit++)
        g_assert_cmpint (br_bitmap_dots (bitmap, x, (int) (i % 21)) >> (7 - bit) & 1, ==, br_bitmap_get (bitmap, x + bit, (int) (i % 21)));
    }
  g_assert_null (br_bitmap_cut (bitmap, 0, 0, 0, 1));
}

static void
test_blank_row (void)
{
  g_autoptr (BrBitmap) bitmap = br_bitmap_new (30, 3, NULL);

  br_bitmap_fill (bitmap, 29, 1, 1, 1);
  br_bitmap_fill (bitmap, 0, 2, 1, 1);
  g_assert_true (br_bitmap_is_blank_row (bitmap, 0));
  g_assert_false (br_bitmap_is_blank_row (bitmap, 1));
  g_assert_false (br_bitmap_is_blank_row (bitmap, 2));
}

/* The hash is kept with printed labels: it may not change between versions, so it is compared with one worked out by hand. */
static void
test_hash (void)
{
  static const guint8 expected[] = { 9, 0, 0, 0, 2, 0, 0, 0, 0x80, 0x00, 0x00, 0x80 };
  g_autoptr (BrBitmap) bitmap = br_bitmap_new (9, 2, NULL);
  g_autoptr (BrBitmap) wider = br_bitmap_new (10, 2, NULL);
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, expected, sizeof expected);
  g_autofree char *hash = NULL, *wider_hash = NULL;

  br_bitmap_fill (bitmap, 0, 0, 1, 1);
  br_bitmap_fill (bitmap, 8, 1, 1, 1);
  br_bitmap_fill (wider, 0, 0, 1, 1);
  br_bitmap_fill (wider, 8, 1, 1, 1);
  hash = br_bitmap_hash (bitmap);
  wider_hash = br_bitmap_hash (wider);
  g_assert_cmpstr (hash, ==, sum);
  g_assert_cmpstr (hash, !=, wider_hash);
  g_assert_false (br_bitmap_equal (bitmap, wider));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/bitmap/limits", test_limits);
  g_test_add_func ("/domain/bitmap/fill", test_fill);
  g_test_add_func ("/domain/bitmap/get-outside", test_get_outside);
  g_test_add_func ("/domain/bitmap/stamp", test_stamp);
  g_test_add_func ("/domain/bitmap/turn", test_turn);
  g_test_add_func ("/domain/bitmap/count", test_count);
  g_test_add_func ("/domain/bitmap/cut", test_cut);
  g_test_add_func ("/domain/bitmap/blank-row", test_blank_row);
  g_test_add_func ("/domain/bitmap/hash", test_hash);
  return g_test_run ();
}
