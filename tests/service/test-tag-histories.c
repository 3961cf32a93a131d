/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suite 6 on emulated access points: seeded histories of several faults at once with everything else that happens in a shop, the program killed among it; every invariant (tag-world.h) after every
 * step. Pairs of faults. Days of 300 tags at 3 stations; one of few tags as usual.
 *   BACKROOM_TAG_SEED             the first seed; a failed run says with which one to run its world alone (seeds of a world follow each other, 20 each: 1, 21, 41 and so on)
 *   BACKROOM_TAG_AP_HISTORIES     how many
 *   BACKROOM_TAG_AP_PAIRS         every so manieth pair; 1 = all
 *   BACKROOM_TAG_AP_DAYS          how many days of 300 tags
 *   BACKROOM_TAG_LOG              anything: what stations and tags do is said
 */
#include "config.h"

#include "tag-trouble.h"
#include "world.h"

#define INTERVAL (5 * WORLD_MINUTE)
#define PER_WORLD 20 /* a store is dear to make, and stations grow old */
#define STATIONS 2
#define TAGS_EACH 2
#define ENOUGH 1000 /* histories in which every fault must have been there */
#define DAY_STATIONS 3
#define DAY_TAGS_EACH 100
#define DAY_TAGS_FEW 4
#define DAY_INTERVAL (10 * WORLD_MINUTE)
#define DAY_CHECK_EACH 256
#define DAY_LETS_IN 4 /* hours; tag_trouble_let_in */
#define DAY_FILLS 8 /* hours until caches are full */
#define DAY_MOST_PER_MILLE 20
#define PAIR_PER_MILLE 200

