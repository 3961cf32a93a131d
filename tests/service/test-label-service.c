/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label service over a real store with its threads, as the window uses it. */
#include "config.h"

#include "br-label-history.h"
#include "br-label-service.h"
#include "br-print-queue.h"
#include "br-printer-store.h"
#include "br-sku-query.h"
#include "import-fixture.h"

#define PRINTER "tcp:127.0.0.1:9100"

static const char goods[] = "SKU,name,barcode,price\n"
                            "A-1,Tea,6901234567892,10.50\n"
                            "A-2,Rice,6909876543210,20\n"
                            "B-1,Milk,4006381333931,3\n";

typedef struct
{
  BrStore *store;
  BrLabelService *service;
  GAsyncResult *result; /* of the call under way */
  guint n_queue, n_templates, n_stale;
} World;

static gboolean
put_printer (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) printer = br_printer_new (PRINTER);

  printer->name = g_strdup ("Till");
  printer->language = BR_LANGUAGE_TSPL;
  printer->head.width_dots = 832;
  printer->media_width = 6000;
  printer->media_height = 4000;
  return br_printer_store_put (tx, printer, error);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static BrStore *
open_threaded (const char *name)
{
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GError) error = NULL;
  BrStore *store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error);

  g_assert_no_error (error);
  return store;
}

static void
world_init (World *world, const char *name)
{
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  *world = (World) { .store = open_threaded (name) };
  report = run_text (goods, world->store, BR_IMPORT_REJECT_ALL);
  g_assert_cmpint (report->n_created, ==, 3);
  br_store_print_write (world->store, put_printer, NULL, &error);
  g_assert_no_error (error);
  world->service = br_label_service_new (world->store);
  g_signal_connect_swapped (world->service, "queue-changed", G_CALLBACK (count_cb), &world->n_queue);
  g_signal_connect_swapped (world->service, "templates-changed", G_CALLBACK (count_cb), &world->n_templates);
  g_signal_connect_swapped (world->service, "stale-changed", G_CALLBACK (count_cb), &world->n_stale);
}

static void
world_clear (World *world)
{
  g_clear_object (&world->result);
  g_object_add_weak_pointer (G_OBJECT (world->service), (gpointer *) &world->service);
  g_object_unref (world->service);
  while (world->service != NULL) /* a count under way holds it until it is done */
    g_main_context_iteration (NULL, TRUE);
  br_store_unref (world->store);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((World *) user_data)->result, result);
}

static GAsyncResult *
wait (World *world)
{
  while (world->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return world->result;
}

static void
next (World *world)
{
  g_clear_object (&world->result);
}

static BrIdList *
find_skus (World *world, const char *const *codes)
{
  g_autoptr (GString) text = g_string_new ("SKU\n");
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "codes.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelFile) found = NULL;
  guint32 *ids;

  for (guint i = 0; codes[i] != NULL; i++)
    g_string_append_printf (text, "%s\n", codes[i]);
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
  br_label_service_file_async (world->service, file, NULL, ready_cb, world);
  found = br_label_service_file_finish (world->service, wait (world), &error);
  g_assert_no_error (error);
  next (world);
  ids = g_new (guint32, found->lines->len);
  for (guint i = 0; i < found->lines->len; i++)
    ids[i] = g_array_index (found->lines, BrLabelFileLine, i).sku;
  return br_id_list_new_take (ids, found->lines->len);
}

static BrLabelTemplate *
find_template (World *world, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) templates = NULL;
  BrLabelTemplate *found = NULL;

  br_label_service_templates_async (world->service, NULL, ready_cb, world);
  templates = br_label_service_templates_finish (world->service, wait (world), &error);
  g_assert_no_error (error);
  next (world);
  for (guint i = 0; i < templates->len; i++)
    if (g_str_equal (((BrLabelTemplate *) templates->pdata[i])->key, key))
      found = br_label_template_ref (templates->pdata[i]);
  return found;
}

