/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HQ's answers. Only operations of the push that was answered, and above meta.acked_seq, get a result: an answer that says "acked 20" to a
 * push of 1..10 tells nothing about how 11..20 fared. An acknowledged operation stays in replay until the feeds have brought its effect
 * (br_outbox_store_settle), so that the screen does not flicker back; a refused patch goes at once.
 */
#include "config.h"
#include "br-outbox-store.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-pending-op.h"
#include "br-projection.h"
#include "br-settings-store.h"
#include "br-shadow.h"

#define TRIM_OPS 500 /* looked at after each answer */

static const char *
status_name (BrOpStatus status)
{
  switch (status)
    {
    case BR_OP_MERGED: return "merged";
    case BR_OP_REJECTED: return "rejected";
    case BR_OP_QUARANTINED: return "quarantined";
    case BR_OP_OK:
    default: return "ok";
    }
}

static gboolean
is_refused (const BrOpResult *result)
{
  return result != NULL && (result->status == BR_OP_REJECTED || result->status == BR_OP_QUARANTINED);
}

static const BrOpResult *
find_result (const BrPushAnswer *answer, gint64 seq)
{
  for (guint i = 0; answer->results != NULL && i < answer->results->len; i++)
    {
      const BrOpResult *result = g_ptr_array_index (answer->results, i);

      if (result->seq == seq)
        return result;
    }
  return NULL;
}

/* The `applied` map as lines of "feed\tseq". */
static char *
write_applied (const BrPushAnswer *answer)
{
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  const char *feed;
  const gint64 *seq;

  if (answer->applied != NULL)
    {
      g_hash_table_iter_init (&iter, answer->applied);
      while (g_hash_table_iter_next (&iter, (gpointer *) &feed, (gpointer *) &seq))
        g_string_append_printf (text, "%s\t%" G_GINT64_FORMAT "\n", feed, *seq);
    }
  return g_string_free (text, FALSE);
}

static gboolean
write_state (BrStoreTx *tx, gint64 seq, BrOutboxState state, const char *result, const char *applied, GError **error)
{
  static const char sql[] = "UPDATE outbox SET state = ?2, result = ?3, applied = ?4 WHERE seq = ?1 AND state IN (1, 2)";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, seq);
  sqlite3_bind_int (statement, 2, state);
  br_bind_text (statement, 3, result);
  br_bind_text (statement, 4, applied);
  return br_db_run (tx->db, statement, error);
}

static gboolean
write_refusal (BrStoreTx *tx, gint64 seq, const BrPatch *patch, const BrPatchRefusal *why, const char *current, GError **error)
{
  static const char sql[] = "INSERT INTO refusal (part, kind, uid, code, text, current, at_us)"
                            " SELECT part, ?2, ?3, ?4, ?5, CAST(?6 AS BLOB), ?7 FROM outbox WHERE seq = ?1";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, seq);
  sqlite3_bind_int (statement, 2, patch->kind);
  br_bind_id (statement, 3, &patch->id);
  br_bind_text (statement, 4, why != NULL ? why->code : "unsupported");
  br_bind_text (statement, 5, why != NULL ? why->text : NULL);
  br_bind_text (statement, 6, current);
  sqlite3_bind_int64 (statement, 7, br_clock_now_us (tx->clock));
  return br_db_run (tx->db, statement, error);
}

/* The patches HQ named, of an operation that otherwise took effect. */
static gboolean
refuse_named (BrStoreTx *tx, gint64 seq, const BrOpResult *result, GError **error)
{
  for (guint i = 0; result != NULL && result->refusals != NULL && i < result->refusals->len; i++)
    {
      const BrPatchRefusal *why = g_ptr_array_index (result->refusals, i);
      const BrPendingOp *op = br_pending_op_get (tx, seq, error);
      const BrPatch *patch;

      if (op == NULL)
        return FALSE;
      if (why->patch >= op->edit->n_patches)
        continue; /* HQ names a patch that is not there: nothing here can be refused by it */
      patch = &op->edit->patches[why->patch];
      if (!write_refusal (tx, seq, patch, why, why->current, error) || !br_shadow_drop_patch (tx, seq, patch->kind, &patch->id, error)
          || !br_shadow_recompute (tx, patch->kind, &patch->id, error))
        return FALSE;
    }
  return TRUE;
}

