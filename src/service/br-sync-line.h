/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One device's line to HQ: a request with a fresh access token, and what a failed answer means (SYNC.md 3.4). */
#pragma once

#include "br-device.h"
#include "br-transport.h"

G_BEGIN_DECLS

/** BrSyncFailure: what to do about a failed request. */
typedef enum
{
  BR_SYNC_FAILURE_NONE = 0,
  BR_SYNC_FAILURE_OFFLINE,   /* HQ cannot be reached: try again later */
  BR_SYNC_FAILURE_SERVER,    /* HQ or something before it is in trouble, or the answer was damaged: try again later */
  BR_SYNC_FAILURE_SPLIT,     /* 413: send less at once */
  BR_SYNC_FAILURE_RESYNC,    /* 410: read the feed from the start */
  BR_SYNC_FAILURE_REVOKED,   /* 403 revoked: this device may not sync any more */
  BR_SYNC_FAILURE_ATTENTION, /* a person must do something: see the error */
  BR_SYNC_FAILURE_CANCELLED,
  BR_SYNC_FAILURE_LOCAL,     /* the cache or the device's file failed */
} BrSyncFailure;

/** BrSyncLine: fill transport, clock, random and device; the rest starts as zero. One thread. */
typedef struct
{
  const BrTransport *transport;
  const BrClock     *clock;
  const BrRandom    *random;
  BrDevice          *device;          /* borrowed; its refresh token is replaced and saved */
  char              *access;          /* owned: access token, or NULL */
  gint64             access_until_us; /* monotonic: when it is renewed */
  BrSyncFailure      failure;         /* of the last call */
  gint64             retry_after_s;   /* what HQ asked for with it, -1 = nothing */
} BrSyncLine;

/** BrSyncCall: a request. */
typedef struct
{
  const char *method;
  const char *path;
  GBytes     *body;      /* or NULL */
  const char *content_type; /* of body; NULL = application/json */
  guint       timeout_s;
  gsize       max_bytes; /* of the answer */
} BrSyncCall;

void     br_sync_line_clear (BrSyncLine *self);
/** br_sync_line_call: TRUE for a 2xx answer. Gets or renews the access token as needed. Errors: OFFLINE, AUTH, REFUSED, CONFLICT (epoch), FORK,
 *  INVALID (clock), TOO_NEW (426), RANGE (413), NOT_FOUND (404, 410), BUSY, PROTOCOL, CANCELLED; self->failure says what to do. */
gboolean br_sync_line_call  (BrSyncLine *self, const BrSyncCall *call, BrResponse *response, GCancellable *cancellable, GError **error);
/** br_sync_line_call_open: the same without a token (enrol, token). */
gboolean br_sync_line_call_open (BrSyncLine *self, const BrSyncCall *call, BrResponse *response, GCancellable *cancellable, GError **error);
/** br_sync_line_damaged: notes that an answer could not be read; for callers that return their own error. Returns FALSE. */
gboolean br_sync_line_damaged (BrSyncLine *self);

G_END_DECLS
