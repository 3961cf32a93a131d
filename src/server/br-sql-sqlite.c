/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SQLite driver: BrDb behind the table. SQLite reads $1 as a named parameter and numbers names in the order they first
 * appear, which is why placeholders must appear once and in order; prepare checks it. */
#include "config.h"

#include "br-sql.h"

/** Enclosed: carries a BrSqlBody through a BrDbFunc. */
typedef struct
{
  BrSql *sql;
  BrSqlBody body;
  gpointer data;
} Enclosed;

static gpointer
open_sqlite (const BrSqlParams *params, GError **error)
{
  const BrDbParams db_params = { .path = params->database, .mode = params->mode, .faults = params->faults, .cache_kib = 65536 };

  return br_db_open (&db_params, error);
}

static void
close_sqlite (gpointer db)
{
  br_db_close (db);
}

static gboolean
migrate_sqlite (gpointer db, const BrMigration *steps, gsize n_steps, GError **error)
{
  return br_db_migrate (db, steps, n_steps, error);
}

static gboolean
call_body (BrDb *db, gpointer data, GError **error)
{
  Enclosed *enclosed = data;

  return enclosed->body (enclosed->sql, enclosed->data, error);
}

static gboolean
enclose_sqlite (gpointer db, BrSqlScope scope, BrSql *sql, BrSqlBody body, gpointer data, GError **error)
{
  Enclosed enclosed = { .sql = sql, .body = body, .data = data };

  switch (scope)
    {
    case BR_SQL_WRITE: return br_db_transaction (db, call_body, &enclosed, error);
    case BR_SQL_READ: return br_db_read (db, call_body, &enclosed, error);
    case BR_SQL_SAVEPOINT: return br_db_savepoint (db, call_body, &enclosed, error);
    default: g_assert_not_reached ();
    }
}

static void
check_placeholders (sqlite3_stmt *statement)
{
  for (int i = 1; i <= sqlite3_bind_parameter_count (statement); i++)
    {
      const char *name = sqlite3_bind_parameter_name (statement, i);

      g_assert (name != NULL && name[0] == '$' && atoi (name + 1) == i);
    }
}

static gpointer
prepare_sqlite (gpointer db, const char *text, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, text, error);

  if (statement != NULL)
    check_placeholders (statement);
  return statement;
}

static void
bind_int_sqlite (gpointer statement, int index, gint64 value)
{
  sqlite3_bind_int64 (statement, index, value);
}

static void
bind_text_sqlite (gpointer statement, int index, const char *value, gssize length)
{
  sqlite3_bind_text (statement, index, value, (int) length, SQLITE_TRANSIENT);
}

static void
bind_blob_sqlite (gpointer statement, int index, const void *value, gsize length)
{
  if (value == NULL)
    sqlite3_bind_null (statement, index);
  else
    sqlite3_bind_blob64 (statement, index, value, length, SQLITE_TRANSIENT);
}

static gboolean
step_sqlite (gpointer db, gpointer statement, gboolean *has_row, GError **error)
{
  return br_db_step (db, statement, has_row, error);
}

static void
reset_sqlite (gpointer statement)
{
  sqlite3_reset (statement);
}

static gint64
column_int_sqlite (gpointer statement, int column)
{
  return sqlite3_column_int64 (statement, column);
}

static const char *
column_text_sqlite (gpointer statement, int column, gsize *length)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  *length = (gsize) sqlite3_column_bytes (statement, column);
  return text;
}

static const guint8 *
column_blob_sqlite (gpointer statement, int column, gsize *length)
{
  const guint8 *bytes = sqlite3_column_blob (statement, column);

  *length = (gsize) sqlite3_column_bytes (statement, column);
  return bytes;
}

const BrSqlDriver *
br_sql_sqlite_driver (void)
{
  static const BrSqlDriver driver = {
    .open = open_sqlite,
    .close = close_sqlite,
    .migrate = migrate_sqlite,
    .enclose = enclose_sqlite,
    .prepare = prepare_sqlite,
    .bind_int = bind_int_sqlite,
    .bind_text = bind_text_sqlite,
    .bind_blob = bind_blob_sqlite,
    .step = step_sqlite,
    .reset = reset_sqlite,
    .column_int = column_int_sqlite,
    .column_text = column_text_sqlite,
    .column_blob = column_blob_sqlite,
  };

  return &driver;
}
