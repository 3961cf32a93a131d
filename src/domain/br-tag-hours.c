/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "br-tag-hours.h"

#include "br-tag-plan.h"

static GDateTime *
get_local (GTimeZone *zone, gint64 at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

int
br_tag_hours_minute (GTimeZone *zone, gint64 at_us)
{
  g_autoptr (GDateTime) local = get_local (zone, at_us);

  return local != NULL ? g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local) : -1;
}

gint64
br_tag_hours_at (GTimeZone *zone, gint64 now_us, int days, int minute)
{
  g_autoptr (GDateTime) here = get_local (zone, now_us);
  g_autoptr (GDateTime) day = here != NULL ? g_date_time_add_days (here, days) : NULL;
  g_autoptr (GDateTime) at = NULL;

  if (day != NULL)
    at = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day), minute / 60, minute % 60, 0);
  return at != NULL ? g_date_time_to_unix (at) * G_USEC_PER_SEC : now_us;
}

gint64
br_tag_hours_next (GTimeZone *zone, gint64 now_us, int minute)
{
  gint64 today_us = br_tag_hours_at (zone, now_us, 0, minute);

  return today_us > now_us ? today_us : br_tag_hours_at (zone, now_us, 1, minute);
}

/* They may go over midnight. */
guint
br_tag_hours_quiet (GTimeZone *zone, gint64 now_us, const BrStation *station, GArray *pauses)
{
  int more = station->quiet_to < station->quiet_from ? 1 : 0;

  if (station->quiet_from < 0 || station->quiet_from == station->quiet_to)
    return 0;
  for (int day = -1; day < BR_TAG_HOURS_DAYS - 1; day++)
    {
      BrTagPlanPause pause = { br_tag_hours_at (zone, now_us, day, station->quiet_from), br_tag_hours_at (zone, now_us, day + more, station->quiet_to) };

      g_array_append_val (pauses, pause);
    }
  return BR_TAG_HOURS_DAYS;
}
