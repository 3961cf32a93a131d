/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations and tags as heard: whose tag it is, what is wrong with it, and what it is of. */
#include "config.h"

#include "br-error.h"
#include "br-station-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-errand-store.h"
#include "br-tag-event-store.h"
#include "br-tag-job-store.h"
#include "br-tag-picture-store.h"
#include "br-tag-store.h"
#include "tag-shop.h"

#define HOUR (60 * TAG_SHOP_MINUTE)

static void
hear (BrStoreTx *tx, gint64 station, const BrTagSighting *sighting)
{
  g_autoptr (GError) error = NULL;

  br_tag_store_hear (tx, station, sighting, 1, &error);
  g_assert_no_error (error);
}

static BrTag *
load (BrStoreTx *tx, gint64 id)
{
  g_autoptr (GError) error = NULL;
  BrTag *tag = br_tag_store_load (tx->db, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (tag);
  return tag;
}

static gboolean
station_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 id = tag_shop_station (tx, "10.0.0.2"), other;
  g_autoptr (BrStation) station = br_station_store_find (tx->db, id, error), found = NULL;
  g_autoptr (GPtrArray) all = NULL, events = NULL;
  g_autoptr (GError) failure = NULL;

  station->quiet_from = 23 * 60;
  station->quiet_to = 5 * 60;
  station->paused = TRUE;
  station->state = BR_STATION_UP; /* not a setting */
  g_assert_true (br_station_store_put (tx, station, &other, error));
  g_assert_cmpint (other, ==, id);
  found = br_station_store_find (tx->db, id, error);
  g_assert_cmpint (found->quiet_from, ==, 23 * 60);
  g_assert_cmpint (found->state, ==, BR_STATION_NEW);
  station->troubles = BR_STATION_TROUBLE_CLOCK;
  g_assert_true (br_station_store_note (tx, station, error));
  g_assert_true (br_station_store_note (tx, station, error)); /* no other state, nothing more that is wrong: no other event */
  g_assert_true (br_station_store_take_in (tx, id, 77, error));
  all = br_station_store_list (tx->db, error);
  g_assert_cmpuint (all->len, ==, 1);
  br_station_unref (found);
  found = br_station_ref (g_ptr_array_index (all, 0));
  g_assert_cmpint (found->state, ==, BR_STATION_UP);
  g_assert_cmpint (found->state_us, >, 0);
  g_assert_cmpuint (found->troubles, ==, BR_STATION_TROUBLE_CLOCK);
  g_assert_true (found->paused);
  g_assert_cmpint (found->take_in_until_us, ==, 77);
  events = br_tag_event_list (tx->db, 0, id, 0, 10, error);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpint (((BrTagEvent *) events->pdata[0])->kind, ==, BR_TAG_EVENT_TROUBLE);
  g_assert_cmpint (((BrTagEvent *) events->pdata[0])->to, ==, BR_STATION_TROUBLE_CLOCK);
  station->id = 0;
  g_assert_false (br_station_store_put (tx, station, &other, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_EXISTS);
  g_clear_error (&failure);
  station->id = 99;
  g_set_str (&station->address, "10.0.0.9");
  g_assert_false (br_station_store_put (tx, station, &other, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&failure);
  station->quiet_to = 24 * 60;
  g_assert_false (br_station_store_put (tx, station, &other, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_RANGE);
  return TRUE;
}

static void
test_station (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, station_body);
}

static void
test_quiet (void)
{
  static const struct
  {
    int from, to, minute;
    gboolean quiet;
  } rows[] = { { -1, -1, 0, FALSE },      { 60, 120, 60, TRUE },  { 60, 120, 120, FALSE },   { 60, 120, 59, FALSE },
               { 1380, 300, 1400, TRUE }, { 1380, 300, 0, TRUE }, { 1380, 300, 300, FALSE }, { 1380, 300, 720, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrStation) station = br_station_new ();

      station->quiet_from = rows[i].from;
      station->quiet_to = rows[i].to;
      g_assert_cmpint (br_station_is_quiet (station, rows[i].minute), ==, rows[i].quiet);
    }
}

static gboolean
heard_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a");
  BrTagSighting sighting = tag_shop_sighting (tx, "00000218A1B2C3D4"), ap = tag_shop_sighting (tx, "AP");
  g_autoptr (BrTag) tag = NULL, again = NULL;

  g_strlcpy (sighting.alias, "Apples", sizeof sighting.alias);
  hear (tx, station, &sighting);
  ap.is_station = TRUE;
  hear (tx, station, &ap);
  g_assert_null (br_tag_store_find (tx->db, "oepl", "AP", error));
  g_assert_null (br_tag_store_find (tx->db, "opticon", sighting.tag, error));
  tag = br_tag_store_find (tx->db, "oepl", sighting.tag, error);
  g_assert_cmpint (tag->station, ==, station);
  g_assert_cmpint (tag->heard_us, ==, sighting.heard_us);
  g_assert_cmpint (tag->interval_us, ==, TAG_SHOP_MINUTE);
  g_assert_cmpstr (tag->alias, ==, "Apples");
  g_assert_cmpuint (tag->type.code, ==, sighting.type_code);
  g_assert_cmpuint (tag->type.width, ==, br_tag_type_find (sighting.type_code)->width);
  g_assert_cmpint (tag->temperature, ==, 21);
  g_assert_cmpuint (tag->attention, ==, 0);
  /* What is not told stays. */
  sighting.alias[0] = '\0';
  sighting.battery_mv = sighting.rssi = 0;
  sighting.temperature = G_MININT;
  sighting.heard_us = 0;
  hear (tx, station, &sighting);
  again = load (tx, tag->id);
  g_assert_cmpint (again->heard_us, ==, tag->heard_us);
  g_assert_cmpint (again->battery_mv, ==, 3000);
  g_assert_cmpint (again->rssi, ==, -60);
  g_assert_cmpint (again->temperature, ==, 21);
  g_assert_cmpstr (again->alias, ==, "Apples");
  return TRUE;
}

/* One that calls when it said, one that calls 40 s after that, and one that a person makes call: what is known of a station's radio. */
static gboolean
calls_body (BrStoreTx *tx, gpointer data, GError **error)
{
  static const struct
  {
    gint64 after_s;
    guint wake;
    guint n, n_lost; /* by then */
  } rows[] = { { 0, BR_TAG_WAKE_TIMER, 0, 0 },     { 600, BR_TAG_WAKE_TIMER, 1, 0 },  { 1243, BR_TAG_WAKE_TIMER, 3, 1 },
               { 1400, BR_TAG_WAKE_BUTTON, 3, 1 }, { 1400, BR_TAG_WAKE_TIMER, 3, 1 }, { 2001, BR_TAG_WAKE_TIMER, 4, 1 } };
  gint64 station = tag_shop_station (tx, "a"), other = tag_shop_station (tx, "b");
  BrTagSighting sighting = tag_shop_sighting (tx, "T1");
  gint64 start_us = sighting.heard_us;
  BrTagCalls calls;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      sighting.heard_us = start_us + rows[i].after_s * TAG_SHOP_MINUTE / 60;
      sighting.next_us = sighting.heard_us + 10 * TAG_SHOP_MINUTE;
      sighting.wake = rows[i].wake;
      hear (tx, station, &sighting);
      g_assert_true (br_station_store_calls (tx->db, station, &calls, error));
      g_assert_cmpuint (calls.n, ==, rows[i].n);
      g_assert_cmpuint (calls.n_lost, ==, rows[i].n_lost);
    }
  g_assert_true (br_station_store_calls (tx->db, other, &calls, error));
  g_assert_cmpuint (calls.n, ==, 0);
  return TRUE;
}

