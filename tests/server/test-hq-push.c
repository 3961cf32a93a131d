/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pushing: effects exactly once, gaps and forks, poison, the merge rule, unique keys, the floor. */
#include "config.h"

#include "br-hq-fixture.h"

static BrEdit *
rename_edit (Shop *shop, gint64 base_rev, const char *before, const char *after)
{
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);

  patch_text (edit_patch (edit, BR_KIND_PRODUCT, &shop->product, base_rev, FALSE), BR_PRODUCT_NAME, before, after);
  return edit;
}

static BrEdit *
describe_edit (Shop *shop, gint64 base_rev, const char *text)
{
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);

  patch_text (edit_patch (edit, BR_KIND_PRODUCT, &shop->product, base_rev, FALSE), BR_PRODUCT_DESCRIPTION, NULL, text);
  return edit;
}

static void
add_sku (BrEdit *edit, Shop *shop, const char *code, BrId *id)
{
  BrPatch *patch;

  shop_id (shop, id);
  patch = edit_patch (edit, BR_KIND_SKU, id, 0, TRUE);
  patch_ref (patch, BR_SKU_PRODUCT, &shop->product);
  patch_text (patch, BR_SKU_CODE, NULL, code);
  patch_new_int (patch, BR_SKU_STATUS, BR_STATUS_DRAFT);
}

static void
assert_product (Shop *shop, const char *name, const char *description, gint64 rev)
{
  g_auto (BrHqRecord) record = BR_HQ_RECORD_INIT;

  shop_load (shop, BR_KIND_PRODUCT, &shop->product, &record);
  g_assert_cmpstr (br_record_text (&record.record, BR_PRODUCT_NAME), ==, name);
  g_assert_cmpstr (br_record_text (&record.record, BR_PRODUCT_DESCRIPTION), ==, description);
  g_assert_cmpint (record.record.rev, ==, rev);
}

/* The same push five times: one effect, the same answer. */
static void
test_repeat (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  g_autoptr (BrOp) op = op_edit (device, &shop->merchandiser, rename_edit (shop, 1, "Green tea", "Black tea"));

  for (int i = 0; i < 5; i++)
    {
      BrPushAnswer answer;
      gint64 *head;

      g_assert_cmpuint (device_push_ops (device, &op, 1, &answer), ==, 200);
      g_assert_cmpint (answer.acked, ==, 1);
      g_assert_cmpint (answer.durable, ==, 1);
      g_assert_cmpuint (answer.results->len, ==, 0);
      head = g_hash_table_lookup (answer.applied, "cat");
      g_assert_nonnull (head);
      g_assert_cmpint (*head, ==, 5);
      br_push_answer_clear (&answer);
    }
  assert_product (shop, "Black tea", NULL, 2);
}

/* A refused operation is refused again with the same reason. */
static void
test_repeat_refused (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  g_autoptr (BrOp) op = op_edit (device, &shop->clerk_a, rename_edit (shop, 1, "Green tea", "Black tea"));

  for (int i = 0; i < 2; i++)
    {
      BrPushAnswer answer;
      const BrOpResult *result;
      const BrPatchRefusal *refusal;

      g_assert_cmpuint (device_push_ops (device, &op, 1, &answer), ==, 200);
      g_assert_cmpuint (answer.results->len, ==, 1);
      result = g_ptr_array_index (answer.results, 0);
      g_assert_cmpint (result->status, ==, BR_OP_REJECTED);
      refusal = g_ptr_array_index (result->refusals, 0);
      g_assert_cmpstr (refusal->code, ==, "refused_role");
      g_assert_nonnull (refusal->current);
      br_push_answer_clear (&answer);
    }
  assert_product (shop, "Green tea", NULL, 1);
}

