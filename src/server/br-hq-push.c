/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The push algorithm of SYNC.md 3.5. durable equals acked: this HQ commits with a full sync and knows no backups yet. */
#include "config.h"

#include "br-hq-push.h"

#include <string.h>

#include "br-error.h"
#include "br-hq-feed.h"

/** Batch: one transaction's share of a push. */
typedef struct
{
  const BrHqDevice *device;
  const BrPush *push;
  guint start;       /* index of the first operation */
  guint end;         /* one behind the last */
  gint64 last_seq;    /* of the device, after the batch */
  gboolean gap;         /* an operation is missing before the next one */
  const char *fork;        /* why the push is a fork, static, or NULL */
  BrPushAnswer *answer;      /* gets results when the batch has been committed */
  BrPushAnswer batch;       /* what this batch adds; reset when the transaction starts again */
} Batch;

static gboolean
load_last_seq (BrHqTx *tx, Batch *self, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "SELECT inc, last_seq FROM pc WHERE pc_id = $1");
  gboolean found = FALSE;

  br_sql_bind_id (&query, &self->device->pc);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  if (!found || br_sql_int (&query, 0) != self->push->inc)
    self->fork = "the device has been enrolled again";
  self->last_seq = br_sql_int (&query, 1);
  br_sql_end (&query);
  if (self->fork == NULL && self->push->head < self->last_seq)
    self->fork = "the device knows fewer of its changes than HQ";
  return TRUE;
}

static void
copy_answer (const BrPushAnswer *from, BrPushAnswer *to)
{
  GHashTableIter iter;
  gpointer feed, head;

  for (guint i = 0; i < from->results->len; i++)
    {
      const BrOpResult *result = g_ptr_array_index (from->results, i);
      BrOpResult *copy = br_push_answer_add_result (to, result->seq, result->status);

      for (guint j = 0; result->refusals != NULL && j < result->refusals->len; j++)
        {
          const BrPatchRefusal *refusal = g_ptr_array_index (result->refusals, j);

          br_op_result_add_refusal (copy, refusal->patch, refusal->code, refusal->text, refusal->current);
        }
    }
  g_hash_table_iter_init (&iter, from->applied);
  while (g_hash_table_iter_next (&iter, &feed, &head))
    {
      const gint64 *known = g_hash_table_lookup (to->applied, feed);

      if (known == NULL || *known < *(gint64 *) head)
        br_push_answer_set_applied (to, feed, *(gint64 *) head);
    }
}

/* An operation HQ has already: its stored result again, or a fork when another one stands under its number. */
static gboolean
acknowledge_again (BrHqTx *tx, Batch *self, const BrOp *op, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "SELECT op_id, result FROM op_log WHERE pc_id = $1 AND inc = $2 AND seq = $3");
  g_autoptr (GBytes) stored = NULL;
  BrPushAnswer answer;
  gboolean found = FALSE;
  gsize length;
  BrId op_id;

  br_sql_bind_id (&query, &self->device->pc);
  br_sql_bind_int (&query, self->push->inc);
  br_sql_bind_int (&query, op->seq);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  if (!found)
    return TRUE; /* older than the log is kept: it was taken, that is all there is to say */
  if (!br_sql_id (&query, 0, &op_id) || !br_id_equal (&op_id, &op->op_id))
    self->fork = "another change stands under this number";
  else
    {
      const char *text = br_sql_text (&query, 1, &length);

      stored = g_bytes_new (text, length);
    }
  br_sql_end (&query);
  if (stored == NULL)
    return TRUE;
  if (!br_push_answer_read (stored, &answer, error))
    return FALSE;
  copy_answer (&answer, &self->batch);
  br_push_answer_clear (&answer);
  return TRUE;
}

static gboolean
log_operation (BrHqTx *tx, Batch *self, const BrOp *op, const BrPushAnswer *result, GError **error)
{
  g_autoptr (GBytes) text = br_push_answer_write (result);
  gsize result_length, body_length;
  const char *result_text = g_bytes_get_data (text, &result_length);
  const char *body = g_bytes_get_data (op->body, &body_length);
  BrSqlQuery query = br_sql_query (tx->sql, "INSERT INTO op_log (pc_id, inc, seq, op_id, actor, type, body, result, at_us)"
                                            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

  br_sql_bind_id (&query, &self->device->pc);
  br_sql_bind_int (&query, self->push->inc);
  br_sql_bind_int (&query, op->seq);
  br_sql_bind_id (&query, &op->op_id);
  br_sql_bind_id (&query, &op->actor);
  br_sql_bind_text (&query, op->type);
  br_sql_bind_string (&query, body, body_length);
  br_sql_bind_string (&query, result_text, result_length);
  br_sql_bind_int (&query, tx->now_us);
  return br_sql_run (&query, error);
}

/* Whether this op id was taken before under another number: the device's outbox has been tampered with or doubled. */
static gboolean
is_known_elsewhere (BrHqTx *tx, const Batch *self, const BrOp *op, gboolean *known, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "SELECT seq FROM op_log WHERE pc_id = $1 AND op_id = $2");

  br_sql_bind_id (&query, &self->device->pc);
  br_sql_bind_id (&query, &op->op_id);
  if (!br_sql_next (&query, known, error))
    return FALSE;
  br_sql_end (&query);
  return TRUE;
}

static void
answer_free (gpointer data)
{
  br_push_answer_clear (data);
  g_free (data);
}