static void
test_calls (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, calls_body);
}

/* Whether the tag is silent when its station answers then. */
static gboolean
is_silent_at (BrStoreTx *tx, gint64 tag, gint64 station, gint64 us)
{
  g_autoptr (BrTag) row = NULL;

  tag_shop_answered (tx, station, us);
  row = load (tx, tag);
  return br_tag_is_silent (row, us);
}

/* Two nights nobody listens; the tag is given its three minutes of what was listened to, and another one that was silent before stays so. */
static gboolean
nights_body (BrStoreTx *tx, gpointer data, GError **error)
{
  const gint64 minute = TAG_SHOP_MINUTE, night = 10 * 60 * TAG_SHOP_MINUTE;
  gint64 station = tag_shop_station (tx, "a"), dead = tag_shop_tag (tx, station, "T1"), alive;
  BrTagSighting sighting = tag_shop_sighting (tx, "T2");
  gint64 start_us = sighting.heard_us, us = start_us + 10 * minute;
  g_autoptr (BrTag) tag = NULL;

  g_assert_false (is_silent_at (tx, dead, station, start_us));
  g_assert_true (is_silent_at (tx, dead, station, us));
  sighting.heard_us = us + minute; /* after the last word of the station that was stored */
  sighting.next_us = us + 2 * minute;
  hear (tx, station, &sighting);
  tag = br_tag_store_find (tx->db, "oepl", "T2", error);
  alive = tag->id;
  us += minute + night;
  g_assert_false (is_silent_at (tx, alive, station, us)); /* the morning after */
  g_assert_true (is_silent_at (tx, dead, station, us));
  us += 2 * minute + night;
  g_assert_false (is_silent_at (tx, alive, station, us - night)); /* for two minutes somebody listened */
  g_assert_false (is_silent_at (tx, alive, station, us));
  g_assert_false (is_silent_at (tx, alive, station, us + minute));
  g_assert_true (is_silent_at (tx, alive, station, us + minute + 1));
  sighting.heard_us = us + 2 * minute;
  hear (tx, station, &sighting);
  br_tag_unref (tag);
  tag = load (tx, alive);
  g_assert_cmpint (tag->deaf_us, ==, 0);
  g_assert_false (is_silent_at (tx, alive, station, us + 5 * minute));
  g_assert_true (is_silent_at (tx, alive, station, us + 5 * minute + 1));
  return TRUE;
}

