/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Withdrawing. Operations are sent in order of seq, so when none of a change-set was sent, none after it was either. One pass over the
 * later ones in order finds everything that builds on it: dependence only goes forward.
 */
#include "config.h"
#include "br-outbox-store.h"

#include "br-bind.h"
#include "br-change-writer.h"
#include "br-error.h"
#include "br-patch-again.h"
#include "br-pending-op.h"
#include "br-projection.h"
#include "br-record-key.h"
#include "br-shadow.h"

/* An operation waiting to be sent. */
typedef struct
{
  gint64 seq;
  gint64 change; /* row id of its change-set */
} Waiting;

/* What is being taken back. */
typedef struct
{
  GHashTable *changes; /* row ids (gint64 *) */
  GHashTable *touched; /* records its patches touch */
  GHashTable *made;    /* records its patches make */
} Withdrawal;

static gboolean
fail_sent (GError **error)
{
  g_set_error (error, BR_ERROR, BR_ERROR_CONFLICT, "the change has been sent already, perhaps");
  return FALSE;
}

/* The first operation of an entirely unsent change-set. */
static gboolean
find_unsent (BrDb *db, const BrId *uid, gint64 *change, gint64 *first, GError **error)
{
  static const char sql[] = "SELECT MIN(o.seq), MIN(o.state), MAX(o.state) FROM outbox o JOIN change_part p ON p.id = o.part WHERE p.change = ?1";
  sqlite3_stmt *statement;
  gboolean has_row, unsent;

  if (!br_change_find_row (db, uid, change, error) || (statement = br_db_statement (db, sql, error)) == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, *change);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  *first = sqlite3_column_int64 (statement, 0);
  unsent = sqlite3_column_int (statement, 1) == BR_OUTBOX_QUEUED && sqlite3_column_int (statement, 2) == BR_OUTBOX_QUEUED;
  sqlite3_reset (statement);
  if (*first == 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no such change in the outbox");
      return FALSE;
    }
  return unsent || fail_sent (error);
}

static GArray *
list_waiting (BrDb *db, gint64 first, GError **error)
{
  static const char sql[] = "SELECT o.seq, p.change FROM outbox o JOIN change_part p ON p.id = o.part WHERE o.seq >= ?1 AND o.state = 1 ORDER BY o.seq";
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, first);
  while (TRUE)
    {
      Waiting op;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&waiting);
      op = (Waiting) { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };
      g_array_append_val (waiting, op);
    }
}

/* Whether a patch touches a record that is taken back, or refers to one that will never have been. */
static gboolean
patch_builds_on (const Withdrawal *self, const BrPatch *patch)
{
  const BrKindInfo *info = br_schema_get (patch->kind);

  if (br_record_set_has (self->touched, patch->kind, &patch->id))
    return TRUE;
  for (guint i = 0; i < patch->n_cells; i++)
    {
      const BrCell *cell = &patch->cells[i];

      if (cell->after.type == BR_VALUE_ID && br_record_set_has (self->made, info->fields[cell->field].ref, &cell->after.id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
builds_on (const Withdrawal *self, const BrEdit *edit)
{
  for (guint i = 0; i < edit->n_patches; i++)
    if (patch_builds_on (self, &edit->patches[i]))
      return TRUE;
  return FALSE;
}

static void
include (Withdrawal *self, const Waiting *op, const BrEdit *edit)
{
  g_hash_table_add (self->changes, g_memdup2 (&op->change, sizeof op->change));
  for (guint i = 0; i < edit->n_patches; i++)
    {
      const BrPatch *patch = &edit->patches[i];

      br_record_set_add (self->touched, patch->kind, &patch->id);
      if (patch->create)
        br_record_set_add (self->made, patch->kind, &patch->id);
    }
}

/* Once over the waiting operations; *grew when a change-set was added, for then its earlier operations must be looked at too. */
static gboolean
collect_once (BrStoreTx *tx, Withdrawal *self, GArray *waiting, gboolean *grew, GError **error)
{
  guint before = g_hash_table_size (self->changes);

  for (guint i = 0; i < waiting->len; i++)
    {
      const Waiting *op = &g_array_index (waiting, Waiting, i);
      const BrPendingOp *body = br_pending_op_get (tx, op->seq, error);

      if (body == NULL)
        return FALSE;
      if (g_hash_table_contains (self->changes, &op->change) || builds_on (self, body->edit))
        include (self, op, body->edit);
    }
  *grew = g_hash_table_size (self->changes) != before;
  return TRUE;
}

static gboolean
mark_withdrawn (BrStoreTx *tx, gint64 seq, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE outbox SET state = 5 WHERE seq = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, seq);
  return br_db_run (tx->db, statement, error);
}

static gboolean
withdraw_collected (BrStoreTx *tx, const Withdrawal *self, GArray *waiting, GError **error)
{
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < waiting->len; i++)
    {
      const Waiting *op = &g_array_index (waiting, Waiting, i);

      if (!g_hash_table_contains (self->changes, &op->change))
        continue;
      if (!mark_withdrawn (tx, op->seq, error))
        return FALSE;
      g_array_append_val (seqs, op->seq);
    }
  br_store_tx_note_outbox (tx);
  return br_shadow_drop_replay (tx, seqs, error) && br_projection_flush (tx, error);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y ? 1 : 0;
}

/* Row ids rise as change-sets are made. */
static gboolean
list_ids (BrDb *db, GHashTable *rows, GArray *ids, GError **error)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    g_array_append_vals (sorted, row, 1);
  g_array_sort (sorted, compare_rows);
  for (guint i = 0; i < sorted->len; i++)
    {
      sqlite3_stmt *statement = br_db_statement (db, "SELECT uid FROM change_set WHERE id = ?1", error);
      gboolean has_row;
      BrId id;

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, g_array_index (sorted, gint64, i));
      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      id = br_column_id (statement, 0);
      sqlite3_reset (statement);
      g_array_append_val (ids, id);
    }
  return TRUE;
}

