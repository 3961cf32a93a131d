/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sync thread: goes round the engine, waits, backs off; tells a listener on main of each change. */
#pragma once

#include "br-sync-service.h"

G_BEGIN_DECLS

typedef struct _BrSyncThread BrSyncThread;

/** BrSyncNews: what the thread knows; the rest of BrSyncStatus is read from the cache. Plain copy; text owned. */
typedef struct
{
  BrSyncState state;
  gint64      last_synced_us;
  gint64      offline_since_us;
  gint64      progress;
  gint64      total;
  int         error_code;
  char       *error_text;
} BrSyncNews;

/** BrSyncNewsFunc: on main, soon after something changed; several changes may come as one. */
typedef void (*BrSyncNewsFunc) (const BrSyncNews *news, gpointer data);

/** br_sync_thread_start: starts it; a cache that is not enrolled ends it with NOT_ENROLLED. */
BrSyncThread *br_sync_thread_start (BrStore *store, BrSyncNewsFunc func, gpointer data);
/** br_sync_thread_stop: cancels what it does, waits for its end and frees it; func is not called any more. */
void          br_sync_thread_stop  (BrSyncThread *self);
/** br_sync_thread_wake: try now, whatever it waits for. */
void          br_sync_thread_wake  (BrSyncThread *self);
/** br_sync_thread_nudge: there is something to send: ends a parked request, not a back-off. Any thread; does not block. */
void          br_sync_thread_nudge (BrSyncThread *self);

G_END_DECLS
