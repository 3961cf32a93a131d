/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The OpenEPaperLink driver against a station that does what the test says: its stream. */
#include "oepl-script.h"

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

static void
test_stream (void)
{
  g_autoptr (Script) script = script_new ();
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrStationEvent event;

  script_listen (script);
  script_advance (script, 3 * G_USEC_PER_SEC);
  tag->last_seen_s = script->now_us / G_USEC_PER_SEC;
  script_say_tag (script, tag);
  script_say (script, "{\"logMsg\":\"hello\"}");
  script_say (script, "{\"console\":\"hello\",\"color\":\"red\"}");
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_TAG, &event), ==, 1);
  g_assert_cmpstr (event.tag, ==, SCRIPT_MAC);
  g_assert_cmpint (event.sighting.heard_us, ==, script->now_us);
  script->n_lost = 3;
  script_say (script, "{}");
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_MISSED, NULL), ==, 1);
  /* One less than before: somebody deleted a tag, which nothing else tells. */
  script_add_tag (script, "0000000000000001");
  script_say_sys (script);
  g_ptr_array_set_size (script->tags, 1);
  script_say_sys (script);
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_MISSED, NULL), ==, 1);
}

/* Silence of 20 s is an end; it is tried again after 5 s, then more seldom; then all is to be listed. */
static void
test_stream_dead (void)
{
  g_autoptr (Script) script = script_new ();
  gint64 since;

  script_listen (script);
  script_advance (script, 19 * G_USEC_PER_SEC);
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  g_assert_true (script->has_stream);
  script_advance (script, 2 * G_USEC_PER_SEC);
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  g_assert_false (script->has_stream);
  script->refuses_stream = TRUE;
  since = script->now_us;
  for (guint i = 0; i < 600; i++)
    {
      script_advance (script, G_USEC_PER_SEC);
      script_wait (script, BR_STATION_EVENT_TAG, NULL);
    }
  g_assert_cmpuint (script_count (script, "GET /get_ap_config"), <=, 2 + 4 + 10); /* 5, 10, 20, 40, then each 60 s */
  script->refuses_stream = FALSE;
  script_advance (script, G_TIME_SPAN_MINUTE);
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_MISSED, NULL), ==, 1);
  g_assert_true (script->has_stream);
  g_assert_cmpint (script->now_us, >, since);
}

/* A wait never takes longer than it may, open or not. */
static void
test_wait_time (void)
{
  g_autoptr (Script) script = script_new ();
  BrStationEvent event;
  gint64 began;

  script_listen (script);
  began = script->now_us;
  g_assert_false (script->driver->ops->wait (script->driver, 2 * G_USEC_PER_SEC, &event, NULL));
  g_assert_cmpint (script->now_us - began, ==, 2 * G_USEC_PER_SEC);
  script_advance (script, G_TIME_SPAN_MINUTE);
  script->refuses_stream = TRUE;
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  began = script->now_us;
  g_assert_false (script->driver->ops->wait (script->driver, 2 * G_USEC_PER_SEC, &event, NULL));
  g_assert_cmpint (script->now_us - began, ==, 2 * G_USEC_PER_SEC);
  /* Woken, it returns at once. */
  script->driver->ops->wake (script->driver);
  g_assert_false (script->driver->ops->wait (script->driver, 2 * G_USEC_PER_SEC, &event, NULL));
  g_assert_cmpint (script->now_us - began, ==, 2 * G_USEC_PER_SEC);
}

/* Nobody fetches them: they do not pile up. */
static void
test_flood (void)
{
  g_autoptr (Script) script = script_new ();
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrStationEvent event;
  guint n = 0;

  script_listen (script);
  for (guint i = 0; i < 5000; i++)
    script_say_tag (script, tag);
  while (script->driver->ops->wait (script->driver, 0, &event, NULL))
    n++;
  g_assert_cmpuint (n, >=, 4000);
}

