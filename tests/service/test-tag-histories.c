/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suite 6 on emulated access points: seeded histories of several faults at once with everything else that happens in a shop, the program killed among it; every invariant (tag-world.h) after every
 * step. Pairs of faults. Days of 300 tags at 3 stations.
 *   BACKROOM_TAG_SEED             the first seed; a failed run says which history it was in: run with the seed of its world's first one (seeds of a world follow each other, 20 each)
 *   BACKROOM_TAG_AP_HISTORIES     how many
 *   BACKROOM_TAG_AP_PAIRS         every so manieth pair; 1 = all
 *   BACKROOM_TAG_AP_DAYS          how many days
 *   BACKROOM_TAG_LOG              anything: what stations and tags do is said
 */
#include "config.h"

#include "tag-trouble.h"

#define INTERVAL (5 * WORLD_MINUTE)
#define PER_WORLD 20 /* a store is dear to make, and stations grow old */
#define STATIONS 2
#define TAGS_EACH 2
#define ENOUGH 1000 /* histories in which every fault must have been there */
#define DAY_STATIONS 3
#define DAY_TAGS_EACH 100

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
      TagWorld *world = tag_trouble_new (i / PER_WORLD % 2 == 1, STATIONS, TAGS_EACH, INTERVAL, first + i);

      for (guint64 j = i; j < MIN (n, i + PER_WORLD); j++)
        live (world, first + j, &tally);
      end_world (world, &tally);
    }
  tag_trouble_say (&tally);
  g_test_message ("%" G_GUINT64_FORMAT " histories in %.1f s", n, (double) (g_get_monotonic_time () - begin_us) / G_USEC_PER_SEC);
  if (n >= ENOUGH)
    tag_trouble_expect_all (&tally);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tag_world_expect_warnings ();
  g_test_add_func ("/tag-histories/histories", test_histories);
  return g_test_run ();
}
