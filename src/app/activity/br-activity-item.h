/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of an activity list: texts, a chip, and what can be done with it. Immutable. */
#pragma once

#include "br-chip.h"
#include "br-history.h"
#include "br-outbox.h"
#include "br-sync-log.h"

G_BEGIN_DECLS

#define BR_TYPE_ACTIVITY_ITEM (br_activity_item_get_type ())
G_DECLARE_FINAL_TYPE (BrActivityItem, br_activity_item, BR, ACTIVITY_ITEM, GObject)

BrActivityItem *br_activity_item_new_waiting (const BrOutboxEntry *entry, gint64 now_us);
BrActivityItem *br_activity_item_new_change  (const BrChangeSummary *change, gint64 now_us);
BrActivityItem *br_activity_item_new_log     (const BrSyncLogEntry *entry, gint64 now_us);
const char     *br_activity_item_get_title   (BrActivityItem *self);
const char     *br_activity_item_get_detail  (BrActivityItem *self);
const char     *br_activity_item_get_tooltip (BrActivityItem *self); /* the exact instant */
BrChipState     br_activity_item_get_state   (BrActivityItem *self);
/** br_activity_item_get_change: the change-set as text; with the title the parameter "(ss)" of the actions; NULL = none. */
const char     *br_activity_item_get_change  (BrActivityItem *self);
/** br_activity_item_get_action: name of the action of its button, or NULL; its label in *label, translated. */
const char     *br_activity_item_get_action  (BrActivityItem *self, const char **label);
/** br_activity_item_get_show_action: name of the action that shows its change in words, or NULL. */
const char     *br_activity_item_get_show_action (BrActivityItem *self);

G_END_DECLS
