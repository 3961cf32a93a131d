/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing and checking access tokens; the format is in the header. */
#include "config.h"

#include "br-hq-token.h"

#include <sodium.h>
#include <string.h>

#define VERSION 1
#define PAYLOAD_BYTES 57
#define TOKEN_BYTES (PAYLOAD_BYTES + crypto_auth_BYTES)
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

G_STATIC_ASSERT (BR_HQ_TOKEN_KEY_BYTES == crypto_auth_KEYBYTES);

static void
put_int (guint8 *to, gint64 value)
{
  guint64 big_endian = GUINT64_TO_BE ((guint64) value);

  memcpy (to, &big_endian, sizeof big_endian);
}

static gint64
get_int (const guint8 *from)
{
  guint64 big_endian;

  memcpy (&big_endian, from, sizeof big_endian);
  return (gint64) GUINT64_FROM_BE (big_endian);
}

char *
br_hq_token_write (const guint8 *key, const BrHqToken *token)
{
  guint8 bytes[TOKEN_BYTES];
  gsize length = sodium_base64_ENCODED_LEN (TOKEN_BYTES, VARIANT);
  char *text = g_malloc (length);

  bytes[0] = VERSION;
  memcpy (bytes + 1, token->pc.bytes, 16);
  memcpy (bytes + 17, token->store.bytes, 16);
  put_int (bytes + 33, token->inc);
  put_int (bytes + 41, token->scope);
  put_int (bytes + 49, token->expires_us);
  crypto_auth (bytes + PAYLOAD_BYTES, bytes, PAYLOAD_BYTES, key);
  return sodium_bin2base64 (text, length, bytes, TOKEN_BYTES, VARIANT);
}

gboolean
br_hq_token_read (const guint8 *key, const char *text, BrHqToken *out)
{
  guint8 bytes[TOKEN_BYTES];
  gsize n_bytes = 0;

  memset (out, 0, sizeof *out);
  if (sodium_base642bin (bytes, sizeof bytes, text, strlen (text), NULL, &n_bytes, NULL, VARIANT) != 0 || n_bytes != TOKEN_BYTES || bytes[0] != VERSION
      || crypto_auth_verify (bytes + PAYLOAD_BYTES, bytes, PAYLOAD_BYTES, key) != 0)
    return FALSE;
  memcpy (out->pc.bytes, bytes + 1, 16);
  memcpy (out->store.bytes, bytes + 17, 16);
  out->inc = get_int (bytes + 33);
  out->scope = get_int (bytes + 41);
  out->expires_us = get_int (bytes + 49);
  return TRUE;
}
