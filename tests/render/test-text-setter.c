/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-text-setter.h"
#include "paper.h"

#include <string.h>

static const BrTextSpec plain = { .text = "牛奶 Milk 250ml",
                                  .size = 26,
                                  .min_size = 16,
                                  .weight = 400,
                                  .align = BR_LABEL_LEFT,
                                  .valign = BR_LABEL_LEFT,
                                  .fit = BR_FIT_ERROR,
                                  .width = 300,
                                  .height = 40 };

static void
assert_inside (const BrTextRaster *raster, const BrTextSpec *spec)
{
  if (raster->ink == NULL)
    return;
  g_assert_cmpint (raster->x, >=, 0);
  g_assert_cmpint (raster->y, >=, 0);
  g_assert_cmpint (raster->x + (int) raster->ink->width, <=, spec->width);
  g_assert_cmpint (raster->y + (int) raster->ink->height, <=, spec->height);
}

/* Ink box relative to the text's box. */
static void
ink_of (const BrTextRaster *raster, int box[4])
{
  g_assert_nonnull (raster->ink);
  g_assert_true (paper_ink_box (raster->ink, box));
  box[0] += raster->x;
  box[1] += raster->y;
}

static void
test_fits (void)
{
  static const struct
  {
    const char *text;
    BrLabelFit fit;
    int width, height;
    guint lines, n_lines;
    gboolean shrunk, clipped;
  } rows[] = {
    { "Milk", BR_FIT_ERROR, 300, 40, 0, 1, FALSE, FALSE },
    { "", BR_FIT_ERROR, 300, 40, 0, 0, TRUE, FALSE },
    { "Milk chocolate with nuts and raisins", BR_FIT_ERROR, 200, 40, 0, 1, FALSE, TRUE },
    { "Milk chocolate with nuts", BR_FIT_SHRINK, 250, 40, 0, 1, TRUE, FALSE },
    { "Milk chocolate with nuts", BR_FIT_SHRINK, 60, 40, 0, 1, TRUE, TRUE },
    { "Milk chocolate with nuts", BR_FIT_WRAP, 200, 80, 0, 2, FALSE, FALSE },
    { "Milk chocolate with nuts", BR_FIT_WRAP, 200, 80, 1, 2, FALSE, TRUE },
    { "Milk chocolate with nuts", BR_FIT_WRAP, 200, 40, 0, 2, FALSE, TRUE },
    { "Milk chocolate with nuts", BR_FIT_SHRINK_WRAP, 200, 50, 2, 2, TRUE, FALSE },
    { "Milk chocolate with nuts", BR_FIT_ELLIPSIS, 200, 40, 0, 1, FALSE, FALSE },
    { "Milk chocolate with nuts and raisins", BR_FIT_ELLIPSIS, 200, 70, 2, 2, FALSE, FALSE },
    { "one\ntwo\r\nthree", BR_FIT_ERROR, 200, 100, 0, 3, FALSE, FALSE },
    { "one\ntwo\nthree\nfour", BR_FIT_ELLIPSIS, 200, 100, 2, 2, FALSE, FALSE },
    { "Milk", BR_FIT_ERROR, 0, 40, 0, 0, TRUE, TRUE },
    { "Milk", BR_FIT_ERROR, 100, 0, 0, 0, TRUE, TRUE },
    { "Milk", BR_FIT_ERROR, 1, 1, 0, 1, FALSE, TRUE },
  };
  g_autoptr (BrTextSetter) setter = br_text_setter_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrTextSpec spec = plain;
      const BrTextRaster *raster;

      spec.text = rows[i].text;
      spec.fit = rows[i].fit;
      spec.width = rows[i].width;
      spec.height = rows[i].height;
      spec.lines = rows[i].lines;
      raster = br_text_setter_set (setter, &spec);
      g_test_message ("%" G_GSIZE_FORMAT " %s: size %d, %u lines", i, rows[i].text, raster->size, raster->n_lines);
      g_assert_cmpint (raster->n_lines, ==, rows[i].n_lines);
      g_assert_cmpint (raster->size < spec.size, ==, rows[i].shrunk);
      g_assert_cmpint (raster->clipped, ==, rows[i].clipped);
      assert_inside (raster, &spec);
    }
}

