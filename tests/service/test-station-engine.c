/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine of a station, one thing at a time, against stations that are not there. */
#include "config.h"

#include "tag-world.h"

#include "br-error.h"
#include "br-station-store.h"
#include "world.h"
#include <string.h>

#define INTERVAL (5 * WORLD_MINUTE)

static guint
submits (TagWorld *world)
{
  guint n = 0;

  for (guint i = 0; i < world->n_stations; i++)
    n += fake_air_counts (world->air, i)->n_submits;
  return n;
}

static void
test_shows (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 3, INTERVAL);
  g_autoptr (BrTag) tag = NULL;

  g_assert_cmpint (tag_world_int (world, "SELECT state FROM tags.station"), ==, BR_STATION_UP);
  for (guint i = 0; i < 3; i++)
    tag_world_want (world, i, 10 + i);
  tag_world_calm (world);
  tag = tag_world_stored (world, 1);
  g_assert_cmpint (tag->shown_proof, ==, BR_TAG_PROOF_PIXELS);
  g_assert_cmpint (tag->shown_gen, ==, 1);
  tag_world_assert_job (world, 1, BR_TAG_JOB_CONFIRMED);
  g_assert_cmpuint (submits (world), ==, 3);
}

/* I3: what is shown is not sent again, whatever key it has by now. */
static void
test_same_picture (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);

  tag_world_want (world, 0, 5);
  tag_world_calm (world);
  tag_world_want (world, 0, 5);
  tag_world_calm (world);
  g_assert_cmpuint (submits (world), ==, 1);
  g_assert_cmpuint (tag_world_tag (world, 0)->fake->n_transfers, ==, 1);
  tag_world_assert_job (world, 0, BR_TAG_JOB_CONFIRMED);
}

/* The same picture by another key while the first is out is kept there. */
static void
test_same_while_out (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);

  tag_world_want (world, 0, 5);
  tag_world_run (world, 20 * WORLD_SECOND);
  tag_world_want (world, 0, 5);
  tag_world_calm (world);
  g_assert_cmpuint (submits (world), ==, 1);
  g_assert_cmpuint (fake_air_counts (world->air, 0)->n_cancels, ==, 0);
}

/* Suite 8: a hundred changes in ten seconds. */
static void
test_coalesces (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);

  for (guint i = 1; i <= 100; i++)
    {
      tag_world_want (world, 0, i);
      tag_world_run (world, WORLD_SECOND / 10);
    }
  tag_world_calm (world);
  g_assert_cmpuint (tag_world_tag (world, 0)->fake->n_transfers, <=, 2);
  g_assert_cmpuint (submits (world), <=, 3);
}

/* Suite 8: a promotion that begins and ends while the tag sleeps never gets there. */
static void
test_promotion_passes (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
  FakeTag *fake = tag_world_tag (world, 0)->fake;

  tag_world_want (world, 0, 1);
  tag_world_calm (world);
  fake->next_us = world->now_us + 5 * WORLD_MINUTE;
  tag_world_want (world, 0, 2);
  tag_world_run (world, WORLD_MINUTE);
  g_assert_cmpint (fake->waiting, ==, 2);
  tag_world_want (world, 0, 3);
  tag_world_run (world, 3 * WORLD_MINUTE);
  g_assert_cmpint (fake->waiting, ==, 3);
  tag_world_calm (world);
  g_assert_cmpuint (fake->n_transfers, ==, 2);
}

static void
test_undrawable (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
  g_autoptr (BrTag) tag = NULL;

  world->draw_fails = 7;
  tag_world_want (world, 0, 7);
  tag_world_run (world, WORLD_MINUTE);
  tag_world_assert_job (world, 0, BR_TAG_JOB_FAILED);
  tag = tag_world_stored (world, 0);
  g_assert_cmpuint (tag->attention & BR_TAG_ATTENTION_FAILED, !=, 0);
  world->draw_fails = 0;
  tag_world_run (world, 26 * WORLD_HOUR); /* once a day it is tried by itself */
  tag_world_assert_job (world, 0, BR_TAG_JOB_CONFIRMED);
}

