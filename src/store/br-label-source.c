/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A SKU's list row gives what every list shows; one more statement gives what only labels need. Attributes are free text under names
 * people choose: the usual names of origin, grade and net content are known here, in Chinese and English.
 */
#include "config.h"

#include "br-label-source.h"

#include <string.h>

#include "br-bind.h"
#include "br-gtin.h"
#include "br-money.h"
#include "br-net-content.h"
#include "br-projection.h"
#include "br-record-store.h"
#include "br-sku-query.h"

#define STEP 256 /* rows br_sku_query_rows takes at once */

/* An attribute by one of the names it goes by, and the field it fills. */
typedef struct
{
  const char *attribute; /* folded to lower case */
  const char *field;
} Alias;

static const Alias aliases[] = {
  { "产地", "origin" },
  { "origin", "origin" },
  { "等级", "grade" },
  { "grade", "grade" },
  { "净含量", "net_content" },
  { "规格", "net_content" },
  { "保质期", "shelf_life" },
  { "shelf life", "shelf_life" },
  { "net content", "net_content" },
  { "net weight", "net_content" },
  { "配料", "ingredients" },
  { "ingredients", "ingredients" },
  { "库存", "stock" },
  { "stock", "stock" },
  { "满架", "stock_full" },
  { "stock when full", "stock_full" },
};

void
br_label_shop_clear (BrLabelShop *self)
{
  g_free (self->name);
  g_free (self->code);
  g_free (self->currency);
  g_free (self->zone_name);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  *self = (BrLabelShop) { 0 };
}

gboolean
br_label_shop_load (BrDb *db, BrLabelShop *out, GError **error)
{
  g_autoptr (BrRecord) store = NULL;
  BrPriceContext place;

  if (!br_projection_get_place (db, &place, error))
    return FALSE;
  if (!br_id_is_none (&place.store) && !br_record_store_load (db, BR_KIND_STORE, &place.store, &store, error))
    return FALSE;
  out->uid = place.store;
  if (store != NULL)
    {
      const char *zone = br_record_text (store, BR_STORE_TIME_ZONE);

      out->name = g_strdup (br_record_text (store, BR_STORE_NAME));
      out->code = g_strdup (br_record_text (store, BR_STORE_CODE));
      out->currency = g_strdup (br_record_text (store, BR_STORE_CURRENCY));
      out->zone = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
      out->zone_name = g_strdup (zone);
    }
  if (out->zone == NULL)
    out->zone = g_time_zone_new_utc ();
  out->digits = br_money_digits (out->currency);
  return TRUE;
}

void
br_label_goods_free (BrLabelGoods *self)
{
  if (self == NULL)
    return;
  br_label_fields_free (self->fields);
  g_free (self);
}

static void
set_money (BrLabelFields *fields, const char *name, gint64 minor, guint digits)
{
  g_autofree char *text = minor != G_MININT64 ? br_money_format (minor, digits) : NULL;

  br_label_fields_set (fields, name, text);
}

/* The local date of an instant. */
static void
set_date (BrLabelFields *fields, const char *name, gint64 at_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autofree char *text = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;

  br_label_fields_set (fields, name, text);
}

void
br_label_source_set_price (BrLabelFields *fields, const BrLabelShop *shop, const BrShelfPrice *price)
{
  set_money (fields, "price", price->price_minor, shop->digits);
  set_money (fields, "regular", price->regular_minor, shop->digits);
  br_label_fields_set (fields, "valid_from", NULL);
  br_label_fields_set (fields, "valid_to", NULL);
  if (price->valid_from_us != G_MININT64)
    set_date (fields, "valid_from", price->valid_from_us, shop->zone);
  if (price->valid_to_us != G_MININT64)
    set_date (fields, "valid_to", price->valid_to_us - 1, shop->zone); /* the end is exclusive: a label names the last day */
}

/* The first barcode of a single piece that is a GTIN; a case's only when there is no other. */
static void
set_gtin (BrLabelFields *fields, const char *lines)
{
  g_autoptr (GPtrArray) barcodes = br_barcodes_parse (lines, NULL); /* what is stored has been checked: damaged lines give no GTIN */
  const char *of_case = NULL;

  for (guint i = 0; barcodes != NULL && i < barcodes->len; i++)
    {
      const BrBarcode *barcode = g_ptr_array_index (barcodes, i);

      if (br_gtin_check (barcode->code) != BR_GTIN_OK)
        continue;
      if (barcode->pack_milli == BR_QUANTITY_ONE)
        {
          br_label_fields_set (fields, "gtin", barcode->code);
          return;
        }
      if (of_case == NULL)
        of_case = barcode->code;
    }
  br_label_fields_set (fields, "gtin", of_case);
}

/* Figures are computed with: words in their place would keep the whole label from being drawn. */
static gboolean
suits (const char *field, const char *value)
{
  return !g_str_has_prefix (field, "stock") || (strspn (value, "0123456789") == strlen (value) && *value != '\0' && strlen (value) <= 9);
}

static void
set_attributes (BrLabelFields *fields, const char *lines)
{
  g_auto (GStrv) items = br_lines_split (lines);

  for (guint i = 0; items[i] != NULL; i++)
    {
      char *tab = strchr (items[i], '\t');
      g_autofree char *key = tab != NULL ? g_utf8_strdown (items[i], tab - items[i]) : NULL;

      for (guint j = 0; key != NULL && j < G_N_ELEMENTS (aliases); j++)
        if (g_str_equal (key, aliases[j].attribute) && br_label_fields_get (fields, aliases[j].field) == NULL && suits (aliases[j].field, tab + 1))
          br_label_fields_set (fields, aliases[j].field, tab + 1);
    }
}

