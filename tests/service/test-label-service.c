/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label service as the window uses it: orders, templates, what is out of date, history. */
#include "config.h"

#include "br-label-history.h"
#include "br-print-queue.h"
#include "label-world.h"

static void
test_print (void)
{
  static const char *const codes[] = { "A-1", "A-2", NULL };
  LabelWorld world;
  BrLabelOrder *order;
  g_autoptr (GPtrArray) jobs = NULL, labels = NULL, cancelled = NULL, again = NULL;
  g_autoptr (BrLabelPreview) picture = NULL;
  g_autoptr (GError) error = NULL;
  gint64 job, second;

  label_world_init (&world, "print");
  order = label_world_order (&world, codes);
  ((BrPrintItem *) order->items->pdata[0])->copies = 600; /* more than one part */
  job = label_world_print (&world, order);
  br_label_service_jobs_async (world.service, &(BrPrintJobQuery) { .which = BR_PRINT_JOBS_OPEN, .limit = 10 }, NULL, label_world_ready_cb, &world);
  jobs = br_label_service_jobs_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->total, ==, 601);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->n[BR_LABEL_QUEUED], ==, 601);
  g_assert_cmpstr (((BrPrintJobView *) jobs->pdata[0])->person, ==, "Lin");
  labels = label_world_labels (&world, job, 0);
  g_assert_cmpuint (labels->len, ==, 601);
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[600])->code, ==, "A-2");
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[0])->price, ==, "10.50");
  br_label_service_picture_async (world.service, job, 601, NULL, label_world_ready_cb, &world);
  picture = br_label_service_picture_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_cmpuint (picture->bitmap->width, ==, 480);
  g_assert_cmpuint (picture->bitmap->height, ==, 320);
  label_world_command (&world, job, BR_QUEUE_CANCEL);
  cancelled = label_world_labels (&world, job, BR_LABEL_CANCELLED);
  g_assert_cmpuint (cancelled->len, ==, 601);
  br_label_service_reprint_async (world.service, job, 600, 601, "Mei", label_world_ready_cb, &world);
  br_label_service_reprint_finish (world.service, label_world_wait (&world), &second, &error);
  g_assert_no_error (error);
  label_world_next (&world);
  again = label_world_labels (&world, second, BR_LABEL_QUEUED);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpstr (((BrPrintLabelView *) again->pdata[1])->code, ==, "A-2");
  g_assert_cmpuint (world.n_queue, >, 0);
  label_world_clear (&world);
}

/* A price changes while the dialog is open: the label has the new one, beside what was typed; an article that is gone is printed as it was. */
static void
test_print_now (void)
{
  static const char *const codes[] = { "A-1", "B-1", NULL };
  LabelWorld world;
  BrLabelOrder *order;
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GPtrArray) labels = NULL;

  label_world_init (&world, "print-now");
  order = label_world_order (&world, codes);
  order->typed = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (order->typed, g_strdup ("sku"));
  g_ptr_array_add (order->typed, g_strdup ("typed"));
  ((BrPrintItem *) order->items->pdata[1])->sku.bytes[15] ^= 1;
  br_label_fields_set (((BrPrintItem *) order->items->pdata[1])->fields, "price", "7.00");
  report = run_text ("SKU,price\nA-1,9.90\n", world.store, BR_IMPORT_REJECT_ALL);
  labels = label_world_labels (&world, label_world_print (&world, order), 0);
  g_assert_cmpuint (labels->len, ==, 2);
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[0])->price, ==, "9.90");
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[0])->code, ==, "typed");
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[1])->price, ==, "7.00");
  label_world_clear (&world);
}

static gboolean
spoil_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement =
      br_db_statement (tx->db, "CREATE TRIGGER spoil BEFORE INSERT ON print_label WHEN new.seq > 700 BEGIN SELECT RAISE (ABORT, 'no more'); END", error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

/* The store fails in the middle of a large order: what was taken is told, and what was not shows as missing at once. */
static void
test_print_part (void)
{
  static const char *const codes[] = { "A-1", NULL };
  LabelWorld world;
  BrLabelOrder *order;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;
  gint64 job, taken;

  label_world_init (&world, "print-part");
  g_assert_true (br_store_print_write (world.store, spoil_job, NULL, &error));
  order = label_world_order (&world, codes);
  ((BrPrintItem *) order->items->pdata[0])->copies = 1200;
  br_label_service_print_async (world.service, order, label_world_ready_cb, &world);
  g_assert_false (br_label_service_print_finish (world.service, label_world_wait (&world), &job, &taken, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpint (taken, ==, 500);
  label_world_next (&world);
  br_label_service_jobs_async (world.service, &(BrPrintJobQuery) { .which = BR_PRINT_JOBS_OPEN, .limit = 10 }, NULL, label_world_ready_cb, &world);
  jobs = br_label_service_jobs_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->id, ==, job);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->missing, ==, 700);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->n[BR_LABEL_QUEUED], ==, 500);
  label_world_clear (&world);
}

static void
put (LabelWorld *world, BrLabelTemplate *template, int base, GError **error)
{
  br_label_service_put_template_async (world->service, template, base, NULL, label_world_ready_cb, world);
  br_label_service_write_finish (world->service, label_world_wait (world), error);
  label_world_next (world);
}

