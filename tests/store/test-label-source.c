/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goods give to labels. */
#include "config.h"

#include "br-label-source.h"
#include "br-projection.h"
#include "fixture.h"

#define DAY G_TIME_SPAN_DAY

/* A shop with one product and one SKU, and a place to show its prices. */
typedef struct
{
  Fixture *fixture;
  BrRecord *store, *unit, *product, *sku;
} World;

static BrRecord *
put_record (World *world, BrRecord *record)
{
  fixture_put (world->fixture, NULL, record);
  return record;
}

static void
set_text (BrRecord *record, guint field, const char *text)
{
  br_value_set_text (&record->cells[field], text);
}

static gboolean
set_place_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_projection_set_place (tx, data, error);
}

static void
world_init (World *world)
{
  world->fixture = fixture_new (7);
  world->store = fixture_record (world->fixture, BR_KIND_STORE);
  set_text (world->store, BR_STORE_NAME, "新华路店");
  set_text (world->store, BR_STORE_TIME_ZONE, "Asia/Shanghai");
  set_text (world->store, BR_STORE_CURRENCY, "CNY");
  put_record (world, world->store);
  fixture_write (world->fixture, set_place_job, &world->store->id);
  world->unit = fixture_record (world->fixture, BR_KIND_UNIT);
  set_text (world->unit, BR_UNIT_NAME, "瓶");
  put_record (world, world->unit);
  world->product = fixture_record (world->fixture, BR_KIND_PRODUCT);
  set_text (world->product, BR_PRODUCT_NAME, "酱油");
  set_text (world->product, BR_PRODUCT_OPTIONS, "规格");
  set_text (world->product, BR_PRODUCT_ATTRIBUTES, "Grade\tA\n产地\t广东");
  br_value_set_id (&world->product->cells[BR_PRODUCT_UNIT], &world->unit->id);
  put_record (world, world->product);
  world->sku = fixture_record (world->fixture, BR_KIND_SKU);
  br_value_set_id (&world->sku->cells[BR_SKU_PRODUCT], &world->product->id);
  set_text (world->sku, BR_SKU_CODE, "SOY-500");
  set_text (world->sku, BR_SKU_OPTION_VALUES, "500 ml");
  /* A case, a code of the house and a piece: the piece is what a label shows. */
  set_text (world->sku, BR_SKU_BARCODES, "06901234567892\titf\t12000\nHOUSE-1\tinternal\t1000\n6901234567892\tean\t1000");
  br_value_set_int (&world->sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  put_record (world, world->sku);
}

static void
world_clear (World *world)
{
  br_record_free (world->store);
  br_record_free (world->unit);
  br_record_free (world->product);
  br_record_free (world->sku);
  fixture_free (world->fixture);
}

static void
put_price (World *world, BrPriceKind kind, gint64 amount, gint64 from_us, gint64 to_us)
{
  g_autoptr (BrRecord) price = fixture_record (world->fixture, BR_KIND_PRICE);

  for (guint i = BR_PRICE_ZONE; i <= BR_PRICE_APPROVED_BY; i++)
    br_value_clear (&price->cells[i]);
  br_value_set_id (&price->cells[BR_PRICE_SKU], &world->sku->id);
  br_value_set_int (&price->cells[BR_PRICE_KIND], kind);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], amount);
  if (from_us != 0)
    br_value_set_int (&price->cells[BR_PRICE_VALID_FROM], from_us);
  if (to_us != 0)
    br_value_set_int (&price->cells[BR_PRICE_VALID_TO], to_us);
  put_record (world, price);
}

typedef struct
{
  GPtrArray *goods;
  const BrIdList *ids;
} Load;

static gboolean
load_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Load *load = data;
  g_auto (BrLabelShop) shop = { 0 };

  if (!br_label_shop_load (db, &shop, error))
    return FALSE;
  load->goods = br_label_source_load (db, &shop, load->ids, cancellable, error);
  return load->goods != NULL;
}

