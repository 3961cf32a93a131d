/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels on their way to a printer: what comes next, and what became of it. */
#include "config.h"
#include "br-print-queue.h"

#include "br-bind.h"
#include "br-error.h"

#define BIT(state) (1u << (state))

void
br_print_label_free (BrPrintLabel *self)
{
  if (self == NULL)
    return;
  g_free (self->fields);
  g_free (self->sequences);
  g_free (self->currency);
  g_free (self->zone);
  g_free (self->printer_key);
  g_free (self->price);
  g_free (self);
}

#define COLUMNS                                                                                                                                                \
  "l.job, l.seq, l.state, l.attempt, j.template, t.kind, j.policy, j.now_us, l.copy,"                                                                          \
  " i.copies, j.total, i.fields, l.sequences, j.currency, j.zone, i.price, j.printer, j.start_cell, j.first + l.seq - 1, j.whole"
#define TABLES                                                                                                                                                 \
  " FROM print_label l JOIN print_job j ON j.id = l.job JOIN print_item i ON i.job = l.job AND i.item = l.item JOIN job_template t ON t.id = j.template"

static BrPrintLabel *
read_row (sqlite3_stmt *row)
{
  BrPrintLabel *self = g_new0 (BrPrintLabel, 1);

  self->job = sqlite3_column_int64 (row, 0);
  self->seq = sqlite3_column_int64 (row, 1);
  self->state = (BrLabelState) sqlite3_column_int (row, 2);
  self->attempt = sqlite3_column_int (row, 3);
  self->template_id = sqlite3_column_int64 (row, 4);
  self->kind = (BrLabelKind) sqlite3_column_int (row, 5);
  self->policy = (BrPrintPolicy) sqlite3_column_int (row, 6);
  self->now_us = sqlite3_column_int64 (row, 7);
  self->copy = sqlite3_column_int64 (row, 8);
  self->copies = sqlite3_column_int64 (row, 9);
  self->total = sqlite3_column_int64 (row, 10);
  self->fields = g_strdup (br_column_text (row, 11));
  self->sequences = g_strdup (br_column_text (row, 12));
  self->currency = g_strdup (br_column_text (row, 13));
  self->zone = g_strdup (br_column_text (row, 14));
  self->price = g_strdup (br_column_text (row, 15));
  self->printer_key = g_strdup (br_column_text (row, 16));
  self->start_cell = (guint) sqlite3_column_int64 (row, 17);
  self->index = sqlite3_column_int64 (row, 18);
  self->whole = sqlite3_column_int64 (row, 19);
  return self;
}

static GPtrArray *
read_rows (BrDb *db, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_label_free);
  gboolean has_row;

  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&labels);
      g_ptr_array_add (labels, read_row (statement));
    }
}

BrPrintLabel *
br_print_load_label (BrDb *db, gint64 job, gint64 seq, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT " COLUMNS TABLES " WHERE l.job = ?1 AND l.seq = ?2", error);
  g_autoptr (GPtrArray) labels = NULL;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, job);
  sqlite3_bind_int64 (statement, 2, seq);
  labels = read_rows (db, statement, error);
  return labels != NULL && labels->len > 0 ? g_ptr_array_steal_index (labels, 0) : NULL;
}

char *
br_print_load_template (BrDb *db, gint64 id, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT json FROM job_template WHERE id = ?1", error);
  char *json = NULL;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  if (!br_db_step (db, statement, &has_row, error))
    return NULL;
  if (has_row)
    json = g_strdup (br_column_text (statement, 0));
  else
    g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such template");
  sqlite3_reset (statement);
  return json;
}

/* The first job from `from` on that has a label to print; 0 = none. */
static gboolean
find_job (BrDb *db, const char *printer_key, gint64 from, gint64 after_seq, gint64 *job, GError **error)
{
  static const char sql[] = "SELECT j.id FROM print_job j WHERE j.printer = ?1 AND j.open = 1 AND j.id >= ?2 AND j.paused = 0"
                            " AND EXISTS (SELECT 1 FROM print_label WHERE job = j.id AND state = 1 AND (j.id > ?2 OR seq > ?3))"
                            " AND NOT EXISTS (SELECT 1 FROM print_label WHERE job = j.id AND state IN (6, 9)) ORDER BY j.id LIMIT 1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  *job = 0;
  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, printer_key);
  sqlite3_bind_int64 (statement, 2, from);
  sqlite3_bind_int64 (statement, 3, after_seq);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *job = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

GPtrArray *
br_print_next (BrDb *db, const char *printer_key, gint64 after_job, gint64 after_seq, guint limit, GError **error)
{
  static const char sql[] = "SELECT " COLUMNS TABLES " WHERE l.job = ?1 AND l.state = 1 AND l.seq > ?2 ORDER BY l.seq LIMIT ?3";
  sqlite3_stmt *statement;
  gint64 job;

  if (!find_job (db, printer_key, after_job, after_seq, &job, error))
    return NULL;
  if (job == 0)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_label_free);
  statement = br_db_statement (db, sql, error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, job);
  sqlite3_bind_int64 (statement, 2, job == after_job ? after_seq : 0);
  sqlite3_bind_int64 (statement, 3, limit);
  return read_rows (db, statement, error);
}

