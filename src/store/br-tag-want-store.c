/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables tag_want, tag_next and tag_shown, and how a job comes to be. */
#include "config.h"
#include "br-tag-want-store.h"

#include "br-bind.h"
#include "br-error.h"
#include "br-tag-job-store.h"
#include "br-tag-sql.h"

#define VALUES "sku, store, design, revision, price_minor, regular_minor, title, code, fields, digest"
/* A tag that shows nothing known needs its picture now, whatever it looks like. */
#define HELD "w.held = 1 AND t.shown_gen > 0"
#define RELEASE "UPDATE tag_want SET held = 0 WHERE tag = ?1 AND held = 1"

static void
read_values (sqlite3_stmt *row, int first, BrTagWant *out)
{
  out->sku = br_column_id (row, first);
  out->store = br_column_id (row, first + 1);
  out->design = g_strdup (br_column_text (row, first + 2));
  out->revision = sqlite3_column_int (row, first + 3);
  out->price_minor = br_tag_sql_minor (row, first + 4);
  out->regular_minor = br_tag_sql_minor (row, first + 5);
  out->title = g_strdup (br_column_text (row, first + 6));
  out->code = g_strdup (br_column_text (row, first + 7));
  out->fields = g_strdup (br_column_text (row, first + 8));
  out->digest = g_strdup (br_column_text (row, first + 9));
}

static void
bind_values (sqlite3_stmt *statement, int first, const BrTagWant *want)
{
  br_bind_id (statement, first, &want->sku);
  br_bind_id (statement, first + 1, &want->store);
  br_bind_text (statement, first + 2, want->design);
  sqlite3_bind_int (statement, first + 3, want->revision);
  br_tag_sql_bind_minor (statement, first + 4, want->price_minor);
  br_tag_sql_bind_minor (statement, first + 5, want->regular_minor);
  br_bind_text (statement, first + 6, want->title);
  br_bind_text (statement, first + 7, want->code);
  br_bind_text (statement, first + 8, want->fields);
  br_bind_text (statement, first + 9, want->digest);
}

gboolean
br_tag_want_load (BrDb *db, gint64 tag, gint64 gen, BrTagWant *out, GError **error)
{
  static const char sql[] = "SELECT gen, key, at_us, from_us, " VALUES ", held FROM tag_want WHERE tag = ?1 AND gen = CASE WHEN ?2 > 0 THEN ?2"
                            " ELSE (SELECT wanted_gen FROM tag WHERE id = ?1) END";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  sqlite3_bind_int64 (statement, 2, gen);
  if (!br_db_step (db, statement, &has_row, error) || !has_row)
    return FALSE;
  *out = (BrTagWant) {
    .tag = tag, .gen = sqlite3_column_int64 (statement, 0), .at_us = sqlite3_column_int64 (statement, 2), .from_us = sqlite3_column_int64 (statement, 3)
  };
  out->key = g_strdup (br_column_text (statement, 1));
  read_values (statement, 4, out);
  out->held = sqlite3_column_int (statement, 14) != 0;
  sqlite3_reset (statement);
  return TRUE;
}

/* What a job for the wish of now would begin with. By itself none is made where the very picture is on the tag by good proof, and nothing else was sent since: a price that
 * was changed and changed back. */
