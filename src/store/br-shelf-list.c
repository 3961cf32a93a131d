/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What shelves say. Now: bound tags, and the price of record from the list. At a moment in the past: the wish in force then, which holds the price as it was known
 * here, and what was known to be shown then. An article with several tags is one row, of the worst of them.
 */
#include "config.h"
#include "br-tag-list-store.h"

#include "br-bind.h"
#include "br-projection.h"
#include "br-tag-sql.h"
#include "br-text-fold.h"
#include "br-till-price.h"

#define CANCEL_STEP 1024 /* tags between two looks at the cancellable */

/* ?1: the moment, ?2: pattern or NULL, ?3: the place, ?4: an article's row. Columns: 0 SKU, 1 its row, 2 product, 3 options, 4 code, 5 barcode, 6 record, 7 since, 8 tag, 9 key,
 * 10 wanted price, 11 shown price, 12 shown since, 13 proof, 14 paper, 15 since, 16 own changes wait, 17 title, 18 code wanted */
#define COLUMNS(record)                                                                                                                                        \
  "SELECT w.sku, l.id, p.name, s.option_values, s.code, l.barcode, " record ", w.since, t.id, t.key, w.price_minor, CASE WHEN v.key <> '" BR_TAG_KEY_FINDER    \
  "' THEN v.price_minor END, h.from_us, h.proof,"                                                                                                              \
  " a.price_minor, a.printed_us, l.pending, w.title, w.code"
#define TABLES                                                                                                                                                 \
  " JOIN tags.tag t ON t.id = w.tag LEFT JOIN tags.tag_shown h ON h.tag = t.id AND h.from_us <= ?1 AND (h.until_us IS NULL OR h.until_us > ?1)"                \
  " LEFT JOIN tags.tag_want v ON v.tag = h.tag AND v.gen = h.gen AND v.sku = w.sku LEFT JOIN sku s ON s.uid = w.sku LEFT JOIN sku_list l ON l.id = s.id"       \
  " LEFT JOIN product p ON p.id = s.product LEFT JOIN print.shelf_label a ON a.store = ?3 AND a.sku = w.sku AND a.gone = 0 AND a.printed_us <= ?1"             \
  " WHERE ?2 IS NULL OR p.name LIKE ?2 ESCAPE '\\' OR s.code LIKE ?2 ESCAPE '\\' OR l.barcode LIKE ?2 ESCAPE '\\' OR t.key LIKE ?2 ESCAPE '\\'"                \
  " OR w.title LIKE ?2 ESCAPE '\\' ORDER BY w.sku, t.id"

static const char now_sql[] = COLUMNS ("l.price") " FROM (SELECT b.tag, b.sku, coalesce (n.from_us, b.bound_us) AS since, n.price_minor, n.title, n.code"
                                                  " FROM tags.tag_binding b JOIN tags.tag u ON u.id = b.tag"
                                                  " LEFT JOIN tags.tag_want n ON n.tag = b.tag AND n.gen = u.wanted_gen AND n.sku = b.sku) w" TABLES;
/* Tag by tag: all that was ever wanted is many times that. */
static const char then_sql[] =
    COLUMNS ("w.price_minor") " FROM (SELECT n.tag, n.sku, n.from_us AS since, n.price_minor, n.title, n.code FROM tags.tag u CROSS JOIN tags.tag_want n"
                              " ON n.tag = u.id AND n.gen = (SELECT max (gen) FROM tags.tag_want WHERE tag = u.id AND from_us <= ?1)"
                              " WHERE n.sku IS NOT NULL) w" TABLES;
/* One article, which may have no tag. */
static const char one_sql[] = COLUMNS ("l.price") " FROM (SELECT b.tag, k.uid AS sku, coalesce (n.from_us, b.bound_us) AS since, n.price_minor, n.title, n.code"
                                                  " FROM sku k LEFT JOIN tags.tag_binding b ON b.sku = k.uid LEFT JOIN tags.tag u ON u.id = b.tag"
                                                  " LEFT JOIN tags.tag_want n ON n.tag = b.tag AND n.gen = u.wanted_gen AND n.sku = b.sku WHERE k.id = ?4) w"
                                                  " LEFT" TABLES;