static void
test_gap_and_forks (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  g_autoptr (BrOp) first = op_edit (device, &shop->merchandiser, rename_edit (shop, 1, "Green tea", "Black tea"));
  g_autoptr (BrOp) second = op_edit (device, &shop->merchandiser, rename_edit (shop, 2, "Black tea", "White tea"));
  g_autoptr (BrOp) third = op_edit (device, &shop->merchandiser, describe_edit (shop, 3, "mild"));
  g_autoptr (BrOp) other = NULL;
  BrPushAnswer answer;

  /* The second operation before the first: nothing is taken. */
  g_assert_cmpuint (device_push_ops (device, &second, 1, &answer), ==, 200);
  g_assert_cmpint (answer.acked, ==, 0);
  br_push_answer_clear (&answer);
  assert_product (shop, "Green tea", NULL, 1);

  g_assert_cmpuint (device_push_ops (device, (BrOp *[]) { first, second, third }, 3, &answer), ==, 200);
  g_assert_cmpint (answer.acked, ==, 3);
  br_push_answer_clear (&answer);
  assert_product (shop, "White tea", "mild", 4);

  /* Another operation under a known number. */
  device->seq = 1;
  other = op_edit (device, &shop->merchandiser, describe_edit (shop, 4, "strong"));
  device->seq = 3;
  g_assert_cmpuint (device_push_ops (device, &other, 1, &answer), ==, 409);
  /* A known operation under another number. */
  device->seq = 4;
  third->seq = 4;
  g_assert_cmpuint (device_push_ops (device, &third, 1, &answer), ==, 409);
  /* A device that knows less than HQ. */
  device->seq = 2;
  g_assert_cmpuint (device_push_ops (device, NULL, 0, &answer), ==, 409);
  assert_product (shop, "White tea", "mild", 4);
}

/* 120 operations, the 60th unreadable and the 61st unknown: all acknowledged, the others applied. */
static void
test_poison (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) br_op_free);
  g_autoptr (GBytes) junk = g_bytes_new_static ("{\"cs\":7}", 8);
  BrPushAnswer answer;
  g_autofree char *last = g_strdup ("Green tea");
  const BrOpResult *result;

  for (int i = 0; i < 120; i++)
    {
      if (i == 59 || i == 60)
        g_ptr_array_add (ops, op_new (device, &shop->merchandiser, i == 59 ? "edit" : "sale", junk));
      else
        {
          g_autofree char *next = g_strdup_printf ("Tea %d", i);

          g_ptr_array_add (ops, op_edit (device, &shop->merchandiser, rename_edit (shop, 1, last, next)));
          g_free (last);
          last = g_steal_pointer (&next);
        }
    }
  g_assert_cmpuint (device_push_ops (device, (BrOp **) ops->pdata, ops->len, &answer), ==, 200);
  g_assert_cmpint (answer.acked, ==, 120);
  g_assert_cmpuint (answer.results->len, ==, 2);
  result = g_ptr_array_index (answer.results, 0);
  g_assert_cmpint (result->seq, ==, 60);
  g_assert_cmpint (result->status, ==, BR_OP_QUARANTINED);
  result = g_ptr_array_index (answer.results, 1);
  g_assert_cmpint (result->status, ==, BR_OP_REJECTED);
  br_push_answer_clear (&answer);
  assert_product (shop, "Tea 119", NULL, 119);
}

/* A withdrawn operation keeps the sequence dense and does nothing. */
static void
test_void (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("{}", 2);
  g_autoptr (BrOp) op = op_new (device, &shop->merchandiser, "void", nothing);
  BrPushAnswer answer;

  g_assert_cmpuint (device_push_ops (device, &op, 1, &answer), ==, 200);
  g_assert_cmpint (answer.acked, ==, 1);
  g_assert_cmpuint (answer.results->len, ==, 0);
  g_assert_cmpuint (g_hash_table_size (answer.applied), ==, 0);
  br_push_answer_clear (&answer);
}

