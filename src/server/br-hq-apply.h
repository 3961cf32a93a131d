/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pushed operation: HQ decides, patch by patch, in this order, and says why not (codes of br-wire-push.h).
 *
 *   unknown_record     the record is not at HQ          conflict           somebody changed the same fields, or deleted it
 *   refused_role       the person may not               refused_place      the device does not read the record's feed
 *   unknown_reference  it names a record not alive      invalid            the record would break a rule of its kind
 *   duplicate_sku, duplicate_login   another live record has the key
 *   below_floor        a price under cost × (1 + margin floor) without the approval of a person who may give it
 *   unsupported        an operation this HQ does not know
 *
 * Rights are those of the person as HQ knows them now, not when the change was made.
 */
#pragma once

#include "br-hq-record.h"
#include "br-role.h"
#include "br-wire-push.h"

G_BEGIN_DECLS

/** BrHqDevice: the device that asks, as established by its access token. */
typedef struct
{
  BrId   pc;
  BrId   store; /* none = all stores */
  gint64 inc;
} BrHqDevice;

/**
 * br_hq_apply: carries out one operation inside the transaction, adding its result to `answer` unless it is plainly ok: merged
 * when some patches of an EACH edit were refused, rejected, or quarantined when it cannot even be read. Refused work leaves
 * nothing behind. Errors: of the storage only; then the whole transaction must be given up.
 */
gboolean br_hq_apply (BrHqTx *tx, const BrHqDevice *device, const BrOp *op, BrPushAnswer *answer, GError **error);

G_END_DECLS