/* What HQ said of patch `index`; those it does not mention share the first reason. */
static const BrPatchRefusal *
find_reason (const BrOpResult *result, guint index, gboolean *own)
{
  GPtrArray *refusals = result->refusals;

  *own = FALSE;
  for (guint i = 0; refusals != NULL && i < refusals->len; i++)
    {
      const BrPatchRefusal *why = g_ptr_array_index (refusals, i);

      if (why->patch == index)
        {
          *own = TRUE;
          return why;
        }
    }
  return refusals != NULL && refusals->len > 0 ? g_ptr_array_index (refusals, 0) : NULL;
}

static gboolean
refuse_all (BrStoreTx *tx, gint64 seq, const BrOpResult *result, GError **error)
{
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  const BrPendingOp *op = br_pending_op_get (tx, seq, error);

  if (op == NULL)
    return FALSE;
  for (guint i = 0; i < op->edit->n_patches; i++)
    {
      gboolean own;
      const BrPatchRefusal *why = find_reason (result, i, &own);

      if (!write_refusal (tx, seq, &op->edit->patches[i], why, own ? why->current : NULL, error))
        return FALSE;
    }
  g_array_append_val (seqs, seq);
  return br_shadow_drop_replay (tx, seqs, error);
}

static gboolean
store_result (BrStoreTx *tx, const BrOp *op, const BrOpResult *result, const char *applied, GError **error)
{
  const char *name = status_name (result != NULL ? result->status : BR_OP_OK);

  if (g_strcmp0 (op->type, "void") == 0 && !is_refused (result))
    return TRUE; /* withdrawn, and stays so; a refused one was too large to go out as what it is */
  if (is_refused (result))
    return write_state (tx, op->seq, BR_OUTBOX_REFUSED, name, NULL, error) && refuse_all (tx, op->seq, result, error);
  return write_state (tx, op->seq, BR_OUTBOX_ACKED, name, applied, error) && refuse_named (tx, op->seq, result, error);
}

/* How far this device's operations are answered, and whether the answer belongs to it. */
typedef struct
{
  gint64 inc;
  gint64 acked;
  gint64 durable;
  gint64 next;
} Progress;

static gboolean
load_progress (BrDb *db, Progress *out, GError **error)
{
  return br_settings_get_int (db, BR_META_INC, 1, &out->inc, error) && br_settings_get_int (db, BR_META_ACKED_SEQ, 0, &out->acked, error)
         && br_settings_get_int (db, BR_META_DURABLE_SEQ, 0, &out->durable, error) && br_settings_get_int (db, BR_META_NEXT_SEQ, 1, &out->next, error);
}

static gboolean
store_results (BrStoreTx *tx, const BrPush *push, const BrPushAnswer *answer, gint64 *acked, GError **error)
{
  g_autofree char *applied = write_applied (answer);

  for (guint i = 0; i < push->ops->len; i++)
    {
      const BrOp *op = g_ptr_array_index (push->ops, i);

      if (op->seq != *acked + 1 || op->seq > answer->acked)
        continue; /* answered before, or not reached by HQ */
      if (!store_result (tx, op, find_result (answer, op->seq), applied, error))
        return FALSE;
      *acked = op->seq;
    }
  return TRUE;
}