static GPtrArray *
load_goods (World *world)
{
  guint32 *ids = g_new (guint32, 2);
  g_autoptr (BrIdList) list = NULL;
  Load load = { 0 };

  ids[0] = (guint32) fixture_int (world->fixture, "SELECT id FROM sku_list");
  ids[1] = 99999; /* there is none */
  load.ids = list = br_id_list_new_take (ids, 2);
  fixture_read (world->fixture, load_job, &load);
  g_assert_cmpuint (load.goods->len, ==, 2);
  g_assert_null (load.goods->pdata[1]);
  return load.goods;
}

static void
assert_field (const BrLabelGoods *goods, const char *name, const char *expected)
{
  g_test_message ("%s", name);
  g_assert_cmpstr (br_label_fields_get (goods->fields, name), ==, expected);
}

static void
test_fields (void)
{
  static const char *const expected[][2] = {
    { "sku", "SOY-500" },        { "name", "酱油 500 ml" }, { "spec", "500 ml" },       { "unit", "瓶" },
    { "origin", "广东" },        { "grade", "A" },          { "pack_size", "500.000" }, { "pack_unit", "ml" },
    { "gtin", "6901234567892" }, { "price", "12.80" },      { "regular", NULL },        { "currency", "CNY" },
    { "store", "新华路店" },     { "status", "listed" },    { "valid_to", NULL },       { "barcode", "06901234567892" },
  };
  World world;
  g_autoptr (GPtrArray) goods = NULL;

  world_init (&world);
  put_price (&world, BR_PRICE_REGULAR, 1280, 0, 0);
  goods = load_goods (&world);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_field (goods->pdata[0], expected[i][0], expected[i][1]);
  g_assert_true (br_id_equal (&((BrLabelGoods *) goods->pdata[0])->sku, &world.sku->id));
  g_assert_cmpint (((BrLabelGoods *) goods->pdata[0])->price_minor, ==, 1280);
  g_assert_cmpint (((BrLabelGoods *) goods->pdata[0])->regular_minor, ==, G_MININT64);
  world_clear (&world);
}

/* The last day of a promotion is a day of the shop, not of Greenwich. */
static void
test_promotion (void)
{
  World world;
  g_autoptr (GPtrArray) goods = NULL;
  g_autoptr (GTimeZone) shanghai = g_time_zone_new_identifier ("Asia/Shanghai");
  g_autoptr (GDateTime) now = g_date_time_new_now (shanghai);
  g_autoptr (GDateTime) today =
      g_date_time_new (shanghai, g_date_time_get_year (now), g_date_time_get_month (now), g_date_time_get_day_of_month (now), 0, 0, 0);
  g_autoptr (GDateTime) end = g_date_time_add_days (today, 3);
  g_autoptr (GDateTime) last = g_date_time_add_days (today, 2);
  g_autofree char *last_day = g_date_time_format (last, "%Y-%m-%d");
  g_autofree char *first_day = g_date_time_format (today, "%Y-%m-%d");

  world_init (&world);
  world.fixture->now_us = g_date_time_to_unix_usec (now);
  put_price (&world, BR_PRICE_REGULAR, 1280, 0, 0);
  put_price (&world, BR_PRICE_PROMOTIONAL, 990, g_date_time_to_unix_usec (today), g_date_time_to_unix_usec (end));
  goods = load_goods (&world);
  assert_field (goods->pdata[0], "price", "9.90");
  assert_field (goods->pdata[0], "regular", "12.80");
  assert_field (goods->pdata[0], "valid_from", first_day);
  assert_field (goods->pdata[0], "valid_to", last_day);
  world_clear (&world);
}

static void
test_no_price (void)
{
  World world;
  g_autoptr (GPtrArray) goods = NULL;

  world_init (&world);
  goods = load_goods (&world);
  assert_field (goods->pdata[0], "price", NULL);
  g_assert_cmpint (((BrLabelGoods *) goods->pdata[0])->price_minor, ==, G_MININT64);
  world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/label-source/fields", test_fields);
  g_test_add_func ("/store/label-source/promotion", test_promotion);
  g_test_add_func ("/store/label-source/no-price", test_no_price);
  return g_test_run ();
}
