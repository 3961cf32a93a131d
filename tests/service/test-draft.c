/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three-way merge of an edited product, and what may be saved. */
#include "config.h"

#include "br-draft-rules.h"
#include "br-draft.h"
#include "br-error.h"

static BrId
id_of (guint8 n)
{
  BrId id = { .bytes = { n, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, n } };

  return id;
}

static BrRecord *
new_sku (BrProductDetail *detail, guint8 n, const char *code)
{
  BrId id = id_of (n);
  BrRecord *sku = br_record_new (BR_KIND_SKU, &id);

  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &detail->product->id);
  br_value_set_text (&sku->cells[BR_SKU_CODE], code);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_DRAFT);
  g_ptr_array_add (detail->skus, sku);
  return sku;
}

/* A product "Tea" with one SKU "T1", number 2. */
static BrProductDetail *
new_detail (void)
{
  BrProductDetail *detail = br_product_detail_new ();
  BrId id = id_of (1);

  detail->product = br_record_new (BR_KIND_PRODUCT, &id);
  br_value_set_text (&detail->product->cells[BR_PRODUCT_NAME], "Tea");
  new_sku (detail, 2, "T1");
  return detail;
}

static const struct
{
  const char *mine, *theirs; /* the name as each left it */
  const char *merged;
  gboolean conflict;
} cell_cases[] = {
  { "Tea", "Tea", "Tea", FALSE },         /* nobody */
  { "Green tea", "Tea", "Green tea", FALSE }, /* only I */
  { "Tea", "Black tea", "Black tea", FALSE }, /* only they */
  { "Oolong", "Oolong", "Oolong", FALSE },    /* both the same */
  { "Green tea", "Black tea", "Green tea", TRUE }, /* both, differently: mine stays until a person chooses */
  { NULL, "Black tea", NULL, TRUE },      /* I emptied it */
};

static void
test_cells (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cell_cases); i++)
    {
      g_autoptr (BrProductDetail) base = new_detail ();
      g_autoptr (BrProductDetail) mine = br_product_detail_copy (base);
      g_autoptr (BrProductDetail) theirs = br_product_detail_copy (base);
      g_autoptr (BrProductDetail) merged = NULL;
      g_autoptr (GPtrArray) conflicts = NULL;

      br_value_set_text (&mine->product->cells[BR_PRODUCT_NAME], cell_cases[i].mine);
      br_value_set_text (&theirs->product->cells[BR_PRODUCT_NAME], cell_cases[i].theirs);
      br_value_set_int (&((BrRecord *) theirs->skus->pdata[0])->cells[BR_SKU_COST], 500); /* another cell: comes in whatever else */
      merged = br_draft_merge (base, mine, theirs, &conflicts);
      g_assert_cmpstr (br_record_text (merged->product, BR_PRODUCT_NAME), ==, cell_cases[i].merged);
      g_assert_cmpuint (conflicts->len, ==, cell_cases[i].conflict);
      g_assert_cmpint (br_record_int (merged->skus->pdata[0], BR_SKU_COST), ==, 500);
      if (cell_cases[i].conflict)
        {
          const BrDraftConflict *conflict = conflicts->pdata[0];

          g_assert_cmpstr (conflict->base.text, ==, "Tea");
          g_assert_cmpstr (conflict->theirs.text, ==, cell_cases[i].theirs);
          br_draft_take_theirs (merged, conflict);
          g_assert_cmpstr (br_record_text (merged->product, BR_PRODUCT_NAME), ==, cell_cases[i].theirs);
        }
    }
}

