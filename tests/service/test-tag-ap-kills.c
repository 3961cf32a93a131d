/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suite 5 on emulated access points: the program dies at its n-th write to the disk, for every n of a job's whole life, and of a life with a light, a replacement and
 * an unbinding. After the next start all that may be out is asked about before anything is sent (tag-air-ap.c checks each upload), what was taken is not sent again,
 * and every tag gets there. BACKROOM_TAG_KILL_STEP: every so manieth write.
 */
#include "config.h"

#include "tag-trouble.h"
#include "world.h"

#define INTERVAL (5 * WORLD_MINUTE)
#define MOST_WRITES 10000

static gint64
kill_step (void)
{
  const char *text = g_getenv ("BACKROOM_TAG_KILL_STEP");

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 7;
}

static guint
count_uploads (TagWorld *world, guint n)
{
  BrApTagCounts counts;

  br_ap_tag_get_counts (br_air_find_tag (tag_air_ap_get (world->air), tag_world_tag (world, n)->key), &counts);
  return counts.n_uploads;
}

/* Jobs whose tag said that it has the picture, and had fetched it when nobody was there to see, or to write it down: what is not proved is sent again, twice. */
static gint64
count_unseen (TagWorld *world)
{
  return tag_world_int (world, "SELECT count (DISTINCT job) FROM tags.tag_event WHERE note = 'the tag was not seen to fetch all of it'");
}

/* As tag_trouble_run, and says whether it died. */
static gboolean
run (TagWorld *world, gint64 us)
{
  gint64 until_us = world->now_us + us;
  gboolean died;

  tag_world_run (world, us);
  died = world->dead;
  if (!died)
    return FALSE;
  tag_world_die (world);
  tag_world_start (world);
  tag_world_run (world, until_us - world->now_us);
  return TRUE;
}

/* A wish that the program died of is wished again: the person sees that it is not kept. */
static gboolean
want (TagWorld *world, guint tag)
{
  gint64 number = tag_world_tag (world, tag)->wanted + 1;

  if (tag_world_want (world, tag, number))
    return FALSE;
  tag_world_die (world);
  tag_world_start (world);
  g_assert_true (tag_world_want (world, tag, number));
  return TRUE;
}

static gboolean
live_one_job (TagWorld *world, gint64 n_writes)
{
  guint before = count_uploads (world, 0);
  gint64 unseen = count_unseen (world);
  gboolean died;

  world->writes_left = n_writes;
  died = want (world, 0);
  died |= run (world, 2 * INTERVAL + 2 * WORLD_MINUTE);
  world->writes_left = -1;
  tag_world_calm (world);
  if (count_unseen (world) == unseen)
    g_assert_cmpuint (count_uploads (world, 0) - before, ==, 1);
  return died;
}

static void
test_one_job (void)
{
  g_autoptr (TagWorld) world = tag_trouble_new (FALSE, 1, 1, INTERVAL, 51);
  gboolean died = TRUE;
  gint64 n;

  for (n = 1; died; n += kill_step ())
    {
      g_test_message ("write %" G_GINT64_FORMAT, n);
      died = live_one_job (world, n);
      g_assert_cmpint (n, <, MOST_WRITES);
    }
  g_assert_cmpint (n, >, 20); /* a job's life has so many */
  g_test_message ("%d writes in a job's life; at %d of them the proof was lost", (int) n, (int) count_unseen (world));
}

/*
 * Two tags: one gets a picture that is replaced while it waits at the station, the other is looked for by its light; then it becomes free, which is one more picture.
 * What was taken is not sent again.
 */
static gboolean
live_all (TagWorld *world, gint64 n_writes)
{
  guint first = count_uploads (world, 0), second = count_uploads (world, 1);
  gint64 unseen = count_unseen (world);
  gboolean died;

  world->writes_left = n_writes;
  died = want (world, 0);
  died |= want (world, 1);
  died |= run (world, 30 * WORLD_SECOND);
  br_station_engine_blink (world->stations[0].engine, tag_world_tag (world, 1)->key, BR_TAG_LED_SHORT, NULL);
  died |= run (world, 20 * WORLD_SECOND);
  died |= want (world, 0);
  died |= run (world, INTERVAL);
  died |= want (world, 1);
  died |= run (world, 2 * INTERVAL);
  world->writes_left = -1;
  tag_world_calm (world);
  if (count_unseen (world) != unseen)
    return died;
  g_assert_cmpuint (count_uploads (world, 0) - first, <=, 2);
  g_assert_cmpuint (count_uploads (world, 1) - second, <=, 3); /* to whom does not know of the light, a stopped one looks like a tag that was reset */
  return died;
}

static void
test_all (void)
{
  g_autoptr (TagWorld) world = tag_trouble_new (FALSE, 1, 2, INTERVAL, 52);
  gboolean died = TRUE;

  for (gint64 n = 1; died; n += kill_step ())
    {
      g_test_message ("write %" G_GINT64_FORMAT, n);
      died = live_all (world, n);
      g_assert_cmpint (n, <, MOST_WRITES);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  world_expect_warnings ();
  g_test_add_func ("/tag-ap-kills/one-job", test_one_job);
  g_test_add_func ("/tag-ap-kills/all", test_all);
  return g_test_run ();
}
