/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 5,000 tags at 50 stations that check in every ten minutes, of which 250 get another price each hour: what the heap holds, store included, after eight hours and after a day
 * on a virtual clock. By the eighth hour the page caches of the database are full: they are what grows until then, to a bound (CACHE_KIB of br-store-file.c). From then on nothing
 * may. The stations that are not there keep no history, so that what grows would be the engines'.
 */
#include "config.h"

#include <malloc.h>
#include <stdio.h>

#include "tag-world.h"

#define STATIONS 50
#define TAGS_EACH 100
#define CHANGES 250
#define FIRST_HOURS 8
#define HOURS 24
#define MIB (1024.0 * 1024.0)

static double
read_heap (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return (double) (info.uordblks + info.hblkhd) / MIB;
}

static void
live (TagWorld *world, guint first_hour, guint end_hour)
{
  for (guint hour = first_hour; hour < end_hour; hour++)
    {
      for (guint i = 0; i < CHANGES; i++)
        {
          guint n = i * world->tags->len / CHANGES; /* always the same: what grows is no tag's first price */

          tag_world_want (world, n, tag_world_tag (world, n)->wanted + 1);
        }
      tag_world_run (world, WORLD_HOUR);
    }
}

int
main (void)
{
  g_autoptr (TagWorld) world = tag_world_new (STATIONS, TAGS_EACH, 10 * WORLD_MINUTE, 1);
  double first;

  world->check_each = G_MAXUINT; /* that is for the tests */
  tag_world_start (world);
  live (world, 0, FIRST_HOURS);
  first = read_heap ();
  live (world, FIRST_HOURS, HOURS);
  printf ("tags-memory-first %.2f MiB\n", first);
  printf ("tags-memory-last %.2f MiB\n", read_heap ());
  printf ("tags-memory %.2f MiB\n", MAX (0, read_heap () - first));
  return 0;
}
