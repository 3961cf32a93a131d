/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of what tags show next, drawn before it is wanted: when a price begins they are sent without waiting for a drawing. */
#pragma once

#include "br-tag-draw.h"

G_BEGIN_DECLS

#define BR_TAG_AHEAD_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC) /* so long before it is wanted: sooner it may be drawn for nothing */

/** BrTagAhead: where the drawing is. Zeroed to begin with, and again whenever something else may be wanted next. */
typedef struct
{
  gint64 tried_us; /* what is due up to then was drawn, or cannot be */
} BrTagAhead;

/** br_tag_ahead_draw: draws what is due within BR_TAG_AHEAD_US and was not tried yet. `is_called` (or NULL): whether to leave off, asked between a few. A design that cannot be
 *  drawn is left for its time, when its job says so. Blocks: not on main, not inside a job of the store. Errors: storage. */
gboolean br_tag_ahead_draw (BrTagAhead *self, BrStore *store, BrTagDraw *draw, gboolean (*is_called) (gpointer data), gpointer data, GError **error);

G_END_DECLS
