/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a station's engine does about tags that show something else than they were given, and what it recalls of those it knew. */
#include "config.h"

#include "tag-world.h"

#include "world.h"
#include <string.h>

#define INTERVAL (5 * WORLD_MINUTE)

/* The first tag shows a picture, and is then reset. */
static FakeTag *
show_and_reset (TagWorld *world)
{
  FakeTag *fake = tag_world_tag (world, 0)->fake;

  world->proofs_hold = FALSE;
  tag_world_want (world, 0, 4);
  tag_world_calm (world);
  fake->shown = 0;
  fake->lost = TRUE;
  fake->acked[0] = '\0';
  return fake;
}

/* A tag that was reset gets its picture again. */
static void
test_reset (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
  FakeTag *fake = show_and_reset (world);

  tag_world_run (world, INTERVAL);
  tag_world_calm (world);
  g_assert_cmpuint (fake->n_transfers, ==, 2);
}

/* Another price that looks the same, just when the word of a reset is on its way, does not hide it. */
static void
test_reset_unseen (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
  FakeTag *fake = show_and_reset (world);
  gint64 heard_us = fake->heard_us;

  while (fake->heard_us == heard_us)
    tag_world_run (world, WORLD_SECOND / 10);
  fake->lost = FALSE; /* it is told once */
  tag_world_want (world, 0, 4);
  tag_world_calm (world);
  g_assert_cmpuint (fake->n_transfers, ==, 2);
}

/* A word of a reset that nobody knows the age of counts when it may be younger than what is shown, however late it is read. */
static void
test_old_word (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
  FakeTag *fake = tag_world_tag (world, 0)->fake;

  world->proofs_hold = FALSE;
  fake->spoke_us = br_clock_now_us (&world->clock);
  tag_world_want (world, 0, 4);
  tag_world_calm (world);
  for (guint i = 0; i < 2; i++)
    {
      fake->lost = TRUE;
      tag_world_run (world, INTERVAL);
      fake->lost = i > 0; /* it is told until the tag has its picture again */
      fake->acked[0] = '\0';
      fake->spoke_us = 0;
      tag_world_calm (world);
      g_assert_cmpuint (fake->n_transfers, ==, i + 1);
      fake->spoke_us = br_clock_now_us (&world->clock);
    }
}

/* What somebody else writes is written over once; then a person is told, and it does not count as shown any more. */
static void
test_foreign (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (1, 1, INTERVAL);
  FakeTag *fake = tag_world_tag (world, 0)->fake;
  g_autoptr (BrTag) tag = NULL;

  world->proofs_hold = FALSE;
  tag_world_want (world, 0, 4);
  tag_world_calm (world);
  for (guint i = 0; i < 3; i++)
    {
      fake->shown = -1;
      fake->foreign = TRUE;
      tag_world_run (world, 4 * INTERVAL);
    }
  g_assert_cmpuint (fake->n_transfers, ==, 2);
  tag = tag_world_stored (world, 0);
  g_assert_cmpuint (tag->attention & BR_TAG_ATTENTION_FOREIGN, !=, 0);
  g_assert_cmpint (tag->shown_proof, <, BR_TAG_PROOF_TAG);
}

static GString *recalled;

static void
record_recall (BrStationDriver *driver, const BrTagShipment *shipment)
{
  g_string_append_printf (recalled, "%s>%s ", shipment->before, shipment->token != NULL ? shipment->token : "?");
}

/* What the next program tells the driver of station 1. */
static void
assert_recalled (TagWorld *world, const char *expected)
{
  BrStationDriver *driver = fake_air_open (world->air, 0, &world->clock);
  BrStationDriverOps ops = *driver->ops;
  BrStationEngineParams params = { .store = world->store, .clock = &world->clock, .random = &world->random, .station = 1, .driver = driver };
  g_autoptr (GString) text = recalled = g_string_new (NULL);
  BrStationEngine *engine;

  ops.recall = record_recall;
  driver->ops = &ops;
  engine = br_station_engine_new (&params, NULL);
  g_assert_nonnull (engine);
  g_assert_cmpstr (recalled->str, ==, expected);
  br_station_engine_free (engine);
  ops.close (driver);
}

/* A driver is told in order what it gave its tags, since they came to it. */
static void
test_recalls (void)
{
  g_autoptr (TagWorld) world = tag_world_new_started (2, 1, INTERVAL);
  FakeTag *fake = tag_world_tag (world, 0)->fake;

  tag_world_want (world, 0, 4);
  tag_world_calm (world);
  tag_world_want (world, 0, 5);
  tag_world_run (world, 10 * WORLD_SECOND);
  tag_world_assert_job (world, 0, BR_TAG_JOB_ACCEPTED);
  assert_recalled (world, ">f1 f1>f2 ");
  tag_world_calm (world);
  fake->station = 1;
  tag_world_run (world, 4 * INTERVAL);
  tag_world_want (world, 0, 6);
  tag_world_calm (world);
  assert_recalled (world, ""); /* it is not there */
  fake->station = 0;
  tag_world_run (world, 4 * INTERVAL);
  assert_recalled (world, "");
  tag_world_want (world, 0, 7);
  tag_world_calm (world);
  assert_recalled (world, "f3>f4 ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  world_expect_warnings ();
  g_test_add_func ("/station-doubt/reset", test_reset);
  g_test_add_func ("/station-doubt/reset-unseen", test_reset_unseen);
  g_test_add_func ("/station-doubt/old-word", test_old_word);
  g_test_add_func ("/station-doubt/foreign", test_foreign);
  g_test_add_func ("/station-doubt/recalls", test_recalls);
  return g_test_run ();
}
