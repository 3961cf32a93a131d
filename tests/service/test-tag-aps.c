/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shelf tags at emulated access points: engine, driver and emulation together; what tags show is read from their frame buffers. */
#include "config.h"

#include "tag-trouble.h"
#include "world.h"

#define INTERVAL (5 * WORLD_MINUTE)

static TagWorld *
new_world (guint n_stations, guint n_tags_each, guint64 seed)
{
  return tag_trouble_new (FALSE, n_stations, n_tags_each, INTERVAL, seed);
}

static void
test_shows (void)
{
  g_autoptr (TagWorld) world = new_world (1, 3, 1);
  g_autoptr (BrTag) tag = NULL;
  BrApCounts counts;

  for (guint i = 0; i < 3; i++)
    tag_world_want (world, i, 10 + i);
  tag_world_calm (world);
  tag = tag_world_stored (world, 0);
  g_assert_cmpint (tag->shown_proof, >=, BR_TAG_PROOF_TAG);
  br_ap_get_counts (tag_air_ap_station (world->air, 0), &counts);
  g_assert_cmpuint (counts.n_uploads, ==, 3);
}

/* A quarter of an hour of changes, and then calm. */
static void
live (TagWorld *world)
{
  for (guint i = 0; i < 6; i++)
    {
      guint n = (guint) br_xorshift_below (&world->xorshift, world->tags->len);

      tag_world_want (world, n, tag_world_tag (world, n)->wanted + 1);
      tag_world_run (world, (gint64) br_xorshift_below (&world->xorshift, 5 * 60) * WORLD_SECOND);
    }
  tag_world_calm (world);
}

#define MOST_TIMES 20

static guint
bear_station_fault (TagWorld *world, BrApFault fault)
{
  guint n = 0;

  for (guint i = 0; i < world->n_stations; i++)
    tag_trouble_set (world, i, fault, 300);
  live (world);
  for (guint i = 0; i < world->n_stations; i++)
    n += br_ap_count_fault (tag_air_ap_station (world->air, i), fault);
  return n;
}

static guint
bear_tag_fault (TagWorld *world, BrApTagFault fault)
{
  guint n = 0;

  for (guint i = 0; i < world->tags->len; i++)
    tag_trouble_set_tag (world, i, fault, 300);
  live (world);
  for (guint i = 0; i < world->tags->len; i++)
    n += br_ap_tag_count_fault (br_air_nth_tag (tag_air_ap_get (world->air), i), fault);
  return n;
}

/* Each fault alone, until it was there. */
static void
test_station_faults (void)
{
  g_autoptr (TagWorld) world = new_world (2, 3, 2);

  for (guint fault = 1; fault < BR_AP_N_FAULTS; fault++)
    {
      guint n = 0;

      g_test_message ("%s", br_ap_fault_name (fault));
      for (guint i = 0; i < MOST_TIMES && n == 0; i++)
        n = bear_station_fault (world, fault);
      g_assert_cmpuint (n, >, 0);
    }
}

static void
test_tag_faults (void)
{
  g_autoptr (TagWorld) world = new_world (2, 3, 3);

  for (guint fault = 1; fault < BR_AP_TAG_FAULT_BLE_FAILS; fault++) /* these tags have no Bluetooth */
    {
      guint n = 0;

      g_test_message ("%s", br_ap_tag_fault_name (fault));
      for (guint i = 0; i < MOST_TIMES && n == 0; i++)
        n = bear_tag_fault (world, fault);
      g_assert_cmpuint (n, >, 0);
    }
}

static void
test_restarts (void)
{
  g_autoptr (TagWorld) world = new_world (2, 3, 4);

  for (guint i = 0; i < 8; i++)
    {
      BrAp *ap = tag_air_ap_station (world->air, i % 2);

      for (guint j = 0; j < world->tags->len; j++)
        tag_world_want (world, j, i + 1);
      tag_world_run (world, (gint64) br_xorshift_below (&world->xorshift, 4 * 60) * WORLD_SECOND);
      if (i % 3 == 0)
        br_ap_restart (ap);
      else if (i % 3 == 1)
        br_ap_crash (ap);
      else
        {
          br_ap_set_power (ap, FALSE);
          tag_world_run (world, WORLD_MINUTE);
          br_ap_set_power (ap, TRUE);
        }
      tag_world_calm (world);
    }
}

