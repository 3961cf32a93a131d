/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Orders by category, brand and status are by name within one value: the name's order dealt into buckets. The others are
 * read from their index. At most KEPT orders stay in memory, 4 MB each for a million SKUs.
 */
#include "config.h"
#include "br-sku-order.h"

#include <string.h>

#include "br-bind.h"
#include "br-id-set.h"
#include "br-text-fold.h"

#define KEPT 2
#define CLIENT_DATA "br-sku-order"

/* An order that is kept. */
typedef struct
{
  BrSkuSort sort;
  gint64 version;
  BrSkuOrder order;
} Kept;

/* What a connection keeps, latest used first. */
typedef struct
{
  Kept kept[KEPT];
} Cache;

/* How an order is read. */
typedef struct
{
  const char *ascending;  /* ids with a value */
  const char *descending; /* the same backwards, or NULL where nobody streams it */
  const char *empty;      /* ids without a value, or NULL */
  gboolean repeats;    /* an id may come more than once: the first counts */
} OrderSql;

static const OrderSql statements[] = {
  [BR_SKU_SORT_NAME] = { "SELECT id FROM sku_list ORDER BY name_key, id", "SELECT id FROM sku_list ORDER BY name_key DESC, id DESC", NULL, FALSE },
  [BR_SKU_SORT_CODE] = { "SELECT id FROM sku ORDER BY code, id", NULL, NULL, FALSE },
  [BR_SKU_SORT_BARCODE] = { "SELECT sku FROM barcode ORDER BY code, sku", NULL, "SELECT id FROM sku_list WHERE barcode IS NULL", TRUE },
  [BR_SKU_SORT_PRICE] = { "SELECT id FROM sku_list WHERE price IS NOT NULL ORDER BY price, id",
                          "SELECT id FROM sku_list WHERE price IS NOT NULL ORDER BY price DESC, id DESC",
                          "SELECT id FROM sku_list WHERE price IS NULL ORDER BY id", FALSE },
  [BR_SKU_SORT_COST] = { "SELECT id FROM sku_list WHERE cost IS NOT NULL ORDER BY cost, id", NULL, "SELECT id FROM sku_list WHERE cost IS NULL ORDER BY id",
                         FALSE },
  [BR_SKU_SORT_MARGIN] = { "SELECT id FROM sku_list WHERE margin_bp IS NOT NULL ORDER BY margin_bp, cost, id",
                           "SELECT id FROM sku_list WHERE margin_bp IS NOT NULL ORDER BY margin_bp DESC, cost DESC, id DESC",
                           "SELECT id FROM sku_list WHERE margin_bp IS NULL ORDER BY cost, id", FALSE },
  [BR_SKU_SORT_CHANGED] = { "SELECT id FROM sku_list ORDER BY changed_us, id", "SELECT id FROM sku_list ORDER BY changed_us DESC, id DESC", NULL, FALSE },
};

const char *
br_sku_order_get_sql (BrSkuSort sort, gboolean descending)
{
  const OrderSql *sql = sort < G_N_ELEMENTS (statements) ? &statements[sort] : NULL;

  if (sql == NULL || sql->descending == NULL)
    return NULL;
  return descending ? sql->descending : sql->ascending;
}

static void
cache_free (void *data)
{
  Cache *self = data;

  for (guint i = 0; i < KEPT; i++)
    g_clear_pointer (&self->kept[i].order.list, br_id_list_unref);
  g_free (self);
}

static Cache *
get_cache (BrDb *db)
{
  Cache *self = sqlite3_get_clientdata (br_db_handle (db), CLIENT_DATA);

  if (self)
    return self;
  self = g_new0 (Cache, 1);
  if (sqlite3_set_clientdata (br_db_handle (db), CLIENT_DATA, self, cache_free) != SQLITE_OK)
    g_error ("out of memory"); /* the cache was freed by SQLite; GLib too aborts here */
  return self;
}

