/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing pictures over to a scripted OpenEPaperLink station, and looking what became of them: every stage, every proof, every way to fail. */
#include "oepl-script.h"

#include "br-error.h"

#include <string.h>

static void
test_deliver (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), next = script_picture (SCRIPT_MAC, 2);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrStationEvent event;
  BrShipmentReport report;

  script_listen (script);
  script_send (script, picture);
  g_assert_cmpuint (
      script_count (script, "POST /imgupload mac=" SCRIPT_MAC " dither=0 contentmode=24 ttl=0 lut=0 rotate=0 invert=0 alias=Milk file=image/jpeg"), ==, 1);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_ACCEPTED);
  g_assert_cmpstr (picture->shipment.token, ==, "/temp/" SCRIPT_MAC "_1001.jpg");
  script_convert (script, tag, picture->payload);
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_SHIPMENT, &event), >=, 1);
  g_assert_cmpstr (event.tag, ==, SCRIPT_MAC);
  report = script_look (script, picture);
  g_assert_cmpint (report.stage, ==, BR_STAGE_AT_STATION);
  g_assert_nonnull (picture->shipment.expect);
  script_fetch (script, tag, 2);
  g_assert_cmpuint (script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL), ==, 1);
  report = script_look (script, picture);
  g_assert_cmpint (report.stage, ==, BR_STAGE_TRANSFER);
  g_assert_cmpuint (report.done, ==, 2);
  g_assert_cmpuint (report.total, ==, 3);
  script_fetch (script, tag, 3);
  script_complete (script, tag);
  script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  report = script_look (script, picture);
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpint (report.proof, ==, BR_TAG_PROOF_PIXELS);
  /* Another one after it; what waited was read back once for each. */
  script_deliver (script, tag, next);
  g_assert_cmpuint (script_count (script, "GET /getdata"), ==, 2);
}

