/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters as dots. Each is drawn by cairo once and stamped from then on: a text costs a third of what cairo's own way of drawing on one bit a
 * dot costs. */
#pragma once

#include "br-bitmap.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/** BrGlyph: where its ink is about its place on the baseline, in dots. */
typedef struct
{
  BrBitmap *ink; /* or NULL: a space */
  int       x, y;
} BrGlyph;

/** BrGlyphs: letters of any fonts, at most 4 MiB of them. Belongs to one thread. */
typedef struct _BrGlyphs BrGlyphs;
BrGlyphs      *br_glyphs_new  (void);
void           br_glyphs_free (BrGlyphs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrGlyphs, br_glyphs_free)
/** br_glyphs_get: (transfer none) good until the next call. Coloured letters are dithered. */
const BrGlyph *br_glyphs_get  (BrGlyphs *self, PangoFont *font, PangoGlyph glyph);

G_END_DECLS
