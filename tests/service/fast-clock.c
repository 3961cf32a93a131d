/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fast-clock.h"

static gint64 began_us, speed = 1;

static gint64
now_us (gpointer data)
{
  return began_us + (br_clock_now_us (br_clock_system ()) - began_us) * speed;
}

static gint64
monotonic_us (gpointer data)
{
  return g_get_monotonic_time () * speed;
}

static void
sleep_us (gpointer data, gint64 us)
{
  g_usleep ((gulong) fast_clock_real (us));
}

const BrClock fast_clock = { .now_us = now_us, .monotonic_us = monotonic_us, .sleep_us = sleep_us };

void
fast_clock_begin (guint times)
{
  began_us = br_clock_now_us (br_clock_system ());
  speed = g_getenv ("BR_UNDER_VALGRIND") != NULL ? MAX (1, times / 4) : times;
}

gint64
fast_clock_real (gint64 us)
{
  return us / speed;
}
