/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * change_set 1 - n change_part 1 - 1 outbox; change_touch and replay have a row for each patch. Everything of a part is written when
 * it is full, so 100,000 patches need memory for 500.
 */
#include "config.h"
#include "br-change-writer.h"

#include "br-bind.h"
#include "br-settings-store.h"
#include "br-wire-record.h"

#define MAX_PART_BYTES (128 * 1024) /* half of the wire's limit of an operation: escaping may double a text */
#define PATCH_BYTES 100          /* kind, uid and punctuation of a patch */
#define CELL_BYTES 80           /* name, punctuation and two numbers or ids of a cell */

void
br_change_writer_init (BrChangeWriter *self, BrStoreTx *tx, const BrChangeHead *head)
{
  *self = (BrChangeWriter) { .tx = tx, .head = *head, .uid = br_id_make (tx->clock, tx->random) };
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->in_part = g_hash_table_new (NULL, NULL);
}

void
br_change_writer_clear (BrChangeWriter *self)
{
  g_clear_pointer (&self->edit, br_edit_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->in_part, g_hash_table_unref);
}

static gsize
value_bytes (const BrValue *value)
{
  return value->type == BR_VALUE_TEXT ? g_ref_string_length (value->text) : 0;
}

static gsize
patch_bytes (const BrRecord *before, const BrRecord *after, guint32 mask)
{
  gsize n = PATCH_BYTES;

  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    if (mask & (1u << i))
      n += CELL_BYTES + value_bytes (&after->cells[i]) + (before != NULL ? value_bytes (&before->cells[i]) : 0);
  return n;
}

static gboolean
write_change_set (BrChangeWriter *self, GError **error)
{
  static const char sql[] = "INSERT INTO change_set (uid, label, person, person_name, device, at_us, origin, undo_of, n_patches)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)";
  sqlite3_stmt *statement = br_db_statement (self->tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, &self->uid);
  br_bind_text (statement, 2, self->head.label);
  br_bind_id (statement, 3, &self->head.person);
  br_bind_text (statement, 4, self->head.person_name);
  br_bind_text (statement, 5, self->head.device);
  sqlite3_bind_int64 (statement, 6, self->head.at_us);
  sqlite3_bind_int (statement, 7, self->head.origin);
  if (self->head.undo_of != 0)
    sqlite3_bind_int64 (statement, 8, self->head.undo_of);
  if (!br_db_run (self->tx->db, statement, error))
    return FALSE;
  self->row = sqlite3_last_insert_rowid (br_db_handle (self->tx->db));
  return TRUE;
}

static gboolean
write_part (BrChangeWriter *self, gint64 *part, GError **error)
{
  static const char sql[] = "INSERT INTO change_part (change, type, version, body) VALUES (?1, 'edit', 1, ?2)";
  g_autoptr (GBytes) body = br_wire_edit_write (self->edit, error);
  sqlite3_stmt *statement;

  if (body == NULL || (statement = br_db_statement (self->tx->db, sql, error)) == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->row);
  br_bind_bytes (statement, 2, body);
  if (!br_db_run (self->tx->db, statement, error))
    return FALSE;
  *part = sqlite3_last_insert_rowid (br_db_handle (self->tx->db));
  return TRUE;
}