static BrLabelOrder *
make_order (World *world, const char *const *codes)
{
  g_autoptr (BrIdList) skus = find_skus (world, codes);
  g_autoptr (GError) error = NULL;
  BrLabelOrder *order = br_label_order_new ();

  br_label_service_items_async (world->service, skus, NULL, ready_cb, world);
  g_ptr_array_unref (order->items);
  order->items = br_label_service_items_finish (world->service, wait (world), &error);
  g_assert_no_error (error);
  next (world);
  g_assert_cmpuint (order->items->len, ==, skus->n);
  order->template = find_template (world, "shelf-60x40");
  g_assert_nonnull (order->template);
  order->printer_key = g_strdup (PRINTER);
  order->person = g_strdup ("Lin");
  return order;
}

static gint64
print (World *world, BrLabelOrder *order)
{
  g_autoptr (GError) error = NULL;
  gint64 job = 0, taken, n = br_label_order_count (order);

  br_label_service_print_async (world->service, order, ready_cb, world);
  br_label_service_print_finish (world->service, wait (world), &job, &taken, &error);
  g_assert_no_error (error);
  g_assert_cmpint (taken, ==, n);
  next (world);
  return job;
}

static GPtrArray *
load_labels (World *world, gint64 job, BrLabelState state)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *labels;

  br_label_service_labels_async (world->service, job, state, 0, 1000, NULL, ready_cb, world);
  labels = br_label_service_labels_finish (world->service, wait (world), &error);
  g_assert_no_error (error);
  next (world);
  return labels;
}

static void
command (World *world, gint64 job, BrQueueCommand what)
{
  g_autoptr (GError) error = NULL;

  br_label_service_command_async (world->service, job, what, NULL, ready_cb, world);
  br_label_service_write_finish (world->service, wait (world), &error);
  g_assert_no_error (error);
  next (world);
}

static void
plan_progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  g_assert_cmpint (done, <=, total);
}

