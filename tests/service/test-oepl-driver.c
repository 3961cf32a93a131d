/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The OpenEPaperLink driver against a station that does what the test says: settings, lists, what is told of tags, health, and doubt. */
#include "oepl-script.h"

#include "br-error.h"

#include <string.h>

static BrStationHealth
probe (Script *script)
{
  g_autoptr (GError) error = NULL;
  BrStationHealth health;

  script->driver->ops->probe (script->driver, &health, &error);
  g_assert_no_error (error);
  return health;
}

static BrTagSighting
find (Script *script, const char *mac)
{
  g_autoptr (GError) error = NULL;
  BrTagSighting sighting;

  script->driver->ops->find (script->driver, mac, &sighting, &error);
  g_assert_no_error (error);
  return sighting;
}

static void
test_probe (void)
{
  g_autoptr (Script) script = script_new ();
  BrStationHealth health;

  script_listen (script);
  health = probe (script);
  g_assert_cmpstr (health.name, ==, "Front");
  g_assert_cmpstr (health.firmware, ==, "2.91");
  g_assert_true (health.ready);
  g_assert_cmpuint (health.troubles, ==, 0);
  g_assert_cmpint (health.free_bytes, ==, 1200000);
  g_assert_cmpint (health.uptime_s, >=, 86400);
  g_assert_cmpuint (health.channel, ==, 11);
  g_assert_cmpuint (health.max_in_flight, ==, (1200000 - 100000) / (40960 + 12288));
  /* The board's name is asked once; its settings each time. */
  g_assert_cmpuint (script_count (script, "GET /sysinfo"), ==, 1);
}

/* Settings that empty batteries, spoil pictures or let strangers in are put right, and those that are right are left alone. */
static void
test_settings (void)
{
  struct
  {
    int stopsleep, showtimestamp, preview, lock;
    guint n_posts;
  } rows[] = {
    { 0, 0, 1, 1, 0 }, { 1, 0, 1, 1, 1 }, { 0, 1, 1, 1, 1 }, { 0, 0, 0, 1, 1 }, { 0, 0, 1, 0, 1 }, { 0, 0, 1, 2, 1 }, { 1, 1, 0, 0, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Script) script = script_new ();
      gint64 began = script->now_us;

      script->stopsleep = rows[i].stopsleep;
      script->showtimestamp = rows[i].showtimestamp;
      script->preview = rows[i].preview;
      script->lock = rows[i].lock;
      g_assert_cmpuint (probe (script).troubles, ==, 0);
      g_assert_cmpuint (script_count (script, "POST /save_apcfg"), ==, rows[i].n_posts);
      g_assert_cmpint (script->stopsleep, ==, 0);
      g_assert_cmpint (script->showtimestamp, ==, 0);
      g_assert_cmpint (script->preview, ==, 1);
      g_assert_cmpint (script->lock, ==, 1);
      /* A second between two of them. */
      g_assert_cmpint (script->now_us - began, >=, (gint64) (MAX (rows[i].n_posts, 1) - 1) * G_USEC_PER_SEC);
    }
}

/* A station that keeps tags awake while the stream is open is never listened to, and asked seldom. */
static void
test_settings_refused (void)
{
  g_autoptr (Script) script = script_new ();

  script->stopsleep = 1;
  script->keeps_settings = TRUE;
  g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_CONFIG);
  for (guint i = 0; i < 60; i++)
    {
      script_wait (script, BR_STATION_EVENT_TAG, NULL);
      script_advance (script, 10 * G_USEC_PER_SEC);
    }
  g_assert_cmpuint (script->n_opened, ==, 0);
  g_assert_cmpuint (script_count (script, "GET /get_ap_config"), <, 40);
  script->keeps_settings = FALSE;
  script_advance (script, G_TIME_SPAN_MINUTE);
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  g_assert_cmpuint (script->n_opened, ==, 1);
  g_assert_false (script->opened_awake);
}

/* Invariant I9: somebody turns stopsleep on while the stream is open: within 2 minutes it is off, or the stream is closed; with nobody probing, too. */
static void
test_settings_drift (void)
{
  for (guint refuses = 0; refuses < 3; refuses++)
    {
      g_autoptr (Script) script = script_new ();
      gint64 since;

      script_listen (script);
      script->stopsleep = 1;
      script->keeps_settings = refuses == 1;
      if (refuses == 2)
        script_break (script, 1000, "GET /get_ap_config", BR_LINK_NOT_SENT, BR_ERROR_OFFLINE);
      since = script->now_us;
      while (script->stopsleep == 1 && script->has_stream)
        {
          script_advance (script, 5 * G_USEC_PER_SEC);
          script_say_sys (script);
          script_wait (script, BR_STATION_EVENT_TAG, NULL);
          g_assert_cmpint (script->now_us - since, <=, 2 * G_TIME_SPAN_MINUTE);
        }
    }
}