/* What the walk gathers. */
typedef struct
{
  BrDb *db;
  const BrShelfQuery *query;
  BrPriceContext place;
  gint64 synced_us; /* 0 = nothing is known of a till */
  GPtrArray *list; /* of BrShelfTruth */
} Walk;

/* Whether the tag says another price than that of record: one that shows no price by design says none. */
static gboolean
is_tag_wrong (const BrShelfTruth *truth, gint64 wanted_minor)
{
  if (truth->tag_us == 0)
    return TRUE;
  return truth->tag_minor != truth->record_minor && (truth->tag_minor != G_MININT64 || wanted_minor != G_MININT64);
}

static gboolean
judge (Walk *walk, BrShelfTruth *truth, sqlite3_stmt *row, GError **error)
{
  gboolean waits = sqlite3_column_int (row, 16) != 0;

  if (truth->tag_row != 0 && is_tag_wrong (truth, br_tag_sql_minor (row, 10)))
    truth->differs |= BR_SHELF_TAG_DIFFERS;
  else if (truth->tag_row != 0 && truth->tag_proof < walk->query->least_proof)
    truth->differs |= BR_SHELF_NOT_PROVED;
  if (truth->paper_us > 0 && truth->paper_minor != truth->record_minor)
    truth->differs |= BR_SHELF_PAPER_DIFFERS;
  truth->till_minor = G_MININT64;
  if (walk->query->at_us > 0 || walk->synced_us == 0)
    return TRUE;
  truth->till_us = walk->synced_us;
  truth->till_minor = truth->record_minor;
  if (waits)
    {
      BrTillPrice till;

      if (!br_till_price_load (walk->db, truth->sku_row, &walk->place, &till, error))
        return FALSE;
      truth->till_minor = till.price_minor;
      truth->till_waits = till.waits;
    }
  if (truth->till_minor != truth->record_minor)
    truth->differs |= BR_SHELF_TILL_DIFFERS;
  return TRUE;
}

static BrShelfTruth *
read_truth (sqlite3_stmt *row)
{
  BrShelfTruth *truth = br_shelf_truth_new ();
  gboolean known = sqlite3_column_type (row, 2) != SQLITE_NULL;

  truth->sku = br_column_id (row, 0);
  truth->sku_row = (guint32) sqlite3_column_int64 (row, 1);
  truth->name = known ? br_text_shown_name (br_column_text (row, 2), br_column_text (row, 3)) : g_strdup (br_column_text (row, 17));
  truth->code = g_strdup (known ? br_column_text (row, 4) : br_column_text (row, 18));
  truth->barcode = g_strdup (br_column_text (row, 5));
  truth->record_minor = br_tag_sql_minor (row, 6);
  truth->tag_row = (guint32) sqlite3_column_int64 (row, 8);
  truth->tag_key = g_strdup (br_column_text (row, 9));
  truth->n_tags = truth->tag_row != 0 ? 1 : 0;
  truth->tag_minor = br_tag_sql_minor (row, 11);
  truth->tag_us = sqlite3_column_int64 (row, 12);
  truth->tag_proof = (BrTagProof) sqlite3_column_int (row, 13);
  truth->paper_us = sqlite3_column_int64 (row, 15);
  truth->paper_minor = br_tag_sql_minor (row, 14);
  return truth;
}

/* How bad a row is: a wrong price before an unproved one, then the longest. */
static gboolean
is_worse (const BrShelfTruth *a, const BrShelfTruth *b)
{
  const guint tag = BR_SHELF_TAG_DIFFERS | BR_SHELF_NOT_PROVED;

  if ((a->differs & tag) != (b->differs & tag))
    return (a->differs & BR_SHELF_TAG_DIFFERS) || !(b->differs & tag);
  return a->since_us < b->since_us;
}

