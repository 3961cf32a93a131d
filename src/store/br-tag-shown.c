/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table tag_shown: what a tag was known to show, without gaps or overlaps, also when the clock is set back. */
#include "config.h"
#include "br-tag-sql.h"

#include "br-bind.h"

/* When a new row may begin: now, unless an earlier one begins or ends later than that. */
static gboolean
find_moment (BrStoreTx *tx, gint64 tag, gint64 *at_us, GError **error)
{
  static const char sql[] = "SELECT max (coalesce (until_us, from_us + 1)) FROM tag_shown WHERE tag = ?1";
  gint64 least;

  if (!br_tag_sql_number (tx->db, sql, tag, 0, &least, error))
    return FALSE;
  *at_us = MAX (br_clock_now_us (tx->clock), least);
  return TRUE;
}

static gboolean
end_shown (BrStoreTx *tx, gint64 tag, gint64 at_us, GError **error)
{
  return br_tag_sql_run (tx->db, "UPDATE tag_shown SET until_us = ?2 WHERE tag = ?1 AND until_us IS NULL", tag, at_us, error);
}

/* Whether just this is known already. */
static gboolean
is_known (BrDb *db, gint64 tag, const char *digest, BrTagProof proof, gint64 gen)
{
  sqlite3_stmt *statement =
      br_db_statement (db, "SELECT 1 FROM tag_shown WHERE tag = ?1 AND until_us IS NULL AND digest = ?2 AND proof = ?3 AND gen = ?4", NULL);
  gboolean has_row = FALSE;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  br_bind_text (statement, 2, digest);
  sqlite3_bind_int (statement, 3, (int) proof);
  sqlite3_bind_int64 (statement, 4, gen);
  if (br_db_step (db, statement, &has_row, NULL) && has_row)
    sqlite3_reset (statement);
  return has_row;
}

static gboolean
bind_and_run (BrStoreTx *tx, const char *sql, gint64 tag, const BrTag *shown, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, tag);
  sqlite3_bind_int64 (statement, 2, shown->shown_gen);
  br_bind_text (statement, 3, shown->shown_digest);
  sqlite3_bind_int (statement, 4, (int) shown->shown_proof);
  sqlite3_bind_int64 (statement, 5, shown->shown_us);
  return br_db_run (tx->db, statement, error);
}

gboolean
br_tag_show (BrStoreTx *tx, gint64 tag, gint64 gen, const char *digest, BrTagProof proof, GError **error)
{
  static const char insert[] = "INSERT INTO tag_shown (tag, gen, digest, proof, from_us, station) SELECT id, ?2, ?3, ?4, ?5, station FROM tag WHERE id = ?1";
  /* The same picture for another price, no better proved, is no news of the tag: it shows that since then, and what it said meanwhile still counts. */
  static const char update[] = "UPDATE tag SET shown_us = CASE WHEN shown_digest = ?3 AND shown_proof >= ?4 THEN shown_us ELSE ?5 END,"
                               " shown_gen = ?2, shown_digest = ?3, shown_proof = ?4 WHERE id = ?1";
  BrTag shown = { .shown_gen = gen, .shown_digest = (char *) digest, .shown_proof = proof };

  if (is_known (tx->db, tag, digest, proof, gen))
    return TRUE;
  br_store_tx_note_tags (tx);
  return find_moment (tx, tag, &shown.shown_us, error) && end_shown (tx, tag, shown.shown_us, error) && bind_and_run (tx, insert, tag, &shown, error)
         && bind_and_run (tx, update, tag, &shown, error);
}

gboolean
br_tag_show_nothing (BrStoreTx *tx, gint64 tag, GError **error)
{
  static const char sql[] = "UPDATE tag SET shown_gen = 0, shown_digest = NULL, shown_proof = 0, shown_us = ?2 WHERE id = ?1";
  gint64 at_us;

  br_store_tx_note_tags (tx);
  return find_moment (tx, tag, &at_us, error) && end_shown (tx, tag, at_us, error) && br_tag_sql_run (tx->db, sql, tag, at_us, error);
}
