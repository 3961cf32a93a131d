/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The traps of an OpenEPaperLink station that show while pictures are on their way, by their letters in esl.md 2.11. The others: trap j, m, q in
 * test-oepl-driver.c, e, o in test-oepl-send.c (proofs), l in its list (crowded), p in its settings. */
#include "oepl-script.h"

#include "br-error.h"

#include <string.h>

static BrTagSighting
find (Script *script)
{
  g_autoptr (GError) error = NULL;
  BrTagSighting sighting;

  script->driver->ops->find (script->driver, SCRIPT_MAC, &sighting, &error);
  g_assert_no_error (error);
  return sighting;
}

static guint
get_troubles (Script *script)
{
  BrStationHealth health = { 0 };

  script->driver->ops->probe (script->driver, &health, NULL);
  return health.troubles;
}

static void
restart (Script *script, ScriptTag *tag)
{
  script_advance (script, 15 * G_USEC_PER_SEC);
  script_say_sys (script);
  script_wait (script, BR_STATION_EVENT_HEALTH, NULL);
  script->boot_us = script->now_us;
  tag->pending = 0;
  g_clear_pointer (&tag->queued, g_bytes_unref);
  script_advance (script, 5 * G_USEC_PER_SEC);
  script_say_sys (script);
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_RESTARTED, NULL), ==, 1);
}

/* a: what waits is never replaced, so nothing is sent after it. */
static void
test_a_queue (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) first = script_picture (SCRIPT_MAC, 1), second = script_picture (SCRIPT_MAC, 2);
  g_autoptr (GError) error = NULL;
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

  script_send (script, first);
  script_convert (script, tag, first->payload);
  g_assert_false (script->driver->ops->prepare (script->driver, &second->shipment, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
  g_assert_true (script->driver->ops->cancel (script->driver, SCRIPT_MAC, NULL));
  g_assert_cmpuint (script_count (script, "POST /tag_cmd mac=" SCRIPT_MAC " cmd=clear"), ==, 1);
  script_send (script, second);
}

/* b: what was sent soon after a `clear` is emptied with it: it waited, and is gone. */
static void
test_b_lost (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

  script_listen (script);
  script_send (script, picture);
  script_convert (script, tag, picture->payload);
  script_look (script, picture);
  tag->pending = 0;
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_DROPPED);
}

/* c: a blink becomes the hash, a stop makes it zero: neither is a picture, nor a loss. */
static void
test_c_led (void)
{
  BrTagLed leds[] = { BR_TAG_LED_SHORT, BR_TAG_LED_STOP };
  const char *hashes[] = { "813c130ae4530a030000000000000000", BR_OEPL_ZERO_HASH };

  for (guint i = 0; i < G_N_ELEMENTS (leds); i++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), next = script_picture (SCRIPT_MAC, 2);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
      BrTagSighting sighting;

      script_listen (script);
      script_deliver (script, tag, picture);
      g_assert_true (script->driver->ops->led (script->driver, SCRIPT_MAC, leds[i], NULL));
      tag->pending = 0;
      tag->update_count++;
      g_strlcpy (tag->hash, hashes[i], sizeof tag->hash);
      sighting = find (script);
      g_assert_false (sighting.unconfirmed || sighting.lost_picture || sighting.foreign);
      /* A real reset after it is one. */
      tag->wakeup = 0xfc;
      g_strlcpy (tag->hash, BR_OEPL_ZERO_HASH, sizeof tag->hash);
      g_assert_true (find (script).lost_picture);
      tag->wakeup = 0;
      script_deliver (script, tag, next);
      g_strlcpy (tag->hash, BR_OEPL_ZERO_HASH, sizeof tag->hash); /* zeros after the next picture are those of no light */
      g_assert_true (find (script).lost_picture);
    }
}

/* c: while a picture is on its way the hash of a blink does not stand for it. */
static void
test_c_no_picture (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

  script_listen (script);
  script_send (script, picture);
  script_convert (script, tag, picture->payload);
  script_look (script, picture);
  tag->pending = 0;
  tag->update_count++;
  g_strlcpy (tag->hash, "813c130ae4530a030000000000000000", sizeof tag->hash);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_POPPED);
}

