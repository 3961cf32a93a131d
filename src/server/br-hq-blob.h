/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures by the SHA-256 of their bytes: written once, never changed. */
#pragma once

#include "br-hq-handle.h"

G_BEGIN_DECLS

/* `name` is the hash in hexadecimal. Errors: of the storage; everything else is in the response. */
gboolean br_hq_blob_get (BrHq *hq, const char *name, BrHqResponse *response, GError **error);
gboolean br_hq_blob_put (BrHq *hq, const char *name, GBytes *body, BrHqResponse *response, GError **error);

G_END_DECLS