/* What waits is not asked for by a second picture; a type the station does not have, or another one, is not sent to. */
static void
test_prepare (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), stranger = script_picture ("00000000000000FF", 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  const BrStationDriverOps *ops = script->driver->ops;
  struct
  {
    int pending, type_code;
    gboolean external;
    const char *leave_out;
    int code;
  } rows[] = {
    { 1, 1, FALSE, NULL, BR_ERROR_EXISTS },           { 0, 7, FALSE, NULL, BR_ERROR_CONFLICT },          { 0, 1, TRUE, NULL, BR_ERROR_CONFLICT },
    { 0, 1, FALSE, "pending", BR_ERROR_PROTOCOL },    { 0, 1, FALSE, "hash", BR_ERROR_PROTOCOL },        { 0, 1, FALSE, "updatecount", BR_ERROR_PROTOCOL },
    { 0, 1, FALSE, "nextupdate", BR_ERROR_PROTOCOL }, { 0, 1, FALSE, "contentMode", BR_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      tag->pending = rows[i].pending;
      tag->type_code = rows[i].type_code;
      tag->external = rows[i].external;
      tag->leave_out = rows[i].leave_out;
      g_assert_false (ops->prepare (script->driver, &picture->shipment, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
      g_assert_null (picture->shipment.before);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (ops->prepare (script->driver, &stranger->shipment, &error));
    g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  }
  g_assert_cmpuint (script_count (script, "POST "), ==, 0);
}

/* Whatever the reply is, what became of it is looked up: a modern station says 200 and refuses, an old one says 409, a broken connection says nothing. */
static void
test_replies (void)
{
  struct
  {
    guint status;
    const char *body;
    BrLinkFate fate;
    int code;
    gboolean taken;
  } rows[] = {
    { 200, "", 0, 0, FALSE },
    { 409, "Come back later", 0, BR_ERROR_BUSY, FALSE },
    { 400, "mac not found", 0, BR_ERROR_NOT_FOUND, FALSE },
    { 400, "parameters incomplete", 0, BR_ERROR_IO, FALSE },
    { 500, "", 0, BR_ERROR_IO, FALSE },
    { 0, NULL, BR_LINK_NOT_SENT, BR_ERROR_OFFLINE, FALSE },
    { 0, NULL, BR_LINK_NOT_KNOWN, BR_ERROR_IO, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
      g_autoptr (GError) error = NULL;

      script_add_tag (script, SCRIPT_MAC);
      if (rows[i].status != 0)
        script_answer (script, 1, "POST /imgupload", rows[i].status, rows[i].body);
      else
        script_break (script, 1, "POST /imgupload", rows[i].fate, BR_ERROR_OFFLINE);
      g_assert_true (script->driver->ops->prepare (script->driver, &picture->shipment, &error));
      g_assert_cmpint (script->driver->ops->submit (script->driver, &picture->shipment, &error), ==, rows[i].code == 0);
      g_assert_cmpint (error != NULL ? error->code : 0, ==, rows[i].code);
      g_assert_cmpint (script_look (script, picture).stage, ==, rows[i].taken ? BR_STAGE_ACCEPTED : BR_STAGE_NOT_TAKEN);
      /* Nothing is sent again by itself. */
      g_assert_cmpuint (script_count (script, "POST /imgupload"), ==, 1);
    }
}

/* A restart of the program between handing over and looking: what was committed is enough. */
static void
test_program_restart (void)
{
  g_autoptr (Script) script = script_new (), again = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC), *same = script_add_tag (again, SCRIPT_MAC);
  BrShipmentReport report;

  script_send (script, picture);
  script_convert (script, tag, picture->payload);
  script_complete (script, tag);
  *same = *tag;
  same->shown = g_bytes_ref (tag->shown);
  report = script_look (again, picture);
  /* It is there, but nobody saw the tag fetch it. */
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpint (report.proof, ==, BR_TAG_PROOF_WEAK);
  g_assert_cmpstr (report.note, !=, "");
}

static void
test_look_errors (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  static const char *const BEFORE[] = { NULL, "", "x", "0123456789abcdef", "0123456789abcdef 7", "0123456789ABCDEF 7 f", "0123456789abcdef x f" };
  BrShipmentReport report;

  for (guint i = 0; i < G_N_ELEMENTS (BEFORE); i++)
    {
      g_autoptr (GError) error = NULL;

      g_free (picture->shipment.before);
      picture->shipment.before = g_strdup (BEFORE[i]);
      g_assert_false (script->driver->ops->look (script->driver, &picture->shipment, &report, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
    }
  script_send (script, picture);
  /* A record without its mode's settings says nothing of what became of it. */
  tag->leave_out = "modecfgjson";
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (script->driver->ops->look (script->driver, &picture->shipment, &report, &error));
    g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
  }
  tag->leave_out = NULL;
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_ACCEPTED);
  tag->external = TRUE;
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (script->driver->ops->look (script->driver, &picture->shipment, &report, &error));
    g_assert_error (error, BR_ERROR, BR_ERROR_CONFLICT);
  }
}

/* Stages that are not errors, by what the station tells and what it says about its files. */
static void
test_stages (void)
{
  enum
  {
    NOTHING,
    JPEG,
    MISSING,
    EMPTY,
    OTHER_TAG,
    DEEP
  };
  struct
  {
    int what;
    gboolean ready;
    BrShipmentStage stage;
  } rows[] = {
    { NOTHING, FALSE, BR_STAGE_ACCEPTED }, { DEEP, FALSE, BR_STAGE_ACCEPTED }, { JPEG, TRUE, BR_STAGE_BAD },
    { MISSING, TRUE, BR_STAGE_DROPPED },   { EMPTY, TRUE, BR_STAGE_DROPPED },  { OTHER_TAG, FALSE, BR_STAGE_ACCEPTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

      script_listen (script);
      script_send (script, picture);
      g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_ACCEPTED);
      script_say (script, "{\"logMsg\":\"Updating %s\"}", rows[i].what == OTHER_TAG ? "0000000000000009" : tag->mac);
      if (rows[i].what == JPEG || rows[i].what == OTHER_TAG)
        script_say (script, "{\"errMsg\":\"invalid jpg\"}");
      if (rows[i].what == MISSING)
        script_say (script, "{\"errMsg\":\"Not found: %s\"}", tag->file_name);
      if (rows[i].what == EMPTY)
        script_say (script, "{\"errMsg\":\"File has size 0. %s\"}", tag->file_name);
      if (rows[i].what == DEEP)
        tag->next_checkin_s = BR_OEPL_NEVER;
      if (rows[i].ready)
        tag->next_update_s = BR_OEPL_NEVER;
      script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
      g_assert_cmpint (script_look (script, picture).stage, ==, rows[i].stage);
    }
}

/* What waits under our file's name is another picture: it is taken back each time, and when that goes on the station is not believed. */
static void
test_wrong_payload (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), other = script_picture (SCRIPT_MAC, 2);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrStationHealth health;

  script_listen (script);
  for (guint i = 0; i < 8; i++)
    {
      script_send (script, picture);
      script_convert (script, tag, other->payload);
      g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_STALE);
      g_assert_true (script->driver->ops->cancel (script->driver, SCRIPT_MAC, NULL));
      g_assert_cmpint (tag->pending, ==, 0);
    }
  script->driver->ops->probe (script->driver, &health, NULL);
  g_assert_cmpuint (health.troubles, ==, BR_STATION_TROUBLE_ANSWERS);
}