static void
test_places (void)
{
  g_autoptr (BrTextSetter) setter = br_text_setter_new ();
  BrTextSpec spec = plain;
  int box[9][4];

  spec.width = 400;
  spec.height = 200;
  for (int i = 0; i < 9; i++)
    {
      spec.align = (BrLabelAlign) (BR_LABEL_LEFT + i % 3);
      spec.valign = (BrLabelAlign) (BR_LABEL_LEFT + i / 3);
      ink_of (br_text_setter_set (setter, &spec), box[i]);
    }
  g_assert_cmpint (box[0][0], <=, 3);
  g_assert_cmpint (ABS (2 * box[1][0] + box[1][2] - 400), <=, 6);
  g_assert_cmpint (box[2][0] + box[2][2], >=, 396);
  g_assert_cmpint (box[0][1], <, 10);
  g_assert_cmpint (ABS (2 * box[3][1] + box[3][3] - 200), <=, 6);
  g_assert_cmpint (box[6][1] + box[6][3], >, 190);
}

/* A Chinese letter among Latin ones does not move the line. */
static void
test_baseline (void)
{
  g_autoptr (BrTextSetter) setter = br_text_setter_new ();
  BrTextSpec spec = plain;
  int latin[4], mixed[4];

  spec.text = "HHH";
  ink_of (br_text_setter_set (setter, &spec), latin);
  spec.text = "HHH\u3000\u4e00"; /* the stroke of "one" is inside an H's height */
  ink_of (br_text_setter_set (setter, &spec), mixed);
  g_assert_cmpint (latin[1] + latin[3], ==, mixed[1] + mixed[3]);
}

static void
test_struck (void)
{
  g_autoptr (BrTextSetter) setter = br_text_setter_new ();
  BrTextSpec spec = plain;
  gsize before, fine, coarse;

  spec.text = "19.90";
  before = paper_count (br_text_setter_set (setter, &spec)->ink);
  spec.struck = TRUE;
  g_assert_cmpuint (paper_count (br_text_setter_set (setter, &spec)->ink), >, before + 10);
  spec.size = 16;
  fine = paper_count (br_text_setter_set (setter, &spec)->ink);
  spec.coarse = TRUE;
  coarse = paper_count (br_text_setter_set (setter, &spec)->ink);
  spec.struck = FALSE;
  before = paper_count (br_text_setter_set (setter, &spec)->ink);
  g_assert_cmpuint (fine, >, coarse); /* on a tag a pixel crosses small letters out */
  g_assert_cmpuint (coarse, >, before);
}

/* A letter no font has is told; a picture sign is only warned of. */
static void
test_missing (void)
{
  static const struct
  {
    const char *text;
    gboolean missing, unreadable;
  } rows[] = {
    { "abc 牛奶 ¥12.30", FALSE, FALSE },
    { "a\uE123z", TRUE, FALSE },         /* private use: says nothing to anybody */
    { "x\U00013000y", TRUE, TRUE },      /* a hieroglyph is a letter */
  };
  static const char *const pictures[] = { "🥛", "👍🏽", "👩‍👩‍👧", "❤️", "★", "\u2B1A" };
  g_autoptr (BrTextSetter) setter = br_text_setter_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrTextSpec spec = plain;
      const BrTextRaster *raster;

      spec.text = rows[i].text;
      raster = br_text_setter_set (setter, &spec);
      g_assert_cmpint (raster->missing != NULL, ==, rows[i].missing);
      g_assert_cmpint (raster->unreadable, ==, rows[i].unreadable);
    }
  /* Where a font has these, nothing is missing; where not, the label is still good. */
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      BrTextSpec spec = plain;

      spec.text = pictures[i];
      g_assert_false (br_text_setter_set (setter, &spec)->unreadable);
    }
}

/* Two setters, or one that has seen much else, draw the same dots. */
static void
test_deterministic (void)
{
  g_autoptr (BrTextSetter) one = br_text_setter_new ();
  g_autoptr (BrTextSetter) other = br_text_setter_new ();
  const BrTextRaster *a, *b;

  for (int i = 0; i < 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("%d 号", i);
      BrTextSpec spec = plain;

      spec.text = text;
      spec.size = 12 + i;
      br_text_setter_set (other, &spec);
    }
  a = br_text_setter_set (one, &plain);
  b = br_text_setter_set (other, &plain);
  g_assert_true (br_bitmap_equal (a->ink, b->ink));
}

