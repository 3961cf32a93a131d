/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suites 8, 9 and 10 on emulated access points: many changes become few transfers; lights and pictures in turn; weeks of it, with the nights' restarts, in which nothing grows.
 * BACKROOM_TAG_SOAK_DAYS: how many days.
 */
#include "config.h"

#include "tag-trouble.h"
#include "world.h"

#include <stdlib.h>

#define INTERVAL (5 * WORLD_MINUTE)
#define SETTLED_DAYS 3      /* after which caches are full */
#define MOST_EVENTS 60      /* a day, of 6 tags and a station that restarts */
#define FLASH_SLACK (32 * 1024)

static void
count (TagWorld *world, guint n, BrApTagCounts *counts)
{
  br_ap_tag_get_counts (br_air_find_tag (tag_air_ap_get (world->air), tag_world_tag (world, n)->key), counts);
}

/* Suite 8: a hundred changes in ten seconds. */
static void
test_hurry (void)
{
  g_autoptr (TagWorld) world = tag_trouble_new (FALSE, 1, 1, INTERVAL, 81);
  BrApTagCounts counts;

  for (guint i = 1; i <= 100; i++)
    {
      tag_world_want (world, 0, i);
      tag_world_run (world, WORLD_SECOND / 10);
    }
  tag_world_calm (world); /* the last one wins */
  count (world, 0, &counts);
  g_assert_cmpuint (counts.n_transfers, <=, 2);
  g_assert_cmpuint (counts.n_uploads, <=, 3);
}

/* Suite 8: a promotion that begins and ends while the tag sleeps is never seen on it. */
static void
test_promotion (void)
{
  g_autoptr (TagWorld) world = tag_trouble_new (FALSE, 1, 1, 2 * INTERVAL, 82);
  BrApTagCounts before, after;

  tag_world_want (world, 0, 1);
  tag_world_calm (world);
  count (world, 0, &before);
  br_ap_tag_press (br_air_nth_tag (tag_air_ap_get (world->air), 0));
  tag_world_run (world, 2 * WORLD_MINUTE); /* it sleeps since a short while */
  tag_world_want (world, 0, 2);
  tag_world_run (world, WORLD_MINUTE);
  tag_world_want (world, 0, 3);
  tag_world_calm (world);
  count (world, 0, &after);
  g_assert_cmpuint (after.n_transfers - before.n_transfers, ==, 1);
  g_assert_cmpuint (after.n_draws - before.n_draws, ==, 1);
}

/* Suite 9: a light leaves its pattern as the hash. No proof comes of that (I2, after each step), nothing is queued behind the other (I4), and what blinked is told to stop. */
static void
test_lights (void)
{
  g_autoptr (TagWorld) world = tag_trouble_new (FALSE, 1, 3, INTERVAL, 9);

  for (guint round = 0; round < 12; round++)
    {
      BrApTagCounts before[3], after;

      for (guint i = 0; i < 3; i++)
        count (world, i, &before[i]);
      for (guint i = 0; i < 6; i++)
        {
          guint n = (guint) br_xorshift_below (&world->xorshift, 3);

          if (i % 2 == 0)
            tag_trouble_change (world, n);
          else
            g_assert_true (br_station_engine_blink (world->stations[0].engine, tag_world_tag (world, n)->key,
                                                    br_xorshift_below (&world->xorshift, 2) == 0 ? BR_TAG_LED_SHORT : BR_TAG_LED_LONG, NULL));
          tag_world_run (world, (gint64) br_xorshift_below (&world->xorshift, (guint64) (INTERVAL / 2)));
        }
      tag_world_calm (world);
      for (guint i = 0; i < 3; i++)
        {
          count (world, i, &after);
          g_assert_true (after.n_blinks == before[i].n_blinks || after.n_stops > before[i].n_stops);
          g_assert_false (br_ap_tag_blinks (br_air_nth_tag (tag_air_ap_get (world->air), i)));
        }
    }
}

