/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock, as a table of functions: the system's in production, virtual in the simulator and in tests. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrClock: where time comes from. Immutable; the tables outlive their users. */
typedef struct
{
  gint64 (*now_us)       (gpointer data);            /* wall time, microseconds since 1970-01-01T00:00:00Z */
  gint64 (*monotonic_us) (gpointer data);            /* never goes back, microseconds, arbitrary zero */
  void   (*sleep_us)     (gpointer data, gint64 us); /* blocks (a virtual clock advances instead) */
  gpointer data;                                     /* borrowed, passed to each function */
} BrClock;

/** br_clock_system: the real clock. */
const BrClock *br_clock_system (void);
/** br_clock_now_us: wall time in microseconds UTC. */
gint64         br_clock_now_us (const BrClock *clock);

G_END_DECLS
