/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-text-setter.h"

#include <pango/pangocairo.h>
#include <string.h>

#include "br-glyphs.h"

/* One family with Latin and Chinese of the same weight first, so that a label does not change its face with its language. */
#define DEFAULT_FAMILY "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, sans"

/* Of the size of the letters, in hundredths: where a line's nominal box is about its baseline. Letters with more go beyond it, unless the
 * text's box ends there; digits and Chinese letters have their middle at MIDDLE. */
enum
{
  ASCENT = 88,
  DESCENT = 22,
  MIDDLE = 37,
  PITCH = 120
};
enum
{
  CACHE_BYTES = 8 * 1024 * 1024
};

struct _BrTextSetter
{
  PangoContext *context;
  PangoLayout *layout;             /* one for all texts */
  PangoFontDescription *font;      /* what the layout is set to */
  BrGlyphs *glyphs;
  GHashTable *cache;               /* char * (a spec as text) -> BrTextRaster */
  gsize cache_bytes;
  GString *key;                    /* scratch */
};

/* What a layout takes: dots, relative to the left end and the baseline of the first line. */
typedef struct
{
  guint n_lines;
  int width;       /* of the widest line */
  int top, bottom; /* of the ink */
} Extent;

static void
free_raster (gpointer data)
{
  BrTextRaster *raster = data;

  g_clear_pointer (&raster->ink, br_bitmap_unref);
  g_free (raster->missing);
  g_free (raster);
}

/* Valid UTF-8 without control characters, at most BR_LABEL_MAX_TEXT bytes; ends of lines become line separators, which break a line but not
 * the paragraph: pango counts its lines by paragraph. */
static char *
clean_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) strnlen (text, BR_LABEL_MAX_TEXT));
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || (c == '\r' && p[1] != '\n') || c == 0x2029)
        g_string_append_unichar (clean, 0x2028);
      else if (c == '\t')
        g_string_append_c (clean, ' ');
      else if (!g_unichar_iscntrl (c))
        g_string_append_unichar (clean, c);
    }
  return g_string_free_and_steal (clean);
}

static gboolean
wraps (BrLabelFit fit)
{
  return fit == BR_FIT_WRAP || fit == BR_FIT_SHRINK_WRAP || fit == BR_FIT_ELLIPSIS;
}

/* How many lines of letters of `size` a box holds by its nominal height. */
static int
lines_of_box (const BrTextSpec *spec, int size)
{
  return 1 + MAX (0, (spec->height * 100 - size * (ASCENT + DESCENT)) / (size * PITCH));
}

