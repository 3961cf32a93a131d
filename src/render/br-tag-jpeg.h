/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tag's picture as a station takes it. */
#pragma once

#include "br-tag-image.h"

G_BEGIN_DECLS

/**
 * br_tag_jpeg_encode: (transfer full) exactly as large as the picture, baseline, all sampling factors 1, quality 92. So the station's own
 * reduction to the tag's palette gives every pixel back; with coloured pixels shared by four (4:2:0), or by gdk-pixbuf's saver, which does that, it would not.
 * Errors: IO (out of memory).
 */
GBytes *br_tag_jpeg_encode (const BrTagImage *image, GError **error);

G_END_DECLS