/* Which of the SKUs 2 (in the base), 3 (added by me), 4 (added by them) are left. */
static const struct
{
  gboolean i_delete, they_delete, i_add, they_add;
  guint n_left;
} list_cases[] = {
  { FALSE, FALSE, FALSE, FALSE, 1 }, { TRUE, FALSE, FALSE, FALSE, 0 }, { FALSE, TRUE, FALSE, FALSE, 0 },
  { FALSE, FALSE, TRUE, TRUE, 3 },   { TRUE, FALSE, TRUE, TRUE, 2 },   { TRUE, TRUE, TRUE, FALSE, 1 },
};

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (list_cases); i++)
    {
      g_autoptr (BrProductDetail) base = new_detail ();
      g_autoptr (BrProductDetail) mine = br_product_detail_copy (base);
      g_autoptr (BrProductDetail) theirs = br_product_detail_copy (base);
      g_autoptr (BrProductDetail) merged = NULL;
      g_autoptr (GPtrArray) conflicts = NULL;
      BrId added = id_of (3);

      if (list_cases[i].i_delete)
        g_ptr_array_set_size (mine->skus, 0);
      if (list_cases[i].they_delete)
        g_ptr_array_set_size (theirs->skus, 0);
      if (list_cases[i].i_add)
        new_sku (mine, 3, "M");
      if (list_cases[i].they_add)
        new_sku (theirs, 4, "T");
      merged = br_draft_merge (base, mine, theirs, &conflicts);
      g_assert_cmpuint (merged->skus->len, ==, list_cases[i].n_left);
      g_assert_true ((br_draft_find (merged, BR_KIND_SKU, &added) != NULL) == list_cases[i].i_add);
      g_assert_cmpuint (conflicts->len, ==, 0);
    }
}

static void
test_changed (void)
{
  g_autoptr (BrProductDetail) base = new_detail ();
  g_autoptr (BrProductDetail) draft = br_product_detail_copy (base);

  g_assert_false (br_draft_is_changed (base, draft));
  g_assert_true (br_draft_is_changed (NULL, draft));
  br_value_set_text (&draft->product->cells[BR_PRODUCT_NAME], "Tea 2");
  g_assert_true (br_draft_is_changed (base, draft));
  br_value_set_text (&draft->product->cells[BR_PRODUCT_NAME], "Tea");
  g_assert_false (br_draft_is_changed (base, draft)); /* changed back is not changed */
  new_sku (draft, 3, "T2");
  g_assert_true (br_draft_is_changed (base, draft));
}

static void
test_check (void)
{
  g_autoptr (BrProductDetail) draft = new_detail ();
  g_autoptr (GPtrArray) fine = br_draft_check (draft);
  g_autoptr (GPtrArray) twice = NULL, nameless = NULL;
  const BrDraftProblem *problem;

  g_assert_cmpuint (fine->len, ==, 0);
  new_sku (draft, 3, "T1");
  twice = br_draft_check (draft);
  g_assert_cmpuint (twice->len, ==, 1);
  problem = twice->pdata[0];
  g_assert_cmpuint (problem->field, ==, BR_SKU_CODE);
  g_assert_error (problem->error, BR_ERROR, BR_ERROR_EXISTS);

  br_value_set_text (&((BrRecord *) draft->skus->pdata[1])->cells[BR_SKU_CODE], "T2");
  br_value_clear (&draft->product->cells[BR_PRODUCT_NAME]);
  nameless = br_draft_check (draft);
  g_assert_cmpuint (nameless->len, ==, 1);
  problem = nameless->pdata[0];
  g_assert_cmpint (problem->kind, ==, BR_KIND_PRODUCT);
  g_assert_cmpuint (problem->field, ==, BR_PRODUCT_NAME);
}

static const struct
{
  BrRole role;
  BrKind kind;
  guint field;
  gboolean own_store, may;
} rights[] = {
  { BR_ROLE_CLERK, BR_KIND_SKU, BR_SKU_BARCODES, FALSE, TRUE },      { BR_ROLE_CLERK, BR_KIND_SKU, BR_SKU_COST, FALSE, FALSE },
  { BR_ROLE_CLERK, BR_KIND_PRODUCT, BR_PRODUCT_NAME, FALSE, FALSE }, { BR_ROLE_CLERK, BR_KIND_PRICE, BR_PRICE_AMOUNT, TRUE, FALSE },
  { BR_ROLE_MANAGER, BR_KIND_SKU, BR_SKU_COST, FALSE, TRUE },        { BR_ROLE_MANAGER, BR_KIND_PRICE, BR_PRICE_AMOUNT, TRUE, TRUE },
  { BR_ROLE_MANAGER, BR_KIND_PRICE, BR_PRICE_AMOUNT, FALSE, FALSE }, { BR_ROLE_MERCHANDISER, BR_KIND_PRICE, BR_PRICE_AMOUNT, FALSE, TRUE },
};

