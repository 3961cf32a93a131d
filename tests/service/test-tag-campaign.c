/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shelf tags on bad days: every fault alone, every pair, and seeded histories of several at once; the program killed at every write. After each the
 * stations are calm, and then every tag shows what it should. BACKROOM_TAG_HISTORIES: how many histories; BACKROOM_TAG_SEED: the first seed.
 */
#include "config.h"

#include "tag-world.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

#define INTERVAL (3 * WORLD_MINUTE)
#define STATIONS 2
#define TAGS_EACH 3
#define PER_WORLD 20 /* histories: a store is dear to make */

/* Faults as offsets, with how bad they may get. `behind`: the tag changes behind its station's back, so that no proof can hold at once. */
static const struct
{
  const char *name;
  gsize offset;
  guint most;
  gboolean behind;
} faults[] = {
  { "offline", G_STRUCT_OFFSET (FakeFaults, offline), 400, FALSE }, { "late", G_STRUCT_OFFSET (FakeFaults, late), 400, FALSE },
  { "busy", G_STRUCT_OFFSET (FakeFaults, busy), 500, FALSE },       { "garbage", G_STRUCT_OFFSET (FakeFaults, garbage), 300, FALSE },
  { "restart", G_STRUCT_OFFSET (FakeFaults, restart), 200, FALSE }, { "silent-restart", G_STRUCT_OFFSET (FakeFaults, silent_restart), 200, FALSE },
  { "loss", G_STRUCT_OFFSET (FakeFaults, loss), 700, FALSE },       { "weak", G_STRUCT_OFFSET (FakeFaults, weak), 1000, FALSE },
  { "pop", G_STRUCT_OFFSET (FakeFaults, pop), 600, FALSE },         { "time-out", G_STRUCT_OFFSET (FakeFaults, time_out), 600, FALSE },
  { "stale", G_STRUCT_OFFSET (FakeFaults, stale), 500, FALSE },     { "reset", G_STRUCT_OFFSET (FakeFaults, reset), 100, TRUE },
  { "foreign", G_STRUCT_OFFSET (FakeFaults, foreign), 100, TRUE },  { "roam", G_STRUCT_OFFSET (FakeFaults, roam), 100, TRUE },
  { "quiet", G_STRUCT_OFFSET (FakeFaults, quiet), 800, FALSE },
};

static void
set_fault (TagWorld *world, gsize n, guint per_mille)
{
  *(guint *) (gpointer) ((char *) fake_air_faults (world->air) + faults[n].offset) = per_mille;
  if (faults[n].behind)
    world->proofs_hold = FALSE;
}

static guint
below (TagWorld *world, guint limit)
{
  return (guint) br_xorshift_below (&world->xorshift, limit);
}

/* Half an hour of changes while things go wrong, then calm. */
static void
live (TagWorld *world)
{
  for (guint i = 0; i < 12; i++)
    {
      guint n = below (world, world->tags->len);

      tag_world_want (world, n, tag_world_tag (world, n)->wanted + below (world, 2));
      tag_world_run (world, (gint64) below (world, 5 * 60) * WORLD_SECOND);
    }
  tag_world_calm (world);
  world->proofs_hold = TRUE;
}

static TagWorld *
new_world (guint64 seed)
{
  TagWorld *world = tag_world_new (STATIONS, TAGS_EACH, INTERVAL, seed);

  tag_world_start (world);
  for (guint i = 0; i < world->tags->len; i++)
    tag_world_want (world, i, 1);
  tag_world_calm (world);
  return world;
}

static void
test_each_fault (void)
{
  g_autoptr (TagWorld) world = new_world (7);

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_test_message ("%s", faults[i].name);
      set_fault (world, i, faults[i].most);
      live (world);
    }
}

