/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row of an activity list. */
#pragma once

#include "br-activity-item.h"

G_BEGIN_DECLS

#define BR_TYPE_ACTIVITY_ROW (br_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (BrActivityRow, br_activity_row, BR, ACTIVITY_ROW, GtkBox)

void br_activity_row_set_item (BrActivityRow *self, BrActivityItem *item);

G_END_DECLS
