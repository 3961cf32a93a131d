/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "br-id-fill.h"

#include "br-bind.h"

gboolean
br_id_fill_from (BrIdFill *self, sqlite3_stmt *statement, GError **error)
{
  gboolean has_row;

  while (self->complete)
    {
      if (!br_db_step (self->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      br_id_set_add (self->set, (guint64) sqlite3_column_int64 (statement, 0));
      self->complete = self->set->n <= self->limit;
    }
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_id_fill_range (BrIdFill *self, const char *sql, gint64 low, gint64 high, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (self->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, low);
  sqlite3_bind_int64 (statement, 2, high);
  return br_id_fill_from (self, statement, error);
}

gboolean
br_id_fill_rest (BrIdFill *self, const char *sql, GError **error)
{
  gsize limit = self->limit;

  self->limit = G_MAXSIZE;
  if (!br_id_fill_range (self, sql, 0, 0, error))
    return FALSE;
  self->limit = limit;
  br_id_set_invert (self->set);
  return TRUE;
}

gboolean
br_id_fill_refs (BrIdFill *self, const char *sql, const BrIdSet *refs, GError **error)
{
  for (gsize id = 0; refs && id < refs->n_bits && self->complete; id++)
    if (br_id_set_contains (refs, id) && !br_id_fill_range (self, sql, (gint64) id, 0, error))
      return FALSE;
  return TRUE;
}

gboolean
br_id_fill_prefix (BrIdFill *self, const char *sql, const char *prefix, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (self->db, sql, error);
  g_autofree char *end = g_strdup_printf ("%s\xf4\x8f\xbf\xbf", prefix);

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, prefix);
  br_bind_text (statement, 2, end);
  return br_id_fill_from (self, statement, error);
}
