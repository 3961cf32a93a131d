/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outbox to HQ. One push is in flight; operations are marked as sent, committed, then sent; the answer is stored in one
 * transaction. Repeating a push is harmless (dense sequence + op id), so every failure is answered by sending again:
 * less at once after 413, the first operation alone after three failures on end at the same one. An operation too large
 * even alone goes out as a void one, to keep the sequence dense, and comes back to its author as a refusal.
 */
#include "config.h"

#include "br-outbox-store.h"
#include "br-sync-engine-private.h"

#define PUSH_TIMEOUT_S 120
#define PUSH_BYTES (1024 * 1024) /* per push, so that a slow line gets through within the time */
#define STUCK_TRIES 3

typedef struct
{
  guint max_ops;
  BrPush push;
  gboolean empty;
} Take;

typedef struct
{
  const BrPush *push;
  BrPushAnswer *answer;
} Settle;

static gboolean
take_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Take *take = data;

  return br_outbox_store_take (tx, take->max_ops, PUSH_BYTES, &take->push, &take->empty, error);
}

static guint
count_refused (const BrPushAnswer *answer)
{
  guint n_refused = 0;

  for (guint i = 0; i < answer->results->len; i++)
    {
      const BrOpResult *result = g_ptr_array_index (answer->results, i);

      n_refused += result->refusals != NULL ? result->refusals->len : 0;
    }
  return n_refused;
}

static gboolean
answer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Settle *settle = data;

  return br_outbox_store_answer (tx, settle->push, settle->answer, error) && br_outbox_store_settle (tx, error);
}

/* The only operation is larger than HQ takes. */
static void
make_void (BrPush *push)
{
  BrOp *op = g_ptr_array_index (push->ops, 0);

  g_set_str (&op->type, "void");
  op->version = 1;
  g_bytes_unref (op->body);
  op->body = g_bytes_new_static ("{}", 2);
}

static gboolean
check_answer (BrSyncEngine *self, const BrPush *push, BrPushAnswer *answer, GError **error)
{
  gint64 last = push->first + push->ops->len - 1;

  if (g_strcmp0 (answer->epoch, self->params.device->epoch) != 0)
    return br_sync_engine_need_person (self, BR_ERROR_CONFLICT, "epoch: HQ has been restored from a backup", error);
  if (answer->acked > push->head)
    return br_sync_engine_need_person (self, BR_ERROR_FORK, "fork: HQ has operations of this device that it does not know", error);
  if (answer->acked < push->first)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "HQ took nothing of a push from %" G_GINT64_FORMAT, push->first);
      return br_sync_line_damaged (&self->line);
    }
  /* HQ may have more than was sent now (its answer to an earlier push was lost), but only what was sent now has its results here. */
  answer->acked = MIN (answer->acked, last);
  return TRUE;
}

static gboolean
store_answer (BrSyncEngine *self, const BrPush *push, BrPushAnswer *answer, GError **error)
{
  Settle settle = { push, answer };
  GHashTableIter iter;
  gpointer feed, seq;

  if (!br_store_write (self->params.store, answer_job, &settle, error))
    {
      self->line.failure = BR_SYNC_FAILURE_LOCAL;
      return FALSE;
    }
  self->run.sent += push->ops->len;
  self->run.refused += count_refused (answer);
  g_hash_table_iter_init (&iter, answer->applied);
  while (g_hash_table_iter_next (&iter, &feed, &seq))
    br_sync_engine_take_head (self, feed, *(gint64 *) seq);
  return TRUE;
}

static gboolean
exchange (BrSyncEngine *self, const BrPush *push, BrPushAnswer *answer, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) body = br_push_write (push);
  BrSyncCall call = { .method = "POST",
                      .path = "/v1/push",
                      .body = body,
                      .content_type = "application/x-ndjson",
                      .timeout_s = PUSH_TIMEOUT_S,
                      .max_bytes = BR_PUSH_ANSWER_MAX_BYTES };
  BrResponse response = { 0 };
  gboolean ok;

  if (!br_sync_line_call (&self->line, &call, &response, cancellable, error))
    return FALSE;
  ok = br_push_answer_read (response.body, answer, error);
  br_response_clear (&response);
  return ok || br_sync_line_damaged (&self->line);
}

/* What the next push should look like after one has failed. TRUE: try again now. */
static gboolean
adjust (BrSyncEngine *self, const BrPush *push)
{
  if (self->line.failure == BR_SYNC_FAILURE_SPLIT)
    {
      self->max_ops = MAX (1, push->ops->len / 2);
      return push->ops->len > 1;
    }
  if (self->line.failure != BR_SYNC_FAILURE_SERVER)
    return FALSE;
  self->n_stuck = push->first == self->stuck_seq ? self->n_stuck + 1 : 1;
  self->stuck_seq = push->first;
  if (self->n_stuck >= STUCK_TRIES)
    self->max_ops = 1;
  return FALSE;
}

static gboolean
send_void (BrSyncEngine *self, BrPush *push, GCancellable *cancellable, GError **error)
{
  BrPushAnswer answer;
  gboolean ok;

  make_void (push);
  if (!exchange (self, push, &answer, cancellable, error))
    return FALSE;
  if (answer.results->len == 0)
    br_op_result_add_refusal (br_push_answer_add_result (&answer, push->first, BR_OP_QUARANTINED), 0, "invalid", "larger than HQ takes", NULL);
  ok = check_answer (self, push, &answer, error) && store_answer (self, push, &answer, error);
  br_push_answer_clear (&answer);
  return ok;
}

/* One push. */
static gboolean
push_once (BrSyncEngine *self, BrPush *push, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  BrPushAnswer answer;
  gboolean ok;

  if (!exchange (self, push, &answer, cancellable, &local))
    {
      if (adjust (self, push))
        return TRUE;
      if (self->line.failure == BR_SYNC_FAILURE_SPLIT)
        return send_void (self, push, cancellable, error);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  ok = check_answer (self, push, &answer, error) && store_answer (self, push, &answer, error);
  br_push_answer_clear (&answer);
  self->max_ops = MIN ((guint) self->hello.limits.push_ops, self->max_ops * 2);
  self->n_stuck = 0;
  return ok;
}

gboolean
br_sync_push (BrSyncEngine *self, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      Take take = { .max_ops = MIN (self->max_ops, (guint) self->hello.limits.push_ops) };
      gboolean ok;

      if (!br_store_write (self->params.store, take_job, &take, error))
        {
          br_push_clear (&take.push); /* it was filled, and the commit failed */
          self->line.failure = BR_SYNC_FAILURE_LOCAL;
          return FALSE;
        }
      if (take.empty)
        {
          br_push_clear (&take.push);
          return TRUE;
        }
      br_sync_engine_report (self, BR_SYNC_WORKING, 0, 0);
      ok = push_once (self, &take.push, cancellable, error);
      br_push_clear (&take.push);
      if (!ok)
        return FALSE;
    }
}