/* An answer that breaks off without a word is no other picture, were it two in a row. */
static void
test_broken_payload (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);

  script_listen (script);
  script_send (script, picture);
  script_convert (script, tag, picture->payload);
  script_answer (script, 2, "GET /getdata", 200, "cut");
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_AT_STATION);
  g_assert_cmpuint (script_count (script, "GET /getdata"), ==, 3);
  script_fetch (script, tag, 3);
  script_complete (script, tag);
  script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  g_assert_cmpint (script_look (script, picture).proof, ==, BR_TAG_PROOF_PIXELS);
}

/* While keeping was switched off, what is read back is the picture from before: no lie, and no more than the blocks prove it. */
static void
test_kept_before (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) first = script_picture (SCRIPT_MAC, 1), second = script_picture (SCRIPT_MAC, 2);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  g_autoptr (GBytes) kept = NULL;
  BrShipmentReport report;

  script_listen (script);
  script_deliver (script, tag, first);
  kept = g_bytes_ref (tag->shown);
  script_send (script, second);
  script_convert (script, tag, second->payload);
  script_look (script, second);
  script_fetch (script, tag, 3);
  script_complete (script, tag);
  g_bytes_unref (tag->shown);
  tag->shown = g_steal_pointer (&kept);
  script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  report = script_look (script, second);
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpint (report.proof, ==, BR_TAG_PROOF_TAG);
}

/* The hash is that of our picture, and what is read back is another one: weak, and a contradiction; one, however often it is looked at, until it is sent again. */
static void
test_lying_read_back (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) other = script_picture (SCRIPT_MAC, 3);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrStationHealth health;

  script_listen (script);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1 + i % 2);

      script->driver->ops->probe (script->driver, &health, NULL);
      g_assert_cmpuint (health.troubles, ==, 0);
      script_send (script, picture);
      script_convert (script, tag, picture->payload);
      script_look (script, picture);
      script_fetch (script, tag, 3);
      script_complete (script, tag);
      g_bytes_unref (tag->shown);
      tag->shown = g_bytes_ref (other->payload);
      script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
      for (guint j = 0; j < 3; j++)
        {
          BrShipmentReport report = script_look (script, picture);

          g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
          g_assert_cmpint (report.proof, ==, BR_TAG_PROOF_WEAK);
        }
    }
  script->driver->ops->probe (script->driver, &health, NULL);
  g_assert_cmpuint (health.troubles, ==, BR_STATION_TROUBLE_ANSWERS);
}