static gboolean
write_touches (BrChangeWriter *self, gint64 part, GError **error)
{
  static const char sql[] = "INSERT INTO change_touch (kind, record, part) VALUES (?1, ?2, ?3)";

  for (guint i = 0; i < self->edit->n_patches; i++)
    {
      sqlite3_stmt *statement = br_db_statement (self->tx->db, sql, error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int (statement, 1, self->edit->patches[i].kind);
      sqlite3_bind_int64 (statement, 2, g_array_index (self->rows, gint64, i));
      sqlite3_bind_int64 (statement, 3, part);
      if (!br_db_run (self->tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_replays (BrChangeWriter *self, gint64 seq, GError **error)
{
  static const char sql[] = "INSERT INTO replay (kind, uid, seq) VALUES (?1, ?2, ?3)";

  for (guint i = 0; i < self->edit->n_patches; i++)
    {
      sqlite3_stmt *statement = br_db_statement (self->tx->db, sql, error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int (statement, 1, self->edit->patches[i].kind);
      br_bind_id (statement, 2, &self->edit->patches[i].id);
      sqlite3_bind_int64 (statement, 3, seq);
      if (!br_db_run (self->tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}

/* The part as an operation, with the next dense sequence number. */
static gboolean
write_operation (BrChangeWriter *self, gint64 part, GError **error)
{
  static const char sql[] = "INSERT INTO outbox (seq, op_id, part, person, at_us, state) VALUES (?1, ?2, ?3, ?4, ?5, 1)";
  BrStoreTx *tx = self->tx;
  BrId op_id = br_id_make (tx->clock, tx->random);
  sqlite3_stmt *statement;
  gint64 seq;

  if (!br_settings_get_int (tx->db, BR_META_NEXT_SEQ, 1, &seq, error) || !br_settings_set_int (tx, BR_META_NEXT_SEQ, seq + 1, error)
      || (statement = br_db_statement (tx->db, sql, error)) == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, seq);
  br_bind_id (statement, 2, &op_id);
  sqlite3_bind_int64 (statement, 3, part);
  br_bind_id (statement, 4, &self->head.person);
  sqlite3_bind_int64 (statement, 5, self->head.at_us);
  br_store_tx_note_outbox (tx);
  return br_db_run (tx->db, statement, error) && write_replays (self, seq, error);
}

static gboolean
flush_part (BrChangeWriter *self, GError **error)
{
  gint64 part;

  if (self->edit == NULL)
    return TRUE;
  if ((self->row == 0 && !write_change_set (self, error)) || !write_part (self, &part, error) || !write_touches (self, part, error))
    return FALSE;
  if (self->head.origin == BR_ORIGIN_HERE && !write_operation (self, part, error))
    return FALSE;
  g_clear_pointer (&self->edit, br_edit_unref);
  g_array_set_size (self->rows, 0);
  g_hash_table_remove_all (self->in_part);
  self->n_bytes = 0;
  return TRUE;
}

static void
add_patch (BrChangeWriter *self, const BrRecord *before, const BrRecord *after, guint32 mask, gboolean create)
{
  static const BrValue nothing = BR_VALUE_INIT;
  BrPatch *patch;

  if (self->edit == NULL)
    {
      self->edit = br_edit_new (&self->uid, self->head.label, self->head.mode);
      self->edit->undo = self->head.undo_of != 0;
    }
  patch = br_edit_add_patch (self->edit, after->kind, &after->id, before != NULL ? before->rev : 0, create);
  for (guint i = 0; i < BR_MAX_FIELDS; i++)
    if (mask & (1u << i))
      br_patch_add_cell (patch, i, before != NULL ? &before->cells[i] : &nothing, &after->cells[i]);
}

gboolean
br_change_writer_add (BrChangeWriter *self, const BrRecord *before, const BrRecord *after, guint32 mask, gboolean create, gint64 row, GError **error)
{
  gsize n_bytes = patch_bytes (before, after, mask);
  gpointer key = GSIZE_TO_POINTER ((gsize) after->kind << 56 | (gsize) row);

  if (self->edit != NULL
      && (self->edit->n_patches >= BR_EDIT_MAX_PATCHES || self->n_bytes + n_bytes > MAX_PART_BYTES || g_hash_table_contains (self->in_part, key))
      && !flush_part (self, error))
    return FALSE;
  add_patch (self, before, after, mask, create);
  g_hash_table_add (self->in_part, key);
  g_array_append_val (self->rows, row);
  self->n_bytes += n_bytes;
  self->n_patches++;
  return TRUE;
}

gboolean
br_change_writer_finish (BrChangeWriter *self, GError **error)
{
  sqlite3_stmt *statement;

  if (!flush_part (self, error))
    return FALSE;
  if (self->row == 0)
    return TRUE;
  statement = br_db_statement (self->tx->db, "UPDATE change_set SET n_patches = ?1 WHERE id = ?2", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->n_patches);
  sqlite3_bind_int64 (statement, 2, self->row);
  return br_db_run (self->tx->db, statement, error);
}

gboolean
br_change_find_row (BrDb *db, const BrId *uid, gint64 *row, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT id FROM change_set WHERE uid = ?1", error);
  gboolean has_row;

  *row = 0;
  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, uid);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *row = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}
