/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which SKUs a changed record touches, and in which parts. What is collected lives with the transaction (BrTxCache); it is
 * only a list of row ids, worked out afresh from the records at flush, so collecting too much is never wrong.
 */
#include "config.h"
#include "br-projection.h"

#include "br-bind.h"
#include "br-projection-text.h"
#include "br-projector.h"
#include "br-record-store.h"
#include "br-settings-store.h"
#include "br-sku-row.h"
#include "br-tx-cache.h"

#define PART_ATTRIBUTES (1u << 8) /* of a product: beside the BrProjectorPart bits */
#define FIELD(field) (1u << (field))

/* A row id and what of it to look at. */
typedef struct
{
  gint64 id;
  guint parts;
} Touched;

/* What a transaction collected. */
typedef struct
{
  GArray *skus;       /* of Touched */
  GArray *products;   /* of Touched: parts of their SKUs, and their attributes */
  GArray *prices;     /* of gint64: price entries whose SKU is to be found */
  guint all;        /* BrProjectorPart bits for every SKU */
  guint32 orders;     /* orders that changed though no row did: names of brands and categories */
} Collected;

static void
collected_free (gpointer data)
{
  Collected *self = data;

  g_array_unref (self->skus);
  g_array_unref (self->products);
  g_array_unref (self->prices);
  g_free (self);
}

static Collected *
get_collected (BrStoreTx *tx)
{
  Collected *self = tx->cache->projection;

  if (self)
    return self;
  self = g_new0 (Collected, 1);
  self->skus = g_array_new (FALSE, FALSE, sizeof (Touched));
  self->products = g_array_new (FALSE, FALSE, sizeof (Touched));
  self->prices = g_array_new (FALSE, FALSE, sizeof (gint64));
  tx->cache->projection = self;
  tx->cache->projection_free = collected_free;
  return self;
}

static void
add_touched (GArray *array, gint64 id, guint parts)
{
  Touched touched = { id, parts };

  if (id != 0)
    g_array_append_val (array, touched);
}

static guint32
find_changed_fields (const BrRecord *before, const BrRecord *after)
{
  guint32 mask = 0;

  if (before == NULL || after == NULL)
    return G_MAXUINT32;
  for (guint i = 0; i < br_schema_get (after->kind)->n_fields; i++)
    if (!br_value_equal (&before->cells[i], &after->cells[i]))
      mask |= FIELD (i);
  return mask;
}

static guint
get_sku_parts (guint32 fields)
{
  const guint32 text = FIELD (BR_FIELD_DELETED) | FIELD (BR_SKU_PRODUCT) | FIELD (BR_SKU_CODE) | FIELD (BR_SKU_OPTION_VALUES) | FIELD (BR_SKU_BARCODES);

  if (fields & text)
    return BR_PART_ALL;
  return fields & FIELD (BR_SKU_STATUS) ? BR_PART_MONEY | BR_PART_ROW : BR_PART_MONEY;
}

static guint
get_product_parts (guint32 fields)
{
  const guint32 text = FIELD (BR_FIELD_DELETED) | FIELD (BR_PRODUCT_NAME) | FIELD (BR_PRODUCT_NAME_ALT);
  const guint32 row =
      FIELD (BR_PRODUCT_CATEGORY) | FIELD (BR_PRODUCT_BRAND) | FIELD (BR_PRODUCT_SUPPLIER) | FIELD (BR_PRODUCT_UNIT) | FIELD (BR_PRODUCT_PICTURES);
  guint parts = fields & (FIELD (BR_FIELD_DELETED) | FIELD (BR_PRODUCT_ATTRIBUTES)) ? PART_ATTRIBUTES : 0;

  if (fields & text)
    return parts | BR_PART_ALL;
  return parts | (fields & row ? BR_PART_MONEY | BR_PART_ROW : BR_PART_MONEY);
}

/* The SKU a record belongs to, by the uid in its reference; for one that moved from one SKU to another. */
static gboolean
touch_by_reference (BrStoreTx *tx, const BrRecord *record, guint field, GError **error)
{
  const BrId *uid = record ? br_record_ref (record, field) : NULL;
  gint64 sku;

  if (uid == NULL)
    return TRUE;
  if (!br_record_store_find_id (tx->db, BR_KIND_SKU, uid, &sku, error))
    return FALSE;
  add_touched (get_collected (tx)->skus, sku, BR_PART_MONEY);
  return TRUE;
}

static gboolean
touch_price (BrStoreTx *tx, gint64 id, const BrRecord *before, const BrRecord *after, GError **error)
{
  g_array_append_val (get_collected (tx)->prices, id);
  if (before && (after == NULL || !br_value_equal (&before->cells[BR_PRICE_SKU], &after->cells[BR_PRICE_SKU])))
    return touch_by_reference (tx, before, BR_PRICE_SKU, error);
  return TRUE;
}