#define COUNT_FAILED "SELECT count (*) FROM tags.tag_job WHERE state = 13"

/* A type told wrongly is taken, and corrected by itself once it is told as it is: nothing fails of it. */
static void
test_retyped (void)
{
  g_autoptr (TagWorld) world = new_world (1, 2, 5);

  tag_trouble_set (world, 0, BR_AP_FAULT_TYPE_CHANGED, 1000);
  tag_world_run (world, 2 * INTERVAL);
  g_assert_cmpuint (br_ap_count_fault (tag_air_ap_station (world->air, 0), BR_AP_FAULT_TYPE_CHANGED), >, 0);
  br_air_calm (tag_air_ap_get (world->air));
  tag_world_want (world, 0, 5);
  tag_world_calm (world);
  g_assert_cmpint (tag_world_int (world, COUNT_FAILED), ==, 0);
}

/* A station that draws otherwise than it says: what the tag fetched of that takes the place of what it was proved to show. */
static void
test_mixed_up (void)
{
  g_autoptr (TagWorld) world = new_world (1, 1, 6);
  g_autoptr (BrTag) before = NULL, after = NULL;

  tag_world_want (world, 0, 5);
  tag_world_calm (world);
  before = tag_world_stored (world, 0);
  g_assert_cmpint (before->shown_proof, >=, BR_TAG_PROOF_TAG);
  tag_trouble_set (world, 0, BR_AP_FAULT_TYPE_CHANGED, 1000);
  tag_world_want (world, 0, 6);
  tag_world_run (world, INTERVAL);
  after = tag_world_stored (world, 0);
  g_assert_cmpint (after->shown_proof, <=, BR_TAG_PROOF_STATION);
  tag_world_calm (world);
}

/* A station draws as it should not, and cannot be asked before the tag has fetched that: then what the tag showed before is not proved any more, until it shows what is wanted. */
static void
test_drawn_wrongly (void)
{
  g_autoptr (TagWorld) world = new_world (1, 1, 5);
  BrAp *ap = tag_air_ap_station (world->air, 0);
  BrApTag *tag = br_air_nth_tag (tag_air_ap_get (world->air), 0);
  BrApTagCounts counts = { 0 };

  tag_world_want (world, 0, 1);
  tag_world_calm (world);
  tag_world_want (world, 0, 2);
  tag_trouble_set (world, 0, BR_AP_FAULT_TYPE_CHANGED, 1000);
  for (guint i = 0; i < 100 * 60 && counts.n_uploads < 2; i++, br_ap_tag_get_counts (tag, &counts))
    tag_world_run (world, WORLD_SECOND / 100);
  tag_trouble_set (world, 0, BR_AP_FAULT_HANG, 1000);
  world->proofs_hold = FALSE; /* until it is looked at, nobody can know */
  for (guint i = 0; i < 10 * 60 && counts.n_transfers < 2; i++, br_ap_tag_get_counts (tag, &counts))
    tag_world_run (world, WORLD_SECOND);
  g_assert_cmpuint (counts.n_transfers, ==, 2);
  tag_trouble_set (world, 0, BR_AP_FAULT_HANG, 0);
  tag_world_run (world, 45 * WORLD_SECOND);
  g_assert_cmpint (world->ops->shown (world->air, br_ap_tag_get_mac (tag)), ==, -1);
  g_assert_cmpint (tag_world_int (world, "SELECT shown_proof FROM tags.tag"), ==, BR_TAG_PROOF_STATION);
  br_ap_set_fault (ap, BR_AP_FAULT_TYPE_CHANGED, &(BrApRule) { 0 });
  tag_world_calm (world);
}

/* What somebody else gives a tag while the program is away is seen when it comes back, and what is still as it was costs nothing. */
static void
test_away (void)
{
  g_autoptr (TagWorld) world = new_world (1, 2, 7);
  BrAp *ap = tag_air_ap_station (world->air, 0);
  BrApCounts counts;

  for (guint i = 0; i < 2; i++)
    tag_world_want (world, i, 5 + i);
  tag_world_calm (world);
  tag_world_die (world);
  br_ap_set_fault (ap, BR_AP_FAULT_FOREIGN, &(BrApRule) { .per_mille = 1000, .count = 1 });
  world->now_us += 4 * INTERVAL;
  br_air_run (tag_air_ap_get (world->air), world->now_us);
  tag_world_start (world);
  tag_world_calm (world);
  br_ap_get_counts (ap, &counts);
  g_assert_cmpuint (br_ap_count_fault (ap, BR_AP_FAULT_FOREIGN), ==, 1);
  g_assert_cmpuint (counts.n_uploads, ==, 2 + 1); /* two wishes, and the one that was written over again */
}

