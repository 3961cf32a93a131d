/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: what waits for HQ, what was sent, what came back. */
#pragma once

#include "br-edit-store.h"
#include "br-outbox.h"
#include "br-store.h"
#include "br-wire-push.h"

G_BEGIN_DECLS

#define BR_OUTBOX_KEEP_DAYS 35 /* as long as HQ keeps its log of operations (SYNC.md 3.2): longer than a device may be offline */

gboolean   br_outbox_store_counts   (BrDb *db, BrOutboxCounts *out, GError **error);
/** br_outbox_store_list: (transfer full) change-sets not yet acknowledged, or not yet in a backup of HQ (state ACKED), whose last operation is before `before_seq`, of BrOutboxEntry, newest first. */
GPtrArray *br_outbox_store_list     (BrDb *db, gint64 before_seq, guint limit, GError **error);
/** br_outbox_store_preview: what would be sent for a change-set (its first 20 operations), indented for reading. Caller frees. Errors: NOT_FOUND. */
char      *br_outbox_store_preview  (BrDb *db, const BrId *change, GError **error);
/** br_outbox_store_take: marks up to max_ops/max_bytes operations from the lowest unacknowledged seq as sent and fills `push` (pc, inc, epoch
 *  from meta). *empty when there are none, or the device is not enrolled. Commit before sending. */
gboolean   br_outbox_store_take     (BrStoreTx *tx, guint max_ops, gsize max_bytes, BrPush *push, gboolean *empty, GError **error);
/** br_outbox_store_answer: stores HQ's answer: acknowledgements, refusals, then replays touched records. Idempotent; late and repeated answers
 *  change nothing. Errors: FORK when HQ knows operations this device never made; storage. */
gboolean   br_outbox_store_answer   (BrStoreTx *tx, const BrPush *push, const BrPushAnswer *answer, GError **error);
/** br_outbox_store_settle: drops, in order, the replay of acknowledged operations whose feeds have been read up to where they were applied;
 *  a feed this device does not read is not waited for. br_feed_store_apply_page does it after each page. */
gboolean   br_outbox_store_settle   (BrStoreTx *tx, GError **error);
/** br_outbox_store_trim: forgets operations HQ has in a backup that are older than BR_OUTBOX_KEEP_DAYS, some at a time; br_outbox_store_answer
 *  does it. Their change-sets stay: History shows and undo takes back any of them. Refused and withdrawn ones stay too. */
gboolean   br_outbox_store_trim     (BrStoreTx *tx, GError **error);
/** br_outbox_store_withdraw: takes back a change-set none of which was sent, and later ones that build on it: that touch the same records, or
 *  refer to records it makes. Their ids are appended to `changes` (of BrId) as they were made, also when it fails with IN_USE: nothing may be
 *  taken along, and something would have to be. Errors: NOT_FOUND; CONFLICT when it was (perhaps) sent; IN_USE. */
gboolean   br_outbox_store_withdraw (BrStoreTx *tx, const BrId *change, BrWithdraw how, GArray *changes, GError **error);
/** br_outbox_store_put_back: makes one new change-set of what the change-sets (of BrId, as withdraw gave them) did, over today's records.
 *  Errors: NOT_FOUND, and as br_edit_batch_put. */
gboolean   br_outbox_store_put_back (BrStoreTx *tx, const BrEditor *editor, const GArray *changes, GError **error);

/** br_outbox_store_refusals: (transfer full) the open ones, of BrRefusal, oldest first. */
GPtrArray *br_outbox_store_refusals (BrDb *db, guint limit, GError **error);
/** br_outbox_store_close_refusal: closes the card, which is all open refusals of the operation when that was ATOMIC; APPLY_AGAIN and EDITED
 *  make a new change-set of my values, or of what I made of them, over today's records. Errors: NOT_FOUND (closed already, or the record is gone), and as br_edit_batch_put. */
gboolean   br_outbox_store_close_refusal (BrStoreTx *tx, const BrEditor *editor, const BrDecision *decision, GError **error);
/** br_outbox_store_close_all: closes every open refusal: KEEP_HQ drops mine, APPLY_AGAIN makes one new change-set of all mine that can still be
 *  applied; the others stay open. *n_closed: how many were closed. */
gboolean   br_outbox_store_close_all (BrStoreTx *tx, const BrEditor *editor, BrSettle how, gint64 *n_closed, GError **error);
/** br_outbox_store_reopen_refusal: the card of which HQ's was kept is there again; one that was sent again stays closed. */
gboolean   br_outbox_store_reopen_refusal (BrStoreTx *tx, gint64 refusal, GError **error);

G_END_DECLS
