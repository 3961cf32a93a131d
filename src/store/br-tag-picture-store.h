/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of tags by what they show (tags.db): drawn once, sent any number of times. Functions with a BrStoreTx run in br_store_tags_write. */
#pragma once

#include "br-store.h"
#include "br-tag-image.h"

G_BEGIN_DECLS

#define BR_TAG_PICTURE_MOST (G_GINT64_CONSTANT (256) * 1024 * 1024) /* bytes kept; those used longest ago go first, never one of an active job or shown now */

/** br_tag_picture_put: `jpeg` may be NULL. Does nothing but note its use when it is kept already, with a JPEG or none given. */
gboolean    br_tag_picture_put   (BrStoreTx *tx, const char *digest, const BrTagImage *image, GBytes *jpeg, GError **error);
/** br_tag_picture_load: (transfer full) NULL without error when it is not kept (any more): it is drawn again. *jpeg (or NULL): (transfer full) or NULL. Errors: CORRUPT. */
BrTagImage *br_tag_picture_load  (BrDb *db, const char *digest, GBytes **jpeg, GError **error);
/** br_tag_picture_prune: one step: takes out what is beyond `most` bytes, up to a hundred pictures. *more: there is something left to do. */
gboolean    br_tag_picture_prune (BrStoreTx *tx, gint64 most, gboolean *more, GError **error);

G_END_DECLS
