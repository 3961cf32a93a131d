/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An order that goes is marked first (open = -1): from then on no list shows it and its events may be removed. Its labels go, then its
 * items, its events and itself; each statement removes only as many rows as the step has left.
 */
#include "config.h"
#include "br-print-history.h"

#define STEP_ROWS 1000

static gboolean
read_int (BrDb *db, sqlite3_stmt *statement, gint64 *value, GError **error)
{
  gboolean has_row;

  *value = 0;
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *value = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
count_labels (BrDb *db, gint64 *n, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT sum (total) FROM print_job WHERE open <= 0", error);

  return statement != NULL && read_int (db, statement, n, error);
}

gboolean
br_print_history_find (BrDb *db, const BrPrintKeep *keep, gint64 *last, GError **error)
{
  static const char sql[] = "SELECT id, at_us, total FROM print_job WHERE open <= 0 ORDER BY id";
  gint64 newer;
  sqlite3_stmt *statement;
  gboolean has_row = TRUE;

  *last = 0;
  statement = count_labels (db, &newer, error) ? br_db_statement (db, sql, error) : NULL;
  if (statement == NULL)
    return FALSE;
  while (br_db_step (db, statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      newer -= sqlite3_column_int64 (statement, 2);
      if (newer < keep->most && (newer < keep->least || sqlite3_column_int64 (statement, 1) >= keep->before_us))
        {
          sqlite3_reset (statement);
          return TRUE;
        }
      *last = sqlite3_column_int64 (statement, 0);
    }
  return FALSE;
}

/* Runs a statement with the order as ?1 and, where it has one, the number of rows it may remove as ?2. */
static gboolean
run (BrStoreTx *tx, const char *sql, gint64 job, gint64 *left, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  if (sqlite3_bind_parameter_count (statement) > 1)
    sqlite3_bind_int64 (statement, 2, *left);
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  *left -= sqlite3_changes (br_db_handle (tx->db));
  return TRUE;
}

/* Takes out as much of an order as the step has left. *left = 0: there may be more of it. */
static gboolean
remove_job (BrStoreTx *tx, gint64 job, gint64 *left, GError **error)
{
  static const char *const parts[] = {
    "DELETE FROM print_label WHERE job = ?1 AND seq IN (SELECT seq FROM print_label WHERE job = ?1 ORDER BY seq LIMIT ?2)",
    "DELETE FROM print_item WHERE job = ?1 AND item IN (SELECT item FROM print_item WHERE job = ?1 ORDER BY item LIMIT ?2)",
    "DELETE FROM print_event WHERE id IN (SELECT id FROM print_event WHERE job = ?1 ORDER BY seq LIMIT ?2)",
  };

  if (!run (tx, "UPDATE print_job SET open = -1 WHERE id = ?1", job, left, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (parts) && *left > 0; i++)
    if (!run (tx, parts[i], job, left, error))
      return FALSE;
  return *left <= 0 || run (tx, "DELETE FROM print_job WHERE id = ?1", job, left, error);
}

static gboolean
find_oldest (BrStoreTx *tx, gint64 last, gint64 *job, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "SELECT id FROM print_job WHERE open <= 0 AND id <= ?1 ORDER BY id LIMIT 1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, last);
  return read_int (tx->db, statement, job, error);
}

/* Templates as they were, that no order has any more. */
static gboolean
remove_templates (BrStoreTx *tx, GError **error)
{
  static const char sql[] = "DELETE FROM job_template WHERE NOT EXISTS (SELECT 1 FROM print_job WHERE template = job_template.id)";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

gboolean
br_print_history_prune (BrStoreTx *tx, gint64 last, gboolean *more, GError **error)
{
  gint64 left = STEP_ROWS, job = 0;

  do
    if (!find_oldest (tx, last, &job, error) || (job != 0 && !remove_job (tx, job, &left, error)))
      return FALSE;
  while (job != 0 && left > 0);
  *more = job != 0;
  if (*more)
    return TRUE;
  br_store_tx_note_printing (tx); /* once, at the end: the lists are not read again for each step */
  return remove_templates (tx, error);
}