gboolean
br_outbox_store_withdraw (BrStoreTx *tx, const BrId *change, BrWithdraw how, GArray *changes, GError **error)
{
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) touched = br_record_set_new ();
  g_autoptr (GHashTable) made = br_record_set_new ();
  g_autoptr (GArray) waiting = NULL;
  Withdrawal self = { rows, touched, made };
  gboolean grew = TRUE;
  gint64 row, first;

  if (!find_unsent (tx->db, change, &row, &first, error) || (waiting = list_waiting (tx->db, first, error)) == NULL)
    return FALSE;
  g_hash_table_add (rows, g_memdup2 (&row, sizeof row));
  while (grew)
    if (!collect_once (tx, &self, waiting, &grew, error))
      return FALSE;
  if (!list_ids (tx->db, rows, changes, error))
    return FALSE;
  if (how == BR_WITHDRAW_ALONE && g_hash_table_size (rows) > 1)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IN_USE, "later changes build on this one");
      return FALSE;
    }
  return withdraw_collected (tx, &self, waiting, error);
}

static gboolean
put_back_part (BrStoreTx *tx, BrEditBatch *batch, gint64 seq, GError **error)
{
  g_autoptr (BrEdit) edit = NULL;
  const BrPendingOp *op = br_pending_op_get (tx, seq, error);

  if (op == NULL)
    return FALSE;
  edit = br_edit_ref (op->edit);
  for (guint i = 0; i < edit->n_patches; i++)
    if (!br_patch_again (batch, tx, &edit->patches[i], error))
      return FALSE;
  return TRUE;
}

/* The operations of a change-set that was withdrawn. */
static GArray *
list_withdrawn (BrDb *db, const BrId *change, GError **error)
{
  static const char sql[] = "SELECT o.seq FROM outbox o JOIN change_part p ON p.id = o.part JOIN change_set c ON c.id = p.change"
                            " WHERE c.uid = ?1 AND o.state = 5 ORDER BY o.seq";
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return NULL;
  br_bind_id (statement, 1, change);
  while (has_row)
    {
      gint64 seq;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      seq = has_row ? sqlite3_column_int64 (statement, 0) : 0;
      if (has_row)
        g_array_append_val (seqs, seq);
    }
  if (seqs->len > 0)
    return g_steal_pointer (&seqs);
  g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such change was withdrawn");
  return NULL;
}

gboolean
br_outbox_store_put_back (BrStoreTx *tx, const BrEditor *editor, const GArray *changes, GError **error)
{
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, editor);
  BrId made;

  for (guint i = 0; i < changes->len; i++)
    {
      g_autoptr (GArray) seqs = list_withdrawn (tx->db, &g_array_index (changes, BrId, i), error);

      if (seqs == NULL)
        return FALSE;
      for (guint k = 0; k < seqs->len; k++)
        if (!put_back_part (tx, batch, g_array_index (seqs, gint64, k), error))
          return FALSE;
    }
  return br_edit_batch_finish (batch, &made, NULL, error);
}
