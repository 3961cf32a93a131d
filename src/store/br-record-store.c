/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entity tables of every kind by the one table of kinds and fields; the statements are in br-record-sql.c. */
#include "config.h"
#include "br-record-store.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-picture-queue.h"
#include "br-record-sql.h"
#include "br-record-store-private.h"
#include "br-tx-cache.h"

static void
read_cell (sqlite3_stmt *statement, int column, const BrField *field, BrValue *out)
{
  BrId id;

  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER: br_value_set_int (out, sqlite3_column_int64 (statement, column)); break;
    case SQLITE_TEXT:
      out->text = g_ref_string_new_len (br_column_text (statement, column), sqlite3_column_bytes (statement, column));
      out->type = BR_VALUE_TEXT;
      break;
    case SQLITE_BLOB:
      id = br_column_id (statement, column);
      br_value_set_id (out, &id);
      break;
    default: break;
    }
}

static BrRecord *
read_record (sqlite3_stmt *statement, BrKind kind, BrStoredRow *row)
{
  const BrKindInfo *info = br_schema_get (kind);
  BrId uid = br_column_id (statement, BR_COLUMN_UID);
  BrRecord *record = br_record_new (kind, &uid);
  const char *by = br_column_text (statement, BR_COLUMN_BY);

  record->rev = sqlite3_column_int64 (statement, BR_COLUMN_REV);
  record->by = by != NULL ? g_ref_string_new (by) : NULL;
  record->at_us = sqlite3_column_int64 (statement, BR_COLUMN_AT);
  for (guint i = 0; i < info->n_fields; i++)
    read_cell (statement, BR_COLUMN_FIELDS + (int) i, &info->fields[i], &record->cells[i]);
  if (row != NULL)
    {
      row->id = sqlite3_column_int64 (statement, BR_COLUMN_ID);
      row->present = sqlite3_column_int (statement, BR_COLUMN_PRESENT);
      row->pending = sqlite3_column_int64 (statement, BR_COLUMN_PENDING);
      row->place.feed = sqlite3_column_int64 (statement, BR_COLUMN_FEED);
      row->place.seq = sqlite3_column_int64 (statement, BR_COLUMN_SEQ);
    }
  return record;
}

/* Steps a loading statement whose parameters are bound, for at most one row. */
static gboolean
load_one (BrDb *db, sqlite3_stmt *statement, BrKind kind, BrRecord **out, BrStoredRow *row, GError **error)
{
  gboolean has_row;

  *out = NULL;
  *row = (BrStoredRow) { 0 };
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      *out = read_record (statement, kind, row);
      sqlite3_reset (statement);
    }
  return TRUE;
}

gboolean
br_record_store_load_any (BrDb *db, BrKind kind, const BrId *uid, BrRecord **out, BrStoredRow *row, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, br_record_sql_get (kind)->load_by_uid, error);

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, uid);
  return load_one (db, statement, kind, out, row, error);
}

static void
keep_present (BrRecord **record, const BrStoredRow *row)
{
  if (*record != NULL && !row->present)
    g_clear_pointer (record, br_record_free);
}

gboolean
br_record_store_load (BrDb *db, BrKind kind, const BrId *uid, BrRecord **out, GError **error)
{
  BrStoredRow row;

  if (!br_record_store_load_any (db, kind, uid, out, &row, error))
    return FALSE;
  keep_present (out, &row);
  return TRUE;
}

gboolean
br_record_store_load_by_row (BrDb *db, BrKind kind, gint64 id, BrRecord **out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, br_record_sql_get (kind)->load_by_id, error);
  BrStoredRow row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!load_one (db, statement, kind, out, &row, error))
    return FALSE;
  keep_present (out, &row);
  return TRUE;
}

static GPtrArray *
load_all (BrDb *db, sqlite3_stmt *statement, BrKind kind, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
  gboolean has_row;

  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&records);
      g_ptr_array_add (records, read_record (statement, kind, NULL));
    }
}

GPtrArray *
br_record_store_list (BrDb *db, BrKind kind, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, br_record_sql_get (kind)->list_by_name, error);

  return statement != NULL ? load_all (db, statement, kind, error) : NULL;
}

GPtrArray *
br_record_store_list_children (BrDb *db, BrKind kind, guint field, const BrId *parent, GError **error)
{
  const char *sql = field < BR_MAX_FIELDS ? br_record_sql_get (kind)->children[field] : NULL;
  sqlite3_stmt *statement;

  g_return_val_if_fail (sql != NULL, NULL);
  statement = br_db_statement (db, sql, error);
  if (statement == NULL)
    return NULL;
  br_bind_id (statement, 1, parent);
  return load_all (db, statement, kind, error);
}

