/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * BrTransport over libsoup. One thread: the one that makes it also uses and frees it. Each request has a deadline for the whole of it and a
 * limit for the answer's decoded bytes. No redirects, no cookies, no proxy password questions. Plain http is for loopback addresses only.
 */
#pragma once

#include "br-transport.h"

G_BEGIN_DECLS

typedef struct _BrSoupTransport BrSoupTransport;

/** br_soup_transport_new: `url` of HQ (scheme, host, port); `ca_file`: PEM of the only authority trusted, or NULL for the system's.
 *  Errors: INVALID (no such address, or http to another machine), IO (the certificate file). */
BrSoupTransport   *br_soup_transport_new  (const char *url, const char *ca_file, GError **error);
void               br_soup_transport_free (BrSoupTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSoupTransport, br_soup_transport_free)
/** br_soup_transport_get: (transfer none) the table of functions. */
const BrTransport *br_soup_transport_get  (BrSoupTransport *self);

G_END_DECLS
