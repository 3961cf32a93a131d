/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Minutes of a day as the clock on the wall shows them, and the instants they mean, also in the night clocks are changed. Pure, any thread. */
#pragma once

#include "br-tag-rows.h"

G_BEGIN_DECLS

#define BR_TAG_HOURS_DAYS 4

/** br_tag_hours_minute: what that clock shows at an instant: minute of the day, 0..1439; -1 = beyond all dates. */
int    br_tag_hours_minute (GTimeZone *zone, gint64 at_us);
/** br_tag_hours_at: when it shows `minute` (0..1439), so many days after the day `now_us` is in. One that is left out, since clocks go forward over it: when they have; one that
 *  comes twice: the time that is not summer time. */
gint64 br_tag_hours_at     (GTimeZone *zone, gint64 now_us, int days, int minute);
/** br_tag_hours_next: when it does so next, after `now_us`. */
gint64 br_tag_hours_next   (GTimeZone *zone, gint64 now_us, int minute);
/** br_tag_hours_quiet: adds the station's quiet hours to `pauses` (of BrTagPlanPause), from those that began the day before `now_us` on, for BR_TAG_HOURS_DAYS days; how many it added. */
guint  br_tag_hours_quiet  (GTimeZone *zone, gint64 now_us, const BrStation *station, GArray *pauses);

G_END_DECLS
