/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A blocking HTTP client for one thread: libsoup's asynchronous API on a main context of its own, so that one deadline covers connecting, sending, waiting and
 * reading (libsoup's own timeout is for each silence), and no answer is longer than its reader wants. What a message is and which rules its session has is the owner's.
 */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/** BrHttpClient: embedded by its owner, who iterates the context for nothing else while a message is under way. */
typedef struct
{
  SoupSession  *session; /* owned */
  GMainContext *context; /* owned */
} BrHttpClient;

/** BrHttpLimits: of one message. */
typedef struct
{
  gsize         max_bytes;   /* of the answer's body, unpacked */
  int           timeout_ms;  /* for all of it */
  GCancellable *cancellable; /* from any thread; borrowed, or NULL */
} BrHttpLimits;

/** br_http_client_init: takes `session`. */
void    br_http_client_init  (BrHttpClient *self, SoupSession *session);
/** br_http_client_clear: gives up what is left of earlier messages, and frees session and context. */
void    br_http_client_clear (BrHttpClient *self);
/** br_http_client_send: (transfer full) the answer's body, never NULL without error; its head is in `message`, and an HTTP error status is an answer. *all_out, if wanted,
 *  also when it fails: the request's last byte went out. Errors: G_IO_ERROR_CANCELLED, OFFLINE (not reached, broken off, time is up), RANGE (longer than max_bytes),
 *  PROTOCOL (not HTTP). */
GBytes *br_http_client_send  (BrHttpClient *self, SoupMessage *message, const BrHttpLimits *limits, gboolean *all_out, GError **error);

/** BrHttpDeadline: a time limit on what a context does. */
typedef struct
{
  GCancellable *cancellable; /* cancelled by the context's own thread (libsoup's objects are that one's) when time is up, or `outer` is */
  GCancellable *outer;
  GSource      *timer;
  GSource      *stop; /* or NULL */
  gboolean      late; /* time was up */
} BrHttpDeadline;

/** br_http_deadline_begin: in place until it ends; `outer`: borrowed, or NULL. */
void br_http_deadline_begin (BrHttpDeadline *self, GMainContext *context, int timeout_ms, GCancellable *outer);
void br_http_deadline_end   (BrHttpDeadline *self);

G_END_DECLS
