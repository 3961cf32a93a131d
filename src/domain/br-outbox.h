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
  BrOutboxState state;       /* of its least advanced operation */
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
  char          *label;  /* owned: of the change-set */
  char          *code;   /* owned: conflict, duplicate_sku, … (br-wire-push.h) */
  char          *text;   /* owned: HQ's sentence, English, or NULL */
  gint64         at_us;  /* when HQ's answer came */
  BrEdit        *edit;   /* owned: the operation it was part of */
  const BrPatch *patch;  /* in `edit`: before = base, after = mine */
  BrRecord      *theirs; /* owned: HQ's record then, or NULL */
} BrRefusal;
void br_refusal_free (BrRefusal *self);

/** BrSettle: what a person decided about a refusal. */
typedef enum { BR_SETTLE_KEEP_HQ = 1, BR_SETTLE_APPLY_AGAIN } BrSettle;

G_END_DECLS
