/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue service over a real cache: saving, two windows on one product, mass edits, undo, announcements. */
#include "config.h"

#include "br-catalogue-service.h"
#include "br-error.h"
#include "br-mass-edit.h"
#include "br-sku-query.h"
#include "br-store.h"

typedef struct
{
  char *dir;
  BrStore *store;
  BrActor actor;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BrStoreParams params = { .clock = br_clock_system (), .random = br_random_system () };

  fixture->dir = g_dir_make_tmp ("backroom-catalogue-XXXXXX", NULL);
  params.dir = fixture->dir;
  params.threads = GPOINTER_TO_INT (data);
  fixture->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  fixture->actor = (BrActor) { .person = br_id_make (params.clock, params.random), .role = BR_ROLE_HQ_ADMIN };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", fixture->dir);

  br_store_unref (fixture->store);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->dir);
}

static BrId
new_id (void)
{
  return br_id_make (br_clock_system (), br_random_system ());
}

/* A product "Tea <i>" with the SKU "T<i>" at cost 10.00, and a base price when `price_minor` >= 0. */
static BrProductDetail *
new_product (int i, gint64 price_minor)
{
  BrProductDetail *detail = br_product_detail_new ();
  BrId product = new_id (), sku_id = new_id (), price_id = new_id ();
  g_autofree char *name = g_strdup_printf ("Tea %d", i), *code = g_strdup_printf ("T%d", i);
  BrRecord *sku = br_record_new (BR_KIND_SKU, &sku_id);

  detail->product = br_record_new (BR_KIND_PRODUCT, &product);
  br_value_set_text (&detail->product->cells[BR_PRODUCT_NAME], name);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product);
  br_value_set_text (&sku->cells[BR_SKU_CODE], code);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  br_value_set_int (&sku->cells[BR_SKU_COST], 1000);
  g_ptr_array_add (detail->skus, sku);
  if (price_minor >= 0)
    {
      BrRecord *price = br_record_new (BR_KIND_PRICE, &price_id);

      br_value_set_id (&price->cells[BR_PRICE_SKU], &sku_id);
      br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
      br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
      br_value_set_int (&price->cells[BR_PRICE_AMOUNT], price_minor);
      g_ptr_array_add (detail->prices, price);
    }
  return detail;
}

static BrId
save (Fixture *fixture, const BrProductDetail *before, const BrProductDetail *after)
{
  g_autoptr (GError) error = NULL;
  BrId change = { 0 };

  br_catalogue_save_product (fixture->store, &fixture->actor, "Edit", before, after, &change, &error);
  g_assert_no_error (error);
  return change;
}

static BrProductDetail *
load (Fixture *fixture, const BrId *product)
{
  g_autoptr (GError) error = NULL;
  BrProductDetail *detail = NULL;

  br_catalogue_load_product (fixture->store, product, &detail, &error);
  g_assert_no_error (error);
  return detail;
}

