/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a manager does with shelf tags, over the service with its threads: a new look for all, a tag that is looked for by its picture, a sticker learned while other work goes on. */
#include "config.h"

#include "fast-clock.h"
#include "tag-desk.h"

#include "br-settings-store.h"
#include "br-tag-rows.h"
#include "br-tag-wanted.h"

#include <string.h>

#define SPEED 8

#define SECOND_US ((gint64) G_USEC_PER_SEC)

static gboolean
knows_tags (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->tags == 2;
}

static gboolean
shows_all (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->shows[BR_TAG_SHOWS_WANTED] == 2;
}

static gboolean
holds_all (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->shows[BR_TAG_SHOWS_HELD] == 2;
}

static gboolean
set_mass_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set_int (tx, BR_TAG_MASS, 2, error);
}

/* Two tags that show the price of their goods; two with a new look are many. */
static void
begin (TagDesk *desk, const char *name)
{
  g_autoptr (GError) error = NULL;

  tag_desk_init (desk, name);
  g_assert_true (br_store_write (desk->store, set_mass_job, NULL, &error));
  tag_desk_add_station (desk, "here");
  tag_desk_until (desk, knows_tags);
  tag_desk_bind (desk, TAG_DESK_LED, "A-1", FALSE, 0);
  tag_desk_bind (desk, TAG_DESK_DARK, "A-2", FALSE, 0);
  tag_desk_until (desk, shows_all);
}

static void
put_design (TagDesk *desk, const char *key)
{
  BrTagDesignRule rule = { .template_key = (char *) key };

  br_tag_service_put_rule_async (desk->service, &rule, NULL, tag_desk_ready_cb, desk);
  tag_desk_write (desk, 0);
}

static void
assert_plan (TagDesk *desk, gint64 deadline_us, guint n_held, guint n_late)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPlanView) plan = NULL;

  br_tag_service_plan_async (desk->service, deadline_us, NULL, tag_desk_ready_cb, desk);
  plan = br_tag_service_plan_finish (desk->service, tag_desk_wait (desk), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_held, ==, n_held);
  g_assert_cmpuint (plan->n_late, ==, n_late);
}

static void
start (TagDesk *desk, gint64 deadline_us, BrTagStartHow how, int code)
{
  BrTagStart what = { deadline_us, how, "Ada" };

  br_tag_service_start_look_async (desk->service, &what, NULL, tag_desk_ready_cb, desk);
  tag_desk_write (desk, code);
}

/* How often a tag's history tells of that, always with who did it. */
static guint
count_events (TagDesk *desk, const char *key, guint code)
{
  g_autoptr (BrTagView) tag = tag_desk_find (desk, key);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = NULL;
  guint n = 0;

  br_tag_service_events_async (desk->service, tag->row, 0, 100, NULL, tag_desk_ready_cb, desk);
  events = br_tag_service_events_finish (desk->service, tag_desk_wait (desk), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < events->len; i++)
    {
      const BrTagEventView *event = events->pdata[i];

      if (event->code != code)
        continue;
      g_assert_cmpstr (event->name, ==, "Ada");
      n++;
    }
  return n;
}

/* A new look begins when somebody starts it; not when it would be late, unless that is known and agreed to; and who did it is in the history. */
static void
test_new_look (void)
{
  TagDesk desk;
  gint64 soon_us, late_us;
  guint n_sent;

  begin (&desk, "look");
  n_sent = tag_desk_n_sent ();
  put_design (&desk, "tag-price-212x104"); /* smaller than both */
  tag_desk_until (&desk, holds_all);
  soon_us = br_clock_now_us (&fast_clock) + SECOND_US; /* they wake once a minute */
  late_us = soon_us + 24 * 3600 * SECOND_US;
  assert_plan (&desk, soon_us, 2, 2);
  start (&desk, soon_us, BR_TAG_START_ALL, BR_ERROR_REFUSED);
  start (&desk, soon_us, BR_TAG_START_IN_TIME, 0); /* none is */
  assert_plan (&desk, late_us, 2, 0);
  g_assert_cmpuint (tag_desk_n_sent (), ==, n_sent);
  start (&desk, soon_us, BR_TAG_START_KNOWINGLY, 0);
  tag_desk_until (&desk, shows_all);
  g_assert_cmpuint (tag_desk_n_sent (), ==, n_sent + 2);
  g_assert_cmpuint (count_events (&desk, TAG_DESK_LED, BR_TAG_EVENT_STARTED_LATE), ==, 1);
  put_design (&desk, "tag-price-250x128");
  tag_desk_until (&desk, holds_all);
  start (&desk, late_us, BR_TAG_START_ALL, 0);
  tag_desk_until (&desk, shows_all);
  g_assert_cmpuint (count_events (&desk, TAG_DESK_DARK, BR_TAG_EVENT_STARTED), ==, 1);
  assert_plan (&desk, late_us, 0, 0);
  tag_desk_clear (&desk);
}

