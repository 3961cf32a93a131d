/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding a tag by its picture: a tag without a light shows the finder picture for a while. It is a wish like any other (BR_TAG_KEY_FINDER), and what follows it is noted
 * in the same commit with the instant it comes back at: so it never stays, whatever ends in between.
 */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

#define BR_TAG_FINDER_US (G_GINT64_CONSTANT (30) * 60 * G_USEC_PER_SEC) /* how long it is shown once the tag has had time to fetch it */

/** br_tag_finder_show: the finder picture takes the place of what is wanted, until br_tag_finder_end or BR_TAG_FINDER_US after the check-in to be expected. Again while it is shown: for as
 *  long anew. Errors: NOT_FOUND (the tag is not bound, or is to show nothing yet). */
gboolean br_tag_finder_show (BrStoreTx *tx, gint64 tag, const char *person, GError **error);
/** br_tag_finder_end: what is to be shown again is worked out by br_tag_wanted_update, which this commit calls for. Nothing when the tag is not looked for. */
gboolean br_tag_finder_end  (BrStoreTx *tx, gint64 tag, const char *person, GError **error);

G_END_DECLS
