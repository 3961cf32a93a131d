/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The air of a world whose stations are not there at all. */
#include "config.h"

#include "tag-world.h"

#include <string.h>

static gpointer
create (const BrClock *clock, const BrRandom *random)
{
  return fake_air_new (clock, br_random_u64 (random));
}

static void
destroy (gpointer air)
{
  fake_air_free (air);
}

static void
add_station (gpointer air)
{
  fake_air_add_station (air);
}

static void
add_tag (gpointer air, guint station, gint64 interval_us, BrTagSighting *sighting)
{
  fake_air_sight (fake_air_add_tag (air, station, interval_us), sighting);
}

static BrStationDriver *
open_station (gpointer air, guint station, const BrClock *clock)
{
  return fake_air_open (air, station, clock);
}

static gint64
next_due (gpointer air)
{
  return fake_air_next_due (air);
}

static void
run (gpointer air, gint64 until_us)
{
  fake_air_run (air, until_us);
}

static gboolean
has_news (gpointer air, guint station)
{
  return fake_air_has_news (air, station);
}

static gint64
shown (gpointer air, const char *key)
{
  const FakeTag *tag = fake_air_find (air, key);

  return tag->asleep ? G_MININT64 : tag->shown;
}

static void
calm (gpointer air)
{
  memset (fake_air_faults (air), 0, sizeof (FakeFaults));
  for (guint i = 0; fake_air_counts (air, i) != NULL; i++)
    fake_air_set_down (air, i, FALSE);
}

static void
check (gpointer air)
{
  const FakeCounts *counts;
  const FakeTag *tag;

  for (guint i = 0; (counts = fake_air_counts (air, i)) != NULL; i++)
    {
      g_assert_cmpuint (counts->n_twice, ==, 0);
      g_assert_cmpuint (counts->n_too_close, ==, 0);
    }
  for (guint i = 0; (tag = fake_air_nth (air, i)) != NULL; i++)
    g_assert_cmpuint (tag->n_older, ==, 0);
}

const TagAirOps tag_air_fake = { "fake", create, destroy, add_station, add_tag, open_station, next_due, run, has_news, shown, calm, check, NULL };
