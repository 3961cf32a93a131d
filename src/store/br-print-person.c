/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of jobs and labels, and a person's orders about them. */
#include "config.h"
#include "br-print-person.h"

#include "br-bind.h"
#include "br-error.h"

#define BIT(state) (1u << (state))

static BrPrintJobView *
read_job (sqlite3_stmt *row)
{
  static const BrLabelState rest[] = { BR_LABEL_QUEUED, BR_LABEL_FAILED, BR_LABEL_CANCELLED };
  BrPrintJobView *self = br_print_job_view_new ();
  int torn = sqlite3_column_int (row, 10);

  self->id = sqlite3_column_int64 (row, 0);
  self->at_us = sqlite3_column_int64 (row, 1);
  self->person = g_strdup (br_column_text (row, 2));
  self->source = (BrPrintSource) sqlite3_column_int (row, 3);
  self->title = g_strdup (br_column_text (row, 4));
  self->template_name = g_strdup (br_column_text (row, 5));
  self->template_key = g_strdup (br_column_text (row, 6));
  self->printer_key = g_strdup (br_column_text (row, 7));
  self->total = sqlite3_column_int64 (row, 8);
  self->paused = sqlite3_column_int (row, 9) != 0;
  self->n_items = sqlite3_column_int64 (row, 12);
  /* Of an order that ended before it was all written the rest never was; of one being written it is on its way. */
  self->missing = torn != 1 ? 0 : self->total - sqlite3_column_int64 (row, 11);
  self->n[rest[CLAMP (torn, 0, 2)]] = self->total - sqlite3_column_int64 (row, 11);
  return self;
}

static gboolean
count_states (BrDb *db, BrPrintJobView *job, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT state, count (*) FROM print_label WHERE job = ?1 GROUP BY state", error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job->id);
  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      job->n[sqlite3_column_int (statement, 0)] += sqlite3_column_int64 (statement, 1); /* CHECK: 1..9 */
    }
}

#define JOB_COLUMNS "SELECT j.id, j.at_us, j.person, j.source, j.title, t.name, t.key, j.printer, j.total, j.paused, j.torn, j.taken, j.items FROM print_job j "
#define JOB_TEMPLATE " JOIN job_template t ON t.id = j.template WHERE "
#define JOB_PAGE " AND (?1 = 0 OR j.id < ?1) ORDER BY j.id DESC LIMIT ?2"
#define LIKE(column) column " LIKE ?3 ESCAPE '\\'"
#define JOB_FOUND                                                                                                                                              \
  " AND (" LIKE ("j.title") " OR " LIKE ("t.name") " OR " LIKE ("j.person") " OR instr (?4, char (10) || t.key || char (10)) > 0"                              \
                                                                            " OR (j.at_us >= ?5 AND j.at_us < ?6)"                                             \
                                                                            " OR EXISTS (SELECT 1 FROM print_item i WHERE i.job = j.id AND (" LIKE (           \
                                                                                "i.title") " OR " LIKE ("i.code") ")))"