/* c, i: one that came for a blink, and nobody heard it come, may have said that it was reset: while something waits that clears no hash. A picture of ours settles it. */
static void
test_c_unheard (void)
{
  for (guint heard = 0; heard < 2; heard++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), next = script_picture (SCRIPT_MAC, 2);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

      script_listen (script);
      script_deliver (script, tag, picture);
      g_assert_true (script->driver->ops->led (script->driver, SCRIPT_MAC, BR_TAG_LED_SHORT, NULL));
      tag->pending = 1;
      tag->last_seen_s += 300;
      if (heard)
        {
          script_say_tag (script, tag);
          g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_TAG, NULL), ==, 1);
        }
      tag->pending = 0;
      tag->update_count++;
      g_strlcpy (tag->hash, "813c130ae4530a030000000000000000", sizeof tag->hash);
      g_assert_cmpint (find (script).unsure, ==, !heard);
      g_assert_cmpint (find (script).unsure, ==, !heard);
      script_deliver (script, tag, next);
      g_assert_false (find (script).unsure);
    }
}

/* c, i: a reset that nobody told of is seen by who orders a blink, and told before zeros may be those of a blink that was stopped. */
static void
test_c_reset_before (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrStationEvent event;

  script_listen (script);
  script_deliver (script, tag, picture);
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  g_strlcpy (tag->hash, BR_OEPL_ZERO_HASH, sizeof tag->hash);
  g_assert_true (script->driver->ops->led (script->driver, SCRIPT_MAC, BR_TAG_LED_STOP, NULL));
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_TAG, &event), ==, 1);
  g_assert_true (event.sighting.lost_picture);
}

/* A picture is fetched, and before anybody looks a second "complete" leaves stray bytes for a hash: by what it is proved then. */
static BrTagProof
deliver_stray (Script *script, ScriptTag *tag, ScriptPicture *picture, const char *hash, gboolean first_is_heard)
{
  BrShipmentReport report;

  script_send (script, picture);
  script_convert (script, tag, picture->payload);
  script_look (script, picture);
  script_fetch (script, tag, 3);
  script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  script_complete (script, tag);
  if (first_is_heard)
    script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  g_strlcpy (tag->hash, hash, sizeof tag->hash);
  report = script_look (script, picture);
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_false (find (script).unconfirmed);
  return report.proof;
}

/* d: a second "complete" on an empty queue leaves stray bytes for a hash. */
static void
test_d_stray_hash (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), next = script_picture (SCRIPT_MAC, 2), last = script_picture (SCRIPT_MAC, 3);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrTagSighting sighting;
  guint n_read;

  script_listen (script);
  script_deliver (script, tag, picture);
  g_strlcpy (tag->hash, "deadbeefdeadbeef0000000000000000", sizeof tag->hash);
  tag->update_count++;
  n_read = script_count (script, "GET /current/");
  sighting = find (script);
  g_assert_false (sighting.unconfirmed || sighting.lost_picture);
  find (script);
  g_assert_cmpuint (script_count (script, "GET /current/"), ==, n_read + 1); /* read back once */
  /* Right after a picture was fetched it is there, but not by its hash; unless the stream told of the right one before. */
  g_assert_cmpint (deliver_stray (script, tag, next, "0badf00d0badf00d0000000000000000", FALSE), ==, BR_TAG_PROOF_WEAK);
  g_assert_cmpint (deliver_stray (script, tag, last, "0badcafe0badcafe0000000000000000", TRUE), ==, BR_TAG_PROOF_PIXELS);
}

/* d: what was popped without having been fetched is not shown. */
static void
test_d_popped (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

  script_listen (script);
  script_send (script, picture);
  script_convert (script, tag, picture->payload);
  script_look (script, picture);
  script_complete (script, tag);
  g_strlcpy (tag->hash, "deadbeefdeadbeef0000000000000000", sizeof tag->hash);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_POPPED);
}

/* d: nor is what was fetched, when that is another picture. */
static void
test_d_other (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), other = script_picture (SCRIPT_MAC, 2);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

  script_listen (script);
  script_send (script, picture);
  script_convert (script, tag, other->payload);
  script_fetch (script, tag, 3);
  script_complete (script, tag);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_POPPED);
}

