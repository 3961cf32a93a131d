/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making changes: what is refused and why, two windows, the price floor, parts, and that all of it is one transaction. */
#include "config.h"

#include "br-error.h"
#include "fixture.h"

/* A batch of up to a few puts, and what came of it. */
typedef struct
{
  BrEditor editor;
  guint n;
  const BrRecord *before[4];
  const BrRecord *after[4];
  BrId change;
  GPtrArray *problems; /* owned, or NULL */
} Batch;

static gboolean
batch_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Batch *self = data;
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &self->editor);

  for (guint i = 0; i < self->n; i++)
    if (!br_edit_batch_put (batch, self->before[i], self->after[i], error))
      return FALSE;
  return br_edit_batch_finish (batch, &self->change, &self->problems, error);
}

/* Runs one put by `editor`, which must fail with `code` and change nothing. */
static void
assert_refused (Fixture *fixture, BrEditor editor, const BrRecord *before, const BrRecord *after, BrError code)
{
  Batch batch = { .editor = editor, .n = 1, .before = { before }, .after = { after } };
  g_autofree char *hash = fixture_hash (fixture);
  gint64 n = fixture_int (fixture, "SELECT COUNT(*) FROM change_set");
  g_autofree char *unchanged = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (br_store_write (fixture->store, batch_job, &batch, &error));
  g_assert_error (error, BR_ERROR, (int) code);
  unchanged = fixture_hash (fixture);
  g_assert_cmpstr (hash, ==, unchanged);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set"), ==, n);
}

static void
test_create_and_change (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) shown = NULL;
  g_autoptr (BrRecord) renamed = NULL;
  BrId none;

  fixture_put (fixture, NULL, brand);
  shown = fixture_load (fixture, BR_KIND_BRAND, &brand->id);
  g_assert_cmpstr (br_record_text (shown, BR_BRAND_NAME), ==, br_record_text (brand, BR_BRAND_NAME));
  g_assert_cmpstr (shown->by, ==, "Ada");
  g_assert_cmpint (shown->rev, ==, 0);
  renamed = br_record_copy (shown);
  br_value_set_text (&renamed->cells[BR_BRAND_NAME], "Other");
  fixture_put (fixture, shown, renamed);
  g_assert_cmpint (fixture_int (fixture, "SELECT pending FROM brand"), ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM shadow WHERE body IS NULL"), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM replay"), ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox WHERE state = 1 AND seq IN (1, 2)"), ==, 2);
  none = fixture_put (fixture, renamed, renamed); /* nothing changes: no change-set */
  g_assert_true (br_id_is_none (&none));
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set"), ==, 2);
}

static void
test_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  BrEditor admin = fixture_editor ("x", BR_EDIT_ATOMIC);
  BrEditor clerk = { .actor = { .role = BR_ROLE_CLERK }, .label = "x", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) unit = fixture_record (fixture, BR_KIND_UNIT);
  g_autoptr (BrRecord) sku = fixture_record (fixture, BR_KIND_SKU);
  g_autoptr (BrRecord) renamed = NULL;
  BrId nowhere = fixture_id (fixture);

  assert_refused (fixture, clerk, NULL, brand, BR_ERROR_REFUSED);          /* a clerk makes no brands */
  br_value_set_int (&unit->cells[BR_UNIT_DECIMALS], 4);
  assert_refused (fixture, admin, NULL, unit, BR_ERROR_INVALID);           /* a cell out of its range */
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &nowhere);
  assert_refused (fixture, admin, NULL, sku, BR_ERROR_NOT_FOUND);          /* a SKU of no product */
  renamed = br_record_copy (brand);
  br_value_set_text (&renamed->cells[BR_BRAND_NAME], "renamed");
  assert_refused (fixture, admin, brand, renamed, BR_ERROR_NOT_FOUND);     /* a record that is not there */
  fixture_put (fixture, NULL, brand);
  assert_refused (fixture, admin, NULL, brand, BR_ERROR_CONFLICT);         /* made twice */
}