gboolean
br_record_store_find_id (BrDb *db, BrKind kind, const BrId *uid, gint64 *id, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, br_record_sql_get (kind)->find_id, error);
  gboolean has_row;

  *id = 0;
  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, uid);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      *id = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  return TRUE;
}

static gboolean
insert_bare (BrStoreTx *tx, BrKind kind, const BrId *uid, gint64 *id, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, br_record_sql_get (kind)->insert_bare, error);

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, uid);
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  *id = sqlite3_last_insert_rowid (br_db_handle (tx->db));
  return TRUE;
}

/* Row id for a uid; makes a row with present = 0 when there is none (so references always resolve). */
static gboolean
require_id (BrStoreTx *tx, BrKind kind, const BrId *uid, gint64 *id, GError **error)
{
  BrIdMap *map = &tx->cache->ids[kind];

  *id = br_id_map_find (map, uid);
  if (*id != 0)
    return TRUE;
  if (!br_record_store_find_id (tx->db, kind, uid, id, error))
    return FALSE;
  if (*id == 0 && !insert_bare (tx, kind, uid, id, error))
    return FALSE;
  br_id_map_put (map, uid, *id);
  return TRUE;
}

gboolean
br_record_is_deleted (const BrRecord *record)
{
  return br_record_int (record, BR_FIELD_DELETED) != 0;
}

gboolean
br_record_is_known (const BrRecord *record, const BrStoredRow *row)
{
  return record != NULL && (row->present || br_record_is_deleted (record));
}

guint32
br_record_difference (const BrRecord *a, const BrRecord *b)
{
  const BrKindInfo *info = br_schema_get (a->kind);
  guint32 mask = 0;

  for (guint i = 0; i < info->n_fields; i++)
    if (!br_value_equal (&a->cells[i], &b->cells[i]))
      mask |= 1u << i;
  return mask;
}

static gboolean
bind_cell (BrStoreTx *tx, sqlite3_stmt *statement, const BrField *field, int parameter, const BrValue *value, GError **error)
{
  gint64 id;

  switch (value->type)
    {
    case BR_VALUE_NULL: return TRUE; /* cleared bindings are NULL */
    case BR_VALUE_INT: sqlite3_bind_int64 (statement, parameter, value->integer); return TRUE;
    case BR_VALUE_TEXT: sqlite3_bind_text (statement, parameter, value->text, (int) g_ref_string_length (value->text), SQLITE_STATIC); return TRUE;
    case BR_VALUE_ID:
      if (field->type != BR_FIELD_REF)
        {
          g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "the field %s does not hold ids", field->name);
          return FALSE;
        }
      if (!require_id (tx, field->ref, &value->id, &id, error))
        return FALSE;
      sqlite3_bind_int64 (statement, parameter, id);
      return TRUE;
    default: g_assert_not_reached ();
    }
}

static gboolean
bind_record (BrStoreTx *tx, sqlite3_stmt *statement, const BrRecord *record, guint32 mask, gint64 pending, GError **error)
{
  const BrKindInfo *info = br_schema_get (record->kind);

  sqlite3_bind_int (statement, BR_PARAM_PRESENT, !br_record_is_deleted (record));
  sqlite3_bind_int64 (statement, BR_PARAM_REV, record->rev);
  sqlite3_bind_int64 (statement, BR_PARAM_PENDING, pending);
  br_bind_text (statement, BR_PARAM_BY, record->by);
  sqlite3_bind_int64 (statement, BR_PARAM_AT, record->at_us);
  if (!br_record_is_deleted (record))
    mask &= ~(1u << BR_FIELD_DELETED); /* "not deleted" is NULL, never 0 */
  for (guint i = 0; i < info->n_fields; i++)
    if ((mask & (1u << i)) && !bind_cell (tx, statement, &info->fields[i], BR_PARAM_FIELDS + (int) i, &record->cells[i], error))
      return FALSE;
  return TRUE;
}

/* What goes with a record that was written: the change told to others, and the pictures a product refers to now. */
static gboolean
note_written (BrStoreTx *tx, const BrRecord *record, guint32 mask, GError **error)
{
  br_store_tx_note_kind (tx, record->kind);
  if (record->kind != BR_KIND_PRODUCT || (mask & (1u << BR_PRODUCT_PICTURES)) == 0)
    return TRUE;
  return br_picture_queue_add (tx, br_record_text (record, BR_PRODUCT_PICTURES), error);
}