static void
prepare_layout (BrTextSetter *self, const BrTextSpec *spec)
{
  g_autofree char *text = clean_text (spec->text);

  pango_font_description_set_family (self->font, spec->family != NULL ? spec->family : DEFAULT_FAMILY);
  pango_font_description_set_weight (self->font, (PangoWeight) CLAMP (spec->weight, 100, 1000));
  pango_font_description_set_style (self->font, spec->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_set_width (self->layout, wraps (spec->fit) ? spec->width * PANGO_SCALE : -1);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (self->layout, spec->fit == BR_FIT_ELLIPSIS ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
}

static void
set_size (BrTextSetter *self, const BrTextSpec *spec, int size)
{
  pango_font_description_set_absolute_size (self->font, (double) size * PANGO_SCALE);
  pango_layout_set_font_description (self->layout, self->font);
  if (spec->fit == BR_FIT_ELLIPSIS)
    pango_layout_set_height (self->layout, -(int) (spec->lines > 0 ? (int) spec->lines : lines_of_box (spec, size)));
}

static int
pitch_of (int size)
{
  return (size * PITCH + 50) / 100;
}

/* Where a line begins and ends, with the ink that hangs over its ends. */
static void
measure_line (PangoLayoutLine *line, PangoRectangle *ink, int *left, int *right)
{
  PangoRectangle logical;

  pango_layout_line_get_pixel_extents (line, ink, &logical);
  *left = MIN (ink->width > 0 ? ink->x : 0, 0);
  *right = MAX (ink->width > 0 ? ink->x + ink->width : 0, logical.width);
}

static Extent
measure (BrTextSetter *self, int size)
{
  Extent extent = { .top = 0, .bottom = 0 };
  int baseline = 0;

  for (GSList *l = pango_layout_get_lines_readonly (self->layout); l != NULL; l = l->next, baseline += pitch_of (size))
    {
      PangoRectangle ink;
      int left, right;

      measure_line (l->data, &ink, &left, &right);
      extent.n_lines++;
      extent.width = MAX (extent.width, right - left);
      if (ink.height > 0)
        {
          extent.top = MIN (extent.top, baseline + ink.y);
          extent.bottom = MAX (extent.bottom, baseline + ink.y + ink.height);
        }
    }
  return extent;
}

static gboolean
is_inside (const BrTextSpec *spec, const Extent *extent)
{
  return extent->width <= spec->width && extent->bottom - extent->top <= spec->height && (spec->lines == 0 || extent->n_lines <= spec->lines);
}

static gboolean
fits_in (BrTextSetter *self, const BrTextSpec *spec, int size, Extent *extent)
{
  set_size (self, spec, size);
  *extent = measure (self, size);
  return is_inside (spec, extent);
}

/* The largest size from min_size to `size`, which is known to be too large, that fits, by halves; min_size when none does. That is tried first: setting a
 * name of 4 KiB again and again would take long. */
static int
shrink (BrTextSetter *self, const BrTextSpec *spec, int size, Extent *extent)
{
  int fits = CLAMP (spec->min_size, BR_TEXT_MIN_SIZE, size), too_large = size;

  if (!fits_in (self, spec, fits, extent))
    return fits;
  while (too_large - fits > 1)
    {
      int middle = (fits + too_large) / 2;

      if (fits_in (self, spec, middle, extent))
        fits = middle;
      else
        too_large = middle;
    }
  fits_in (self, spec, fits, extent);
  return fits;
}

/* The baseline of the first line. */
static int
place_baseline (const BrTextSpec *spec, const Extent *extent, int size)
{
  int below = (int) (extent->n_lines - 1) * pitch_of (size); /* from the first to the last baseline */
  int baseline;

  if (spec->valign == BR_LABEL_RIGHT)
    baseline = spec->height - below - (size * DESCENT + 50) / 100;
  else if (spec->valign == BR_LABEL_CENTRE)
    baseline = (spec->height - below) / 2 + (size * MIDDLE + 50) / 100;
  else
    baseline = (size * ASCENT + 50) / 100;
  /* Into the box, if there is room; its first line is the last to be cut. */
  baseline = MIN (baseline, spec->height - extent->bottom);
  return MAX (baseline, -extent->top);
}

static int
place_line (const BrTextSpec *spec, int left, int right)
{
  int room = spec->width - (right - left);

  if (room < 0 || spec->align == BR_LABEL_LEFT)
    room = 0;
  else if (spec->align == BR_LABEL_CENTRE)
    room /= 2;
  return room - left;
}

static void
strike_line (BrBitmap *bitmap, const BrTextSpec *spec, int size, const int ends[2], int baseline)
{
  int thickness = MAX (spec->coarse ? 1 : 2, size / 14);

  br_bitmap_fill (bitmap, ends[0], baseline - size * 36 / 100 - thickness / 2, ends[1] - ends[0], thickness);
}

static void
draw_run (BrTextSetter *self, const PangoGlyphItem *run, BrBitmap *bitmap, int *x, int baseline)
{
  for (int i = 0; i < run->glyphs->num_glyphs; i++)
    {
      const PangoGlyphInfo *info = &run->glyphs->glyphs[i];
      const BrGlyph *glyph = br_glyphs_get (self->glyphs, run->item->analysis.font, info->glyph);

      if (glyph->ink != NULL)
        br_bitmap_stamp (bitmap, glyph->ink, PANGO_PIXELS (*x + info->geometry.x_offset) + glyph->x,
                         baseline + PANGO_PIXELS (info->geometry.y_offset - run->y_offset) + glyph->y, BR_INK_BLACK);
      *x += info->geometry.width;
    }
}

static void
draw_lines (BrTextSetter *self, const BrTextSpec *spec, const BrTextRaster *raster, int baseline)
{
  for (GSList *l = pango_layout_get_lines_readonly (self->layout); l != NULL; l = l->next, baseline += pitch_of (raster->size))
    {
      PangoLayoutLine *line = l->data;
      PangoRectangle ink;
      int left, right, x, at;

      if (baseline > spec->height + raster->size)
        break;
      measure_line (line, &ink, &left, &right);
      x = place_line (spec, left, right);
      at = x * PANGO_SCALE;
      for (GSList *r = line->runs; r != NULL; r = r->next)
        draw_run (self, r->data, raster->ink, &at, baseline);
      if (spec->struck)
        strike_line (raster->ink, spec, raster->size, (int[2]) { x + left, x + right }, baseline);
    }
}

/* The ink of the layout, cut off at the box. */
static void
draw_raster (BrTextSetter *self, const BrTextSpec *spec, BrTextRaster *raster, const Extent *extent)
{
  int baseline = place_baseline (spec, extent, raster->size);
  int top = MAX (0, baseline + extent->top - 1), bottom = MIN (spec->height, baseline + extent->bottom + 1);

  if (bottom <= top || extent->width <= 0)
    return;
  raster->ink = br_bitmap_new ((guint) spec->width, (guint) (bottom - top), NULL);
  raster->y = top;
  if (raster->ink != NULL)
    draw_lines (self, spec, raster, baseline - top);
}

/* Whether a text says something else when the letter is a box: not so of pictures, and of what nobody has given a meaning. */
static gboolean
carries_meaning (gunichar c)
{
  switch ((int) g_unichar_type (c))
    {
    case G_UNICODE_OTHER_SYMBOL:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_FORMAT:
    case G_UNICODE_CONTROL: return FALSE;
    default: return TRUE;
    }
}

static void
note_missing (PangoLayoutLine *line, BrTextRaster *raster, GString *missing)
{
  for (GSList *l = line->runs; l != NULL; l = l->next)
    {
      const PangoGlyphItem *run = l->data;

      for (int i = 0; i < run->glyphs->num_glyphs; i++)
        {
          PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
          gunichar c = glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;

          if (glyph == PANGO_GLYPH_EMPTY || (glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0)
            continue;
          raster->unreadable = raster->unreadable || carries_meaning (c);
          if (missing->len < 64 && g_unichar_validate (c))
            g_string_append_unichar (missing, c);
        }
    }
}

static void
find_missing (BrTextSetter *self, BrTextRaster *raster)
{
  g_autoptr (GString) missing = NULL;

  if (pango_layout_get_unknown_glyphs_count (self->layout) == 0)
    return;
  missing = g_string_new (NULL);
  for (GSList *l = pango_layout_get_lines_readonly (self->layout); l != NULL; l = l->next)
    note_missing (l->data, raster, missing);
  raster->missing = g_string_free_and_steal (g_steal_pointer (&missing));
}

static BrTextRaster *
set_text (BrTextSetter *self, const BrTextSpec *spec)
{
  BrTextRaster *raster = g_new0 (BrTextRaster, 1);
  Extent extent;

  if (spec->text[0] == '\0')
    return raster;
  if (spec->width < 1 || spec->height < 1)
    {
      raster->clipped = TRUE;
      return raster;
    }
  prepare_layout (self, spec);
  raster->size = CLAMP (spec->size, BR_TEXT_MIN_SIZE, BR_TEXT_MAX_SIZE);
  if (!fits_in (self, spec, raster->size, &extent) && (spec->fit == BR_FIT_SHRINK || spec->fit == BR_FIT_SHRINK_WRAP))
    raster->size = shrink (self, spec, raster->size, &extent);
  raster->n_lines = extent.n_lines;
  raster->clipped = !is_inside (spec, &extent);
  raster->shortened = pango_layout_is_ellipsized (self->layout);
  find_missing (self, raster);
  draw_raster (self, spec, raster, &extent);
  return raster;
}

/* Finding the fonts of a map takes more than ten milliseconds: now, and not when the first label is waited for. */
static void
load_fonts (BrTextSetter *self)
{
  static const int weights[] = { 400, 700 };

  for (gsize i = 0; i < G_N_ELEMENTS (weights); i++)
    free_raster (set_text (self, &(BrTextSpec) { .text = "0", .size = 24, .weight = weights[i], .fit = BR_FIT_ERROR, .width = 100, .height = 100 }));
}

/* A code that needs two lines is not given a hyphen it does not have. */
static void
keep_letters (PangoLayout *layout)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

BrTextSetter *
br_text_setter_new (void)
{
  BrTextSetter *self = g_new0 (BrTextSetter, 1);
  /* A map of its own: the shared one belongs to a thread and keeps fonts as the desktop wants them. */
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new ();
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_NONE);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_FULL);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_ON);
  self->context = pango_font_map_create_context (fonts);
  pango_cairo_context_set_font_options (self->context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (self->context, TRUE);
  /* Not the desktop's language: Han letters have the forms of mainland China on every machine. */
  pango_context_set_language (self->context, pango_language_from_string ("zh-cn"));
  self->layout = pango_layout_new (self->context);
  keep_letters (self->layout);
  self->font = pango_font_description_new ();
  self->glyphs = br_glyphs_new ();
  self->cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_raster);
  self->key = g_string_new (NULL);
  load_fonts (self);
  return self;
}

