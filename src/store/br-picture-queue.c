/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "br-picture-queue.h"

#include "br-bind.h"

gboolean
br_picture_queue_add (BrStoreTx *tx, const char *names, GError **error)
{
  static const char sql[] = "INSERT INTO picture (hash) VALUES (?1) ON CONFLICT (hash) DO UPDATE SET tries = 0, due_us = 0 WHERE settled = 0";
  g_auto (GStrv) lines = br_lines_split (names);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

      if (statement == NULL)
        return FALSE;
      br_bind_text (statement, 1, lines[i]);
      if (!br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}

GArray *
br_picture_queue_list (BrDb *db, gint64 now_us, guint limit, GError **error)
{
  static const char sql[] = "SELECT id, hash, tries FROM picture WHERE settled = 0 AND due_us <= ?1 ORDER BY tries, id DESC LIMIT ?2";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_autoptr (GArray) tasks = g_array_new (FALSE, TRUE, sizeof (BrPictureTask));
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, now_us);
  sqlite3_bind_int64 (statement, 2, limit);
  while (has_row)
    {
      BrPictureTask task = { 0 };

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      task.id = sqlite3_column_int64 (statement, 0);
      g_strlcpy (task.name, br_column_text (statement, 1), sizeof task.name);
      task.n_tries = (guint) sqlite3_column_int64 (statement, 2);
      g_array_append_val (tasks, task);
    }
  return g_steal_pointer (&tasks);
}

gboolean
br_picture_queue_finish (BrStoreTx *tx, const GArray *results, GError **error)
{
  static const char sql[] = "UPDATE picture SET settled = ?2, tries = tries + 1 - ?2, due_us = ?3 WHERE id = ?1";

  for (guint i = 0; i < results->len; i++)
    {
      const BrPictureResult *result = &g_array_index (results, BrPictureResult, i);
      sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, result->id);
      sqlite3_bind_int64 (statement, 2, result->settled ? 1 : 0);
      sqlite3_bind_int64 (statement, 3, result->due_us);
      if (!br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}
