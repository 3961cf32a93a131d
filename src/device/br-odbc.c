/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-odbc.h"

#include <sql.h>
#include <sqlext.h>
#include <string.h>

#include "br-error.h"

#define TIMEOUT_S 2 /* to connect, and to answer */
#define MAX_NAME 32 /* SQL_MAX_DSN_LENGTH */

/** Reading: handles of one. */
typedef struct
{
  SQLHENV environment;
  SQLHDBC connection;
  SQLHSTMT statement;
} Reading;

static void
reading_clear (Reading *self)
{
  if (self->statement != NULL)
    SQLFreeHandle (SQL_HANDLE_STMT, self->statement);
  if (self->connection != NULL)
    {
      SQLDisconnect (self->connection);
      SQLFreeHandle (SQL_HANDLE_DBC, self->connection);
    }
  if (self->environment != NULL)
    SQLFreeHandle (SQL_HANDLE_ENV, self->environment);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/* What the driver says of the handle, which may be NULL. */
static gboolean
fail (SQLSMALLINT kind, SQLHANDLE handle, GError **error)
{
  SQLCHAR state[6] = "", text[SQL_MAX_MESSAGE_LENGTH] = "";
  g_autofree char *valid = NULL;

  if (handle != NULL)
    SQLGetDiagRec (kind, handle, 1, state, NULL, text, sizeof text, NULL);
  valid = g_utf8_make_valid ((const char *) text, -1);
  g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "the database: %s %s", (const char *) state, valid);
  return FALSE;
}

static SQLPOINTER
number (SQLULEN value)
{
  return (SQLPOINTER) value; /* NOLINT(performance-no-int-to-ptr): so ODBC wants its attributes */
}

static gboolean
open_connection (Reading *self, const char *source, GError **error)
{
  if (!SQL_SUCCEEDED (SQLAllocHandle (SQL_HANDLE_ENV, SQL_NULL_HANDLE, &self->environment))
      || !SQL_SUCCEEDED (SQLSetEnvAttr (self->environment, SQL_ATTR_ODBC_VERSION, number (SQL_OV_ODBC3), 0))
      || !SQL_SUCCEEDED (SQLAllocHandle (SQL_HANDLE_DBC, self->environment, &self->connection)))
    return fail (SQL_HANDLE_ENV, self->environment, error);
  SQLSetConnectAttr (self->connection, SQL_ATTR_LOGIN_TIMEOUT, number (TIMEOUT_S), 0);
  SQLSetConnectAttr (self->connection, SQL_ATTR_ACCESS_MODE, number (SQL_MODE_READ_ONLY), 0);
  if (!SQL_SUCCEEDED (SQLConnect (self->connection, (SQLCHAR *) (gpointer) source, SQL_NTS, NULL, 0, NULL, 0)))
    return fail (SQL_HANDLE_DBC, self->connection, error);
  return TRUE;
}

static gboolean
ask (Reading *self, const char *table, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", table);

  if (!SQL_SUCCEEDED (SQLAllocHandle (SQL_HANDLE_STMT, self->connection, &self->statement)))
    return fail (SQL_HANDLE_DBC, self->connection, error);
  SQLSetStmtAttr (self->statement, SQL_ATTR_QUERY_TIMEOUT, number (TIMEOUT_S), 0);
  return SQL_SUCCEEDED (SQLExecDirect (self->statement, (SQLCHAR *) sql, SQL_NTS)) || fail (SQL_HANDLE_STMT, self->statement, error);
}

/** Row: texts of one, and the columns' names. */
typedef struct
{
  char names[BR_ODBC_MAX_COLUMNS][BR_ODBC_MAX_CELL], cells[BR_ODBC_MAX_COLUMNS][BR_ODBC_MAX_CELL];
  const char *name_list[BR_ODBC_MAX_COLUMNS], *cell_list[BR_ODBC_MAX_COLUMNS];
  guint n;
} Row;

static gboolean
read_names (Reading *self, Row *row, GError **error)
{
  SQLSMALLINT n = 0;

  if (!SQL_SUCCEEDED (SQLNumResultCols (self->statement, &n)))
    return fail (SQL_HANDLE_STMT, self->statement, error);
  row->n = (guint) CLAMP (n, 0, BR_ODBC_MAX_COLUMNS);
  for (guint i = 0; i < row->n; i++)
    {
      if (!SQL_SUCCEEDED (SQLDescribeCol (self->statement, (SQLUSMALLINT) (i + 1), (SQLCHAR *) row->names[i], BR_ODBC_MAX_CELL, NULL, NULL, NULL, NULL, NULL)))
        return fail (SQL_HANDLE_STMT, self->statement, error);
      row->names[i][BR_ODBC_MAX_CELL - 1] = '\0';
      row->name_list[i] = row->names[i];
    }
  return TRUE;
}

/* A cell that is cut off is one, too. */
static gboolean
read_cells (Reading *self, Row *row, GError **error)
{
  for (guint i = 0; i < row->n; i++)
    {
      SQLLEN length = 0;

      if (!SQL_SUCCEEDED (SQLGetData (self->statement, (SQLUSMALLINT) (i + 1), SQL_C_CHAR, row->cells[i], BR_ODBC_MAX_CELL, &length)))
        return fail (SQL_HANDLE_STMT, self->statement, error);
      row->cells[i][BR_ODBC_MAX_CELL - 1] = '\0';
      row->cell_list[i] = length == SQL_NULL_DATA ? NULL : row->cells[i];
    }
  return TRUE;
}

/* Nothing that would be more than a name where names are written. */
static gboolean
is_name (const char *text, const char *more)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (more, *p) == NULL)
      return FALSE;
  return *text != '\0' && strlen (text) <= MAX_NAME;
}

gboolean
br_odbc_read_table (const BrOdbcTable *table, BrOdbcFunc func, gpointer data, GError **error)
{
  g_auto (Reading) reading = { 0 };
  g_autofree Row *row = g_new0 (Row, 1);
  SQLRETURN result = SQL_SUCCESS;

  if (!is_name (table->source, "_-") || !is_name (table->name, "_"))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "no such data source or table: %s, %s", table->source, table->name);
      return FALSE;
    }
  if (!open_connection (&reading, table->source, error) || !ask (&reading, table->name, error) || !read_names (&reading, row, error))
    return FALSE;
  for (guint i = 0; i < table->max_rows; i++)
    {
      result = SQLFetch (reading.statement);
      if (result == SQL_NO_DATA)
        return TRUE;
      if (!SQL_SUCCEEDED (result))
        return fail (SQL_HANDLE_STMT, reading.statement, error);
      if (!read_cells (&reading, row, error))
        return FALSE;
      func (row->name_list, row->cell_list, row->n, data);
    }
  return TRUE;
}
