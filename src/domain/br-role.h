/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what: one table, asked by the window (to hide), the store (to refuse early) and HQ (to decide). */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

/** BrActor: who acts. */
typedef struct
{
  BrId   person; /* none = nobody signed in */
  BrRole role;
  BrId   store;  /* the store the person works in; none = all stores */
} BrActor;

/** BrRight: rights that are not edits of one record. */
typedef enum { BR_RIGHT_SEE_COST = 1, BR_RIGHT_APPROVE_BELOW_FLOOR, BR_RIGHT_IMPORT, BR_RIGHT_BULK_EDIT, BR_RIGHT_MANAGE_PEOPLE } BrRight;

gboolean br_role_has_right  (BrRole role, BrRight right);
/** br_role_sees_field: whether a role may be shown a field: what goods cost is not for everybody. */
gboolean br_role_sees_field (BrRole role, BrKind kind, guint field);
/**
 * br_role_check_patch: whether `actor` may make `patch` on `record` (the record as it will be). Merchandiser and HQ admin: the
 * whole catalogue, prices, assortments; HQ admin: people, stores, zones too. Manager: products, SKUs, suppliers, brands; price
 * entries and assortment of their own store only. Clerk: a SKU's barcodes and a product's pictures. Errors: REFUSED with the reason.
 */
gboolean br_role_check_patch (const BrActor *actor, const BrPatch *patch, const BrRecord *record, GError **error);

G_END_DECLS