static sqlite3_stmt *
prepare_jobs (BrDb *db, const BrPrintJobQuery *query, GError **error)
{
  static const char *const texts[][2] = {
    [BR_PRINT_JOBS_ALL] = { JOB_COLUMNS JOB_TEMPLATE "j.open >= 0" JOB_PAGE, JOB_COLUMNS JOB_TEMPLATE "j.open >= 0" JOB_FOUND JOB_PAGE },
    /* Without the hint the whole history is gone through for the few that are open. */
    [BR_PRINT_JOBS_OPEN] = { JOB_COLUMNS "INDEXED BY print_job_open" JOB_TEMPLATE "j.open = 1" JOB_PAGE,
                             JOB_COLUMNS "INDEXED BY print_job_open" JOB_TEMPLATE "j.open = 1" JOB_FOUND JOB_PAGE },
    [BR_PRINT_JOBS_DONE] = { JOB_COLUMNS JOB_TEMPLATE "j.open = 0" JOB_PAGE, JOB_COLUMNS JOB_TEMPLATE "j.open = 0" JOB_FOUND JOB_PAGE },
  };
  static const char one[] = JOB_COLUMNS JOB_TEMPLATE "j.open >= 0 AND j.id = ?1";
  gboolean found = query->text[0] != '\0';
  g_autofree char *pattern = br_like_pattern (query->text);
  sqlite3_stmt *statement = br_db_statement (db, query->job != 0 ? one : texts[query->which][found], error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, query->job != 0 ? query->job : query->before);
  if (query->job != 0)
    return statement;
  sqlite3_bind_int64 (statement, 2, query->limit);
  if (!found)
    return statement;
  sqlite3_bind_text (statement, 3, pattern, -1, SQLITE_TRANSIENT);
  br_bind_text (statement, 4, query->templates);
  sqlite3_bind_int64 (statement, 5, query->from_us);
  sqlite3_bind_int64 (statement, 6, query->to_us);
  return statement;
}

GPtrArray *
br_print_jobs (BrDb *db, const BrPrintJobQuery *query, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_job_view_unref);
  sqlite3_stmt *statement = prepare_jobs (db, query, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (has_row)
        g_ptr_array_add (jobs, read_job (statement));
    }
  for (guint i = 0; i < jobs->len; i++)
    if (!count_states (db, jobs->pdata[i], error))
      return NULL;
  return g_steal_pointer (&jobs);
}

#define LABEL_COLUMNS "l.job, l.seq, l.state, l.proof, l.attempt, l.sent_us, l.done_us, i.title, i.code, i.price, i.sku, l.note, l.copy, i.copies"
#define LABEL_TABLES " FROM print_label l JOIN print_item i ON i.job = l.job AND i.item = l.item"

static BrPrintLabelView *
read_label (sqlite3_stmt *row)
{
  BrPrintLabelView *self = br_print_label_view_new ();

  self->job = sqlite3_column_int64 (row, 0);
  self->seq = sqlite3_column_int64 (row, 1);
  self->state = (BrLabelState) sqlite3_column_int (row, 2);
  self->proof = (BrPrintProof) sqlite3_column_int (row, 3);
  self->attempt = sqlite3_column_int (row, 4);
  self->sent_us = sqlite3_column_int64 (row, 5);
  self->done_us = sqlite3_column_int64 (row, 6);
  self->title = g_strdup (br_column_text (row, 7));
  self->code = g_strdup (br_column_text (row, 8));
  self->price = g_strdup (br_column_text (row, 9));
  self->sku = br_column_id (row, 10);
  self->note = g_strdup (br_column_text (row, 11));
  self->copy = sqlite3_column_int64 (row, 12);
  self->copies = sqlite3_column_int64 (row, 13);
  return self;
}

static GPtrArray *
read_labels (BrDb *db, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify) br_print_label_view_unref);
  gboolean has_row;

  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&labels);
      g_ptr_array_add (labels, read_label (statement));
    }
}

GPtrArray *
br_print_labels (BrDb *db, gint64 job, BrLabelState state, gint64 after_seq, guint limit, GError **error)
{
  static const char all[] = "SELECT " LABEL_COLUMNS LABEL_TABLES " WHERE l.job = ?1 AND l.seq > ?2 ORDER BY l.seq LIMIT ?3";
  static const char some[] = "SELECT " LABEL_COLUMNS LABEL_TABLES " WHERE l.job = ?1 AND l.seq > ?2 AND l.state = ?4 ORDER BY l.seq LIMIT ?3";
  sqlite3_stmt *statement = br_db_statement (db, state == 0 ? all : some, error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, job);
  sqlite3_bind_int64 (statement, 2, after_seq);
  sqlite3_bind_int64 (statement, 3, limit);
  if (state != 0)
    sqlite3_bind_int (statement, 4, (int) state);
  return read_labels (db, statement, error);
}

