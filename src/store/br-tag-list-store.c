/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a tag is with what it is to show is worked out by one expression, for lists, counts and rows alike. */
#include "config.h"
#include "br-tag-list-store.h"

#include "br-bind.h"
#include "br-tag-sql.h"
#include "br-tag-store.h"
#include "br-text-fold.h"

#define CANCEL_STEP 4096 /* rows between two looks at the cancellable */

/* ?1 is now. Three intervals without a word to a station that was listened to (br_tag_is_silent). */
#define SILENT                                                                                                                                                 \
  "(t.heard_us > 0 AND t.next_us <> 9223372036854775807 AND min (?1, coalesce (o.heard_us, ?1)) - t.heard_us - t.deaf_us"                                      \
  " > 3 * CASE WHEN t.interval_us > 0 THEN t.interval_us ELSE 3600000000 END)"
/* Bound a moment ago, it had no chance to show anything yet: it wakes once, and is given ten minutes beyond that (esl.md 5.5). */
#define SETTLING "(?1 - b.bound_us < 600000000 + CASE WHEN t.interval_us > 0 THEN t.interval_us ELSE 3600000000 END)"
#define ATTENTION "(t.attention & ~CASE WHEN " SETTLING " THEN 128 ELSE 0 END | CASE WHEN " SILENT " THEN 8 ELSE 0 END)"
/* A person put it away, and it was not heard since. */
#define FORGOTTEN "(t.forgotten_us > t.heard_us)"
/* BrTagShows. What is wanted is shown when it is the same wish, or the same picture. */
#define SHOWS                                                                                                                                                  \
  "(CASE WHEN w.key = '" BR_TAG_KEY_FINDER "' THEN 12 WHEN t.wanted_gen = 0 THEN CASE WHEN b.tag IS NULL THEN 1 WHEN t.attention & 512 THEN 10 ELSE 4 END"     \
  " WHEN j.id IS NULL AND (t.shown_gen = t.wanted_gen OR t.shown_digest = w.digest) THEN CASE WHEN b.tag IS NULL THEN 1 ELSE 2 END"                            \
  " WHEN j.id IS NULL AND w.held AND t.shown_gen > 0 THEN 11 WHEN j.id IS NULL THEN 10 WHEN b.tag IS NULL THEN 3 WHEN " SILENT                                 \
  " THEN 9 WHEN j.state IN (1, 2) THEN 4 WHEN j.state IN (5, 6) THEN 5"                                                                                        \
  " WHEN j.state = 7 THEN 6 WHEN j.state = 9 THEN 8 ELSE 7 END)"
#define TABLES                                                                                                                                                 \
  " FROM tags.tag t LEFT JOIN tags.tag_binding b ON b.tag = t.id LEFT JOIN tags.tag_want w ON w.tag = t.id AND w.gen = t.wanted_gen"                           \
  " LEFT JOIN tags.tag_job j ON j.tag = t.id AND j.state < 10 LEFT JOIN tags.station o ON o.id = t.station"                                                    \
  " LEFT JOIN sku s ON s.uid = b.sku LEFT JOIN sku_list l ON l.id = s.id LEFT JOIN product p ON p.id = s.product"
#define WHERE                                                                                                                                                   \
  " WHERE (?2 IS NULL OR p.name LIKE ?2 ESCAPE '\\' OR s.code LIKE ?2 ESCAPE '\\' OR l.barcode LIKE ?2 ESCAPE '\\' OR t.key LIKE ?2 ESCAPE '\\'"                \
  " OR t.alias LIKE ?2 ESCAPE '\\' OR b.place LIKE ?2 ESCAPE '\\' OR EXISTS (SELECT 1 FROM tags.tag_code c WHERE c.tag = t.id AND c.code LIKE ?2 ESCAPE '\\'))" \
  " AND (?3 = 0 OR (?3 >> " SHOWS ") & 1) AND (?4 = 0 OR " ATTENTION " & ?4) AND (?5 = 0 OR t.station = ?5) AND (?6 < 0 OR t.type = ?6)"                        \
  " AND (NOT ?7 OR b.tag IS NULL) AND (NOT ?8 OR b.tag IS NOT NULL) AND NOT " FORGOTTEN
#define SORT                                                                                                                                                   \
  " ORDER BY CASE ?9 WHEN 1 THEN l.name_key WHEN 2 THEN t.key WHEN 3 THEN " SHOWS " WHEN 4 THEN NULLIF (t.battery_mv, 0) WHEN 5 THEN NULLIF (t.heard_us, 0)"   \
  " WHEN 6 THEN l.price WHEN 7 THEN o.name END"

