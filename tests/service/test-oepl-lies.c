/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations that say what cannot be, as far as the tests of sending and of records do not have it already; and what looks like it and is none. */
#include "oepl-script.h"

#include "br-oepl-image.h"

#include <string.h>

#define G5_HEAD "\x06\x80\x00\x28\x01\x02" /* 128 x 296, two planes */
#define G5_BYTES 5000 /* two blocks */

static guint
read_troubles (Script *script)
{
  g_autoptr (GError) error = NULL;
  BrStationHealth health;

  script->driver->ops->probe (script->driver, &health, &error);
  g_assert_no_error (error);
  return health.troubles;
}

/* A tag's file is named after the tag. */
static void
test_other_name (void)
{
  g_autoptr (Script) script = script_new ();
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrTagSighting sighting;

  tag->content_mode = 24;
  script_listen (script);
  g_assert_true (script->driver->ops->find (script->driver, SCRIPT_MAC, &sighting, NULL));
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (read_troubles (script), ==, 0);
      g_snprintf (tag->file_name, sizeof tag->file_name, "/temp/00000000000000FF_%u.jpg", i);
      g_assert_true (script->driver->ops->find (script->driver, SCRIPT_MAC, &sighting, NULL));
    }
  g_assert_cmpuint (read_troubles (script), ==, BR_STATION_TROUBLE_ANSWERS);
}

/* Transfers only ever become more, unless the station began anew: which is not known while nothing of it is heard. */
static void
test_counts_back (void)
{
  for (guint heard = 0; heard < 2; heard++)
    {
      g_autoptr (Script) script = script_new ();
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
      BrTagSighting sighting;

      if (heard)
        script_listen (script);
      for (tag->update_count = 9; tag->update_count > 5; tag->update_count--)
        g_assert_true (script->driver->ops->find (script->driver, SCRIPT_MAC, &sighting, NULL));
      g_assert_cmpuint (read_troubles (script), ==, heard ? BR_STATION_TROUBLE_ANSWERS : 0);
    }
}

/* It says to have taken the file it had two pictures ago. */
static void
test_long_ago (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) first = script_picture (SCRIPT_MAC, 1), second = script_picture (SCRIPT_MAC, 2), third = script_picture (SCRIPT_MAC, 3);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  g_autofree char *old = NULL;

  script_listen (script);
  script_deliver (script, tag, first);
  old = g_strdup (tag->file_name);
  script_deliver (script, tag, second);
  script_send (script, third);
  g_strlcpy (tag->file_name, old, sizeof tag->file_name);
  for (guint i = 0; i < 3; i++)
    script_look (script, third);
  g_assert_null (third->shipment.token);
  g_assert_cmpuint (read_troubles (script), ==, BR_STATION_TROUBLE_ANSWERS);
}

/* A place that begins no stream as it should is no station of this kind, or a bad one. */
static void
test_no_stream (void)
{
  g_autoptr (Script) script = script_new ();
  BrStationEvent event;

  script_add_tag (script, SCRIPT_MAC);
  script->refuses_stream = script->breaks_stream = TRUE;
  for (guint i = 0; i < 12; i++)
    {
      script->driver->ops->wait (script->driver, 0, &event, NULL);
      script_advance (script, G_TIME_SPAN_MINUTE);
    }
  g_assert_cmpuint (script->n_opened, ==, 0);
  g_assert_cmpuint (read_troubles (script), ==, BR_STATION_TROUBLE_ANSWERS);
}

/* Sends the picture, which the station compresses by G5, and has `blocks` of it seen to be fetched: the proof. */
static BrTagProof
send_g5 (Script *script, ScriptTag *tag, ScriptPicture *picture, GBytes *payload, guint blocks)
{
  BrShipmentReport report;

  script_send (script, picture);
  script_convert (script, tag, payload);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_AT_STATION);
  g_assert_nonnull (picture->shipment.expect); /* what waits is not called another picture */
  script_fetch (script, tag, blocks);
  script_complete (script, tag);
  script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  report = script_look (script, picture);
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpuint (report.total, ==, 2);
  return report.proof;
}

/* What is compressed by G5 is not read: never PIXELS, and never a lie. Seen to be fetched it is proved, and not sent again. When that was missed it is made to be
 * fetched once more, and is weak again, which the engine leaves at that (test-station-engine, weak). */
static void
test_g5 (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) first = script_picture (SCRIPT_MAC, 1), second = script_picture (SCRIPT_MAC, 2), again = script_picture (SCRIPT_MAC, 2);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  guint8 bytes[G5_BYTES];
  g_autoptr (GBytes) one = NULL, two = NULL;
  BrTagSighting sighting;

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (i * i >> 3);
  memcpy (bytes, G5_HEAD, 6);
  one = g_bytes_new (bytes, sizeof bytes);
  bytes[100] ^= 1;
  two = g_bytes_new (bytes, sizeof bytes);
  script_listen (script);
  g_assert_cmpint (send_g5 (script, tag, first, one, 2), ==, BR_TAG_PROOF_TAG);
  g_assert_true (script->driver->ops->find (script->driver, SCRIPT_MAC, &sighting, NULL));
  g_assert_false (sighting.unconfirmed || sighting.lost_picture || sighting.foreign);
  g_assert_cmpint (send_g5 (script, tag, second, two, 1), ==, BR_TAG_PROOF_WEAK);
  g_assert_true (script->driver->ops->cancel (script->driver, SCRIPT_MAC, NULL));
  g_assert_cmpint (send_g5 (script, tag, again, two, 1), ==, BR_TAG_PROOF_WEAK);
  g_assert_cmpuint (read_troubles (script), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oepl-lies/other-name", test_other_name);
  g_test_add_func ("/oepl-lies/counts-back", test_counts_back);
  g_test_add_func ("/oepl-lies/long-ago", test_long_ago);
  g_test_add_func ("/oepl-lies/no-stream", test_no_stream);
  g_test_add_func ("/oepl-lies/g5", test_g5);
  return g_test_run ();
}