/* How much is in the package: as the attribute says, else as options or name do. */
static void
set_pack (BrLabelFields *fields)
{
  BrNetContent content;
  g_autofree char *amount = NULL;

  if (!br_net_content_parse (br_label_fields_get (fields, "net_content"), &content) && !br_net_content_parse (br_label_fields_get (fields, "spec"), &content)
      && !br_net_content_parse (br_label_fields_get (fields, "name"), &content))
    return;
  amount = br_money_format (content.amount_milli, 3);
  br_label_fields_set (fields, "pack_size", amount);
  br_label_fields_set (fields, "pack_unit", content.unit);
}

static void
set_spec (BrLabelFields *fields, const char *option_values)
{
  g_auto (GStrv) values = br_lines_split (option_values);
  g_autofree char *spec = g_strjoinv (" ", values);

  if (*spec != '\0')
    br_label_fields_set (fields, "spec", spec);
}

/* What the list row does not have. */
static gboolean
add_details (BrLabelFields *fields, BrDb *db, const BrLabelShop *shop, guint32 id, GError **error)
{
  static const char sql[] = "SELECT s.option_values, s.barcodes, p.attributes, u.name, t.rate, v.name, e.valid_from, e.valid_to"
                            " FROM sku_list l JOIN sku s ON s.id = l.id LEFT JOIN product p ON p.id = s.product"
                            " LEFT JOIN unit u ON u.id = p.unit LEFT JOIN tax_class t ON t.id = p.tax_class LEFT JOIN supplier v ON v.id = p.supplier"
                            " LEFT JOIN price e ON e.id = l.price_entry WHERE l.id = ?1";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (!br_db_step (db, statement, &has_row, error) || !has_row)
    return has_row;
  set_spec (fields, br_column_text (statement, 0));
  set_gtin (fields, br_column_text (statement, 1));
  set_attributes (fields, br_column_text (statement, 2));
  br_label_fields_set (fields, "unit", br_column_text (statement, 3));
  if (sqlite3_column_type (statement, 4) != SQLITE_NULL)
    set_money (fields, "tax", sqlite3_column_int64 (statement, 4), 2); /* basis points are hundredths of a per cent */
  br_label_fields_set (fields, "supplier", br_column_text (statement, 5));
  if (sqlite3_column_type (statement, 6) != SQLITE_NULL)
    set_date (fields, "valid_from", sqlite3_column_int64 (statement, 6), shop->zone);
  if (sqlite3_column_type (statement, 7) != SQLITE_NULL)
    set_date (fields, "valid_to", sqlite3_column_int64 (statement, 7) - 1, shop->zone); /* the end is exclusive: a label names the last day */
  sqlite3_reset (statement);
  set_pack (fields);
  return TRUE;
}

static BrLabelGoods *
make_goods (const BrSkuRow *row, const BrLabelShop *shop)
{
  static const char *const statuses[] = { [BR_STATUS_DRAFT] = "draft",         [BR_STATUS_SUBMITTED] = "submitted", [BR_STATUS_LISTED] = "listed",
                                          [BR_STATUS_CLEARANCE] = "clearance", [BR_STATUS_DELISTED] = "delisted",   [BR_STATUS_RETIRED] = "retired" };
  BrLabelGoods *goods = g_new0 (BrLabelGoods, 1);
  BrLabelFields *fields = goods->fields = br_label_fields_new ();

  goods->sku = row->uid;
  goods->price_minor = row->price_minor;
  goods->regular_minor = row->regular_minor;
  br_label_fields_set (fields, "sku", row->code);
  br_label_fields_set (fields, "name", row->name);
  br_label_fields_set (fields, "name_alt", row->name_alt);
  br_label_fields_set (fields, "barcode", row->barcode);
  br_label_fields_set (fields, "brand", row->brand);
  br_label_fields_set (fields, "category", row->category);
  br_label_fields_set (fields, "status", statuses[row->status]);
  br_label_fields_set (fields, "currency", shop->currency);
  br_label_fields_set (fields, "store", shop->name);
  br_label_fields_set (fields, "store_code", shop->code);
  set_money (fields, "price", row->price_minor, shop->digits);
  set_money (fields, "regular", row->regular_minor, shop->digits);
  return goods;
}

static void
free_goods (gpointer data)
{
  br_label_goods_free (data);
}

GPtrArray *
br_label_source_load (BrDb *db, const BrLabelShop *shop, const BrIdList *ids, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_full (ids->n, free_goods);

  for (gsize from = 0; from < ids->n; from += STEP)
    {
      g_autoptr (GPtrArray) rows = br_sku_query_rows (db, ids->ids + from, MIN (STEP, ids->n - from), error);

      if (rows == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      for (guint i = 0; i < rows->len; i++)
        {
          const BrSkuRow *row = g_ptr_array_index (rows, i);
          BrLabelGoods *goods = row != NULL ? make_goods (row, shop) : NULL;

          g_ptr_array_add (all, goods);
          if (goods != NULL && !add_details (goods->fields, db, shop, row->id, error))
            return NULL;
        }
    }
  return g_steal_pointer (&all);
}

gboolean
br_label_source_find (BrDb *db, const BrId *sku, guint32 *row, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT l.id FROM sku s JOIN sku_list l ON l.id = s.id WHERE s.uid = ?1", error);
  gboolean has_row;

  *row = 0;
  if (statement == NULL)
    return FALSE;
  br_bind_id (statement, 1, sku);
  if (!br_db_step (db, statement, &has_row, error))
    return FALSE;
  if (has_row)
    *row = (guint32) sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}
