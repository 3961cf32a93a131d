/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The projection: kept up by edits it equals one made afresh; prices fall due; the place decides; findings are right. */
#include "config.h"

#include "br-bind.h"
#include "br-projection.h"
#include "br-sku-row.h"
#include "br-text-fold.h"
#include "fixture.h"

#define N_PRODUCTS 8
#define N_SKUS 24
#define N_PRICES 40
#define N_STEPS 250

/* A small shop to edit. */
typedef struct
{
  Fixture *fixture;
  GPtrArray *records; /* of BrRecord, as last written */
} Shop;

static BrRecord *
pick (Shop *shop, BrKind kind)
{
  BrRecord *found = NULL;
  guint n = 0;

  for (guint i = 0; i < shop->records->len; i++)
    {
      BrRecord *record = g_ptr_array_index (shop->records, i);

      if (record->kind == kind && br_record_int (record, BR_FIELD_DELETED) == 0 && br_xorshift_below (&shop->fixture->xorshift, ++n) == 0)
        found = record;
    }
  return found;
}

static void
set_references (Shop *shop, BrRecord *record)
{
  const BrKindInfo *info = br_schema_get (record->kind);

  for (guint i = 1; i < info->n_fields; i++)
    {
      BrRecord *target = info->fields[i].type == BR_FIELD_REF ? pick (shop, info->fields[i].ref) : NULL;
      gboolean sometimes = br_xorshift_below (&shop->fixture->xorshift, 3) > 0;

      if (target == NULL || target == record || (record->kind == BR_KIND_CATEGORY && i == BR_CATEGORY_PARENT))
        continue;
      if (info->fields[i].required || sometimes)
        br_value_set_id (&record->cells[i], &target->id);
      else
        br_value_clear (&record->cells[i]);
    }
}

/* Few codes, so that some are shared; some are wrong. */
static void
set_sku_codes (Shop *shop, BrRecord *sku)
{
  static const char *const barcodes[] = {
    NULL,
    "6901234567892\tean\t1000",
    "6901234567892\tean\t1000\nK1\tother\t2000",
    "6901234567890\tean\t1000",
    "06901234567892\tean\t1000",
    "2000000000015\tinternal\t1000",
    "K1\tother\t1000",
  };
  guint n = br_xorshift_below (&shop->fixture->xorshift, G_N_ELEMENTS (barcodes));
  g_autofree char *code = g_strdup_printf ("%c%u", "Aa"[n % 2], (guint) br_xorshift_below (&shop->fixture->xorshift, 40));

  br_value_set_text (&sku->cells[BR_SKU_BARCODES], barcodes[n]);
  br_value_set_text (&sku->cells[BR_SKU_CODE], code);
}

static void
randomize (Shop *shop, BrRecord *record)
{
  static const char *const names[] = { "光明鲜牛奶", "Fresh Milk", "云岭有机 Ａ 250ml", "Ｍilk 牛奶", "奶" };
  guint32 at = br_xorshift_below (&shop->fixture->xorshift, 40);

  set_references (shop, record);
  if (record->kind == BR_KIND_SKU)
    set_sku_codes (shop, record);
  if (record->kind == BR_KIND_PRODUCT)
    {
      br_value_set_text (&record->cells[BR_PRODUCT_NAME], names[at % G_N_ELEMENTS (names)]);
      br_value_set_text (&record->cells[BR_PRODUCT_NAME_ALT], at % 3 ? names[at % 2] : NULL);
      br_value_set_text (&record->cells[BR_PRODUCT_ATTRIBUTES], at % 4 ? "colour\tRed\norigin\t云南" : NULL);
    }
  if (record->kind == BR_KIND_PRICE)
    {
      if (br_record_ref (record, BR_PRICE_STORE))
        br_value_clear (&record->cells[BR_PRICE_ZONE]);
      br_value_set_int (&record->cells[BR_PRICE_AMOUNT], 100 + at);
      br_value_set_int (&record->cells[BR_PRICE_KIND], 1 + at % 3);
      br_value_clear (&record->cells[BR_PRICE_VALID_FROM]);
      br_value_clear (&record->cells[BR_PRICE_VALID_TO]);
      if (at % 2)
        br_value_set_int (&record->cells[BR_PRICE_VALID_TO], shop->fixture->now_us + G_USEC_PER_SEC * at);
    }
}

