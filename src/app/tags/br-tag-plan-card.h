/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Above the tags while a change of prices is on its way: how far it is, and when it is done. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_PLAN_CARD (br_tag_plan_card_get_type ())
/** BrTagPlanCard: not there while nothing is on its way. */
G_DECLARE_FINAL_TYPE (BrTagPlanCard, br_tag_plan_card, BR, TAG_PLAN_CARD, AdwBin)

void br_tag_plan_card_set_context (BrTagPlanCard *self, BrAppContext *context);
/** br_tag_plan_card_show: what is counted, and the plan, or NULL while it is not known. */
void br_tag_plan_card_show        (BrTagPlanCard *self, const BrTagCounts *counts, const BrTagPlanView *plan, gint64 now_us);

G_END_DECLS
