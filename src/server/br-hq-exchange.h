/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP exchange: a SoupServerMessage taken apart for br_hq_handle, and its answer put back. Reference counted; the request
 * part is immutable and may be read by a worker, the message belongs to main. */
#pragma once

#include <libsoup/soup.h>

#include "br-hq-handle.h"

G_BEGIN_DECLS

/** BrHqExchange: see above. */
typedef struct
{
  SoupServerMessage *message;     /* owned, main only */
  char              *path;        /* owned: path and query */
  char              *token;       /* owned, or NULL */
  char              *epoch;       /* owned, or NULL */
  char              *request_id;  /* owned: for the log, 36 characters at most; "-" when the caller gave none */
  GBytes            *body;        /* owned */
  BrHqRequest        request;     /* of the above */
  gboolean           accepts_gzip;
  gint64             start_us;    /* monotonic */
  gboolean           answered;    /* main only */
} BrHqExchange;

/** br_hq_exchange_new: pauses the message. */
BrHqExchange *br_hq_exchange_new    (SoupServerMessage *message);
BrHqExchange *br_hq_exchange_ref    (BrHqExchange *self);
void          br_hq_exchange_unref  (BrHqExchange *self);
/** br_hq_exchange_compress: gzips a large body if the caller accepts it; on a worker. Returns whether it did. */
gboolean      br_hq_exchange_compress (const BrHqExchange *self, BrHqResponse *response);
/** br_hq_exchange_answer: sends the response, once; later calls do nothing. Main. */
void          br_hq_exchange_answer (BrHqExchange *self, const BrHqResponse *response, gboolean is_gzip);
/** br_hq_exchange_guard: limits what is read of a request's body, from its headers on. */
void          br_hq_exchange_guard  (SoupServerMessage *message);

G_END_DECLS
