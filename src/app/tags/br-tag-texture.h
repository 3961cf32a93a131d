/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pixels of a shelf tag on the screen: the same pixels that are sent to it. */
#pragma once

#include "br-tag-image.h"
#include <gdk/gdk.h>

G_BEGIN_DECLS

/** br_tag_texture_new: (transfer full) one pixel a pixel, in the colours of the tag's ink; reads `image` at once and keeps nothing of it. */
GdkTexture *br_tag_texture_new (const BrTagImage *image);

G_END_DECLS
