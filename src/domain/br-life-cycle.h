/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life cycle of a SKU (PRODUCT.md, Products): which steps there are, and who may take them. */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

/** br_life_cycle_allows: whether there is a step from one status to another. Staying is not a step. */
gboolean br_life_cycle_allows (BrLifeCycle from, BrLifeCycle to);
/** br_life_cycle_check: the same for a person of `role`. Errors: INVALID (no such step), REFUSED (not by this role). */
gboolean br_life_cycle_check  (BrLifeCycle from, BrLifeCycle to, BrRole role, GError **error);
/** br_life_cycle_check_record: whether a person of `role` may turn `before` (NULL: a new record) into `after`, as far as the status of a
 *  SKU goes. A first status is free: an import brings what a shop already sells. Other kinds always pass. Errors: as br_life_cycle_check. */
gboolean br_life_cycle_check_record (const BrRecord *before, const BrRecord *after, BrRole role, GError **error);
/** br_life_cycle_check_undo: the same for an undo, which may also go back a step that `role` may take forward. */
gboolean br_life_cycle_check_undo   (const BrRecord *before, const BrRecord *after, BrRole role, GError **error);
/** br_life_cycle_wants_note: whether the step needs a reason: what is sent back or leaves the shelf. */
gboolean br_life_cycle_wants_note   (BrLifeCycle from, BrLifeCycle to);
/** br_life_cycle_next: statuses that `role` may choose from `from`, in the order of the life cycle; returns how many. */
guint    br_life_cycle_next   (BrLifeCycle from, BrRole role, BrLifeCycle out[BR_STATUS_RETIRED]);

G_END_DECLS
