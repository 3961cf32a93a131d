/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the editor offers: cells a role may change, steps of the life cycle, the least price. HQ and the store decide again. Pure. */
#pragma once

#include "br-life-cycle.h"
#include "br-role.h"
#include "br-view.h"

G_BEGIN_DECLS

/** br_draft_may_set: whether `actor` may change a cell of `record`; `is_new`: the record is not stored yet. */
gboolean br_draft_may_set  (const BrActor *actor, const BrRecord *record, guint field, gboolean is_new);
/** br_draft_may_create: whether somebody may make new products; nobody signed in may not. */
gboolean br_draft_may_create (const BrActor *actor);
/** br_draft_only_store: the store `price` has to be for when `actor` sets it; none when it may be for any place. */
BrId     br_draft_only_store (const BrActor *actor, const BrRecord *price);
/** br_draft_statuses: what a SKU stored with `from` may have when saved: itself, each next step for `role`, and `now`, which the
 *  draft has; in the order of the life cycle. Returns how many. */
guint    br_draft_statuses (BrLifeCycle from, BrLifeCycle now, BrRole role, BrLifeCycle out[BR_STATUS_RETIRED]);
/** br_draft_floor: the least price of `sku` without approval: its cost and the margin floor of the product's category, or of the
 *  nearest one above that has one. FALSE when there is none (unknown cost, no category, no floor). */
gboolean br_draft_floor    (GPtrArray *categories, const BrRecord *product, const BrRecord *sku, gint64 *floor_minor);

G_END_DECLS
