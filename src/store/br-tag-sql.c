/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "br-tag-sql.h"

#include "br-tag-event-store.h"

static sqlite3_stmt *
prepare (BrDb *db, const char *sql, gint64 first, gint64 second, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return NULL;
  if (sqlite3_bind_parameter_count (statement) > 0)
    sqlite3_bind_int64 (statement, 1, first);
  if (sqlite3_bind_parameter_count (statement) > 1)
    sqlite3_bind_int64 (statement, 2, second);
  return statement;
}

gboolean
br_tag_sql_run (BrDb *db, const char *sql, gint64 first, gint64 second, GError **error)
{
  sqlite3_stmt *statement = prepare (db, sql, first, second, error);

  return statement != NULL && br_db_run (db, statement, error);
}

gboolean
br_tag_sql_number (BrDb *db, const char *sql, gint64 first, gint64 second, gint64 *number, GError **error)
{
  sqlite3_stmt *statement = prepare (db, sql, first, second, error);
  gboolean has_row;

  *number = 0;
  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *number = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

void
br_tag_sql_bind_row (sqlite3_stmt *statement, int parameter, gint64 id)
{
  if (id == 0)
    sqlite3_bind_null (statement, parameter);
  else
    sqlite3_bind_int64 (statement, parameter, id);
}

void
br_tag_sql_bind_minor (sqlite3_stmt *statement, int parameter, gint64 minor)
{
  if (minor == G_MININT64)
    sqlite3_bind_null (statement, parameter);
  else
    sqlite3_bind_int64 (statement, parameter, minor);
}

gint64
br_tag_sql_minor (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? G_MININT64 : sqlite3_column_int64 (statement, column);
}

gboolean
br_tag_sql_note (BrStoreTx *tx, BrTagEventKind kind, gint64 tag, const char *note, GError **error)
{
  BrTagEvent event = { .tag = tag, .kind = kind, .note = (char *) note };

  return br_tag_event_note (tx, &event, error);
}
