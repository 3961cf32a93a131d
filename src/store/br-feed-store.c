/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feed rows into entity tables. A row is inserted first and looked up only when that finds its uid taken: during the first sync, when
 * nearly every row is new, a row costs one insert and no look-up. Rows between two marks stand in a savepoint, so that damage after a
 * mark does not cost what came before it.
 */
#include "config.h"
#include "br-feed-store.h"

#include "br-bind.h"
#include "br-change-writer.h"
#include "br-error.h"
#include "br-feed-ledger.h"
#include "br-outbox-store.h"
#include "br-projection.h"
#include "br-record-store-private.h"
#include "br-shadow.h"
#include "br-tx-cache.h"

/* A page on its way into the tables. */
typedef struct
{
  BrStoreTx *tx;
  BrFeedReader *reader;
  const char *feed;        /* borrowed from the reader */
  const char *epoch;       /* borrowed from the reader */
  gboolean has_shadows; /* whether any record has own changes */
  BrFeedLedger ledger;  /* its cursor: after the last segment */
  gint64 seq;           /* of the row read last */
  gboolean ended;       /* the trailer has been read */
  BrFeedEnd end;
  gboolean auditing;    /* `audit` is in use */
  BrChangeWriter audit;       /* the change-set of HQ's being noted */
  char *audit_by;    /* GRefString, or NULL: whose it is */
} Page;

static gboolean
finish_audit (Page *self, GError **error)
{
  gboolean ok;

  if (!self->auditing)
    return TRUE;
  ok = br_change_writer_finish (&self->audit, error);
  br_change_writer_clear (&self->audit);
  g_clear_pointer (&self->audit_by, g_ref_string_release);
  self->auditing = FALSE;
  return ok;
}

static void
drop_audit (Page *self)
{
  if (!self->auditing)
    return;
  br_change_writer_clear (&self->audit);
  g_clear_pointer (&self->audit_by, g_ref_string_release);
  self->auditing = FALSE;
}

/* HQ writes the author and time of an operation into each record it changes: equal ones make one change-set here. */
static gboolean
start_audit (Page *self, const char *by, gint64 at_us, GError **error)
{
  BrChangeHead head = { .label = "", .at_us = at_us, .origin = BR_ORIGIN_HQ, .mode = BR_EDIT_EACH };

  if (self->auditing && self->audit.head.at_us == at_us && g_strcmp0 (self->audit_by, by) == 0)
    return TRUE;
  if (!finish_audit (self, error))
    return FALSE;
  self->audit_by = by != NULL ? g_ref_string_new (by) : NULL;
  head.person_name = self->audit_by;
  br_change_writer_init (&self->audit, self->tx, &head);
  self->auditing = TRUE;
  return TRUE;
}

/* Notes what HQ changed. People's own records hold password hashes, which have no place in an audit trail. */
static gboolean
note_change (Page *self, const BrRecord *before, const BrRecord *after, guint32 mask, gint64 row, GError **error)
{
  if (mask == 0 || after->kind == BR_KIND_PERSON)
    return TRUE;
  return start_audit (self, after->by, after->at_us, error) && br_change_writer_add (&self->audit, before, after, mask, FALSE, row, error);
}

/* Cells HQ changed that do not already show what it sent: the echo of an own change is no news. */
static gboolean
note_shadowed_change (Page *self, const BrRecord *server, const BrRecord *record, GError **error)
{
  g_autoptr (BrRecord) shown = NULL;
  BrStoredRow row;

  if (server == NULL)
    return TRUE;
  if (!br_record_store_load_any (self->tx->db, record->kind, &record->id, &shown, &row, error))
    return FALSE;
  return shown == NULL || note_change (self, server, record, br_record_difference (server, record) & br_record_difference (shown, record), row.id, error);
}

/* *done: the record has own changes, and has been dealt with. */
static gboolean
apply_to_shadow (Page *self, const BrRecord *record, gboolean tombstone, gboolean *done, GError **error)
{
  g_autoptr (BrRecord) server = NULL;
  g_autoptr (BrRecord) gone = NULL;

  *done = FALSE;
  if (!self->has_shadows)
    return TRUE;
  if (!br_shadow_load (self->tx->db, record->kind, &record->id, done, &server, error))
    return FALSE;
  if (!*done || (tombstone && server == NULL))
    return TRUE;
  if (tombstone)
    {
      gone = br_record_copy (server);
      br_value_set_int (&gone->cells[BR_FIELD_DELETED], 1);
      record = gone;
    }
  return note_shadowed_change (self, server, record, error) && br_shadow_replace (self->tx, record, error);
}