/* e: blocks of another file prove nothing for this one. */
static void
test_e_other_blocks (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

  script_listen (script);
  /* Those of before it was sent. */
  script_fetch (script, tag, 3);
  script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  script_send (script, picture);
  script_convert (script, tag, picture->payload);
  script_look (script, picture);
  /* Two of this one, one of another. */
  script_fetch (script, tag, 2);
  script_say (script, "{\"logMsg\":\"%s block request /current/%s_9.pending block 2, len 1280 checksum 1\"}", tag->mac, tag->mac);
  script_complete (script, tag);
  script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  g_assert_cmpint (script_look (script, picture).proof, ==, BR_TAG_PROOF_WEAK);
}

/* f: the station gave up, and counts it as waiting for ever. By its message, by the silence when that is lost, by nothing being there. */
static void
test_f_timeout (void)
{
  for (guint how = 0; how < 3; how++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

      script_listen (script);
      script_send (script, picture);
      script_convert (script, tag, picture->payload);
      if (how < 2)
        g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_AT_STATION);
      else
        script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
      if (how == 0)
        {
          script_say (script, "{\"errMsg\":\"< %s xfer timeout\\r\\n\"}", tag->mac);
          g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL), >=, 1);
        }
      else if (how == 1)
        script_advance (script, 23 * G_TIME_SPAN_MINUTE);
      else
        {
          g_clear_pointer (&tag->queued, g_bytes_unref);
          g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_AT_STATION);
          script_advance (script, 2 * G_TIME_SPAN_MINUTE);
        }
      g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_TIMED_OUT);
      g_assert_true (script->driver->ops->cancel (script->driver, SCRIPT_MAC, NULL));
      script_send (script, picture);
      g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_ACCEPTED);
    }
}

/* g: a restart loses what was not fetched, made ready or not; what was fetched before stays shown. */
static void
test_g_restart (void)
{
  for (guint when = 0; when < 3; when++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

      script_listen (script);
      script_send (script, picture);
      g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_ACCEPTED);
      if (when > 0)
        {
          script_convert (script, tag, picture->payload);
          g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_AT_STATION);
        }
      if (when == 2)
        script_complete (script, tag);
      restart (script, tag);
      g_assert_cmpint (script_look (script, picture).stage, ==, when == 2 ? BR_STAGE_SHOWN : BR_STAGE_DROPPED);
      /* Sent again, it is on its way again. */
      if (when < 2)
        {
          script_send (script, picture);
          g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_ACCEPTED);
        }
    }
}

/* h: a crash brings back a database of some minutes ago: an older hash, an older name. */
static void
test_h_older (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) first = script_picture (SCRIPT_MAC, 1), second = script_picture (SCRIPT_MAC, 2), third = script_picture (SCRIPT_MAC, 3);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrTagSighting sighting;
  ScriptTag old;

  script_listen (script);
  script_deliver (script, tag, first);
  old = *tag;
  script_deliver (script, tag, second);
  g_strlcpy (tag->hash, old.hash, sizeof tag->hash);
  g_strlcpy (tag->file_name, old.file_name, sizeof tag->file_name);
  tag->update_count = old.update_count;
  restart (script, tag);
  sighting = find (script);
  g_assert_false (sighting.unconfirmed || sighting.lost_picture || sighting.foreign);
  g_assert_cmpuint (get_troubles (script), ==, 0);
  /* One that was handed over and not fetched. */
  script_send (script, third);
  script_look (script, third);
  g_strlcpy (tag->file_name, old.file_name, sizeof tag->file_name);
  tag->next_update_s = BR_OEPL_NEVER;
  restart (script, tag);
  g_assert_cmpint (script_look (script, third).stage, ==, BR_STAGE_DROPPED);
}

/* i: a reset tag shows nothing of ours, whether it says so by its waking or by its hash. */
static void
test_i_reset (void)
{
  static const int WAKES[] = { 0xfc, 0xe0, 0xfe, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (WAKES); i++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), again = script_picture (SCRIPT_MAC, 1);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
      BrStationEvent event;

      script_listen (script);
      script_deliver (script, tag, picture);
      g_assert_false (find (script).lost_picture);
      tag->wakeup = WAKES[i];
      g_strlcpy (tag->hash, BR_OEPL_ZERO_HASH, sizeof tag->hash);
      script_say_tag (script, tag);
      g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_TAG, &event), ==, 1);
      g_assert_true (event.sighting.lost_picture);
      tag->wakeup = 0;
      script_deliver (script, tag, again);
      g_assert_false (find (script).lost_picture);
    }
}

