/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one place that decides what is shown of a record while own operations are under way. */
#include "config.h"
#include "br-shadow.h"

#include "br-bind.h"
#include "br-pending-op.h"
#include "br-projection.h"
#include "br-record-key.h"
#include "br-record-store-private.h"
#include "br-wire-record.h"

static gboolean
write_shadow (BrStoreTx *tx, const char *sql, BrKind kind, const BrId *uid, const BrRecord *server, GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, kind);
  br_bind_id (statement, 2, uid);
  sqlite3_bind_int64 (statement, 3, server != NULL ? server->rev : 0);
  if (server != NULL)
    {
      br_wire_record_write (server, body);
      sqlite3_bind_blob64 (statement, 4, body->str, body->len, SQLITE_STATIC);
    }
  return br_db_run (tx->db, statement, error);
}

gboolean
br_shadow_keep (BrStoreTx *tx, BrKind kind, const BrId *uid, const BrRecord *server, GError **error)
{
  return write_shadow (tx, "INSERT INTO shadow (kind, uid, rev, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING", kind, uid, server, error);
}

gboolean
br_shadow_load (BrDb *db, BrKind kind, const BrId *uid, gboolean *found, BrRecord **server, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT body FROM shadow WHERE kind = ?1 AND uid = ?2", error);
  gboolean ok = TRUE;

  *server = NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, kind);
  br_bind_id (statement, 2, uid);
  if (!br_db_step (db, statement, found, error))
    return FALSE;
  if (*found && sqlite3_column_type (statement, 0) != SQLITE_NULL)
    {
      *server = br_record_new (kind, uid);
      ok = br_wire_record_read (sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0), kind, uid, *server, error);
      if (!ok)
        g_clear_pointer (server, br_record_free);
    }
  sqlite3_reset (statement);
  return ok;
}

static gboolean
run_for_record (BrStoreTx *tx, const char *sql, BrKind kind, const BrId *uid, gint64 seq, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, kind);
  br_bind_id (statement, 2, uid);
  if (seq != 0)
    sqlite3_bind_int64 (statement, 3, seq);
  return br_db_run (tx->db, statement, error);
}

