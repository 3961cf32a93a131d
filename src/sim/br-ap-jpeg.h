/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The emulated access point's own JPEG reader. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** br_ap_jpeg_decode: (transfer full) three bytes a pixel, rows from top to bottom; NULL: it is damaged, progressive, or larger than 2048 in a direction. */
guint8 *br_ap_jpeg_decode (GBytes *jpeg, guint *width, guint *height);

G_END_DECLS
