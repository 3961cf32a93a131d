/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a record may become what an edit makes of it: references, rights, and the price floor (DOMAIN.md, Price). */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** BrEditRules: what the checks of one change-set share. */
typedef struct
{
  BrStoreTx     *tx;
  const BrActor *actor;  /* borrowed */
  gboolean       undo;   /* the change-set takes another back */
  GHashTable    *floors; /* category row id (gint64 *) -> margin floor in basis points (gint64 *), G_MININT64 = none */
} BrEditRules;

void     br_edit_rules_init  (BrEditRules *self, BrStoreTx *tx, const BrActor *actor);
void     br_edit_rules_clear (BrEditRules *self);
/**
 * br_edit_rules_check: whether `shown`, which differs from `before` (NULL: a new record) in `mask`, may be written. A price below the
 * floor by somebody with the right to approve it is noted as approved by them: `shown` and `mask` then include approved_by.
 * Errors: INVALID, RANGE, REFUSED, NOT_FOUND (a record it refers to), IN_USE (to be deleted, but others refer to it), and storage errors.
 */
gboolean br_edit_rules_check (BrEditRules *self, const BrRecord *before, BrRecord *shown, guint32 *mask, GError **error);

G_END_DECLS
