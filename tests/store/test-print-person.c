/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person says about orders: cancel, pause, try again, which came out, another printer, print again. */
#include "config.h"

#include "br-error.h"
#include "print-shop.h"

#define BIT(state) (1u << (state))

static gboolean
cancel_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrintCall *call = data;

  return br_print_cancel (tx, call->job, &call->number, error);
}

static gboolean
pause_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrintCall *call = data;

  return br_print_pause (tx, call->job, call->flag, error);
}

static gboolean
retry_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrintCall *call = data;

  return br_print_retry_failed (tx, call->job, &call->number, error);
}

static gboolean
resolve_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrintCall *call = data;

  return br_print_resolve (tx, call->list, (gsize) call->number, error);
}

static gboolean
reprint_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrintCall *call = data;

  return br_print_reprint (tx, call->job, 2, 3, "Ann", &call->number, error);
}

static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_print_count (db, PRINT_SHOP_PRINTER, &((PrintCall *) data)->counts, error);
}

/* Cancelling leaves what the printer has; HELD goes on by resuming, FAILED by trying again. */
static void
test_person (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  PrintCall call = { .job = print_shop_order (fixture, template, 1, 5, 10, NULL) };

  print_shop_move (fixture, 1, 1, ~0u, BR_LABEL_SENT);
  print_shop_move (fixture, 1, 2, ~0u, BR_LABEL_FAILED);
  print_shop_move (fixture, 1, 3, ~0u, BR_LABEL_HELD);
  fixture_read (fixture, count_job, &call);
  g_assert_cmpint (call.counts.sent * 1000 + call.counts.done * 100 + call.counts.held * 10 + call.counts.waiting, ==, 1112);
  call.flag = TRUE;
  fixture_print_write (fixture, pause_job, &call);
  print_shop_assert_next (fixture, 0, 0, "");
  call.flag = FALSE;
  fixture_print_write (fixture, pause_job, &call);
  print_shop_assert_next (fixture, 0, 0, "1/3 1/4 1/5");
  fixture_print_write (fixture, retry_job, &call);
  g_assert_cmpint (call.number, ==, 1);
  print_shop_assert_next (fixture, 0, 0, "1/2 1/3 1/4 1/5");
  fixture_print_write (fixture, cancel_job, &call);
  g_assert_cmpint (call.number, ==, 4);
  g_assert_cmpint (fixture_int (fixture, "SELECT state FROM print_label WHERE seq = 1"), ==, BR_LABEL_SENT);
  g_assert_cmpint (fixture_int (fixture, "SELECT open FROM print_job"), ==, 1);
}

static gboolean
uncertain_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PrintCall *call = data;

  call->list = br_print_uncertain (db, PRINT_SHOP_PRINTER, error);
  return call->list != NULL;
}

static void
make_uncertain (Fixture *fixture, gint64 job, gint64 seq)
{
  print_shop_move (fixture, job, seq, ~0u, BR_LABEL_ARMED);
  print_shop_move (fixture, job, seq, ~0u, BR_LABEL_UNCERTAIN);
}

/* "This is the last one I hold": it and those sent before are out, those sent after it are printed again. */
static void
test_resolve (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  PrintCall call = { .number = 2 };

  print_shop_order (fixture, template, 1, 4, 10, NULL);
  print_shop_order (fixture, template, 1, 1, 10, NULL);
  make_uncertain (fixture, 2, 1); /* the first order was paused meanwhile */
  make_uncertain (fixture, 1, 1);
  make_uncertain (fixture, 1, 2);
  fixture_read (fixture, uncertain_job, &call);
  g_assert_cmpuint (call.list->len, ==, 3);
  fixture_print_write (fixture, resolve_job, &call);
  g_ptr_array_unref (call.list);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_label WHERE state = 5 AND proof = 5 AND seq = 1"), ==, 2);
  print_shop_assert_next (fixture, 0, 0, "1/2 1/3 1/4");
}

/* The answer is about what was shown: what became uncertain since, also by being sent again, is asked about anew. */
static void
test_resolve_late (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  PrintCall call = { .number = 2 };

  print_shop_order (fixture, template, 1, 4, 10, NULL);
  make_uncertain (fixture, 1, 1);
  make_uncertain (fixture, 1, 2);
  fixture_read (fixture, uncertain_job, &call);
  make_uncertain (fixture, 1, 2);
  make_uncertain (fixture, 1, 3);
  fixture_print_write (fixture, resolve_job, &call);
  g_ptr_array_unref (call.list);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_label WHERE state = 5 AND seq = 1"), ==, 1);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_label WHERE state = 6 AND seq IN (2, 3)"), ==, 2);
}

static gboolean
whole_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_print_is_whole (db, ((PrintCall *) data)->job, &((PrintCall *) data)->flag, error);
}

/* Cancelled while it is being written: no part follows, and what was never written counts as cancelled. */
static void
test_cancel_unwritten (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  g_autoptr (GPtrArray) items = print_shop_items (1, 10, NULL);
  PrintShopOrder job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = PRINT_SHOP_PRINTER, .items = items }, .limit = 4 };
  g_autoptr (GError) error = NULL;
  PrintCall call = { .job = 1 };
  const BrPrintJobView *view;

  fixture_print_write (fixture, print_shop_order_job, &job);
  fixture_print_write (fixture, cancel_job, &call);
  g_assert_cmpint (call.number, ==, 10);
  g_assert_false (br_store_print_write (fixture->store, print_shop_order_job, &job, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CANCELLED_BY_USER);
  print_shop_assert_next (fixture, 0, 0, "");
  fixture_read (fixture, whole_job, &call);
  g_assert_true (call.flag); /* an office printer does not wait for more */
  fixture_read (fixture, print_shop_jobs_job, &call);
  view = call.list->pdata[0];
  g_assert_cmpint (view->n[BR_LABEL_CANCELLED], ==, 10);
  g_assert_cmpint (view->missing, ==, 0);
  g_ptr_array_unref (call.list);
}