static void
pause_station (TagDesk *desk, gboolean paused)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (desk->service);
  const BrStationView *station = stations->pdata[0];
  BrStationSettings settings = { .id = station->id, .driver = station->driver, .name = station->name, .address = station->address, .paused = paused };

  br_tag_service_save_station_async (desk->service, &settings, NULL, tag_desk_ready_cb, desk);
  tag_desk_write (desk, 0);
}

static BrTagPlanView *
make_plan (TagDesk *desk)
{
  g_autoptr (GError) error = NULL;
  BrTagPlanView *plan;

  br_tag_service_plan_async (desk->service, 0, NULL, tag_desk_ready_cb, desk);
  plan = br_tag_service_plan_finish (desk->service, tag_desk_wait (desk), &error);
  g_assert_no_error (error);
  return plan;
}

static gboolean
waits_for_one (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->shows[BR_TAG_SHOWS_WAITING] == 1;
}

/* What waits for a paused station is counted apart from what has a time, and the station says why. */
static void
test_stopped (void)
{
  TagDesk desk;
  g_autoptr (BrTagPlanView) stopped = NULL, held = NULL, running = NULL;
  const BrTagPlanStation *station;

  begin (&desk, "stopped");
  pause_station (&desk, TRUE);
  tag_desk_bind (&desk, TAG_DESK_LED, "A-2", TRUE, 0);
  tag_desk_until (&desk, waits_for_one);
  stopped = make_plan (&desk);
  g_assert_cmpuint (stopped->n_changes, ==, 1);
  g_assert_cmpuint (stopped->n_stopped, ==, 1);
  g_assert_cmpuint (stopped->n_silent, ==, 0);
  g_assert_cmpuint (stopped->stations->len, ==, 1);
  station = stopped->stations->pdata[0];
  g_assert_cmpint (station->stop, ==, BR_TAG_PLAN_PAUSED);
  g_assert_cmpint (station->finish_us, ==, G_MAXINT64);
  g_assert_cmpuint (station->n_stopped, ==, 1);
  pause_station (&desk, FALSE);
  tag_desk_until (&desk, shows_all);
  running = make_plan (&desk);
  g_assert_cmpuint (running->n_changes, ==, 0);
  pause_station (&desk, TRUE);
  put_design (&desk, "tag-price-212x104");
  tag_desk_until (&desk, holds_all);
  held = make_plan (&desk);
  g_assert_cmpuint (held->n_held, ==, 2);
  g_assert_cmpuint (held->n_held_unknown, ==, 2);
  g_assert_cmpuint (held->n_stopped, ==, 0); /* nothing is under way */
  tag_desk_clear (&desk);
}

/* As if a day had gone by without a word of it, while its station was listened to. */
static gboolean
make_silent (BrStoreTx *tx, gpointer key, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE tag SET heard_us = heard_us - 86400000000 WHERE key = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  return br_db_run (tx->db, statement, error);
}

/* When a station is done is said of the tags that are heard. */
static void
test_silent (void)
{
  TagDesk desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPlanView) plan = NULL;
  const BrTagPlanStation *station;

  begin (&desk, "silent");
  put_design (&desk, "tag-price-212x104");
  tag_desk_until (&desk, holds_all);
  br_store_tags_write (desk.store, make_silent, (gpointer) TAG_DESK_DARK, &error);
  g_assert_no_error (error);
  plan = make_plan (&desk);
  g_assert_cmpuint (plan->n_held, ==, 2);
  g_assert_cmpuint (plan->n_held_unknown, ==, 1);
  station = plan->stations->pdata[0];
  g_assert_cmpint (station->stop, ==, BR_TAG_PLAN_RUNS);
  g_assert_cmpuint (station->n_tags, ==, 2);
  g_assert_cmpuint (station->n_silent, ==, 1);
  g_assert_cmpint (station->finish_us, <, G_MAXINT64);
  tag_desk_clear (&desk);
}

