/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HQ on a socket: a thin SoupServer over br_hq_handle. HTTP lives on the main context; SQL and compression on workers, one for
 * writing and two for reading. Long polls are parked on main and asked again when a feed has moved.
 */
#pragma once

#include "br-hq.h"

G_BEGIN_DECLS

typedef struct _BrHqHttp BrHqHttp;

/** BrHqHttpParams: everything borrowed until br_hq_http_new returns. */
typedef struct
{
  const char *database;        /* as BrHqParams */
  const char *address;         /* to listen on, NULL = 127.0.0.1 */
  guint16     port;            /* 0 = any free one */
  const char *tls_certificate; /* PEM file, or NULL */
  const char *tls_key;         /* PEM file, or NULL */
  gboolean    allow_plain;     /* plain HTTP on another address than loopback */
  double      rate;            /* requests a second for each device; 0 = no limit; a feed page counts a tenth */
  double      burst;           /* requests at once */
} BrHqHttpParams;

/** br_hq_http_new: opens the database and listens. Errors: INVALID (TLS files, address), REFUSED (plain HTTP where it must not
 *  be), BUSY (address in use), and as br_hq_open. */
BrHqHttp   *br_hq_http_new     (const BrHqHttpParams *params, GError **error);
/** br_hq_http_free: answers what is parked, ends the workers, closes. */
void        br_hq_http_free    (BrHqHttp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrHqHttp, br_hq_http_free)
/** br_hq_http_get_url: (transfer none) "http://127.0.0.1:8470". */
const char *br_hq_http_get_url (BrHqHttp *self);

G_END_DECLS
