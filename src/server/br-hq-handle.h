/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A request in, a response out: HQ without sockets, so that the simulation calls the very code the server runs.
 * Endpoints and bodies are those of br-wire-auth.h, br-wire-feed.h and br-wire-push.h, and
 *   GET, PUT /v1/blob/<sha256>    a picture, at most 2 MiB: 200, 201; 404; 400 when the bytes have another hash; 413
 * /v1/wait never blocks here: 204 means nothing moved yet, and whoever holds the connection asks again when something has.
 * feed?limit=0 is taken as the largest page: a page at a time is all there is.
 */
#pragma once

#include "br-hq.h"

G_BEGIN_DECLS

#define BR_HQ_MAX_BLOB_BYTES (2 * 1024 * 1024)
#define BR_HQ_MAX_PUSH_BYTES (8 * 1024 * 1024)

/** BrHqRequest: one request; everything borrowed. */
typedef struct
{
  const char *method; /* "GET", "POST", "PUT" */
  const char *path;   /* absolute path and query, percent-encoded */
  const char *token;  /* bearer token, or NULL */
  const char *epoch;  /* X-Epoch, or NULL */
  int         wire;   /* X-Wire, 0 = not said */
  GBytes     *body;   /* decoded, or NULL */
} BrHqRequest;

/** BrHqResponse: what to answer. */
typedef struct
{
  guint       status;        /* HTTP status */
  const char *content_type;  /* static; NULL without a body */
  GBytes     *body;          /* owned, or NULL */
  gint64      retry_after_s; /* -1 = not said */
} BrHqResponse;

void  br_hq_response_clear   (BrHqResponse *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrHqResponse, br_hq_response_clear)

/** br_hq_handle: answers; never fails (what goes wrong is an answer of 500 or 503). On the BrHq's thread. */
void  br_hq_handle           (BrHq *hq, const BrHqRequest *request, BrHqResponse *response);
/** br_hq_request_is_read: whether a reading BrHq can answer it. */
gboolean br_hq_request_is_read (const char *method, const char *path);
/** br_hq_request_max_body: the largest body the endpoint takes, bytes. */
gsize br_hq_request_max_body (const char *method, const char *path);

/** br_hq_respond: (transfer full body) fills a 200-like response. */
void  br_hq_respond          (BrHqResponse *response, guint status, const char *content_type, GBytes *body);
/** br_hq_respond_problem: an error answer of br-wire-auth.h. */
void  br_hq_respond_problem  (BrHqResponse *response, guint status, const char *code, const char *text);

G_END_DECLS