/* Which proof: by blocks asked for, by what can be read back, by Bluetooth. */
static void
test_proofs (void)
{
  struct
  {
    guint blocks;
    gboolean kept;
    guint capabilities;
    BrTagProof proof;
  } rows[] = {
    { 3, TRUE, 0, BR_TAG_PROOF_PIXELS },
    { 3, FALSE, 0, BR_TAG_PROOF_TAG },
    { 2, TRUE, 0, BR_TAG_PROOF_WEAK },
    { 0, TRUE, 0, BR_TAG_PROOF_WEAK }, /* trap e: it says so at once, without fetching */
    { 3, TRUE, BR_OEPL_IS_BLE, BR_TAG_PROOF_WEAK }, /* trap o */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
      BrShipmentReport report;

      tag->capabilities = rows[i].capabilities;
      script_listen (script);
      script_send (script, picture);
      script_convert (script, tag, picture->payload);
      script_look (script, picture);
      script_fetch (script, tag, rows[i].blocks);
      script_complete (script, tag);
      if (!rows[i].kept)
        g_clear_pointer (&tag->shown, g_bytes_unref);
      script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
      report = script_look (script, picture);
      g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
      g_assert_cmpint (report.proof, ==, rows[i].proof);
      g_assert_cmpint (report.note[0] == '\0', ==, rows[i].proof == BR_TAG_PROOF_PIXELS);
    }
}

/* It was fetched between two looks: what is read back tells, or, where nothing is, the hash worked out. */
static void
test_quick (void)
{
  for (guint kept = 0; kept < 2; kept++)
    {
      g_autoptr (Script) script = script_new ();
      g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
      ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
      BrShipmentReport report;

      script_listen (script);
      script_send (script, picture);
      script_convert (script, tag, picture->payload);
      script_fetch (script, tag, 3);
      script_complete (script, tag);
      if (!kept)
        g_clear_pointer (&tag->shown, g_bytes_unref);
      script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
      report = script_look (script, picture);
      g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
      g_assert_cmpint (report.proof, ==, kept ? BR_TAG_PROOF_PIXELS : BR_TAG_PROOF_TAG);
    }
}

/* The picture the tag has already, as the station says, in this life of the program or another: it is sent again because that is not believed, so the tag is made to fetch it. */
static void
test_same (void)
{
  g_autoptr (Script) script = script_new (), again = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1), same = script_picture (SCRIPT_MAC, 1), third = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC), *twin = script_add_tag (again, SCRIPT_MAC);

  script_listen (script);
  script_deliver (script, tag, picture);
  script_send (script, same);
  tag->next_update_s = BR_OEPL_NEVER;
  g_assert_cmpint (script_look (script, same).stage, ==, BR_STAGE_STALE);
  *twin = *tag;
  twin->shown = g_bytes_ref (tag->shown);
  again->n_uploads = script->n_uploads;
  script_send (again, third);
  twin->next_update_s = BR_OEPL_NEVER;
  g_assert_cmpint (script_look (again, third).stage, ==, BR_STAGE_STALE);
  g_assert_true (again->driver->ops->cancel (again->driver, SCRIPT_MAC, NULL));
  script_listen (again);
  script_deliver (again, twin, third);
  g_assert_cmpuint (script_count (again, "POST /tag_cmd mac=" SCRIPT_MAC " cmd=refresh"), ==, 1);
}

/* What was not proved is sent again at once: nothing waits that had to be cleared, so only the hash is forgotten. The picture of before, for which the station then
 * looks in vain, is not the one on its way; one that waits by then is not touched. */
static void
test_weak_again (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;

  script_listen (script);
  script_send (script, picture);
  script_convert (script, tag, picture->payload);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_AT_STATION);
  before = g_strdup (tag->file_name);
  script_complete (script, tag);
  g_assert_cmpint (script_look (script, picture).proof, ==, BR_TAG_PROOF_WEAK);
  tag->pending = 1;
  g_assert_false (script->driver->ops->prepare (script->driver, &picture->shipment, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
  g_assert_cmpuint (script_count (script, "POST /tag_cmd"), ==, 0);
  tag->pending = 0;
  script_send (script, picture);
  g_assert_cmpuint (script_count (script, "POST /tag_cmd mac=" SCRIPT_MAC " cmd=refresh"), ==, 1);
  g_assert_cmpuint (script_count (script, "POST /tag_cmd"), ==, 1);
  script_say (script, "{\"errMsg\":\"Not found: %s\"}", before);
  script_wait (script, BR_STATION_EVENT_TAG, NULL);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_ACCEPTED);
  script_say (script, "{\"errMsg\":\"Not found: %s\"}", before);
  script_convert (script, tag, picture->payload);
  script_fetch (script, tag, 3);
  script_complete (script, tag);
  script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  g_assert_cmpint (script_look (script, picture).proof, ==, BR_TAG_PROOF_PIXELS);
}