/* The circuit: three requests that fail, then only probes; up again, all goes on. */
static void
test_down (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 2, INTERVAL);
  guint n_requests;

  fake_air_set_down (world->air, 0, TRUE);
  tag_world_want (world, 0, 1);
  tag_world_run (world, 2 * WORLD_MINUTE);
  g_assert_cmpint (tag_world_int (world, "SELECT state FROM tags.station"), ==, BR_STATION_DOWN);
  n_requests = fake_air_counts (world->air, 0)->n_requests;
  tag_world_run (world, 10 * WORLD_MINUTE);
  g_assert_cmpuint (fake_air_counts (world->air, 0)->n_requests - n_requests, <=, 41); /* a probe each 15 s */
  g_assert_cmpuint (fake_air_counts (world->air, 0)->n_requests - n_requests, >=, 25);
  fake_air_set_down (world->air, 0, FALSE);
  tag_world_run (world, WORLD_MINUTE);
  g_assert_cmpint (tag_world_int (world, "SELECT state FROM tags.station"), ==, BR_STATION_UP);
  tag_world_calm (world);
}

/* A silent tag has one job that waits, and nothing is sent to it before it is heard. */
static void
test_silent (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
  FakeTag *fake = tag_world_tag (world, 0)->fake;

  tag_world_run (world, 3 * INTERVAL);
  fake->asleep = TRUE;
  tag_world_run (world, 6 * INTERVAL);
  tag_world_want (world, 0, 9);
  tag_world_run (world, 2 * WORLD_HOUR);
  g_assert_cmpuint (submits (world), ==, 0);
  fake->asleep = FALSE;
  fake->next_us = world->now_us + WORLD_MINUTE;
  tag_world_calm (world);
  g_assert_cmpuint (submits (world), ==, 1);
}

/* How many tags a station has stays known while Backroom is closed and begins anew. */
static void
test_tags_known (void)
{
  static const char sql[] = "SELECT n_tags FROM tags.station";
  g_autoptr (TagWorld) world = tag_world_new_started (1, 3, INTERVAL);

  tag_world_run (world, 3 * WORLD_MINUTE);
  g_assert_cmpint (tag_world_int (world, sql), ==, 3);
  tag_world_die (world);
  world->now_us += 10 * WORLD_HOUR;
  fake_air_set_down (world->air, 0, TRUE);
  tag_world_start (world);
  tag_world_run (world, WORLD_HOUR);
  g_assert_cmpint (tag_world_int (world, sql), ==, 3);
  fake_air_set_down (world->air, 0, FALSE);
  for (guint i = 0; i < 1000; i++)
    {
      tag_world_run (world, 20000);
      g_assert_cmpint (tag_world_int (world, sql), ==, 3);
    }
  tag_world_add_tag (world, 0);
  tag_world_run (world, 2 * WORLD_HOUR);
  g_assert_cmpint (tag_world_int (world, sql), ==, 4);
}

static gboolean
quiet_job (BrStoreTx *tx, gpointer data, GError **error)
{
  TagWorld *world = data;
  g_autoptr (BrStation) station = br_station_store_find (tx->db, world->stations[0].id, error);

  g_assert_nonnull (station);
  station->quiet_from = 22 * 60;
  station->quiet_to = 6 * 60;
  return br_station_store_put (tx, station, &world->stations[0].id, error);
}