static void
test_nights (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, nights_body);
}

static void
test_heard (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, heard_body);
}

/* A tag goes over with its job after two check-ins in a row elsewhere; a mirrored record and a single stray one take nothing. */
static gboolean
roam_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 first = tag_shop_station (tx, "a"), second = tag_shop_station (tx, "b"), id = tag_shop_tag (tx, first, "T");
  BrId sku = { { 1 } };
  static const struct
  {
    gboolean at_second, elsewhere;
    gboolean moved; /* the second has it afterwards */
  } rows[] = { { TRUE, TRUE, FALSE },  { TRUE, FALSE, FALSE }, { FALSE, FALSE, FALSE }, { TRUE, FALSE, FALSE },
               { FALSE, TRUE, FALSE }, { TRUE, FALSE, TRUE },  { TRUE, FALSE, TRUE },   { FALSE, FALSE, TRUE } };
  g_autoptr (BrTagJob) job = NULL;
  g_autoptr (BrTag) last = NULL;

  tag_shop_want (tx, id, "k1", &sku, 100);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrTagSighting sighting = tag_shop_sighting (tx, "T");
      g_autoptr (BrTag) tag = NULL;

      sighting.elsewhere = rows[i].elsewhere;
      hear (tx, rows[i].at_second ? second : first, &sighting);
      hear (tx, rows[i].at_second ? second : first, &sighting); /* the same record told twice is one check-in */
      tag = load (tx, id);
      g_assert_cmpint (tag->station, ==, rows[i].moved ? second : first);
    }
  job = br_tag_job_find_active (tx->db, id, error);
  g_assert_cmpint (job->station, ==, second);
  g_assert_true (br_station_store_forget (tx, second, error));
  last = load (tx, id);
  g_assert_cmpint (last->station, ==, 0);
  br_tag_job_unref (job);
  job = br_tag_job_find_active (tx->db, id, error);
  g_assert_cmpint (job->station, ==, 0);
  tag_shop_tag (tx, first, "T"); /* nobody has it: at once */
  br_tag_unref (last);
  last = load (tx, id);
  g_assert_cmpint (last->station, ==, first);
  return TRUE;
}

static void
test_roam (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, roam_body);
}

static guint
count_errands (BrStoreTx *tx, gint64 station, BrTagErrandKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) errands = br_tag_errand_list (tx->db, station, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < errands->len; i++)
    {
      g_assert_cmpstr (g_array_index (errands, BrTagErrand, i).key, ==, "T");
      n += g_array_index (errands, BrTagErrand, i).kind == kind;
    }
  return n;
}

static void
move_tag (BrStoreTx *tx, gint64 station)
{
  for (guint i = 0; i < BR_TAG_MOVE_TIMES; i++)
    {
      BrTagSighting sighting = tag_shop_sighting (tx, "T");

      hear (tx, station, &sighting);
    }
}