static gboolean
read_version (BrDb *db, BrSkuSort sort, gint64 *version, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT n FROM list_version WHERE sort = ?1", error);
  gboolean has_row;

  *version = -1;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int (statement, 1, sort);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *version = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static void
move_to_front (Cache *cache, guint index)
{
  Kept kept = cache->kept[index];

  memmove (&cache->kept[1], &cache->kept[0], index * sizeof (Kept));
  cache->kept[0] = kept;
}

gboolean
br_sku_order_find (BrDb *db, BrSkuSort sort, BrSkuOrder *out, gboolean *found, GError **error)
{
  Cache *cache = get_cache (db);
  gint64 version;

  *found = FALSE;
  if (!read_version (db, sort, &version, error))
    return FALSE;
  for (guint i = 0; i < KEPT; i++)
    if (cache->kept[i].order.list && cache->kept[i].sort == sort && cache->kept[i].version == version)
      {
        move_to_front (cache, i);
        *out = cache->kept[0].order;
        br_id_list_ref (out->list);
        *found = TRUE;
        return TRUE;
      }
  return TRUE;
}

static gboolean
keep (BrDb *db, BrSkuSort sort, const BrSkuOrder *order, GError **error)
{
  Cache *cache = get_cache (db);
  guint place = KEPT - 1;

  for (guint i = 0; i < KEPT; i++)
    if (cache->kept[i].order.list && cache->kept[i].sort == sort)
      place = i;
  g_clear_pointer (&cache->kept[place].order.list, br_id_list_unref);
  cache->kept[place] = (Kept) { sort, 0, *order };
  br_id_list_ref (order->list);
  if (!read_version (db, sort, &cache->kept[place].version, error))
    return FALSE;
  move_to_front (cache, place);
  return TRUE;
}

/* Appends what `sql` gives; `seen` (or NULL) lets each id through once and only those it has room for. */
static gboolean
read_ids (BrDb *db, const char *sql, BrIdSet *seen, GArray *out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      guint32 id;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = (guint32) sqlite3_column_int64 (statement, 0);
      if (seen == NULL || br_id_set_add (seen, id))
        g_array_append_val (out, id);
    }
}

static gboolean
read_size (BrDb *db, gsize *n_bits, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT max (id) FROM sku_list", error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  *n_bits = has_row ? (gsize) sqlite3_column_int64 (statement, 0) + 1 : 1;
  sqlite3_reset (statement);
  return TRUE;
}

/* Leaves only the ids that have a row: the index of codes is that of the records, deleted ones included. */
static gboolean
keep_listed (BrDb *db, gsize n_bits, GArray *ids, GError **error)
{
  g_autoptr (BrIdSet) listed = br_id_set_new (n_bits);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint n = 0;

  if (!read_ids (db, "SELECT id FROM sku_list", listed, all, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (br_id_set_contains (listed, g_array_index (ids, guint32, i)))
      g_array_index (ids, guint32, n++) = g_array_index (ids, guint32, i);
  g_array_set_size (ids, n);
  return TRUE;
}

static void
take_ids (GArray *ids, gsize n_empty, BrSkuOrder *out)
{
  gsize n = ids->len;
  guint32 *data = g_array_steal (ids, NULL);

  out->list = br_id_list_new_take (g_realloc (data, MAX (n, 1) * sizeof *data), n);
  out->n_empty = n_empty;
}

static gboolean
load_from_index (BrDb *db, BrSkuSort sort, BrSkuOrder *out, GError **error)
{
  const OrderSql *sql = &statements[sort];
  g_autoptr (GArray) ids = NULL;
  g_autoptr (BrIdSet) seen = NULL;
  gsize n_bits, n_filled;

  if (!read_size (db, &n_bits, error))
    return FALSE;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) n_bits);
  if (sql->repeats)
    seen = br_id_set_new (n_bits);
  if (!read_ids (db, sql->ascending, seen, ids, error))
    return FALSE;
  if (sort == BR_SKU_SORT_CODE && !keep_listed (db, n_bits, ids, error))
    return FALSE;
  n_filled = ids->len;
  if (sql->empty && !read_ids (db, sql->empty, NULL, ids, error))
    return FALSE;
  take_ids (ids, ids->len - n_filled, out);
  return TRUE;
}

/* One value of a bucketed order. */
typedef struct
{
  gint64 id;
  guint8 key[BR_NAME_KEY_MAX];
  gsize length;
} Bucket;

static int
compare_buckets (gconstpointer a, gconstpointer b)
{
  const Bucket *x = a, *y = b;
  int order = memcmp (x->key, y->key, MIN (x->length, y->length));

  if (order == 0)
    order = (x->length > y->length) - (x->length < y->length);
  return order != 0 ? order : (x->id > y->id) - (x->id < y->id);
}

/* Rank of each value by its name; a category's name begins with its parent's, so that branches stay together. */
static GHashTable *
read_ranks (BrDb *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  g_autoptr (GArray) buckets = g_array_new (FALSE, TRUE, sizeof (Bucket));
  GHashTable *ranks;
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      Bucket bucket = { 0 };

      if (!br_db_step (db, statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      bucket.id = sqlite3_column_int64 (statement, 0);
      bucket.length = br_text_sort_key (br_column_text (statement, 1), bucket.key);
      g_array_append_val (buckets, bucket);
    }
  g_array_sort (buckets, compare_buckets);
  ranks = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < buckets->len; i++)
    g_hash_table_insert (ranks, GSIZE_TO_POINTER (g_array_index (buckets, Bucket, i).id), GUINT_TO_POINTER (i + 1));
  return ranks;
}