static void
live_day (TagWorld *world)
{
  gint64 end_us = world->now_us + 24 * WORLD_HOUR;

  for (guint i = 0; i < 6; i++)
    {
      tag_trouble_change (world, (guint) br_xorshift_below (&world->xorshift, world->tags->len));
      tag_trouble_run (world, (gint64) br_xorshift_below (&world->xorshift, (guint64) WORLD_HOUR));
    }
  br_station_engine_blink (world->stations[0].engine, tag_world_tag (world, 0)->key, BR_TAG_LED_SHORT, NULL);
  tag_trouble_run (world, end_us - world->now_us);
}

/* Suite 10. */
static void
test_soak (void)
{
  const char *text = g_getenv ("BACKROOM_TAG_SOAK_DAYS");
  guint n_days = text != NULL ? (guint) atoi (text) : SETTLED_DAYS + 2;
  g_autoptr (TagWorld) world = tag_trouble_new (FALSE, 1, 6, 2 * INTERVAL, 10);
  BrAp *ap = tag_air_ap_station (world->air, 0);
  gint64 flash = 0, n_events = 0;
  BrApCounts counts;

  br_ap_set_config (ap, "nightlyreboot", 1);
  for (guint day = 1; day <= n_days; day++)
    {
      live_day (world);
      br_ap_get_counts (ap, &counts);
      if (day == SETTLED_DAYS)
        flash = counts.flash_free;
      if (day < SETTLED_DAYS)
        continue;
      tag_world_check_memory (world);
      g_assert_cmpint (counts.flash_free, >=, flash - FLASH_SLACK);
      g_assert_cmpuint (counts.n_files, <=, 4 * world->tags->len);
    }
  g_assert_cmpuint (counts.n_restarts, >=, n_days - 1);
  n_events = tag_world_int (world, "SELECT count (*) FROM tags.tag_event");
  g_test_message ("%u days: %u restarts, %u uploads, %d events, %d bytes free, %u files", n_days, counts.n_restarts, counts.n_uploads, (int) n_events,
                  (int) counts.flash_free, counts.n_files);
  g_assert_cmpint (n_events, <=, MOST_EVENTS * n_days);
  tag_world_calm (world);
}

/* The computer's clock is changed while the program runs; the station goes by its own. */
static void
test_clock (void)
{
  static const gint64 by_us[] = { -WORLD_HOUR, WORLD_HOUR, 24 * WORLD_HOUR, -25 * WORLD_HOUR, -24 * 3650 * WORLD_HOUR, 24 * 3650 * WORLD_HOUR };
  g_autoptr (TagWorld) world = tag_trouble_new (FALSE, 1, 4, INTERVAL, 84);

  for (gint64 i = 0; i < (gint64) G_N_ELEMENTS (by_us); i++)
    for (gint64 at = 0; at < 3; at++) /* before anything is sent, sent, fetched by some */
      {
        for (guint n = 0; n < world->tags->len; n++)
          tag_world_want (world, n, 1 + 3 * i + at);
        tag_world_run (world, at * INTERVAL / 3);
        g_test_message ("%d hours after %d s", (int) (by_us[i] / WORLD_HOUR), (int) (at * INTERVAL / 3 / WORLD_SECOND));
        world->ahead_us += at % 2 == 0 ? by_us[i] : -by_us[i];
        tag_world_run (world, INTERVAL);
        tag_world_calm (world);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  world_expect_warnings ();
  g_test_add_func ("/tag-ap-life/hurry", test_hurry);
  g_test_add_func ("/tag-ap-life/promotion", test_promotion);
  g_test_add_func ("/tag-ap-life/lights", test_lights);
  g_test_add_func ("/tag-ap-life/clock", test_clock);
  g_test_add_func ("/tag-ap-life/soak", test_soak);
  return g_test_run ();
}