/* The program is away for a while, in which others write to tags so often. */
static void
be_away (TagWorld *world, guint per_mille)
{
  tag_world_die (world);
  br_ap_set_fault (tag_air_ap_station (world->air, 0), BR_AP_FAULT_FOREIGN, &(BrApRule) { .per_mille = per_mille, .until_us = world->now_us + INTERVAL });
  world->now_us += 3 * INTERVAL;
  br_air_run (tag_air_ap_get (world->air), world->now_us);
  tag_world_start (world);
}

/* And again, by the same name. */
static void
test_away_again (void)
{
  g_autoptr (TagWorld) world = new_world (1, 2, 8);
  BrApTag *tag = br_air_nth_tag (tag_air_ap_get (world->air), 0);
  BrApTagCounts counts;

  tag_world_want (world, 0, 1);
  tag_world_want (world, 1, 1);
  tag_world_calm (world);
  for (guint i = 1; i <= 2; i++)
    {
      be_away (world, 1000);
      g_assert_cmpint (world->ops->shown (world->air, br_ap_tag_get_mac (tag)), ==, -1);
      tag_world_run (world, WORLD_MINUTE);
      g_assert_cmpint (tag_world_int (world, "SELECT count (*) FROM tags.tag WHERE shown_proof >= 3"), ==, 0);
      tag_world_calm (world);
      br_ap_tag_get_counts (tag, &counts);
      g_assert_cmpuint (counts.n_uploads, ==, 1 + i);
    }
  be_away (world, 0); /* nobody did anything: nothing is sent again */
  tag_world_calm (world);
  br_ap_tag_get_counts (tag, &counts);
  g_assert_cmpuint (counts.n_uploads, ==, 3);
}

/* What is on its way to a tag when the program ends, and is not what the station has for it when it begins again, was written over: it is not what the station lost. */
static void
test_away_amid (void)
{
  g_autoptr (TagWorld) world = new_world (1, 1, 9);
  BrApTagCounts counts = { 0 };

  tag_world_want (world, 0, 1);
  tag_world_calm (world);
  tag_world_want (world, 0, 2);
  for (guint i = 0; i < 100 && tag_world_int (world, "SELECT count (*) FROM tags.tag_job WHERE state = 5 AND token IS NOT NULL") == 0; i++)
    tag_world_run (world, WORLD_SECOND);
  be_away (world, 1000);
  g_assert_cmpint (world->ops->shown (world->air, tag_world_tag (world, 0)->key), ==, -1);
  tag_world_want (world, 0, 1); /* it was proved to show that, once */
  tag_world_run (world, WORLD_MINUTE);
  g_assert_cmpint (tag_world_int (world, "SELECT count (*) FROM tags.tag WHERE shown_proof >= 3"), ==, 0);
  tag_world_calm (world);
  br_ap_tag_get_counts (br_air_nth_tag (tag_air_ap_get (world->air), 0), &counts);
  g_assert_cmpuint (counts.n_uploads, ==, 3);
}

static void
blink (TagWorld *world)
{
  g_assert_true (br_station_engine_blink (world->stations[0].engine, tag_world_tag (world, 0)->key, BR_TAG_LED_SHORT, NULL));
}

/* A reset while a light waits is told once, and the station drops that message (seed 39). */
static void
test_reset_unheard (void)
{
  g_autoptr (TagWorld) world = new_world (1, 1, 8);

  tag_world_want (world, 0, 5);
  tag_world_calm (world);
  blink (world);
  tag_world_run (world, WORLD_SECOND);
  tag_trouble_set (world, 0, BR_AP_FAULT_WS_FLOOD, 1000);
  br_ap_tag_reset (br_air_nth_tag (tag_air_ap_get (world->air), 0));
  tag_world_run (world, 5 * WORLD_SECOND);
  tag_world_calm (world);
}

