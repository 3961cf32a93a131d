/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sum is kept, not computed: a page costs one hash for each row and two when the row was there before. */
#include "config.h"
#include "br-feed-ledger.h"

#include "br-bind.h"
#include "br-record-sql.h"
#include "br-wire-feed.h"

/* One feed while all rows are counted. */
typedef struct
{
  char *feed;   /* owned */
  BrFeedLedger kept;
  gint64 n;
  guint64 xsum;
} Recount;

static void
free_recount (gpointer data)
{
  Recount *recount = data;

  g_free (recount->feed);
  g_free (recount);
}

gboolean
br_feed_ledger_load (BrDb *db, const char *feed, BrFeedLedger *out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT id, old_id, seq, n, xsum FROM feed_cursor WHERE feed = ?1", error);
  gboolean has_row;

  *out = (BrFeedLedger) { 0 };
  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, feed);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *out = (BrFeedLedger) { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2),
                            sqlite3_column_int64 (statement, 3), (guint64) sqlite3_column_int64 (statement, 4) };
  sqlite3_reset (statement);
  return TRUE;
}

/* An id that no row carries. */
static gboolean
choose_id (BrDb *db, gint64 *id, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT COALESCE (MAX (MAX (id, COALESCE (old_id, 0))), 0) + 1 FROM feed_cursor", error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  *id = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_feed_ledger_open (BrDb *db, const char *feed, BrFeedLedger *out, GError **error)
{
  return br_feed_ledger_load (db, feed, out, error) && (out->id != 0 || choose_id (db, &out->id, error));
}

gboolean
br_feed_ledger_save (BrStoreTx *tx, const char *feed, const BrFeedLedger *ledger, GError **error)
{
  static const char sql[] = "UPDATE feed_cursor SET id = ?2, old_id = NULLIF (?3, 0), seq = ?4, n = ?5, xsum = ?6 WHERE feed = ?1";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, feed);
  sqlite3_bind_int64 (statement, 2, ledger->id);
  sqlite3_bind_int64 (statement, 3, ledger->old_id);
  sqlite3_bind_int64 (statement, 4, ledger->seq);
  sqlite3_bind_int64 (statement, 5, ledger->n);
  sqlite3_bind_int64 (statement, 6, (gint64) ledger->xsum);
  return br_db_run (tx->db, statement, error);
}

void
br_feed_ledger_enter (BrFeedLedger *self, BrKind kind, const BrId *uid, gint64 seq)
{
  self->n++;
  self->xsum += br_feed_item_sum (kind, uid, seq);
}

static void
leave (BrFeedLedger *self, const BrRecord *record, gint64 seq)
{
  self->n--;
  self->xsum -= br_feed_item_sum (record->kind, &record->id, seq);
}

static gboolean
find_feed (BrDb *db, gint64 id, char **feed, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT feed FROM feed_cursor WHERE id = ?1", error);
  gboolean has_row;

  *feed = NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *feed = g_strdup (br_column_text (statement, 0));
  sqlite3_reset (statement);
  return TRUE;
}

/* The record has come by this feed before the other one said that it left: that tombstone will find it gone. */
static gboolean
leave_other (BrStoreTx *tx, const BrRecord *record, const BrFeedPlace *from, GError **error)
{
  g_autofree char *feed = NULL;
  BrFeedLedger other;

  if (!find_feed (tx->db, from->feed, &feed, error))
    return FALSE;
  if (feed == NULL)
    return TRUE; /* it was not met since that feed is read anew, so it is not counted */
  if (!br_feed_ledger_load (tx->db, feed, &other, error))
    return FALSE;
  leave (&other, record, from->seq);
  return br_feed_ledger_save (tx, feed, &other, error);
}

/* `to` NULL: in no feed. */
static gboolean
write_place (BrStoreTx *tx, BrKind kind, gint64 id, const BrFeedPlace *to, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, br_record_sql_get (kind)->set_place, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (to != NULL)
    {
      sqlite3_bind_int64 (statement, 2, to->feed);
      sqlite3_bind_int64 (statement, 3, to->seq);
    }
  return br_db_run (tx->db, statement, error);
}

gboolean
br_feed_ledger_place (BrFeedLedger *self, BrStoreTx *tx, const BrRecord *record, const BrStoredRow *from, gint64 seq, GError **error)
{
  BrFeedPlace to = { self->id, seq };

  if (from->place.feed == self->id)
    leave (self, record, from->place.seq);
  else if (from->place.feed != 0 && from->place.feed != self->old_id && !leave_other (tx, record, &from->place, error))
    return FALSE;
  br_feed_ledger_enter (self, record->kind, &record->id, seq);
  return write_place (tx, record->kind, from->id, &to, error);
}