static void
test_take_in (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (script->driver->ops->take_in (script->driver, TRUE, &error));
  g_assert_cmpint (script->lock, ==, 0);
  /* It stays open as long as it is wanted. */
  g_assert_cmpuint (probe (script).troubles, ==, 0);
  g_assert_cmpint (script->lock, ==, 0);
  g_assert_true (script->driver->ops->take_in (script->driver, FALSE, &error));
  g_assert_cmpint (script->lock, ==, 1);
  script->keeps_settings = TRUE;
  g_assert_false (script->driver->ops->take_in (script->driver, TRUE, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_REFUSED);
  g_assert_true (script->driver->ops->take_in (script->driver, FALSE, NULL));
  script->lock = 0;
  g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_OPEN);
}

/* Trap q: by a clock that is wrong nothing is dated, and it is set right. */
static void
test_trap_q_clock (void)
{
  g_autoptr (Script) script = script_new ();
  ScriptTag *tag;

  script->clock_off_s = -1700000000;
  tag = script_add_tag (script, SCRIPT_MAC);
  script_listen (script);
  g_assert_cmpint (find (script, SCRIPT_MAC).heard_us, ==, 0);
  g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_CLOCK);
  g_assert_cmpuint (script_count (script, "POST /set_time"), ==, 1);
  script_advance (script, 5 * G_USEC_PER_SEC);
  script_say_sys (script);
  tag->last_seen_s = script->now_us / G_USEC_PER_SEC;
  script_say_tag (script, tag);
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  g_assert_cmpuint (probe (script).troubles, ==, 0);
  g_assert_cmpuint (script_count (script, "POST /set_time"), ==, 1);
  g_assert_cmpint (find (script, SCRIPT_MAC).heard_us, ==, script->now_us);
}

/* One that cannot be set is not asked again and again. */
static void
test_clock_stays (void)
{
  g_autoptr (Script) script = script_new ();

  script->clock_off_s = 90;
  script_listen (script);
  script_answer (script, 1000, "POST /set_time", 400, "");
  for (guint i = 0; i < 20; i++)
    {
      g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_CLOCK);
      script_advance (script, 5 * G_USEC_PER_SEC);
      script_say_sys (script);
      script_wait (script, BR_STATION_EVENT_HEALTH, NULL);
    }
  g_assert_cmpuint (script_count (script, "POST /set_time"), ==, 1);
}

static void
count_tags (const BrTagSighting *sighting, gpointer data)
{
  GHashTable *seen = data;

  g_assert_true (g_hash_table_add (seen, g_strdup (sighting->tag)));
}

static guint
list (Script *script)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;

  script->driver->ops->list (script->driver, count_tags, seen, &error);
  g_assert_no_error (error);
  return g_hash_table_size (seen);
}

static void
add_tags (Script *script, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *mac = g_strdup_printf ("%016X", 0x1000 + i);

      script_add_tag (script, mac);
    }
}

static void
test_list (void)
{
  g_autoptr (Script) script = script_new ();

  g_assert_cmpuint (list (script), ==, 0);
  add_tags (script, 128);
  g_assert_cmpuint (list (script), ==, 128);
  g_assert_cmpuint (script_count (script, "GET /get_db?pos="), ==, 1 + 16);
  g_assert_cmpuint (script_count (script, "GET /backup_db"), ==, 0);
  /* The description of their type is asked for once. */
  g_assert_cmpuint (script_count (script, "GET /tagtypes/"), ==, 1);
  /* A hundred are served well, more are said. */
  g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_CROWDED);
  g_ptr_array_set_size (script->tags, 99);
  g_assert_cmpuint (list (script), ==, 99);
  g_assert_cmpuint (probe (script).troubles, ==, 0);
}