/* k: "same image, not updating", and it is not the same: the station is made to forget, which is no loss. */
static void
test_k_same (void)
{
  for (guint told = 0; told < 2; told++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) first = script_picture (SCRIPT_MAC, 1), second = script_picture (SCRIPT_MAC, 2);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

      script_listen (script);
      script_deliver (script, tag, first);
      for (guint i = told; i < 2; i++)
        {
          script_send (script, second);
          tag->next_update_s = BR_OEPL_NEVER;
          if (told)
            {
              script_say (script, "{\"logMsg\":\"Updating %s\"}", tag->mac);
              script_say (script, "{\"logMsg\":\"new image is the same as current image. not updating tag.\"}");
              g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL), >=, 1);
            }
          /* Not told, the first time it may have been lost otherwise. */
          g_assert_cmpint (script_look (script, second).stage, ==, i == 0 ? BR_STAGE_DROPPED : BR_STAGE_STALE);
        }
      g_assert_true (script->driver->ops->cancel (script->driver, SCRIPT_MAC, NULL));
      script_send (script, second);
      g_assert_cmpuint (script_count (script, "POST /tag_cmd mac=" SCRIPT_MAC " cmd=refresh"), ==, 1);
      g_assert_false (find (script).lost_picture);
      script_deliver (script, tag, second);
      g_assert_cmpuint (script_count (script, "POST /tag_cmd mac=" SCRIPT_MAC " cmd=refresh"), ==, 1);
    }
}

/* n: a tag at another station is that one's; here nothing is sent to it, and its record is no change by others. */
static void
test_n_roaming (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  g_autoptr (GError) error = NULL;
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrTagSighting sighting;

  script_listen (script);
  script_deliver (script, tag, picture);
  tag->external = TRUE;
  tag->content_mode = 12;
  g_strlcpy (tag->hash, BR_OEPL_ZERO_HASH, sizeof tag->hash);
  sighting = find (script);
  g_assert_true (sighting.elsewhere);
  g_assert_cmpstr (sighting.where, ==, "10.0.0.9");
  g_assert_false (sighting.foreign || sighting.lost_picture || sighting.unconfirmed);
  g_assert_false (script->driver->ops->prepare (script->driver, &picture->shipment, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (script->driver->ops->led (script->driver, SCRIPT_MAC, BR_TAG_LED_SHORT, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CONFLICT);
  g_assert_true (script->driver->ops->cancel (script->driver, SCRIPT_MAC, NULL));
}

/* r: somebody else's picture, or another mode. Told as long as it is so; ours again, it is not. */
static void
test_r_foreign (void)
{
  for (guint how = 0; how < 2; how++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), again = script_picture (SCRIPT_MAC, 1), other = script_picture (SCRIPT_MAC, 2);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

      script_listen (script);
      script_deliver (script, tag, picture);
      g_assert_false (find (script).foreign);
      if (how == 0)
        g_snprintf (tag->file_name, sizeof tag->file_name, "/temp/%s_999999.jpg", tag->mac);
      else
        tag->content_mode = 25;
      g_assert_true (find (script).foreign);
      g_assert_true (find (script).foreign);
      script_convert (script, tag, other->payload);
      script_fetch (script, tag, 3);
      script_complete (script, tag);
      script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
      g_assert_true (find (script).unconfirmed);
      script_deliver (script, tag, again);
      g_assert_false (find (script).foreign || find (script).unconfirmed);
    }
}

/* r: while ours is on its way. */
static void
test_r_meanwhile (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

  script_send (script, picture);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_ACCEPTED);
  g_snprintf (tag->file_name, sizeof tag->file_name, "/temp/%s_999999.jpg", tag->mac);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_FOREIGN);
  g_assert_true (find (script).foreign);
}