static void
test_merge (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) one = device_new (shop, NULL);
  g_autoptr (Device) other = device_new (shop, &shop->store_a);

  /* Different fields of the same base merge; the same field conflicts; one's own earlier edits do not. */
  g_assert_cmpstr (device_edit (one, &shop->merchandiser, rename_edit (shop, 1, "Green tea", "Black tea")), ==, "ok");
  g_assert_cmpstr (device_edit (other, &shop->manager_a, describe_edit (shop, 1, "mild")), ==, "ok");
  g_assert_cmpstr (device_edit (other, &shop->manager_a, rename_edit (shop, 1, "Green tea", "White tea")), ==, "conflict");
  g_assert_cmpstr (device_edit (one, &shop->merchandiser, rename_edit (shop, 1, "Black tea", "Red tea")), ==, "ok");
  /* The value that is there already is no conflict. */
  g_assert_cmpstr (device_edit (other, &shop->manager_a, rename_edit (shop, 1, "Green tea", "Red tea")), ==, "ok");
  assert_product (shop, "Red tea", "mild", 4);
  /* Having seen the newest revision, the same field may be changed. */
  g_assert_cmpstr (device_edit (other, &shop->manager_a, rename_edit (shop, 4, "Red tea", "White tea")), ==, "ok");
  assert_product (shop, "White tea", "mild", 5);
}

static void
patch_delete (BrEdit *edit, BrKind kind, const BrId *id, gint64 base_rev)
{
  patch_int (edit_patch (edit, kind, id, base_rev, FALSE), BR_FIELD_DELETED, 0, 1);
}

/* Deletes one record of revision 1; the code of the result. */
static const char *
delete_one (Shop *shop, Device *device, BrKind kind, const BrId *id)
{
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);

  patch_delete (edit, kind, id, 1);
  return device_edit (device, &shop->admin, edit);
}

/* Deletes the shop's product with its SKU and price, which come first: at no point does a reference dangle. */
static BrEdit *
delete_goods (Shop *shop)
{
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);

  patch_delete (edit, BR_KIND_PRICE, &shop->price, 1);
  patch_delete (edit, BR_KIND_SKU, &shop->sku, 1);
  patch_delete (edit, BR_KIND_PRODUCT, &shop->product, 1);
  return edit;
}

/* What a live record refers to stays; the last one to refer to it lets it go. */
static void
test_in_use (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  const struct
  {
    BrKind kind;
    const BrId *id;
  } used[] = {
    { BR_KIND_CATEGORY, &shop->category }, { BR_KIND_UNIT, &shop->unit },     { BR_KIND_PRODUCT, &shop->product },
    { BR_KIND_SKU, &shop->sku },           { BR_KIND_STORE, &shop->store_a },
  };
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);
  BrId other;

  for (gsize i = 0; i < G_N_ELEMENTS (used); i++)
    g_assert_cmpstr (delete_one (shop, device, used[i].kind, used[i].id), ==, "in_use");
  /* A product that names another category lets the first one go, and holds the other. */
  shop_id (shop, &other);
  patch_text (edit_patch (edit, BR_KIND_CATEGORY, &other, 0, TRUE), BR_CATEGORY_NAME, NULL, "Herbs");
  patch_ref (edit_patch (edit, BR_KIND_PRODUCT, &shop->product, 1, FALSE), BR_PRODUCT_CATEGORY, &other);
  g_assert_cmpstr (device_edit (device, &shop->admin, edit), ==, "ok");
  g_assert_cmpstr (delete_one (shop, device, BR_KIND_CATEGORY, &other), ==, "in_use");
  g_assert_cmpstr (delete_one (shop, device, BR_KIND_CATEGORY, &shop->category), ==, "ok");
}

/* A product goes together with what refers to it, or not at all; once it is gone, what it referred to is free. */
static void
test_delete_together (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  g_autoptr (Device) other = device_new (shop, NULL);
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);
  BrId sku;

  /* Another device adds a SKU meanwhile: nothing of the deletion stays. */
  add_sku (edit, shop, "A-2", &sku);
  g_assert_cmpstr (device_edit (other, &shop->merchandiser, edit), ==, "ok");
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, delete_goods (shop)), ==, "in_use");
  assert_product (shop, "Green tea", NULL, 1);
  g_assert_cmpstr (delete_one (shop, device, BR_KIND_SKU, &shop->sku), ==, "in_use");

  g_assert_cmpstr (delete_one (shop, device, BR_KIND_SKU, &sku), ==, "ok");
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, delete_goods (shop)), ==, "ok");
  /* The other way round: a SKU for the product that is gone. */
  edit = edit_new (shop, BR_EDIT_ATOMIC);
  add_sku (edit, shop, "A-3", &sku);
  g_assert_cmpstr (device_edit (other, &shop->merchandiser, edit), ==, "unknown_reference");
  g_assert_cmpstr (delete_one (shop, device, BR_KIND_UNIT, &shop->unit), ==, "ok");
}

