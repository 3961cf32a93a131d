/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line to HQ: enrolment, the sync thread, its state for the sync line. */
#pragma once

#include <gio/gio.h>
#include "br-id.h"

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

typedef enum { BR_SYNC_NOT_ENROLLED = 1, BR_SYNC_CONNECTING, BR_SYNC_WORKING, BR_SYNC_IDLE /* all sent and read */, BR_SYNC_OFFLINE, BR_SYNC_REVOKED, BR_SYNC_ATTENTION /* needs a person: see message code */ } BrSyncState;

/** BrSyncStatus: how it stands. */
typedef struct
{
  BrSyncState state;
  gint64 last_synced_us;   /* 0 = never */
  gint64 offline_since_us; /* 0 = not offline */
  gint64 waiting_changes;  /* change-sets not acknowledged */
  gint64 waiting_since_us; /* when the oldest of them was made; 0 = none waits */
  gint64 refused;          /* open cards */
  gint64 progress, total;  /* rows of a long transfer; total 0 = none */
  int    error_code;       /* BrError of the last failure, 0 = none */
  char  *error_text;       /* for the log, English; or NULL */
} BrSyncStatus;

#define BR_TYPE_SYNC_SERVICE (br_sync_service_get_type ())
/** BrSyncService: emits "changed" on main when its status changes. */
G_DECLARE_FINAL_TYPE (BrSyncService, br_sync_service, BR, SYNC_SERVICE, GObject)

BrSyncService *br_sync_service_new          (BrStore *store);
/** start: begins the sync thread when the cache is enrolled; does nothing otherwise. It tries at once whenever the network changes. stop: ends it (async shutdown inside dispose too). */
void           br_sync_service_start        (BrSyncService *self);
void           br_sync_service_stop         (BrSyncService *self);
void           br_sync_service_sync_now     (BrSyncService *self);
const BrSyncStatus *br_sync_service_get_status (BrSyncService *self); /* transfer none, main thread */
/** enrol: code shown by HQ. Errors: AUTH (wrong or used code), OFFLINE, INVALID (address), EXISTS (enrolled already). Then starts. */
void           br_sync_service_enrol_async  (BrSyncService *self, const char *url, const char *code, const char *device_name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean       br_sync_service_enrol_finish (BrSyncService *self, GAsyncResult *result, GError **error);

G_END_DECLS
