/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Undo is a new change-set. Parts and patches are walked from the last to the first, so that a record changed twice by one change-set
 * goes back step by step. A cell that does not hold what the change wrote was touched since, and is a loss; patches HQ refused and
 * operations that were withdrawn never took effect, so they are neither.
 */
#include "config.h"
#include "br-edit-store.h"

#include "br-bind.h"
#include "br-change-writer.h"
#include "br-edit-batch-private.h"
#include "br-error.h"
#include "br-history-store.h"
#include "br-record-key.h"
#include "br-wire-record.h"

#define MAX_LOSSES 10000 /* listed; a longer list helps nobody */
#define CHANGED_SINCE (-1) /* BrUndoLoss.why */
#define MAX_AUTHORS 100    /* losses of which it is looked up who changed them */

/* One undo on its way. */
typedef struct
{
  BrStoreTx *tx;
  BrEditBatch *batch;
  GPtrArray *losses;  /* of BrUndoLoss */
  GHashTable *refused; /* records whose patch in the current part HQ refused */
} Undo;

/* Who stands behind a cell: the audit trail knows of the cell, the record only of its last change. */
static gboolean
name_author (Undo *self, BrUndoLoss *loss, const BrRecord *stored, GError **error)
{
  const BrCellKey cell = { loss->kind, loss->id, loss->field };
  BrCellAuthor author = { 0 };

  if (self->losses->len <= MAX_AUTHORS && !br_history_store_find_author (self->tx->db, &cell, &author, error))
    return FALSE;
  loss->person_name = g_steal_pointer (&author.person_name);
  loss->at_us = author.at_us;
  loss->from_hq = author.from_hq;
  if (loss->at_us == 0)
    {
      loss->person_name = g_strdup (stored->by);
      loss->at_us = stored->at_us;
    }
  return TRUE;
}

static gboolean
name_loss (Undo *self, BrUndoLoss *loss, GError **error)
{
  BrDb *db = self->tx->db;
  BrId product;

  return br_record_store_dup_name (db, loss->kind, &loss->id, &loss->name, error)
         && (loss->kind == BR_KIND_PRODUCT || br_record_store_find_product (db, loss->kind, &loss->id, &product, &loss->product_name, error))
         && br_record_store_dup_value_name (db, loss->kind, loss->field, &loss->wanted, &loss->wanted_text, error)
         && br_record_store_dup_value_name (db, loss->kind, loss->field, &loss->now, &loss->now_text, error);
}

/* `stored`: the record as it is; `wanted` (or NULL): what the cell should have become; `why` as in BrUndoLoss. */
static gboolean
add_loss (Undo *self, const BrRecord *stored, guint field, const BrValue *wanted, int why, GError **error)
{
  BrUndoLoss *loss;

  if (self->losses->len >= MAX_LOSSES)
    return TRUE;
  loss = g_new0 (BrUndoLoss, 1);
  *loss = (BrUndoLoss) { .kind = stored->kind, .id = stored->id, .field = field, .why = why };
  g_ptr_array_add (self->losses, loss);
  if (wanted != NULL)
    br_value_copy (&loss->wanted, wanted);
  br_value_copy (&loss->now, &stored->cells[field]);
  return name_author (self, loss, stored, error) && name_loss (self, loss, error);
}

/* A record the change made goes away again, unless anything in it is not as it was made. */
static gboolean
undo_creation (Undo *self, const BrPatch *patch, const BrRecord *stored, const BrStoredRow *row, GError **error)
{
  g_autoptr (BrRecord) made = br_record_new (patch->kind, &patch->id);

  if (!row->present)
    return TRUE;
  br_patch_apply (patch, made);
  if (br_record_difference (made, stored) != 0)
    return add_loss (self, stored, BR_FIELD_DELETED, NULL, CHANGED_SINCE, error);
  br_value_set_int (&made->cells[BR_FIELD_DELETED], 1);
  return br_edit_batch_set (self->batch, stored, row, made, 1u << BR_FIELD_DELETED, error);
}

/* Whether the record was deleted, and not by this change. */
static gboolean
is_gone (const BrPatch *patch, const BrStoredRow *row)
{
  for (guint i = 0; i < patch->n_cells; i++)
    if (patch->cells[i].field == BR_FIELD_DELETED)
      return FALSE;
  return !row->present;
}

static gboolean
undo_cells (Undo *self, const BrPatch *patch, const BrRecord *stored, const BrStoredRow *row, GError **error)
{
  g_autoptr (BrRecord) restored = br_record_copy (stored);
  guint32 mask = 0;

  if (is_gone (patch, row))
    return add_loss (self, stored, BR_FIELD_DELETED, NULL, CHANGED_SINCE, error);
  for (guint i = 0; i < patch->n_cells; i++)
    {
      const BrCell *cell = &patch->cells[i];
      const BrValue *now = &stored->cells[cell->field];

      if (br_value_equal (now, &cell->before))
        continue;
      if (br_value_equal (now, &cell->after))
        {
          br_value_copy (&restored->cells[cell->field], &cell->before);
          mask |= 1u << cell->field;
        }
      else if (!add_loss (self, stored, cell->field, &cell->before, CHANGED_SINCE, error))
        return FALSE;
    }
  return mask == 0 || br_edit_batch_set (self->batch, stored, row, restored, mask, error);
}

