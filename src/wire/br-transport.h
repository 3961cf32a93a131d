/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transport, as a table of functions: one HTTP request, one response. Over libsoup in production, an in-process
 * queue that loses, doubles and reorders in the simulator. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** BrRequest: one request. */
typedef struct
{
  const char *method;       /* "GET", "POST", "PUT" */
  const char *path;         /* "/v1/push?x=1": absolute path and query, percent-encoded */
  const char *token;        /* bearer token, or NULL */
  const char *request_id;   /* UUIDv7, for both logs; or NULL */
  const char *content_type; /* of body, or NULL */
  GBytes     *body;         /* or NULL */
  guint       timeout_s;    /* whole request, seconds */
} BrRequest;

/** BrResponse: what came back. */
typedef struct
{
  guint   status;           /* HTTP status */
  gint64  retry_after_s;    /* -1 = not said */
  GBytes *body;             /* owned, decoded; never NULL */
} BrResponse;

void br_response_clear (BrResponse *self);

/** BrTransport: the table. send blocks; errors are OFFLINE (nothing is known of the request's fate), RANGE (answer larger than
 *  max_bytes), or G_IO_ERROR_CANCELLED; an HTTP error status is a response, not an error. */
typedef struct
{
  gboolean (*send) (gpointer data, const BrRequest *request, gsize max_bytes, BrResponse *response, GCancellable *cancellable, GError **error);
  gpointer data; /* borrowed */
} BrTransport;

G_END_DECLS