static gboolean
update_row (Page *self, const BrRecord *record, GError **error)
{
  g_autoptr (BrRecord) stored = NULL;
  BrStoredRow row;
  gboolean known;
  guint32 mask;

  if (!br_record_store_load_any (self->tx->db, record->kind, &record->id, &stored, &row, error))
    return FALSE;
  if (stored == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "a record of %s is there and is not", br_schema_get (record->kind)->name);
      return FALSE;
    }
  known = br_record_is_known (stored, &row);
  mask = br_record_difference (stored, record);
  if (!br_record_store_update (self->tx, row.id, record, mask, row.pending, error)
      || !br_feed_ledger_place (&self->ledger, self->tx, record, &row, self->seq, error) || (known && !note_change (self, stored, record, mask, row.id, error)))
    return FALSE;
  return (mask == 0 && row.present) || br_projection_touch (self->tx, record->kind, row.id, row.present ? stored : NULL, record, error);
}

/* The row of a record with own changes shows more than HQ's version, and came by this feed all the same. */
static gboolean
place_shadowed (Page *self, const BrRecord *record, GError **error)
{
  BrStoredRow row;

  return br_feed_ledger_find_place (self->tx->db, record->kind, &record->id, &row, error)
         && br_feed_ledger_place (&self->ledger, self->tx, record, &row, self->seq, error);
}

static gboolean
apply_row (Page *self, const BrRecord *record, GError **error)
{
  BrStoredRow beside = { .place = { self->ledger.id, self->seq } };
  gboolean done, inserted = FALSE;
  gint64 id = br_id_map_find (&self->tx->cache->ids[record->kind], &record->id);

  if (!apply_to_shadow (self, record, FALSE, &done, error))
    return FALSE;
  if (done)
    return place_shadowed (self, record, error);
  if (id == 0 && !br_record_store_insert (self->tx, record, &beside, &id, &inserted, error))
    return FALSE;
  if (!inserted)
    return update_row (self, record, error);
  br_feed_ledger_enter (&self->ledger, record->kind, &record->id, self->seq);
  return br_projection_touch (self->tx, record->kind, id, NULL, record, error);
}

static gboolean
hide (Page *self, const BrRecord *record, GError **error)
{
  g_autoptr (BrRecord) stored = NULL;
  g_autoptr (BrRecord) gone = NULL;
  BrStoredRow row;

  if (!br_record_store_load_any (self->tx->db, record->kind, &record->id, &stored, &row, error))
    return FALSE;
  if (!row.present)
    return TRUE;
  gone = br_record_copy (stored);
  br_value_set_int (&gone->cells[BR_FIELD_DELETED], 1);
  gone->at_us = br_clock_now_us (self->tx->clock);
  return br_record_store_update (self->tx, row.id, gone, 1u << BR_FIELD_DELETED, row.pending, error)
         && note_change (self, stored, gone, 1u << BR_FIELD_DELETED, row.id, error)
         && br_projection_touch (self->tx, record->kind, row.id, stored, gone, error);
}

/* What left this feed for another one that was read before is here to stay. */
static gboolean
apply_tombstone (Page *self, const BrRecord *record, GError **error)
{
  gboolean removed, done;

  if (!br_feed_ledger_remove (&self->ledger, self->tx, record, &removed, error))
    return FALSE;
  if (!removed)
    return TRUE;
  return apply_to_shadow (self, record, TRUE, &done, error) && (done || hide (self, record, error));
}

/* At the head of a feed that is read anew: HQ no longer has what was not met. */
static gboolean
sweep (Page *self, GError **error)
{
  for (BrKind kind = BR_KIND_NONE + 1; self->ledger.old_id != 0 && kind < BR_N_KINDS; kind++)
    {
      g_autoptr (GArray) uids = br_feed_ledger_list_unmet (&self->ledger, self->tx->db, kind, error);

      if (uids == NULL)
        return FALSE;
      for (guint i = 0; i < uids->len; i++)
        {
          g_autoptr (BrRecord) record = br_record_new (kind, &g_array_index (uids, BrId, i));

          if (!apply_tombstone (self, record, error))
            return FALSE;
        }
    }
  self->ledger.old_id = 0;
  return TRUE;
}

static gboolean
write_cursor (Page *self, GError **error)
{
  static const char sql[] = "INSERT INTO feed_cursor (feed, id, old_id, epoch, seq, head, n, xsum, synced_us)"
                            " VALUES (?1, ?2, NULLIF (?3, 0), ?4, ?5, MAX(?5, ?6), ?7, ?8, ?9) ON CONFLICT (feed) DO UPDATE SET id = excluded.id,"
                            " old_id = excluded.old_id, epoch = excluded.epoch, seq = excluded.seq, head = excluded.head, n = excluded.n,"
                            " xsum = excluded.xsum, synced_us = excluded.synced_us";
  sqlite3_stmt *statement = br_db_statement (self->tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 1, self->feed);
  sqlite3_bind_int64 (statement, 2, self->ledger.id);
  sqlite3_bind_int64 (statement, 3, self->ledger.old_id);
  br_bind_text (statement, 4, self->epoch);
  sqlite3_bind_int64 (statement, 5, self->ledger.seq);
  sqlite3_bind_int64 (statement, 6, self->ended ? self->end.head : 0);
  sqlite3_bind_int64 (statement, 7, self->ledger.n);
  sqlite3_bind_int64 (statement, 8, (gint64) self->ledger.xsum);
  sqlite3_bind_int64 (statement, 9, br_clock_now_us (self->tx->clock));
  return br_db_run (self->tx->db, statement, error);
}

