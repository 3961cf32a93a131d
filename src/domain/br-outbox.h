/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people are told about changes on their way to HQ: what waits, and what HQ refused. */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

/** BrOutboxState: how far an operation has come; stored. */
typedef enum { BR_OUTBOX_QUEUED = 1, BR_OUTBOX_SENT, BR_OUTBOX_ACKED, BR_OUTBOX_REFUSED, BR_OUTBOX_WITHDRAWN } BrOutboxState;

/** BrOutboxEntry: a change-set on its way. */
typedef struct
{
  BrId          change_id;
  char         *label;       /* owned */
  char         *person_name; /* owned, or NULL */
  gint64        at_us;       /* microseconds UTC */
  gint64        first_seq;   /* of its operations */
  gint64        last_seq;
  guint         n_ops;
  guint         n_patches;
  BrOutboxState state;       /* of its least advanced operation; ACKED: HQ has all of it, but in no backup yet */
} BrOutboxEntry;
void br_outbox_entry_free (BrOutboxEntry *self);

/** BrOutboxCounts: for the sync line and badges. */
typedef struct
{
  gint64 n_changes; /* change-sets not acknowledged */
  gint64 n_ops;     /* operations not acknowledged */
  gint64 oldest_us; /* when the oldest of them was made; 0 = none */
  gint64 n_refused; /* refusals nobody has dealt with */
} BrOutboxCounts;

/** BrRefusal: a change of one record that HQ refused: base / mine / HQ, for a card. */
typedef struct
{
  gint64         id;
  BrKind         kind;
  BrId           uid;
  char          *name;   /* owned: what the record is called, or NULL */
  char          *product_name; /* owned: of the product it belongs to, when it is none itself; or NULL */
  BrId           change_id;
  char          *label;  /* owned: of the change-set */
  char          *person_name; /* owned: whose change it was, or NULL */
  char          *code;   /* owned: conflict, duplicate_sku, … (br-wire-push.h) */
  char          *text;   /* owned: HQ's sentence, English, or NULL */
  gint64         at_us;  /* when HQ's answer came */
  BrEdit        *edit;   /* owned: the operation it was part of */
  const BrPatch *patch;  /* in `edit`: before = base, after = mine */
  BrRecord      *theirs; /* owned: HQ's record, the newest known; where HQ did not send it, as it is here; NULL = there is none */
  GHashTable    *names;  /* owned: BrId -> text: what the records are called that REF cells of `patch` and `theirs` point to */
} BrRefusal;
void br_refusal_free (BrRefusal *self);
/** br_refusal_is_gone: whether HQ has deleted the record. */
gboolean br_refusal_is_gone (const BrRefusal *self);

/** BrSettle: what a person decided about a refusal; stored. */
typedef enum { BR_SETTLE_KEEP_HQ = 1, BR_SETTLE_APPLY_AGAIN, BR_SETTLE_EDITED } BrSettle;
/** BrDecision: about one card. */
typedef struct
{
  gint64   refusal; /* any of the card's */
  BrSettle how;
  BrEdit  *edited;  /* borrowed: what is sent instead of mine, by record; only with EDITED */
} BrDecision;

/** BrWithdraw: how far withdrawing a change may go. */
typedef enum
{
  BR_WITHDRAW_ALONE = 1, /* only when nothing later builds on it */
  BR_WITHDRAW_WITH_LATER /* and everything that builds on it */
} BrWithdraw;

G_END_DECLS