/* Tags of an article come one after the other. */
static void
add (GPtrArray *list, BrShelfTruth *truth)
{
  BrShelfTruth *last = list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;

  if (last == NULL || !br_id_equal (&last->sku, &truth->sku))
    {
      g_ptr_array_add (list, truth);
      return;
    }
  truth->n_tags = ++last->n_tags;
  if (!is_worse (truth, last))
    {
      br_shelf_truth_unref (truth);
      return;
    }
  br_shelf_truth_unref (last);
  list->pdata[list->len - 1] = truth;
}

static sqlite3_stmt *
prepare (Walk *walk, const char *sql, const char *pattern, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (walk->db, sql, error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, walk->query->at_us > 0 ? walk->query->at_us : G_MAXINT64);
  br_bind_text (statement, 2, pattern);
  sqlite3_bind_blob (statement, 3, walk->place.store.bytes, sizeof walk->place.store.bytes, SQLITE_STATIC);
  return statement;
}

static gboolean
walk_rows (Walk *walk, sqlite3_stmt *statement, GCancellable *cancellable, GError **error)
{
  gboolean has_row;

  for (guint n = 1; br_db_step (walk->db, statement, &has_row, error); n++)
    {
      g_autoptr (BrShelfTruth) truth = NULL;

      if (!has_row)
        return TRUE;
      truth = read_truth (statement);
      if (!judge (walk, truth, statement, error) || (n % CANCEL_STEP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)))
        break;
      truth->since_us = truth->differs != 0 ? sqlite3_column_int64 (statement, 7) : 0;
      add (walk->list, g_steal_pointer (&truth));
    }
  sqlite3_reset (statement);
  return FALSE;
}

static gboolean
walk_tags (Walk *walk, GCancellable *cancellable, GError **error)
{
  const char *text = walk->query->text;
  g_autofree char *pattern = text != NULL && *text != '\0' ? br_like_pattern (text) : NULL;
  sqlite3_stmt *statement = prepare (walk, walk->query->at_us > 0 ? then_sql : now_sql, pattern, error);

  return statement != NULL && walk_rows (walk, statement, cancellable, error);
}

/* Adds what the shelf says of one article; NULL when neither tag nor label says anything, or it is gone. */
static gboolean
walk_article (Walk *walk, guint32 row, GError **error)
{
  sqlite3_stmt *statement = prepare (walk, one_sql, NULL, error);
  guint before = walk->list->len;
  BrShelfTruth *truth;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 4, row);
  if (!walk_rows (walk, statement, NULL, error))
    return FALSE;
  truth = walk->list->len > before ? walk->list->pdata[before] : NULL;
  if (truth != NULL && (truth->tag_row != 0 || truth->paper_us != 0))
    return TRUE;
  g_ptr_array_set_size (walk->list, (int) before);
  g_ptr_array_add (walk->list, NULL);
  return TRUE;
}

/* Wrong prices, then what is not proved, then what agrees. */
static int
rank (const BrShelfTruth *truth)
{
  return br_shelf_truth_is_wrong (truth) ? 0 : truth->differs != 0 ? 1 : 2;
}

static int
compare_numbers (gint64 one, gint64 other)
{
  return one < other ? -1 : one > other;
}

static gint64
get_minor (const BrShelfTruth *truth, BrShelfSort sort)
{
  switch (sort)
    {
    case BR_SHELF_SORT_TAG: return truth->tag_minor;
    case BR_SHELF_SORT_PAPER: return truth->paper_us > 0 ? truth->paper_minor : G_MININT64;
    case BR_SHELF_SORT_TILL: return truth->till_minor;
    case BR_SHELF_SORT_SINCE: return truth->since_us != 0 ? truth->since_us : G_MININT64;
    case BR_SHELF_SORT_RECORD:
    case BR_SHELF_SORT_NAME:
    case BR_SHELF_SORT_WORST:
    default: return truth->record_minor;
    }
}