static gboolean
check_shadows (Page *self, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (self->tx->db, "SELECT 1 FROM shadow LIMIT 1", error);

  if (statement == NULL || !br_db_step (self->tx->db, statement, &self->has_shadows, error))
    return FALSE;
  sqlite3_reset (statement);
  return TRUE;
}

/* A mark, or the trailer. */
static gboolean
finish_segment (Page *self, gboolean ended, gint64 mark, GError **error)
{
  self->ended = ended;
  self->ledger.seq = ended ? self->end.next : mark;
  return !ended || self->end.more || sweep (self, error);
}

/* Rows up to the next mark or the trailer; *finished when either was read. */
static gboolean
apply_line (Page *self, gboolean *finished, GError **error)
{
  const BrRecord *record;
  BrFeedRowKind what;
  gint64 seq;

  *finished = FALSE;
  if (!br_feed_reader_next (self->reader, &what, &record, &seq, &self->end, error))
    return FALSE;
  self->seq = seq;
  switch (what)
    {
    case BR_FEED_ROW: return apply_row (self, record, error);
    case BR_FEED_TOMBSTONE: return apply_tombstone (self, record, error);
    case BR_FEED_MARK:
    case BR_FEED_END:
    default: *finished = TRUE; return finish_segment (self, what == BR_FEED_END, seq, error);
    }
}

static gboolean
apply_segment (BrDb *db, gpointer data, GError **error)
{
  Page *self = data;
  gboolean finished = FALSE;

  if (!check_shadows (self, error))
    return FALSE;
  while (!finished)
    if (!apply_line (self, &finished, error))
      return FALSE;
  return finish_audit (self, error) && write_cursor (self, error);
}

/* Applies segments until the trailer; damage after a whole segment ends the page there. */
static gboolean
apply_segments (Page *self, GError **error)
{
  guint n_segments = 0;

  while (!self->ended)
    {
      GError *problem = NULL;

      if (br_db_savepoint (self->tx->db, apply_segment, self, &problem))
        {
          n_segments++;
          continue;
        }
      drop_audit (self);
      br_tx_cache_forget (self->tx->cache);
      if (n_segments == 0 || (!g_error_matches (problem, BR_ERROR, BR_ERROR_PROTOCOL) && !g_error_matches (problem, BR_ERROR, BR_ERROR_RANGE)))
        {
          g_propagate_error (error, problem);
          return FALSE;
        }
      g_debug ("feed page used up to its last mark: %s", problem->message);
      g_error_free (problem);
      return TRUE;
    }
  return TRUE;
}

gboolean
br_feed_store_apply_page (BrStoreTx *tx, GBytes *page, gboolean *applied, gboolean *more, GError **error)
{
  g_autoptr (BrFeedReader) reader = br_feed_reader_new (page, error);
  Page self = { .tx = tx, .reader = reader };
  const BrFeedHead *head;

  *applied = FALSE;
  *more = FALSE;
  if (reader == NULL)
    return FALSE;
  head = br_feed_reader_get_head (reader);
  self.feed = head->feed;
  self.epoch = head->epoch;
  if (!br_feed_ledger_open (tx->db, head->feed, &self.ledger, error))
    return FALSE;
  if (head->from != self.ledger.seq)
    return TRUE;
  if (!apply_segments (&self, error))
    return FALSE;
  *applied = TRUE;
  *more = !self.ended || self.end.more;
  br_store_tx_note_settings (tx);
  return br_outbox_store_settle (tx, error);
}

gboolean
br_feed_store_get_cursor (BrDb *db, const char *feed, gint64 *seq, GError **error)
{
  BrFeedLedger ledger;

  if (!br_feed_ledger_load (db, feed, &ledger, error))
    return FALSE;
  *seq = ledger.seq;
  return TRUE;
}

gboolean
br_feed_store_check (BrDb *db, const char *feed, const BrFeedEnd *end, gboolean *sound, GError **error)
{
  BrFeedLedger ledger;

  if (!br_feed_ledger_load (db, feed, &ledger, error))
    return FALSE;
  *sound = end->more || ledger.seq != end->head || (ledger.n == end->n && ledger.xsum == end->xsum);
  return TRUE;
}

gboolean
br_feed_store_restart (BrStoreTx *tx, const char *feed, GError **error)
{
  BrFeedLedger ledger;

  br_tx_cache_forget (tx->cache); /* row ids may be among what is wrong here */
  if (!br_feed_ledger_load (tx->db, feed, &ledger, error))
    return FALSE;
  return ledger.id == 0 || (br_feed_ledger_restart (&ledger, tx, error) && br_feed_ledger_save (tx, feed, &ledger, error));
}

GPtrArray *
br_feed_store_recount (BrDb *db, GError **error)
{
  return br_feed_ledger_recount (db, error);
}