static void
add (Shop *shop, BrKind kind)
{
  BrRecord *record = fixture_record (shop->fixture, kind);

  randomize (shop, record);
  fixture_put (shop->fixture, NULL, record);
  g_ptr_array_add (shop->records, record);
}

static void
edit (Shop *shop)
{
  static const BrKind kinds[] = { BR_KIND_PRODUCT, BR_KIND_SKU, BR_KIND_SKU, BR_KIND_PRICE, BR_KIND_PRICE, BR_KIND_ASSORTMENT, BR_KIND_BRAND, BR_KIND_STORE };
  BrRecord *record = pick (shop, kinds[br_xorshift_below (&shop->fixture->xorshift, G_N_ELEMENTS (kinds))]);
  g_autoptr (BrRecord) before = record ? fixture_load (shop->fixture, record->kind, &record->id) : NULL;

  if (before == NULL)
    return;
  randomize (shop, record);
  if (br_xorshift_below (&shop->fixture->xorshift, 12) == 0 && record->kind != BR_KIND_STORE)
    {
      BrId change = fixture_delete (shop->fixture, before);

      if (!br_id_is_none (&change))
        br_value_set_int (&record->cells[BR_FIELD_DELETED], 1);
    }
  else
    fixture_put (shop->fixture, before, record);
}

static void
dump_query (BrDb *db, const char *sql, GString *out)
{
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *statement = br_db_statement (db, sql, &error);
  gboolean has_row;

  g_assert_no_error (error);
  g_string_append_printf (out, "-- %s\n", sql);
  while (br_db_step (db, statement, &has_row, &error) && has_row)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        g_string_append_printf (out, "%s|", br_column_text (statement, i) ? br_column_text (statement, i) : "NULL");
      g_string_append_c (out, '\n');
    }
  g_assert_no_error (error);
}