/* r: while the program was away. It gave the tag one picture, which was shown, and then perhaps another one, which was taken ("second") or not even looked at ("sent"). */
static void
test_r_away (void)
{
  static const struct
  {
    const char *token; /* of the second; NULL = it was not looked at, "" = there was none */
    const char *file_name; /* the station has by now */
    gboolean changed; /* and another hash */
    gboolean foreign, unconfirmed;
    BrShipmentStage stage; /* of the second */
  } cases[] = {
    { "", "/temp/first", FALSE, FALSE, FALSE, 0 },
    { "", "/temp/first", TRUE, FALSE, TRUE, 0 },
    { "", "/temp/other", FALSE, TRUE, FALSE, 0 },
    { "/temp/second", "/temp/second", FALSE, FALSE, FALSE, BR_STAGE_ACCEPTED },
    { "/temp/second", "/temp/second", TRUE, FALSE, TRUE, BR_STAGE_ACCEPTED },
    { "/temp/second", "/temp/first", FALSE, FALSE, FALSE, BR_STAGE_DROPPED },
    { "/temp/second", "/temp/other", FALSE, TRUE, FALSE, BR_STAGE_FOREIGN },
    { NULL, "/temp/first", FALSE, FALSE, FALSE, BR_STAGE_NOT_TAKEN },
    { NULL, "/temp/second", FALSE, TRUE, FALSE, BR_STAGE_ACCEPTED }, /* until it is looked at, it may be anybody's */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) second = script_picture (SCRIPT_MAC, 2);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
      BrTagSighting sighting;

      script->driver->ops->recall (script->driver, &(BrTagShipment) { .tag = SCRIPT_MAC,
                                                                      .before = (char *) "0000000000000000 0 ",
                                                                      .token = (char *) "/temp/first",
                                                                      .expect = (char *) "0123456789abcdef 4736" });
      second->shipment.before = g_strdup ("0123456789abcdef 1 /temp/first");
      second->shipment.token = g_strdup (cases[i].token);
      if (cases[i].stage != 0)
        script->driver->ops->recall (script->driver, &second->shipment);
      tag->content_mode = 24;
      tag->update_count = 1;
      tag->next_update_s = 0;
      g_strlcpy (tag->file_name, cases[i].file_name, sizeof tag->file_name);
      g_strlcpy (tag->hash, cases[i].changed ? "deadbeefdeadbeef0000000000000000" : "0123456789abcdef0000000000000000", sizeof tag->hash);
      sighting = find (script);
      g_assert_cmpint (sighting.foreign, ==, cases[i].foreign);
      g_assert_cmpint (sighting.unconfirmed, ==, cases[i].unconfirmed);
      if (cases[i].stage != 0)
        g_assert_cmpint (script_look (script, second).stage, ==, cases[i].stage);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oepl-traps/a-queue", test_a_queue);
  g_test_add_func ("/oepl-traps/b-lost", test_b_lost);
  g_test_add_func ("/oepl-traps/c-led", test_c_led);
  g_test_add_func ("/oepl-traps/c-no-picture", test_c_no_picture);
  g_test_add_func ("/oepl-traps/c-unheard", test_c_unheard);
  g_test_add_func ("/oepl-traps/c-reset-before", test_c_reset_before);
  g_test_add_func ("/oepl-traps/d-stray-hash", test_d_stray_hash);
  g_test_add_func ("/oepl-traps/d-popped", test_d_popped);
  g_test_add_func ("/oepl-traps/d-other", test_d_other);
  g_test_add_func ("/oepl-traps/e-other-blocks", test_e_other_blocks);
  g_test_add_func ("/oepl-traps/f-timeout", test_f_timeout);
  g_test_add_func ("/oepl-traps/g-restart", test_g_restart);
  g_test_add_func ("/oepl-traps/h-older", test_h_older);
  g_test_add_func ("/oepl-traps/i-reset", test_i_reset);
  g_test_add_func ("/oepl-traps/k-same", test_k_same);
  g_test_add_func ("/oepl-traps/n-roaming", test_n_roaming);
  g_test_add_func ("/oepl-traps/r-foreign", test_r_foreign);
  g_test_add_func ("/oepl-traps/r-meanwhile", test_r_meanwhile);
  g_test_add_func ("/oepl-traps/r-away", test_r_away);
  return g_test_run ();
}
