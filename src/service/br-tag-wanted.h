/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What bound tags are to show. What a tag should show is a function of the cache, the designs and the instant alone, so that it can be worked out anew at any time, for
 * any tags, and nothing is lost with a message: a change of the store only says which tags are worth looking at. Only where the values a design reads became others
 * is something wanted anew (store/br-tag-want-store.h), with its job.
 *
 * Prices that begin or end by themselves are known before: what a tag will show next is kept with its instant, drawn before, and wanted on time. A price that rises is wanted
 * on the shelf before it holds (BR_TAG_RISE_LEAD): nobody pays more than the shelf said. One that falls is wanted at its instant.
 */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

#define BR_TAG_RISE_LEAD         "tag_rise_lead_us" /* key of meta: how long before, microseconds; 0 = rises too are shown at their instant */
#define BR_TAG_RISE_LEAD_DEFAULT (G_GINT64_CONSTANT (15) * 60 * G_USEC_PER_SEC)

#define BR_TAG_MASS         "tag_mass" /* key of meta: a new look (no new price) for so many tags at once waits until a person starts it (br_tag_service_start_look) */
#define BR_TAG_MASS_DEFAULT 20

/** BrTagWantedCount: what an update did. */
typedef struct
{
  guint looked_at; /* tags */
  guint changed;   /* of those something else is wanted now */
  guint next;      /* of those something else is known to come next */
} BrTagWantedCount;

/** br_tag_wanted_is_touched: whether a commit may change what is wanted. Pure, any thread. */
gboolean br_tag_wanted_is_touched (const BrChange *change);
/** br_tag_wanted_update: works it out for the tags `change` may concern (NULL = all) and commits it. Blocks: not on main, not inside a job of the store. *count (or NULL): what
 *  it did. Errors: storage. */
gboolean br_tag_wanted_update     (BrStore *store, const BrChange *change, BrTagWantedCount *count, GError **error);
/** br_tag_wanted_decide: the same without committing: what an update would do. */
gboolean br_tag_wanted_decide     (BrStore *store, const BrChange *change, BrTagWantedCount *count, GError **error);
/** br_tag_wanted_due: what is due by now is wanted from now on; *next_us: when to call again, G_MAXINT64 = nothing is known to come. Blocks, as above. */
gboolean br_tag_wanted_due        (BrStore *store, gint64 *next_us, GError **error);

G_END_DECLS
