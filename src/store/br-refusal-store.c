/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What HQ refused: read for cards, closed by a person's decision. */
#include "config.h"
#include "br-outbox-store.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-patch-again.h"
#include "br-record-store-private.h"
#include "br-wire-record.h"

#define MAX_APPLIED 10000 /* at once */

#define REFUSAL_COLUMNS                                                                                                                                        \
  "SELECT r.id, r.kind, r.uid, r.code, r.text, r.current, r.at_us, c.label, p.body, p.id, c.uid, c.person_name FROM refusal r"                                 \
  " JOIN change_part p ON p.id = r.part JOIN change_set c ON c.id = p.change"

enum
{
  COLUMN_ID,
  COLUMN_KIND,
  COLUMN_UID,
  COLUMN_CODE,
  COLUMN_TEXT,
  COLUMN_CURRENT,
  COLUMN_AT,
  COLUMN_LABEL,
  COLUMN_BODY,
  COLUMN_PART,
  COLUMN_CHANGE,
  COLUMN_PERSON
};

/* The part read last: refusals of one part come together. */
typedef struct
{
  gint64 part;
  BrEdit *edit; /* owned */
} LastPart;

static const BrPatch *
find_patch (const BrEdit *edit, BrKind kind, const BrId *uid)
{
  for (guint i = 0; i < edit->n_patches; i++)
    if (edit->patches[i].kind == kind && br_id_equal (&edit->patches[i].id, uid))
      return &edit->patches[i];
  return NULL;
}

/* The record as the feeds brought it, when HQ changed it again since it refused; deleted ones say so. */
static gboolean
take_newer (BrDb *db, BrRefusal *refusal, GError **error)
{
  g_autoptr (BrRecord) stored = NULL;
  BrStoredRow row;

  if (!br_record_store_load_any (db, refusal->kind, &refusal->uid, &stored, &row, error))
    return FALSE;
  if (!br_record_is_known (stored, &row) || row.pending > 0 || (row.present && stored->rev <= refusal->theirs->rev))
    return TRUE;
  br_record_free (refusal->theirs);
  refusal->theirs = g_steal_pointer (&stored);
  return TRUE;
}

/* HQ sends its record with the patches it refuses for their own sake, not with the others of an atomic operation. */
static gboolean
read_theirs (BrDb *db, sqlite3_stmt *statement, BrRefusal *refusal, GError **error)
{
  if (sqlite3_column_type (statement, COLUMN_CURRENT) == SQLITE_NULL)
    return br_record_store_load (db, refusal->kind, &refusal->uid, &refusal->theirs, error);
  refusal->theirs = br_record_new (refusal->kind, &refusal->uid);
  return br_wire_record_read (sqlite3_column_blob (statement, COLUMN_CURRENT), sqlite3_column_bytes (statement, COLUMN_CURRENT), refusal->kind, &refusal->uid,
                              refusal->theirs, error)
         && take_newer (db, refusal, error);
}

static gboolean
add_name (BrDb *db, BrRefusal *refusal, guint field, const BrValue *value, GError **error)
{
  const BrField *info = &br_schema_get (refusal->kind)->fields[field];
  g_autofree char *name = NULL;

  if (info->type != BR_FIELD_REF || value->type != BR_VALUE_ID)
    return TRUE;
  if (!br_record_store_dup_name_in (db, refusal->edit, info->ref, &value->id, &name, error))
    return FALSE;
  if (name != NULL)
    g_hash_table_insert (refusal->names, g_memdup2 (&value->id, sizeof value->id), g_steal_pointer (&name));
  return TRUE;
}

static gboolean
read_names (BrDb *db, BrRefusal *refusal, GError **error)
{
  const BrPatch *patch = refusal->patch;

  refusal->names = g_hash_table_new_full ((GHashFunc) br_id_hash, (GEqualFunc) br_id_equal, g_free, g_free);
  for (guint i = 0; i < patch->n_cells; i++)
    {
      const BrCell *cell = &patch->cells[i];

      if (!add_name (db, refusal, cell->field, &cell->before, error) || !add_name (db, refusal, cell->field, &cell->after, error)
          || (refusal->theirs != NULL && !add_name (db, refusal, cell->field, &refusal->theirs->cells[cell->field], error)))
        return FALSE;
    }
  return br_record_store_name_patch (db, refusal->edit, patch, &refusal->name, &refusal->product_name, error);
}

static gboolean
read_part (sqlite3_stmt *statement, LastPart *last, GError **error)
{
  gint64 part = sqlite3_column_int64 (statement, COLUMN_PART);
  g_autoptr (GBytes) body = NULL;

  if (last->edit != NULL && last->part == part)
    return TRUE;
  g_clear_pointer (&last->edit, br_edit_unref);
  body = br_column_dup_bytes (statement, COLUMN_BODY);
  last->edit = br_wire_edit_read (body, error);
  last->part = part;
  return last->edit != NULL;
}