/* What may wait waits in quiet hours; a price does not. */
static void
test_quiet_hours (void)
{
  g_autoptr (TagWorld) world = tag_world_new (1, 2, INTERVAL, 1);

  world->minute = 3 * 60;
  tag_world_write (world, quiet_job, world);
  tag_world_start (world);
  tag_world_want (world, 0, 4);
  tag_world_want_by (world, 1, 5, BR_TAG_PRIORITY_DESIGN);
  tag_world_run (world, 30 * WORLD_MINUTE);
  g_assert_cmpint (tag_world_tag (world, 0)->fake->shown, ==, 4);
  g_assert_cmpint (tag_world_tag (world, 1)->fake->shown, ==, 0);
  world->minute = 9 * 60;
  tag_world_calm (world);
}

static gboolean
pause_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrStation) station = br_station_store_find (tx->db, 1, error);
  gint64 id;

  g_assert_nonnull (station);
  station->paused = GPOINTER_TO_INT (data);
  return br_station_store_put (tx, station, &id, error);
}

static void
test_paused (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);

  tag_world_write (world, pause_job, GINT_TO_POINTER (TRUE));
  tag_world_want (world, 0, 4);
  tag_world_run (world, WORLD_HOUR);
  g_assert_cmpuint (submits (world), ==, 0);
  tag_world_write (world, pause_job, GINT_TO_POINTER (FALSE));
  world->refresh = TRUE;
  tag_world_calm (world);
}

/* Suite 9: a light and a picture of one tag go one after the other, and a stop always follows. */
static void
test_blink (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 2, INTERVAL);
  FakeTag *fake = tag_world_tag (world, 0)->fake;
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= 10; i++)
    {
      tag_world_want (world, 0, i);
      tag_world_run (world, br_xorshift_below (&world->xorshift, INTERVAL));
      g_assert_true (br_station_engine_blink (world->stations[0].engine, fake->key, i % 2 == 0 ? BR_TAG_LED_LONG : BR_TAG_LED_SHORT, &error));
      tag_world_run (world, (gint64) br_xorshift_below (&world->xorshift, 4 * INTERVAL));
    }
  tag_world_run (world, 4 * INTERVAL);
  tag_world_calm (world);
  g_assert_cmpuint (fake->n_blinks, >, 3);
  g_assert_cmpuint (fake->n_stops, >, 0);
  g_assert_cmpint (fake->last_led, ==, BR_TAG_LED_STOP);
  g_assert_false (br_station_engine_blink (world->stations[0].engine, "none", BR_TAG_LED_SHORT, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

/* A proof that does not count: sent again once, then it ends as what it is, and is tried anew a day later. */
static void
test_weak (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
  g_autoptr (BrTag) tag = NULL;

  fake_air_faults (world->air)->weak = 1000;
  tag_world_want (world, 0, 4);
  tag_world_run (world, 6 * INTERVAL);
  tag_world_assert_job (world, 0, BR_TAG_JOB_CONFIRMED);
  tag = tag_world_stored (world, 0);
  g_assert_cmpint (tag->shown_proof, ==, BR_TAG_PROOF_WEAK);
  g_assert_cmpuint (submits (world), ==, 2);
  fake_air_faults (world->air)->weak = 0;
  tag_world_run (world, 26 * WORLD_HOUR);
  g_assert_cmpuint (submits (world), ==, 3);
}

/* A tag carried to another station gets its picture there, after two check-ins; what waited at the old one is not delivered. */
static void
test_roams (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (2, 1, INTERVAL);
  FakeTag *fake = tag_world_tag (world, 0)->fake;

  tag_world_want (world, 0, 4);
  tag_world_run (world, 30 * WORLD_SECOND);
  fake->station = 1;
  fake->waiting = 0;
  fake->file[0] = '\0';
  tag_world_run (world, INTERVAL + WORLD_MINUTE);
  g_assert_cmpint (fake->shown, ==, 0);
  tag_world_run (world, 4 * INTERVAL);
  tag_world_calm (world);
  g_assert_cmpint (fake->shown, ==, 4);
  g_assert_cmpuint (fake_air_counts (world->air, 1)->n_submits, ==, 1);
}

/* What the old station still holds of a tag that went away is thrown away by the next program, if this one dies before it could. */
static void
test_roams_and_dies (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (2, 1, INTERVAL);
  FakeTag *fake = tag_world_tag (world, 0)->fake;

  tag_world_want (world, 0, 4);
  tag_world_run (world, 30 * WORLD_SECOND);
  g_assert_cmpuint (br_station_engine_count_out (world->stations[0].engine), ==, 1);
  fake_air_set_down (world->air, 0, TRUE);
  fake->station = 1;
  fake->waiting = 0;
  fake->file[0] = '\0';
  tag_world_run (world, 3 * INTERVAL);
  g_assert_cmpint (tag_world_int (world, "SELECT count(*) FROM tags.tag_errand WHERE kind = 1 AND station = 1"), ==, 1);
  g_assert_cmpuint (fake_air_counts (world->air, 0)->n_cancels, ==, 0);
  tag_world_die (world);
  fake_air_set_down (world->air, 0, FALSE);
  tag_world_start (world);
  tag_world_run (world, 2 * WORLD_MINUTE);
  g_assert_cmpuint (fake_air_counts (world->air, 0)->n_cancels, ==, 1);
  g_assert_cmpint (tag_world_int (world, "SELECT count(*) FROM tags.tag_errand"), ==, 0);
  tag_world_calm (world);
  g_assert_cmpint (fake->shown, ==, 4);
  g_assert_cmpuint (fake_air_counts (world->air, 0)->n_cancels, ==, 1);
}

/* A light that was ordered is stopped by the next program, if this one dies before it could: before the tag came for it, after that, and when it came while no program was there. */
static void
test_blinks_and_dies (void)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
      FakeTag *fake = tag_world_tag (world, 0)->fake;

      g_assert_true (br_station_engine_blink (world->stations[0].engine, fake->key, BR_TAG_LED_SHORT, NULL));
      tag_world_run (world, i == 1 ? INTERVAL + WORLD_SECOND : 10 * WORLD_SECOND);
      g_assert_cmpuint (fake->n_blinks, ==, i == 1 ? 1 : 0);
      g_assert_cmpuint (fake->n_stops, ==, 0);
      tag_world_die (world);
      if (i == 2)
        {
          world->now_us = fake->next_us + 1;
          fake_air_run (world->air, world->now_us);
        }
      tag_world_start (world);
      tag_world_run (world, 4 * INTERVAL);
      g_assert_cmpuint (fake->n_blinks, ==, 1);
      g_assert_cmpuint (fake->n_stops, ==, 1);
      g_assert_cmpint (tag_world_int (world, "SELECT count(*) FROM tags.tag_errand"), ==, 0);
    }
}