static void
test_plan (void)
{
  static const char *const codes[] = { "A-1", "A-2", "B-1", NULL };
  World world;
  g_autoptr (BrLabelOrder) order = NULL;
  g_autoptr (BrLabelPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  BrPrintItem *item;

  world_init (&world, "plan");
  order = make_order (&world, codes);
  item = order->items->pdata[1];
  item->copies = 3;
  br_label_fields_set (item->fields, "gtin", "6909876543219"); /* a wrong check digit: this row is stopped, the others are not */
  br_label_service_plan_async (world.service, order, plan_progress_cb, NULL, NULL, ready_cb, &world);
  plan = br_label_service_plan_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_cmpint (plan->n_labels, ==, 5);
  g_assert_cmpint (plan->roll_mm, ==, 5 * 42);
  g_assert_cmpint (plan->n_checked, ==, 3);
  g_assert_cmpint (plan->n_blocked, ==, 1);
  for (guint i = 0; i < plan->problems->len; i++)
    {
      const BrLabelProblem *problem = plan->problems->pdata[i];

      g_test_message ("row %" G_GINT64_FORMAT " %s: %s", problem->row, problem->what, problem->text);
      g_assert_true (problem->warning || problem->row == 1);
    }
  g_free (order->printer_key);
  order->printer_key = g_strdup ("tcp:nowhere:1");
  br_label_service_plan_async (world.service, order, NULL, NULL, NULL, ready_cb, &world);
  g_assert_null (br_label_service_plan_finish (world.service, wait (&world), &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  next (&world);
  world_clear (&world);
}

/* The same labels as pages; the row that is stopped is left out, and listed. */
static void
test_pdf (void)
{
  static const char *const codes[] = { "A-1", "A-2", "B-1", NULL };
  World world;
  g_autoptr (BrLabelOrder) order = NULL;
  g_autoptr (BrLabelPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "labels.pdf", NULL), *text = NULL;
  BrLabelPages pages = { .head = { .dots_num = 12, .dots_den = 1 } };
  gsize length;

  world_init (&world, "pdf");
  order = make_order (&world, codes);
  br_label_fields_set (((BrPrintItem *) order->items->pdata[1])->fields, "gtin", "6909876543219");
  g_clear_pointer (&order->printer_key, g_free); /* no printer is needed */
  br_label_service_pdf_async (world.service, order, &pages, path, NULL, NULL, NULL, ready_cb, &world);
  plan = br_label_service_plan_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_cmpint (plan->n_blocked, ==, 1);
  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
  g_clear_pointer (&plan, br_label_plan_free);
  br_label_service_pdf_async (world.service, order, &pages, "/nowhere/labels.pdf", NULL, NULL, NULL, ready_cb, &world);
  g_assert_null (br_label_service_plan_finish (world.service, wait (&world), &error));
  g_assert_nonnull (error);
  next (&world);
  world_clear (&world);
}

static gboolean
read_counter (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT next FROM print.label_sequence WHERE name = 'box'", error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  *(gint64 *) data = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  return TRUE;
}

/* Pages are paper, too: each copy is a label of its own, and no number is on two of them. */
static void
test_pdf_counts (void)
{
  static const char *const codes[] = { "A-1", "A-2", NULL };
  World world;
  g_autoptr (BrLabelOrder) order = NULL;
  g_autoptr (BrLabelTemplate) template = NULL;
  g_autoptr (BrLabelPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "counted.pdf", NULL);
  BrLabelPages pages = { .head = { .dots_num = 12, .dots_den = 1 } };
  BrLabelObject *text = br_label_object_new (BR_LABEL_OBJECT_TEXT);
  gint64 counter;

  world_init (&world, "pdf-counts");
  order = make_order (&world, codes);
  ((BrPrintItem *) order->items->pdata[0])->copies = 3;
  template = br_label_template_copy (order->template);
  text->x = text->y = 100;
  text->width = text->height = 300;
  text->value = g_strdup ("{seq('box', 100)}");
  g_ptr_array_add (template->objects, text);
  br_label_template_unref (order->template);
  order->template = g_steal_pointer (&template);
  br_label_service_pdf_async (world.service, order, &pages, path, NULL, NULL, NULL, ready_cb, &world);
  plan = br_label_service_plan_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_cmpint (plan->n_checked, ==, 2);
  g_assert_true (br_store_read (world.store, read_counter, &counter, NULL, NULL));
  g_assert_cmpint (counter, ==, 104);
  world_clear (&world);
}

static void
test_print (void)
{
  static const char *const codes[] = { "A-1", "A-2", NULL };
  World world;
  BrLabelOrder *order;
  g_autoptr (GPtrArray) jobs = NULL, labels = NULL, cancelled = NULL, again = NULL;
  g_autoptr (BrLabelPreview) picture = NULL;
  g_autoptr (GError) error = NULL;
  gint64 job, second;

  world_init (&world, "print");
  order = make_order (&world, codes);
  ((BrPrintItem *) order->items->pdata[0])->copies = 600; /* more than one part */
  job = print (&world, order);
  br_label_service_jobs_async (world.service, &(BrPrintJobQuery) { .which = BR_PRINT_JOBS_OPEN, .limit = 10 }, NULL, ready_cb, &world);
  jobs = br_label_service_jobs_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->total, ==, 601);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->n[BR_LABEL_QUEUED], ==, 601);
  g_assert_cmpstr (((BrPrintJobView *) jobs->pdata[0])->person, ==, "Lin");
  labels = load_labels (&world, job, 0);
  g_assert_cmpuint (labels->len, ==, 601);
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[600])->code, ==, "A-2");
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[0])->price, ==, "10.50");
  br_label_service_picture_async (world.service, job, 601, NULL, ready_cb, &world);
  picture = br_label_service_picture_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_cmpuint (picture->bitmap->width, ==, 480);
  g_assert_cmpuint (picture->bitmap->height, ==, 320);
  command (&world, job, BR_QUEUE_CANCEL);
  cancelled = load_labels (&world, job, BR_LABEL_CANCELLED);
  g_assert_cmpuint (cancelled->len, ==, 601);
  br_label_service_reprint_async (world.service, job, 600, 601, "Mei", ready_cb, &world);
  br_label_service_reprint_finish (world.service, wait (&world), &second, &error);
  g_assert_no_error (error);
  next (&world);
  again = load_labels (&world, second, BR_LABEL_QUEUED);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpstr (((BrPrintLabelView *) again->pdata[1])->code, ==, "A-2");
  g_assert_cmpuint (world.n_queue, >, 0);
  world_clear (&world);
}