/* Trap m: pages begin again after the 255th record: all of them by a backup then, which is asked for once in 6 hours. */
static void
test_trap_m_wrap (void)
{
  g_autoptr (Script) script = script_new ();
  guint n_pages;

  add_tags (script, 300);
  script->wraps = TRUE;
  g_assert_cmpuint (list (script), ==, 300);
  g_assert_cmpuint (script_count (script, "GET /backup_db"), ==, 1);
  g_assert_cmpuint (script_count (script, "GET /get_db"), <=, 33);
  g_assert_cmpuint (list (script), >=, 256);
  g_assert_cmpuint (script_count (script, "GET /backup_db"), ==, 1);
  /* Known to have so many, it is not even tried by pages. */
  script_listen (script);
  n_pages = script_count (script, "GET /get_db");
  script_advance (script, 6 * G_TIME_SPAN_HOUR);
  g_assert_cmpuint (list (script), ==, 300);
  g_assert_cmpuint (script_count (script, "GET /backup_db"), ==, 2);
  g_assert_cmpuint (script_count (script, "GET /get_db"), ==, n_pages);
}

/* Pages that never end do. */
static void
test_list_endless (void)
{
  g_autoptr (Script) script = script_new ();

  script_add_tag (script, SCRIPT_MAC);
  script_answer (script, 100000, "GET /get_db", 200, "{\"tags\":[],\"continu\":7}");
  list (script);
  g_assert_cmpuint (script_count (script, "GET /get_db"), <=, 256);
}

static void
test_sighting (void)
{
  g_autoptr (Script) script = script_new ();
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrTagSighting sighting;

  script_listen (script);
  sighting = find (script, SCRIPT_MAC);
  g_assert_cmpstr (sighting.tag, ==, SCRIPT_MAC);
  g_assert_cmpuint (sighting.type.code, ==, 1);
  g_assert_cmpuint (sighting.type.width, ==, 296);
  g_assert_cmpuint (sighting.type.n_colours, ==, 3);
  g_assert_false (sighting.type.has_led);
  g_assert_cmpint (sighting.heard_us, ==, SCRIPT_START_US - 60 * G_USEC_PER_SEC);
  g_assert_cmpint (sighting.spoke_us, ==, 0);
  g_assert_cmpint (sighting.next_us, ==, SCRIPT_START_US + 240 * G_USEC_PER_SEC);
  g_assert_cmpint (sighting.battery_mv, ==, 2950);
  g_assert_cmpint (sighting.temperature, ==, 21);
  g_assert_cmpuint (sighting.wake, ==, BR_TAG_WAKE_TIMER);
  g_assert_true (sighting.lost_picture); /* never given one */
  g_assert_false (sighting.foreign || sighting.unconfirmed || sighting.elsewhere || sighting.is_station);
  tag->next_checkin_s = BR_OEPL_NEVER;
  tag->capabilities = BR_OEPL_CAN_LED;
  tag->wakeup = 4;
  sighting = find (script, SCRIPT_MAC);
  g_assert_cmpint (sighting.next_us, ==, G_MAXINT64);
  g_assert_true (sighting.type.has_led);
  g_assert_cmpuint (sighting.wake, ==, BR_TAG_WAKE_BUTTON);
}

/* Before the station's clock is known nobody can say how old a record is, but it is no younger than the first time it was told. */
static void
test_undated (void)
{
  g_autoptr (Script) script = script_new ();
  BrTagSighting sighting;

  script_add_tag (script, SCRIPT_MAC);
  for (guint i = 0; i < 3; i++)
    {
      sighting = find (script, SCRIPT_MAC);
      g_assert_cmpint (sighting.heard_us, ==, 0);
      g_assert_cmpint (sighting.spoke_us, ==, SCRIPT_START_US);
      script_advance (script, G_TIME_SPAN_MINUTE);
    }
}

/* The station's own word about a type counts; one it has no word about is never drawn, and said. */
static void
test_types (void)
{
  g_autoptr (Script) script = script_new ();
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrTagSighting sighting;

  script_answer (script, 1, "GET /tagtypes/01.json", 200,
                 "{\"width\":296,\"height\":128,\"rotatebuffer\":3,\"bpp\":1,\"colortable\":{\"white\":[255,255,255],\"black\":[0,0,0]}}");
  sighting = find (script, SCRIPT_MAC);
  g_assert_cmpuint (sighting.type.rotate_buffer, ==, 3);
  g_assert_cmpuint (sighting.type.n_colours, ==, 2);
  tag->type_code = 7;
  script_answer (script, 1, "GET /tagtypes/07.json", 404, "");
  sighting = find (script, SCRIPT_MAC);
  g_assert_cmpuint (sighting.type_code, ==, 7);
  g_assert_cmpuint (sighting.type.n_colours, ==, 0);
  g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_TYPE | BR_STATION_TROUBLE_TYPES_DIFFER);
  /* A person may add it. */
  script_advance (script, 6 * G_TIME_SPAN_MINUTE);
  g_assert_cmpuint (find (script, SCRIPT_MAC).type.n_colours, ==, 4);
  g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_TYPES_DIFFER);
  /* One that could not be asked is as Backroom knows it, until it can: no more often than once a minute. */
  tag->type_code = 6;
  script_break (script, 1, "GET /tagtypes/06.json", BR_LINK_NOT_SENT, BR_ERROR_OFFLINE);
  g_assert_cmpuint (find (script, SCRIPT_MAC).type.n_colours, ==, 4);
  find (script, SCRIPT_MAC);
  g_assert_cmpuint (script_count (script, "GET /tagtypes/06.json"), ==, 1);
  script_advance (script, 2 * G_TIME_SPAN_MINUTE);
  find (script, SCRIPT_MAC);
  g_assert_cmpuint (script_count (script, "GET /tagtypes/06.json"), ==, 2);
}

