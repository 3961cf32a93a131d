/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture for a tag: one palette index a pixel. What is previewed, kept, sent and compared is this. */
#pragma once

#include "br-tag-type.h"

G_BEGIN_DECLS

/** BrTagImage: atomically reference counted; changed only while one owner holds it. */
typedef struct
{
  BrTagType type;
  guint8   *pixels; /* owned, width * height indices, rows from top to bottom; each < type.n_colours */
} BrTagImage;

/** br_tag_image_new: all white. Errors: INVALID (the type is not sound). */
BrTagImage *br_tag_image_new   (const BrTagType *type, GError **error);
/** br_tag_image_new_finder: what a tag without a light shows while it is looked for: large squares of its strongest colours, seen from afar. Errors: as above. */
BrTagImage *br_tag_image_new_finder (const BrTagType *type, GError **error);
BrTagImage *br_tag_image_ref   (BrTagImage *self);
void        br_tag_image_unref (BrTagImage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagImage, br_tag_image_unref)
gboolean    br_tag_image_equal (const BrTagImage *self, const BrTagImage *other);

#define BR_TAG_DIGEST_LENGTH 64
/** br_tag_image_digest: (transfer full) SHA-256 as lower-case hex over type code, sizes, rotate_buffer, depth, palette and the pixels: over what a tag shows, never over
 *  JPEG or PNG bytes, so that encoding anew never causes sending again. */
char       *br_tag_image_digest (const BrTagImage *self);
/** br_tag_image_pack: (transfer full) for keeping: run-length packed indices (format: br-tag-image.c). The type is kept beside it by the caller.
 *  br_tag_image_unpack: errors: CORRUPT (not a picture of just this size and these colours), INVALID (the type is not sound). */
GBytes     *br_tag_image_pack   (const BrTagImage *self);
BrTagImage *br_tag_image_unpack (const BrTagType *type, GBytes *packed, GError **error);

G_END_DECLS