static gboolean
undo_patch (Undo *self, const BrPatch *patch, GError **error)
{
  g_autoptr (BrRecord) stored = NULL;
  BrStoredRow row;

  if (br_record_set_has (self->refused, patch->kind, &patch->id))
    return TRUE;
  if (!br_record_store_load_any (self->tx->db, patch->kind, &patch->id, &stored, &row, error))
    return FALSE;
  if (!br_record_is_known (stored, &row))
    return TRUE; /* it never came to be */
  return patch->create ? undo_creation (self, patch, stored, &row, error) : undo_cells (self, patch, stored, &row, error);
}

static gboolean
load_refused (Undo *self, gint64 part, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (self->tx->db, "SELECT kind, uid FROM refusal WHERE part = ?1", error);
  gboolean has_row;

  g_hash_table_remove_all (self->refused);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, part);
  while (TRUE)
    {
      BrId uid;

      if (!br_db_step (self->tx->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      uid = br_column_id (statement, 1);
      br_record_set_add (self->refused, sqlite3_column_int (statement, 0), &uid);
    }
}

static gboolean
load_body (BrDb *db, gint64 part, GBytes **body, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT body FROM change_part WHERE id = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, part);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  *body = br_column_dup_bytes (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
undo_part (Undo *self, gint64 part, GError **error)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (BrEdit) edit = NULL;

  if (!load_refused (self, part, error) || !load_body (self->tx->db, part, &body, error))
    return FALSE;
  edit = br_wire_edit_read (body, error);
  if (edit == NULL)
    return FALSE;
  for (guint i = edit->n_patches; i > 0; i--)
    if (!undo_patch (self, &edit->patches[i - 1], error))
      return FALSE;
  return TRUE;
}

/* Parts of the change-set that took effect or still may, last first. */
static GArray *
list_parts (BrDb *db, gint64 change, GError **error)
{
  static const char sql[] = "SELECT p.id FROM change_part p LEFT JOIN outbox o ON o.part = p.id"
                            " WHERE p.change = ?1 AND (o.state IS NULL OR o.state <> 5) ORDER BY p.id DESC";
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, change);
  while (TRUE)
    {
      gint64 part;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&parts);
      part = sqlite3_column_int64 (statement, 0);
      g_array_append_val (parts, part);
    }
}

static gboolean
find_undoable (BrDb *db, const BrId *change, gint64 *row, GError **error)
{
  gboolean undone;

  if (!br_change_find_row (db, change, row, error))
    return FALSE;
  if (*row == 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no such change");
      return FALSE;
    }
  if (!br_history_store_is_undone (db, *row, &undone, error))
    return FALSE;
  if (undone)
    g_set_error (error, BR_ERROR, BR_ERROR_EXISTS, "the change has been undone already");
  return !undone;
}

static gboolean
add_problem (Undo *self, const BrEditProblem *problem, GError **error)
{
  g_autoptr (BrRecord) stored = NULL;
  BrStoredRow row;

  if (!br_record_store_load_any (self->tx->db, problem->kind, &problem->id, &stored, &row, error))
    return FALSE;
  return stored == NULL || add_loss (self, stored, problem->field >= 0 ? (guint) problem->field : BR_FIELD_DELETED, NULL, problem->error->code, error);
}

/* What the rules did not let pass is a loss too; when nothing passed, the first reason is the answer. */
static gboolean
take_problems (Undo *self, GPtrArray *problems, const BrId *undo_id, GError **error)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const BrEditProblem *problem = g_ptr_array_index (problems, i);

      if (br_id_is_none (undo_id))
        {
          g_propagate_error (error, g_error_copy (problem->error));
          return FALSE;
        }
      if (!add_problem (self, problem, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run_undo (Undo *self, gint64 change, BrId *undo_id, GError **error)
{
  g_autoptr (GArray) parts = list_parts (self->tx->db, change, error);
  g_autoptr (GPtrArray) problems = NULL;

  if (parts == NULL)
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    if (!undo_part (self, g_array_index (parts, gint64, i), error))
      return FALSE;
  return br_edit_batch_finish (self->batch, undo_id, &problems, error) && take_problems (self, problems, undo_id, error);
}

gboolean
br_undo_apply (BrStoreTx *tx, const BrEditor *editor, const BrId *change, BrId *undo_id, GPtrArray **losses, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) br_undo_loss_free);
  g_autoptr (GHashTable) refused = br_record_set_new ();
  g_autoptr (BrEditBatch) batch = NULL;
  BrEditor own = *editor;
  gint64 row;

  *undo_id = (BrId) { 0 };
  if (!find_undoable (tx->db, change, &row, error))
    return FALSE;
  own.mode = BR_EDIT_EACH;
  own.undo_of = *change;
  batch = br_edit_batch_begin (tx, &own);
  if (!run_undo (&(Undo) { .tx = tx, .batch = batch, .losses = list, .refused = refused }, row, undo_id, error))
    return FALSE;
  if (losses != NULL)
    *losses = g_steal_pointer (&list);
  return TRUE;
}