static guint64
setting (const char *name, guint64 otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
end_world (TagWorld *world, TagTally *tally)
{
  tag_trouble_count (world, tally);
  tag_world_free (world);
}

static void
live (TagWorld *world, guint64 seed, TagTally *tally)
{
  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  tag_trouble_begin (world, seed);
  tag_trouble_happen (world, 6 + (guint) br_xorshift_below (&world->xorshift, 7), 3 * WORLD_MINUTE, tally);
  tag_world_calm (world);
  tag_world_check_memory (world);
}

static void
test_histories (void)
{
  guint64 first = setting ("BACKROOM_TAG_SEED", 1), n = setting ("BACKROOM_TAG_AP_HISTORIES", 60);
  gint64 begin_us = g_get_monotonic_time ();
  TagTally tally = { 0 };

  for (guint64 i = 0; i < n; i += PER_WORLD)
    {
      TagWorld *world =
          tag_trouble_new ((first + i - 1) / PER_WORLD % 2 == 1, STATIONS, TAGS_EACH, INTERVAL, first + i); /* the same however many went before */

      g_test_message ("world of seed %" G_GUINT64_FORMAT, first + i);
      for (guint64 j = i; j < MIN (n, i + PER_WORLD); j++)
        live (world, first + j, &tally);
      end_world (world, &tally);
    }
  tag_trouble_say (&tally);
  g_test_message ("%" G_GUINT64_FORMAT " histories in %.1f s", n, (double) (g_get_monotonic_time () - begin_us) / G_USEC_PER_SEC);
  if (n >= ENOUGH)
    tag_trouble_expect_all (&tally);
}

/* The n-th pair: of two faults of stations, or of one of stations and one of tags. FALSE: there are no more. */
static gboolean
set_pair (TagWorld *world, guint n)
{
  for (guint a = 1; a < BR_AP_N_FAULTS; a++)
    {
      guint n_stations = BR_AP_N_FAULTS - 1 - a, n_tags = BR_AP_N_TAG_FAULTS - 1;

      if (n >= n_stations + n_tags)
        {
          n -= n_stations + n_tags;
          continue;
        }
      for (guint i = 0; i < world->n_stations; i++)
        tag_trouble_set (world, i, a, PAIR_PER_MILLE);
      for (guint i = 0; i < world->n_stations && n < n_stations; i++)
        tag_trouble_set (world, i, a + 1 + n, PAIR_PER_MILLE);
      for (guint i = 0; i < world->tags->len && n >= n_stations; i++)
        tag_trouble_set_tag (world, i, 1 + n - n_stations, PAIR_PER_MILLE);
      if (n < n_stations)
        g_test_message ("%s, %s", br_ap_fault_name (a), br_ap_fault_name (a + 1 + n));
      else
        g_test_message ("%s, %s", br_ap_fault_name (a), br_ap_tag_fault_name (1 + n - n_stations));
      return TRUE;
    }
  return FALSE;
}

static void
test_pairs (void)
{
  guint each = (guint) setting ("BACKROOM_TAG_AP_PAIRS", 23), n_done = 0;
  g_autoptr (TagWorld) world = tag_trouble_new (FALSE, STATIONS, TAGS_EACH, INTERVAL, 6);

  for (guint n = 0; set_pair (world, n); n += each, n_done++)
    {
      for (guint i = 0; i < 6; i++)
        {
          tag_trouble_change (world, (guint) br_xorshift_below (&world->xorshift, world->tags->len));
          tag_trouble_run (world, (gint64) br_xorshift_below (&world->xorshift, (guint64) INTERVAL));
        }
      tag_world_calm (world);
    }
  g_test_message ("%u pairs", n_done);
}

/* A day: some of all faults, seldom; what happens in a shop, and the nights' restarts. */
static void
live_day (guint64 seed, guint n_tags_each, TagTally *tally)
{
  TagWorld *world = tag_trouble_new (FALSE, DAY_STATIONS, n_tags_each, DAY_INTERVAL, seed);
  gint64 begin_us = world->now_us;

  g_test_message ("day %" G_GUINT64_FORMAT, seed);
  world->check_each = DAY_CHECK_EACH;
  for (guint i = 0; i < world->n_stations; i++)
    {
      br_ap_set_config (tag_air_ap_station (world->air, i), "nightlyreboot", 1);
      for (guint fault = 1; fault < BR_AP_N_FAULTS; fault++)
        if (br_xorshift_below (&world->xorshift, 4) == 0)
          tag_trouble_set (world, i, fault, 1 + (guint) br_xorshift_below (&world->xorshift, DAY_MOST_PER_MILLE));
    }
  for (guint i = 0; i < world->tags->len; i++)
    if (br_xorshift_below (&world->xorshift, 10) == 0)
      tag_trouble_set_tag (world, i, 1 + (guint) br_xorshift_below (&world->xorshift, BR_AP_N_TAG_FAULTS - 1), DAY_MOST_PER_MILLE);
  for (guint hour = 0; hour < 24; hour++)
    {
      if (hour % DAY_LETS_IN == 0)
        tag_trouble_let_in (world);
      if (hour >= DAY_FILLS)
        tag_world_check_memory (world);
      while (world->now_us - begin_us < (hour + 1) * WORLD_HOUR)
        tag_trouble_happen (world, 1, 10 * WORLD_MINUTE, tally);
    }
  tag_trouble_let_in (world);
  tag_world_calm (world);
  end_world (world, tally);
}

static void
test_days (void)
{
  guint64 first = setting ("BACKROOM_TAG_SEED", 1), n = setting ("BACKROOM_TAG_AP_DAYS", 0);
  TagTally tally = { 0 };

  for (guint64 i = 0; i < n; i++)
    live_day (first + i, DAY_TAGS_EACH, &tally);
  if (n == 0)
    live_day (first, DAY_TAGS_FEW, &tally);
  tag_trouble_say (&tally);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  world_expect_warnings ();
  g_test_add_func ("/tag-histories/histories", test_histories);
  g_test_add_func ("/tag-histories/pairs", test_pairs);
  g_test_add_func ("/tag-histories/days", test_days);
  return g_test_run ();
}