/* Two windows on one record: different cells both stay, the same cell is a conflict. */
static void
test_two_windows (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) seen = NULL;
  g_autoptr (BrRecord) first = NULL;
  g_autoptr (BrRecord) second = NULL;
  g_autoptr (BrRecord) third = NULL;
  g_autoptr (BrRecord) shown = NULL;

  fixture_put (fixture, NULL, product);
  seen = fixture_load (fixture, BR_KIND_PRODUCT, &product->id);
  first = br_record_copy (seen);
  second = br_record_copy (seen);
  third = br_record_copy (seen);
  br_value_set_text (&first->cells[BR_PRODUCT_NAME], "first window");
  br_value_set_text (&second->cells[BR_PRODUCT_DESCRIPTION], "second window");
  br_value_set_text (&third->cells[BR_PRODUCT_NAME], "third window");
  fixture_put (fixture, seen, first);
  fixture_put (fixture, seen, second);
  assert_refused (fixture, fixture_editor ("x", BR_EDIT_ATOMIC), seen, third, BR_ERROR_CONFLICT);
  fixture_put (fixture, seen, first); /* the same value twice is no conflict, and no change */
  shown = fixture_load (fixture, BR_KIND_PRODUCT, &product->id);
  g_assert_cmpstr (br_record_text (shown, BR_PRODUCT_NAME), ==, "first window");
  g_assert_cmpstr (br_record_text (shown, BR_PRODUCT_DESCRIPTION), ==, "second window");
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set"), ==, 3);
}

/* EACH: good ones are kept, bad ones listed with their reason. */
static void
test_each (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) good = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) nameless = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) dangling = fixture_record (fixture, BR_KIND_SKU);
  g_autoptr (BrRecord) other = fixture_record (fixture, BR_KIND_BRAND);
  BrId nowhere = fixture_id (fixture);
  Batch batch = { .editor = fixture_editor ("import", BR_EDIT_EACH), .n = 4, .after = { good, nameless, dangling, other } };

  br_value_clear (&nameless->cells[BR_BRAND_NAME]);
  br_value_set_id (&dangling->cells[BR_SKU_PRODUCT], &nowhere);
  fixture_write (fixture, batch_job, &batch);
  g_assert_cmpuint (batch.problems->len, ==, 2);
  g_assert_error (((BrEditProblem *) g_ptr_array_index (batch.problems, 0))->error, BR_ERROR, BR_ERROR_INVALID);
  g_assert_error (((BrEditProblem *) g_ptr_array_index (batch.problems, 1))->error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM brand WHERE present"), ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT n_patches FROM change_set"), ==, 2);
  g_ptr_array_unref (batch.problems);
}

/* A product with a cost of 10.00 in a child of a category whose margin floor is 20 %: the floor is 12.00. */
typedef struct
{
  BrRecord *sku;
  BrRecord *person;
} Shop;

static void
make_shop (Fixture *fixture, Shop *shop)
{
  g_autoptr (BrRecord) top = fixture_record (fixture, BR_KIND_CATEGORY);
  g_autoptr (BrRecord) below = fixture_record (fixture, BR_KIND_CATEGORY);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);

  shop->sku = fixture_record (fixture, BR_KIND_SKU);
  shop->person = fixture_record (fixture, BR_KIND_PERSON);
  br_value_set_int (&top->cells[BR_CATEGORY_MARGIN_FLOOR], 2000);
  br_value_set_id (&below->cells[BR_CATEGORY_PARENT], &top->id);
  br_value_set_id (&product->cells[BR_PRODUCT_CATEGORY], &below->id);
  br_value_set_id (&shop->sku->cells[BR_SKU_PRODUCT], &product->id);
  br_value_set_int (&shop->sku->cells[BR_SKU_COST], 1000);
  fixture_put (fixture, NULL, top);
  fixture_put (fixture, NULL, below);
  fixture_put (fixture, NULL, product);
  fixture_put (fixture, NULL, shop->sku);
  fixture_put (fixture, NULL, shop->person);
}