static void
bind_query (sqlite3_stmt *statement, const BrTagQuery *query, const char *pattern, gint64 now_us)
{
  sqlite3_bind_int64 (statement, 1, now_us);
  br_bind_text (statement, 2, pattern);
  sqlite3_bind_int64 (statement, 3, query->shows);
  sqlite3_bind_int64 (statement, 4, query->attention);
  sqlite3_bind_int64 (statement, 5, query->station);
  sqlite3_bind_int (statement, 6, query->type);
  sqlite3_bind_int (statement, 7, query->unbound_only != FALSE);
  sqlite3_bind_int (statement, 8, query->bound_only != FALSE);
  sqlite3_bind_int (statement, 9, (int) query->sort);
}

static BrIdList *
read_ids (BrDb *db, sqlite3_stmt *statement, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  gboolean has_row;

  while (br_db_step (db, statement, &has_row, error))
    {
      guint32 id;
      gsize n = ids->len;

      if (!has_row)
        return br_id_list_new_take ((guint32 *) g_array_free (g_steal_pointer (&ids), FALSE), n);
      id = (guint32) sqlite3_column_int64 (statement, 0);
      g_array_append_val (ids, id);
      if (n % CANCEL_STEP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        break;
    }
  sqlite3_reset (statement);
  return NULL;
}

BrIdList *
br_tag_list_ids (BrDb *db, const BrTagQuery *query, gint64 now_us, GCancellable *cancellable, GError **error)
{
  static const char up[] = "SELECT t.id" TABLES WHERE SORT " NULLS LAST, t.id";
  static const char down[] = "SELECT t.id" TABLES WHERE SORT " DESC NULLS LAST, t.id DESC";
  g_autofree char *pattern = query->text[0] != '\0' ? br_like_pattern (query->text) : NULL;
  sqlite3_stmt *statement = br_db_statement (db, query->descending ? down : up, error);

  if (statement == NULL)
    return NULL;
  bind_query (statement, query, pattern, now_us);
  return read_ids (db, statement, cancellable, error);
}

static BrIdList *
read_of_product (BrDb *db, const char *sql, const BrId *product, guint limit, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_blob (statement, 1, product->bytes, sizeof product->bytes, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, limit);
  return read_ids (db, statement, NULL, error);
}

gboolean
br_tag_list_of_product (BrDb *db, const BrId *product, guint limit, BrIdList **articles, BrIdList **tags, GError **error)
{
  static const char articles_sql[] =
      "SELECT l.id FROM product p JOIN sku s ON s.product = p.id JOIN sku_list l ON l.id = s.id WHERE p.uid = ?1 ORDER BY l.id LIMIT ?2";
  static const char tags_sql[] = "SELECT b.tag FROM product p JOIN sku s ON s.product = p.id JOIN tags.tag_binding b ON b.sku = s.uid WHERE p.uid = ?1"
                                 " ORDER BY s.id, b.place, b.tag LIMIT ?2";

  *tags = NULL;
  *articles = read_of_product (db, articles_sql, product, limit, error);
  if (*articles == NULL)
    return FALSE;
  *tags = read_of_product (db, tags_sql, product, limit, error);
  if (*tags == NULL)
    g_clear_pointer (articles, br_id_list_unref);
  return *tags != NULL;
}

/* What the tag itself says. */
static void
fill_tag (BrTagView *view, const BrTag *tag)
{
  view->row = (guint32) tag->id;
  view->key = g_strdup (tag->key);
  view->type = tag->type;
  view->station = tag->station;
  view->proof = tag->shown_proof;
  view->shown_us = tag->shown_us;
  view->heard_us = tag->heard_us;
  view->next_us = tag->next_us;
  view->battery_mv = tag->battery_mv;
  view->battery_or_more = tag->battery_or_more;
  view->rssi = tag->rssi;
  view->temperature = tag->temperature;
  view->firmware = tag->firmware;
}

/* Columns: 0 shows, 1 attention, 2 sticker, 3 station, 4 SKU, 5 its row, 6 product, 7 options, 8 code, 9 barcode, 10 place, 11 design bound, 12 design wanted,
 * 13 wanted price, 14 wanted regular, 15 holds from, 16 shown price, 17 title wanted, 18 code wanted, 19 job, 20 its note. */
static void
fill_rest (BrTagView *view, sqlite3_stmt *row, gint64 now_us)
{
  gboolean known = sqlite3_column_type (row, 6) != SQLITE_NULL;
  const char *design = br_column_text (row, 11);

  view->shows = (BrTagShows) sqlite3_column_int (row, 0);
  view->attention = (guint) sqlite3_column_int64 (row, 1);
  view->scan_code = g_strdup (br_column_text (row, 2));
  view->station_name = g_strdup (br_column_text (row, 3));
  view->sku = br_column_id (row, 4);
  view->sku_row = (guint32) sqlite3_column_int64 (row, 5);
  view->name = known ? br_text_shown_name (br_column_text (row, 6), br_column_text (row, 7)) : g_strdup (br_column_text (row, 17));
  view->code = g_strdup (known ? br_column_text (row, 8) : br_column_text (row, 18));
  view->barcode = g_strdup (br_column_text (row, 9));
  view->place = g_strdup (br_column_text (row, 10));
  view->template_key = g_strdup (design != NULL ? design : br_column_text (row, 12));
  view->template_chosen = design != NULL;
  view->wanted_minor = br_tag_sql_minor (row, 13);
  view->wanted_regular_minor = br_tag_sql_minor (row, 14);
  view->wanted_from_us = sqlite3_column_int64 (row, 15) > now_us ? sqlite3_column_int64 (row, 15) : 0;
  view->shown_minor = br_tag_sql_minor (row, 16);
  view->job = sqlite3_column_int64 (row, 19);
  view->note = g_strdup (br_column_text (row, 20));
}

static BrTagView *
load_row (BrDb *db, guint32 id, gint64 now_us, GError **error)
{
  static const char sql[] =
      "SELECT " SHOWS ", " ATTENTION
      ", (SELECT min (code) FROM tags.tag_code WHERE tag = t.id), o.name, b.sku, l.id, p.name, s.option_values, s.code, l.barcode, b.place,"
      " b.design, w.design, w.price_minor, w.regular_minor, w.from_us, CASE WHEN h.key <> '" BR_TAG_KEY_FINDER
      "' THEN h.price_minor END, w.title, w.code, coalesce (j.id, f.id), coalesce (j.note, f.note)" TABLES
      " LEFT JOIN tags.tag_want h ON h.tag = t.id AND h.gen = t.shown_gen"
      " LEFT JOIN tags.tag_job f ON f.id = (SELECT max (id) FROM tags.tag_job WHERE tag = t.id AND state = 13 AND gen = t.wanted_gen) WHERE t.id = ?2";
  g_autoptr (BrTag) tag = br_tag_store_load (db, id, error);
  sqlite3_stmt *statement = tag != NULL ? br_db_statement (db, sql, error) : NULL;
  g_autoptr (BrTagView) view = NULL;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, now_us);
  sqlite3_bind_int64 (statement, 2, id);
  if (!br_db_step (db, statement, &has_row, error))
    return NULL;
  g_assert (has_row); /* the tag was just read in this snapshot */
  view = br_tag_view_new ();
  fill_tag (view, tag);
  fill_rest (view, statement, now_us);
  sqlite3_reset (statement);
  return g_steal_pointer (&view);
}