static gboolean
touch_assortment (BrStoreTx *tx, gint64 id, const BrRecord *before, const BrRecord *after, GError **error)
{
  static const char sql[] = "SELECT sku FROM assortment WHERE id = ?1";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!br_db_step (tx->db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    add_touched (get_collected (tx)->skus, sqlite3_column_int64 (statement, 0), BR_PART_MONEY);
  sqlite3_reset (statement);
  return touch_by_reference (tx, before, BR_ASSORTMENT_SKU, error) && touch_by_reference (tx, after, BR_ASSORTMENT_SKU, error);
}

/* A store's zone decides its prices. */
static gboolean
touch_store (BrStoreTx *tx, guint32 fields, const BrRecord *record, GError **error)
{
  BrPriceContext place;

  if ((fields & (FIELD (BR_FIELD_DELETED) | FIELD (BR_STORE_ZONE))) == 0)
    return TRUE;
  if (!br_projection_get_place (tx->db, &place, error))
    return FALSE;
  if (record && br_id_equal (&place.store, &record->id))
    get_collected (tx)->all |= BR_PART_MONEY;
  return TRUE;
}

/* Names of categories and brands stand in no row; they decide orders and what rows show. */
static void
touch_name (BrStoreTx *tx, BrSkuSort order, guint32 fields, guint32 interesting)
{
  if ((fields & interesting) == 0)
    return;
  get_collected (tx)->orders |= 1u << order;
  br_store_tx_note_all (tx);
}

gboolean
br_projection_touch (BrStoreTx *tx, BrKind kind, gint64 id, const BrRecord *before, const BrRecord *after, GError **error)
{
  guint32 fields = find_changed_fields (before, after);
  const guint32 deleted = FIELD (BR_FIELD_DELETED);

  switch (kind)
    {
    case BR_KIND_SKU: add_touched (get_collected (tx)->skus, id, get_sku_parts (fields)); return TRUE;
    case BR_KIND_PRODUCT: add_touched (get_collected (tx)->products, id, get_product_parts (fields)); return TRUE;
    case BR_KIND_PRICE: return touch_price (tx, id, before, after, error);
    case BR_KIND_ASSORTMENT: return touch_assortment (tx, id, before, after, error);
    case BR_KIND_STORE: return touch_store (tx, fields, after ? after : before, error);
    case BR_KIND_CATEGORY: touch_name (tx, BR_SKU_SORT_CATEGORY, fields, deleted | FIELD (BR_CATEGORY_NAME) | FIELD (BR_CATEGORY_PARENT)); return TRUE;
    case BR_KIND_BRAND: touch_name (tx, BR_SKU_SORT_BRAND, fields, deleted | FIELD (BR_BRAND_NAME)); return TRUE;
    case BR_KIND_UNIT:
    case BR_KIND_TAX_CLASS:
    case BR_KIND_SUPPLIER:
    case BR_KIND_ZONE:
    case BR_KIND_PERSON:
    case BR_KIND_NONE:
    case BR_N_KINDS:
    default: return TRUE;
    }
}

static int
compare_touched (gconstpointer a, gconstpointer b)
{
  const Touched *x = a, *y = b;

  return (x->id > y->id) - (x->id < y->id);
}

/* Sorts and merges entries of the same row. */
static void
merge_touched (GArray *array)
{
  guint n = 0;

  g_array_sort (array, compare_touched);
  for (guint i = 0; i < array->len; i++)
    {
      Touched *touched = &g_array_index (array, Touched, i);

      if (n > 0 && g_array_index (array, Touched, n - 1).id == touched->id)
        g_array_index (array, Touched, n - 1).parts |= touched->parts;
      else
        g_array_index (array, Touched, n++) = *touched;
    }
  g_array_set_size (array, n);
}

/* Adds to `out` every id that `sql` gives for ?1 = id. */
static gboolean
collect_ids (BrDb *db, const char *sql, gint64 id, guint parts, GArray *out, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  if (id != 0)
    sqlite3_bind_int64 (statement, 1, id);
  while (TRUE)
    {
      if (!br_db_step (db, statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      add_touched (out, sqlite3_column_int64 (statement, 0), parts);
    }
}

static gboolean
expand_products (BrStoreTx *tx, Collected *collected, GError **error)
{
  merge_touched (collected->products);
  for (guint i = 0; i < collected->products->len; i++)
    {
      const Touched *product = &g_array_index (collected->products, Touched, i);

      if (product->parts & PART_ATTRIBUTES && !br_projection_attributes_write (tx, product->id, error))
        return FALSE;
      if (!collect_ids (tx->db, "SELECT id FROM sku WHERE product = ?1", product->id, product->parts & BR_PART_ALL, collected->skus, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
expand_prices (BrStoreTx *tx, Collected *collected, GError **error)
{
  for (guint i = 0; i < collected->prices->len; i++)
    if (!collect_ids (tx->db, "SELECT sku FROM price WHERE id = ?1", g_array_index (collected->prices, gint64, i), BR_PART_MONEY, collected->skus, error))
      return FALSE;
  return TRUE;
}

static gboolean
refresh_touched (BrProjector *projector, GArray *skus, GError **error)
{
  for (guint i = 0; i < skus->len; i++)
    {
      const Touched *touched = &g_array_index (skus, Touched, i);

      if (!br_projector_refresh (projector, touched->id, touched->parts, error))
        return FALSE;
      br_store_tx_note_sku (projector->tx, touched->id);
    }
  return TRUE;
}

/* Clears what has been collected and works it out. */
static gboolean
refresh_collected (BrStoreTx *tx, Collected *collected, GError **error)
{
  BrProjector projector;
  gboolean ok;

  if (collected->all && !collect_ids (tx->db, "SELECT id FROM sku_list UNION SELECT id FROM sku WHERE present = 1", 0, collected->all, collected->skus, error))
    return FALSE;
  if (!expand_products (tx, collected, error) || !expand_prices (tx, collected, error))
    return FALSE;
  merge_touched (collected->skus);
  ok = br_projector_init (&projector, tx, error);
  projector.dirty = collected->orders;
  ok = ok && refresh_touched (&projector, collected->skus, error) && br_projector_finish (&projector, error);
  br_projector_clear (&projector);
  return ok;
}

gboolean
br_projection_flush (BrStoreTx *tx, GError **error)
{
  Collected *collected = g_steal_pointer (&tx->cache->projection);
  gboolean ok;

  if (collected == NULL)
    return TRUE;
  ok = refresh_collected (tx, collected, error);
  collected_free (collected);
  return ok;
}

static gboolean
find_next_due (BrDb *db, gint64 *next_us, GError **error)
{
  static const char sql[] = "SELECT price_until_us FROM sku_list WHERE price_until_us < 9223372036854775807 ORDER BY price_until_us LIMIT 1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  *next_us = G_MAXINT64;
  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *next_us = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_projection_due (BrStoreTx *tx, gint64 *next_us, GError **error)
{
  static const char sql[] = "SELECT id FROM sku_list WHERE price_until_us < 9223372036854775807 AND price_until_us <= ?1";

  if (!collect_ids (tx->db, sql, br_clock_now_us (tx->clock), BR_PART_MONEY, get_collected (tx)->skus, error))
    return FALSE;
  return br_projection_flush (tx, error) && find_next_due (tx->db, next_us, error);
}

static gboolean
fill_fresh (BrProjector *projector, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Touched));

  if (!collect_ids (projector->tx->db, "SELECT id FROM product WHERE present = 1 AND attributes IS NOT NULL ORDER BY id", 0, 0, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!br_projection_attributes_write (projector->tx, g_array_index (rows, Touched, i).id, error))
      return FALSE;
  g_array_set_size (rows, 0);
  if (!collect_ids (projector->tx->db, "SELECT id FROM sku WHERE present = 1 ORDER BY id", 0, 0, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!br_projector_refresh (projector, g_array_index (rows, Touched, i).id, BR_PART_ALL, error))
      return FALSE;
  return TRUE;
}

gboolean
br_projection_rebuild (BrStoreTx *tx, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "DELETE FROM sku_list", error);
  BrProjector projector;
  gboolean ok;

  g_clear_pointer (&tx->cache->projection, collected_free);
  if (statement == NULL || !br_db_run (tx->db, statement, error) || !br_projection_text_clear (tx, error))
    return FALSE;
  ok = br_projector_init (&projector, tx, error);
  projector.fresh = TRUE;
  projector.dirty = G_MAXUINT32;
  ok = ok && fill_fresh (&projector, error) && br_projector_finish (&projector, error);
  br_projector_clear (&projector);
  br_store_tx_note_all (tx);
  return ok;
}

gboolean
br_projection_get_place (BrDb *db, BrPriceContext *out, GError **error)
{
  static const char sql[] = "SELECT z.uid FROM store s JOIN zone z ON z.id = s.zone WHERE s.uid = ?1";
  g_autofree char *text = NULL;
  sqlite3_stmt *statement;
  gboolean has_row;

  *out = (BrPriceContext) { 0 };
  if (!br_settings_get (db, BR_META_STORE, &text, error))
    return FALSE;
  if (text == NULL || *text == '\0')
    return TRUE;
  statement = br_db_statement (db, sql, error);
  if (!br_id_parse (text, &out->store, error) || statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, &out->store);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    out->zone = br_column_id (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
br_projection_set_place (BrStoreTx *tx, const BrId *store, GError **error)
{
  char text[BR_ID_STRING_LENGTH + 1];

  if (!br_id_is_none (store))
    br_id_write (store, text);
  if (!br_settings_set (tx, BR_META_STORE, br_id_is_none (store) ? NULL : text, error))
    return FALSE;
  get_collected (tx)->all |= BR_PART_MONEY;
  br_store_tx_note_all (tx);
  return br_projection_flush (tx, error);
}
