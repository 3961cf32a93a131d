/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of tags that are one number each: in the first pixels of the first row, a bit a pixel; all others are white. */
#pragma once

#include "br-tag-image.h"

G_BEGIN_DECLS

/** tag_picture_draw: (transfer full) a picture with that number, for any type. */
BrTagImage *tag_picture_draw   (const BrTagType *type, gint64 number);
/** tag_picture_number: the number in a picture; -1 = none of ours. */
gint64      tag_picture_number (const guint8 *pixels, guint width, guint height);
/** tag_picture_fill: from now on pictures are as full as labels are: a quarter of each is a pattern that nothing makes smaller, in three colours. Else they are all but
 *  empty, which is quicker. */
void        tag_picture_fill (gboolean full);

G_END_DECLS