static gboolean
knows_station (TagDesk *desk)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (desk->service);

  return stations->len == 1;
}

/* A station that never told how many tags it has is not one that has none. */
static void
test_uncounted (void)
{
  TagDesk desk;
  g_autoptr (GPtrArray) stations = NULL;
  const BrStationView *station;

  tag_desk_init (&desk, "uncounted");
  tag_desk_add_station (&desk, "silent");
  tag_desk_until (&desk, knows_station);
  stations = br_tag_service_get_stations (desk.service);
  station = stations->pdata[0];
  g_assert_cmpuint (station->n_tags, ==, 0);
  g_assert_true (station->uncounted);
  tag_desk_clear (&desk);
}

static gboolean
shows_finder (TagDesk *desk)
{
  g_autoptr (BrTagImage) finder = br_tag_image_new_finder (br_tag_type_find (0x33), NULL);
  g_autoptr (BrTagImage) shown = tag_desk_shown (TAG_DESK_DARK);

  return shown != NULL && br_tag_image_equal (shown, finder);
}

static gboolean
misses_a_price (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->mismatch == 1;
}

static gboolean
misses_nothing (TagDesk *desk)
{
  return shows_all (desk) && br_tag_service_get_counts (desk->service)->mismatch == 0;
}

/* A tag without a light shows large squares, and its price again when it was found; its shelf is listed meanwhile. */
static void
test_find_by_picture (void)
{
  TagDesk desk;
  g_autoptr (BrTagView) dark = NULL;
  g_autoptr (BrTagImage) price = NULL, again = NULL;

  begin (&desk, "picture");
  dark = tag_desk_find (&desk, TAG_DESK_DARK);
  price = tag_desk_shown (TAG_DESK_DARK);
  br_tag_service_find_picture_async (desk.service, dark->row, "Ada", NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  tag_desk_until (&desk, shows_finder);
  tag_desk_until (&desk, misses_a_price);
  br_tag_service_found_async (desk.service, dark->row, "Ada", NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  tag_desk_until (&desk, misses_nothing);
  again = tag_desk_shown (TAG_DESK_DARK);
  g_assert_true (br_tag_image_equal (price, again));
  g_assert_cmpuint (count_events (&desk, TAG_DESK_DARK, BR_TAG_EVENT_FINDER), ==, 1);
  g_assert_cmpuint (count_events (&desk, TAG_DESK_DARK, BR_TAG_EVENT_FOUND), ==, 1);
  br_tag_service_find_picture_async (desk.service, 9999, "Ada", NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, BR_ERROR_NOT_FOUND);
  tag_desk_clear (&desk);
}

static void
learned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

/* While somebody looks for the button, a station can be tried; and giving up is at once. */
static void
test_learn_beside (void)
{
  BrStationSettings settings = { .driver = (char *) "oepl", .name = (char *) "x", .address = (char *) "here" };
  TagDesk desk;
  g_autoptr (GCancellable) given_up = g_cancellable_new ();
  g_autoptr (GAsyncResult) learned = NULL;
  g_autoptr (GError) error = NULL, stopped = NULL;
  g_autoptr (BrStationView) view = NULL;

  tag_desk_init (&desk, "beside");
  br_tag_service_learn_async (desk.service, "STICKER-1", given_up, learned_cb, &learned);
  br_tag_service_try_station_async (desk.service, &settings, NULL, tag_desk_ready_cb, &desk);
  view = br_tag_service_try_station_finish (desk.service, tag_desk_wait (&desk), &error);
  g_assert_no_error (error);
  g_assert_null (learned);
  g_cancellable_cancel (given_up);
  while (learned == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (br_tag_service_learn_finish (desk.service, learned, &stopped));
  g_assert_error (stopped, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&learned);
  tag_desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fast_clock_begin (SPEED);
  g_test_add_func ("/tag-manager/new-look", test_new_look);
  g_test_add_func ("/tag-manager/stopped", test_stopped);
  g_test_add_func ("/tag-manager/silent", test_silent);
  g_test_add_func ("/tag-manager/uncounted", test_uncounted);
  g_test_add_func ("/tag-manager/find-by-picture", test_find_by_picture);
  g_test_add_func ("/tag-manager/learn-beside", test_learn_beside);
  return g_test_run ();
}
