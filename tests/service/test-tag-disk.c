/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The disk is full, from each write to tags.db on: a wish is kept as a whole or refused, nothing is handed over that is not noted, and the engine goes on by itself when there is
 * room again, with nothing sent twice. An engine that cannot note what it does not know does not begin. BACKROOM_TAG_KILL_STEP: every so manieth write.
 */
#include "config.h"

#include "tag-world.h"
#include "world.h"

#include "br-error.h"

#define INTERVAL (2 * WORLD_MINUTE)
#define MOST_WRITES 2000
#define N_TAGS 2

static guint
count_sent (TagWorld *world)
{
  guint n = 0;

  for (guint i = 0; i < N_TAGS; i++)
    n += tag_world_tag (world, i)->fake->n_submits;
  return n;
}

/* Pictures of which tags.db says that they may have been handed over. */
static guint
count_noted (TagWorld *world)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM tags.tag_job WHERE state >= %d", BR_TAG_JOB_SENDING);

  return (guint) tag_world_int (world, sql);
}

/* What was refused is wished again: the person sees that it is not kept. */
static void
want_all (TagWorld *world, gboolean refused[N_TAGS], gboolean all)
{
  for (guint i = 0; i < N_TAGS; i++)
    if (all || refused[i])
      refused[i] = !tag_world_want (world, i, tag_world_tag (world, i)->wanted + 1);
}

/* The price of each tag changes, and there is room for so many writes; TRUE: they were enough. */
static gboolean
live (TagWorld *world, gint64 room)
{
  guint before = count_sent (world), noted = count_noted (world), sent;
  gboolean refused[N_TAGS], enough;

  world->room = room;
  want_all (world, refused, TRUE);
  tag_world_run (world, 3 * INTERVAL);
  enough = world->room > 0;
  sent = count_sent (world);
  tag_world_check (world);
  g_assert_cmpuint (sent - before, <=, count_noted (world) - noted);
  g_assert_cmpint (br_station_engine_is_kept (world->stations[0].engine), ==, enough);
  tag_world_run (world, 3 * INTERVAL);
  if (!enough)
    g_assert_cmpuint (count_sent (world), ==, sent);
  world->room = -1;
  want_all (world, refused, FALSE);
  tag_world_calm (world);
  g_assert_true (br_station_engine_is_kept (world->stations[0].engine));
  g_assert_cmpuint (count_sent (world) - before, ==, N_TAGS);
  return enough;
}

static void
test_full (void)
{
  g_autoptr (TagWorld) world = tag_world_new (1, N_TAGS, INTERVAL, 61);
  const char *text = g_getenv ("BACKROOM_TAG_KILL_STEP");
  gint64 room = 0, step = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 9;

  tag_world_start (world);
  for (guint i = 0; i < N_TAGS; i++)
    tag_world_want (world, i, 1);
  tag_world_calm (world);
  for (; !live (world, room); room += step)
    g_assert_cmpint (room, <, MOST_WRITES);
  g_test_message ("full at each of %d writes", (int) room);
  g_assert_cmpint (room, >, 20);
}

static gboolean
sending_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE tag_job SET state = ?", error);

  sqlite3_bind_int (statement, 1, BR_TAG_JOB_SENDING);
  return br_db_run (tx->db, statement, error);
}

/* The program died while it sent. As long as it cannot be noted that nothing is known of that, nothing is asked. */
static void
test_no_begin (void)
{
  g_autoptr (TagWorld) world = tag_world_new (1, N_TAGS, INTERVAL, 62);
  BrStationEngineParams params = { .store = world->store, .clock = &world->clock, .random = &world->random, .station = world->stations[0].id };
  g_autoptr (GError) error = NULL;

  tag_world_want (world, 0, 1);
  tag_world_write (world, sending_job, NULL);
  params.driver = world->ops->open (world->air, 0, &world->clock);
  world->room = 0;
  g_assert_null (br_station_engine_new (&params, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_FULL);
  g_assert_cmpuint (fake_air_counts (world->air, 0)->n_requests, ==, 0);
  params.driver->ops->close (params.driver);
  world->room = -1;
  tag_world_start (world);
  tag_world_calm (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  world_expect_warnings ();
  g_test_add_func ("/tag-disk/full", test_full);
  g_test_add_func ("/tag-disk/no-begin", test_no_begin);
  return g_test_run ();
}