static void
unref_view (gpointer data)
{
  if (data != NULL)
    br_tag_view_unref (data);
}

GPtrArray *
br_tag_list_rows (BrDb *db, const guint32 *ids, gsize n, gint64 now_us, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (unref_view);

  for (gsize i = 0; i < n; i++)
    {
      GError *failure = NULL;

      g_ptr_array_add (rows, load_row (db, ids[i], now_us, &failure));
      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return NULL;
        }
    }
  return g_steal_pointer (&rows);
}

gboolean
br_tag_list_counts (BrDb *db, gint64 now_us, BrTagCounts *out, GError **error)
{
  static const char sql[] = "SELECT " SHOWS ", b.tag IS NOT NULL, " ATTENTION " <> 0, count (*)" TABLES " WHERE NOT " FORGOTTEN " GROUP BY 1, 2, 3";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  *out = (BrTagCounts) { 0 };
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, now_us);
  while (br_db_step (db, statement, &has_row, error))
    {
      gint64 n;

      if (!has_row)
        return TRUE;
      n = sqlite3_column_int64 (statement, 3);
      out->tags += n;
      out->shows[sqlite3_column_int (statement, 0)] += n;
      out->bound += sqlite3_column_int (statement, 1) ? n : 0;
      out->attention += sqlite3_column_int (statement, 2) ? n : 0;
    }
  return FALSE;
}

GHashTable *
br_tag_list_failed (BrDb *db, GError **error)
{
  static const char sql[] = "SELECT station, count (*) FROM tags.tag t WHERE attention & 16 AND station IS NOT NULL AND NOT " FORGOTTEN " GROUP BY station";
  g_autoptr (GHashTable) failed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  while (statement != NULL && br_db_step (db, statement, &has_row, error))
    {
      gint64 station;

      if (!has_row)
        return g_steal_pointer (&failed);
      station = sqlite3_column_int64 (statement, 0);
      g_hash_table_insert (failed, g_memdup2 (&station, sizeof station), GUINT_TO_POINTER ((guint) sqlite3_column_int64 (statement, 1)));
    }
  return NULL;
}