static BrRefusal *
read_refusal (BrDb *db, sqlite3_stmt *statement, LastPart *last, GError **error)
{
  BrRefusal *refusal = g_new0 (BrRefusal, 1);

  refusal->id = sqlite3_column_int64 (statement, COLUMN_ID);
  refusal->kind = sqlite3_column_int (statement, COLUMN_KIND);
  refusal->uid = br_column_id (statement, COLUMN_UID);
  refusal->code = g_strdup (br_column_text (statement, COLUMN_CODE));
  refusal->text = g_strdup (br_column_text (statement, COLUMN_TEXT));
  refusal->at_us = sqlite3_column_int64 (statement, COLUMN_AT);
  refusal->label = g_strdup (br_column_text (statement, COLUMN_LABEL));
  refusal->change_id = br_column_id (statement, COLUMN_CHANGE);
  refusal->person_name = g_strdup (br_column_text (statement, COLUMN_PERSON));
  if (read_part (statement, last, error) && read_theirs (db, statement, refusal, error))
    {
      refusal->edit = br_edit_ref (last->edit);
      refusal->patch = find_patch (refusal->edit, refusal->kind, &refusal->uid);
      if (refusal->patch != NULL && read_names (db, refusal, error))
        return refusal;
      if (refusal->patch == NULL)
        g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "refusal %" G_GINT64_FORMAT " speaks of a record its operation does not", refusal->id);
    }
  br_refusal_free (refusal);
  return NULL;
}

/* The refusals a bound statement gives. */
static GPtrArray *
read_refusals (BrDb *db, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) br_refusal_free);
  LastPart last = { 0 };
  gboolean has_row = TRUE, ok = TRUE;

  while (ok && has_row)
    {
      ok = br_db_step (db, statement, &has_row, error);
      if (ok && has_row)
        {
          BrRefusal *refusal = read_refusal (db, statement, &last, error);

          ok = refusal != NULL;
          if (ok)
            g_ptr_array_add (refusals, refusal);
        }
    }
  g_clear_pointer (&last.edit, br_edit_unref);
  sqlite3_reset (statement);
  return ok ? g_steal_pointer (&refusals) : NULL;
}

GPtrArray *
br_outbox_store_refusals (BrDb *db, guint limit, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, REFUSAL_COLUMNS " WHERE r.settled = 0 ORDER BY r.id LIMIT ?1", error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, limit);
  return read_refusals (db, statement, error);
}

/* The open refusal `id`, and with it the others of its part when that was ATOMIC; never empty. */
static GPtrArray *
load_group (BrDb *db, gint64 id, GError **error)
{
  static const char sql[] = REFUSAL_COLUMNS " WHERE r.settled = 0 AND r.part = (SELECT part FROM refusal WHERE id = ?1 AND settled = 0) ORDER BY r.id";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_autoptr (GPtrArray) group = NULL;
  BrRefusal *first;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  group = read_refusals (db, statement, error);
  if (group == NULL)
    return NULL;
  if (group->len == 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "this refusal is closed already");
      return NULL;
    }
  first = g_ptr_array_index (group, 0);
  if (first->edit->mode == BR_EDIT_ATOMIC)
    return g_steal_pointer (&group);
  for (guint i = group->len; i > 0; i--)
    if (((BrRefusal *) g_ptr_array_index (group, i - 1))->id != id)
      g_ptr_array_remove_index (group, i - 1);
  return g_steal_pointer (&group);
}

static gboolean
mark_settled (BrStoreTx *tx, gint64 id, BrSettle how, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE refusal SET settled = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_int (statement, 2, how);
  br_store_tx_note_outbox (tx);
  return br_db_run (tx->db, statement, error);
}

static gboolean
keep_all (BrStoreTx *tx, gint64 *n_closed, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE refusal SET settled = 1 WHERE settled = 0", error);

  if (statement == NULL || !br_db_run (tx->db, statement, error))
    return FALSE;
  *n_closed = sqlite3_changes (br_db_handle (tx->db));
  return TRUE;
}

