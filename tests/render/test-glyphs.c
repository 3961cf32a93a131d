/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-dither.h"
#include "br-glyphs.h"
#include "paper.h"

#include <pango/pangocairo.h>

static PangoContext *
make_context (void)
{
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (fonts);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_NONE);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  return context;
}

static PangoFont *
load_font (PangoContext *context, int size)
{
  PangoFontDescription *description = pango_font_description_from_string ("sans");
  PangoFont *font;

  pango_font_description_set_absolute_size (description, (double) size * PANGO_SCALE);
  font = pango_context_load_font (context, description);
  pango_font_description_free (description);
  return font;
}

/* A letter's ink is where the font says it is, within a dot, and asked for again it is the same one. */
static void
test_place (void)
{
  PangoContext *context = make_context ();
  g_autoptr (BrGlyphs) glyphs = br_glyphs_new ();

  for (int size = 6; size < 100; size += 21)
    {
      g_autoptr (PangoFont) font = load_font (context, size);
      PangoGlyph unknown = PANGO_GET_UNKNOWN_GLYPH (0xE123); /* the box of a letter there is not */

      for (PangoGlyph glyph = 36; glyph < 46; glyph++)
        {
          const BrGlyph *found = br_glyphs_get (glyphs, font, glyph);
          PangoRectangle box;
          int ink[4];

          g_assert_true (br_glyphs_get (glyphs, font, glyph) == found);
          pango_font_get_glyph_extents (font, glyph, &box, NULL);
          pango_extents_to_pixels (&box, NULL);
          g_assert_nonnull (found->ink);
          g_assert_true (paper_ink_box (found->ink, ink));
          g_assert_cmpint (ABS (found->x + ink[0] - box.x), <=, 1);
          g_assert_cmpint (ABS (found->y + ink[1] - box.y), <=, 1);
        }
      g_assert_nonnull (br_glyphs_get (glyphs, font, unknown)->ink);
      g_assert_null (br_glyphs_get (glyphs, font, PANGO_GLYPH_EMPTY)->ink);
    }
  g_object_unref (context);
}

/* More than it keeps: large letters push the others out, and everything still comes. */
static void
test_many (void)
{
  PangoContext *context = make_context ();
  g_autoptr (BrGlyphs) glyphs = br_glyphs_new ();
  g_autoptr (PangoFont) font = load_font (context, 1000);
  gsize n;

  n = paper_count (br_glyphs_get (glyphs, font, 40)->ink);
  for (PangoGlyph glyph = 36; glyph < 84; glyph++)
    br_glyphs_get (glyphs, font, glyph);
  g_assert_cmpuint (paper_count (br_glyphs_get (glyphs, font, 40)->ink), ==, n);
  g_object_unref (context);
}

/* Each of the 64 steps makes one more dot of the square black; black is all of them and white none. */
static void
test_dither (void)
{
  for (int grey = 0; grey <= 255; grey++)
    {
      int n = 0, expected = (255 - grey + 1) / 4;

      for (int y = 0; y < 8; y++)
        for (int x = 0; x < 8; x++)
          n += grey < br_dither_limit (x + 8, y + 16);
      g_assert_cmpint (ABS (n - expected), <=, 1);
    }
  g_assert_cmpint (br_dither_luma (0, 0, 0), ==, 0);
  g_assert_cmpint (br_dither_luma (255, 255, 255), ==, 255);
  g_assert_cmpint (br_dither_luma (0, 255, 0), >, br_dither_luma (255, 0, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/glyphs/place", test_place);
  g_test_add_func ("/render/glyphs/many", test_many);
  g_test_add_func ("/render/glyphs/dither", test_dither);
  return g_test_run ();
}