static void
test_pairs (void)
{
  g_autoptr (TagWorld) world = new_world (8);

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    for (gsize j = i + 1; j < G_N_ELEMENTS (faults); j++)
      {
        g_test_message ("%s, %s", faults[i].name, faults[j].name);
        set_fault (world, i, faults[i].most / 2);
        set_fault (world, j, faults[j].most / 2);
        live (world);
      }
}

static void
begin_history (TagWorld *world, guint64 seed)
{
  g_test_message ("seed %" G_GUINT64_FORMAT, seed);
  br_xorshift_init (&world->xorshift, seed);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (below (world, 4) == 0)
      set_fault (world, i, below (world, faults[i].most) / 3);
  if (below (world, 5) == 0)
    fake_air_set_down (world->air, below (world, STATIONS), TRUE);
}

static guint64
setting (const char *name, guint64 otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static void
test_histories (void)
{
  guint64 first = setting ("BACKROOM_TAG_SEED", 1000), n = setting ("BACKROOM_TAG_HISTORIES", 100);
  TagWorld *world = NULL;

  for (guint64 i = 0; i < n; i++)
    {
      if (i % PER_WORLD == 0)
        {
          g_clear_pointer (&world, tag_world_free);
          world = new_world (first + i);
        }
      begin_history (world, first + i);
      live (world);
    }
  g_clear_pointer (&world, tag_world_free);
}

/* Suite 5: the program dies at its n-th write, for every n until all is done before it would. After that nothing is sent a second time, and all tags get there. */
static void
kill_at (TagWorld *world, gint64 n_writes, gboolean *died)
{
  guint before[STATIONS * TAGS_EACH];

  for (guint i = 0; i < world->tags->len; i++)
    before[i] = tag_world_tag (world, i)->fake->n_submits;
  for (guint i = 0; i < world->tags->len; i++)
    tag_world_want (world, i, tag_world_tag (world, i)->wanted + 1);
  world->writes_left = n_writes;
  tag_world_run (world, 2 * INTERVAL + 2 * WORLD_MINUTE);
  *died = world->dead;
  if (world->dead)
    {
      tag_world_die (world);
      tag_world_start (world);
    }
  world->writes_left = -1;
  tag_world_calm (world);
  for (guint i = 0; i < world->tags->len; i++)
    g_assert_cmpuint (tag_world_tag (world, i)->fake->n_submits - before[i], ==, 1);
}

static void
test_kills (void)
{
  g_autoptr (TagWorld) world = new_world (9);
  gint64 step = (gint64) setting ("BACKROOM_TAG_KILL_STEP", 7);
  gboolean died = TRUE;

  for (gint64 n = 1; died; n += step)
    {
      g_test_message ("write %" G_GINT64_FORMAT, n);
      kill_at (world, n, &died);
      g_assert_cmpint (n, <, 10000);
    }
}

/* And killed again and again while other things go wrong. */
static void
test_kills_and_faults (void)
{
  g_autoptr (TagWorld) world = new_world (10);

  for (guint64 i = 0; i < setting ("BACKROOM_TAG_HISTORIES", 100) / 10; i++)
    {
      begin_history (world, 5000 + i);
      for (guint j = 0; j < 4; j++)
        {
          guint n = below (world, world->tags->len);

          tag_world_want (world, n, tag_world_tag (world, n)->wanted + 1);
          world->writes_left = 1 + (gint64) below (world, 300);
          tag_world_run (world, 10 * WORLD_MINUTE);
          if (world->dead)
            {
              tag_world_die (world);
              tag_world_start (world);
            }
          world->writes_left = -1;
        }
      tag_world_calm (world);
      world->proofs_hold = TRUE;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  world_expect_warnings ();
  g_test_add_func ("/tag-campaign/each-fault", test_each_fault);
  g_test_add_func ("/tag-campaign/pairs", test_pairs);
  g_test_add_func ("/tag-campaign/histories", test_histories);
  g_test_add_func ("/tag-campaign/kills", test_kills);
  g_test_add_func ("/tag-campaign/kills-and-faults", test_kills_and_faults);
  return g_test_run ();
}
