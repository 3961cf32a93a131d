/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grey as black dots among white ones. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** br_dither_luma: how bright a colour is, 0..255 (Rec. ITU-R BT.601). */
int br_dither_luma  (int red, int green, int blue);
/** br_dither_limit: a dot at x, y (>= 0) is black when it is darker than this, 2..254: black stays black and white stays white. */
int br_dither_limit (int x, int y);

G_END_DECLS