static gboolean
read_values (BrDb *db, const char *sql, GHashTable *ranks, guint32 *values, gsize n_values, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;
  gint64 last = -1;
  guint32 rank = 0;

  if (statement == NULL)
    return FALSE;
  while (TRUE)
    {
      gint64 value;
      gsize id;

      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      value = sqlite3_column_int64 (statement, 0);
      id = (gsize) sqlite3_column_int64 (statement, 1);
      if (value != last)
        rank = ranks ? GPOINTER_TO_UINT (g_hash_table_lookup (ranks, GSIZE_TO_POINTER (value))) : (guint32) value;
      last = value;
      if (id < n_values)
        values[id] = rank;
    }
}

/* Deals the name's order into buckets 1..n_buckets, bucket 0 (no value) last. */
static void
deal (const BrIdList *by_name, const guint32 *values, gsize n_values, guint n_buckets, BrSkuOrder *out)
{
  g_autofree gsize *starts = g_new0 (gsize, n_buckets + 2);
  guint32 *ids = g_new (guint32, MAX (by_name->n, 1));
  gsize at = 0;

  for (gsize i = 0; i < by_name->n; i++)
    starts[by_name->ids[i] < n_values ? values[by_name->ids[i]] : 0]++;
  out->n_empty = starts[0];
  for (guint b = 1; b <= n_buckets + 1; b++)
    {
      gsize n = starts[b <= n_buckets ? b : 0];

      starts[b <= n_buckets ? b : 0] = at;
      at += n;
    }
  for (gsize i = 0; i < by_name->n; i++)
    ids[starts[by_name->ids[i] < n_values ? values[by_name->ids[i]] : 0]++] = by_name->ids[i];
  out->list = br_id_list_new_take (ids, by_name->n);
}

static gboolean
load_dealt (BrDb *db, BrSkuSort sort, BrSkuOrder *out, GError **error)
{
  static const char category_names[] =
      "WITH RECURSIVE path (id, name, depth) AS (SELECT id, coalesce (name, ''), 0 FROM category WHERE parent IS NULL"
      " UNION ALL SELECT c.id, path.name || ' ' || coalesce (c.name, ''), depth + 1 FROM category c JOIN path ON c.parent = path.id WHERE depth < 32)"
      " SELECT id, name FROM path";
  BrSkuOrder by_name;
  g_autoptr (BrIdList) names = NULL;
  g_autoptr (GHashTable) ranks = NULL;
  g_autofree guint32 *values = NULL;
  const char *sql = "SELECT category, id FROM sku_list WHERE category IS NOT NULL";
  gsize n_values;

  if (!br_sku_order_load (db, BR_SKU_SORT_NAME, &by_name, error))
    return FALSE;
  names = by_name.list;
  if (!read_size (db, &n_values, error))
    return FALSE;
  values = g_new0 (guint32, n_values);
  if (sort == BR_SKU_SORT_STATUS)
    {
      for (gsize i = 0; i < n_values; i++)
        values[i] = BR_STATUS_LISTED;
      sql = "SELECT status, id FROM sku_list WHERE status <> 3";
    }
  else
    {
      ranks = read_ranks (db, sort == BR_SKU_SORT_BRAND ? "SELECT id, coalesce (name, '') FROM brand" : category_names, error);
      if (ranks == NULL)
        return FALSE;
      if (sort == BR_SKU_SORT_BRAND)
        sql = "SELECT brand, id FROM sku_list WHERE brand IS NOT NULL";
    }
  if (!read_values (db, sql, ranks, values, n_values, error))
    return FALSE;
  deal (names, values, n_values, ranks ? g_hash_table_size (ranks) : BR_STATUS_RETIRED, out);
  return TRUE;
}

gboolean
br_sku_order_load (BrDb *db, BrSkuSort sort, BrSkuOrder *out, GError **error)
{
  gboolean found, ok;

  if (!br_sku_order_find (db, sort, out, &found, error) || found)
    return found;
  if (sort == BR_SKU_SORT_CATEGORY || sort == BR_SKU_SORT_BRAND || sort == BR_SKU_SORT_STATUS)
    ok = load_dealt (db, sort, out, error);
  else
    ok = load_from_index (db, sort, out, error);
  if (!ok)
    return FALSE;
  if (keep (db, sort, out, error))
    return TRUE;
  br_id_list_unref (out->list);
  return FALSE;
}