/* Whatever a name holds: no crash, no ink outside, and soon done. */
static void
test_hostile (void)
{
  static const char *const texts[] = {
    "^XA^FO0,0^XZ",
    "~JA~JX",
    "\"quoted\" 'single' \\ back",
    "a\nb\r\nc\rd\xe2\x80\xa9"
    "e",
    "\x01\x02\x03\x1b!?\x7f\x0c\x0b\x08",
    "\xff\xfe\xc0\x80 bad",
    "שלום עולם",
    "مرحبا بالعالم 12",
    "👍🏽 👩‍👩‍👧 🥛",
    "\u202Ertl override\u202C",
    "\u200B\u200D\uFEFF",
    "Z\u0335\u0321\u0322a\u0327\u0328\u0316l\u0317g\u0318o\u0319",
    "\uE000\U0010FFFD",
    "\n\n\n\n",
    " ",
    "\t\t",
    "ﷺ﷽",
    "ก็็็็็็็็",
  };
  g_autoptr (BrTextSetter) setter = br_text_setter_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (BrLabelFit fit = BR_FIT_ERROR; fit <= BR_FIT_ELLIPSIS; fit++)
      {
        BrTextSpec spec = plain;

        spec.text = texts[i];
        spec.fit = fit;
        assert_inside (br_text_setter_set (setter, &spec), &spec);
      }
}

/* No letter is set in less than BR_TEXT_MIN_SIZE, whatever a template asks for; Valgrind sees that their fonts are freed. */
static void
test_least_size (void)
{
  g_autoptr (BrTextSetter) setter = br_text_setter_new ();
  BrTextSpec spec = plain;

  spec.text = "\xD8\xA7\xD9\x84\xE2\x80\xA8\xD8\xA8"; /* Arabic on two lines */
  spec.family = "monospace";
  for (spec.size = -1; spec.size <= 3; spec.size++)
    {
      spec.min_size = 0;
      spec.fit = BR_FIT_ERROR;
      g_assert_cmpint (br_text_setter_set (setter, &spec)->size, ==, MAX (spec.size, BR_TEXT_MIN_SIZE));
      spec.fit = BR_FIT_SHRINK;
      g_assert_cmpint (br_text_setter_set (setter, &spec)->size, ==, MAX (spec.size, BR_TEXT_MIN_SIZE));
    }
}

static void
test_long (void)
{
  static const char *const pieces[] = { "x", "word ", "牛", "\u0627", "i\n" };
  g_autoptr (BrTextSetter) setter = br_text_setter_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (BrLabelFit fit = BR_FIT_ERROR; fit <= BR_FIT_ELLIPSIS; fit++)
      {
        g_autoptr (GString) text = g_string_new (NULL);
        BrTextSpec spec = plain;
        gint64 begin = g_get_monotonic_time ();

        while (text->len + strlen (pieces[i]) <= BR_LABEL_MAX_TEXT)
          g_string_append (text, pieces[i]);
        spec.text = text->str;
        spec.fit = fit;
        spec.lines = 2;
        assert_inside (br_text_setter_set (setter, &spec), &spec);
        g_test_message ("4 KiB of \"%s\", fit %d: %.1f ms", pieces[i], fit, (double) (g_get_monotonic_time () - begin) / 1000);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/text-setter/fits", test_fits);
  g_test_add_func ("/render/text-setter/places", test_places);
  g_test_add_func ("/render/text-setter/baseline", test_baseline);
  g_test_add_func ("/render/text-setter/struck", test_struck);
  g_test_add_func ("/render/text-setter/missing", test_missing);
  g_test_add_func ("/render/text-setter/deterministic", test_deterministic);
  g_test_add_func ("/render/text-setter/hostile", test_hostile);
  g_test_add_func ("/render/text-setter/least-size", test_least_size);
  g_test_add_func ("/render/text-setter/long", test_long);
  return g_test_run ();
}
