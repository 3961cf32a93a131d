/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of every kind: there and back, references before their records, children, names, hashes. */
#include "config.h"

#include "br-id-map.h"
#include "br-record-store.h"
#include "fixture.h"

static gboolean
put_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_record_store_put (tx, data, 0, NULL, error);
}

static void
assert_equal (const BrRecord *a, const BrRecord *b)
{
  guint8 x[32], y[32];

  g_assert_nonnull (a);
  g_assert_nonnull (b);
  br_record_hash (a, x);
  br_record_hash (b, y);
  g_assert_cmpmem (x, sizeof x, y, sizeof y);
  g_assert_cmpint (a->rev, ==, b->rev);
  g_assert_cmpint (a->at_us, ==, b->at_us);
  g_assert_cmpstr (a->by, ==, b->by);
}

/* A record with every field filled; references point at records that do not exist yet. */
static BrRecord *
full_record (Fixture *fixture, BrKind kind)
{
  const BrKindInfo *info = br_schema_get (kind);
  BrRecord *record = fixture_record (fixture, kind);

  for (guint i = 1; i < info->n_fields; i++)
    {
      BrId id = fixture_id (fixture);

      fixture_randomize (fixture, record, i);
      if (info->fields[i].type == BR_FIELD_REF)
        br_value_set_id (&record->cells[i], &id);
    }
  record->rev = 7;
  record->by = g_ref_string_new ("王小明");
  record->at_us = 123456789;
  return record;
}

static void
test_round_trip (void)
{
  g_autoptr (Fixture) fixture = fixture_new (fixture_seed ());

  for (BrKind kind = 1; kind < BR_N_KINDS; kind++)
    for (guint round = 0; round < 5; round++)
      {
        g_autoptr (BrRecord) record = full_record (fixture, kind);
        g_autoptr (BrRecord) loaded = NULL;
        g_autoptr (BrRecord) changed = full_record (fixture, kind);
        g_autoptr (BrRecord) reloaded = NULL;

        fixture_write (fixture, put_job, record);
        loaded = fixture_load (fixture, kind, &record->id);
        assert_equal (record, loaded);
        changed->id = record->id;
        fixture_write (fixture, put_job, changed);
        reloaded = fixture_load (fixture, kind, &record->id);
        assert_equal (changed, reloaded);
      }
}

/* Only required fields; the rest stays NULL, and a second put takes values away again. */
static void
test_nulls (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) full = full_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) bare = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) loaded = NULL;

  fixture_write (fixture, put_job, full);
  bare->id = full->id;
  fixture_write (fixture, put_job, bare);
  loaded = fixture_load (fixture, BR_KIND_PRODUCT, &full->id);
  assert_equal (bare, loaded);
}

static void
test_reference_before_record (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) category = fixture_record (fixture, BR_KIND_CATEGORY);
  g_autoptr (BrRecord) nothing = NULL;
  g_autoptr (BrRecord) loaded = NULL;

  br_value_set_id (&product->cells[BR_PRODUCT_CATEGORY], &category->id);
  fixture_write (fixture, put_job, product);
  nothing = fixture_load (fixture, BR_KIND_CATEGORY, &category->id);
  g_assert_null (nothing); /* only referred to */
  fixture_write (fixture, put_job, category);
  loaded = fixture_load (fixture, BR_KIND_CATEGORY, &category->id);
  assert_equal (category, loaded);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM category"), ==, 1);
}

static void
test_remove (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) brand = full_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) gone = NULL;

  fixture_write (fixture, put_job, brand);
  br_value_set_int (&brand->cells[BR_FIELD_DELETED], 1);
  fixture_write (fixture, put_job, brand);
  gone = fixture_load (fixture, BR_KIND_BRAND, &brand->id);
  g_assert_null (gone);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM brand WHERE present = 0 AND deleted = 1 AND name IS NOT NULL"), ==, 1);
}

/* What the questions below are about. */
typedef struct
{
  BrId product;
  BrId sku;
  char *code;
} Names;