/* A SKU goes along the life cycle only; who took a step may take it back by undo, though the life cycle has no such step. */
static void
test_life_cycle (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) sku = fixture_record (fixture, BR_KIND_SKU);
  g_autoptr (BrRecord) listed = NULL, retired = NULL, after = NULL;
  BrEditor manager = fixture_editor ("x", BR_EDIT_ATOMIC);
  BrId change, undo;

  manager.actor.role = BR_ROLE_MANAGER;
  fixture_put (fixture, NULL, product);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_DRAFT);
  fixture_put (fixture, NULL, sku);
  retired = br_record_copy (sku);
  br_value_set_int (&retired->cells[BR_SKU_STATUS], BR_STATUS_CLEARANCE);
  assert_refused (fixture, fixture_editor ("x", BR_EDIT_ATOMIC), sku, retired, BR_ERROR_INVALID);
  listed = br_record_copy (sku);
  br_value_set_int (&listed->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  change = fixture_put (fixture, sku, listed);
  assert_refused (fixture, fixture_editor ("x", BR_EDIT_ATOMIC), listed, sku, BR_ERROR_INVALID);
  undo = fixture_undo (fixture, &change);
  g_assert_false (br_id_is_none (&undo));
  after = fixture_load (fixture, BR_KIND_SKU, &sku->id);
  g_assert_cmpint (br_record_int (after, BR_SKU_STATUS), ==, BR_STATUS_DRAFT);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_part WHERE CAST(body AS TEXT) LIKE '%\"undo\":1%'"), ==, 1);
  br_value_set_int (&retired->cells[BR_SKU_STATUS], BR_STATUS_RETIRED);
  fixture_put (fixture, after, retired);
  assert_refused (fixture, manager, retired, listed, BR_ERROR_INVALID);
  br_value_set_int (&listed->cells[BR_SKU_STATUS], BR_STATUS_DELISTED);
  assert_refused (fixture, manager, retired, listed, BR_ERROR_REFUSED);
}

/* What a record that is there refers to is not deleted, here and at once; the last reference gone, it is. */
static void
test_in_use (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT);
  g_autoptr (BrRecord) no_brand = NULL, no_product = NULL;
  BrEditor each = fixture_editor ("delete", BR_EDIT_EACH);
  Batch wrong_order = { .editor = each, .n = 2 };

  br_value_set_id (&product->cells[BR_PRODUCT_BRAND], &brand->id);
  fixture_put (fixture, NULL, brand);
  fixture_put (fixture, NULL, product);
  no_brand = br_record_copy (brand);
  br_value_set_int (&no_brand->cells[BR_FIELD_DELETED], 1);
  no_product = br_record_copy (product);
  br_value_set_int (&no_product->cells[BR_FIELD_DELETED], 1);
  assert_refused (fixture, fixture_editor ("x", BR_EDIT_ATOMIC), brand, no_brand, BR_ERROR_IN_USE);

  /* In a batch it counts what the batch has done so far. */
  wrong_order.before[0] = brand;
  wrong_order.after[0] = no_brand;
  wrong_order.before[1] = product;
  wrong_order.after[1] = no_product;
  fixture_write (fixture, batch_job, &wrong_order);
  g_assert_cmpuint (wrong_order.problems->len, ==, 1);
  g_assert_error (((BrEditProblem *) g_ptr_array_index (wrong_order.problems, 0))->error, BR_ERROR, BR_ERROR_IN_USE);
  g_ptr_array_unref (wrong_order.problems);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM product WHERE present"), ==, 0);
  fixture_put (fixture, brand, no_brand);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM brand WHERE present"), ==, 0);
}

static BrRecord *
make_price (Fixture *fixture, const Shop *shop, gint64 amount)
{
  BrRecord *price = fixture_record (fixture, BR_KIND_PRICE);

  br_value_set_id (&price->cells[BR_PRICE_SKU], &shop->sku->id);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], amount);
  return price;
}

static void
test_price_floor (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  BrEditor merchandiser = { .actor = { .role = BR_ROLE_MERCHANDISER }, .label = "x", .mode = BR_EDIT_ATOMIC };
  BrEditor admin = fixture_editor ("x", BR_EDIT_ATOMIC);
  g_autoptr (BrRecord) at_floor = NULL;
  g_autoptr (BrRecord) below = NULL;
  g_autoptr (BrRecord) self_approved = NULL;
  g_autoptr (BrRecord) shown = NULL;
  Batch batch = { .n = 1 };
  Shop shop;

  make_shop (fixture, &shop);
  at_floor = make_price (fixture, &shop, 1200);
  below = make_price (fixture, &shop, 1199);
  self_approved = make_price (fixture, &shop, 1199);
  batch.editor = merchandiser;
  batch.after[0] = at_floor;
  fixture_write (fixture, batch_job, &batch);
  g_clear_pointer (&batch.problems, g_ptr_array_unref);
  assert_refused (fixture, merchandiser, NULL, below, BR_ERROR_REFUSED);
  br_value_set_id (&self_approved->cells[BR_PRICE_APPROVED_BY], &shop.person->id);
  assert_refused (fixture, merchandiser, NULL, self_approved, BR_ERROR_REFUSED);

  admin.actor.person = shop.person->id;
  batch.editor = admin;
  batch.after[0] = below;
  fixture_write (fixture, batch_job, &batch);
  g_clear_pointer (&batch.problems, g_ptr_array_unref);
  shown = fixture_load (fixture, BR_KIND_PRICE, &below->id);
  g_assert_nonnull (br_record_ref (shown, BR_PRICE_APPROVED_BY));
  g_assert_true (br_id_equal (br_record_ref (shown, BR_PRICE_APPROVED_BY), &shop.person->id));
  br_record_free (shop.sku);
  br_record_free (shop.person);
}

