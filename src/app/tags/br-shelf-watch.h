/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of shelf tags waits for a person, counted as it changes: for badges and Today. */
#pragma once

#include "br-tag-service.h"

G_BEGIN_DECLS

#define BR_TYPE_SHELF_WATCH (br_shelf_watch_get_type ())
/** BrShelfWatch: emits "changed" when one of its numbers changed. */
G_DECLARE_FINAL_TYPE (BrShelfWatch, br_shelf_watch, BR, SHELF_WATCH, GObject)

/** BrShelfWatchCounts: what waits. */
typedef struct
{
  gint64 attention; /* tags to be looked at */
  gint64 mismatch;  /* articles of which shelf, record and till differ or are not proved to agree */
  gint64 down;      /* stations that are not reached or not trusted */
  gint64 troubled;  /* those, stations with something wrong, and that what is known of tags cannot be written down */
  gint64 late;      /* tags that will not show their new price when the shop opens next, by the plan; 0 when no opening is set */
} BrShelfWatchCounts;

BrShelfWatch             *br_shelf_watch_new (BrTagService *tags);
/** br_shelf_watch_get: (transfer none) the numbers now. */
const BrShelfWatchCounts *br_shelf_watch_get (BrShelfWatch *self);
/** br_shelf_watch_count_late: of a plan, those a time can be said of that is after its deadline. The others are told elsewhere: not heard, or their station is down. */
gint64                    br_shelf_watch_count_late (const BrTagPlanView *plan);

G_END_DECLS
