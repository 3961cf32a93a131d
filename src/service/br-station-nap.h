/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting for nothing: how drivers of stations that say nothing by themselves wait, and are woken. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrStationNap: in the driver's struct. */
typedef struct
{
  GMutex   mutex;
  GCond    cond;
  gboolean woken; /* under the mutex */
} BrStationNap;

void br_station_nap_init  (BrStationNap *self);
void br_station_nap_clear (BrStationNap *self);
/** br_station_nap_take: waits at most `wait_us`, or until it is woken, also when that was before; with 0, what woke it is left for the next who waits. */
void br_station_nap_take  (BrStationNap *self, gint64 wait_us);
/** br_station_nap_wake: any thread. */
void br_station_nap_wake  (BrStationNap *self);

G_END_DECLS