/* Nor is it known when the program was away meanwhile. */
static void
test_reset_away (void)
{
  g_autoptr (TagWorld) world = new_world (1, 1, 12);
  BrApTag *tag = br_air_nth_tag (tag_air_ap_get (world->air), 0);

  tag_world_want (world, 0, 5);
  tag_world_calm (world);
  blink (world);
  tag_world_run (world, WORLD_SECOND);
  tag_world_die (world);
  br_ap_tag_reset (tag);
  world->now_us += 10 * WORLD_SECOND;
  br_air_run (tag_air_ap_get (world->air), world->now_us);
  g_assert_true (br_ap_tag_blinks (tag));
  tag_world_start (world);
  tag_world_calm (world);
}

/* A reset is a loss also while something waits to be sent: that may turn out to be what the tag was known to show (seed 3975). */
static void
test_reset_waiting (void)
{
  g_autoptr (TagWorld) world = new_world (1, 1, 9);

  tag_world_want (world, 0, 5);
  tag_world_calm (world);
  blink (world);
  tag_world_run (world, WORLD_SECOND);
  tag_world_want (world, 0, 5);
  br_ap_tag_reset (br_air_nth_tag (tag_air_ap_get (world->air), 0));
  tag_world_calm (world);
}

/* A tag that says that it was reset when it comes to another station is that one's only by those words (seed 4160). */
static void
test_reset_carried (void)
{
  g_autoptr (TagWorld) world = tag_trouble_new (TRUE, 2, 1, INTERVAL, 10);
  BrApTag *tag = br_air_nth_tag (tag_air_ap_get (world->air), 0);
  g_autoptr (BrTag) stored = NULL;

  tag_world_want (world, 0, 5);
  tag_world_calm (world);
  br_ap_tag_reset (tag);
  br_ap_tag_move (tag, 2);
  tag_trouble_let_in (world);
  for (guint i = 0; i < 1200 && (stored == NULL || stored->station != world->stations[1].id); i++)
    {
      g_clear_pointer (&stored, br_tag_unref);
      tag_world_run (world, WORLD_SECOND);
      stored = tag_world_stored (world, 0);
    }
  g_assert_cmpint (stored->station, ==, world->stations[1].id);
  g_assert_null (stored->shown_digest);
  tag_world_calm (world);
}

/* The station discards the message that tells of a reset, and loses its record with the database: nobody can know (seed 1317). Told, it is known. */
static void
test_reset_hidden (void)
{
  for (guint told = 0; told < 2; told++)
    {
      g_autoptr (TagWorld) world = new_world (1, 1, 11);
      BrApTag *tag = br_air_nth_tag (tag_air_ap_get (world->air), 0);
      g_autoptr (BrTag) stored = NULL;
      BrApTagCounts counts;

      tag_world_want (world, 0, 5);
      tag_world_calm (world);
      if (!told)
        tag_trouble_set (world, 0, BR_AP_FAULT_WS_FLOOD, 1000);
      br_ap_tag_reset (tag);
      tag_world_run (world, 5 * WORLD_SECOND);
      br_ap_crash (tag_air_ap_station (world->air, 0));
      tag_world_run (world, 5 * WORLD_SECOND);
      br_ap_tag_get_counts (tag, &counts);
      g_assert_cmpint (counts.n_hidden, ==, !told);
      stored = tag_world_stored (world, 0);
      g_assert_cmpint (stored->shown_digest == NULL, ==, told);
      tag_world_calm (world);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  world_expect_warnings ();
  g_test_add_func ("/tag-aps/shows", test_shows);
  g_test_add_func ("/tag-aps/restarts", test_restarts);
  g_test_add_func ("/tag-aps/retyped", test_retyped);
  g_test_add_func ("/tag-aps/mixed-up", test_mixed_up);
  g_test_add_func ("/tag-aps/drawn-wrongly", test_drawn_wrongly);
  g_test_add_func ("/tag-aps/away", test_away);
  g_test_add_func ("/tag-aps/away-again", test_away_again);
  g_test_add_func ("/tag-aps/away-amid", test_away_amid);
  g_test_add_func ("/tag-aps/reset-unheard", test_reset_unheard);
  g_test_add_func ("/tag-aps/reset-away", test_reset_away);
  g_test_add_func ("/tag-aps/reset-waiting", test_reset_waiting);
  g_test_add_func ("/tag-aps/reset-carried", test_reset_carried);
  g_test_add_func ("/tag-aps/reset-hidden", test_reset_hidden);
  g_test_add_func ("/tag-aps/station-faults", test_station_faults);
  g_test_add_func ("/tag-aps/tag-faults", test_tag_faults);
  return g_test_run ();
}