gboolean
br_feed_ledger_find_place (BrDb *db, BrKind kind, const BrId *uid, BrStoredRow *out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, br_record_sql_get (kind)->find_place, error);
  gboolean has_row;

  *out = (BrStoredRow) { 0 };
  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, uid);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    {
      out->id = sqlite3_column_int64 (statement, 0);
      out->place = (BrFeedPlace) { sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2) };
    }
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_feed_ledger_remove (BrFeedLedger *self, BrStoreTx *tx, const BrRecord *record, gboolean *removed, GError **error)
{
  BrStoredRow row;

  if (!br_feed_ledger_find_place (tx->db, record->kind, &record->id, &row, error))
    return FALSE;
  *removed = row.place.feed != 0 && (row.place.feed == self->id || row.place.feed == self->old_id);
  if (!*removed)
    return TRUE;
  if (row.place.feed == self->id)
    leave (self, record, row.place.seq);
  return write_place (tx, record->kind, row.id, NULL, error);
}

static gboolean
rename_feed (BrStoreTx *tx, gint64 from, gint64 to, GError **error)
{
  for (BrKind kind = BR_KIND_NONE + 1; kind < BR_N_KINDS; kind++)
    {
      sqlite3_stmt *statement = br_db_statement (tx->db, br_record_sql_get (kind)->rename_feed, error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, from);
      sqlite3_bind_int64 (statement, 2, to);
      if (!br_db_run (tx->db, statement, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
br_feed_ledger_restart (BrFeedLedger *self, BrStoreTx *tx, GError **error)
{
  if (self->old_id != 0) /* again, before the end: what was met meanwhile has to be met again */
    {
      if (!rename_feed (tx, self->id, self->old_id, error))
        return FALSE;
    }
  else
    {
      self->old_id = self->id;
      if (!choose_id (tx->db, &self->id, error))
        return FALSE;
    }
  self->seq = 0;
  self->n = 0;
  self->xsum = 0;
  return TRUE;
}

GArray *
br_feed_ledger_list_unmet (const BrFeedLedger *self, BrDb *db, BrKind kind, GError **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (BrId));
  sqlite3_stmt *statement = br_db_statement (db, br_record_sql_get (kind)->list_of_feed, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, self->old_id);
  while (TRUE)
    {
      BrId uid;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&uids);
      uid = br_column_id (statement, 0);
      g_array_append_val (uids, uid);
    }
}

static GHashTable *
load_kept (BrDb *db, GError **error)
{
  g_autoptr (GHashTable) feeds = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_recount);
  sqlite3_stmt *statement = br_db_statement (db, "SELECT feed, id, n, xsum FROM feed_cursor", error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      Recount *recount;

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&feeds);
      recount = g_new0 (Recount, 1);
      recount->feed = g_strdup (br_column_text (statement, 0));
      recount->kept.id = sqlite3_column_int64 (statement, 1);
      recount->kept.n = sqlite3_column_int64 (statement, 2);
      recount->kept.xsum = (guint64) sqlite3_column_int64 (statement, 3);
      g_hash_table_insert (feeds, &recount->kept.id, recount);
    }
}

static gboolean
recount_kind (BrDb *db, BrKind kind, GHashTable *feeds, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, br_record_sql_get (kind)->list_places, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      BrId uid;
      gint64 feed;
      Recount *recount;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      uid = br_column_id (statement, 0);
      feed = sqlite3_column_int64 (statement, 1);
      recount = g_hash_table_lookup (feeds, &feed);
      if (recount == NULL)
        continue;
      recount->n++;
      recount->xsum += br_feed_item_sum (kind, &uid, sqlite3_column_int64 (statement, 2));
    }
}

GPtrArray *
br_feed_ledger_recount (BrDb *db, GError **error)
{
  g_autoptr (GPtrArray) wrong = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) feeds = load_kept (db, error);
  GHashTableIter iter;
  gpointer value;

  for (BrKind kind = BR_KIND_NONE + 1; feeds != NULL && kind < BR_N_KINDS; kind++)
    if (!recount_kind (db, kind, feeds, error))
      return NULL;
  if (feeds == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, feeds);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Recount *recount = value;

      if (recount->n != recount->kept.n || recount->xsum != recount->kept.xsum)
        g_ptr_array_add (wrong, g_strdup (recount->feed));
    }
  return g_steal_pointer (&wrong);
}
