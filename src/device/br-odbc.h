/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a table of somebody's database by ODBC, and nothing else: the connection is opened for reading only, and for each reading anew. Where the database
 * is and who reads it is a data source a person set up on this computer; only its name is taken, since a whole connection string could name any file as its
 * driver. Blocks, for four seconds at most where the driver keeps to its limits. Built where unixODBC is (meson option odbc).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_ODBC_MAX_COLUMNS 64  /* more are not looked at */
#define BR_ODBC_MAX_CELL    128 /* bytes of a cell's text, and of a column's name; the rest is cut off */

/** BrOdbcTable: what is read. Borrowed. */
typedef struct
{
  const char *source;   /* letters, digits, '_' and '-' */
  const char *name;     /* letters, digits and '_' */
  guint       max_rows; /* more are not read */
} BrOdbcTable;

/** BrOdbcFunc: one row as texts of any bytes; NULL = null. */
typedef void (*BrOdbcFunc) (const char *const *names, const char *const *cells, guint n, gpointer data);

/** br_odbc_read_table: every column of every row. Errors: INVALID (such names), OFFLINE (not reached, or not let in), REFUSED (built without ODBC). */
gboolean br_odbc_read_table (const BrOdbcTable *table, BrOdbcFunc func, gpointer data, GError **error);

G_END_DECLS