void
br_text_setter_free (BrTextSetter *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->layout);
  g_object_unref (self->context);
  pango_font_description_free (self->font);
  br_glyphs_free (self->glyphs);
  g_hash_table_unref (self->cache);
  g_string_free (self->key, TRUE);
  g_free (self);
}

/* All of a spec, as text. */
static const char *
write_key (BrTextSetter *self, const BrTextSpec *spec)
{
  g_string_printf (self->key, "%x.%x.%x.%x.%x.%x.%x.%x.%x.%x.%x.%x %s\n%s", spec->size, spec->min_size, spec->weight, spec->italic, spec->struck, spec->coarse,
                   spec->align, spec->valign, spec->fit, spec->lines, spec->width, spec->height, spec->family != NULL ? spec->family : "", spec->text);
  return self->key->str;
}

const BrTextRaster *
br_text_setter_set (BrTextSetter *self, const BrTextSpec *spec)
{
  const char *key = write_key (self, spec);
  BrTextRaster *raster = g_hash_table_lookup (self->cache, key);
  gsize bytes;

  if (raster != NULL)
    return raster;
  raster = set_text (self, spec);
  bytes = self->key->len + sizeof *raster + 64 + (raster->ink != NULL ? (gsize) raster->ink->stride * raster->ink->height : 0);
  if (self->cache_bytes + bytes > CACHE_BYTES)
    {
      /* The texts that come back on every label are soon there again. */
      g_hash_table_remove_all (self->cache);
      self->cache_bytes = 0;
    }
  self->cache_bytes += bytes;
  g_hash_table_insert (self->cache, g_strdup (key), raster);
  return raster;
}