static void
test_templates (void)
{
  LabelWorld world;
  g_autoptr (BrLabelTemplate) stock = NULL, own = NULL, saved = NULL, restored = NULL, imported = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "template.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  label_world_init (&world, "templates");
  stock = label_world_template (&world, "shelf-60x40");
  g_assert_cmpint (stock->revision, ==, 0);
  own = br_label_template_copy (stock);
  g_free (own->name);
  own->name = g_strdup ("Ours");
  put (&world, own, 0, &error);
  g_assert_no_error (error);
  saved = label_world_template (&world, "shelf-60x40");
  g_assert_cmpstr (saved->name, ==, "Ours");
  g_assert_cmpint (saved->revision, ==, 1);
  put (&world, own, 0, &error); /* another window had the one that came with Backroom open */
  g_assert_error (error, BR_ERROR, BR_ERROR_CONFLICT);
  g_clear_error (&error);

  br_label_service_write_template_async (world.service, saved, file, NULL, label_world_ready_cb, &world);
  br_label_service_write_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  br_label_service_read_template_async (world.service, file, NULL, label_world_ready_cb, &world);
  imported = br_label_service_read_template_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_cmpstr (imported->name, ==, "Ours");
  g_assert_cmpstr (imported->key, !=, "shelf-60x40"); /* the key is taken: it becomes one of its own */

  br_label_service_delete_template_async (world.service, "shelf-60x40", NULL, label_world_ready_cb, &world);
  br_label_service_write_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  restored = label_world_template (&world, "shelf-60x40");
  g_assert_cmpint (restored->revision, ==, 0);
  g_assert_cmpstr (restored->name, ==, stock->name);
  g_assert_cmpuint (world.n_templates, >=, 2);
  label_world_clear (&world);
}

static gboolean
printed_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrPrintMove move = { .job = *(gint64 *) data, .seq = 1, .from = 1 << BR_LABEL_QUEUED, .to = BR_LABEL_PRINTED, .proof = BR_PROOF_LABEL };

  return br_print_move (tx, &move, error);
}

/* A price changes: the count of what is out of date follows by itself, by whatever way the price came. */
static void
test_stale (void)
{
  static const char *const codes[] = { "A-1", NULL };
  LabelWorld world;
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GPtrArray) stale = NULL;
  g_autoptr (GError) error = NULL;
  const BrStaleLabel *label;
  gint64 job, total;

  label_world_init (&world, "stale");
  job = label_world_print (&world, label_world_order (&world, codes));
  br_store_print_write (world.store, printed_job, &job, &error);
  g_assert_no_error (error);
  report = run_text ("SKU,price\nA-1,9.90\n", world.store, BR_IMPORT_REJECT_ALL);
  while (br_label_service_n_stale (world.service) != 1)
    g_main_context_iteration (NULL, TRUE);
  br_label_service_stale_async (world.service, &(BrStaleQuery) { .limit = 10 }, NULL, label_world_ready_cb, &world);
  stale = br_label_service_stale_finish (world.service, label_world_wait (&world), &total, &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_cmpint (total, ==, 1);
  label = stale->pdata[0];
  g_assert_cmpint (label->printed_minor, ==, 1050);
  g_assert_cmpint (label->now_minor, ==, 990);
  for (int mark = BR_SHELF_GONE; mark >= BR_SHELF_THERE; mark--)
    {
      br_label_service_mark_shelf_async (world.service, &label->sku, 1, (BrShelfMark) mark, label_world_ready_cb, &world);
      br_label_service_write_finish (world.service, label_world_wait (&world), &error);
      g_assert_no_error (error);
      label_world_next (&world);
      while (br_label_service_n_stale (world.service) != (mark == BR_SHELF_GONE ? 0 : 1))
        g_main_context_iteration (NULL, TRUE);
    }
  label_world_clear (&world);
}

static gboolean
age_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE print_job SET at_us = at_us - 86400000000 * 100", error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

static void
pruned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_label_history_prune_finish (result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* Orders that are done go by their age; the lists are told once, and a label on a shelf is still known. */
static void
test_history (void)
{
  static const char *const codes[] = { "A-1", "A-2", NULL };
  LabelWorld world;
  BrPrintKeep keep = { .most = 1000 };
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;
  gboolean pruned = FALSE;
  gint64 job, open;

  label_world_init (&world, "history");
  job = label_world_print (&world, label_world_order (&world, codes));
  br_store_print_write (world.store, printed_job, &job, &error);
  g_assert_no_error (error);
  label_world_command (&world, job, BR_QUEUE_CANCEL);
  open = label_world_print (&world, label_world_order (&world, codes));
  br_store_print_write (world.store, age_job, NULL, &error);
  g_assert_no_error (error);
  keep.before_us = g_get_real_time () - (gint64) 86400 * 50 * G_USEC_PER_SEC;
  br_label_history_prune_async (world.store, &keep, NULL, pruned_cb, &pruned);
  while (!pruned)
    g_main_context_iteration (NULL, TRUE);
  br_label_service_jobs_async (world.service, &(BrPrintJobQuery) { .limit = 10 }, NULL, label_world_ready_cb, &world);
  jobs = br_label_service_jobs_finish (world.service, label_world_wait (&world), &error);
  g_assert_no_error (error);
  label_world_next (&world);
  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->id, ==, open);
  report = run_text ("SKU,price\nA-1,9.90\n", world.store, BR_IMPORT_REJECT_ALL);
  while (br_label_service_n_stale (world.service) != 1)
    g_main_context_iteration (NULL, TRUE);
  label_world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  br_thread_set_main ();
  g_test_add_func ("/service/labels/print", test_print);
  g_test_add_func ("/service/labels/print-now", test_print_now);
  g_test_add_func ("/service/labels/print-part", test_print_part);
  g_test_add_func ("/service/labels/templates", test_templates);
  g_test_add_func ("/service/labels/stale", test_stale);
  g_test_add_func ("/service/labels/history", test_history);
  return g_test_run ();
}
