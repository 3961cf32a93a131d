/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tag's picture as PNG, for stations that take that. */
#pragma once

#include "br-tag-image.h"

G_BEGIN_DECLS

/** br_tag_png_encode: (transfer full) eight bits a pixel, an index into a palette that has the tag's colours and no other. Same picture, same bytes. */
GBytes *br_tag_png_encode (const BrTagImage *image);

G_END_DECLS
