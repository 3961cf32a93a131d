/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An operation of the outbox, parsed; remembered for the rest of the transaction. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** BrPendingOp: what replaying an operation needs. */
typedef struct
{
  BrEdit *edit;        /* owned */
  char   *person_name; /* GRefString, or NULL */
  gint64  at_us;
} BrPendingOp;

void               br_pending_op_free (BrPendingOp *self);
/** br_pending_op_get: (transfer none) valid until the next call. Errors: CORRUPT when there is none or its body is damaged; storage. */
const BrPendingOp *br_pending_op_get  (BrStoreTx *tx, gint64 seq, GError **error);
/** br_pending_op_find: (transfer none) its patch of a record, or NULL. */
const BrPatch     *br_pending_op_find (const BrPendingOp *self, BrKind kind, const BrId *uid);

G_END_DECLS
