/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The system's clock behind the table of functions. */
#include "br-clock.h"

static gint64
system_now_us (gpointer data)
{
  return g_get_real_time ();
}

static gint64
system_monotonic_us (gpointer data)
{
  return g_get_monotonic_time ();
}

static void
system_sleep_us (gpointer data, gint64 us)
{
  if (us > 0)
    g_usleep ((gulong) us);
}

const BrClock *
br_clock_system (void)
{
  static const BrClock clock = {
    .now_us = system_now_us,
    .monotonic_us = system_monotonic_us,
    .sleep_us = system_sleep_us,
  };

  return &clock;
}

gint64
br_clock_now_us (const BrClock *clock)
{
  return clock->now_us (clock->data);
}
