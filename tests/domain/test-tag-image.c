/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures for tags: their identity stays what it is for ever, and what is kept comes back or is refused. */
#include "config.h"

#include "br-error.h"
#include "br-tag-image.h"

/* Stripes of all colours in a border, a square in the corner. */
static BrTagImage *
make_pattern (guint code)
{
  BrTagImage *image = br_tag_image_new (br_tag_type_find (code), NULL);
  guint width = image->type.width, height = image->type.height, n = image->type.n_colours;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint8 *pixel = &image->pixels[y * width + x];

        *pixel = (x / 3 + 2 * (y / 5)) % n;
        if (x == 0 || y == 0 || x == width - 1 || y == height - 1)
          *pixel = 1;
        if (x >= 1 && x <= 8 && y >= 1 && y <= 8)
          *pixel = n - 1;
      }
  return image;
}

/* Digests are kept by stores: these were worked out by another program, and must never change. */
static void
test_digest (void)
{
  g_autoptr (BrTagImage) white = br_tag_image_new (br_tag_type_find (0x00), NULL), pattern = make_pattern (0x07);
  g_autofree char *a = br_tag_image_digest (white), *b = br_tag_image_digest (pattern);

  g_assert_cmpuint (strlen (a), ==, BR_TAG_DIGEST_LENGTH);
  g_assert_cmpstr (a, ==, "e4950927efa2d5870bfa69e8375c5fdd95e67dd2b528df149ed8737cd7702d42");
  g_assert_cmpstr (b, ==, "f1073696cb4632f1bf292ad5a0b8e9abf38ce80537ae0baf846b3a3483074181");
}

/* A digest differs with everything a tag of it would show otherwise. */
static void
test_digest_differs (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (BrTagImage) image = br_tag_image_new (br_tag_type_find (0x01), NULL);
  g_autoptr (BrTagImage) turned = br_tag_image_new (br_tag_type_find (0x01), NULL);

  g_assert_true (g_hash_table_add (seen, br_tag_image_digest (image)));
  turned->type.rotate_buffer = 3;
  g_assert_true (g_hash_table_add (seen, br_tag_image_digest (turned)));
  for (guint i = 0; i < 296 * 128; i += 296 * 128 - 1)
    {
      image->pixels[i] = 2;
      g_assert_true (g_hash_table_add (seen, br_tag_image_digest (image)));
    }
}

static void
test_new (void)
{
  g_autoptr (BrTagImage) black_first = br_tag_image_new (br_tag_type_find (0xBB), NULL);
  g_autoptr (GError) error = NULL;
  BrTagType unsound = *br_tag_type_find (0x01);

  g_assert_cmpint (black_first->type.colours[black_first->pixels[0]], ==, BR_TAG_WHITE);
  unsound.n_colours = 0;
  g_assert_null (br_tag_image_new (&unsound, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
}

/* Half of it is black, whatever the tag; the rest red, or white where there is no red. */
static void
test_finder (void)
{
  for (guint i = 0; br_tag_type_nth (i) != NULL; i++)
    {
      const BrTagType *type = br_tag_type_nth (i);
      g_autoptr (BrTagImage) image = br_tag_image_new_finder (type, NULL);
      guint n = type->width * type->height, n_black = 0;
      BrTagColour other = br_tag_type_index (type, BR_TAG_RED) >= 0 ? BR_TAG_RED : BR_TAG_WHITE;

      for (guint p = 0; p < n; p++)
        {
          n_black += type->colours[image->pixels[p]] == BR_TAG_BLACK ? 1 : 0;
          g_assert_true (type->colours[image->pixels[p]] == BR_TAG_BLACK || type->colours[image->pixels[p]] == other);
        }
      g_assert_cmpuint (n_black, >, n * 2 / 5);
      g_assert_cmpuint (n_black, <, n * 3 / 5);
    }
}

static void
assert_kept (const BrTagImage *image)
{
  g_autoptr (GBytes) packed = br_tag_image_pack (image);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagImage) back = br_tag_image_unpack (&image->type, packed, &error);

  g_assert_no_error (error);
  g_assert_true (br_tag_image_equal (image, back));
}

static void
test_pack (void)
{
  for (guint i = 0; br_tag_type_nth (i) != NULL; i++)
    {
      g_autoptr (BrTagImage) white = br_tag_image_new (br_tag_type_nth (i), NULL), pattern = make_pattern (br_tag_type_nth (i)->code);

      assert_kept (white);
      assert_kept (pattern);
      g_assert_false (br_tag_image_equal (white, pattern));
    }
}

static void
test_pack_random (void)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (BrTagImage) image = br_tag_image_new (br_tag_type_nth (g_test_rand_int_range (0, 86)), NULL);
      guint n = image->type.width * image->type.height;

      for (guint at = 0; at < n;)
        for (guint run = g_test_rand_int_range (1, i % 2 == 0 ? 40 : 20000), index = g_test_rand_int_range (0, image->type.n_colours); run > 0 && at < n; run--)
          image->pixels[at++] = index;
      assert_kept (image);
    }
}

/* What is kept for one size, cut off, too long, of unknown colours or of another format is damaged, never a picture. */
static void
test_unpack_damaged (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
  } rows[] = {
    { "", 0 },
    { "\x01", 1 },                         /* nothing in it */
    { "\x02\x80\xa4\x0b", 4 },             /* a format nobody knows */
    { "\x01\x80\xa4", 3 },                 /* a run cut off */
    { "\x01\xf8\xa3\x0b", 4 },             /* 23,103 pixels: one is missing */
    { "\x01\x88\xa4\x0b", 4 },             /* 23,105 pixels: one too many */
    { "\x01\x80\xa4\x0b\x08", 5 },         /* one pixel more behind a whole picture */
    { "\x01\x00\x80\xa4\x0b", 5 },         /* a run of nothing */
    { "\x01\x83\xa4\x0b", 4 },             /* colour 3 of three */
    { "\x01\x80\x80\x80\x80\x80\x00", 7 }, /* a number without end */
    { "\x01\xff\xff\xff\x7f", 5 },         /* a run past every picture */
  };
  const BrTagType *type = br_tag_type_find (0x00);
  g_autoptr (GBytes) whole = g_bytes_new_static ("\x01\x80\xa4\x0b", 4); /* 23,104 = 152 × 152 times white */
  g_autoptr (BrTagImage) white = br_tag_image_unpack (type, whole, NULL);

  g_assert_nonnull (white);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) packed = g_bytes_new_static (rows[i].bytes, rows[i].length);
      g_autoptr (GError) error = NULL;

      g_assert_null (br_tag_image_unpack (type, packed, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_CORRUPT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-image/digest", test_digest);
  g_test_add_func ("/tag-image/digest-differs", test_digest_differs);
  g_test_add_func ("/tag-image/new", test_new);
  g_test_add_func ("/tag-image/finder", test_finder);
  g_test_add_func ("/tag-image/pack", test_pack);
  g_test_add_func ("/tag-image/pack-random", test_pack_random);
  g_test_add_func ("/tag-image/unpack-damaged", test_unpack_damaged);
  return g_test_run ();
}