static void
test_save_and_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrProductDetail) tea = new_product (1, 1290);
  g_autoptr (BrProductDetail) stored = NULL, edited = NULL, again = NULL;
  BrId none = new_id ();
  g_autoptr (GError) error = NULL;
  BrProductDetail *missing = NULL;

  save (fixture, NULL, tea);
  stored = load (fixture, &tea->product->id);
  g_assert_cmpstr (br_record_text (stored->product, BR_PRODUCT_NAME), ==, "Tea 1");
  g_assert_cmpuint (stored->skus->len, ==, 1);
  g_assert_cmpint (br_record_int (stored->prices->pdata[0], BR_PRICE_AMOUNT), ==, 1290);

  /* What is not in the draft any more is deleted. */
  edited = br_product_detail_copy (stored);
  g_ptr_array_set_size (edited->prices, 0);
  save (fixture, stored, edited);
  again = load (fixture, &tea->product->id);
  g_assert_cmpuint (again->prices->len, ==, 0);

  g_assert_false (br_catalogue_load_product (fixture->store, &none, &missing, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

/* A product goes with its SKUs and prices in one edit, not without them; one undo brings all of it back. */
static void
test_delete_product (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrProductDetail) tea = new_product (1, 1290);
  g_autoptr (BrProductDetail) base = NULL, gone = NULL, again = NULL, missing = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (GError) error = NULL;
  BrId change, undo;

  save (fixture, NULL, tea);
  base = load (fixture, &tea->product->id);
  gone = br_product_detail_copy (base);
  br_value_set_int (&gone->product->cells[BR_FIELD_DELETED], 1);
  g_assert_false (br_catalogue_save_product (fixture->store, &fixture->actor, "Delete", base, gone, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IN_USE);
  g_clear_error (&error);
  g_ptr_array_set_size (gone->prices, 0);
  g_assert_false (br_catalogue_save_product (fixture->store, &fixture->actor, "Delete", base, gone, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IN_USE);
  g_clear_error (&error);
  g_ptr_array_set_size (gone->skus, 0);
  change = save (fixture, base, gone);
  g_assert_false (br_catalogue_load_product (fixture->store, &tea->product->id, &missing, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&error);

  br_catalogue_undo (fixture->store, &fixture->actor, "Undo", &change, &undo, &losses, &error);
  g_assert_no_error (error);
  again = load (fixture, &tea->product->id);
  g_assert_cmpuint (again->skus->len, ==, 1);
  g_assert_cmpuint (again->prices->len, ==, 1);
}

static void
test_two_windows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrProductDetail) tea = new_product (1, 1290);
  g_autoptr (BrProductDetail) base = NULL, first = NULL, second = NULL, third = NULL, stored = NULL;
  g_autoptr (GError) error = NULL;

  save (fixture, NULL, tea);
  base = load (fixture, &tea->product->id);
  first = br_product_detail_copy (base);
  second = br_product_detail_copy (base);
  third = br_product_detail_copy (base);
  br_value_set_text (&first->product->cells[BR_PRODUCT_NAME], "Green tea");
  br_value_set_text (&second->product->cells[BR_PRODUCT_NAME_ALT], "绿茶");
  br_value_set_text (&third->product->cells[BR_PRODUCT_NAME], "Black tea");
  save (fixture, base, first);
  save (fixture, base, second); /* another field: both stay */
  g_assert_false (br_catalogue_save_product (fixture->store, &fixture->actor, "Edit", base, third, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CONFLICT);
  stored = load (fixture, &tea->product->id);
  g_assert_cmpstr (br_record_text (stored->product, BR_PRODUCT_NAME), ==, "Green tea");
  g_assert_cmpstr (br_record_text (stored->product, BR_PRODUCT_NAME_ALT), ==, "绿茶");
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrProductDetail) tea = new_product (1, 1290);
  g_autoptr (BrProductDetail) base = NULL, edited = NULL, later = NULL, stored = NULL, now = NULL;
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (GError) error = NULL;
  const BrUndoLoss *loss;
  BrId change, undo;

  save (fixture, NULL, tea);
  base = load (fixture, &tea->product->id);
  edited = br_product_detail_copy (base);
  br_value_set_text (&edited->product->cells[BR_PRODUCT_NAME], "Green tea");
  br_value_set_int (&((BrRecord *) edited->prices->pdata[0])->cells[BR_PRICE_AMOUNT], 990);
  change = save (fixture, base, edited);
  now = load (fixture, &tea->product->id);
  later = br_product_detail_copy (now);
  br_value_set_text (&later->product->cells[BR_PRODUCT_NAME], "Jasmine tea");
  save (fixture, now, later);

  /* The price comes back; the name was touched since and is listed. */
  br_catalogue_undo (fixture->store, &fixture->actor, "Undo", &change, &undo, &losses, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (losses->len, ==, 1);
  loss = losses->pdata[0];
  g_assert_cmpuint (loss->field, ==, BR_PRODUCT_NAME);
  g_assert_cmpstr (loss->name, ==, "Jasmine tea");
  g_assert_cmpstr (loss->now.text, ==, "Jasmine tea");
  g_assert_cmpstr (loss->wanted.text, ==, "Tea 1");
  g_assert_cmpint (loss->at_us, >, 0);
  stored = load (fixture, &tea->product->id);
  g_assert_cmpstr (br_record_text (stored->product, BR_PRODUCT_NAME), ==, "Jasmine tea");
  g_assert_cmpint (br_record_int (stored->prices->pdata[0], BR_PRICE_AMOUNT), ==, 1290);
}

static BrIdList *
all_ids (Fixture *fixture)
{
  BrSkuQuery query = { .sort = BR_SKU_SORT_CODE };
  g_autoptr (GError) error = NULL;
  BrIdList *ids = NULL;

  br_catalogue_query (fixture->store, &query, &ids, &error);
  g_assert_no_error (error);
  return ids;
}

#define N_REPEATED 400000 /* SKUs of a change that takes long enough to be stopped */

/* T0 at 20.00, T1 at 9.00 (under its cost of 10.00), T2 without a price. */
static void
fill_three (Fixture *fixture)
{
  const gint64 prices[] = { 2000, 900, -1 };

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (BrProductDetail) tea = new_product (i, prices[i]);

      save (fixture, NULL, tea);
    }
}

static void
test_bulk (Fixture *fixture, gconstpointer data)
{
  BrMassEdit edit = { .field = BR_MASS_PRICE, .operation = BR_MASS_MULTIPLY, .rate_bp = 11000, .ending_minor = 90, .modulus_minor = 100 };
  g_autoptr (BrIdList) ids = NULL;
  g_autoptr (BrMassPreview) preview = NULL, after_undo = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  const BrMassChange *change;
  BrId change_id, undo;

  fill_three (fixture);
  ids = all_ids (fixture);
  br_catalogue_preview (fixture->store, &edit, ids, 10, &preview, &error);
  g_assert_no_error (error);
  g_assert_cmpint (preview->n_changes, ==, 2);
  g_assert_cmpint (preview->n_unchanged, ==, 1); /* no price, nothing to multiply */
  g_assert_cmpint (preview->n_below_floor, ==, 1);
  change = preview->changes->pdata[0];
  g_assert_cmpstr (change->code, ==, "T0");
  g_assert_cmpint (change->before.integer, ==, 2000);
  g_assert_cmpint (change->after.integer, ==, 2190); /* 22.00 is nearest to 21.90 */

  br_catalogue_apply (fixture->store, &fixture->actor, "Prices", &edit, ids, &change_id, &problems, &error);
  g_assert_no_error (error);
  g_assert_false (br_id_is_none (&change_id));
  br_catalogue_undo (fixture->store, &fixture->actor, "Undo", &change_id, &undo, NULL, &error);
  g_assert_no_error (error);
  br_catalogue_preview (fixture->store, &edit, ids, 10, &after_undo, &error);
  change = after_undo->changes->pdata[0];
  g_assert_cmpint (change->before.integer, ==, 2000);
}

static void
test_bulk_makes_prices (Fixture *fixture, gconstpointer data)
{
  BrMassEdit edit = { .field = BR_MASS_PRICE, .operation = BR_MASS_SET };
  g_autoptr (BrIdList) ids = NULL;
  g_autoptr (BrMassPreview) preview = NULL;
  g_autoptr (GError) error = NULL;

  fill_three (fixture);
  ids = all_ids (fixture);
  br_value_set_int (&edit.value, 3000);
  br_catalogue_apply (fixture->store, &fixture->actor, "Prices", &edit, ids, NULL, NULL, &error);
  g_assert_no_error (error);
  br_catalogue_preview (fixture->store, &edit, ids, 10, &preview, &error);
  g_assert_cmpint (preview->n_unchanged, ==, 3); /* also the one that had none */
  br_mass_edit_clear (&edit);
}

typedef struct
{
  GCancellable *cancellable;
  gint64 seen; /* progress reported when it was stopped */
  gboolean ended;
} Stopped;

static void
stop_cb (gint64 done, gint64 total, gpointer data)
{
  Stopped *stopped = data;

  stopped->seen = done;
  if (done > 0)
    g_cancellable_cancel (stopped->cancellable);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  BrId change;

  g_assert_false (br_catalogue_service_apply_finish (BR_CATALOGUE_SERVICE (source), result, &change, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ((Stopped *) data)->ended = TRUE;
}

/* Stopped on the way, a change of many has changed nothing. */
static void
test_bulk_stopped (Fixture *fixture, gconstpointer data)
{
  BrMassEdit edit = { .field = BR_MASS_PRICE, .operation = BR_MASS_MULTIPLY, .rate_bp = 11000 };
  g_autoptr (BrCatalogueService) service = br_catalogue_service_new (fixture->store);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BrIdList) ids = NULL, many = NULL;
  g_autoptr (BrMassPreview) preview = NULL;
  Stopped stopped = { .cancellable = cancellable };
  g_autofree guint32 *repeated = g_new (guint32, N_REPEATED);

  fill_three (fixture);
  ids = all_ids (fixture);
  for (guint i = 0; i < N_REPEATED; i++)
    repeated[i] = ids->ids[2]; /* without a price: looked at, left as it is */
  repeated[0] = ids->ids[0];
  many = br_id_list_new_take (g_steal_pointer (&repeated), N_REPEATED);
  br_catalogue_service_apply_async (service, &fixture->actor, NULL, "Prices", &edit, many, stop_cb, &stopped, cancellable, stopped_cb, &stopped);
  while (!stopped.ended)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (stopped.seen, <, N_REPEATED);
  br_catalogue_preview (fixture->store, &edit, ids, 10, &preview, NULL);
  g_assert_cmpint (((BrMassChange *) preview->changes->pdata[0])->before.integer, ==, 2000);
}

typedef struct
{
  BrIdList *ids;
  guint of[BR_STATUS_RETIRED + 1];
} Counts;

static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Counts *counts = data;

  return br_sku_query_count_statuses (db, counts->ids, cancellable, counts->of, error);
}

/* All of them stand in that status. */
static void
assert_statuses (Fixture *fixture, BrIdList *ids, BrLifeCycle status)
{
  Counts counts = { .ids = ids };
  g_autoptr (GError) error = NULL;

  br_store_read (fixture->store, count_job, &counts, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts.of[status], ==, ids->n);
}

/* What is listed does not become a draft again, and may go on to clearance. */
static void
test_bulk_status (Fixture *fixture, gconstpointer data)
{
  BrMassEdit edit = { .field = BR_MASS_STATUS, .operation = BR_MASS_SET };
  g_autoptr (BrIdList) ids = NULL;
  g_autoptr (BrMassPreview) back = NULL, unsaid = NULL, on = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  BrId change;
  g_autoptr (GError) error = NULL;

  fill_three (fixture);
  ids = all_ids (fixture);
  br_value_set_int (&edit.value, BR_STATUS_DRAFT);
  br_catalogue_preview (fixture->store, &edit, ids, 10, &back, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back->n_impossible, ==, 3);
  g_assert_cmpint (back->n_changes, ==, 0);
  g_assert_cmpuint (back->changes->len, ==, 3); /* each is listed with its reason */
  g_assert_error (((BrMassChange *) back->changes->pdata[0])->problem, BR_ERROR, BR_ERROR_INVALID);
  g_assert_nonnull (((BrMassChange *) back->changes->pdata[0])->name);
  br_value_set_int (&edit.value, BR_STATUS_CLEARANCE);
  br_catalogue_preview (fixture->store, &edit, ids, 10, &unsaid, &error);
  g_assert_no_error (error);
  g_assert_cmpint (unsaid->n_impossible, ==, 3); /* nobody says why */
  edit.note = g_strdup ("end of the season");
  br_catalogue_preview (fixture->store, &edit, ids, 10, &on, &error);
  g_assert_no_error (error);
  g_assert_cmpint (on->n_changes, ==, 3);
  assert_statuses (fixture, ids, BR_STATUS_LISTED);
  g_assert_true (br_catalogue_apply (fixture->store, &fixture->actor, "Clearance", &edit, ids, &change, &problems, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 0);
  assert_statuses (fixture, ids, BR_STATUS_CLEARANCE);
  br_mass_edit_clear (&edit);
}

/* Who may not go below the floor gets a problem for each, and the rest is changed. */
static void
test_floor_needs_a_right (Fixture *fixture, gconstpointer data)
{
  BrMassEdit edit = { .field = BR_MASS_PRICE, .operation = BR_MASS_SET };
  g_autoptr (BrIdList) ids = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  BrId change = { 0 };

  fill_three (fixture);
  ids = all_ids (fixture);
  fixture->actor.role = BR_ROLE_MERCHANDISER;
  if (br_role_has_right (fixture->actor.role, BR_RIGHT_APPROVE_BELOW_FLOOR))
    {
      g_test_skip ("merchandisers may approve");
      return;
    }
  br_value_set_int (&edit.value, 500);
  br_catalogue_apply (fixture->store, &fixture->actor, "Prices", &edit, ids, &change, &problems, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 3);
  g_assert_error (((BrEditProblem *) problems->pdata[0])->error, BR_ERROR, BR_ERROR_REFUSED);
  g_assert_true (br_id_is_none (&change));
  br_mass_edit_clear (&edit);
}

/* Changes are announced on main, with the rows they touched. */

static void
changed_cb (BrCatalogueService *service, BrViewChange *change, gsize *n_skus)
{
  *n_skus += change->n_skus;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_catalogue_service_save_product_finish (BR_CATALOGUE_SERVICE (source), result, data, &error);
  g_assert_no_error (error);
}

static void
test_announced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrCatalogueService) service = br_catalogue_service_new (fixture->store);
  g_autoptr (BrProductDetail) tea = new_product (1, 1290);
  BrId change = { 0 };
  gsize n_skus = 0;

  g_signal_connect (service, "changed", G_CALLBACK (changed_cb), &n_skus);
  br_catalogue_service_save_product_async (service, &fixture->actor, NULL, "New", NULL, tea, NULL, saved_cb, &change);
  while (br_id_is_none (&change) || n_skus == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_skus, ==, 1);
}

/* Where and when the answers of a query came. */
typedef struct
{
  GThread *first;
  GThread *all;
  gsize n_first;
  gsize n_all;
} Answers;

static void
first_rows_cb (BrIdList *ids, GPtrArray *rows, gpointer data)
{
  Answers *answers = data;

  g_assert_null (answers->all);
  g_assert_cmpuint (rows->len, ==, ids->n);
  answers->first = g_thread_self ();
  answers->n_first = ids->n;
}

static void
queried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answers *answers = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrIdList) ids = br_catalogue_service_query_finish (BR_CATALOGUE_SERVICE (source), result, &error);

  g_assert_no_error (error);
  answers->all = g_thread_self ();
  answers->n_all = ids->n;
}