/* Trap j and the room there is. */
static void
test_trap_j_room (void)
{
  struct
  {
    gint64 free_bytes, free_memory;
    int state, run;
    guint troubles, max;
    gboolean ready;
  } rows[] = {
    { 1200000, 150000, 1, 2, 0, 20, TRUE },
    { 5200000, 150000, 1, 2, 0, 50, TRUE },
    { 160000, 150000, 1, 2, 0, 1, TRUE },
    { 99000, 150000, 1, 2, BR_STATION_TROUBLE_STORAGE, 0, TRUE },
    { 30000, 150000, 1, 2, BR_STATION_TROUBLE_STORAGE, 0, TRUE },
    { 1200000, 39000, 1, 2, BR_STATION_TROUBLE_STORAGE, 0, TRUE },
    { 1200000, 150000, 5, 2, BR_STATION_TROUBLE_RADIO, 20, FALSE },
    { 1200000, 150000, 7, 2, BR_STATION_TROUBLE_RADIO, 20, FALSE },
    { 1200000, 150000, 6, 2, 0, 20, FALSE },
    { 1200000, 150000, 1, 1, 0, 20, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Script) script = script_new ();
      BrStationHealth health;

      script->free_bytes = rows[i].free_bytes;
      script->free_memory = rows[i].free_memory;
      script->state = rows[i].state;
      script->run = rows[i].run;
      script_listen (script);
      health = probe (script);
      g_assert_cmpuint (health.troubles, ==, rows[i].troubles);
      g_assert_cmpuint (health.max_in_flight, ==, rows[i].max);
      g_assert_cmpint (health.ready, ==, rows[i].ready);
    }
}

/* It restarts at 03:56 of its own day when it was up for 2 hours. */
static void
test_nightly (void)
{
  struct
  {
    int hour, minute;
    gint64 uptime_s;
    gboolean soon;
  } rows[] = {
    { 3, 49, 86400, FALSE }, { 3, 50, 86400, TRUE }, { 4, 4, 86400, TRUE }, { 4, 5, 86400, FALSE }, { 3, 55, 3600, FALSE }, { 15, 55, 86400, FALSE }
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Script) script = script_new ();
      gint64 day = script->now_us / G_TIME_SPAN_DAY * G_TIME_SPAN_DAY;

      script->now_us = day + rows[i].hour * G_TIME_SPAN_HOUR + rows[i].minute * G_TIME_SPAN_MINUTE;
      script->boot_us = script->now_us - rows[i].uptime_s * G_USEC_PER_SEC;
      script_listen (script);
      g_assert_cmpint (probe (script).nightly_soon, ==, rows[i].soon);
    }
}

