/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table tag_errand; its rows about tags that moved are made by the trigger tag_moves. */
#include "config.h"
#include "br-tag-errand-store.h"

#include "br-bind.h"

GArray *
br_tag_errand_list (BrDb *db, gint64 station, GError **error)
{
  static const char sql[] = "SELECT e.tag, t.key, e.kind, e.at_us FROM tag_errand e JOIN tag t ON t.id = e.tag WHERE e.station = ?1 ORDER BY e.tag, e.kind";
  g_autoptr (GArray) errands = g_array_new (FALSE, FALSE, sizeof (BrTagErrand));
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, station);
  while (br_db_step (db, statement, &has_row, error))
    {
      BrTagErrand errand = { 0 };

      if (!has_row)
        return g_steal_pointer (&errands);
      errand.tag = sqlite3_column_int64 (statement, 0);
      g_strlcpy (errand.key, br_column_text (statement, 1), sizeof errand.key);
      errand.kind = (BrTagErrandKind) sqlite3_column_int (statement, 2);
      errand.at_us = sqlite3_column_int64 (statement, 3);
      g_array_append_val (errands, errand);
    }
  return NULL;
}

static gboolean
run (BrDb *db, const char *sql, const gint64 numbers[4], GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  for (int i = 0; i < sqlite3_bind_parameter_count (statement); i++)
    sqlite3_bind_int64 (statement, i + 1, numbers[i]);
  return br_db_run (db, statement, error);
}

gboolean
br_tag_errand_put (BrStoreTx *tx, gint64 station, gint64 tag, BrTagErrandKind kind, GError **error)
{
  const gint64 numbers[] = { station, tag, kind, br_clock_now_us (tx->clock) };

  return run (tx->db, "INSERT OR REPLACE INTO tag_errand (station, tag, kind, at_us) VALUES (?1, ?2, ?3, ?4)", numbers, error);
}

gboolean
br_tag_errand_done (BrStoreTx *tx, gint64 station, gint64 tag, BrTagErrandKind kind, GError **error)
{
  const gint64 numbers[] = { station, tag, kind, 0 };

  return run (tx->db, "DELETE FROM tag_errand WHERE station = ?1 AND tag = ?2 AND kind = ?3", numbers, error);
}