static gint64
count_events (TagWorld *world, BrTagEventKind kind)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM tags.tag_event WHERE kind = %d", kind);

  return tag_world_int (world, sql);
}

static gboolean
is_stuck (TagWorld *world)
{
  g_autoptr (BrTag) tag = tag_world_stored (world, 0);

  return (tag->attention & BR_TAG_ATTENTION_STUCK) != 0;
}

/* What a station took and does not make ready is said ten minutes after its tag was due, not before, and taken back when it is ready after all. */
static void
test_stuck (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
  FakeTag *fake = tag_world_tag (world, 0)->fake;

  fake->next_us = world->now_us + INTERVAL;
  tag_world_run (world, WORLD_MINUTE);
  tag_world_want (world, 0, 4);
  tag_world_run (world, 5 * WORLD_SECOND);
  fake->ready_us = G_MAXINT64;
  tag_world_run (world, 10 * WORLD_MINUTE);
  tag_world_assert_job (world, 0, BR_TAG_JOB_ACCEPTED);
  g_assert_false (is_stuck (world));
  tag_world_run (world, 5 * WORLD_MINUTE);
  tag_world_assert_job (world, 0, BR_TAG_JOB_ACCEPTED);
  g_assert_true (is_stuck (world));
  g_assert_cmpint (count_events (world, BR_TAG_EVENT_STUCK), ==, 1);
  fake->ready_us = 0;
  tag_world_calm (world);
  g_assert_false (is_stuck (world));
  g_assert_cmpint (count_events (world, BR_TAG_EVENT_STUCK), ==, 1);
  g_assert_cmpint (fake->shown, ==, 4);
}