static gboolean
dump (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char *const statements[] = {
    "SELECT id, product, hex (name_key), code, barcode, category, brand, supplier, status, price, price_entry, price_until_us, cost, margin_bp,"
    " pending, listed_here, findings, changed_us FROM sku_list ORDER BY id",
    "SELECT sku, code, gtin, pack FROM barcode ORDER BY sku, code",
    "SELECT product, key, value FROM attribute ORDER BY product, key",
    "SELECT rowid FROM sku_text WHERE sku_text MATCH '\"鲜牛奶\"' ORDER BY rowid",
    "SELECT rowid FROM sku_text WHERE sku_text MATCH '\"milk\"' ORDER BY rowid",
    "SELECT rowid FROM sku_text WHERE sku_text MATCH 'initials : \"gmx\"' ORDER BY rowid",
    "SELECT rowid FROM sku_text WHERE sku_text MATCH 'barcodes : \"6901\"' ORDER BY rowid",
    "SELECT rowid FROM sku_grams WHERE sku_grams MATCH '\"牛奶\"' ORDER BY rowid",
    "SELECT rowid FROM sku_grams WHERE sku_grams MATCH 'mi*' ORDER BY rowid",
    "SELECT rowid FROM sku_grams WHERE sku_grams MATCH 'initials : g*' ORDER BY rowid",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    dump_query (tx->db, statements[i], data);
  return TRUE;
}

static gboolean
rebuild (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_projection_rebuild (tx, error);
}

static gboolean
make_due (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_projection_due (tx, data, error);
}

static gboolean
set_place (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_projection_set_place (tx, data, error);
}

static void
check_equals_rebuild (Fixture *fixture)
{
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autoptr (GString) fresh = g_string_new (NULL);
  gint64 next_us;

  /* Both at one instant: the clock goes on by itself, so what falls due meanwhile is made due first. */
  for (next_us = fixture->now_us; next_us < fixture->now_us + G_USEC_PER_SEC;)
    {
      fixture->now_us = MAX (fixture->now_us, next_us);
      fixture_write (fixture, make_due, &next_us);
    }
  fixture_write (fixture, dump, kept);
  fixture_write (fixture, rebuild, NULL);
  fixture_write (fixture, dump, fresh);
  g_assert_cmpstr (kept->str, ==, fresh->str);
}

static void
make_shop (Shop *shop)
{
  static const struct
  {
    BrKind kind;
    guint n;
  } parts[] = {
    { BR_KIND_CATEGORY, 3 }, { BR_KIND_BRAND, 3 },        { BR_KIND_UNIT, 2 },        { BR_KIND_TAX_CLASS, 1 },
    { BR_KIND_SUPPLIER, 2 }, { BR_KIND_ZONE, 2 },         { BR_KIND_STORE, 3 },       { BR_KIND_PRODUCT, N_PRODUCTS },
    { BR_KIND_SKU, N_SKUS }, { BR_KIND_PRICE, N_PRICES }, { BR_KIND_ASSORTMENT, 10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    for (guint j = 0; j < parts[i].n; j++)
      add (shop, parts[i].kind);
}

static void
test_equals_rebuild (void)
{
  g_autoptr (Fixture) fixture = fixture_new (fixture_seed ());
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
  Shop shop = { fixture, records };
  BrId none = { 0 };

  make_shop (&shop);
  check_equals_rebuild (fixture);
  for (guint i = 0; i < N_STEPS; i++)
    {
      edit (&shop);
      if (i % 50 == 49)
        fixture_write (fixture, set_place, i % 100 == 99 ? &none : &pick (&shop, BR_KIND_STORE)->id);
      if (i % 10 == 9)
        check_equals_rebuild (fixture);
    }
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM sku_list"), >, 0);
}

/* One SKU with a price, for the tests below. */
typedef struct
{
  Fixture *fixture;
  BrRecord *product, *sku, *price;
} Single;

static void
single_init (Single *single, Fixture *fixture)
{
  *single = (Single) { fixture, fixture_record (fixture, BR_KIND_PRODUCT), fixture_record (fixture, BR_KIND_SKU), fixture_record (fixture, BR_KIND_PRICE) };
  br_value_set_text (&single->product->cells[BR_PRODUCT_NAME], "光明鲜牛奶");
  fixture_put (fixture, NULL, single->product);
  br_value_set_id (&single->sku->cells[BR_SKU_PRODUCT], &single->product->id);
  br_value_set_int (&single->sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  br_value_set_int (&single->sku->cells[BR_SKU_COST], 500);
  br_value_set_text (&single->sku->cells[BR_SKU_BARCODES], "6901234567892\tean\t1000");
  fixture_put (fixture, NULL, single->sku);
  br_value_set_id (&single->price->cells[BR_PRICE_SKU], &single->sku->id);
  br_value_set_int (&single->price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&single->price->cells[BR_PRICE_AMOUNT], 1000);
  fixture_put (fixture, NULL, single->price);
}

static void
single_clear (Single *single)
{
  br_record_free (single->product);
  br_record_free (single->sku);
  br_record_free (single->price);
}

static void
test_due (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) promotion = NULL;
  Single single;
  gint64 from_us, to_us, next_us;

  single_init (&single, fixture);
  from_us = fixture->now_us + G_USEC_PER_SEC * 60;
  to_us = from_us + G_USEC_PER_SEC * 60;
  promotion = fixture_record (fixture, BR_KIND_PRICE);
  br_value_set_id (&promotion->cells[BR_PRICE_SKU], &single.sku->id);
  br_value_set_int (&promotion->cells[BR_PRICE_KIND], BR_PRICE_PROMOTIONAL);
  br_value_set_int (&promotion->cells[BR_PRICE_AMOUNT], 400);
  br_value_set_int (&promotion->cells[BR_PRICE_VALID_FROM], from_us);
  br_value_set_int (&promotion->cells[BR_PRICE_VALID_TO], to_us);
  fixture_put (fixture, NULL, promotion);
  g_assert_cmpint (fixture_int (fixture, "SELECT price FROM sku_list"), ==, 1000);
  g_assert_cmpint (fixture_int (fixture, "SELECT margin_bp FROM sku_list"), ==, 5000);
  fixture_write (fixture, make_due, &next_us);
  g_assert_cmpint (next_us, ==, from_us);
  fixture->now_us = from_us;
  fixture_write (fixture, make_due, &next_us);
  g_assert_cmpint (fixture_int (fixture, "SELECT price FROM sku_list"), ==, 400);
  g_assert_cmpint (fixture_int (fixture, "SELECT findings & 4 FROM sku_list"), ==, BR_FINDING_BELOW_COST);
  g_assert_cmpint (next_us, ==, to_us);
  fixture->now_us = to_us;
  fixture_write (fixture, make_due, &next_us);
  g_assert_cmpint (fixture_int (fixture, "SELECT price FROM sku_list"), ==, 1000);
  g_assert_cmpint (fixture_int (fixture, "SELECT findings & 4 FROM sku_list"), ==, 0);
  g_assert_cmpint (next_us, ==, G_MAXINT64);
  single_clear (&single);
}

/* A price change leaves the search tables and the orders by name alone. */
static void
test_narrow (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) before = NULL;
  Single single;
  gint64 blocks, names, prices;

  single_init (&single, fixture);
  blocks = fixture_int (fixture, "SELECT sum (id) FROM sku_text_data");
  names = fixture_int (fixture, "SELECT n FROM list_version WHERE sort = 1");
  prices = fixture_int (fixture, "SELECT n FROM list_version WHERE sort = 7");
  before = br_record_copy (single.price);
  br_value_set_int (&single.price->cells[BR_PRICE_AMOUNT], 1200);
  fixture_put (fixture, before, single.price);
  g_assert_cmpint (fixture_int (fixture, "SELECT price FROM sku_list"), ==, 1200);
  g_assert_cmpint (fixture_int (fixture, "SELECT sum (id) FROM sku_text_data"), ==, blocks);
  g_assert_cmpint (fixture_int (fixture, "SELECT n FROM list_version WHERE sort = 1"), ==, names);
  g_assert_cmpint (fixture_int (fixture, "SELECT n FROM list_version WHERE sort = 7"), >, prices);
  single_clear (&single);
}

static void
test_texts (void)
{
  static const struct
  {
    const char *text, *fold, *initials, *grams;
  } rows[] = {
    { "光明鲜牛奶", "光明鲜牛奶", "gmxnn", " 光明 明鲜 鲜牛 牛奶 奶" },
    { "光明 250ML", "光明 250ml", "gm250ml", " 光明 明 25" },
    { "Fresh Milk", "fresh milk", "", " fr mi" },
    { "Ｆｕｌｌ　牛", "full 牛", "fulln", " fu 牛" },
    { "3包x", "3包x", "3bx", " 3 ʘ3包 包 ʘ包x x" },
    { "重庆", "重庆", "zq", " 重庆 庆" },
    { "", "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *fold = br_text_fold (rows[i].text);
      g_autofree char *initials = br_text_initials (fold);
      g_autoptr (GString) grams = g_string_new (NULL);

      br_text_add_grams (grams, fold);
      g_assert_cmpstr (fold, ==, rows[i].fold);
      g_assert_cmpstr (initials, ==, rows[i].initials);
      g_assert_cmpstr (grams->str, ==, rows[i].grams);
    }
}

/* Numbers by value, Chinese by pinyin, then Latin (the order of CLDR for zh). */
static void
test_sort_key (void)
{
  static const char *const sorted[] = { "2件", "10件", "阿胶", "白菜", "牛奶 2件", "牛奶 10件", "中性笔", "apple", "Banana" };
  guint8 keys[G_N_ELEMENTS (sorted)][BR_NAME_KEY_MAX] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (sorted); i++)
    {
      br_text_sort_key (sorted[i], keys[i]);
      if (i > 0)
        g_assert_cmpint (memcmp (keys[i - 1], keys[i], BR_NAME_KEY_MAX), <, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/projection/texts", test_texts);
  g_test_add_func ("/store/projection/sort-key", test_sort_key);
  g_test_add_func ("/store/projection/due", test_due);
  g_test_add_func ("/store/projection/narrow", test_narrow);
  g_test_add_func ("/store/projection/equals-rebuild", test_equals_rebuild);
  return g_test_run ();
}