#define N_MANY 1234

static gboolean
many_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;
  BrEditor editor = fixture_editor ("many", BR_EDIT_EACH);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  BrId change;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);

      if (!br_edit_batch_put (batch, NULL, brand, error))
        return FALSE;
    }
  return br_edit_batch_finish (batch, &change, NULL, error);
}

/* A large change-set becomes operations of at most 500 patches, dense in seq. */
static void
test_parts (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  fixture_write (fixture, many_job, fixture);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set"), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT n_patches FROM change_set"), ==, N_MANY);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_part"), ==, 3);
  g_assert_cmpint (fixture_int (fixture, "SELECT MAX(seq) * 100 + COUNT(*) FROM outbox"), ==, 303);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_touch"), ==, N_MANY);
}

/* Long texts: parts stay far below the wire's limit of 256 KiB. */
static void
test_part_bytes (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  Batch batch = { .editor = fixture_editor ("long", BR_EDIT_EACH), .n = 4 };
  g_autofree char *text = g_strnfill (16000, 'x');
  BrRecord *products[4];

  for (guint round = 0; round < 4; round++)
    {
      for (guint i = 0; i < 4; i++)
        {
          products[i] = fixture_record (fixture, BR_KIND_PRODUCT);
          br_value_set_text (&products[i]->cells[BR_PRODUCT_DESCRIPTION], text);
          br_value_set_text (&products[i]->cells[BR_PRODUCT_NAME], "n");
          batch.after[i] = products[i];
        }
      fixture_write (fixture, batch_job, &batch);
      g_clear_pointer (&batch.problems, g_ptr_array_unref);
      for (guint i = 0; i < 4; i++)
        br_record_free (products[i]);
    }
  g_assert_cmpint (fixture_int (fixture, "SELECT MAX(LENGTH(body)) FROM change_part"), <, 200 * 1024);
}

static void
announce_cb (BrChange *change, gpointer data)
{
  guint *n = data;

  g_assert_true (change->outbox);
  g_assert_true (change->kinds & 1u << BR_KIND_BRAND);
  (*n)++;
}

/* A commit is announced; a dry run does the same work, keeps nothing and says nothing. */
static void
test_announce_and_dry_run (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);
  Batch batch = { .editor = fixture_editor ("x", BR_EDIT_ATOMIC), .n = 1, .after = { brand } };
  g_autoptr (GError) error = NULL;
  guint n = 0;
  guint id = br_store_listen (fixture->store, announce_cb, &n);

  g_assert_true (br_store_write_dry (fixture->store, batch_job, &batch, &error));
  g_assert_no_error (error);
  g_clear_pointer (&batch.problems, g_ptr_array_unref);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM brand"), ==, 0);
  fixture_put (fixture, NULL, brand);
  g_assert_cmpuint (n, ==, 1);
  br_store_unlisten (fixture->store, id);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/edit/create-and-change", test_create_and_change);
  g_test_add_func ("/store/edit/refused", test_refused);
  g_test_add_func ("/store/edit/two-windows", test_two_windows);
  g_test_add_func ("/store/edit/each", test_each);
  g_test_add_func ("/store/edit/in-use", test_in_use);
  g_test_add_func ("/store/edit/life-cycle", test_life_cycle);
  g_test_add_func ("/store/edit/price-floor", test_price_floor);
  g_test_add_func ("/store/edit/parts", test_parts);
  g_test_add_func ("/store/edit/part-bytes", test_part_bytes);
  g_test_add_func ("/store/edit/announce-and-dry-run", test_announce_and_dry_run);
  return g_test_run ();
}