static gboolean
load_beginning (BrDb *db, gint64 tag, gboolean by_itself, char **digest, gboolean *drawn, gboolean *found, GError **error)
{
  static const char sql[] = "SELECT w.digest, p.digest IS NOT NULL FROM tag t JOIN tag_want w ON w.tag = t.id AND w.gen = t.wanted_gen"
                            " LEFT JOIN tag_picture p ON p.digest = w.digest WHERE t.id = ?1"
                            " AND NOT (" HELD ") AND NOT EXISTS (SELECT 1 FROM tag_job WHERE tag = ?1 AND state < 10)"
                            " AND NOT (?2 AND t.shown_proof >= 3 AND coalesce (t.shown_digest = w.digest, 0)"
                            " AND NOT EXISTS (SELECT 1 FROM tag_job WHERE tag = ?1 AND gen > t.shown_gen AND sent_us > 0))";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  sqlite3_bind_int (statement, 2, by_itself);
  if (!br_db_step (db, statement, found, error))
    return FALSE;
  if (*found)
    {
      *drawn = sqlite3_column_int (statement, 1);
      *digest = *drawn ? g_strdup (br_column_text (statement, 0)) : NULL;
    }
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_tag_job_ensure (BrStoreTx *tx, gint64 tag, int priority, GError **error)
{
  static const char sql[] = "INSERT INTO tag_job (tag, station, gen, digest, priority, state, created_us, state_us)"
                            " SELECT t.id, t.station, t.wanted_gen, ?2, CASE WHEN ?3 < 0 THEN w.priority ELSE ?3 END, ?4, ?5, ?5"
                            " FROM tag t JOIN tag_want w ON w.tag = t.id AND w.gen = t.wanted_gen WHERE t.id = ?1";
  g_autofree char *digest = NULL;
  gboolean drawn = FALSE, found = FALSE;
  sqlite3_stmt *statement;

  if (!load_beginning (tx->db, tag, priority < 0, &digest, &drawn, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  statement = br_db_statement (tx->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  br_bind_text (statement, 2, digest);
  sqlite3_bind_int (statement, 3, priority);
  sqlite3_bind_int (statement, 4, drawn ? BR_TAG_JOB_RENDERED : BR_TAG_JOB_QUEUED);
  sqlite3_bind_int64 (statement, 5, br_clock_now_us (tx->clock));
  br_store_tx_note_tags (tx);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_tag_want_again (BrStoreTx *tx, gint64 tag, BrTagPriority priority, GError **error)
{
  return br_tag_sql_run (tx->db, RELEASE, tag, 0, error) && br_tag_job_ensure (tx, tag, (int) priority, error);
}

gboolean
br_tag_want_start (BrStoreTx *tx, const BrTagHeld *held, gboolean *started, GError **error)
{
  if (!br_tag_sql_run (tx->db, RELEASE " AND gen = (SELECT wanted_gen FROM tag WHERE id = ?1)", held->tag, 0, error))
    return FALSE;
  *started = sqlite3_changes (br_db_handle (tx->db)) > 0;
  return !*started || br_tag_job_ensure (tx, held->tag, (int) held->priority, error);
}

GArray *
br_tag_want_held (BrDb *db, GError **error)
{
  static const char sql[] =
      "SELECT t.id, w.regular_minor IS NOT NULL FROM tag_want w INDEXED BY tag_want_held JOIN tag t ON t.id = w.tag AND t.wanted_gen = w.gen"
      " WHERE " HELD " AND t.shown_gen <> w.gen AND NOT EXISTS (SELECT 1 FROM tag_job WHERE tag = t.id AND state < 10)"
      " ORDER BY w.regular_minor IS NULL, t.next_us = 0, t.next_us, t.id";
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (BrTagHeld));
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  while (br_db_step (db, statement, &has_row, error))
    {
      BrTagHeld held;

      if (!has_row)
        return g_steal_pointer (&list);
      held = (BrTagHeld) { sqlite3_column_int64 (statement, 0), sqlite3_column_int (statement, 1) != 0 ? BR_TAG_PRIORITY_DESIGN : BR_TAG_PRIORITY_CHECK };
      g_array_append_val (list, held);
    }
  return NULL;
}

static gboolean
insert_want (BrStoreTx *tx, const BrTagWant *want, BrTagPriority priority, GError **error)
{
  static const char sql[] =
      "INSERT INTO tag_want (tag, gen, key, at_us, from_us, priority, " VALUES ", held) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
      " ?13, ?14, ?15, coalesce (?16, (SELECT digest FROM tag_next WHERE tag = ?1 AND key = ?3),"
      " (SELECT t.shown_digest FROM tag t JOIN tag_want s ON s.tag = t.id AND s.gen = t.shown_gen WHERE t.id = ?1 AND s.key = ?3)),"
      " ?17 AND NOT EXISTS (SELECT 1 FROM tag t JOIN tag_want s ON s.tag = t.id AND s.gen = t.shown_gen WHERE t.id = ?1 AND s.key = ?3))";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, want->tag);
  sqlite3_bind_int64 (statement, 2, want->gen);
  br_bind_text (statement, 3, want->key);
  sqlite3_bind_int64 (statement, 4, want->at_us);
  sqlite3_bind_int64 (statement, 5, want->from_us);
  sqlite3_bind_int (statement, 6, (int) priority);
  bind_values (statement, 7, want);
  sqlite3_bind_int (statement, 17, want->held != FALSE);
  return br_db_run (tx->db, statement, error);
}

/* A job that is not out is overtaken, and its end makes the next one; one that is out is followed when it ends. */
static gboolean
overtake (BrStoreTx *tx, gint64 tag, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (BrTagJob) job = br_tag_job_find_active (tx->db, tag, &failure);
  BrTagJobMove move = { .to = BR_TAG_JOB_SUPERSEDED };

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (job == NULL)
    return br_tag_job_ensure (tx, tag, -1, error);
  if (br_tag_job_may_be_out (job->state))
    return TRUE;
  move.job = job->id;
  move.from = BR_TAG_JOB_BIT (job->state);
  return br_tag_job_move (tx, &move, error);
}

/* What is wanted of a tag now. */
static gboolean
load_key (BrDb *db, gint64 tag, gint64 *gen, char **key, GError **error)
{
  static const char sql[] = "SELECT t.wanted_gen, w.key FROM tag t LEFT JOIN tag_want w ON w.tag = t.id AND w.gen = t.wanted_gen WHERE t.id = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such tag");
      return FALSE;
    }
  *gen = sqlite3_column_int64 (statement, 0);
  *key = g_strdup (br_column_text (statement, 1));
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_tag_want (BrStoreTx *tx, BrTagWant *want, BrTagPriority priority, GError **error)
{
  g_autofree char *key = NULL;
  gint64 gen;

  if (!load_key (tx->db, want->tag, &gen, &key, error))
    return FALSE;
  want->gen = gen;
  if (g_strcmp0 (key, want->key) == 0)
    return TRUE;
  want->gen = gen + 1;
  want->at_us = br_clock_now_us (tx->clock);
  br_store_tx_note_tags (tx);
  return insert_want (tx, want, priority, error)
         && br_tag_sql_run (tx->db, "UPDATE tag_want SET fields = NULL WHERE tag = ?1 AND gen = ?2", want->tag, gen, error)
         && br_tag_sql_run (tx->db, "UPDATE tag SET wanted_gen = ?2 WHERE id = ?1", want->tag, want->gen, error) && overtake (tx, want->tag, error);
}

gboolean
br_tag_next_put (BrStoreTx *tx, const BrTagWant *want, gint64 due_us, GError **error)
{
  static const char sql[] =
      "INSERT INTO tag_next (tag, key, from_us, due_us, " VALUES ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
      " ON CONFLICT (tag) DO UPDATE SET digest = CASE WHEN key = ?2 THEN digest ELSE NULL END, key = ?2, from_us = ?3, due_us = ?4, sku = ?5,"
      " store = ?6, design = ?7, revision = ?8, price_minor = ?9, regular_minor = ?10, title = ?11, code = ?12, fields = ?13";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, want->tag);
  br_bind_text (statement, 2, want->key);
  sqlite3_bind_int64 (statement, 3, want->from_us);
  sqlite3_bind_int64 (statement, 4, due_us);
  bind_values (statement, 5, want);
  br_store_tx_note_tags (tx);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_tag_next_clear (BrStoreTx *tx, gint64 tag, GError **error)
{
  if (!br_tag_sql_run (tx->db, "DELETE FROM tag_next WHERE tag = ?1", tag, 0, error))
    return FALSE;
  if (sqlite3_changes (br_db_handle (tx->db)) > 0)
    br_store_tx_note_tags (tx);
  return TRUE;
}

gboolean
br_tag_next_load (BrDb *db, gint64 tag, BrTagWant *out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT key, from_us, " VALUES " FROM tag_next WHERE tag = ?1", error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  if (!br_db_step (db, statement, &has_row, error) || !has_row)
    return FALSE;
  *out = (BrTagWant) { .tag = tag, .from_us = sqlite3_column_int64 (statement, 1) };
  out->key = g_strdup (br_column_text (statement, 0));
  read_values (statement, 2, out);
  sqlite3_reset (statement);
  return TRUE;
}

GArray *
br_tag_next_undrawn (BrDb *db, gint64 from_us, gint64 until_us, GError **error)
{
  static const char sql[] = "SELECT tag FROM tag_next WHERE digest IS NULL AND due_us > ?1 AND due_us <= ?2 ORDER BY due_us, tag";
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, from_us);
  sqlite3_bind_int64 (statement, 2, until_us);
  while (br_db_step (db, statement, &has_row, error))
    {
      gint64 tag;

      if (!has_row)
        return g_steal_pointer (&tags);
      tag = sqlite3_column_int64 (statement, 0);
      g_array_append_val (tags, tag);
    }
  return NULL;
}

gboolean
br_tag_next_drawn (BrStoreTx *tx, gint64 tag, const char *key, const char *digest, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE tag_next SET digest = ?3 WHERE tag = ?1 AND key = ?2", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  br_bind_text (statement, 2, key);
  br_bind_text (statement, 3, digest);
  br_store_tx_note_tags (tx);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_tag_next_due (BrDb *db, gint64 *due_us, GError **error)
{
  return br_tag_sql_number (db, "SELECT coalesce (min (due_us), 9223372036854775807) FROM tag_next", 0, 0, due_us, error);
}
