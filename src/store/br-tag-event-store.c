/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Events, and how tags.db stays bounded. Taken out are, a thousand rows a transaction: events that are too many or too old; jobs that are final and not the
 * last of their tag, by the age of events; what was shown until too long ago; wishes nothing refers to any more; and tags that were forgotten so long ago.
 */
#include "config.h"
#include "br-tag-event-store.h"

#include "br-bind.h"
#include "br-tag-sql.h"
#include "br-tag-store.h"

#define STEP 1000 /* rows a transaction */

gboolean
br_tag_event_note (BrStoreTx *tx, const BrTagEvent *event, GError **error)
{
  static const char sql[] = "INSERT INTO tag_event (at_us, station, tag, job, kind, from_state, to_state, note)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, NULLIF (?6, 0), NULLIF (?7, 0), ?8)";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, br_clock_now_us (tx->clock));
  br_tag_sql_bind_row (statement, 2, event->station);
  br_tag_sql_bind_row (statement, 3, event->tag);
  br_tag_sql_bind_row (statement, 4, event->job);
  sqlite3_bind_int (statement, 5, (int) event->kind);
  sqlite3_bind_int (statement, 6, event->from);
  sqlite3_bind_int (statement, 7, event->to);
  br_bind_text (statement, 8, event->note);
  br_store_tx_note_tags (tx);
  return br_db_run (tx->db, statement, error);
}

static BrTagEvent *
read_row (sqlite3_stmt *row)
{
  BrTagEvent *self = g_new0 (BrTagEvent, 1);

  self->id = sqlite3_column_int64 (row, 0);
  self->at_us = sqlite3_column_int64 (row, 1);
  self->station = sqlite3_column_int64 (row, 2);
  self->tag = sqlite3_column_int64 (row, 3);
  self->job = sqlite3_column_int64 (row, 4);
  self->kind = (BrTagEventKind) sqlite3_column_int (row, 5);
  self->from = sqlite3_column_int (row, 6);
  self->to = sqlite3_column_int (row, 7);
  self->note = g_strdup (br_column_text (row, 8));
  return self;
}

#define COLUMNS "SELECT id, at_us, station, tag, job, kind, from_state, to_state, note FROM tag_event WHERE id < ?1"

GPtrArray *
br_tag_event_list (BrDb *db, gint64 tag, gint64 station, gint64 before, guint limit, GError **error)
{
  static const char all[] = COLUMNS " ORDER BY id DESC LIMIT ?2";
  static const char of_tag[] = COLUMNS " AND tag = ?3 ORDER BY id DESC LIMIT ?2";
  static const char of_station[] = COLUMNS " AND station = ?3 ORDER BY id DESC LIMIT ?2";
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_event_free);
  sqlite3_stmt *statement = br_db_statement (db, tag != 0 ? of_tag : station != 0 ? of_station : all, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, before > 0 ? before : G_MAXINT64);
  sqlite3_bind_int64 (statement, 2, limit);
  if (tag != 0 || station != 0)
    sqlite3_bind_int64 (statement, 3, tag != 0 ? tag : station);
  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&events);
      g_ptr_array_add (events, read_row (statement));
    }
}

/* Runs one step; `*left` counts down the rows a transaction may take out. */
static gboolean
take_out (BrStoreTx *tx, const char *sql, gint64 limit, int *left, GError **error)
{
  sqlite3_stmt *statement;

  if (*left <= 0)
    return TRUE;
  statement = br_db_statement (tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, limit);
  sqlite3_bind_int (statement, 2, *left);
  if (!br_db_run (tx->db, statement, error))
    return FALSE;
  *left -= sqlite3_changes (br_db_handle (tx->db));
  return TRUE;
}