/* A price changes while the dialog is open: the label has the new one, beside what was typed; an article that is gone is printed as it was. */
static void
test_print_now (void)
{
  static const char *const codes[] = { "A-1", "B-1", NULL };
  World world;
  BrLabelOrder *order;
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GPtrArray) labels = NULL;

  world_init (&world, "print-now");
  order = make_order (&world, codes);
  order->typed = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (order->typed, g_strdup ("sku"));
  g_ptr_array_add (order->typed, g_strdup ("typed"));
  ((BrPrintItem *) order->items->pdata[1])->sku.bytes[15] ^= 1;
  br_label_fields_set (((BrPrintItem *) order->items->pdata[1])->fields, "price", "7.00");
  report = run_text ("SKU,price\nA-1,9.90\n", world.store, BR_IMPORT_REJECT_ALL);
  labels = load_labels (&world, print (&world, order), 0);
  g_assert_cmpuint (labels->len, ==, 2);
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[0])->price, ==, "9.90");
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[0])->code, ==, "typed");
  g_assert_cmpstr (((BrPrintLabelView *) labels->pdata[1])->price, ==, "7.00");
  world_clear (&world);
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
  World world;
  BrLabelOrder *order;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;
  gint64 job, taken;

  world_init (&world, "print-part");
  g_assert_true (br_store_print_write (world.store, spoil_job, NULL, &error));
  order = make_order (&world, codes);
  ((BrPrintItem *) order->items->pdata[0])->copies = 1200;
  br_label_service_print_async (world.service, order, ready_cb, &world);
  g_assert_false (br_label_service_print_finish (world.service, wait (&world), &job, &taken, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpint (taken, ==, 500);
  next (&world);
  br_label_service_jobs_async (world.service, &(BrPrintJobQuery) { .which = BR_PRINT_JOBS_OPEN, .limit = 10 }, NULL, ready_cb, &world);
  jobs = br_label_service_jobs_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->id, ==, job);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->missing, ==, 700);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->n[BR_LABEL_QUEUED], ==, 500);
  world_clear (&world);
}

/* The picture of a label in the queue is the picture that the preview showed. */
static void
test_same_dots (void)
{
  static const char *const codes[] = { "B-1", NULL };
  World world;
  BrLabelOrder *order;
  g_autoptr (BrLabelPreview) preview = NULL, picture = NULL;
  g_autoptr (GError) error = NULL;
  BrHead head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 };
  gint64 job;

  world_init (&world, "same-dots");
  order = make_order (&world, codes);
  br_label_service_preview_async (world.service, order->template, ((BrPrintItem *) order->items->pdata[0])->fields, &head, NULL, ready_cb, &world);
  preview = br_label_service_preview_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  job = print (&world, order);
  br_label_service_picture_async (world.service, job, 1, NULL, ready_cb, &world);
  picture = br_label_service_picture_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_true (br_bitmap_equal (preview->bitmap, picture->bitmap));
  world_clear (&world);
}

static void
put (World *world, BrLabelTemplate *template, int base, GError **error)
{
  br_label_service_put_template_async (world->service, template, base, NULL, ready_cb, world);
  br_label_service_write_finish (world->service, wait (world), error);
  next (world);
}