gboolean
br_print_check_goes_on (BrDb *db, const char *printer_key, gint64 job, GError **error)
{
  static const char sql[] = "SELECT 1 FROM print_job WHERE id = ?1 AND printer = ?2 AND paused = 0"
                            " AND NOT EXISTS (SELECT 1 FROM print_label WHERE job = ?1 AND state IN (6, 9))";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  br_bind_text (statement, 2, printer_key);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  sqlite3_reset (statement);
  if (!has_row)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_CONFLICT, "its order waits");
  return has_row;
}

gboolean
br_print_is_whole (BrDb *db, gint64 job, gboolean *whole, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT taken >= total OR torn <> 0 FROM print_job WHERE id = ?1", error);
  gboolean has_row;

  *whole = FALSE;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *whole = sqlite3_column_int (statement, 0) != 0;
  sqlite3_reset (statement);
  return TRUE;
}

GPtrArray *
br_print_in_flight (BrDb *db, const char *printer_key, GError **error)
{
  static const char sql[] = "SELECT " COLUMNS TABLES " WHERE j.printer = ?1 AND j.open = 1 AND l.state IN (3, 4) ORDER BY l.job, l.seq";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return NULL;
  br_bind_text (statement, 1, printer_key);
  return read_rows (db, statement, error);
}

gboolean
br_print_note (BrStoreTx *tx, const char *printer_key, gint64 job, gint64 seq, const char *note, GError **error)
{
  static const char sql[] = "INSERT INTO print_event (at_us, printer, job, seq, note) VALUES (?1, ?2, NULLIF (?3, 0), NULLIF (?4, 0), ?5)";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, br_clock_now_us (tx->clock));
  br_bind_text (statement, 2, printer_key);
  sqlite3_bind_int64 (statement, 3, job);
  sqlite3_bind_int64 (statement, 4, seq);
  br_bind_text (statement, 5, note);
  br_store_tx_note_printing (tx);
  return br_db_run (tx->db, statement, error);
}

/* The state a label is in; 0 = there is no such label, or it was sent again since it was looked at. */
static gboolean
read_state (BrDb *db, const BrPrintMove *move, guint *state, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT state FROM print_label WHERE job = ?1 AND seq = ?2 AND ?3 IN (0, attempt)", error);
  gboolean has_row;

  *state = 0;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, move->job);
  sqlite3_bind_int64 (statement, 2, move->seq);
  sqlite3_bind_int (statement, 3, move->attempt);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *state = (guint) sqlite3_column_int (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
update_label (BrStoreTx *tx, const BrPrintMove *move, gint64 now_us, GError **error)
{
  static const char sql[] = "UPDATE print_label SET state = ?3, proof = ?4, note = ?5,"
                            " attempt = attempt + (?3 = 3), session = CASE WHEN ?3 = 3 THEN ?6 ELSE session END,"
                            " sent_us = CASE WHEN ?3 IN (3, 4) THEN ?7 ELSE sent_us END,"
                            " done_us = CASE WHEN ?3 IN (5, 7, 8) THEN ?7 ELSE 0 END WHERE job = ?1 AND seq = ?2";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, move->job);
  sqlite3_bind_int64 (statement, 2, move->seq);
  sqlite3_bind_int (statement, 3, (int) move->to);
  sqlite3_bind_int (statement, 4, (int) move->proof);
  br_bind_text (statement, 5, move->note);
  sqlite3_bind_int64 (statement, 6, move->session);
  sqlite3_bind_int64 (statement, 7, now_us);
  return br_db_run (tx->db, statement, error);
}

/* An event for a move a person may ask about: everything but QUEUED -> ARMED -> SENT -> PRINTED. */
static gboolean
note_move (BrStoreTx *tx, const BrPrintMove *move, guint from, gint64 now_us, GError **error)
{
  static const char sql[] = "INSERT INTO print_event (at_us, printer, job, seq, from_state, to_state, note)"
                            " SELECT ?1, printer, ?2, ?3, ?4, ?5, ?6 FROM print_job WHERE id = ?2";
  const guint plain = BIT (BR_LABEL_ARMED) | BIT (BR_LABEL_SENT) | BIT (BR_LABEL_PRINTED);
  sqlite3_stmt *statement;

  if ((plain & BIT (move->to)) != 0 && from <= BR_LABEL_SENT)
    return TRUE;
  statement = br_db_statement (tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, now_us);
  sqlite3_bind_int64 (statement, 2, move->job);
  sqlite3_bind_int64 (statement, 3, move->seq);
  sqlite3_bind_int64 (statement, 4, from);
  sqlite3_bind_int (statement, 5, (int) move->to);
  br_bind_text (statement, 6, move->note);
  return br_db_run (tx->db, statement, error);
}