static gboolean
take_in_job (BrStoreTx *tx, gpointer data, GError **error)
{
  TagWorld *world = data;

  return br_station_store_take_in (tx, world->stations[0].id, world->now_us + WORLD_HOUR, error);
}

static guint
troubles (TagWorld *world)
{
  return (guint) tag_world_int (world, "SELECT troubles FROM tags.station");
}

/* With 100 tags it is said to be crowded; with 120 it takes none in, and closes when the 120th has come. */
static void
test_crowded (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 99, INTERVAL);
  guint n = 99;

  g_assert_cmpuint (troubles (world) & BR_STATION_TROUBLE_CROWDED, ==, 0);
  tag_world_write (world, take_in_job, world);
  world->refresh = TRUE;
  for (; n < 100; n++)
    fake_air_add_tag (world->air, 0, INTERVAL);
  tag_world_run (world, 2 * WORLD_MINUTE);
  g_assert_cmpuint (troubles (world) & BR_STATION_TROUBLE_CROWDED, !=, 0);
  g_assert_cmpint (count_events (world, BR_TAG_EVENT_TROUBLE), ==, 1);
  g_assert_true (fake_air_counts (world->air, 0)->open);
  for (; n < 120; n++)
    fake_air_add_tag (world->air, 0, INTERVAL);
  tag_world_run (world, 2 * WORLD_MINUTE);
  g_assert_false (fake_air_counts (world->air, 0)->open);
  g_assert_cmpint (tag_world_int (world, "SELECT n_tags FROM tags.station"), ==, 120);
}

/* Pictures are drawn when there is a place for them, not all at once. */
static void
test_draws_late (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 90, INTERVAL);

  for (guint i = 0; i < 90; i++)
    tag_world_want (world, i, i + 1);
  tag_world_run (world, 20 * WORLD_SECOND);
  g_assert_cmpuint (world->n_draws, >, 5);
  g_assert_cmpuint (world->n_draws, <, 30);
  g_assert_cmpuint (br_station_engine_count_out (world->stations[0].engine), <=, 50);
  tag_world_calm (world);
  g_assert_cmpuint (submits (world), ==, 90);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  world_expect_warnings ();
  g_test_add_func ("/station-engine/shows", test_shows);
  g_test_add_func ("/station-engine/same-picture", test_same_picture);
  g_test_add_func ("/station-engine/same-while-out", test_same_while_out);
  g_test_add_func ("/station-engine/coalesces", test_coalesces);
  g_test_add_func ("/station-engine/promotion-passes", test_promotion_passes);
  g_test_add_func ("/station-engine/undrawable", test_undrawable);
  g_test_add_func ("/station-engine/down", test_down);
  g_test_add_func ("/station-engine/silent", test_silent);
  g_test_add_func ("/station-engine/tags-known", test_tags_known);
  g_test_add_func ("/station-engine/quiet-hours", test_quiet_hours);
  g_test_add_func ("/station-engine/paused", test_paused);
  g_test_add_func ("/station-engine/blink", test_blink);
  g_test_add_func ("/station-engine/weak", test_weak);
  g_test_add_func ("/station-engine/roams", test_roams);
  g_test_add_func ("/station-engine/roams-and-dies", test_roams_and_dies);
  g_test_add_func ("/station-engine/blinks-and-dies", test_blinks_and_dies);
  g_test_add_func ("/station-engine/stuck", test_stuck);
  g_test_add_func ("/station-engine/crowded", test_crowded);
  g_test_add_func ("/station-engine/draws-late", test_draws_late);
  return g_test_run ();
}