/* Models of the window take them, so both come on main: also when main sleeps between two rounds of its loop. */
static void
test_answers_on_main (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrCatalogueService) service = br_catalogue_service_new (fixture->store);
  g_autoptr (BrProductDetail) tea = new_product (1, 1290);
  BrSkuQuery query = { .sort = BR_SKU_SORT_NAME };
  Answers answers = { 0 };

  save (fixture, NULL, tea);
  br_catalogue_service_query_async (service, &query, first_rows_cb, &answers, NULL, queried_cb, &answers);
  while (answers.all == NULL)
    {
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_true (answers.first == g_thread_self ());
  g_assert_true (answers.all == g_thread_self ());
  g_assert_cmpuint (answers.n_first, ==, 1);
  g_assert_cmpuint (answers.n_all, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/catalogue/save-and-load", Fixture, NULL, set_up, test_save_and_load, tear_down);
  g_test_add ("/catalogue/delete-product", Fixture, NULL, set_up, test_delete_product, tear_down);
  g_test_add ("/catalogue/two-windows", Fixture, NULL, set_up, test_two_windows, tear_down);
  g_test_add ("/catalogue/undo", Fixture, NULL, set_up, test_undo, tear_down);
  g_test_add ("/catalogue/bulk", Fixture, NULL, set_up, test_bulk, tear_down);
  g_test_add ("/catalogue/bulk-makes-prices", Fixture, NULL, set_up, test_bulk_makes_prices, tear_down);
  g_test_add ("/catalogue/bulk-stopped", Fixture, GINT_TO_POINTER (TRUE), set_up, test_bulk_stopped, tear_down);
  g_test_add ("/catalogue/bulk-status", Fixture, NULL, set_up, test_bulk_status, tear_down);
  g_test_add ("/catalogue/floor-needs-a-right", Fixture, NULL, set_up, test_floor_needs_a_right, tear_down);
  g_test_add ("/catalogue/announced", Fixture, GINT_TO_POINTER (TRUE), set_up, test_announced, tear_down);
  g_test_add ("/catalogue/answers-on-main", Fixture, GINT_TO_POINTER (TRUE), set_up, test_answers_on_main, tear_down);
  return g_test_run ();
}