/* A label of a shelf came out: that is what hangs there from now on. Other kinds and labels of no goods or without a price select no row. What a person
 * says came out did so when it was sent: a newer label may hang there by now. Only there are two times compared: a clock that was set back must not keep
 * what comes out now from being noted. */
static gboolean
note_shelf (BrStoreTx *tx, const BrPrintMove *move, gint64 now_us, GError **error)
{
  static const char sql[] =
      "INSERT INTO shelf_label (store, sku, kind, price_minor, regular_minor, title, code, template_key, printed_us, job, seq)"
      " SELECT coalesce (j.store, zeroblob (16)), i.sku, t.kind, i.price_minor, i.regular_minor, i.title, i.code, t.key, CASE WHEN ?4 = 5 THEN l.sent_us ELSE ?3 END, l.job, l.seq" TABLES
      " WHERE l.job = ?1 AND l.seq = ?2 AND i.sku IS NOT NULL AND i.price_minor IS NOT NULL AND t.kind IN (1, 3, 4)"
      " ON CONFLICT (store, sku) DO UPDATE SET kind = excluded.kind, price_minor = excluded.price_minor, regular_minor = excluded.regular_minor,"
      " title = excluded.title, code = excluded.code, template_key = excluded.template_key, printed_us = excluded.printed_us, job = excluded.job, seq = excluded.seq, gone = 0"
      " WHERE ?4 <> 5 OR excluded.printed_us >= shelf_label.printed_us";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, move->job);
  sqlite3_bind_int64 (statement, 2, move->seq);
  sqlite3_bind_int64 (statement, 3, now_us);
  sqlite3_bind_int (statement, 4, (int) move->proof);
  return br_db_run (tx->db, statement, error);
}

/* A job is open as long as a label of it may still move. */
static gboolean
settle_job (BrStoreTx *tx, const BrPrintMove *move, GError **error)
{
  static const char reopen[] = "UPDATE print_job SET open = 1 WHERE id = ?1 AND open = 0";
  static const char settle[] =
      "UPDATE print_job SET open = 0 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM print_label WHERE job = ?1 AND state IN (1, 2, 3, 4, 6, 9))";
  gboolean ends = move->to == BR_LABEL_PRINTED || move->to == BR_LABEL_FAILED || move->to == BR_LABEL_CANCELLED;
  sqlite3_stmt *statement = br_db_statement (tx->db, ends ? settle : reopen, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, move->job);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_print_move (BrStoreTx *tx, BrPrintMove *move, GError **error)
{
  gint64 now_us = br_clock_now_us (tx->clock);
  guint from;

  move->moved = FALSE;
  if (!read_state (tx->db, move, &from, error))
    return FALSE;
  if (from == 0 || (move->from & BIT (from)) == 0)
    return TRUE;
  if (!update_label (tx, move, now_us, error) || !note_move (tx, move, from, now_us, error)
      || (move->to == BR_LABEL_PRINTED && !note_shelf (tx, move, now_us, error)) || !settle_job (tx, move, error))
    return FALSE;
  br_store_tx_note_printing (tx);
  move->moved = TRUE;
  return TRUE;
}

gboolean
br_print_has_held (BrDb *db, const char *printer_key, gboolean *held, GError **error)
{
  static const char sql[] = "SELECT EXISTS (SELECT 1 FROM print_job j JOIN print_label l ON l.job = j.id WHERE j.printer = ?1 AND j.open = 1 AND l.state = 9)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, printer_key);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  *held = sqlite3_column_int (statement, 0) != 0;
  sqlite3_reset (statement);
  return TRUE;
}

/* The labels of a printer in state HELD, moved one by one: there are few, since the first one stops its job. */
gboolean
br_print_release_held (BrStoreTx *tx, const char *printer_key, GError **error)
{
  static const char sql[] =
      "SELECT l.job, l.seq FROM print_job j JOIN print_label l ON l.job = j.id WHERE j.printer = ?1 AND j.open = 1 AND l.state = 9 LIMIT 1";
  gboolean has_row = TRUE;

  while (has_row)
    {
      BrPrintMove move = { .from = BIT (BR_LABEL_HELD), .to = BR_LABEL_QUEUED };
      sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

      if (statement == NULL)
        return FALSE;
      br_bind_text (statement, 1, printer_key);
      if (!br_db_step (tx->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      move.job = sqlite3_column_int64 (statement, 0);
      move.seq = sqlite3_column_int64 (statement, 1);
      sqlite3_reset (statement);
      if (!br_print_move (tx, &move, error))
        return FALSE;
    }
  return TRUE;
}
