/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-stale-store.h"

#include "br-bind.h"
#include "br-projection.h"
#include "br-sku-query.h"
#include "br-text-fold.h"

#define CANCEL_STEP 1024 /* labels between two looks at the cancellable */

/* What the walk gathers. */
typedef struct
{
  BrDb *db;
  GHashTable *queued; /* set of BrId: articles a new label is on its way for */
  GPtrArray *list;    /* of BrStaleLabel */
  guint limit;
  gint64 total;
  GArray *skus;       /* of guint32, of all found; or NULL */
} Walk;

static gint64
column_or_none (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? G_MININT64 : sqlite3_column_int64 (statement, column);
}

/* The price without promotions is no column of the list: it is worked out for the few whose label shows one. */
static gboolean
load_regular (BrDb *db, guint32 sku, gint64 *regular_minor, GError **error)
{
  g_autoptr (GPtrArray) rows = br_sku_query_rows (db, &sku, 1, error);

  if (rows == NULL)
    return FALSE;
  *regular_minor = rows->pdata[0] != NULL ? ((const BrSkuRow *) rows->pdata[0])->regular_minor : G_MININT64;
  return TRUE;
}

/* Columns: 0 SKU row, 1 uid, 2 product name, 3 options, 4 code, 5 barcode, 6 price now, 7 template, 8 printed price, 9 printed regular, 10 printed
 * at, 11 the name it was printed with: all that is left of an article that is gone. */
static BrStaleLabel *
read_label (sqlite3_stmt *statement, GHashTable *queued)
{
  BrStaleLabel *label = br_stale_label_new ();

  label->sku_row = (guint32) sqlite3_column_int64 (statement, 0);
  label->sku = br_column_id (statement, 1);
  if (sqlite3_column_type (statement, 2) != SQLITE_NULL)
    label->name = br_text_shown_name (br_column_text (statement, 2), br_column_text (statement, 3));
  else
    label->name = g_strdup (br_column_text (statement, 11));
  label->code = g_strdup (br_column_text (statement, 4));
  label->barcode = g_strdup (br_column_text (statement, 5));
  label->now_minor = column_or_none (statement, 6);
  label->template_key = g_strdup (br_column_text (statement, 7));
  label->printed_minor = column_or_none (statement, 8);
  label->printed_regular_minor = column_or_none (statement, 9);
  label->printed_us = sqlite3_column_int64 (statement, 10);
  label->queued = g_hash_table_contains (queued, &label->sku);
  return label;
}

static gboolean
consider (Walk *walk, sqlite3_stmt *statement, GError **error)
{
  guint32 sku = (guint32) sqlite3_column_int64 (statement, 0);
  gint64 now = column_or_none (statement, 6), printed = column_or_none (statement, 8), printed_regular = column_or_none (statement, 9), regular = G_MININT64;
  BrStaleLabel *label;

  if (printed_regular != G_MININT64 && !load_regular (walk->db, sku, &regular, error))
    return FALSE;
  if (now == printed && regular == printed_regular)
    return TRUE;
  walk->total++;
  if (walk->skus != NULL)
    g_array_append_val (walk->skus, sku);
  if (walk->list->len >= walk->limit)
    return TRUE;
  label = read_label (statement, walk->queued);
  label->now_regular_minor = regular;
  g_ptr_array_add (walk->list, label);
  return TRUE;
}

/* Labels that were ordered and may still come. */
static gboolean
load_queued (BrDb *db, const BrId *place, GHashTable *queued, GError **error)
{
  static const char sql[] =
      "SELECT DISTINCT i.sku FROM print.print_job j JOIN print.print_label b ON b.job = j.id JOIN print.print_item i ON i.job = j.id AND i.item = b.item"
      " WHERE j.open = 1 AND j.store IS ?1 AND i.sku IS NOT NULL AND b.state IN (1, 2, 3, 4, 9)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, place);
  while (br_db_step (db, statement, &has_row, error))
    {
      BrId sku;

      if (!has_row)
        return TRUE;
      sku = br_column_id (statement, 0);
      g_hash_table_add (queued, g_memdup2 (&sku, sizeof sku));
    }
  return FALSE;
}

