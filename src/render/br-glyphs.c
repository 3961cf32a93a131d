/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-glyphs.h"

#include <pango/pangocairo.h>

#include "br-dither.h"

enum
{
  MAX_BYTES = 4 * 1024 * 1024,
  MAX_SIDE = 8192
};

typedef struct
{
  PangoFont *font; /* held, so that no other font comes to its address */
  PangoGlyph glyph;
} Key;

struct _BrGlyphs
{
  GHashTable *glyphs; /* Key -> BrGlyph */
  gsize bytes;
};

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return g_direct_hash (key->font) * 31u + key->glyph;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const Key *one = a, *other = b;

  return one->font == other->font && one->glyph == other->glyph;
}

static void
free_key (gpointer data)
{
  Key *key = data;

  g_object_unref (key->font);
  g_free (key);
}

static void
free_glyph (gpointer data)
{
  BrGlyph *glyph = data;

  g_clear_pointer (&glyph->ink, br_bitmap_unref);
  g_free (glyph);
}

BrGlyphs *
br_glyphs_new (void)
{
  BrGlyphs *self = g_new0 (BrGlyphs, 1);

  self->glyphs = g_hash_table_new_full (hash_key, equal_keys, free_key, free_glyph);
  return self;
}

void
br_glyphs_free (BrGlyphs *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->glyphs);
  g_free (self);
}

static BrBitmap *
read_surface (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface), stride = cairo_image_surface_get_stride (surface);
  BrBitmap *bitmap = br_bitmap_new ((guint) width, (guint) height, NULL);
  const guint8 *rows;

  cairo_surface_flush (surface);
  rows = cairo_image_surface_get_data (surface);
  for (int y = 0; bitmap != NULL && y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint32 dot = ((const guint32 *) (const void *) (rows + (gsize) y * (gsize) stride))[x];

        if (br_dither_luma (dot >> 16 & 0xFF, dot >> 8 & 0xFF, dot & 0xFF) < br_dither_limit (x, y))
          bitmap->rows[(gsize) y * bitmap->stride + (gsize) x / 8] |= 0x80 >> (x % 8);
      }
  return bitmap;
}

/* Black on white, in colour: antialiasing is off in the font itself, so only coloured letters have more than black and white. */
static BrBitmap *
draw (PangoFont *font, PangoGlyph glyph, const PangoRectangle *box)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, box->width, box->height);
  cairo_t *cairo = cairo_create (surface);
  PangoGlyphInfo info = { .glyph = glyph, .geometry = { .width = box->width * PANGO_SCALE } };
  PangoGlyphString string = { .num_glyphs = 1, .glyphs = &info };
  BrBitmap *bitmap = NULL;

  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_NONE);
  cairo_move_to (cairo, -box->x, -box->y);
  pango_cairo_show_glyph_string (cairo, font, &string);
  if (cairo_status (cairo) == CAIRO_STATUS_SUCCESS)
    bitmap = read_surface (surface);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return bitmap;
}

static BrGlyph *
make (PangoFont *font, PangoGlyph glyph)
{
  BrGlyph *made = g_new0 (BrGlyph, 1);
  PangoRectangle box;

  pango_font_get_glyph_extents (font, glyph, &box, NULL);
  pango_extents_to_pixels (&box, NULL);
  if (glyph == PANGO_GLYPH_EMPTY || box.width <= 0 || box.height <= 0)
    return made;
  /* Hinting may move an edge by a dot. */
  box = (PangoRectangle) { box.x - 1, box.y - 1, MIN (box.width + 2, MAX_SIDE), MIN (box.height + 2, MAX_SIDE) };
  made->ink = draw (font, glyph, &box);
  made->x = box.x;
  made->y = box.y;
  return made;
}

const BrGlyph *
br_glyphs_get (BrGlyphs *self, PangoFont *font, PangoGlyph glyph)
{
  Key key = { font, glyph };
  BrGlyph *found = g_hash_table_lookup (self->glyphs, &key);

  if (found != NULL)
    return found;
  found = make (font, glyph);
  self->bytes += sizeof key + sizeof *found + 64 + (found->ink != NULL ? (gsize) found->ink->stride * found->ink->height : 0);
  if (self->bytes > MAX_BYTES)
    {
      g_hash_table_remove_all (self->glyphs);
      self->bytes = 0;
    }
  g_object_ref (font);
  g_hash_table_insert (self->glyphs, g_memdup2 (&key, sizeof key), found);
  return found;
}