BrIdList *
br_print_label_seqs (BrDb *db, gint64 job, BrLabelState state, GError **error)
{
  static const char all[] = "SELECT seq FROM print_label WHERE job = ?1 ORDER BY seq";
  static const char some[] = "SELECT seq FROM print_label WHERE job = ?1 AND state = ?2 ORDER BY seq";
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (guint32));
  sqlite3_stmt *statement = br_db_statement (db, state == 0 ? all : some, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, job);
  if (state != 0)
    sqlite3_bind_int (statement, 2, (int) state);
  while (has_row)
    {
      guint32 seq;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      seq = has_row ? (guint32) sqlite3_column_int64 (statement, 0) : 0; /* at most BR_PRINT_JOB_MAX */
      if (has_row)
        g_array_append_val (seqs, seq);
    }
  return br_id_list_new_take ((guint32 *) g_array_steal (seqs, NULL), seqs->len);
}

GPtrArray *
br_print_uncertain (BrDb *db, const char *printer_key, GError **error)
{
  static const char sql[] = "SELECT " LABEL_COLUMNS LABEL_TABLES " JOIN print_job j ON j.id = l.job"
                            " WHERE j.printer = ?1 AND j.open = 1 AND l.state = 6 ORDER BY l.session, l.sent_us, l.job, l.seq";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return NULL;
  br_bind_text (statement, 1, printer_key);
  return read_labels (db, statement, error);
}

gboolean
br_print_count (BrDb *db, const char *printer_key, BrPrintCounts *counts, GError **error)
{
  static const char sql[] = "SELECT j.id, j.total, j.paused, count (*) FILTER (WHERE l.state = 1), count (*) FILTER (WHERE l.state IN (5, 7, 8)),"
                            " count (*) FILTER (WHERE l.state IN (3, 4)), count (*) FILTER (WHERE l.state = 6), count (*) FILTER (WHERE l.state = 9)"
                            " FROM print_job j JOIN print_label l ON l.job = j.id WHERE j.printer = ?1 AND j.open = 1 GROUP BY j.id ORDER BY j.id";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row = TRUE;

  *counts = (BrPrintCounts) { 0 };
  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, printer_key);
  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (counts->job == 0)
        *counts = (BrPrintCounts) { .job = sqlite3_column_int64 (statement, 0),
                                    .total = sqlite3_column_int64 (statement, 1),
                                    .done = sqlite3_column_int64 (statement, 4),
                                    .sent = sqlite3_column_int64 (statement, 5) };
      counts->waiting += sqlite3_column_int (statement, 2) != 0 ? 0 : sqlite3_column_int64 (statement, 3);
      counts->uncertain += sqlite3_column_int64 (statement, 6);
      counts->held += sqlite3_column_int64 (statement, 7);
    }
}

/* Moves all labels of a job that are in one of the states `from`, one by one; their number is bounded by BR_PRINT_JOB_MAX. */
static gboolean
move_all (BrStoreTx *tx, gint64 job, const char *sql, BrLabelState to, gint64 *n, GError **error)
{
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  while (has_row)
    {
      gint64 seq;

      if (!br_db_step (tx->db, statement, &has_row, error))
        return FALSE;
      seq = has_row ? sqlite3_column_int64 (statement, 0) : 0;
      if (has_row)
        g_array_append_val (seqs, seq);
    }
  for (guint i = 0; i < seqs->len; i++)
    {
      BrPrintMove move = { .job = job, .seq = g_array_index (seqs, gint64, i), .from = ~0u, .to = to };

      if (!br_print_move (tx, &move, error))
        return FALSE;
    }
  *n = seqs->len;
  return TRUE;
}

