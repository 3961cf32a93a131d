/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a mass change goes: tags done over time, and the time by which it should be done. */
#pragma once

#include "br-tag-service.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_CURVE (br_tag_curve_get_type ())
G_DECLARE_FINAL_TYPE (BrTagCurve, br_tag_curve, BR, TAG_CURVE, GtkWidget)

/** br_tag_curve_set_plan: reads `plan` at once; NULL = nothing. */
void br_tag_curve_set_plan (BrTagCurve *self, const BrTagPlanView *plan, gint64 now_us);

G_END_DECLS