/* Events go in the order of their ids: a clock that was wrong takes none of the others with it. */
static gboolean
prune_events (BrStoreTx *tx, gint64 now_us, int *left, GError **error)
{
  static const char many[] =
      "DELETE FROM tag_event WHERE id IN (SELECT id FROM tag_event WHERE id <= (SELECT max (id) FROM tag_event) - ?1 ORDER BY id LIMIT ?2)";
  static const char old[] = "DELETE FROM tag_event WHERE id IN (SELECT id FROM (SELECT id, at_us FROM tag_event ORDER BY id LIMIT ?2) WHERE at_us < ?1)";

  return take_out (tx, many, BR_TAG_EVENT_MOST, left, error) && take_out (tx, old, now_us - BR_TAG_EVENT_MOST_US, left, error);
}

static gboolean
prune_jobs (BrStoreTx *tx, gint64 now_us, int *left, GError **error)
{
  static const char sql[] = "DELETE FROM tag_job WHERE id IN (SELECT j.id FROM tag_job j WHERE j.state >= 10 AND j.state_us < ?1"
                            " AND EXISTS (SELECT 1 FROM tag_job WHERE tag = j.tag AND id > j.id) LIMIT ?2)";

  return take_out (tx, sql, now_us - BR_TAG_EVENT_MOST_US, left, error);
}

static gboolean
prune_shown (BrStoreTx *tx, gint64 now_us, int *left, GError **error)
{
  static const char old[] = "DELETE FROM tag_shown WHERE (tag, from_us) IN (SELECT tag, from_us FROM tag_shown WHERE until_us < ?1 ORDER BY until_us LIMIT ?2)";
  static const char many[] = "DELETE FROM tag_shown WHERE (tag, from_us) IN (SELECT tag, from_us FROM tag_shown WHERE until_us IS NOT NULL ORDER BY until_us"
                             " LIMIT min (?2, max (0, (SELECT count (*) FROM tag_shown) - ?1)))";

  return take_out (tx, old, now_us - BR_TAG_HISTORY_MOST_US, left, error) && take_out (tx, many, BR_TAG_HISTORY_MOST, left, error);
}

/* A wish stays while it is the one in force, shown, or on its way, and as long as its successor began within what is kept, or they are
 * a million. */
static gboolean
prune_wants (BrStoreTx *tx, gint64 now_us, int *left, GError **error)
{
  static const char sql[] =
      "DELETE FROM tag_want WHERE (tag, gen) IN (SELECT w.tag, w.gen FROM tag_want w JOIN tag_want n ON n.tag = w.tag AND n.gen = w.gen + 1"
      " WHERE (n.at_us < ?1 OR (SELECT count (*) FROM tag_want) > 1000000) AND NOT EXISTS (SELECT 1 FROM tag_shown WHERE tag = w.tag AND gen = w.gen)"
      " AND NOT EXISTS (SELECT 1 FROM tag_job WHERE tag = w.tag AND gen = w.gen AND state < 10) LIMIT ?2)";

  return take_out (tx, sql, now_us - BR_TAG_HISTORY_MOST_US, left, error);
}

/* A tag that was forgotten so long ago has nothing left that a certificate may ask. */
static gboolean
prune_forgotten (BrStoreTx *tx, gint64 now_us, int *left, GError **error)
{
  static const char sql[] = "SELECT id FROM tag WHERE forgotten_us > 0 AND forgotten_us < ?1 AND forgotten_us > heard_us ORDER BY forgotten_us LIMIT 1";
  gint64 tag = -1;

  while (*left > 0 && tag != 0)
    {
      if (!br_tag_sql_number (tx->db, sql, now_us - BR_TAG_HISTORY_MOST_US, 0, &tag, error) || (tag != 0 && !br_tag_store_delete (tx, tag, error)))
        return FALSE;
      *left -= tag != 0;
    }
  return TRUE;
}

gboolean
br_tag_event_prune (BrStoreTx *tx, gboolean *more, GError **error)
{
  gint64 now_us = br_clock_now_us (tx->clock);
  int left = STEP;

  if (!prune_events (tx, now_us, &left, error) || !prune_jobs (tx, now_us, &left, error) || !prune_shown (tx, now_us, &left, error)
      || !prune_wants (tx, now_us, &left, error) || !prune_forgotten (tx, now_us, &left, error))
    return FALSE;
  *more = left <= 0;
  return TRUE;
}
