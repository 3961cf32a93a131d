/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shelf tags at emulated access points: engine, driver and emulation together; what tags show is read from their frame buffers. */
#include "config.h"

#include "tag-air-ap.h"
#include "tag-world.h"

#include "br-station-store.h"
#include "br-tag-jpeg.h"
#include <stdlib.h>

#define INTERVAL (5 * WORLD_MINUTE)

static TagWorld *
new_world (guint n_stations, guint n_tags_each, guint64 seed)
{
  TagWorld *world = tag_world_new_in (&tag_air_ap, n_stations, n_tags_each, INTERVAL, seed);

  world->encode = br_tag_jpeg_encode;
  tag_world_start (world);
  return world;
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
  world->proofs_hold = TRUE;
}

/* What tags do behind their station's back; and what is documented that nobody can know. */
static gboolean
is_behind (BrApFault fault)
{
  return fault == BR_AP_FAULT_FOREIGN || fault == BR_AP_FAULT_FOREIGN_DELETE;
}

static gboolean
is_tag_behind (BrApTagFault fault)
{
  return fault == BR_AP_TAG_FAULT_RESET || fault == BR_AP_TAG_FAULT_NO_DRAW;
}

static gboolean
take_in_job (BrStoreTx *tx, gpointer data, GError **error)
{
  TagWorld *world = data;

  for (guint i = 0; i < world->n_stations; i++)
    if (!br_station_store_take_in (tx, world->stations[i].id, world->now_us + 4 * WORLD_HOUR, error))
      return FALSE;
  return TRUE;
}

static void
test_station_faults (void)
{
  g_autoptr (TagWorld) world = new_world (2, 3, 2);

  live (world);
  for (guint fault = BR_AP_FAULT_SLOW; fault < BR_AP_N_FAULTS; fault++)
    {
      const BrApRule rule = { .per_mille = 300 };

      g_test_message ("%s", br_ap_fault_name (fault));
      for (guint i = 0; i < world->n_stations; i++)
        br_ap_set_fault (tag_air_ap_station (world->air, i), fault, &rule);
      world->proofs_hold = !is_behind (fault);
      if (is_behind (fault))
        tag_air_ap_expect_foreign (world->air);
      if (fault == BR_AP_FAULT_FOREIGN_DELETE) /* a station that is closed to strangers does not know them any more: a person lets them in */
        tag_world_write (world, take_in_job, world);
      live (world);
    }
}

static void
test_tag_faults (void)
{
  g_autoptr (TagWorld) world = new_world (2, 3, 3);

  live (world);
  for (guint fault = BR_AP_TAG_FAULT_FALSE_ACK; fault < BR_AP_N_TAG_FAULTS; fault++)
    {
      const BrApRule rule = { .per_mille = 300 };

      g_test_message ("%s", br_ap_tag_fault_name (fault));
      for (guint i = 0; i < world->tags->len; i++)
        br_ap_tag_set_fault (br_air_nth_tag (tag_air_ap_get (world->air), i), fault, &rule);
      world->proofs_hold = !is_tag_behind (fault);
      live (world);
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

static void
begin_history (TagWorld *world, guint64 seed)
{
  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&world->xorshift, seed);
  for (guint fault = BR_AP_FAULT_SLOW; fault < BR_AP_FAULT_FOREIGN; fault++)
    {
      const BrApRule rule = { .per_mille = (guint) br_xorshift_below (&world->xorshift, 150) };

      if (br_xorshift_below (&world->xorshift, 4) == 0)
        br_ap_set_fault (tag_air_ap_station (world->air, (guint) br_xorshift_below (&world->xorshift, world->n_stations)), fault, &rule);
    }
}

/* Suite 6: several faults at once, by seed. */
static void
test_histories (void)
{
  const char *text = g_getenv ("BACKROOM_TAG_AP_HISTORIES");
  guint n = text != NULL ? (guint) atoi (text) : 10;

  for (guint i = 0; i < n; i += 5)
    {
      g_autoptr (TagWorld) world = new_world (2, 3, 100 + i);

      for (guint j = i; j < i + 5; j++)
        {
          begin_history (world, 100 + j);
          live (world);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tag_world_expect_warnings ();
  g_test_add_func ("/tag-aps/shows", test_shows);
  g_test_add_func ("/tag-aps/restarts", test_restarts);
  g_test_add_func ("/tag-aps/station-faults", test_station_faults);
  g_test_add_func ("/tag-aps/tag-faults", test_tag_faults);
  g_test_add_func ("/tag-aps/histories", test_histories);
  return g_test_run ();
}