/* Answers of every kind that are none: an error each, never a crash, and said when they go on; forgotten when they stop. */
static void
test_hostile (void)
{
  static const char *const BODIES[] = {
    "",
    "nonsense",
    "[]",
    "{",
    "{\"tags\":7}",
    "{\"tags\":[{}]}",
    "{\"tags\":[{\"mac\":\"zz\"}]}",
    "{\"error\":\"no\"}",
    "\xff\xfe{}",
    "null",
    "{\"tags\":[null,[],7]}",
    "{\"tags\":[{\"mac\":7,\"pending\":NaN}]}",
  };
  g_autoptr (Script) script = script_new ();

  script_add_tag (script, SCRIPT_MAC);
  script_listen (script);
  for (guint i = 0; i < G_N_ELEMENTS (BODIES); i++)
    {
      g_autoptr (GError) error = NULL;
      BrTagSighting sighting;

      script_answer (script, 1, "GET /get_db", 200, BODIES[i]);
      g_assert_false (script->driver->ops->find (script->driver, SCRIPT_MAC, &sighting, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
    }
  g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_ANSWERS);
  script_advance (script, 11 * G_TIME_SPAN_MINUTE);
  script_listen (script);
  g_assert_cmpuint (probe (script).troubles, ==, 0);
}

/* What is told by HTTP status, and what by breaking off. */
static void
test_errors (void)
{
  struct
  {
    guint status;
    BrLinkFate fate;
    int code, expected;
  } rows[] = {
    { 404, 0, 0, BR_ERROR_NOT_FOUND },
    { 409, 0, 0, BR_ERROR_BUSY },
    { 500, 0, 0, BR_ERROR_PROTOCOL },
    { 302, 0, 0, BR_ERROR_PROTOCOL },
    { 0, BR_LINK_NOT_SENT, BR_ERROR_OFFLINE, BR_ERROR_OFFLINE },
    { 0, BR_LINK_NOT_KNOWN, BR_ERROR_OFFLINE, BR_ERROR_OFFLINE },
    { 0, BR_LINK_NOT_KNOWN, BR_ERROR_RANGE, BR_ERROR_PROTOCOL },
    { 0, BR_LINK_NOT_KNOWN, BR_ERROR_PROTOCOL, BR_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (GError) error = NULL;
      BrTagSighting sighting;

      script_add_tag (script, SCRIPT_MAC);
      if (rows[i].status != 0)
        script_answer (script, 1, "GET /get_db", rows[i].status, "");
      else
        script_break (script, 1, "GET /get_db", rows[i].fate, rows[i].code);
      g_assert_false (script->driver->ops->find (script->driver, SCRIPT_MAC, &sighting, &error));
      g_assert_error (error, BR_ERROR, rows[i].expected);
    }
}

/* A station that contradicts itself: counters that run backwards, a record of another tag than asked for. Three within an hour are too much. */
static void
test_lies (void)
{
  g_autoptr (Script) script = script_new ();
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

  tag->update_count = 100;
  script_listen (script);
  find (script, SCRIPT_MAC);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (probe (script).troubles, ==, 0);
      tag->update_count--;
      find (script, SCRIPT_MAC);
    }
  g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_ANSWERS);
  script_advance (script, G_TIME_SPAN_HOUR + G_USEC_PER_SEC);
  script_listen (script);
  g_assert_cmpuint (probe (script).troubles, ==, 0);
  /* After a restart an older count is no lie (trap h). */
  for (guint i = 0; i < 3; i++)
    {
      find (script, SCRIPT_MAC);
      script_advance (script, G_USEC_PER_SEC);
      script->boot_us = script->now_us;
      script_say_sys (script);
      script_wait (script, BR_STATION_EVENT_RESTARTED, NULL);
      tag->update_count--;
      find (script, SCRIPT_MAC);
    }
  g_assert_cmpuint (probe (script).troubles, ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      BrTagSighting sighting;

      script_answer (script, 1, "GET /get_db", 200, "{\"tags\":[{\"mac\":\"0000000000000007\"}]}");
      g_assert_false (script->driver->ops->find (script->driver, SCRIPT_MAC, &sighting, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
    }
  g_assert_cmpuint (probe (script).troubles, ==, BR_STATION_TROUBLE_ANSWERS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oepl-driver/probe", test_probe);
  g_test_add_func ("/oepl-driver/settings", test_settings);
  g_test_add_func ("/oepl-driver/settings-refused", test_settings_refused);
  g_test_add_func ("/oepl-driver/settings-drift", test_settings_drift);
  g_test_add_func ("/oepl-driver/take-in", test_take_in);
  g_test_add_func ("/oepl-driver/trap-q-clock", test_trap_q_clock);
  g_test_add_func ("/oepl-driver/clock-stays", test_clock_stays);
  g_test_add_func ("/oepl-driver/list", test_list);
  g_test_add_func ("/oepl-driver/trap-m-wrap", test_trap_m_wrap);
  g_test_add_func ("/oepl-driver/list-endless", test_list_endless);
  g_test_add_func ("/oepl-driver/sighting", test_sighting);
  g_test_add_func ("/oepl-driver/undated", test_undated);
  g_test_add_func ("/oepl-driver/types", test_types);
  g_test_add_func ("/oepl-driver/trap-j-room", test_trap_j_room);
  g_test_add_func ("/oepl-driver/nightly", test_nightly);
  g_test_add_func ("/oepl-driver/hostile", test_hostile);
  g_test_add_func ("/oepl-driver/errors", test_errors);
  g_test_add_func ("/oepl-driver/lies", test_lies);
  return g_test_run ();
}