gboolean
br_outbox_store_trim (BrStoreTx *tx, GError **error)
{
  /* The oldest acknowledged (3) ones; refused and withdrawn ones tell History and undo that they took no effect. */
  static const char sql[] = "DELETE FROM outbox WHERE at_us < ?2 AND applied IS NULL AND seq IN"
                            " (SELECT seq FROM outbox WHERE state = 3 AND seq <= ?1 ORDER BY seq LIMIT ?3) AND seq NOT IN (SELECT seq FROM replay)";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
  gint64 durable;

  if (statement == NULL || !br_settings_get_int (tx->db, BR_META_DURABLE_SEQ, 0, &durable, error))
    return FALSE;
  sqlite3_bind_int64 (statement, 1, durable);
  sqlite3_bind_int64 (statement, 2, br_clock_now_us (tx->clock) - BR_OUTBOX_KEEP_DAYS * G_TIME_SPAN_DAY);
  sqlite3_bind_int (statement, 3, TRIM_OPS);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_outbox_store_answer (BrStoreTx *tx, const BrPush *push, const BrPushAnswer *answer, GError **error)
{
  Progress progress;
  gint64 acked;

  if (!load_progress (tx->db, &progress, error))
    return FALSE;
  if (push->inc != progress.inc)
    return TRUE; /* an answer to who this device was before */
  if (answer->acked >= progress.next)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_FORK, "HQ has operations up to %" G_GINT64_FORMAT ", this device made %" G_GINT64_FORMAT, answer->acked,
                   progress.next - 1);
      return FALSE;
    }
  acked = progress.acked;
  if (!store_results (tx, push, answer, &acked, error))
    return FALSE;
  if (acked != progress.acked && !br_settings_set_int (tx, BR_META_ACKED_SEQ, acked, error))
    return FALSE;
  if (answer->durable > progress.durable && !br_settings_set_int (tx, BR_META_DURABLE_SEQ, answer->durable, error))
    return FALSE;
  if (acked != progress.acked)
    br_store_tx_note_outbox (tx);
  return br_outbox_store_settle (tx, error) && br_outbox_store_trim (tx, error);
}

static GHashTable *
load_cursors (BrDb *db, GError **error)
{
  g_autoptr (GHashTable) cursors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *statement = br_db_statement (db, "SELECT feed, seq FROM feed_cursor", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      gint64 seq;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&cursors);
      seq = sqlite3_column_int64 (statement, 1);
      g_hash_table_insert (cursors, g_strdup (br_column_text (statement, 0)), g_memdup2 (&seq, sizeof seq));
    }
}

/* Whether every feed this device reads has come to where the operation was applied. A device that has not read any feed yet cannot know
 * which it will read, and waits for all. */
static gboolean
has_arrived (GHashTable *cursors, const char *applied)
{
  g_auto (GStrv) lines = g_strsplit (applied, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *tab = strchr (lines[i], '\t');
      const gint64 *cursor;

      if (tab == NULL)
        continue;
      *tab = '\0';
      cursor = g_hash_table_lookup (cursors, lines[i]);
      if (cursor == NULL ? g_hash_table_size (cursors) == 0 : *cursor < g_ascii_strtoll (tab + 1, NULL, 10))
        return FALSE;
    }
  return TRUE;
}

/* In order and no further than the first that waits: an older operation must not be replayed over the result of a newer one. */
static gboolean
list_settled (BrDb *db, GHashTable *cursors, GArray *seqs, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT seq, applied FROM outbox WHERE applied IS NOT NULL ORDER BY seq", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      gint64 seq;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!has_arrived (cursors, br_column_text (statement, 1)))
        {
          sqlite3_reset (statement);
          return TRUE;
        }
      seq = sqlite3_column_int64 (statement, 0);
      g_array_append_val (seqs, seq);
    }
}

static gboolean
mark_settled (BrStoreTx *tx, gint64 last, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE outbox SET applied = NULL WHERE applied IS NOT NULL AND seq <= ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, last);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_outbox_store_settle (BrStoreTx *tx, GError **error)
{
  g_autoptr (GHashTable) cursors = load_cursors (tx->db, error);
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (cursors == NULL || !list_settled (tx->db, cursors, seqs, error))
    return FALSE;
  if (seqs->len > 0 && (!mark_settled (tx, g_array_index (seqs, gint64, seqs->len - 1), error) || !br_shadow_drop_replay (tx, seqs, error)))
    return FALSE;
  return br_projection_flush (tx, error);
}
