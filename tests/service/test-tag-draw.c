/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tag without goods shows: its key as a code, by which it can be bound; and never what it showed before, whatever its kind. */
#include "config.h"

#include "../store/tag-shop.h"

#include "br-tag-draw.h"

#define KEY "0000021A4B3C9D10"

static gint64 shop_tag;

static gboolean
hear (BrStoreTx *tx, gpointer data, GError **error)
{
  shop_tag = tag_shop_tag (tx, tag_shop_station (tx, "10.0.0.1"), KEY);
  return TRUE;
}

static guint
count_ink (const BrTagImage *image)
{
  int white = br_tag_type_index (&image->type, BR_TAG_WHITE);
  guint n = 0;

  for (guint i = 0; i < image->type.width * image->type.height; i++)
    n += image->pixels[i] != white ? 1 : 0;
  return n;
}

static BrTagImage *
draw (BrTagDraw *draw, gint64 tag, const BrTagType *type)
{
  BrTagWant want = { .tag = tag, .key = (char *) "free" };
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPicture) picture = br_tag_draw_wanted (draw, &want, type, &problem, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (problem, ==, NULL);
  return br_tag_image_ref (picture->image);
}

static void
test_free (void)
{
  g_autoptr (Fixture) fixture = fixture_new (fixture_seed ());
  g_autoptr (BrTagDraw) drawer = br_tag_draw_new (fixture->store);
  BrTagType tiny = *br_tag_type_find (0x03);
  g_autoptr (BrTagImage) ours = NULL, gone = NULL, narrow = NULL;

  tag_shop_run (fixture, hear);
  ours = draw (drawer, shop_tag, br_tag_type_find (0x33));
  gone = draw (drawer, shop_tag + 1, br_tag_type_find (0x33));
  g_assert_cmpuint (count_ink (ours), >, 1000);     /* a code */
  g_assert_cmpuint (count_ink (gone), ==, 48 * 3);  /* a dash: nobody knows its key */
  tiny.width = 104;
  narrow = draw (drawer, shop_tag, &tiny);
  g_assert_cmpuint (count_ink (narrow), ==, 0);     /* no room for either: white */
}

/* A kind that cannot be worked with is a problem in words, not an error of the store. */
static void
test_unsound (void)
{
  g_autoptr (Fixture) fixture = fixture_new (fixture_seed ());
  g_autoptr (BrTagDraw) drawer = br_tag_draw_new (fixture->store);
  BrTagWant want = { .tag = 1, .key = (char *) "free" };
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (br_tag_draw_wanted (drawer, &want, &(BrTagType) { .code = 0x33 }, &problem, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (problem, !=, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-draw/free", test_free);
  g_test_add_func ("/tag-draw/unsound", test_unsound);
  return g_test_run ();
}
