/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table tag_job, and with its moves the table tag_shown: what a tag shows is known by a job's end. */
#include "config.h"
#include "br-tag-job-store.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-tag-event-store.h"
#include "br-tag-sql.h"
#include "br-tag-store.h"

#define COLUMNS                                                                                                                                                \
  "SELECT j.id, j.tag, j.station, j.gen, j.digest, j.priority, j.state, j.proof, j.attempt, j.first_us, j.not_before_us, j.sequence, j.before, j.token,"       \
  " j.expect, j.done, j.total, j.note, j.created_us, j.state_us, j.sent_us, t.key, t.next_us, t.heard_us, t.wanted_gen, t.shown_digest, t.shown_proof"         \
  " FROM tag_job j JOIN tag t ON t.id = j.tag"

static BrTagJob *
read_row (sqlite3_stmt *row)
{
  BrTagJob *self = br_tag_job_new ();

  self->id = sqlite3_column_int64 (row, 0);
  self->tag = sqlite3_column_int64 (row, 1);
  self->station = sqlite3_column_int64 (row, 2);
  self->gen = sqlite3_column_int64 (row, 3);
  self->digest = g_strdup (br_column_text (row, 4));
  self->priority = (BrTagPriority) sqlite3_column_int (row, 5);
  self->state = (BrTagJobState) sqlite3_column_int (row, 6);
  self->proof = (BrTagProof) sqlite3_column_int (row, 7);
  self->attempt = (guint) sqlite3_column_int64 (row, 8);
  self->first_us = sqlite3_column_int64 (row, 9);
  self->not_before_us = sqlite3_column_int64 (row, 10);
  self->sequence = (guint) sqlite3_column_int64 (row, 11);
  self->before = g_strdup (br_column_text (row, 12));
  self->token = g_strdup (br_column_text (row, 13));
  self->expect = g_strdup (br_column_text (row, 14));
  self->done = (guint) sqlite3_column_int64 (row, 15);
  self->total = (guint) sqlite3_column_int64 (row, 16);
  self->note = g_strdup (br_column_text (row, 17));
  self->created_us = sqlite3_column_int64 (row, 18);
  self->state_us = sqlite3_column_int64 (row, 19);
  self->sent_us = sqlite3_column_int64 (row, 20);
  self->key = g_strdup (br_column_text (row, 21));
  self->next_us = sqlite3_column_int64 (row, 22);
  self->heard_us = sqlite3_column_int64 (row, 23);
  self->wanted_gen = sqlite3_column_int64 (row, 24);
  self->shown_digest = g_strdup (br_column_text (row, 25));
  self->shown_proof = (BrTagProof) sqlite3_column_int (row, 26);
  return self;
}

static GPtrArray *
read_rows (BrDb *db, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_job_unref);
  gboolean has_row;

  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&jobs);
      g_ptr_array_add (jobs, read_row (statement));
    }
}

/* The first of those a statement gives for one number; NULL without error = none. */
static BrTagJob *
find_one (BrDb *db, const char *sql, gint64 id, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_autoptr (GPtrArray) jobs = NULL;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  jobs = read_rows (db, statement, error);
  return jobs != NULL && jobs->len > 0 ? g_ptr_array_steal_index (jobs, 0) : NULL;
}

BrTagJob *
br_tag_job_load (BrDb *db, gint64 id, GError **error)
{
  return find_one (db, COLUMNS " WHERE j.id = ?1", id, error);
}

BrTagJob *
br_tag_job_find_active (BrDb *db, gint64 tag, GError **error)
{
  return find_one (db, COLUMNS " WHERE j.tag = ?1 AND j.state < 10", tag, error);
}

GPtrArray *
br_tag_job_list_active (BrDb *db, gint64 station, guint states, guint limit, GError **error)
{
  static const char sql[] = COLUMNS " WHERE j.station IS ?1 AND j.state < 10 AND (?2 = 0 OR (?2 >> j.state) & 1)"
                                    " ORDER BY j.priority, t.next_us = 0, t.next_us, j.id LIMIT ?3";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return NULL;
  br_tag_sql_bind_row (statement, 1, station);
  sqlite3_bind_int64 (statement, 2, states);
  sqlite3_bind_int64 (statement, 3, limit);
  return read_rows (db, statement, error);
}

