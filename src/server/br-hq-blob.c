/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures, content-addressed. */
#include "config.h"

#include "br-hq-blob.h"

#include <sodium.h>
#include <string.h>

/** Blob: a write through br_hq_write. */
typedef struct
{
  const guint8 *hash;
  GBytes *body;
} Blob;

static gboolean
parse_name (const char *name, guint8 hash[crypto_hash_sha256_BYTES])
{
  gsize n_bytes = 0;

  return strlen (name) == crypto_hash_sha256_BYTES * 2 && sodium_hex2bin (hash, crypto_hash_sha256_BYTES, name, strlen (name), NULL, &n_bytes, NULL) == 0
         && n_bytes == crypto_hash_sha256_BYTES;
}

gboolean
br_hq_blob_get (BrHq *hq, const char *name, BrHqResponse *response, GError **error)
{
  BrSqlQuery query;
  guint8 hash[crypto_hash_sha256_BYTES];
  gboolean found = FALSE;
  const guint8 *bytes;
  gsize length;

  if (!parse_name (name, hash))
    {
      br_hq_respond_problem (response, 400, "invalid", "A blob is named by 64 hexadecimal digits.");
      return TRUE;
    }
  query = br_sql_query (br_hq_get_sql (hq), "SELECT data FROM blob WHERE hash = $1");
  br_sql_bind_blob (&query, hash, sizeof hash);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  if (!found)
    {
      br_hq_respond_problem (response, 404, "not_found", "HQ does not have it.");
      return TRUE;
    }
  bytes = br_sql_blob (&query, 0, &length);
  br_hq_respond (response, 200, "application/octet-stream", g_bytes_new (bytes, length));
  br_sql_end (&query);
  return TRUE;
}

static gboolean
insert_blob (BrHqTx *tx, gpointer data, GError **error)
{
  const Blob *blob = data;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (blob->body, &length);
  BrSqlQuery query = br_sql_query (tx->sql, "INSERT INTO blob (hash, data, at_us) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING");

  br_sql_bind_blob (&query, blob->hash, crypto_hash_sha256_BYTES);
  br_sql_bind_blob (&query, bytes, length);
  br_sql_bind_int (&query, tx->now_us);
  return br_sql_run (&query, error);
}

gboolean
br_hq_blob_put (BrHq *hq, const char *name, GBytes *body, BrHqResponse *response, GError **error)
{
  guint8 hash[crypto_hash_sha256_BYTES], actual[crypto_hash_sha256_BYTES];
  const Blob blob = { .hash = hash, .body = body };
  gsize length = 0;
  const guint8 *bytes = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  if (!parse_name (name, hash) || length == 0)
    br_hq_respond_problem (response, 400, "invalid", "A blob is named by 64 hexadecimal digits and is not empty.");
  else if (length > BR_HQ_MAX_BLOB_BYTES)
    br_hq_respond_problem (response, 413, "too_large", "A picture has at most 2 MiB.");
  if (response->status != 0)
    return TRUE;
  crypto_hash_sha256 (actual, bytes, length);
  if (memcmp (actual, hash, sizeof hash) != 0)
    {
      br_hq_respond_problem (response, 400, "hash", "The bytes have another hash than their name says.");
      return TRUE;
    }
  if (!br_hq_write (hq, insert_blob, (gpointer) &blob, error))
    return FALSE;
  br_hq_respond (response, 201, NULL, NULL);
  return TRUE;
}
