/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small pictures of goods: read and scaled off main, shown when they are ready. */
#pragma once

#include "br-app-context.h"

G_BEGIN_DECLS

/**
 * br_thumbnail_show: lets `image` show the picture `name` (its SHA-256, as products refer to it) `size` pixels wide and high. Until it is read, and
 * when it is not here or cannot be drawn, an icon stands there. The last call for an image counts, so that it suits recycled list cells.
 * `name` NULL: the icon.
 */
void br_thumbnail_show (GtkImage *image, BrStore *store, const char *name, int size);

G_END_DECLS
