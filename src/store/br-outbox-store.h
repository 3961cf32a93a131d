/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: what waits for HQ, what was sent, what came back. */
#pragma once

#include "br-edit-store.h"
#include "br-store.h"
#include "br-wire-push.h"

G_BEGIN_DECLS

typedef enum { BR_OUTBOX_QUEUED = 1, BR_OUTBOX_SENT, BR_OUTBOX_ACKED, BR_OUTBOX_REFUSED, BR_OUTBOX_WITHDRAWN } BrOutboxState;

/** BrOutboxEntry: a change-set on its way, for people. */
typedef struct
{
  BrId          change_id;
  char         *label;       /* owned */
  char         *person_name; /* owned, or NULL */
  gint64        at_us;
  gint64        first_seq, last_seq;
  guint         n_ops, n_patches;
  BrOutboxState state;       /* of its least advanced operation */
} BrOutboxEntry;
void br_outbox_entry_free (BrOutboxEntry *self);

/** BrOutboxCounts: for the sync line and badges. */
typedef struct { gint64 n_changes /* change-sets not acknowledged */; gint64 n_ops; gint64 oldest_us /* 0 = none */; gint64 n_refused /* open refusals */; } BrOutboxCounts;

gboolean   br_outbox_store_counts   (BrDb *db, BrOutboxCounts *out, GError **error);
GPtrArray *br_outbox_store_list     (BrDb *db, gint64 before_seq, guint limit, GError **error); /* newest first, of BrOutboxEntry, not yet acknowledged ones */
/** br_outbox_store_preview: what would be sent for a change-set: NDJSON lines, indented for reading. Caller frees. */
char      *br_outbox_store_preview  (BrDb *db, const BrId *change, GError **error);
/** br_outbox_store_take: marks up to max_ops/max_bytes queued or sent operations from the lowest unacknowledged seq as sent and fills `push` (pc, inc, epoch from meta). *empty when there are none. Commit before sending. */
gboolean   br_outbox_store_take     (BrStoreTx *tx, guint max_ops, gsize max_bytes, BrPush *push, gboolean *empty, GError **error);
/** br_outbox_store_answer: stores HQ's answer: acknowledgements, refusals, then replays touched records. Idempotent. */
gboolean   br_outbox_store_answer   (BrStoreTx *tx, const BrPush *push, const BrPushAnswer *answer, GError **error);
/** br_outbox_store_settle: drops replay of acknowledged operations whose feeds have been read up to applied_seq. Called after each feed page too. */
gboolean   br_outbox_store_settle   (BrStoreTx *tx, GError **error);
/** br_outbox_store_withdraw: takes back a change-set none of which was sent, and later unsent ones that build on it (*n_withdrawn). Errors: CONFLICT when it was (perhaps) sent. */
gboolean   br_outbox_store_withdraw (BrStoreTx *tx, const BrId *change, guint *n_withdrawn, GError **error);

/** BrRefusal: a change HQ refused: base / mine / HQ, for a card. */
typedef struct
{
  gint64    id;
  BrKind    kind;
  BrId      uid;
  char     *name;      /* what the record is called */
  char     *label;     /* of the change-set */
  char     *code;      /* conflict, duplicate_sku, … (br-wire-push.h) */
  char     *text;      /* HQ's sentence, English */
  gint64    at_us;
  BrPatch  *patch;     /* owned: before = base, after = mine */
  BrRecord *theirs;    /* HQ's record then, or NULL */
} BrRefusal;
void       br_refusal_free (BrRefusal *self);
GPtrArray *br_outbox_store_refusals (BrDb *db, guint limit, GError **error);  /* open ones, oldest first */
typedef enum { BR_SETTLE_KEEP_HQ = 1, BR_SETTLE_APPLY_AGAIN } BrSettle;
/** br_outbox_store_close_refusal: closes the card; APPLY_AGAIN makes a new change-set of my values over today's record. */

gboolean   br_outbox_store_close_refusal (BrStoreTx *tx, const BrEditor *editor, gint64 refusal, BrSettle how, GError **error);

G_END_DECLS
