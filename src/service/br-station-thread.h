/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread of one base station: it owns the driver, the engine and what it draws with. All functions are called on main. */
#pragma once

#include "br-station-driver.h"
#include "br-store.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStationThread BrStationThread;

/** BrStationOpen: (transfer full) the driver of a station, on its thread. Errors: it is tried again. */
typedef BrStationDriver *(*BrStationOpen) (const char *kind, const char *address, const BrClock *clock, GError **error);

/** BrStationThreadParams: borrowed. */
typedef struct
{
  BrStore      *store;
  gint64        station;
  const char   *kind, *address;
  BrStationOpen open;             /* br_station_kind_open */
  void        (*news) (gpointer data); /* on main: tags went from other stations to this one, is_kept is another now, or it has ended */
  gpointer      data;
} BrStationThreadParams;

/** br_station_thread_start: of a station that is stored. */
BrStationThread *br_station_thread_start (const BrStationThreadParams *params);
/** br_station_thread_end: tells it to stop without waiting for that: where several are to be stopped, or the window is not to wait. */
void             br_station_thread_end   (BrStationThread *self);
/** br_station_thread_has_ended: stopping it does not wait any more. */
gboolean         br_station_thread_has_ended (BrStationThread *self);
/** br_station_thread_is_kept: FALSE: what is known of its tags cannot be written down (a full disk); nothing is sent until it can. */
gboolean         br_station_thread_is_kept (BrStationThread *self);
/** br_station_thread_stop: ends what it waits for, however long that would take (BrStationDriverOps.stop), and frees it; `news` is not called any more. Orders fail with OFFLINE. What is on its way stays so. */
void             br_station_thread_stop  (BrStationThread *self);
/** br_station_thread_wake: jobs, tags or settings may have changed. */
void             br_station_thread_wake  (BrStationThread *self);
/** br_station_thread_blink: takes `task`, which gets TRUE or an error: OFFLINE, REFUSED, NOT_FOUND. */
void             br_station_thread_blink (BrStationThread *self, const char *tag, BrTagLed led, GTask *task);

G_END_DECLS
