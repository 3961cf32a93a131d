/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database behind its driver table: choosing a driver, retrying transactions, binding in order. */
#include "config.h"

#include "br-sql.h"

#include <string.h>

#include "br-error.h"

#define MAX_ATTEMPTS 5

struct _BrSql
{
  const BrSqlDriver *driver;
  gpointer db; /* the driver's connection */
};

BrSql *
br_sql_open (const BrSqlParams *params, GError **error)
{
  const BrSqlDriver *driver = br_sql_sqlite_driver ();
  gpointer db;
  BrSql *self;

  if (g_str_has_prefix (params->database, "postgresql:") || g_str_has_prefix (params->database, "postgres:"))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "this build has no PostgreSQL driver");
      return NULL;
    }
  db = driver->open (params, error);
  if (db == NULL)
    return NULL;
  self = g_new0 (BrSql, 1);
  self->driver = driver;
  self->db = db;
  return self;
}

void
br_sql_close (BrSql *self)
{
  if (self == NULL)
    return;
  self->driver->close (self->db);
  g_free (self);
}

gboolean
br_sql_migrate (BrSql *self, const BrMigration *steps, gsize n_steps, GError **error)
{
  return self->driver->migrate (self->db, steps, n_steps, error);
}

gboolean
br_sql_transaction (BrSql *self, BrSqlScope scope, BrSqlBody body, gpointer data, GError **error)
{
  for (int attempt = 1;; attempt++)
    {
      g_autoptr (GError) local_error = NULL;

      if (self->driver->enclose (self->db, scope, self, body, data, &local_error))
        return TRUE;
      if (scope == BR_SQL_SAVEPOINT || attempt == MAX_ATTEMPTS || !g_error_matches (local_error, BR_ERROR, BR_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
}

BrSqlQuery
br_sql_query (BrSql *self, const char *text)
{
  BrSqlQuery query = { .sql = self };

  query.statement = self->driver->prepare (self->db, text, &query.error);
  return query;
}

void
br_sql_bind_int (BrSqlQuery *query, gint64 value)
{
  if (query->statement != NULL)
    query->sql->driver->bind_int (query->statement, ++query->n_bound, value);
}

void
br_sql_bind_text (BrSqlQuery *query, const char *value)
{
  if (query->statement != NULL)
    query->sql->driver->bind_text (query->statement, ++query->n_bound, value, -1);
}

void
br_sql_bind_string (BrSqlQuery *query, const char *value, gsize length)
{
  if (query->statement != NULL)
    query->sql->driver->bind_text (query->statement, ++query->n_bound, value, (gssize) length);
}

void
br_sql_bind_blob (BrSqlQuery *query, const void *value, gsize length)
{
  if (query->statement != NULL)
    query->sql->driver->bind_blob (query->statement, ++query->n_bound, value, length);
}

void
br_sql_bind_id (BrSqlQuery *query, const BrId *id)
{
  br_sql_bind_blob (query, br_id_is_none (id) ? NULL : id->bytes, sizeof id->bytes);
}

gboolean
br_sql_next (BrSqlQuery *query, gboolean *has_row, GError **error)
{
  if (query->statement == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&query->error));
      return FALSE;
    }
  return query->sql->driver->step (query->sql->db, query->statement, has_row, error);
}

gboolean
br_sql_run (BrSqlQuery *query, GError **error)
{
  gboolean has_row = FALSE;

  if (!br_sql_next (query, &has_row, error))
    return FALSE;
  if (has_row)
    br_sql_end (query);
  return TRUE;
}

void
br_sql_end (BrSqlQuery *query)
{
  g_clear_error (&query->error);
  if (query->statement != NULL)
    query->sql->driver->reset (query->statement);
}

gint64
br_sql_int (const BrSqlQuery *query, int column)
{
  return query->sql->driver->column_int (query->statement, column);
}

const char *
br_sql_text (const BrSqlQuery *query, int column, gsize *length)
{
  gsize n;
  const char *text = query->sql->driver->column_text (query->statement, column, &n);

  if (length != NULL)
    *length = n;
  return text;
}

const guint8 *
br_sql_blob (const BrSqlQuery *query, int column, gsize *length)
{
  return query->sql->driver->column_blob (query->statement, column, length);
}

gboolean
br_sql_id (const BrSqlQuery *query, int column, BrId *out)
{
  gsize length;
  const guint8 *bytes = br_sql_blob (query, column, &length);

  memset (out, 0, sizeof *out);
  if (bytes == NULL || length != sizeof out->bytes)
    return FALSE;
  memcpy (out->bytes, bytes, sizeof out->bytes);
  return TRUE;
}
