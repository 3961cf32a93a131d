/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reading endpoints: hello, feed pages, the long poll's question. */
#pragma once

#include "br-hq-apply.h"
#include "br-hq-handle.h"

G_BEGIN_DECLS

/* Errors: of the storage; everything else is in the response. `query` (char* -> char*) may be NULL. */
gboolean br_hq_hello     (BrHq *hq, const BrHqDevice *device, BrHqResponse *response, GError **error);
gboolean br_hq_feed      (BrHq *hq, const BrHqDevice *device, const char *feed, GHashTable *query, BrHqResponse *response, GError **error);
/** br_hq_wait: 200 with the heads when their digest is not the one in `query`, else 204. */
gboolean br_hq_wait      (BrHq *hq, const BrHqDevice *device, GHashTable *query, BrHqResponse *response, GError **error);

G_END_DECLS
