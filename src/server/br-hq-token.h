/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Access tokens: base64url (RFC 4648 section 5, no padding) of payload and tag.
 *   payload, 57 bytes: version 1 (1), pc (16), store (16), inc (8), scope version (8), expiry in microseconds (8), big endian
 *   tag, 32 bytes: HMAC-SHA-512-256 (libsodium crypto_auth) of the payload by HQ's token key
 */
#pragma once

#include "br-hq.h"

G_BEGIN_DECLS

#define BR_HQ_TOKEN_LIFE_US (15 * 60 * G_USEC_PER_SEC)

/** BrHqToken: what an access token says. */
typedef struct
{
  BrId   pc;
  BrId   store;      /* none = all stores */
  gint64 inc;        /* incarnation */
  gint64 scope;      /* version of the scope rules, now 1 */
  gint64 expires_us; /* wall time */
} BrHqToken;

/** br_hq_token_write: (transfer full) the bearer token. */
char    *br_hq_token_write (const guint8 *key, const BrHqToken *token);
/** br_hq_token_read: FALSE when it was not written with this key. Says nothing about expiry. */
gboolean br_hq_token_read  (const guint8 *key, const char *text, BrHqToken *out);

G_END_DECLS