/* A tag that goes leaves word at the old station only where that may hold something of it; its light goes with it; a station that was forgotten is told nothing. */
static gboolean
errand_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 first = tag_shop_station (tx, "a"), second = tag_shop_station (tx, "b"), id = tag_shop_tag (tx, first, "T");
  BrId sku = { { 1 } };
  g_autoptr (BrTagJob) job = NULL;

  tag_shop_want (tx, id, "k1", &sku, 100);
  move_tag (tx, second);
  g_assert_cmpuint (count_errands (tx, first, BR_TAG_ERRAND_CANCEL), ==, 0); /* nothing was sent yet */
  job = br_tag_job_find_active (tx->db, id, error);
  tag_shop_move (tx, job->id, BR_TAG_JOB_BIT (BR_TAG_JOB_QUEUED), BR_TAG_JOB_SENDING);
  g_assert_true (br_tag_errand_put (tx, second, id, BR_TAG_ERRAND_DARK, error) && br_tag_errand_put (tx, second, id, BR_TAG_ERRAND_DARK, error));
  move_tag (tx, first);
  g_assert_cmpuint (count_errands (tx, second, BR_TAG_ERRAND_CANCEL), ==, 1);
  g_assert_cmpuint (count_errands (tx, second, BR_TAG_ERRAND_DARK), ==, 0);
  g_assert_cmpuint (count_errands (tx, first, BR_TAG_ERRAND_DARK), ==, 1);
  g_assert_cmpuint (count_errands (tx, first, BR_TAG_ERRAND_CANCEL), ==, 0);
  g_assert_true (br_tag_errand_done (tx, second, id, BR_TAG_ERRAND_CANCEL, error));
  g_assert_cmpuint (count_errands (tx, second, BR_TAG_ERRAND_CANCEL), ==, 0);
  g_assert_true (br_station_store_forget (tx, first, error));
  g_assert_cmpuint (count_errands (tx, first, BR_TAG_ERRAND_CANCEL) + count_errands (tx, first, BR_TAG_ERRAND_DARK), ==, 0);
  return TRUE;
}

static void
test_errand (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, errand_body);
}

/* Three low readings over a day; a good one takes it back. */
static gboolean
battery_body (BrStoreTx *tx, gpointer data, GError **error)
{
  static const struct
  {
    gint64 after_us;
    int mv, rssi;
    guint attention;
  } rows[] = { { HOUR, 2390, -60, 0 },
               { HOUR, 2390, -60, 0 },
               { HOUR, 2390, -86, BR_TAG_ATTENTION_SIGNAL }, /* three, but not over a day */
               { 23 * HOUR, 2390, -85, BR_TAG_ATTENTION_BATTERY },
               { HOUR, 2240, -60, BR_TAG_ATTENTION_BATTERY | BR_TAG_ATTENTION_BATTERY_OUT },
               { HOUR, 0, 0, BR_TAG_ATTENTION_BATTERY | BR_TAG_ATTENTION_BATTERY_OUT }, /* not known says nothing */
               { HOUR, 2400, -60, 0 },
               { 48 * HOUR, 2000, -60, 0 } };
  Fixture *fixture = data;
  gint64 station = tag_shop_station (tx, "a"), id = tag_shop_tag (tx, station, "T");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrTagSighting sighting;
      g_autoptr (BrTag) tag = NULL;

      fixture->now_us += rows[i].after_us;
      sighting = tag_shop_sighting (tx, "T");
      sighting.battery_mv = rows[i].mv;
      sighting.rssi = rows[i].rssi;
      hear (tx, station, &sighting);
      tag = load (tx, id);
      g_assert_cmpuint (tag->attention, ==, rows[i].attention);
    }
  return TRUE;
}

static void
test_battery (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, battery_body);
}

