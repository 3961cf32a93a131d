/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening HQ's database, what there is one of, and its one way to write. */
#include "config.h"

#include "br-hq.h"

#include <sodium.h>
#include <string.h>

#include "br-error.h"
#include "br-hq-feed.h"
#include "br-hq-migrations.h"

struct _BrHq
{
  BrSql *sql;
  const BrClock *clock;
  const BrRandom *random;
  char *epoch;
  char *name;
  guint8 token_key[BR_HQ_TOKEN_KEY_BYTES];
  guint64 changes;
};

/** Write: carries a BrHqBody through a BrSqlBody. */
typedef struct
{
  BrHq *hq;
  BrHqBody body;
  gpointer data;
  gboolean moved;
} Write;

static gboolean
load_meta (BrSql *sql, const char *key, char **out, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT value FROM meta WHERE key = $1");
  gboolean found = FALSE;

  br_sql_bind_text (&query, key);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  *out = found ? g_strdup (br_sql_text (&query, 0, NULL)) : NULL;
  br_sql_end (&query);
  return TRUE;
}

static gboolean
put_meta (BrSql *sql, const char *key, const char *value, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "INSERT INTO meta (key, value) VALUES ($1, $2)");

  br_sql_bind_text (&query, key);
  br_sql_bind_text (&query, value);
  return br_sql_run (&query, error);
}

static gboolean
load_identity (BrSql *sql, gpointer data, GError **error)
{
  BrHq *self = data;
  g_autofree char *key = NULL;
  gsize n_bytes = 0;

  g_clear_pointer (&self->epoch, g_free);
  g_clear_pointer (&self->name, g_free);
  if (!load_meta (sql, "epoch", &self->epoch, error) || !load_meta (sql, "name", &self->name, error) || !load_meta (sql, "token_key", &key, error))
    return FALSE;
  if (self->epoch == NULL || self->name == NULL || key == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the database has not been initialised");
      return FALSE;
    }
  if (sodium_hex2bin (self->token_key, sizeof self->token_key, key, strlen (key), NULL, &n_bytes, NULL) != 0 || n_bytes != sizeof self->token_key)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "the token key in the database is damaged");
      return FALSE;
    }
  return TRUE;
}

/* The feeds everybody reads exist from the first moment, so that their heads can be watched. */
static gboolean
insert_identity (BrHqTx *tx, gpointer data, GError **error)
{
  const char *name = data;
  guint8 epoch[16], key[BR_HQ_TOKEN_KEY_BYTES];
  char epoch_hex[sizeof epoch * 2 + 1], key_hex[sizeof key * 2 + 1];

  br_hq_fill_random (tx->hq, epoch, sizeof epoch);
  br_hq_fill_random (tx->hq, key, sizeof key);
  sodium_bin2hex (epoch_hex, sizeof epoch_hex, epoch, sizeof epoch);
  sodium_bin2hex (key_hex, sizeof key_hex, key, sizeof key);
  return put_meta (tx->sql, "epoch", epoch_hex, error) && put_meta (tx->sql, "name", name, error) && put_meta (tx->sql, "token_key", key_hex, error)
         && br_hq_feed_create (tx->sql, "cat", error) && br_hq_feed_create (tx->sql, "price:all", error) && br_hq_feed_create (tx->sql, "st:all", error);
}

static BrHq *
open_database (const BrHqParams *params, GError **error)
{
  const BrSqlParams sql_params = { .database = params->database, .mode = params->mode, .faults = params->faults };
  g_autoptr (BrHq) self = NULL;
  g_autoptr (BrSql) sql = NULL;

  if (sodium_init () < 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "libsodium cannot start");
      return NULL;
    }
  sql = br_sql_open (&sql_params, error);
  if (sql == NULL)
    return NULL;
  self = g_new0 (BrHq, 1);
  self->sql = g_steal_pointer (&sql);
  self->clock = params->clock != NULL ? params->clock : br_clock_system ();
  self->random = params->random != NULL ? params->random : br_random_system ();
  if (params->mode == BR_DB_WRITER && !br_hq_migrate (self->sql, error))
    return NULL;
  return g_steal_pointer (&self);
}

BrHq *
br_hq_create (const BrHqParams *params, const char *name, GError **error)
{
  g_autoptr (BrHq) self = NULL;
  g_autofree char *epoch = NULL;

  g_return_val_if_fail (params->mode == BR_DB_WRITER, NULL);
  self = open_database (params, error);
  if (self == NULL || !load_meta (self->sql, "epoch", &epoch, error))
    return NULL;
  if (epoch != NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_EXISTS, "the database has been initialised before");
      return NULL;
    }
  if (!br_hq_write (self, insert_identity, (gpointer) name, error) || !br_hq_read (self, load_identity, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

BrHq *
br_hq_open (const BrHqParams *params, GError **error)
{
  g_autoptr (BrHq) self = NULL;

  if (strcmp (params->database, ":memory:") != 0 && !g_file_test (params->database, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no database %s", params->database);
      return NULL;
    }
  self = open_database (params, error);
  if (self == NULL || !br_hq_read (self, load_identity, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
br_hq_close (BrHq *self)
{
  if (self == NULL)
    return;
  br_sql_close (self->sql);
  g_free (self->epoch);
  g_free (self->name);
  sodium_memzero (self->token_key, sizeof self->token_key);
  g_free (self);
}

BrSql *
br_hq_get_sql (BrHq *self)
{
  return self->sql;
}

const char *
br_hq_get_epoch (BrHq *self)
{
  return self->epoch;
}

const char *
br_hq_get_name (BrHq *self)
{
  return self->name;
}

const guint8 *
br_hq_get_token_key (BrHq *self)
{
  return self->token_key;
}

gint64
br_hq_now_us (BrHq *self)
{
  return br_clock_now_us (self->clock);
}

void
br_hq_make_id (BrHq *self, BrId *out)
{
  *out = br_id_make (self->clock, self->random);
}

void
br_hq_fill_random (BrHq *self, guint8 *bytes, gsize n_bytes)
{
  self->random->fill (self->random->data, bytes, n_bytes);
}

guint64
br_hq_get_changes (BrHq *self)
{
  return self->changes;
}

static gboolean
write_body (BrSql *sql, gpointer data, GError **error)
{
  Write *write = data;
  g_autoptr (GHashTable) touched = br_hq_feed_touched_new ();
  g_autoptr (GHashTable) places = br_hq_feed_places_new ();
  BrHqTx tx = { .hq = write->hq, .sql = sql, .now_us = br_hq_now_us (write->hq), .touched = touched, .places = places };

  if (!write->body (&tx, write->data, error) || !br_hq_feed_flush (&tx, NULL, error))
    return FALSE;
  write->moved = tx.moved;
  return TRUE;
}

gboolean
br_hq_write (BrHq *self, BrHqBody body, gpointer data, GError **error)
{
  Write write = { .hq = self, .body = body, .data = data };

  if (!br_sql_transaction (self->sql, BR_SQL_WRITE, write_body, &write, error))
    return FALSE;
  if (write.moved)
    self->changes++;
  return TRUE;
}

gboolean
br_hq_read (BrHq *self, BrSqlBody body, gpointer data, GError **error)
{
  return br_sql_transaction (self->sql, BR_SQL_READ, body, data, error);
}