/* The picture itself may be lost here (a cache was emptied): where it is is still said, and no more than the hash proves it. */
static void
test_no_image (void)
{
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  BrShipmentReport report;

  script_listen (script);
  script_send (script, picture);
  picture->shipment.image = NULL;
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_ACCEPTED);
  script_convert (script, tag, picture->payload);
  g_assert_cmpint (script_look (script, picture).stage, ==, BR_STAGE_AT_STATION);
  script_fetch (script, tag, 3);
  script_complete (script, tag);
  script_wait (script, BR_STATION_EVENT_SHIPMENT, NULL);
  report = script_look (script, picture);
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpint (report.proof, ==, BR_TAG_PROOF_WEAK);
}

static void
test_led (void)
{
  g_autoptr (Script) script = script_new ();
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  const BrStationDriverOps *ops = script->driver->ops;
  g_autoptr (GError) error = NULL;

  g_assert_true (ops->led (script->driver, SCRIPT_MAC, BR_TAG_LED_SHORT, &error));
  g_assert_cmpuint (script_count (script, "GET /led_flash?mac=" SCRIPT_MAC), ==, 1);
  g_assert_false (ops->led (script->driver, SCRIPT_MAC, BR_TAG_LED_STOP, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
  g_clear_error (&error);
  tag->pending = 0;
  script_answer (script, 1, "GET /led_flash", 400, "parameters are missing");
  g_assert_false (ops->led (script->driver, SCRIPT_MAC, BR_TAG_LED_LONG, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_REFUSED);
}

/* What may never be asked for never is, whatever is done. */
static void
test_forbidden (void)
{
  static const char *const NEVER[] = { "edit", "wifi", "restore_db", "purge", "update_", "rollback", "setup", "littlefs", "reboot", "cmd=del", "deepsleep" };
  g_autoptr (Script) script = script_new ();
  g_autoptr (ScriptPicture) picture = script_picture (SCRIPT_MAC, 1);
  ScriptTag *tag = script_add_tag (script, SCRIPT_MAC);
  const BrStationDriverOps *ops = script->driver->ops;

  script->stopsleep = 1;
  script->clock_off_s = 1000;
  script_listen (script);
  script_deliver (script, tag, picture);
  ops->take_in (script->driver, TRUE, NULL);
  ops->led (script->driver, SCRIPT_MAC, BR_TAG_LED_LONG, NULL);
  ops->cancel (script->driver, SCRIPT_MAC, NULL);
  g_assert_cmpuint (script->log->len, >, 10);
  for (guint i = 0; i < script->log->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (NEVER); j++)
      g_assert_null (strstr (script->log->pdata[i], NEVER[j]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oepl-send/deliver", test_deliver);
  g_test_add_func ("/oepl-send/prepare", test_prepare);
  g_test_add_func ("/oepl-send/replies", test_replies);
  g_test_add_func ("/oepl-send/program-restart", test_program_restart);
  g_test_add_func ("/oepl-send/look-errors", test_look_errors);
  g_test_add_func ("/oepl-send/stages", test_stages);
  g_test_add_func ("/oepl-send/wrong-payload", test_wrong_payload);
  g_test_add_func ("/oepl-send/broken-payload", test_broken_payload);
  g_test_add_func ("/oepl-send/kept-before", test_kept_before);
  g_test_add_func ("/oepl-send/lying-read-back", test_lying_read_back);
  g_test_add_func ("/oepl-send/proofs", test_proofs);
  g_test_add_func ("/oepl-send/quick", test_quick);
  g_test_add_func ("/oepl-send/same", test_same);
  g_test_add_func ("/oepl-send/weak-again", test_weak_again);
  g_test_add_func ("/oepl-send/no-image", test_no_image);
  g_test_add_func ("/oepl-send/led", test_led);
  g_test_add_func ("/oepl-send/forbidden", test_forbidden);
  return g_test_run ();
}