static void
test_deleted (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  BrEdit *edit;
  BrId unknown, sku;

  g_assert_cmpstr (device_edit (device, &shop->merchandiser, delete_goods (shop)), ==, "ok");
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, describe_edit (shop, 2, "gone")), ==, "conflict");
  edit = edit_new (shop, BR_EDIT_ATOMIC);
  add_sku (edit, shop, "A-2", &sku);
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "unknown_reference");
  /* Undoing the deletion. */
  edit = edit_new (shop, BR_EDIT_ATOMIC);
  patch_int (edit_patch (edit, BR_KIND_PRODUCT, &shop->product, 2, FALSE), BR_FIELD_DELETED, 1, 0);
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "ok");
  assert_product (shop, "Green tea", NULL, 3);
  shop_id (shop, &unknown);
  edit = edit_new (shop, BR_EDIT_ATOMIC);
  patch_text (edit_patch (edit, BR_KIND_PRODUCT, &unknown, 1, FALSE), BR_PRODUCT_NAME, "a", "b");
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "unknown_record");
}

static void
test_unique_sku (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);
  BrId sku, again;

  add_sku (edit, shop, "A-1", &sku);
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "duplicate_sku");
  /* Codes are exact bytes: another case is another code. */
  edit = edit_new (shop, BR_EDIT_ATOMIC);
  add_sku (edit, shop, "a-1", &sku);
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "ok");
  /* Two new ones of one edit collide too. */
  edit = edit_new (shop, BR_EDIT_ATOMIC);
  add_sku (edit, shop, "B-1", &sku);
  add_sku (edit, shop, "B-1", &again);
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "duplicate_sku");
  /* A deleted SKU gives its code free. */
  edit = edit_new (shop, BR_EDIT_ATOMIC);
  patch_delete (edit, BR_KIND_PRICE, &shop->price, 1);
  patch_delete (edit, BR_KIND_SKU, &shop->sku, 1);
  add_sku (edit, shop, "A-1", &sku);
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "ok");
  /* And cannot come back while another has it. */
  edit = edit_new (shop, BR_EDIT_ATOMIC);
  patch_int (edit_patch (edit, BR_KIND_SKU, &shop->sku, 2, FALSE), BR_FIELD_DELETED, 1, 0);
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "duplicate_sku");
}

/* An atomic edit leaves nothing when one patch is refused; an each edit keeps the others. */
static void
test_modes (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  static const struct
  {
    BrEditMode mode;
    gboolean kept;
  } rows[] = { { BR_EDIT_ATOMIC, FALSE }, { BR_EDIT_EACH, TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      BrEdit *edit = edit_new (shop, rows[i].mode);
      g_auto (BrHqRecord) record = BR_HQ_RECORD_INIT;
      BrId good, bad;

      add_sku (edit, shop, rows[i].kept ? "C-2" : "C-1", &good);
      add_sku (edit, shop, "A-1", &bad);
      g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "duplicate_sku");
      shop_load (shop, BR_KIND_SKU, &good, &record);
      g_assert_cmpint (record.found, ==, rows[i].kept);
      if (rows[i].kept)
        g_assert_cmpint (record.seq, >, 0);
    }
}

static BrEdit *
price_edit (Shop *shop, gint64 base_rev, gint64 amount, const BrId *approver)
{
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);
  BrPatch *patch = edit_patch (edit, BR_KIND_PRICE, &shop->price, base_rev, FALSE);

  patch_int (patch, BR_PRICE_AMOUNT, 2000, amount);
  if (approver != NULL)
    patch_ref (patch, BR_PRICE_APPROVED_BY, approver);
  return edit;
}

