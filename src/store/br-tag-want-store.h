/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a tag is to show now, and what next. Writing what is wanted and making the job for it is one transaction, so that neither is ever without the other: a tag
 * has an active job for what is wanted, or one that is out and is followed by it, or what is wanted is shown, or its job failed and waits for a person.
 */
#pragma once

#include "br-store.h"
#include "br-tag-rows.h"

G_BEGIN_DECLS

/** br_tag_want: does nothing when its key is wanted already. Else it becomes the next gen; a job that is not out yet ends SUPERSEDED and a new one is queued; one that is
 *  out is followed by it when it ends. A held one has no job unless what the tag shows is not known. A picture drawn for it before (br_tag_next_drawn) is taken. at_us is set by the clock; want->gen is out. Errors: NOT_FOUND. */
gboolean   br_tag_want         (BrStoreTx *tx, BrTagWant *want, BrTagPriority priority, GError **error);
/** br_tag_want_load: FALSE without error = there is none, or not any more. gen 0 = what is wanted now. `out` is zeroed or cleared. */
gboolean   br_tag_want_load    (BrDb *db, gint64 tag, gint64 gen, BrTagWant *out, GError **error);
/** br_tag_want_again: a job for what is wanted now, though the last one failed, or it is shown and a person doubts it. Does nothing when one is active or nothing is wanted. */
gboolean   br_tag_want_again   (BrStoreTx *tx, gint64 tag, BrTagPriority priority, GError **error);

/** BrTagHeld: a tag whose new look waits to be started, and the priority it is then given: goods on offer go first. */
typedef struct { gint64 tag; BrTagPriority priority; } BrTagHeld;
/** br_tag_want_held: (transfer full) of BrTagHeld, the most important first. */
GArray    *br_tag_want_held    (BrDb *db, GError **error);
/** br_tag_want_start: it is held no more; a job for it. *started: FALSE when something else is wanted by now, or nothing is held. */
gboolean   br_tag_want_start   (BrStoreTx *tx, const BrTagHeld *held, gboolean *started, GError **error);

/** br_tag_next_put: what it is to show from want->from_us on, wanted from due_us on. Keeps its picture when the key is the same. want->gen is not used. */
gboolean   br_tag_next_put     (BrStoreTx *tx, const BrTagWant *want, gint64 due_us, GError **error);
gboolean   br_tag_next_clear   (BrStoreTx *tx, gint64 tag, GError **error);
/** br_tag_next_load: FALSE without error = nothing. */
gboolean   br_tag_next_load    (BrDb *db, gint64 tag, BrTagWant *out, GError **error);
/** br_tag_next_undrawn: (transfer full) tags (gint64) whose next picture is not drawn yet and wanted after from_us, at until_us at the latest; the soonest first. */
GArray    *br_tag_next_undrawn (BrDb *db, gint64 from_us, gint64 until_us, GError **error);
/** br_tag_next_drawn: its picture (br_tag_picture_put) is this, if `key` is still what it is to show next. */
gboolean   br_tag_next_drawn   (BrStoreTx *tx, gint64 tag, const char *key, const char *digest, GError **error);
/** br_tag_next_due: when the first of them is wanted; G_MAXINT64 = none. */
gboolean   br_tag_next_due     (BrDb *db, gint64 *due_us, GError **error);

G_END_DECLS