static gboolean
walk_labels (Walk *walk, const BrId *place, const char *text, GCancellable *cancellable, GError **error)
{
  static const char sql[] =
      "SELECT l.id, w.sku, p.name, s.option_values, coalesce (s.code, w.code), l.barcode, l.price, w.template_key, w.price_minor, w.regular_minor, w.printed_us, w.title"
      " FROM print.shelf_label w LEFT JOIN sku s ON s.uid = w.sku LEFT JOIN sku_list l ON l.id = s.id LEFT JOIN product p ON p.id = s.product"
      " WHERE w.store = ?1 AND w.gone = 0 AND (l.price IS NOT w.price_minor OR w.regular_minor IS NOT NULL)"
      " AND (?2 IS NULL OR coalesce (p.name, w.title) LIKE ?2 ESCAPE '\\' OR coalesce (s.code, w.code) LIKE ?2 ESCAPE '\\' OR l.barcode LIKE ?2 ESCAPE '\\')"
      " ORDER BY l.name_key, s.id";
  g_autofree char *pattern = text[0] != '\0' ? br_like_pattern (text) : NULL;
  sqlite3_stmt *statement = br_db_statement (walk->db, sql, error);
  gboolean has_row = TRUE;
  guint n = 0;

  if (statement == NULL)
    return FALSE;
  br_bind_text (statement, 2, pattern);
  sqlite3_bind_blob (statement, 1, place->bytes, sizeof place->bytes, SQLITE_STATIC);
  while (br_db_step (walk->db, statement, &has_row, error) && has_row)
    if (!consider (walk, statement, error) || (++n % CANCEL_STEP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)))
      {
        sqlite3_reset (statement);
        return FALSE;
      }
  return !has_row;
}

static gboolean
walk_place (Walk *walk, const char *text, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) queued = g_hash_table_new_full ((GHashFunc) br_id_hash, (GEqualFunc) br_id_equal, g_free, NULL);
  BrPriceContext place;

  walk->queued = queued;
  return br_projection_get_place (walk->db, &place, error) && load_queued (walk->db, &place.store, queued, error)
         && walk_labels (walk, &place.store, text, cancellable, error);
}

static void
unref_label (gpointer data)
{
  br_stale_label_unref (data);
}

GPtrArray *
br_stale_store_list (BrDb *db, const BrStaleQuery *query, gint64 *total, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (unref_label);
  Walk walk = { .db = db, .list = list, .limit = query->limit };

  if (!walk_place (&walk, query->text, cancellable, error))
    return NULL;
  if (total != NULL)
    *total = walk.total;
  return g_steal_pointer (&list);
}

/* SKUs of the price entries a change-set touched. */
static gboolean
load_touched (BrDb *db, const BrId *change, GHashTable *touched, GError **error)
{
  static const char sql[] = "SELECT DISTINCT e.sku FROM change_set c JOIN change_part q ON q.change = c.id JOIN change_touch t ON t.part = q.id AND t.kind = ?2"
                            " JOIN price e ON e.id = t.record WHERE c.uid = ?1 AND e.sku IS NOT NULL";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, change);
  sqlite3_bind_int (statement, 2, BR_KIND_PRICE);
  while (br_db_step (db, statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      g_hash_table_add (touched, GUINT_TO_POINTER ((guint32) sqlite3_column_int64 (statement, 0)));
    }
  return FALSE;
}

BrIdList *
br_stale_store_of_change (BrDb *db, const BrId *change, GError **error)
{
  g_autoptr (GArray) skus = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GHashTable) touched = g_hash_table_new (NULL, NULL);
  Walk walk = { .db = db, .list = none, .skus = skus };
  guint n = 0;

  if (!load_touched (db, change, touched, error) || (g_hash_table_size (touched) > 0 && !walk_place (&walk, "", NULL, error)))
    return NULL;
  for (guint i = 0; i < skus->len; i++)
    {
      guint32 sku = g_array_index (skus, guint32, i);

      if (g_hash_table_contains (touched, GUINT_TO_POINTER (sku)))
        g_array_index (skus, guint32, n++) = sku;
    }
  return br_id_list_new_take ((guint32 *) g_array_free (g_steal_pointer (&skus), FALSE), n);
}
