/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 5,000 tags at 50 stations that check in every ten minutes and show what they should: one hour on a virtual clock, all engines, store included. What is
 * measured is the processor's time in the engines' steps; the stations are not there and cost next to nothing.
 */
#include "config.h"

#include <stdio.h>

#include "tag-world.h"

#define STATIONS 50
#define TAGS_EACH 100

int
main (void)
{
  g_autoptr (TagWorld) world = tag_world_new (STATIONS, TAGS_EACH, 10 * WORLD_MINUTE, 1);
  gint64 n_requests = 0;

  tag_world_start (world);
  tag_world_run (world, 20 * WORLD_MINUTE); /* the first lists are behind */
  world->measures = TRUE;
  for (guint i = 0; i < STATIONS; i++)
    n_requests -= fake_air_counts (world->air, i)->n_requests;
  tag_world_run (world, WORLD_HOUR);
  for (guint i = 0; i < STATIONS; i++)
    n_requests += fake_air_counts (world->air, i)->n_requests;
  printf ("tags-idle-requests %.2f requests a minute and station\n", (double) n_requests / 60 / STATIONS);
  printf ("tags-idle %.3f %%\n", 100.0 * (double) world->cpu_us / (double) WORLD_HOUR);
  return 0;
}
