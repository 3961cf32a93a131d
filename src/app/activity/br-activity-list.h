/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of BrActivityItem with its states: loading, empty, error, content. */
#pragma once

#include "br-activity-item.h"

G_BEGIN_DECLS

#define BR_TYPE_ACTIVITY_LIST (br_activity_list_get_type ())
G_DECLARE_FINAL_TYPE (BrActivityList, br_activity_list, BR, ACTIVITY_LIST, AdwBin)

/** br_activity_list_set_empty: what the empty list teaches; `name` is its accessible name. */
void br_activity_list_set_empty (BrActivityList *self, const char *name, const char *icon, const char *title, const char *description);
/** br_activity_list_show_items: (transfer none) array of BrActivityItem. */
void br_activity_list_show_items (BrActivityList *self, GPtrArray *items);
void br_activity_list_show_error (BrActivityList *self, const GError *error);

G_END_DECLS
