/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What br_tag_service_plan_async does on a desk of its own, for whoever has one: how all that is under way would go. */
#pragma once

#include "br-store.h"
#include "br-tag-service.h"

G_BEGIN_DECLS

/** br_tag_reprice_plan: (transfer full) as br_tag_service_plan_async says, from the store's now on. Waits for the store. */
BrTagPlanView *br_tag_reprice_plan (BrStore *store, gint64 deadline_us, int opening, GCancellable *cancellable, GError **error);
/** br_tag_reprice_start: what br_tag_service_start_look_async does. Blocks; not on main. */
gboolean       br_tag_reprice_start (BrStore *store, const BrTagStart *start, int opening, GError **error);

G_END_DECLS