static BrPushAnswer *
answer_new (BrHq *hq, gint64 acked)
{
  BrPushAnswer *answer = g_new0 (BrPushAnswer, 1);

  br_push_answer_init (answer);
  g_free (answer->epoch);
  answer->epoch = g_strdup (br_hq_get_epoch (hq));
  answer->acked = answer->durable = acked;
  return answer;
}

/* Applies the new operations; `fresh` gets one answer for each. */
static gboolean
apply_fresh (BrHqTx *tx, Batch *self, GPtrArray *fresh, guint *first_fresh, GError **error)
{
  for (guint i = self->start; i < self->end && self->fork == NULL && !self->gap; i++)
    {
      const BrOp *op = g_ptr_array_index (self->push->ops, i);
      BrPushAnswer *result;
      gboolean known = FALSE;

      if (op->seq <= self->last_seq)
        {
          if (!acknowledge_again (tx, self, op, error))
            return FALSE;
          continue;
        }
      self->gap = op->seq != self->last_seq + 1;
      if (self->gap)
        break;
      if (!is_known_elsewhere (tx, self, op, &known, error))
        return FALSE;
      if (known)
        {
          self->fork = "this change was sent before under another number";
          break;
        }
      if (fresh->len == 0)
        *first_fresh = i;
      result = answer_new (tx->hq, op->seq);
      g_ptr_array_add (fresh, result);
      if (!br_hq_apply (tx, self->device, op, result, error))
        return FALSE;
      self->last_seq = op->seq;
    }
  return TRUE;
}

static gboolean
put_last_seq (BrHqTx *tx, const Batch *self, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "UPDATE pc SET last_seq = $1, durable_seq = $2, seen_us = $3 WHERE pc_id = $4");

  br_sql_bind_int (&query, self->last_seq);
  br_sql_bind_int (&query, self->last_seq);
  br_sql_bind_int (&query, tx->now_us);
  br_sql_bind_id (&query, &self->device->pc);
  return br_sql_run (&query, error);
}

static void
set_applied (BrPushAnswer *answer, GHashTable *applied)
{
  GHashTableIter iter;
  gpointer feed, head;

  g_hash_table_iter_init (&iter, applied);
  while (g_hash_table_iter_next (&iter, &feed, &head))
    br_push_answer_set_applied (answer, feed, *(gint64 *) head);
}

/* The log must tell where the effects stand in the feeds, so the feeds are numbered first; their counter rows stay taken to the
 * commit, and nothing but the log and the device's row follows. */
static gboolean
take_batch (BrHqTx *tx, gpointer data, GError **error)
{
  Batch *self = data;
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (answer_free);
  g_autoptr (GHashTable) applied = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint first_fresh = self->start;

  self->gap = FALSE;
  self->fork = NULL;
  br_push_answer_clear (&self->batch);
  br_push_answer_init (&self->batch);
  if (!load_last_seq (tx, self, error))
    return FALSE;
  if (self->fork != NULL)
    return TRUE;
  if (!apply_fresh (tx, self, fresh, &first_fresh, error) || !br_hq_feed_flush (tx, applied, error))
    return FALSE;
  for (guint i = 0; i < fresh->len; i++)
    {
      BrPushAnswer *result = g_ptr_array_index (fresh, i);

      set_applied (result, applied);
      copy_answer (result, &self->batch);
      if (!log_operation (tx, self, g_ptr_array_index (self->push->ops, first_fresh + i), result, error))
        return FALSE;
    }
  return fresh->len == 0 || put_last_seq (tx, self, error);
}

static gboolean
take_all (BrHq *hq, Batch *self, GError **error)
{
  guint n = self->push->ops->len;

  do
    {
      self->end = MIN (self->start + BR_HQ_OPS_PER_COMMIT, n);
      if (!br_hq_write (hq, take_batch, self, error))
        return FALSE;
      if (self->fork != NULL)
        return TRUE;
      copy_answer (&self->batch, self->answer);
      self->start = self->end;
    }
  while (self->start < n && !self->gap);
  return TRUE;
}

static gboolean
take_push (BrHq *hq, const BrHqDevice *device, const BrPush *push, BrHqResponse *response, GError **error)
{
  BrPushAnswer *answer = answer_new (hq, 0);
  Batch batch = { .device = device, .push = push, .answer = answer };
  gboolean ok;

  br_push_answer_init (&batch.batch);
  ok = take_all (hq, &batch, error);
  if (ok && batch.fork != NULL)
    br_hq_respond_problem (response, 409, "fork", batch.fork);
  else if (ok)
    {
      answer->acked = answer->durable = batch.last_seq;
      br_hq_respond (response, 200, "application/json", br_push_answer_write (answer));
    }
  br_push_answer_clear (&batch.batch);
  answer_free (answer);
  return ok;
}

gboolean
br_hq_push (BrHq *hq, const BrHqDevice *device, GBytes *body, BrHqResponse *response, GError **error)
{
  BrPush push = { 0 };
  g_autoptr (GError) problem = NULL;
  gboolean ok = TRUE;

  if (!br_push_read (body, &push, &problem))
    {
      gboolean large = g_error_matches (problem, BR_ERROR, BR_ERROR_RANGE);

      br_hq_respond_problem (response, large ? 413 : 400, large ? "too_large" : "invalid", problem->message);
    }
  else if (!br_id_equal (&push.pc, &device->pc))
    br_hq_respond_problem (response, 403, "pc", "These are another device's changes.");
  else if (strcmp (push.epoch, br_hq_get_epoch (hq)) != 0)
    br_hq_respond_problem (response, 409, "epoch", "HQ has been restored; start again from its feeds.");
  else
    ok = take_push (hq, device, &push, response, error);
  br_push_clear (&push);
  return ok;
}