static void
test_rights (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rights); i++)
    {
      BrActor actor = { .person = id_of (7), .role = rights[i].role, .store = id_of (9) };
      BrId id = id_of (5);
      g_autoptr (BrRecord) record = br_record_new (rights[i].kind, &id);

      if (rights[i].own_store)
        br_value_set_id (&record->cells[BR_PRICE_STORE], &actor.store);
      g_test_message ("case %zu", i);
      g_assert_cmpint (br_draft_may_set (&actor, record, rights[i].field, FALSE), ==, rights[i].may);
    }
}

/* A manager prices for the own store alone, whatever store the entry names; a merchandiser for any place. */
static void
test_only_store (void)
{
  BrId id = id_of (9), store = id_of (7), other = id_of (8), only;
  BrActor manager = { .role = BR_ROLE_MANAGER, .store = store };
  g_autoptr (BrRecord) price = br_record_new (BR_KIND_PRICE, &id);

  only = br_draft_only_store (&manager, price);
  g_assert_true (br_id_equal (&only, &store));
  br_value_set_id (&price->cells[BR_PRICE_STORE], &other);
  only = br_draft_only_store (&manager, price);
  g_assert_true (br_id_equal (&only, &store));
  only = br_draft_only_store (&(BrActor) { .role = BR_ROLE_MERCHANDISER, .store = store }, price);
  g_assert_true (br_id_is_none (&only));
  only = br_draft_only_store (NULL, price);
  g_assert_true (br_id_is_none (&only));
}

static void
test_may_create (void)
{
  g_assert_false (br_draft_may_create (NULL));
  g_assert_false (br_draft_may_create (&(BrActor) { .role = BR_ROLE_CLERK }));
  g_assert_true (br_draft_may_create (&(BrActor) { .role = BR_ROLE_MANAGER }));
  g_assert_true (br_draft_may_create (&(BrActor) { .role = BR_ROLE_MERCHANDISER }));
}

static void
test_statuses (void)
{
  BrLifeCycle out[BR_STATUS_RETIRED];

  g_assert_cmpuint (br_draft_statuses (BR_STATUS_LISTED, BR_STATUS_LISTED, BR_ROLE_CLERK, out), ==, 1); /* itself */
  g_assert_cmpint (out[0], ==, BR_STATUS_LISTED);
  g_assert_cmpuint (br_draft_statuses (BR_STATUS_RETIRED, BR_STATUS_RETIRED, BR_ROLE_MANAGER, out), ==, 1);
  g_assert_cmpuint (br_draft_statuses (BR_STATUS_RETIRED, BR_STATUS_RETIRED, BR_ROLE_MERCHANDISER, out), ==, 2);
  g_assert_cmpint (out[0], ==, BR_STATUS_DELISTED);
  g_assert_cmpuint (br_draft_statuses (BR_STATUS_LISTED, BR_STATUS_RETIRED, BR_ROLE_CLERK, out), ==, 2); /* what the draft has stays shown */
  g_assert_cmpint (out[1], ==, BR_STATUS_RETIRED);
}

/* Category 21 is under 20, which has a floor of 25 %. */
static void
test_floor (void)
{
  g_autoptr (BrProductDetail) draft = new_detail ();
  g_autoptr (GPtrArray) categories = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
  BrId above = id_of (20), below = id_of (21);
  BrRecord *sku = draft->skus->pdata[0];
  gint64 least;

  g_ptr_array_add (categories, br_record_new (BR_KIND_CATEGORY, &above));
  g_ptr_array_add (categories, br_record_new (BR_KIND_CATEGORY, &below));
  br_value_set_int (&((BrRecord *) categories->pdata[0])->cells[BR_CATEGORY_MARGIN_FLOOR], 2500);
  br_value_set_id (&((BrRecord *) categories->pdata[1])->cells[BR_CATEGORY_PARENT], &above);
  br_value_set_id (&draft->product->cells[BR_PRODUCT_CATEGORY], &below);
  g_assert_false (br_draft_floor (categories, draft->product, sku, &least)); /* no cost */
  br_value_set_int (&sku->cells[BR_SKU_COST], 1000);
  g_assert_true (br_draft_floor (categories, draft->product, sku, &least)); /* the ancestor's */
  g_assert_cmpint (least, ==, 1250);
  br_value_set_int (&((BrRecord *) categories->pdata[1])->cells[BR_CATEGORY_MARGIN_FLOOR], 1000);
  g_assert_true (br_draft_floor (categories, draft->product, sku, &least)); /* the nearest */
  g_assert_cmpint (least, ==, 1100);
  g_assert_false (br_draft_floor (NULL, draft->product, sku, &least));
  br_value_clear (&draft->product->cells[BR_PRODUCT_CATEGORY]);
  g_assert_false (br_draft_floor (categories, draft->product, sku, &least));
}