static void
test_templates (void)
{
  World world;
  g_autoptr (BrLabelTemplate) stock = NULL, own = NULL, saved = NULL, restored = NULL, imported = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "template.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  world_init (&world, "templates");
  stock = find_template (&world, "shelf-60x40");
  g_assert_cmpint (stock->revision, ==, 0);
  own = br_label_template_copy (stock);
  g_free (own->name);
  own->name = g_strdup ("Ours");
  put (&world, own, 0, &error);
  g_assert_no_error (error);
  saved = find_template (&world, "shelf-60x40");
  g_assert_cmpstr (saved->name, ==, "Ours");
  g_assert_cmpint (saved->revision, ==, 1);
  put (&world, own, 0, &error); /* another window had the one that came with Backroom open */
  g_assert_error (error, BR_ERROR, BR_ERROR_CONFLICT);
  g_clear_error (&error);

  br_label_service_write_template_async (world.service, saved, file, NULL, ready_cb, &world);
  br_label_service_write_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  br_label_service_read_template_async (world.service, file, NULL, ready_cb, &world);
  imported = br_label_service_read_template_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_cmpstr (imported->name, ==, "Ours");
  g_assert_cmpstr (imported->key, !=, "shelf-60x40"); /* the key is taken: it becomes one of its own */

  br_label_service_delete_template_async (world.service, "shelf-60x40", NULL, ready_cb, &world);
  br_label_service_write_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  restored = find_template (&world, "shelf-60x40");
  g_assert_cmpint (restored->revision, ==, 0);
  g_assert_cmpstr (restored->name, ==, stock->name);
  g_assert_cmpuint (world.n_templates, >=, 2);
  world_clear (&world);
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
  World world;
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GPtrArray) stale = NULL;
  g_autoptr (GError) error = NULL;
  const BrStaleLabel *label;
  gint64 job, total;

  world_init (&world, "stale");
  job = print (&world, make_order (&world, codes));
  br_store_print_write (world.store, printed_job, &job, &error);
  g_assert_no_error (error);
  report = run_text ("SKU,price\nA-1,9.90\n", world.store, BR_IMPORT_REJECT_ALL);
  while (br_label_service_n_stale (world.service) != 1)
    g_main_context_iteration (NULL, TRUE);
  br_label_service_stale_async (world.service, &(BrStaleQuery) { .limit = 10 }, NULL, ready_cb, &world);
  stale = br_label_service_stale_finish (world.service, wait (&world), &total, &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_cmpint (total, ==, 1);
  label = stale->pdata[0];
  g_assert_cmpint (label->printed_minor, ==, 1050);
  g_assert_cmpint (label->now_minor, ==, 990);
  for (int mark = BR_SHELF_GONE; mark >= BR_SHELF_THERE; mark--)
    {
      br_label_service_mark_shelf_async (world.service, &label->sku, 1, (BrShelfMark) mark, ready_cb, &world);
      br_label_service_write_finish (world.service, wait (&world), &error);
      g_assert_no_error (error);
      next (&world);
      while (br_label_service_n_stale (world.service) != (mark == BR_SHELF_GONE ? 0 : 1))
        g_main_context_iteration (NULL, TRUE);
    }
  world_clear (&world);
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
  World world;
  BrPrintKeep keep = { .most = 1000 };
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;
  gboolean pruned = FALSE;
  gint64 job, open;

  world_init (&world, "history");
  job = print (&world, make_order (&world, codes));
  br_store_print_write (world.store, printed_job, &job, &error);
  g_assert_no_error (error);
  command (&world, job, BR_QUEUE_CANCEL);
  open = print (&world, make_order (&world, codes));
  br_store_print_write (world.store, age_job, NULL, &error);
  g_assert_no_error (error);
  keep.before_us = g_get_real_time () - (gint64) 86400 * 50 * G_USEC_PER_SEC;
  br_label_history_prune_async (world.store, &keep, NULL, pruned_cb, &pruned);
  while (!pruned)
    g_main_context_iteration (NULL, TRUE);
  br_label_service_jobs_async (world.service, &(BrPrintJobQuery) { .limit = 10 }, NULL, ready_cb, &world);
  jobs = br_label_service_jobs_finish (world.service, wait (&world), &error);
  g_assert_no_error (error);
  next (&world);
  g_assert_cmpuint (jobs->len, ==, 1);
  g_assert_cmpint (((BrPrintJobView *) jobs->pdata[0])->id, ==, open);
  report = run_text ("SKU,price\nA-1,9.90\n", world.store, BR_IMPORT_REJECT_ALL);
  while (br_label_service_n_stale (world.service) != 1)
    g_main_context_iteration (NULL, TRUE);
  world_clear (&world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  br_thread_set_main ();
  g_test_add_func ("/service/labels/plan", test_plan);
  g_test_add_func ("/service/labels/pdf", test_pdf);
  g_test_add_func ("/service/labels/pdf-counts", test_pdf_counts);
  g_test_add_func ("/service/labels/print", test_print);
  g_test_add_func ("/service/labels/print-now", test_print_now);
  g_test_add_func ("/service/labels/print-part", test_print_part);
  g_test_add_func ("/service/labels/same-dots", test_same_dots);
  g_test_add_func ("/service/labels/templates", test_templates);
  g_test_add_func ("/service/labels/stale", test_stale);
  g_test_add_func ("/service/labels/history", test_history);
  return g_test_run ();
}
