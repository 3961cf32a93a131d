/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bitmap as a PNG file: with zlib at hand, a picture of one bit a dot, or of a palette, needs no library of its own. */
#pragma once

#include "br-bitmap.h"

G_BEGIN_DECLS

/** br_sim_png_encode: (transfer full) black and white, one bit a dot, `dots_per_m` dots a metre (0 = not said). */
GBytes *br_sim_png_encode (const BrBitmap *bitmap, guint dots_per_m);

/** br_sim_png_encode_indices: (transfer full) a palette of 0xRRGGBB and one index a pixel. */
GBytes *br_sim_png_encode_indices (const guint8 *indices, guint width, guint height, const guint32 *palette, guint n_colours);

G_END_DECLS