/* Of an order that is still being written no more is written. */
static gboolean
end_writing (BrStoreTx *tx, gint64 job, gint64 *n, GError **error)
{
  static const char sql[] = "UPDATE print_job SET torn = 2 WHERE id = ?1 AND taken < total AND torn = 0 RETURNING total - taken";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
  gboolean has_row;

  *n = 0;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  if (!br_db_step (tx->db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *n = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  br_store_tx_note_printing (tx);
  return TRUE;
}

gboolean
br_print_cancel (BrStoreTx *tx, gint64 job, gint64 *n, GError **error)
{
  gint64 unwritten;

  if (!end_writing (tx, job, &unwritten, error)
      || !move_all (tx, job, "SELECT seq FROM print_label WHERE job = ?1 AND state IN (1, 6, 9) ORDER BY seq", BR_LABEL_CANCELLED, n, error))
    return FALSE;
  *n += unwritten;
  return TRUE;
}

gboolean
br_print_pause (BrStoreTx *tx, gint64 job, gboolean paused, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE print_job SET paused = ?2 WHERE id = ?1", error);
  gint64 released;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  sqlite3_bind_int (statement, 2, paused ? 1 : 0);
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  if (sqlite3_changes (br_db_handle (tx->db)) == 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such print job");
      return FALSE;
    }
  br_store_tx_note_printing (tx);
  return paused || move_all (tx, job, "SELECT seq FROM print_label WHERE job = ?1 AND state = 9 ORDER BY seq", BR_LABEL_QUEUED, &released, error);
}

/* An order can go on only with a printer: its own may have been forgotten since. */
static gboolean
check_printer_of (BrDb *db, gint64 job, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT printer FROM print_job WHERE id = ?1", error);
  g_autofree char *key = NULL;
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  key = g_strdup (has_row ? br_column_text (statement, 0) : "");
  sqlite3_reset (statement);
  return br_print_check_printer (db, key, error);
}

/* Labels that the printer was told to print are still its own. */
static gboolean
check_is_outside (BrDb *db, gint64 job, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT 1 FROM print_label WHERE job = ?1 AND state IN (3, 4)", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  sqlite3_reset (statement);
  if (has_row)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, "labels of it are being printed");
  return !has_row;
}

gboolean
br_print_give (BrStoreTx *tx, gint64 job, const char *printer_key, GError **error)
{
  sqlite3_stmt *statement;
  gint64 released;

  if (!br_print_check_printer (tx->db, printer_key, error) || !check_is_outside (tx->db, job, error))
    return FALSE;
  statement = br_db_statement (tx->db, "UPDATE print_job SET printer = ?2 WHERE id = ?1", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job);
  br_bind_text (statement, 2, printer_key);
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  if (sqlite3_changes (br_db_handle (tx->db)) == 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such print job");
      return FALSE;
    }
  /* The other one may have the paper they were held for. */
  return move_all (tx, job, "SELECT seq FROM print_label WHERE job = ?1 AND state = 9 ORDER BY seq", BR_LABEL_QUEUED, &released, error)
         && br_print_note (tx, printer_key, job, 0, "given to this printer", error);
}

gboolean
br_print_retry_failed (BrStoreTx *tx, gint64 job, gint64 *n, GError **error)
{
  return check_printer_of (tx->db, job, error)
         && move_all (tx, job, "SELECT seq FROM print_label WHERE job = ?1 AND state = 7 ORDER BY seq", BR_LABEL_QUEUED, n, error);
}

gboolean
br_print_resolve (BrStoreTx *tx, const GPtrArray *labels, gsize n_held, GError **error)
{
  for (gsize i = 0; i < labels->len; i++)
    {
      const BrPrintLabelView *label = labels->pdata[i];
      BrPrintMove move = { .job = label->job, .seq = label->seq, .from = BIT (BR_LABEL_UNCERTAIN), .attempt = label->attempt };

      move.to = i < n_held ? BR_LABEL_PRINTED : BR_LABEL_QUEUED;
      move.proof = i < n_held ? BR_PROOF_PERSON : BR_PROOF_NONE;
      if (!br_print_move (tx, &move, error))
        return FALSE;
    }
  return TRUE;
}

/* Runs one of the two statements of a reprint. */
static gboolean
copy_rows (BrStoreTx *tx, const char *sql, const gint64 numbers[4], GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  for (int i = 0; i < 4; i++)
    sqlite3_bind_int64 (statement, i + 1, numbers[i]);
  return br_db_run (tx->db, statement, error);
}

/* The job of a reprint: total = how many labels there are in the range. */
static gboolean
copy_job (BrStoreTx *tx, gint64 numbers[4], const char *person, GError **error)
{
  static const char sql[] =
      "INSERT INTO print_job (at_us, now_us, source, person, printer, template, policy, title, currency, zone, store, first, whole, total, taken, items)"
      " SELECT ?5, now_us, 5, ?4, printer, template, policy,"
      " (SELECT i.title FROM print_label l JOIN print_item i ON i.job = l.job AND i.item = l.item WHERE l.job = ?1 AND l.seq >= ?2 ORDER BY l.seq LIMIT 1),"
      " currency, zone, store, first + ?2 - 1, whole, n.n, n.n, n.items FROM print_job,"
      " (SELECT count (*) AS n, count (DISTINCT item) AS items FROM print_label WHERE job = ?1 AND seq BETWEEN ?2 AND ?3) n"
      " WHERE id = ?1 AND n.n > 0";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  for (int i = 0; i < 3; i++)
    sqlite3_bind_int64 (statement, i + 1, numbers[i]);
  br_bind_text (statement, 4, person);
  sqlite3_bind_int64 (statement, 5, br_clock_now_us (tx->clock));
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  if (sqlite3_changes (br_db_handle (tx->db)) == 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there are no such labels");
      return FALSE;
    }
  numbers[3] = sqlite3_last_insert_rowid (br_db_handle (tx->db));
  return TRUE;
}

gboolean
br_print_reprint (BrStoreTx *tx, gint64 job, gint64 from, gint64 to, const char *person, gint64 *new_job, GError **error)
{
  static const char items[] = "INSERT INTO print_item (job, item, sku, copies, title, code, price, price_minor, regular_minor, fields)"
                              " SELECT ?4, item, sku, copies, title, code, price, price_minor, regular_minor, fields FROM print_item WHERE job = ?1"
                              " AND item IN (SELECT item FROM print_label WHERE job = ?1 AND seq BETWEEN ?2 AND ?3)";
  static const char labels[] = "INSERT INTO print_label (job, seq, item, copy, state, sequences)"
                               " SELECT ?4, row_number () OVER (ORDER BY seq), item, copy, 1, sequences FROM print_label"
                               " WHERE job = ?1 AND seq BETWEEN ?2 AND ?3";
  gint64 numbers[] = { job, from, to, 0 };

  if (!check_printer_of (tx->db, job, error) || !copy_job (tx, numbers, person, error) || !copy_rows (tx, items, numbers, error)
      || !copy_rows (tx, labels, numbers, error))
    return FALSE;
  *new_job = numbers[3];
  br_store_tx_note_printing (tx);
  return br_print_note (tx, NULL, job, from == to ? from : 0, "printed again", error);
}

gboolean
br_print_mark_shelf (BrStoreTx *tx, const BrId *store, const BrId *skus, gsize n, BrShelfMark mark, GError **error)
{
  br_store_tx_note_printing (tx);
  for (gsize i = 0; i < n; i++)
    {
      sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE shelf_label SET gone = ?3 WHERE store = ?1 AND sku = ?2", error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_blob (statement, 1, store->bytes, sizeof store->bytes, SQLITE_STATIC);
      br_bind_id (statement, 2, &skus[i]);
      sqlite3_bind_int (statement, 3, (int) mark);
      if (!br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}
