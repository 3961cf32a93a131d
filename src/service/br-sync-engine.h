/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The client side of sync (SYNC.md 3.4, 3.5), as one blocking function that goes once around: hello (when due) -> own new pictures ->
 * push until the outbox is empty -> read each feed that has something new, page by page, rows and cursor in one transaction -> settle
 * -> some pictures. It owns no thread, timer or socket: the app calls it in a loop on the sync thread, the simulator step by step with virtual time.
 *
 * Order of feeds: as hello lists them (people and stores, catalogue, prices, assortments). Nothing HQ answers ever takes an
 * operation out of the outbox but its own acknowledgement.
 */
#pragma once

#include "br-store.h"
#include "br-sync-line.h"
#include "br-sync-service.h"

G_BEGIN_DECLS

/** BrSyncOverlap: whether the next page is fetched while this one is applied. */
typedef enum
{
  BR_SYNC_IN_TURN = 1, /* everything on the calling thread, in one order: the simulator */
  BR_SYNC_OVERLAPPED,  /* the store has threads; at most two pages are in memory */
} BrSyncOverlap;

/** BrSyncObserver: who is told of progress, on the thread of the engine. */
typedef struct
{
  void (*progress) (gpointer data, BrSyncState state, gint64 done, gint64 total); /* rows of a transfer; total 0 = none */
  gpointer data;
} BrSyncObserver;

/** BrSyncEngineParams: everything is borrowed and outlives the engine. */
typedef struct
{
  BrStore              *store;
  const BrTransport    *transport;
  BrDevice             *device;
  BrSyncOverlap         overlap;
  const BrSyncObserver *observer; /* or NULL */
} BrSyncEngineParams;

/** BrSyncOutcome: how going once around ended. */
typedef struct
{
  BrSyncState state;    /* IDLE: all sent and read; OFFLINE, REVOKED, ATTENTION */
  gint64      delay_us; /* until it should be tried again, unless something happens; after IDLE: wait first */
  gboolean    more;     /* after IDLE: pictures are still to be carried; step again instead of waiting */
  GError     *error;    /* owned; NULL after IDLE */
} BrSyncOutcome;

typedef struct _BrSyncEngine BrSyncEngine;

BrSyncEngine *br_sync_engine_new  (const BrSyncEngineParams *params);
void          br_sync_engine_free (BrSyncEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSyncEngine, br_sync_engine_free)
/** br_sync_engine_step: goes once around. A cancelled one ends OFFLINE with G_IO_ERROR_CANCELLED and no delay. */
void          br_sync_engine_step (BrSyncEngine *self, GCancellable *cancellable, BrSyncOutcome *outcome);
/** br_sync_engine_wait: parks a request at HQ until a feed moves, at most `timeout_s` (<= 50). Outcome as step; cancelling it is no error. */
void          br_sync_engine_wait (BrSyncEngine *self, guint timeout_s, GCancellable *cancellable, BrSyncOutcome *outcome);
void          br_sync_outcome_clear (BrSyncOutcome *outcome);

/** BrEnrolment: what a person gives. */
typedef struct
{
  const char *url;     /* https://hq.example, or http://127.0.0.1:8080 */
  const char *code;    /* as shown by HQ; spaces, dashes and case do not matter */
  const char *name;    /* of this device */
  const char *ca_file; /* PEM of the authority that signed HQ's certificate, or NULL */
} BrEnrolment;
/** br_sync_enrol: enrols this cache; blocks. Errors: EXISTS, AUTH (code), OFFLINE, INVALID, PROTOCOL, IO, FULL, storage. */
gboolean      br_sync_enrol (BrStore *store, const BrTransport *transport, const BrEnrolment *enrolment, GCancellable *cancellable, GError **error);
/** br_sync_adopt: makes the cache agree with the device's file (a crash may have come between the two). Errors: FORK when they name two devices. */
gboolean      br_sync_adopt (BrStore *store, const BrDevice *device, GError **error);

G_END_DECLS