/* By what was asked for; 0 = alike. */
static int
compare_asked (const BrShelfTruth *one, const BrShelfTruth *other, const BrShelfQuery *query)
{
  int way = query->descending ? -1 : 1;
  gint64 a, b;

  if (query->sort == BR_SHELF_SORT_WORST)
    return 0;
  if (query->sort == BR_SHELF_SORT_NAME)
    return way * g_utf8_collate (one->name != NULL ? one->name : "", other->name != NULL ? other->name : "");
  a = get_minor (one, query->sort);
  b = get_minor (other, query->sort);
  if ((a == G_MININT64) != (b == G_MININT64))
    return a == G_MININT64 ? 1 : -1;
  return way * compare_numbers (a, b);
}

static int
compare_truths (gconstpointer a, gconstpointer b, gpointer data)
{
  const BrShelfTruth *one = *(BrShelfTruth *const *) a, *other = *(BrShelfTruth *const *) b;
  int order = compare_asked (one, other, data);

  if (order == 0)
    order = rank (one) - rank (other);
  if (order == 0)
    order = compare_numbers (one->since_us, other->since_us);
  return order != 0 ? order : br_id_compare (&one->sku, &other->sku);
}

static gboolean
is_asked (const BrShelfTruth *truth, BrShelfWhich which)
{
  switch (which)
    {
    case BR_SHELF_WRONG: return br_shelf_truth_is_wrong (truth);
    case BR_SHELF_UNPROVED: return truth->differs != 0 && !br_shelf_truth_is_wrong (truth);
    case BR_SHELF_ALL: return TRUE;
    case BR_SHELF_DIFFERING:
    default: return truth->differs != 0;
    }
}

/* What was known of the last one to agree. */
static gint64
find_agreed (GPtrArray *list)
{
  gint64 agree_us = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const BrShelfTruth *truth = list->pdata[i];

      if (truth->differs != 0)
        return 0;
      agree_us = MAX (agree_us, MAX (truth->tag_us, truth->paper_us));
    }
  return agree_us;
}

/* Keeps what was asked for. */
static void
narrow (GPtrArray *list, const BrShelfQuery *query)
{
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    {
      BrShelfTruth *truth = list->pdata[i];

      list->pdata[i] = NULL;
      if (is_asked (truth, query->which))
        list->pdata[n++] = truth;
      else
        br_shelf_truth_unref (truth);
    }
  g_ptr_array_set_size (list, (int) n);
  g_ptr_array_sort_with_data (list, compare_truths, (gpointer) query);
}

static void
unref_truth (gpointer data)
{
  if (data != NULL)
    br_shelf_truth_unref (data);
}

static gboolean
begin (Walk *walk, GError **error)
{
  if (!br_projection_get_place (walk->db, &walk->place, error) || !br_till_price_synced (walk->db, &walk->synced_us, error))
    return FALSE;
  walk->place.at_us = walk->query->now_us;
  return TRUE;
}

GPtrArray *
br_shelf_list (BrDb *db, const BrShelfQuery *query, BrShelfSum *sum, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (unref_truth);
  Walk walk = { .db = db, .query = query, .list = list };
  gint64 agree_us;

  if (!begin (&walk, error) || !walk_tags (&walk, cancellable, error))
    return NULL;
  agree_us = query->text == NULL || *query->text == '\0' ? find_agreed (list) : 0;
  narrow (list, query);
  if (sum != NULL)
    *sum = (BrShelfSum) { .total = list->len, .agree_us = agree_us, .till_us = query->at_us > 0 ? 0 : walk.synced_us };
  if (list->len > query->limit)
    g_ptr_array_set_size (list, (int) query->limit);
  return g_steal_pointer (&list);
}

GPtrArray *
br_shelf_list_of (BrDb *db, const BrShelfQuery *query, const guint32 *articles, gsize n, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (unref_truth);
  Walk walk = { .db = db, .query = query, .list = list };

  g_return_val_if_fail (query->at_us == 0, NULL);

  if (!begin (&walk, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (!walk_article (&walk, articles[i], error))
      return NULL;
  return g_steal_pointer (&list);
}