GPtrArray *
br_tag_job_list_of_tag (BrDb *db, gint64 tag, guint limit, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, COLUMNS " WHERE j.tag = ?1 ORDER BY j.id DESC LIMIT ?2", error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, tag);
  sqlite3_bind_int64 (statement, 2, limit);
  return read_rows (db, statement, error);
}

gboolean
br_tag_job_count (BrDb *db, gint64 station, gint64 counts[BR_N_TAG_JOB_STATES], GError **error)
{
  static const char of_station[] = "SELECT state, count (*) FROM tag_job WHERE station = ?1 AND state < 10 GROUP BY state";
  static const char all[] = "SELECT state, count (*) FROM tag_job WHERE state < 10 GROUP BY state";
  sqlite3_stmt *statement = br_db_statement (db, station >= 0 ? of_station : all, error);
  gboolean has_row;

  for (guint i = 0; i < BR_N_TAG_JOB_STATES; i++)
    counts[i] = 0;
  if (statement == NULL)
    return FALSE;
  if (station >= 0)
    sqlite3_bind_int64 (statement, 1, station);
  while (br_db_step (db, statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      counts[sqlite3_column_int (statement, 0)] = sqlite3_column_int64 (statement, 1);
    }
  return FALSE;
}

/* What an end does to its tag: a failure is for a person to see, and what is shown takes it back. */
static gboolean
settle_tag (BrStoreTx *tx, const BrTagJob *job, const BrTagJobMove *move, GError **error)
{
  const char *digest = move->digest != NULL ? move->digest : job->digest;

  if (move->to == BR_TAG_JOB_FAILED)
    return br_tag_store_attend (tx, job->tag, BR_TAG_ATTENTION_FAILED, 0, error);
  if (move->to != BR_TAG_JOB_CONFIRMED)
    return TRUE;
  if (digest == NULL || move->proof == BR_TAG_PROOF_NONE)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "what a tag shows is known by a picture and a proof");
      return FALSE;
    }
  return br_tag_show (tx, job->tag, job->gen, digest, move->proof, error)
         && br_tag_store_attend (tx, job->tag, 0, BR_TAG_ATTENTION_FAILED | BR_TAG_ATTENTION_NEVER | BR_TAG_ATTENTION_STUCK, error);
}

/* Counted before the first byte goes out, so that a picture sent twice never has the number of another. */
static gboolean
count_picture (BrStoreTx *tx, const BrTagJob *job, GError **error)
{
  static const char sql[] = "UPDATE tag_job SET sequence = (SELECT sequence FROM tag WHERE id = ?2), sent_us = state_us WHERE id = ?1";

  return br_tag_sql_run (tx->db, "UPDATE tag SET sequence = sequence + 1 WHERE id = ?1", job->tag, 0, error)
         && br_tag_sql_run (tx->db, sql, job->id, job->tag, error);
}

static gboolean
update_job (BrStoreTx *tx, const BrTagJobMove *move, gint64 now_us, GError **error)
{
  static const char sql[] =
      "UPDATE tag_job SET state_us = CASE WHEN state = ?2 THEN state_us ELSE ?3 END, state = ?2, digest = coalesce (?4, digest),"
      " before = CASE WHEN ?2 = 1 THEN NULL ELSE coalesce (?5, before) END, token = CASE WHEN ?2 = 1 THEN NULL ELSE coalesce (?6, token) END,"
      " expect = CASE WHEN ?2 = 1 THEN NULL ELSE coalesce (?7, expect) END, proof = CASE WHEN ?8 = 0 THEN proof ELSE ?8 END,"
      " first_us = CASE WHEN ?9 AND attempt = 0 THEN ?3 ELSE first_us END, attempt = attempt + ?9, not_before_us = ?10,"
      " done = CASE WHEN ?11 = 0 AND ?12 = 0 THEN done ELSE ?11 END, total = CASE WHEN ?12 = 0 THEN total ELSE ?12 END, note = coalesce (?13, note) WHERE id = ?1";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, move->job);
  sqlite3_bind_int (statement, 2, (int) move->to);
  sqlite3_bind_int64 (statement, 3, now_us);
  br_bind_text (statement, 4, move->digest);
  br_bind_text (statement, 5, move->before);
  br_bind_text (statement, 6, move->token);
  br_bind_text (statement, 7, move->expect);
  sqlite3_bind_int (statement, 8, (int) move->proof);
  sqlite3_bind_int (statement, 9, move->counts != FALSE);
  sqlite3_bind_int64 (statement, 10, move->not_before_us);
  sqlite3_bind_int64 (statement, 11, move->done);
  sqlite3_bind_int64 (statement, 12, move->total);
  br_bind_text (statement, 13, move->note);
  return br_db_run (tx->db, statement, error);
}