/* One side removes a SKU the other one changed: nothing goes without being asked about, and either answer can be given. */
static void
test_removed (void)
{
  g_autoptr (BrProductDetail) base = new_detail ();
  g_autoptr (BrProductDetail) without = br_product_detail_copy (base);
  g_autoptr (BrProductDetail) changed = br_product_detail_copy (base);
  g_autoptr (BrProductDetail) kept = NULL, gone = NULL, quiet = NULL;
  g_autoptr (GPtrArray) conflicts = NULL, others = NULL, none = NULL;

  g_ptr_array_set_size (without->skus, 0);
  br_value_set_int (&((BrRecord *) changed->skus->pdata[0])->cells[BR_SKU_COST], 500);
  kept = br_draft_merge (base, changed, without, &conflicts); /* they removed what I changed */
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpuint (kept->skus->len, ==, 1);
  br_draft_take_theirs (kept, conflicts->pdata[0]);
  g_assert_cmpuint (kept->skus->len, ==, 0);
  gone = br_draft_merge (base, without, changed, &others); /* I removed what they changed */
  g_assert_cmpuint (others->len, ==, 1);
  g_assert_cmpuint (gone->skus->len, ==, 0);
  br_draft_take_theirs (gone, others->pdata[0]);
  g_assert_cmpuint (gone->skus->len, ==, 1);
  g_assert_cmpint (br_record_int (gone->skus->pdata[0], BR_SKU_COST), ==, 500);
  quiet = br_draft_merge (base, base, without, &none); /* what I did not touch goes */
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (quiet->skus->len, ==, 0);
}

/* What leaves the shelf needs a note, new products and other steps do not. */
static void
test_notes (void)
{
  static const struct
  {
    BrLifeCycle from, to;
    const char *note;
    guint n;
  } rows[] = {
    { BR_STATUS_LISTED, BR_STATUS_DELISTED, NULL, 1 },
    { BR_STATUS_LISTED, BR_STATUS_DELISTED, "the maker stopped", 0 },
    { BR_STATUS_DRAFT, BR_STATUS_LISTED, NULL, 0 },
    { BR_STATUS_DELISTED, BR_STATUS_DELISTED, NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrProductDetail) base = new_detail ();
      g_autoptr (BrProductDetail) draft = NULL;
      g_autoptr (GPtrArray) problems = NULL, fresh = NULL;
      BrRecord *sku = base->skus->pdata[0];

      br_value_set_int (&sku->cells[BR_SKU_STATUS], rows[i].from);
      draft = br_product_detail_copy (base);
      sku = draft->skus->pdata[0];
      br_value_set_int (&sku->cells[BR_SKU_STATUS], rows[i].to);
      br_value_set_text (&sku->cells[BR_SKU_STATUS_NOTE], rows[i].note);
      problems = br_draft_check (draft);
      br_draft_check_notes (base, draft, problems);
      g_assert_cmpuint (problems->len, ==, rows[i].n);
      fresh = br_draft_check (draft);
      br_draft_check_notes (NULL, draft, fresh);
      g_assert_cmpuint (fresh->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft/cells", test_cells);
  g_test_add_func ("/draft/lists", test_lists);
  g_test_add_func ("/draft/changed", test_changed);
  g_test_add_func ("/draft/check", test_check);
  g_test_add_func ("/draft/removed", test_removed);
  g_test_add_func ("/draft/notes", test_notes);
  g_test_add_func ("/draft/rights", test_rights);
  g_test_add_func ("/draft/only-store", test_only_store);
  g_test_add_func ("/draft/may-create", test_may_create);
  g_test_add_func ("/draft/statuses", test_statuses);
  g_test_add_func ("/draft/floor", test_floor);
  return g_test_run ();
}
