/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and quiet hours in the nights clocks are changed. */
#include "config.h"

#include "br-tag-hours.h"
#include "br-tag-plan.h"

#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

static gint64
parse (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *full = g_strdup_printf ("%.16s:00Z", text);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (full, utc);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
assert_time (gint64 us, const char *expected)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (us);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%MZ");

  g_assert_cmpstr (text, ==, expected);
}

static const struct
{
  const char *zone, *now;
  int days, minute;
  const char *at;
} times[] = {
  { "Europe/Berlin", "2027-03-27T20:00Z", 1, 119, "2027-03-28T00:59Z" },
  { "Europe/Berlin", "2027-03-27T20:00Z", 1, 150, "2027-03-28T01:00Z" }, /* left out: 03:00 */
  { "Europe/Berlin", "2027-03-27T20:00Z", 1, 180, "2027-03-28T01:00Z" },
  { "Europe/Berlin", "2027-03-27T20:00Z", 1, 480, "2027-03-28T06:00Z" },
  { "Europe/Berlin", "2027-10-30T20:00Z", 1, 119, "2027-10-30T23:59Z" },
  { "Europe/Berlin", "2027-10-30T20:00Z", 1, 150, "2027-10-31T01:30Z" }, /* the second time */
  { "Europe/Berlin", "2027-10-31T00:30Z", 0, 150, "2027-10-31T01:30Z" }, /* that it is now for the first time */
  { "Europe/Berlin", "2027-10-30T20:00Z", 1, 180, "2027-10-31T02:00Z" },
  { "America/Santiago", "2026-09-05T15:00Z", 0, 1439, "2026-09-06T03:59Z" },
  { "America/Santiago", "2026-09-05T15:00Z", 1, 0, "2026-09-06T04:00Z" }, /* there is no midnight: 01:00 */
  { "America/Santiago", "2026-09-06T04:00Z", 0, 30, "2026-09-06T04:00Z" },
  { "America/Santiago", "2026-09-06T04:00Z", -1, 1439, "2026-09-06T03:59Z" },
  { "America/Santiago", "2026-09-05T04:30Z", 1, 30, "2026-09-06T04:00Z" }, /* from a day that has that minute */
  { "America/Santiago", "2027-04-03T15:00Z", 0, 1410, "2027-04-04T03:30Z" }, /* the second time */
  { "America/Santiago", "2027-04-03T15:00Z", 1, 0, "2027-04-04T04:00Z" },
  { "Australia/Lord_Howe", "2026-10-03T06:00Z", 1, 135, "2026-10-03T15:30Z" }, /* half an hour is left out */
  { "Australia/Lord_Howe", "2026-10-03T06:00Z", 1, 150, "2026-10-03T15:30Z" },
  { "Asia/Shanghai", "2027-03-27T20:00Z", 0, 150, "2027-03-27T18:30Z" },
};

static void
test_times (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (times[i].zone);

      g_test_message ("%s %s %d %d", times[i].zone, times[i].now, times[i].days, times[i].minute);
      g_assert_nonnull (zone);
      assert_time (br_tag_hours_at (zone, parse (times[i].now), times[i].days, times[i].minute), times[i].at);
    }
}

static const struct
{
  const char *zone, *now;
  int minute;
  const char *next;
} openings[] = {
  { "Europe/Berlin", "2027-03-27T22:00Z", 480, "2027-03-28T06:00Z" },  { "Europe/Berlin", "2027-10-30T21:00Z", 480, "2027-10-31T07:00Z" },
  { "Europe/Berlin", "2027-03-28T00:59Z", 150, "2027-03-28T01:00Z" },  { "Europe/Berlin", "2027-03-28T01:00Z", 150, "2027-03-29T00:30Z" },
  { "America/Santiago", "2026-09-06T03:59Z", 0, "2026-09-06T04:00Z" }, { "America/Santiago", "2026-09-06T04:00Z", 0, "2026-09-07T03:00Z" },
  { "Asia/Shanghai", "2027-03-27T23:59Z", 480, "2027-03-28T00:00Z" },
};

static void
test_next (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (openings[i].zone);

      g_test_message ("%s %s %d", openings[i].zone, openings[i].now, openings[i].minute);
      assert_time (br_tag_hours_next (zone, parse (openings[i].now), openings[i].minute), openings[i].next);
    }
}

/* What an engine does minute by minute, by the clock on the wall, is what is planned by instants; but for the minutes that come twice. */
static const struct
{
  const char *zone, *now;
  int shift; /* minutes */
} nights[] = {
  { "Europe/Berlin", "2027-03-27T12:00Z", 60 },    { "Europe/Berlin", "2027-10-30T12:00Z", 60 },       { "America/Santiago", "2026-09-05T15:00Z", 60 },
  { "America/Santiago", "2027-04-03T15:00Z", 60 }, { "Australia/Lord_Howe", "2026-10-03T02:00Z", 30 }, { "Australia/Lord_Howe", "2027-04-03T02:00Z", 30 },
  { "Europe/Dublin", "2027-10-30T12:00Z", 60 },    { "Asia/Shanghai", "2027-03-27T12:00Z", 60 },
};
static const int minutes[] = { 0, 30, 90, 120, 135, 150, 180, 1320, 1380, 1410 };

static gboolean
is_in_pause (GArray *pauses, gint64 at_us)
{
  for (guint i = 0; i < pauses->len; i++)
    {
      const BrTagPlanPause *pause = &g_array_index (pauses, BrTagPlanPause, i);

      if (at_us >= pause->from_us && at_us < pause->until_us)
        return TRUE;
    }
  return FALSE;
}

static gboolean
comes_twice (GTimeZone *zone, gint64 at_us, int shift)
{
  int minute = br_tag_hours_minute (zone, at_us);

  return br_tag_hours_minute (zone, at_us - shift * MINUTE_US) == minute || br_tag_hours_minute (zone, at_us + shift * MINUTE_US) == minute;
}

static void
compare_day (GTimeZone *zone, gint64 now_us, int shift, const BrStation *station)
{
  g_autoptr (GArray) pauses = g_array_new (FALSE, FALSE, sizeof (BrTagPlanPause));

  g_assert_cmpuint (br_tag_hours_quiet (zone, now_us, station, pauses), ==, station->quiet_from != station->quiet_to ? BR_TAG_HOURS_DAYS : 0);
  for (gint64 at_us = now_us; at_us < now_us + 24 * 60 * MINUTE_US; at_us += 5 * MINUTE_US)
    if (!comes_twice (zone, at_us, shift) && is_in_pause (pauses, at_us) != br_station_is_quiet (station, br_tag_hours_minute (zone, at_us)))
      g_error ("%" G_GINT64_FORMAT ": %d is %splanned quiet from %d to %d", at_us, br_tag_hours_minute (zone, at_us), is_in_pause (pauses, at_us) ? "" : "not ",
               station->quiet_from, station->quiet_to);
}

static void
test_quiet (void)
{
  g_autoptr (BrStation) station = br_station_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (nights); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (nights[i].zone);

      g_test_message ("%s %s", nights[i].zone, nights[i].now);
      for (gsize from = 0; from < G_N_ELEMENTS (minutes); from++)
        for (gsize to = 0; to < G_N_ELEMENTS (minutes); to++)
          {
            station->quiet_from = minutes[from];
            station->quiet_to = minutes[to];
            compare_day (zone, parse (nights[i].now), nights[i].shift, station);
          }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tag-hours/times", test_times);
  g_test_add_func ("/tag-hours/next", test_next);
  g_test_add_func ("/tag-hours/quiet", test_quiet);
  return g_test_run ();
}