/* The ordinary way, and being overtaken, is in the job's own row. */
static gboolean
note_move (BrStoreTx *tx, const BrTagJob *job, const BrTagJobMove *move, GError **error)
{
  const guint notable = BR_TAG_JOB_BIT (BR_TAG_JOB_UNKNOWN) | BR_TAG_JOB_BIT (BR_TAG_JOB_RETRY_WAIT) | BR_TAG_JOB_BIT (BR_TAG_JOB_CONFIRMED)
                        | BR_TAG_JOB_BIT (BR_TAG_JOB_EXPIRED) | BR_TAG_JOB_BIT (BR_TAG_JOB_FAILED) | BR_TAG_JOB_BIT (BR_TAG_JOB_CANCELLED);
  BrTagEvent event = { .station = job->station,
                       .tag = job->tag,
                       .job = job->id,
                       .kind = BR_TAG_EVENT_JOB,
                       .from = (int) job->state,
                       .to = (int) move->to,
                       .note = (char *) move->note };

  if (move->note == NULL && (notable & BR_TAG_JOB_BIT (move->to)) == 0)
    return TRUE;
  return br_tag_event_note (tx, &event, error);
}

/* The picture's digest goes into the wish as well: the next job for it needs no drawing. */
static gboolean
note_digest (BrStoreTx *tx, const BrTagJob *job, const char *digest, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE tag_want SET digest = ?3 WHERE tag = ?1 AND gen = ?2", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, job->tag);
  sqlite3_bind_int64 (statement, 2, job->gen);
  br_bind_text (statement, 3, digest);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_tag_job_move (BrStoreTx *tx, BrTagJobMove *move, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (BrTagJob) job = br_tag_job_load (tx->db, move->job, &failure);

  move->moved = FALSE;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (job == NULL || br_tag_job_is_final (job->state) || (move->from & BR_TAG_JOB_BIT (job->state)) == 0)
    return TRUE;
  if (!update_job (tx, move, br_clock_now_us (tx->clock), error) || !note_move (tx, job, move, error) || !settle_tag (tx, job, move, error)
      || (move->to == BR_TAG_JOB_SENDING && !count_picture (tx, job, error)) || (move->digest != NULL && !note_digest (tx, job, move->digest, error))
      || (br_tag_job_is_final (move->to) && job->wanted_gen > job->gen && !br_tag_job_ensure (tx, job->tag, -1, error)))
    return FALSE;
  br_store_tx_note_tags (tx);
  move->moved = TRUE;
  return TRUE;
}

gboolean
br_tag_job_unsure (BrStoreTx *tx, gint64 station, guint *n, GError **error)
{
  g_autoptr (GPtrArray) jobs = br_tag_job_list_active (tx->db, station, BR_TAG_JOB_BIT (BR_TAG_JOB_SENDING), G_MAXINT32, error);

  *n = 0;
  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    {
      const BrTagJob *job = g_ptr_array_index (jobs, i);
      BrTagJobMove move = {
        .job = job->id, .from = BR_TAG_JOB_BIT (BR_TAG_JOB_SENDING), .to = BR_TAG_JOB_UNKNOWN, .note = "the program ended while it was sent"
      };

      if (!br_tag_job_move (tx, &move, error))
        return FALSE;
      *n += move.moved;
    }
  return jobs != NULL;
}