gboolean
br_record_store_insert (BrStoreTx *tx, const BrRecord *record, const BrStoredRow *beside, gint64 *id, gboolean *inserted, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, br_record_sql_get (record->kind)->insert, error);

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, BR_PARAM_KEY, &record->id);
  if (beside->place.feed != 0)
    {
      sqlite3_bind_int64 (statement, BR_PARAM_FEED, beside->place.feed);
      sqlite3_bind_int64 (statement, BR_PARAM_SEQ, beside->place.seq);
    }
  if (!bind_record (tx, statement, record, G_MAXUINT32, beside->pending, error) || !br_db_run (tx->db, statement, error))
    return FALSE;
  *inserted = sqlite3_changes (br_db_handle (tx->db)) > 0;
  if (!*inserted)
    return TRUE;
  *id = sqlite3_last_insert_rowid (br_db_handle (tx->db));
  br_id_map_put (&tx->cache->ids[record->kind], &record->id, *id);
  return note_written (tx, record, G_MAXUINT32, error);
}

gboolean
br_record_store_update (BrStoreTx *tx, gint64 id, const BrRecord *record, guint32 mask, gint64 pending, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, br_record_sql_update (record->kind, mask), error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, BR_PARAM_KEY, id);
  return bind_record (tx, statement, record, mask, pending, error) && br_db_run (tx->db, statement, error) && note_written (tx, record, mask, error);
}

static gboolean
run_pending (BrStoreTx *tx, const char *sql, BrKind kind, gint64 id, gint64 pending, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_int64 (statement, 2, pending);
  br_store_tx_note_kind (tx, kind);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_record_store_set_pending (BrStoreTx *tx, BrKind kind, gint64 id, gint64 pending, GError **error)
{
  return run_pending (tx, br_record_sql_get (kind)->set_pending, kind, id, pending, error);
}

gboolean
br_record_store_make_bare (BrStoreTx *tx, BrKind kind, gint64 id, gint64 pending, GError **error)
{
  return run_pending (tx, br_record_sql_get (kind)->make_bare, kind, id, pending, error);
}

gboolean
br_record_store_put (BrStoreTx *tx, const BrRecord *record, gint64 pending, gint64 *id, GError **error)
{
  guint32 every = (1u << br_schema_get (record->kind)->n_fields) - 1;
  gboolean inserted = FALSE;
  BrStoredRow beside = { .pending = pending };
  gint64 row = br_id_map_find (&tx->cache->ids[record->kind], &record->id);

  if (row == 0 && !br_record_store_insert (tx, record, &beside, &row, &inserted, error))
    return FALSE;
  if (!inserted && (!require_id (tx, record->kind, &record->id, &row, error) || !br_record_store_update (tx, row, record, every, pending, error)))
    return FALSE;
  if (id != NULL)
    *id = row;
  return TRUE;
}

static gboolean
find_user (BrStoreTx *tx, const char *sql, const BrId *uid, gboolean *found, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, uid);
  if (!br_db_step (tx->db, statement, found, error))
    return FALSE;
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_record_store_is_used (BrStoreTx *tx, BrKind kind, const BrId *uid, gboolean *used, GError **error)
{
  *used = FALSE;
  for (BrKind other = 1; other < BR_N_KINDS; other++)
    {
      const BrKindInfo *info = br_schema_get (other);

      for (guint i = 0; i < info->n_fields && !*used; i++)
        if (info->fields[i].ref == kind && !info->fields[i].weak && !find_user (tx, br_record_sql_get (other)->children[i], uid, used, error))
          return FALSE;
    }
  return TRUE;
}

gboolean
br_record_store_is_present (BrStoreTx *tx, BrKind kind, const BrId *uid, gboolean *present, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, br_record_sql_get (kind)->is_present, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, uid);
  if (!br_db_step (tx->db, statement, &has_row, error))
    return FALSE;
  *present = has_row && sqlite3_column_int (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_record_store_find_by_text (BrDb *db, BrKind kind, guint field, const char *text, BrId *uid, gboolean *found, GError **error)
{
  const char *sql = field < BR_MAX_FIELDS ? br_record_sql_get (kind)->find_by_text[field] : NULL;
  sqlite3_stmt *statement;

  g_return_val_if_fail (sql != NULL, FALSE);
  statement = br_db_statement (db, sql, error);
  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, text);
  if (!br_db_step (db, statement, found, error))
    return FALSE;
  if (*found)
    {
      *uid = br_column_id (statement, 0);
      sqlite3_reset (statement);
    }
  return TRUE;
}

gboolean
br_record_store_content_hash (BrDb *db, BrKind kind, guint8 out[32], gint64 *n, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *statement = br_db_statement (db, br_record_sql_get (kind)->list_by_uid, error);
  gsize length = 32;

  *n = 0;
  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      g_autoptr (BrRecord) record = NULL;
      guint8 hash[32];
      gboolean has_row;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      record = read_record (statement, kind, NULL);
      br_record_hash (record, hash);
      g_checksum_update (sum, hash, sizeof hash);
      (*n)++;
    }
  g_checksum_get_digest (sum, out, &length);
  return TRUE;
}
