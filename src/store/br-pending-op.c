/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feed rows come in the order in which operations were applied, so a few hundred parsed bodies are enough to parse each once. */
#include "config.h"
#include "br-pending-op.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-tx-cache.h"
#include "br-wire-record.h"

#define MAX_PARSED 256

void
br_pending_op_free (BrPendingOp *self)
{
  g_clear_pointer (&self->edit, br_edit_unref);
  g_clear_pointer (&self->person_name, g_ref_string_release);
  g_free (self);
}

static BrPendingOp *
read_op (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GBytes) body = br_column_dup_bytes (statement, 0);
  const char *name = br_column_text (statement, 1);
  BrEdit *edit = br_wire_edit_read (body, error);
  BrPendingOp *op;

  if (edit == NULL)
    return NULL;
  op = g_new0 (BrPendingOp, 1);
  op->edit = edit;
  op->person_name = name != NULL ? g_ref_string_new (name) : NULL;
  op->at_us = sqlite3_column_int64 (statement, 2);
  return op;
}

static BrPendingOp *
load_op (BrStoreTx *tx, gint64 seq, GError **error)
{
  static const char sql[] = "SELECT p.body, c.person_name, o.at_us FROM outbox o JOIN change_part p ON p.id = o.part"
                            " JOIN change_set c ON c.id = p.change WHERE o.seq = ?1";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
  BrPendingOp *op = NULL;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, seq);
  if (!br_db_step (tx->db, statement, &has_row, error))
    return NULL;
  if (has_row)
    op = read_op (statement, error);
  else
    g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "the outbox has no operation %" G_GINT64_FORMAT, seq);
  sqlite3_reset (statement);
  if (op == NULL)
    g_prefix_error (error, "operation %" G_GINT64_FORMAT ": ", seq);
  return op;
}

const BrPendingOp *
br_pending_op_get (BrStoreTx *tx, gint64 seq, GError **error)
{
  GHashTable *ops = tx->cache->ops;
  BrPendingOp *op = g_hash_table_lookup (ops, &seq);

  if (op != NULL)
    return op;
  op = load_op (tx, seq, error);
  if (op == NULL)
    return NULL;
  if (g_hash_table_size (ops) >= MAX_PARSED)
    g_hash_table_remove_all (ops);
  g_hash_table_insert (ops, g_memdup2 (&seq, sizeof seq), op);
  return op;
}

const BrPatch *
br_pending_op_find (const BrPendingOp *self, BrKind kind, const BrId *uid)
{
  for (guint i = 0; i < self->edit->n_patches; i++)
    {
      const BrPatch *patch = &self->edit->patches[i];

      if (patch->kind == kind && br_id_equal (&patch->id, uid))
        return patch;
    }
  return NULL;
}
