/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The print queue: ordering, counters, moves that compare first, templates, what hangs on the shelves. */
#include "config.h"

#include "br-error.h"
#include "print-shop.h"

#define BIT(state) (1u << (state))

/* Parts of any size give the same rows; a job that was never finished shows what is missing as failed. */
static void
test_parts (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  gint64 whole = print_shop_order (fixture, template, 5, 3, 1000, NULL), parts = print_shop_order (fixture, template, 5, 3, 4, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM print_label a JOIN print_label b ON b.seq = a.seq AND b.item = a.item AND b.copy = a.copy"
                                          " WHERE a.job = %" G_GINT64_FORMAT " AND b.job = %" G_GINT64_FORMAT,
                                          whole, parts);

  g_assert_cmpint (fixture_int (fixture, sql), ==, 15);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_item"), ==, 10);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM job_template"), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_job WHERE taken = total"), ==, 2);
}

static void
test_torn (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  g_autoptr (GPtrArray) items = print_shop_items (1, 10, NULL);
  PrintShopOrder job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = PRINT_SHOP_PRINTER, .items = items }, .limit = 4 };
  PrintCall call = { 0 };
  const BrPrintJobView *view;

  fixture_print_write (fixture, print_shop_order_job, &job);
  fixture_print_write (fixture, print_shop_torn_job, NULL);
  fixture_print_write (fixture, print_shop_torn_job, NULL); /* said once */
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_event"), ==, 1);
  fixture_read (fixture, print_shop_jobs_job, &call);
  view = call.list->pdata[0];
  g_assert_cmpint (view->total, ==, 10);
  g_assert_cmpint (view->n[BR_LABEL_QUEUED], ==, 4);
  g_assert_cmpint (view->n[BR_LABEL_FAILED], ==, 6);
  g_assert_cmpint (view->missing, ==, 6);
  g_ptr_array_unref (call.list);
}

/* Reserved once a label, kept with it, never given twice. */
static void
test_counter (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (TRUE);

  print_shop_order (fixture, template, 2, 2, 3, NULL);
  print_shop_order (fixture, template, 1, 1, 100, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (DISTINCT sequences) FROM print_label"), ==, 5);
  g_assert_cmpint (fixture_int (fixture, "SELECT next FROM label_sequence WHERE name = 'no'"), ==, 125);
  g_assert_cmpint (fixture_int (fixture, "SELECT json_extract (sequences, '$.no') FROM print_label WHERE job = 1 AND seq = 4"), ==, 115);
}

static void
test_limits (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  g_autoptr (GPtrArray) none = print_shop_items (0, 1, NULL), zero = print_shop_items (1, 0, NULL), million = print_shop_items (100, 10000, NULL),
                        one = print_shop_items (1, 1, NULL);
  struct
  {
    GPtrArray *items;
    const char *printer;
    int code;
  } rows[] = { { none, PRINT_SHOP_PRINTER, BR_ERROR_RANGE },
               { zero, PRINT_SHOP_PRINTER, BR_ERROR_RANGE },
               { million, PRINT_SHOP_PRINTER, BR_ERROR_RANGE },
               { one, "file:/tmp/y", BR_ERROR_NOT_FOUND } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PrintShopOrder job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = rows[i].printer, .items = rows[i].items },
                             .limit = 100 };
      g_autoptr (GError) error = NULL;

      g_assert_false (br_store_print_write (fixture->store, print_shop_order_job, &job, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
    }
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_job"), ==, 0);
}

/* In order of jobs; a job waits while one of its labels waits for a person, the others go on. */
static void
test_next (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);

  print_shop_order (fixture, template, 1, 3, 10, NULL);
  print_shop_order (fixture, template, 1, 2, 10, NULL);
  print_shop_assert_next (fixture, 0, 0, "1/1 1/2 1/3");
  print_shop_assert_next (fixture, 1, 2, "1/3");
  print_shop_assert_next (fixture, 1, 3, "2/1 2/2");
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_QUEUED), BR_LABEL_ARMED));
  print_shop_assert_next (fixture, 0, 0, "1/2 1/3");
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_ARMED), BR_LABEL_UNCERTAIN));
  print_shop_assert_next (fixture, 0, 0, "2/1 2/2");
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_UNCERTAIN), BR_LABEL_QUEUED));
  print_shop_assert_next (fixture, 0, 0, "1/1 1/2 1/3");
}