static void
test_restart (void)
{
  g_autoptr (Script) script = script_new ();

  script_listen (script);
  /* It says so itself, then comes back with a low uptime. */
  script_say (script, "{\"errMsg\":\"REBOOTING\"}");
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_RESTARTED, NULL), ==, 1);
  g_assert_false (probe (script).ready);
  script->has_stream = FALSE;
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  script_advance (script, 20 * G_USEC_PER_SEC);
  script->boot_us = script->now_us - 10 * G_USEC_PER_SEC;
  script->run = 3;
  script_say_sys (script);
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_RESTARTED, NULL), ==, 1);
  g_assert_false (probe (script).ready);
  script->run = 2;
  script_advance (script, 5 * G_USEC_PER_SEC);
  script_say_sys (script);
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_RESTARTED, NULL), ==, 0);
  g_assert_true (probe (script).ready);
  /* Away for an hour, and up for longer than when it was last heard, but not for an hour. */
  script->has_stream = FALSE;
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  script_advance (script, G_TIME_SPAN_HOUR);
  script->boot_us = script->now_us - 30 * G_TIME_SPAN_MINUTE;
  script_say_sys (script);
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_RESTARTED, NULL), ==, 1);
  /* Away, and up all the time. */
  script->has_stream = FALSE;
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  script_advance (script, G_TIME_SPAN_HOUR);
  script_say_sys (script);
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_RESTARTED, NULL), ==, 0);
}

static void
ignore (const BrTagSighting *sighting, gpointer data)
{
}

/* All that can be asked is, again and again, and every answer and message may be spoilt: never a crash, never an end of time, and it is said. Afterwards all is
 * as it should be. The seed is printed. */
static void
test_spoilt (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), last = script_picture (SCRIPT_MAC, 2);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  const BrStationDriverOps *ops = script->driver->ops;
  guint troubles = 0;

  g_test_message ("seed %u", seed);
  script_listen (script);
  script->spoiler = g_rand_new_with_seed (seed);
  for (guint i = 0; i < 500; i++)
    {
      BrTagSighting sighting;
      BrShipmentReport report;
      BrStationHealth health;
      BrStationEvent event;

      script_say_sys (script);
      script_convert (script, tag, picture->payload);
      script_fetch (script, tag, 3);
      script_complete (script, tag);
      for (guint j = 0; j < 20 && ops->wait (script->driver, 0, &event, NULL); j++)
        ;
      ops->find (script->driver, SCRIPT_MAC, &sighting, NULL);
      ops->list (script->driver, ignore, NULL, NULL);
      if (ops->prepare (script->driver, &picture->shipment, NULL))
        ops->submit (script->driver, &picture->shipment, NULL);
      if (picture->shipment.before != NULL)
        ops->look (script->driver, &picture->shipment, &report, NULL);
      ops->cancel (script->driver, SCRIPT_MAC, NULL);
      ops->led (script->driver, SCRIPT_MAC, BR_TAG_LED_SHORT, NULL);
      if (ops->probe (script->driver, &health, NULL))
        troubles |= health.troubles;
      tag->pending = 0;
    }
  g_assert_true ((troubles & BR_STATION_TROUBLE_ANSWERS) != 0);
  g_clear_pointer (&script->spoiler, g_rand_free);
  g_queue_clear_full (&script->messages, g_free);
  script_advance (script, 2 * G_TIME_SPAN_HOUR);
  script_listen (script);
  g_assert_cmpuint (probe (script).troubles, ==, 0);
  script_deliver (script, tag, last);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oepl-stream/stream", test_stream);
  g_test_add_func ("/oepl-stream/stream-dead", test_stream_dead);
  g_test_add_func ("/oepl-stream/wait-time", test_wait_time);
  g_test_add_func ("/oepl-stream/flood", test_flood);
  g_test_add_func ("/oepl-stream/restart", test_restart);
  g_test_add_func ("/oepl-stream/spoilt", test_spoilt);
  return g_test_run ();
}