static GArray *
load_replay (BrStoreTx *tx, BrKind kind, const BrId *uid, GError **error)
{
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = br_db_statement (tx->db, "SELECT seq FROM replay WHERE kind = ?1 AND uid = ?2 ORDER BY seq", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int (statement, 1, kind);
  br_bind_id (statement, 2, uid);
  while (TRUE)
    {
      gint64 seq;

      if (!br_db_step (tx->db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&seqs);
      seq = sqlite3_column_int64 (statement, 0);
      g_array_append_val (seqs, seq);
    }
}

/* Whether the patch touches one of the cells, or one that conflicts together with one of them. */
static gboolean
touches (const BrPatch *patch, guint32 mask)
{
  const BrKindInfo *info = br_schema_get (patch->kind);

  for (guint i = 0; i < patch->n_cells; i++)
    for (guint field = 0; field < info->n_fields; field++)
      if ((mask & (1u << field))
          && (field == patch->cells[i].field || (info->fields[field].group != 0 && info->fields[field].group == info->fields[patch->cells[i].field].group)))
        return TRUE;
  return FALSE;
}

gboolean
br_shadow_lower_base (BrStoreTx *tx, BrKind kind, const BrId *uid, guint32 mask, gint64 *base_rev, GError **error)
{
  g_autoptr (GArray) seqs = load_replay (tx, kind, uid, error);

  for (guint i = 0; seqs != NULL && i < seqs->len; i++)
    {
      const BrPendingOp *op = br_pending_op_get (tx, g_array_index (seqs, gint64, i), error);
      const BrPatch *patch;

      if (op == NULL)
        return FALSE;
      patch = br_pending_op_find (op, kind, uid);
      if (patch != NULL && touches (patch, mask))
        *base_rev = MIN (*base_rev, patch->base_rev);
    }
  return seqs != NULL;
}

/* Applies the operations to `shown`; *exists becomes TRUE when one of them makes the record. */
static gboolean
apply_replay (BrStoreTx *tx, GArray *seqs, BrRecord *shown, gboolean *exists, GError **error)
{
  for (guint i = 0; i < seqs->len; i++)
    {
      const BrPendingOp *op = br_pending_op_get (tx, g_array_index (seqs, gint64, i), error);
      const BrPatch *patch;

      if (op == NULL)
        return FALSE;
      patch = br_pending_op_find (op, shown->kind, &shown->id);
      if (patch == NULL)
        continue;
      *exists = *exists || patch->create;
      br_patch_apply (patch, shown);
      g_clear_pointer (&shown->by, g_ref_string_release);
      shown->by = op->person_name != NULL ? g_ref_string_acquire (op->person_name) : NULL;
      shown->at_us = op->at_us;
    }
  return TRUE;
}

/* Writes `shown` (NULL: there is no such record) over the entity row, as little as needed. */
static gboolean
write_shown (BrStoreTx *tx, BrKind kind, const BrId *uid, const BrRecord *shown, gint64 pending, GError **error)
{
  g_autoptr (BrRecord) stored = NULL;
  BrStoredRow row;
  gint64 id;

  if (!br_record_store_load_any (tx->db, kind, uid, &stored, &row, error))
    return FALSE;
  if (stored == NULL)
    {
      if (shown == NULL)
        return TRUE;
      return br_record_store_put (tx, shown, pending, &id, error) && br_projection_touch (tx, kind, id, NULL, shown, error);
    }
  if (shown == NULL)
    return br_record_store_make_bare (tx, kind, row.id, pending, error) && br_projection_touch (tx, kind, row.id, stored, NULL, error);
  return br_record_store_update (tx, row.id, shown, br_record_difference (stored, shown), pending, error)
         && br_projection_touch (tx, kind, row.id, row.present ? stored : NULL, shown, error);
}

/* Writes what is shown when HQ's version is `server` (taken; NULL: HQ has no such record); *n_replay = how many operations are still over it. */
static gboolean
show (BrStoreTx *tx, BrKind kind, const BrId *uid, BrRecord *server, guint *n_replay, GError **error)
{
  gboolean exists = server != NULL;
  g_autoptr (BrRecord) shown = exists ? server : br_record_new (kind, uid);
  g_autoptr (GArray) seqs = load_replay (tx, kind, uid, error);

  if (seqs == NULL || !apply_replay (tx, seqs, shown, &exists, error))
    return FALSE;
  *n_replay = seqs->len;
  return write_shown (tx, kind, uid, exists ? shown : NULL, seqs->len, error);
}

gboolean
br_shadow_replace (BrStoreTx *tx, const BrRecord *server, GError **error)
{
  static const char sql[] = "UPDATE shadow SET rev = ?3, body = ?4 WHERE kind = ?1 AND uid = ?2";
  guint n_replay;

  return write_shadow (tx, sql, server->kind, &server->id, server, error) && show (tx, server->kind, &server->id, br_record_copy (server), &n_replay, error);
}

gboolean
br_shadow_recompute (BrStoreTx *tx, BrKind kind, const BrId *uid, GError **error)
{
  BrRecord *server;
  gboolean found;
  guint n_replay;

  if (!br_shadow_load (tx->db, kind, uid, &found, &server, error))
    return FALSE;
  if (!found)
    return TRUE;
  if (!show (tx, kind, uid, server, &n_replay, error))
    return FALSE;
  return n_replay > 0 || run_for_record (tx, "DELETE FROM shadow WHERE kind = ?1 AND uid = ?2", kind, uid, 0, error);
}

static gboolean
list_records (BrStoreTx *tx, gint64 seq, GArray *keys, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "SELECT kind, uid FROM replay WHERE seq = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, seq);
  while (TRUE)
    {
      BrRecordKey key;

      if (!br_db_step (tx->db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      key = (BrRecordKey) { sqlite3_column_int (statement, 0), br_column_id (statement, 1) };
      g_array_append_val (keys, key);
    }
}

static gboolean
delete_replay (BrStoreTx *tx, gint64 seq, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "DELETE FROM replay WHERE seq = ?1", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, seq);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_shadow_drop_replay (BrStoreTx *tx, GArray *seqs, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (BrRecordKey));

  for (guint i = 0; i < seqs->len; i++)
    {
      gint64 seq = g_array_index (seqs, gint64, i);

      if (!list_records (tx, seq, keys, error) || !delete_replay (tx, seq, error))
        return FALSE;
    }
  for (guint i = 0; i < keys->len; i++)
    {
      const BrRecordKey *key = &g_array_index (keys, BrRecordKey, i);

      if (!br_shadow_recompute (tx, key->kind, &key->uid, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
br_shadow_drop_patch (BrStoreTx *tx, gint64 seq, BrKind kind, const BrId *uid, GError **error)
{
  return run_for_record (tx, "DELETE FROM replay WHERE kind = ?1 AND uid = ?2 AND seq = ?3", kind, uid, seq, error);
}