/* Only from where it is said to be; attempts are counted, what is out of the ordinary is an event, a job closes by its last label. */
static void
test_moves (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);

  print_shop_order (fixture, template, 1, 1, 10, NULL);
  g_assert_false (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_ARMED), BR_LABEL_SENT));
  g_assert_false (print_shop_move (fixture, 1, 9, ~0u, BR_LABEL_SENT));
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_QUEUED), BR_LABEL_ARMED));
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_ARMED), BR_LABEL_SENT));
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_event"), ==, 0);
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_SENT), BR_LABEL_UNCERTAIN));
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_UNCERTAIN), BR_LABEL_QUEUED));
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_QUEUED), BR_LABEL_ARMED));
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_event"), ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT attempt * 10 + session FROM print_label"), ==, 27);
  g_assert_cmpint (fixture_int (fixture, "SELECT open FROM print_job"), ==, 1);
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_ARMED), BR_LABEL_PRINTED));
  g_assert_cmpint (fixture_int (fixture, "SELECT open FROM print_job"), ==, 0);
}

static gboolean
tamper_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, data, error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

static void
test_events_stay (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  static const char *const rows[] = { "DELETE FROM print_event", "UPDATE print_event SET note = 'x'" };

  print_shop_order (fixture, template, 1, 1, 10, NULL);
  g_assert_true (print_shop_move (fixture, 1, 1, BIT (BR_LABEL_QUEUED), BR_LABEL_FAILED));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_false (br_store_print_write (fixture->store, tamper_job, (gpointer) rows[i], NULL));
}

/* The last one out is what hangs there; only what the template shows counts. */
static void
test_shelf (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE), bare = print_shop_template (FALSE);
  const BrId sku = fixture_id (fixture);

  print_shop_order (fixture, template, 1, 2, 10, &sku);
  g_ptr_array_set_size (bare->fields, 1);
  print_shop_order (fixture, bare, 1, 1, 10, &sku);
  print_shop_move (fixture, 2, 1, ~0u, BR_LABEL_PRINTED); /* it shows no price */
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM shelf_label"), ==, 0);
  print_shop_move (fixture, 1, 1, ~0u, BR_LABEL_PRINTED);
  print_shop_move (fixture, 1, 2, ~0u, BR_LABEL_PRINTED);
  g_assert_cmpint (fixture_int (fixture, "SELECT price_minor FROM shelf_label WHERE job = 1 AND seq = 2 AND regular_minor IS NULL"), ==, 1230);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM shelf_label"), ==, 1);
}

/* The clock was an hour ahead and is set right: what comes out now hangs on the shelf all the same. */
static void
test_shelf_clock (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  const BrId sku = fixture_id (fixture);

  print_shop_order (fixture, template, 1, 2, 10, &sku);
  print_shop_move (fixture, 1, 1, ~0u, BR_LABEL_PRINTED);
  fixture->now_us -= (gint64) 3600 * G_USEC_PER_SEC;
  print_shop_move (fixture, 1, 2, ~0u, BR_LABEL_PRINTED);
  g_assert_cmpint (fixture_int (fixture, "SELECT seq FROM shelf_label"), ==, 2);
}

/* An order keeps the template it was made with. */
static void
test_kept_template (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);

  print_shop_order (fixture, template, 1, 1, 10, NULL);
  print_shop_order (fixture, template, 1, 1, 10, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (DISTINCT template) FROM print_job"), ==, 1);
  template->media.gap++;
  print_shop_order (fixture, template, 1, 1, 10, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (DISTINCT template) FROM print_job"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/print-queue/parts", test_parts);
  g_test_add_func ("/store/print-queue/torn", test_torn);
  g_test_add_func ("/store/print-queue/counter", test_counter);
  g_test_add_func ("/store/print-queue/limits", test_limits);
  g_test_add_func ("/store/print-queue/next", test_next);
  g_test_add_func ("/store/print-queue/moves", test_moves);
  g_test_add_func ("/store/print-queue/events-stay", test_events_stay);
  g_test_add_func ("/store/print-queue/shelf", test_shelf);
  g_test_add_func ("/store/print-queue/shelf-clock", test_shelf_clock);
  g_test_add_func ("/store/print-queue/kept-template", test_kept_template);
  return g_test_run ();
}
