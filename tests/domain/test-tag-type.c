/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of tags: the table is sound and in order, its odd rows are right, and what a station tells wrongly is refused. */
#include "config.h"

#include "br-tag-type.h"

static void
test_table (void)
{
  guint n = 0;

  for (const BrTagType *type; (type = br_tag_type_nth (n)) != NULL; n++)
    {
      guint width, height;

      g_assert_true (br_tag_type_is_sound (type));
      g_assert_true (br_tag_type_find (type->code) == type);
      g_assert_true (n == 0 || type->code > br_tag_type_nth (n - 1)->code);
      g_assert_cmpuint (strlen (type->name), >, 4);
      br_tag_type_stored (type, &width, &height);
      g_assert_cmpuint (width * height, ==, type->width * type->height);
      g_assert_cmpuint (type->rotate_buffer % 2 == 1 ? height : width, ==, type->width);
    }
  g_assert_cmpuint (n, ==, 86);
}

static void
test_find (void)
{
  static const struct
  {
    guint code;
    const char *name;
    guint width, height, rotate_buffer, bits;
    gboolean packed;
    guint n_colours;
    BrTagColour last;
    guint zlib_from, g5_from;
    gboolean has_led, has_button;
  } rows[] = {
    { 0x00, "SoluM M2 1.54\"", 152, 152, 0, 2, FALSE, 3, BR_TAG_RED, 0, 41, FALSE, TRUE },
    { 0x07, "Opticon 2.9\"", 296, 128, 3, 2, FALSE, 4, BR_TAG_YELLOW, 0, 41, TRUE, FALSE },
    { 0x26, "SoluM M2 7.5\" BW", 640, 384, 0, 1, FALSE, 2, BR_TAG_BLACK, 39, 0, FALSE, FALSE },
    { 0x3C, "SoluM M3 4.2\" BWY", 400, 300, 0, 2, FALSE, 3, BR_TAG_YELLOW, 39, 0, TRUE, TRUE },
    { 0x46, "SoluM M3 2.2\" BW", 296, 160, 3, 2, FALSE, 2, BR_TAG_BLACK, 39, 0, TRUE, TRUE }, /* two colours in two bits */
    { 0x50, "HD150 5.83\"", 648, 480, 0, 2, FALSE, 3, BR_TAG_RED, 2, 0, FALSE, FALSE },
    { 0x67, "Hanshow 2.0\" BWY", 152, 200, 1, 2, FALSE, 3, BR_TAG_YELLOW, 39, 0, FALSE, TRUE },
    { 0x91, "SoluM M3 1.6\" 200 px", 200, 200, 3, 2, FALSE, 4, BR_TAG_YELLOW, 0, 0, TRUE, TRUE },
    { 0xB0, "Gicisky BLE 2.13\" BW", 250, 128, 3, 1, FALSE, 2, BR_TAG_BLACK, 0, 0, FALSE, FALSE },
    { 0xBB, "Gicisky BLE 2.9\" BWRY", 296, 128, 1, 2, TRUE, 4, BR_TAG_RED, 0, 0, FALSE, FALSE }, /* two bits, packed; black is 0 */
    { 0xC1, "ACeP 4.01\"", 640, 400, 0, 3, TRUE, 7, BR_TAG_ORANGE, 0, 0, FALSE, FALSE },
    { 0xC2, "Spectra 7.3\"", 800, 480, 0, 4, TRUE, 7, BR_TAG_GREEN, 0, 0, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BrTagType *type = br_tag_type_find (rows[i].code);

      g_assert_nonnull (type);
      g_assert_cmpstr (type->name, ==, rows[i].name);
      g_assert_cmpuint (type->width, ==, rows[i].width);
      g_assert_cmpuint (type->height, ==, rows[i].height);
      g_assert_cmpuint (type->rotate_buffer, ==, rows[i].rotate_buffer);
      g_assert_cmpuint (type->bits, ==, rows[i].bits);
      g_assert_cmpint (type->packed, ==, rows[i].packed);
      g_assert_cmpuint (type->n_colours, ==, rows[i].n_colours);
      g_assert_cmpint (type->colours[type->n_colours - 1], ==, rows[i].last);
      g_assert_cmpuint (type->zlib_from, ==, rows[i].zlib_from);
      g_assert_cmpuint (type->g5_from, ==, rows[i].g5_from);
      g_assert_cmpint (type->has_led, ==, rows[i].has_led);
      g_assert_cmpint (type->has_button, ==, rows[i].has_button);
    }
  g_assert_null (br_tag_type_find (0xF0)); /* segments, no picture */
  g_assert_null (br_tag_type_find (0x58)); /* a developer's */
  g_assert_null (br_tag_type_find (G_MAXUINT));
}

static void
test_index (void)
{
  const BrTagType *bwr = br_tag_type_find (0x01), *bb = br_tag_type_find (0xBB);

  g_assert_cmpint (br_tag_type_index (bwr, BR_TAG_WHITE), ==, 0);
  g_assert_cmpint (br_tag_type_index (bwr, BR_TAG_RED), ==, 2);
  g_assert_cmpint (br_tag_type_index (bwr, BR_TAG_YELLOW), ==, -1);
  g_assert_cmpint (br_tag_type_index (bb, BR_TAG_BLACK), ==, 0);
  g_assert_cmpint (br_tag_type_index (bb, BR_TAG_WHITE), ==, 1);
}

static void
test_depth (void)
{
  static const struct
  {
    guint bpp;
    gboolean known;
    guint bits;
    gboolean packed;
  } rows[] = {
    { 0, FALSE, 0, FALSE }, { 1, TRUE, 1, FALSE }, { 2, TRUE, 2, FALSE },   { 3, TRUE, 3, TRUE },
    { 4, TRUE, 4, TRUE },   { 5, TRUE, 2, TRUE },  { 16, FALSE, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrTagType type = { 0 };

      g_assert_cmpint (br_tag_type_set_depth (&type, rows[i].bpp), ==, rows[i].known);
      g_assert_cmpuint (type.bits, ==, rows[i].bits);
      g_assert_cmpint (type.packed, ==, rows[i].packed);
    }
}

static void
spoil (BrTagType *type, guint how)
{
  switch (how)
    {
    case 0: type->width = 0; break;
    case 1: type->height = BR_TAG_MAX_SIDE + 1; break;
    case 2: type->width = G_MAXUINT; break;
    case 3: type->rotate_buffer = 4; break;
    case 4: type->bits = 0; break;
    case 5: type->bits = 5; break;
    case 6: type->bits = 3; break;                    /* three planes: there is no such thing */
    case 7: type->bits = 1; break;                    /* three colours in one bit */
    case 8: type->n_colours = 1; break;
    case 9: type->n_colours = G_MAXUINT; break;
    case 10: type->colours[2] = BR_TAG_BLACK; break;  /* twice */
    case 11: type->colours[0] = BR_TAG_YELLOW; break; /* no white */
    case 12: type->colours[1] = BR_TAG_YELLOW; break; /* no black */
    case 13: type->colours[2] = 0; break;
    case 14: type->colours[2] = BR_N_TAG_COLOURS; break;
    case 15: type->height = 127; break;               /* it lies turned: rows of 127 dots do not end on a byte */
    default: g_assert_not_reached ();
    }
}

static void
test_unsound (void)
{
  for (guint how = 0; how <= 15; how++)
    {
      BrTagType type = *br_tag_type_find (0x01);

      g_assert_true (br_tag_type_is_sound (&type));
      spoil (&type, how);
      g_assert_false (br_tag_type_is_sound (&type));
    }
}

static void
test_equal (void)
{
  BrTagType a = *br_tag_type_find (0x01), b = a;

  /* Names, lights and compression do not change what a picture is. */
  b.name[0] = 'x', b.has_led = TRUE, b.zlib_from = 1, b.short_lut = 0;
  g_assert_true (br_tag_type_equal (&a, &b));
  b.colours[2] = BR_TAG_YELLOW;
  g_assert_false (br_tag_type_equal (&a, &b));
  g_assert_false (br_tag_type_equal (&a, br_tag_type_find (0x11))); /* alike, but another kind */
  b = a, b.rotate_buffer = 3;
  g_assert_false (br_tag_type_equal (&a, &b));
}

/* A maker who says only size and colours. */
static void
test_plain (void)
{
  static const BrTagColour two[] = { BR_TAG_BLACK, BR_TAG_WHITE }, three[] = { BR_TAG_RED, BR_TAG_BLACK, BR_TAG_WHITE, BR_TAG_RED },
                           red[] = { BR_TAG_RED, BR_TAG_BLACK };
  BrTagType a, b;

  g_assert_true (br_tag_type_plain (200, 96, two, 2, &a));
  g_assert_true (a.bits == 1 && a.n_colours == 2 && a.colours[0] == BR_TAG_WHITE && a.colours[1] == BR_TAG_BLACK);
  g_assert_cmpuint (a.code, >, 0xff);
  g_assert_true (br_tag_type_plain (200, 96, three, 4, &b));
  g_assert_true (b.bits == 2 && b.n_colours == 3 && b.colours[2] == BR_TAG_RED);
  g_assert_cmpuint (a.code, !=, b.code);
  g_assert_true (br_tag_type_plain (250, 128, two, 2, &b)); /* stands on its side in memory */
  g_assert_true (br_tag_type_plain (BR_TAG_MAX_SIDE, BR_TAG_MAX_SIDE, two, 2, &b));
  g_assert_cmpuint (b.code, <=, G_MAXINT32);
  g_assert_false (br_tag_type_plain (200, 96, red, 2, &b));
  g_assert_false (br_tag_type_plain (200, 96, two, 1, &b));
  g_assert_false (br_tag_type_plain (0, 96, two, 2, &b));
  g_assert_false (br_tag_type_plain (201, 97, two, 2, &b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-type/table", test_table);
  g_test_add_func ("/tag-type/find", test_find);
  g_test_add_func ("/tag-type/index", test_index);
  g_test_add_func ("/tag-type/depth", test_depth);
  g_test_add_func ("/tag-type/plain", test_plain);
  g_test_add_func ("/tag-type/unsound", test_unsound);
  g_test_add_func ("/tag-type/equal", test_equal);
  return g_test_run ();
}
