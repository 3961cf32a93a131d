/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What HQ refused: read for cards, closed by a person's decision. */
#include "config.h"
#include "br-outbox-store.h"

#include "br-bind.h"
#include "br-edit-batch-private.h"
#include "br-error.h"
#include "br-wire-record.h"

#define REFUSAL_COLUMNS                                                                                                                                        \
  "SELECT r.id, r.kind, r.uid, r.code, r.text, r.current, r.at_us, c.label, p.body, p.id FROM refusal r"                                                       \
  " JOIN change_part p ON p.id = r.part JOIN change_set c ON c.id = p.change"

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

/* A record that was never to be has no name in the tables, only in the change that would have made it. */
static char *
dup_name_in_patch (const BrPatch *patch)
{
  const BrKindInfo *info = br_schema_get (patch->kind);

  for (guint i = 0; i < patch->n_cells; i++)
    {
      const BrCell *cell = &patch->cells[i];
      const char *field = info->fields[cell->field].name;

      if (cell->after.type == BR_VALUE_TEXT && (g_str_equal (field, "name") || g_str_equal (field, "code")))
        return g_strdup (cell->after.text);
    }
  return NULL;
}

static gboolean
read_theirs (sqlite3_stmt *statement, BrRefusal *refusal, GError **error)
{
  if (sqlite3_column_type (statement, 5) == SQLITE_NULL)
    return TRUE;
  refusal->theirs = br_record_new (refusal->kind, &refusal->uid);
  return br_wire_record_read (sqlite3_column_blob (statement, 5), sqlite3_column_bytes (statement, 5), refusal->kind, &refusal->uid, refusal->theirs, error);
}

static gboolean
read_part (sqlite3_stmt *statement, LastPart *last, GError **error)
{
  gint64 part = sqlite3_column_int64 (statement, 9);
  g_autoptr (GBytes) body = NULL;

  if (last->edit != NULL && last->part == part)
    return TRUE;
  g_clear_pointer (&last->edit, br_edit_unref);
  body = br_column_dup_bytes (statement, 8);
  last->edit = br_wire_edit_read (body, error);
  last->part = part;
  return last->edit != NULL;
}

static BrRefusal *
read_refusal (BrDb *db, sqlite3_stmt *statement, LastPart *last, GError **error)
{
  BrRefusal *refusal = g_new0 (BrRefusal, 1);

  refusal->id = sqlite3_column_int64 (statement, 0);
  refusal->kind = sqlite3_column_int (statement, 1);
  refusal->uid = br_column_id (statement, 2);
  refusal->code = g_strdup (br_column_text (statement, 3));
  refusal->text = g_strdup (br_column_text (statement, 4));
  refusal->at_us = sqlite3_column_int64 (statement, 6);
  refusal->label = g_strdup (br_column_text (statement, 7));
  if (read_part (statement, last, error) && read_theirs (statement, refusal, error)
      && br_record_store_dup_name (db, refusal->kind, &refusal->uid, &refusal->name, error))
    {
      refusal->edit = br_edit_ref (last->edit);
      refusal->patch = find_patch (refusal->edit, refusal->kind, &refusal->uid);
      if (refusal->name == NULL && refusal->patch != NULL)
        refusal->name = dup_name_in_patch (refusal->patch);
      if (refusal->patch != NULL)
        return refusal;
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
load_group (BrDb *db, gint64 id, BrSettle how, GError **error)
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
  if (how == BR_SETTLE_APPLY_AGAIN && first->edit->mode == BR_EDIT_ATOMIC)
    return g_steal_pointer (&group);
  for (guint i = group->len; i > 0; i--)
    if (((BrRefusal *) g_ptr_array_index (group, i - 1))->id != id)
      g_ptr_array_remove_index (group, i - 1);
  return g_steal_pointer (&group);
}

static gboolean
apply_again (BrEditBatch *batch, BrStoreTx *tx, const BrRefusal *refusal, GError **error)
{
  const BrPatch *patch = refusal->patch;
  g_autoptr (BrRecord) stored = NULL;
  g_autoptr (BrRecord) after = NULL;
  BrStoredRow row;
  guint32 mask = 0;

  if (!br_record_store_load_any (tx->db, patch->kind, &patch->id, &stored, &row, error))
    return FALSE;
  if (!patch->create && !row.present)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the record does not exist any more");
      return FALSE;
    }
  after = stored != NULL ? br_record_copy (stored) : br_record_new (patch->kind, &patch->id);
  br_patch_apply (patch, after);
  for (guint i = 0; i < patch->n_cells; i++)
    mask |= 1u << patch->cells[i].field;
  return br_edit_batch_set (batch, stored, &row, after, mask, error);
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

gboolean
br_outbox_store_close_refusal (BrStoreTx *tx, const BrEditor *editor, gint64 refusal, BrSettle how, GError **error)
{
  g_autoptr (GPtrArray) group = load_group (tx->db, refusal, how, error);
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

      if (!mark_settled (tx, one->id, how, error) || (how == BR_SETTLE_APPLY_AGAIN && !apply_again (batch, tx, one, error)))
        return FALSE;
    }
  return br_edit_batch_finish (batch, &change, NULL, error);
}
