/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A printer's thread as main sees it: what it is ordered ends on main. */
#include "config.h"

#include "br-error.h"
#include "br-print-thread.h"
#include "br-printer-store.h"
#include "br-worker.h"

#define WAIT_US (200 * 1000) /* in which the thread has long refused it */
#define KEY "net:127.0.0.1:9"

static BrStore *
open_store (void)
{
  BrStoreParams params = { .dir = g_get_user_data_dir (), .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };
  g_autoptr (GError) error = NULL;
  BrStore *store = br_store_open (&params, &error);

  g_assert_no_error (error);
  return store;
}

static gboolean
put_printer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrPrinter) printer = br_printer_new (KEY);

  printer->language = BR_LANGUAGE_TSPL;
  printer->name = g_strdup ("Counter");
  return br_printer_store_put (tx, printer, error);
}

static void
news_cb (const BrPrintNews *news, gpointer data)
{
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (g_task_propagate_pointer (G_TASK (result), &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  *(gboolean *) user_data = TRUE;
}

static void
ended_anyhow_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (g_task_propagate_pointer (G_TASK (result), &error));
  g_assert_nonnull (error);
  *(gboolean *) user_data = TRUE;
}

/*
 * Whoever ordered is held by the task, and with its last reference may go a service, on the thread that lets go. So the thread neither ends a task nor lets go of it: while main does
 * nothing, nothing becomes of it. Refused is an order here because another program has the printers.
 */
static void
test_orders_end_on_main (void)
{
  g_autoptr (BrStore) first = open_store (), second = open_store ();
  g_autoptr (GError) error = NULL;
  BrPrintThread *thread;
  gboolean ended = FALSE;
  GTask *task = g_task_new (NULL, NULL, ended_cb, &ended);

  br_thread_set_main ();
  g_assert_true (br_store_print_write (first, put_printer_job, NULL, &error));
  g_assert_true (br_store_claim_printing (first, &error));
  g_assert_no_error (error);
  thread = br_print_thread_start (second, KEY, news_cb, NULL);
  br_print_thread_command (thread, BR_PRINTER_FEED, task);
  for (gint64 until = g_get_monotonic_time () + WAIT_US; g_get_monotonic_time () < until; g_usleep (1000))
    g_assert_false (g_task_had_error (task));
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  br_print_thread_stop (thread);
}

/* What was not begun fails when its printer is put away, and that on main, too. */
static void
test_orders_of_a_stopped_thread (void)
{
  g_autoptr (BrStore) store = open_store ();
  gboolean ended = FALSE;
  BrPrintThread *thread = br_print_thread_start (store, KEY, news_cb, NULL);

  br_print_thread_command (thread, BR_PRINTER_FEED, g_task_new (NULL, NULL, ended_anyhow_cb, &ended));
  br_print_thread_stop (thread);
  g_assert_false (ended); /* not from within the call that stops it */
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/print-thread/orders-end-on-main", test_orders_end_on_main);
  g_test_add_func ("/print-thread/orders-of-a-stopped-thread", test_orders_of_a_stopped_thread);
  return g_test_run ();
}