/* A station may know a kind of tag better than Backroom, or one nobody else knows; what cannot be is not believed. */
static gboolean
type_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a"), id = tag_shop_tag (tx, station, "T");
  BrTagSighting sighting = tag_shop_sighting (tx, "T");
  g_autoptr (BrTag) unknown = NULL, told = NULL, lied = NULL;

  sighting.type_code = 4242;
  hear (tx, station, &sighting);
  unknown = load (tx, id);
  g_assert_cmpuint (unknown->type.n_colours, ==, 0);
  g_assert_cmpuint (unknown->type.code, ==, 4242);
  g_assert_cmpuint (unknown->attention, ==, BR_TAG_ATTENTION_TYPE);
  sighting.type = *br_tag_type_find (0x33);
  sighting.type.code = 4242;
  sighting.type.width = 200;
  hear (tx, station, &sighting);
  told = load (tx, id);
  g_assert_true (br_tag_type_equal (&told->type, &sighting.type));
  g_assert_cmpuint (told->attention, ==, 0);
  sighting.type.width = 100000;
  hear (tx, station, &sighting);
  lied = load (tx, id);
  g_assert_cmpuint (lied->type.width, ==, 200);
  return TRUE;
}

/* Every known kind is read as it was told, also those that keep whole indices instead of planes; and so is a picture for it. */
static gboolean
types_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a"), id = tag_shop_tag (tx, station, "A");
  const BrTagType *known;
  guint n_packed = 0;

  for (guint i = 0; (known = br_tag_type_nth (i)) != NULL; i++)
    {
      BrTagSighting sighting = tag_shop_sighting (tx, "A");
      g_autoptr (BrTagImage) image = br_tag_image_new (known, error), back = NULL;
      g_autofree char *digest = br_tag_image_digest (image);
      g_autoptr (BrTag) tag = NULL;

      sighting.type_code = known->code;
      sighting.type = *known;
      hear (tx, station, &sighting);
      tag = load (tx, id);
      g_assert_true (br_tag_type_equal (&tag->type, known));
      g_assert_true (br_tag_picture_put (tx, digest, image, NULL, error));
      back = br_tag_picture_load (tx->db, digest, NULL, error);
      g_assert_true (br_tag_image_equal (image, back));
      g_assert_true (br_tag_type_equal (&back->type, known));
      n_packed += known->packed ? 1 : 0;
    }
  g_assert_cmpuint (n_packed, >, 0);
  return TRUE;
}

static void
test_types (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, types_body);
}

static void
test_type (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, type_body);
}

/* A station that makes up tags fills no disk, and keeps nobody from being heard. */
static gboolean
crowd_body (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char sql[] = "INSERT INTO tag (driver, key, first_us) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
                            " SELECT 'oepl', printf ('%016X', i), 0 FROM n";
  gint64 station = tag_shop_station (tx, "a");
  BrTagSighting sightings[] = { tag_shop_sighting (tx, "FFFFFFFFFFFFFFFE"), tag_shop_sighting (tx, "FFFFFFFFFFFFFFFF"),
                                tag_shop_sighting (tx, "0000000000000001") };
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
  g_autoptr (BrTag) first = NULL, last = NULL, known = NULL;

  sqlite3_bind_int64 (statement, 1, BR_TAG_MAX - 1);
  g_assert_true (br_db_run (tx->db, statement, error));
  g_assert_true (br_tag_store_hear (tx, station, sightings, G_N_ELEMENTS (sightings), error));
  first = br_tag_store_find (tx->db, "oepl", sightings[0].tag, error);
  last = br_tag_store_find (tx->db, "oepl", sightings[1].tag, error);
  known = br_tag_store_find (tx->db, "oepl", sightings[2].tag, error);
  g_assert_nonnull (first);
  g_assert_null (last);
  g_assert_cmpint (known->heard_us, ==, sightings[2].heard_us);
  return TRUE;
}

static void
test_crowd (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  tag_shop_run (fixture, crowd_body);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/tag/station", test_station);
  g_test_add_func ("/store/tag/quiet", test_quiet);
  g_test_add_func ("/store/tag/heard", test_heard);
  g_test_add_func ("/store/tag/calls", test_calls);
  g_test_add_func ("/store/tag/nights", test_nights);
  g_test_add_func ("/store/tag/roam", test_roam);
  g_test_add_func ("/store/tag/errand", test_errand);
  g_test_add_func ("/store/tag/battery", test_battery);
  g_test_add_func ("/store/tag/type", test_type);
  g_test_add_func ("/store/tag/types", test_types);
  if (g_getenv ("BR_UNDER_VALGRIND") == NULL) /* 200,000 rows take too long there */
    g_test_add_func ("/store/tag/crowd", test_crowd);
  return g_test_run ();
}