static gboolean
give_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_print_give (tx, 1, data, error);
}

static gboolean
put_other_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) printer = br_printer_new (data);

  return br_printer_store_put (tx, printer, error);
}

/* Another printer goes on with what its own does not have; what was held for its paper is tried anew. */
static void
test_give (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  g_autoptr (GError) error = NULL;
  char other[] = "file:/tmp/other";

  print_shop_order (fixture, template, 1, 3, 10, NULL);
  g_assert_false (br_store_print_write (fixture->store, give_job, other, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&error);
  fixture_print_write (fixture, put_other_job, other);
  print_shop_move (fixture, 1, 1, ~0u, BR_LABEL_SENT);
  print_shop_move (fixture, 1, 2, ~0u, BR_LABEL_HELD);
  g_assert_false (br_store_print_write (fixture->store, give_job, other, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  print_shop_move (fixture, 1, 1, ~0u, BR_LABEL_PRINTED);
  fixture_print_write (fixture, give_job, other);
  print_shop_assert_next (fixture, 0, 0, "");
  g_assert_cmpint (
      fixture_int (fixture, "SELECT count (*) FROM print_label l JOIN print_job j ON j.id = l.job AND j.printer = 'file:/tmp/other' WHERE l.state = 1"), ==, 2);
}

static gboolean
forget_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_forget (tx, PRINT_SHOP_PRINTER, error);
}

/* A printer stays as long as labels wait for it, written or not; afterwards nothing can be ordered of it any more. */
static void
test_forgotten (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (FALSE);
  g_autoptr (GPtrArray) items = print_shop_items (1, 4, NULL);
  PrintShopOrder job = { .order = { .source = BR_PRINT_SELECTION, .template = template, .printer_key = PRINT_SHOP_PRINTER, .items = items }, .limit = 2 };
  static const BrStoreFunc refused[] = { retry_job, reprint_job };
  PrintCall call = { .job = 1 };

  fixture_print_write (fixture, print_shop_order_job, &job);
  print_shop_move (fixture, 1, 1, ~0u, BR_LABEL_FAILED);
  print_shop_move (fixture, 1, 2, ~0u, BR_LABEL_PRINTED);
  g_assert_false (br_store_print_write (fixture->store, forget_job, NULL, NULL)); /* the next part is on its way */
  fixture_print_write (fixture, print_shop_torn_job, NULL);
  fixture_print_write (fixture, forget_job, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (br_store_print_write (fixture->store, refused[i], &call, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
    }
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print_job WHERE open = 1"), ==, 0);
}

/* With the values and counters of then. */
static void
test_reprint (void)
{
  g_autoptr (Fixture) fixture = print_shop_new ();
  g_autoptr (BrLabelTemplate) template = print_shop_template (TRUE);
  PrintCall call = { .job = print_shop_order (fixture, template, 4, 1, 10, NULL) };
  g_autoptr (GError) error = NULL;

  fixture_print_write (fixture, reprint_job, &call);
  g_assert_cmpint (call.number, ==, 2);
  g_assert_cmpint (
      fixture_int (fixture,
                   "SELECT count (*) FROM print_label a JOIN print_label b ON b.job = 1 AND b.seq = a.seq + 1 AND b.sequences = a.sequences WHERE a.job = 2"),
      ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT total * 10 + source FROM print_job WHERE id = 2"), ==, 20 + BR_PRINT_REPRINT);
  g_assert_cmpint (
      fixture_int (fixture, "SELECT count (*) FROM print_job a JOIN print_job b ON b.id = 1 AND b.now_us = a.now_us AND b.at_us < a.at_us WHERE a.id = 2"), ==,
      1);
  g_assert_true (print_shop_move (fixture, 1, 1, ~0u, BR_LABEL_FAILED)); /* no label of the first job comes next */
  fixture_print_write (fixture, cancel_job, &(PrintCall) { .job = 1 });
  fixture_print_write (fixture, print_shop_next_job, &call);
  g_assert_cmpuint (call.list->len, ==, 2); /* the second of two, and the third of four of then */
  g_assert_cmpint (((const BrPrintLabel *) call.list->pdata[1])->seq * 10 + ((const BrPrintLabel *) call.list->pdata[1])->total, ==, 22);
  g_assert_cmpint (((const BrPrintLabel *) call.list->pdata[1])->index * 10 + ((const BrPrintLabel *) call.list->pdata[1])->whole, ==, 34);
  g_ptr_array_unref (call.list);
  call.job = 99;
  g_assert_false (br_store_print_write (fixture->store, reprint_job, &call, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/print-person/person", test_person);
  g_test_add_func ("/store/print-person/resolve", test_resolve);
  g_test_add_func ("/store/print-person/resolve-late", test_resolve_late);
  g_test_add_func ("/store/print-person/cancel-unwritten", test_cancel_unwritten);
  g_test_add_func ("/store/print-person/give", test_give);
  g_test_add_func ("/store/print-person/forgotten", test_forgotten);
  g_test_add_func ("/store/print-person/reprint", test_reprint);
  return g_test_run ();
}
