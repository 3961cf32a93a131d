/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For a Backroom that is built without ODBC. */
#include "config.h"

#include "br-odbc.h"

#include "br-error.h"

gboolean
br_odbc_read_table (const BrOdbcTable *table, BrOdbcFunc func, gpointer data, GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "this Backroom is built without ODBC");
  return FALSE;
}
