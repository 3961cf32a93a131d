/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan of a mass change: when it is done, per station, what it takes of batteries, and whether it is done by a time. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_PLAN_DIALOG (br_tag_plan_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BrTagPlanDialog, br_tag_plan_dialog, BR, TAG_PLAN_DIALOG, AdwDialog)

BrTagPlanDialog *br_tag_plan_dialog_new       (BrAppContext *context);
/** br_tag_plan_dialog_show_plan: `plan` may be NULL: it could not be made. */
void             br_tag_plan_dialog_show_plan (BrTagPlanDialog *self, const BrTagPlanView *plan);

G_END_DECLS
