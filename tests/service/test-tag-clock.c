/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The computer's clock is changed, while the program runs and while it does not: that keeps no tag from what it is to show. */
#include "config.h"

#include "tag-world.h"

#define INTERVAL (3 * WORLD_MINUTE)
#define N_TAGS 3
#define DAY "86400000000"

/* As a program leaves it that ran by a clock that was a day ahead. */
static gboolean
ahead_job (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char *const sql[] = {
    "UPDATE tag SET first_us = first_us + " DAY ", heard_us = heard_us + " DAY ", next_us = next_us + " DAY ", shown_us = shown_us + " DAY ", rival_us = " DAY
    " + ?1",
    "UPDATE tag_job SET created_us = created_us + " DAY ", state_us = state_us + " DAY ", not_before_us = ?2 WHERE state < ?1",
    "UPDATE station SET heard_us = heard_us + " DAY ", state_us = state_us + " DAY,
  };
  const gint64 values[G_N_ELEMENTS (sql)][2] = { { br_clock_now_us (tx->clock), 0 }, { BR_TAG_JOB_CONFIRMED, *(gint64 *) data }, { 0, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      sqlite3_stmt *statement = br_db_statement (tx->db, sql[i], error);

      if (statement == NULL)
        return FALSE;
      for (int j = 0; j < sqlite3_bind_parameter_count (statement); j++)
        sqlite3_bind_int64 (statement, j + 1, values[i][j]);
      if (!br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
wait_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE tag_job SET state = ?1 WHERE state < ?2", error);

  sqlite3_bind_int (statement, 1, BR_TAG_JOB_RETRY_WAIT);
  sqlite3_bind_int (statement, 2, BR_TAG_JOB_CONFIRMED);
  return br_db_run (tx->db, statement, error);
}

/* data: whether a job waits for its tag to be heard, or for a time. */
static void
test_set_back (gconstpointer data)
{
  g_autoptr (TagWorld) world = tag_world_new (2, N_TAGS, INTERVAL, 71);
  gint64 not_before_us = data != NULL ? G_MAXINT64 : world->now_us + 25 * WORLD_HOUR;

  tag_world_start (world);
  for (guint i = 0; i < world->tags->len; i++)
    tag_world_want (world, i, 1);
  tag_world_calm (world);
  tag_world_die (world);
  tag_world_start (world);
  for (guint i = 0; i < world->tags->len; i++)
    tag_world_want (world, i, 2);
  tag_world_write (world, wait_job, NULL);
  tag_world_write (world, ahead_job, &not_before_us);
  tag_world_die (world);
  tag_world_start (world);
  tag_world_run (world, 2 * INTERVAL);
  g_assert_cmpint (tag_world_int (world, "SELECT max (heard_us) FROM tags.tag"), <=, world->now_us);
  tag_world_calm (world);
}

/* Changes of a clock, one after the other, while pictures are on their way. */
static const struct
{
  const char *name;
  gint64 by_us[4];
} changes[] = {
  { "hour-back", { -WORLD_HOUR } },           { "hour-on", { WORLD_HOUR } },
  { "day-on", { 24 * WORLD_HOUR } },          { "day-back", { -24 * WORLD_HOUR } },
  { "years-on", { 24 * 3650 * WORLD_HOUR } }, { "to-and-fro", { 24 * WORLD_HOUR, -25 * WORLD_HOUR, WORLD_HOUR, -WORLD_HOUR } },
};

/* Nothing is said to have been shown before it was wanted, or in two ways at once. */
#define OVERLAPS                                                                                                                                               \
  "SELECT count (*) FROM tags.tag_shown a JOIN tags.tag_shown b ON b.tag = a.tag AND b.from_us > a.from_us AND (a.until_us IS NULL OR a.until_us > b.from_us)"

static void
test_changed (gconstpointer data)
{
  gsize n = GPOINTER_TO_SIZE (data);
  g_autoptr (TagWorld) world = tag_world_new (2, N_TAGS, INTERVAL, 72);
  gint64 number = 1;

  tag_world_start (world);
  for (guint i = 0; i < world->tags->len; i++)
    tag_world_want (world, i, number);
  tag_world_calm (world);
  for (guint i = 0; i < G_N_ELEMENTS (changes[n].by_us) && changes[n].by_us[i] != 0; i++)
    for (guint at = 0; at < 4; at++) /* before anything is sent, sent, fetched by some, done */
      {
        number++;
        for (guint j = 0; j < world->tags->len; j++)
          tag_world_want (world, j, number);
        tag_world_run (world, at * INTERVAL / 3);
        world->ahead_us += at % 2 == 0 ? changes[n].by_us[i] : -changes[n].by_us[i];
        tag_world_run (world, 2 * INTERVAL);
        tag_world_calm (world);
      }
  g_assert_cmpint (tag_world_int (world, OVERLAPS), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/tag-clock/set-back/time", NULL, test_set_back);
  g_test_add_data_func ("/tag-clock/set-back/heard", GINT_TO_POINTER (TRUE), test_set_back);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strconcat ("/tag-clock/changed/", changes[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_changed);
    }
  return g_test_run ();
}