/* *applied = FALSE: it cannot be any more, and that is no failure. */
static gboolean
try_again (BrEditBatch *batch, BrStoreTx *tx, const BrRefusal *refusal, gboolean *applied, GError **error)
{
  g_autoptr (GError) problem = NULL;

  *applied = br_patch_again (batch, tx, refusal->patch, &problem);
  if (*applied || g_error_matches (problem, BR_ERROR, BR_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* What the rules here did not let pass. */
static gboolean
is_problem (GPtrArray *problems, const BrRefusal *refusal)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const BrEditProblem *problem = g_ptr_array_index (problems, i);

      if (problem->kind == refusal->kind && br_id_equal (&problem->id, &refusal->uid))
        return TRUE;
    }
  return FALSE;
}

static gboolean
apply_all (BrStoreTx *tx, const BrEditor *editor, gint64 *n_closed, GError **error)
{
  g_autoptr (GPtrArray) refusals = br_outbox_store_refusals (tx->db, MAX_APPLIED, error);
  g_autoptr (GPtrArray) applied = g_ptr_array_new ();
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (BrEditBatch) batch = NULL;
  BrEditor own = *editor;
  gboolean good;
  BrId change;

  if (refusals == NULL)
    return FALSE;
  own.mode = BR_EDIT_EACH;
  batch = br_edit_batch_begin (tx, &own);
  for (guint i = 0; i < refusals->len; i++)
    {
      if (!try_again (batch, tx, g_ptr_array_index (refusals, i), &good, error))
        return FALSE;
      if (good)
        g_ptr_array_add (applied, g_ptr_array_index (refusals, i));
    }
  if (!br_edit_batch_finish (batch, &change, &problems, error))
    return FALSE;
  for (guint i = 0; i < applied->len; i++)
    {
      const BrRefusal *refusal = g_ptr_array_index (applied, i);

      if (is_problem (problems, refusal))
        continue;
      if (!mark_settled (tx, refusal->id, BR_SETTLE_APPLY_AGAIN, error))
        return FALSE;
      ++*n_closed;
    }
  return TRUE;
}

gboolean
br_outbox_store_close_all (BrStoreTx *tx, const BrEditor *editor, BrSettle how, gint64 *n_closed, GError **error)
{
  *n_closed = 0;
  br_store_tx_note_outbox (tx);
  return how == BR_SETTLE_KEEP_HQ ? keep_all (tx, n_closed, error) : apply_all (tx, editor, n_closed, error);
}

/* Whether the operation of a refusal stands or falls as a whole; FALSE when there is no such refusal. */
static gboolean
read_is_atomic (BrDb *db, gint64 refusal, gboolean *atomic, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT body FROM change_part WHERE id = (SELECT part FROM refusal WHERE id = ?1)", error);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (BrEdit) edit = NULL;
  gboolean has_row;

  *atomic = FALSE;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, refusal);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  body = br_column_dup_bytes (statement, 0);
  sqlite3_reset (statement);
  edit = br_wire_edit_read (body, error);
  *atomic = edit != NULL && edit->mode == BR_EDIT_ATOMIC;
  return edit != NULL;
}

/* What goes out for a refused patch: itself, or what a person made of it. */
static const BrPatch *
choose_patch (const BrRefusal *refusal, const BrDecision *decision)
{
  const BrPatch *edited = decision->how == BR_SETTLE_EDITED ? find_patch (decision->edited, refusal->kind, &refusal->uid) : NULL;

  return edited != NULL ? edited : refusal->patch;
}

gboolean
br_outbox_store_close_refusal (BrStoreTx *tx, const BrEditor *editor, const BrDecision *decision, GError **error)
{
  g_autoptr (GPtrArray) group = load_group (tx->db, decision->refusal, error);
  g_autoptr (BrEditBatch) batch = NULL;
  BrEditor own = *editor;
  BrId change;

  if (group == NULL)
    return FALSE;
  own.mode = BR_EDIT_ATOMIC;
  batch = br_edit_batch_begin (tx, &own);
  for (guint i = 0; i < group->len; i++)
    {
      const BrRefusal *one = g_ptr_array_index (group, i);

      if (!mark_settled (tx, one->id, decision->how, error)
          || (decision->how != BR_SETTLE_KEEP_HQ && !br_patch_again (batch, tx, choose_patch (one, decision), error)))
        return FALSE;
    }
  return br_edit_batch_finish (batch, &change, NULL, error);
}

gboolean
br_outbox_store_reopen_refusal (BrStoreTx *tx, gint64 refusal, GError **error)
{
  /* 1: HQ's was kept; what was sent again is open at HQ, not here. */
  static const char sql[] = "UPDATE refusal SET settled = 0 WHERE settled = 1 AND (id = ?1 OR (part = (SELECT part FROM refusal WHERE id = ?1) AND ?2))";
  sqlite3_stmt *statement;
  gboolean atomic;

  if (!read_is_atomic (tx->db, refusal, &atomic, error) || (statement = br_db_statement (tx->db, sql, error)) == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, refusal);
  sqlite3_bind_int (statement, 2, atomic);
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  br_store_tx_note_outbox (tx);
  return TRUE;
}