/* Cost 1000 and a margin floor of 10 %: nothing under 1100 without the approval of who may give it. */
static void
test_floor (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);

  g_assert_cmpstr (device_edit (device, &shop->merchandiser, price_edit (shop, 1, 1100, NULL)), ==, "ok");
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, price_edit (shop, 2, 1099, NULL)), ==, "below_floor");
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, price_edit (shop, 2, 1099, &shop->merchandiser)), ==, "refused_role");
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, price_edit (shop, 2, 1099, &shop->admin)), ==, "refused_role");
  g_assert_cmpstr (device_edit (device, &shop->admin, price_edit (shop, 2, 1099, &shop->admin)), ==, "ok");
  /* The approval was for that price. */
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, price_edit (shop, 3, 900, NULL)), ==, "below_floor");
}

static BrEdit *
status_edit (Shop *shop, gint64 base_rev, BrLifeCycle from, BrLifeCycle to, gboolean undo)
{
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);

  edit->undo = undo;
  patch_int (edit_patch (edit, BR_KIND_SKU, &shop->sku, base_rev, FALSE), BR_SKU_STATUS, from, to);
  return edit;
}

/* HQ refuses steps there are not, and by whom may not take them; an undo goes back a step. The SKU begins listed. */
static void
test_life_cycle (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  const BrId *mei = &shop->merchandiser, *lin = &shop->manager_a;

  g_assert_cmpstr (device_edit (device, mei, status_edit (shop, 1, BR_STATUS_LISTED, BR_STATUS_RETIRED, FALSE)), ==, "life_cycle");
  g_assert_cmpstr (device_edit (device, mei, status_edit (shop, 1, BR_STATUS_LISTED, BR_STATUS_DRAFT, FALSE)), ==, "life_cycle");
  g_assert_cmpstr (device_edit (device, mei, status_edit (shop, 1, BR_STATUS_LISTED, BR_STATUS_DRAFT, TRUE)), ==, "ok");
  g_assert_cmpstr (device_edit (device, mei, status_edit (shop, 2, BR_STATUS_DRAFT, BR_STATUS_RETIRED, FALSE)), ==, "ok");
  g_assert_cmpstr (device_edit (device, lin, status_edit (shop, 3, BR_STATUS_RETIRED, BR_STATUS_DELISTED, FALSE)), ==, "life_cycle");
  g_assert_cmpstr (device_edit (device, mei, status_edit (shop, 3, BR_STATUS_RETIRED, BR_STATUS_DELISTED, FALSE)), ==, "ok");
}

static void
test_category_cycle (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  g_autoptr (Device) device = device_new (shop, NULL);
  BrEdit *edit = edit_new (shop, BR_EDIT_ATOMIC);
  BrPatch *patch;
  BrId child;

  shop_id (shop, &child);
  patch = edit_patch (edit, BR_KIND_CATEGORY, &child, 0, TRUE);
  patch_text (patch, BR_CATEGORY_NAME, NULL, "Oolong");
  patch_ref (patch, BR_CATEGORY_PARENT, &shop->category);
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "ok");
  edit = edit_new (shop, BR_EDIT_ATOMIC);
  patch_ref (edit_patch (edit, BR_KIND_CATEGORY, &shop->category, 1, FALSE), BR_CATEGORY_PARENT, &child);
  g_assert_cmpstr (device_edit (device, &shop->merchandiser, edit), ==, "invalid");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/hq/push/repeat", test_repeat);
  g_test_add_func ("/hq/push/repeat-refused", test_repeat_refused);
  g_test_add_func ("/hq/push/gap-and-forks", test_gap_and_forks);
  g_test_add_func ("/hq/push/poison", test_poison);
  g_test_add_func ("/hq/push/void", test_void);
  g_test_add_func ("/hq/push/merge", test_merge);
  g_test_add_func ("/hq/push/deleted", test_deleted);
  g_test_add_func ("/hq/push/in-use", test_in_use);
  g_test_add_func ("/hq/push/delete-together", test_delete_together);
  g_test_add_func ("/hq/push/unique-sku", test_unique_sku);
  g_test_add_func ("/hq/push/modes", test_modes);
  g_test_add_func ("/hq/push/floor", test_floor);
  g_test_add_func ("/hq/push/life-cycle", test_life_cycle);
  g_test_add_func ("/hq/push/category-cycle", test_category_cycle);
  return g_test_run ();
}