static gboolean
ask_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Names *names = data;
  g_autoptr (GPtrArray) skus = br_record_store_list_children (db, BR_KIND_SKU, BR_SKU_PRODUCT, &names->product, error);
  g_autoptr (GPtrArray) products = br_record_store_list (db, BR_KIND_PRODUCT, error);
  g_autoptr (BrRecord) by_row = NULL;
  g_autofree char *name = NULL;
  gboolean found;
  gint64 id;
  BrId uid;

  g_assert_cmpuint (skus->len, ==, 3);
  g_assert_cmpuint (products->len, ==, 1);
  g_assert_true (br_record_store_find_by_text (db, BR_KIND_SKU, BR_SKU_CODE, names->code, &uid, &found, error));
  g_assert_true (found && br_id_equal (&uid, &names->sku));
  g_assert_true (br_record_store_find_by_text (db, BR_KIND_SKU, BR_SKU_CODE, "no such code", &uid, &found, error));
  g_assert_false (found);
  g_assert_true (br_record_store_find_id (db, BR_KIND_SKU, &names->sku, &id, error));
  g_assert_true (br_record_store_load_by_row (db, BR_KIND_SKU, id, &by_row, error));
  g_assert_true (br_id_equal (&by_row->id, &names->sku));
  g_assert_true (br_record_store_find_id (db, BR_KIND_SKU, &names->product, &id, error));
  g_assert_cmpint (id, ==, 0);
  g_assert_true (br_record_store_dup_name (db, BR_KIND_SKU, &names->sku, &name, error));
  g_assert_cmpstr (name, ==, names->code);
  return TRUE;
}

static void
test_questions (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  Names names = { .product = product->id };

  fixture_write (fixture, put_job, product);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (BrRecord) sku = fixture_record (fixture, BR_KIND_SKU);

      br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
      fixture_write (fixture, put_job, sku);
      names.sku = sku->id;
      g_free (names.code);
      names.code = g_strdup (br_record_text (sku, BR_SKU_CODE));
    }
  fixture_read (fixture, ask_job, &names);
  g_free (names.code);
}

/* Equal content in another order, with other row ids and revisions, hashes the same; one changed cell does not. */
static void
test_content_hash (void)
{
  g_autoptr (Fixture) one = fixture_new (1);
  g_autoptr (Fixture) two = fixture_new (2);
  g_autoptr (BrRecord) a = full_record (one, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) b = full_record (one, BR_KIND_PRODUCT);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  fixture_write (one, put_job, a);
  fixture_write (one, put_job, b);
  b->rev = 99;
  fixture_write (two, put_job, b);
  fixture_write (two, put_job, a);
  first = fixture_hash (one);
  second = fixture_hash (two);
  g_assert_cmpstr (first, ==, second);
  br_value_set_text (&a->cells[BR_PRODUCT_NAME], "another");
  fixture_write (two, put_job, a);
  third = fixture_hash (two);
  g_assert_cmpstr (first, !=, third);
}

static void
test_id_map (void)
{
  g_autoptr (Fixture) fixture = fixture_new (3);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (BrId));
  BrIdMap map = { 0 };
  BrId stranger = fixture_id (fixture);

  g_assert_cmpint (br_id_map_find (&map, &stranger), ==, 0);
  for (gint64 i = 1; i <= 5000; i++)
    {
      BrId id = fixture_id (fixture);

      g_array_append_val (ids, id);
      br_id_map_put (&map, &id, i);
      br_id_map_put (&map, &id, i); /* twice is once */
    }
  g_assert_cmpuint (map.n, ==, 5000);
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpint (br_id_map_find (&map, &g_array_index (ids, BrId, i)), ==, i + 1);
  g_assert_cmpint (br_id_map_find (&map, &stranger), ==, 0);
  br_id_map_clear (&map);
  g_assert_cmpint (br_id_map_find (&map, &stranger), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/record/round-trip", test_round_trip);
  g_test_add_func ("/store/record/nulls", test_nulls);
  g_test_add_func ("/store/record/reference-before-record", test_reference_before_record);
  g_test_add_func ("/store/record/remove", test_remove);
  g_test_add_func ("/store/record/questions", test_questions);
  g_test_add_func ("/store/record/content-hash", test_content_hash);
  g_test_add_func ("/store/record/id-map", test_id_map);
  return g_test_run ();
}
