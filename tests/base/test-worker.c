/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker: order, cancellation, where callbacks run, stopping. */
#include "config.h"

#include "br-error.h"
#include "br-worker.h"

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean open;
  GString *order; /* under mutex */
} Gate;

static void
gate_init (Gate *gate)
{
  g_mutex_init (&gate->mutex);
  g_cond_init (&gate->cond);
  gate->open = FALSE;
  gate->order = g_string_new (NULL);
}

static void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->open = TRUE;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

static void
gate_clear (Gate *gate)
{
  g_mutex_clear (&gate->mutex);
  g_cond_clear (&gate->cond);
  g_string_free (gate->order, TRUE);
}

/* A job: keeps the worker busy until the gate opens. */
static gboolean
wait_at_gate (gpointer data, GCancellable *cancellable, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return TRUE;
}

typedef struct
{
  Gate *gate;
  char name;
  GThread *freed_on; /* set by the free function */
} Mark;

static gboolean
note_name (gpointer data, GCancellable *cancellable, GError **error)
{
  Mark *mark = data;

  g_mutex_lock (&mark->gate->mutex);
  g_string_append_c (mark->gate->order, mark->name);
  g_mutex_unlock (&mark->gate->mutex);
  return TRUE;
}

static void
note_free (gpointer data)
{
  ((Mark *) data)->freed_on = g_thread_self ();
}

static void
count_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  int *count = user_data;

  g_assert_true (br_worker_run_finish (BR_WORKER (source), result, &error));
  g_assert_no_error (error);
  (*count)++;
}

static void
test_priority (void)
{
  g_autoptr (BrWorker) worker = br_worker_new ("test");
  Gate gate;
  Mark marks[4];
  int count = 0;

  gate_init (&gate);
  br_worker_run_async (worker, 0, wait_at_gate, &gate, NULL, NULL, count_cb, &count);
  for (int i = 0; i < 4; i++)
    {
      marks[i] = (Mark) { &gate, (char) ('a' + i), NULL };
      br_worker_run_async (worker, i < 2 ? G_PRIORITY_LOW : G_PRIORITY_HIGH, note_name, &marks[i], note_free, NULL, count_cb, &count);
    }
  g_assert_cmpuint (br_worker_get_pending (worker), ==, 5);
  gate_open (&gate);
  while (count < 5)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gate.order->str, ==, "cdab");
  g_assert_cmpuint (br_worker_get_pending (worker), ==, 0);
  while (marks[1].freed_on == NULL)
    g_main_context_iteration (NULL, TRUE);
  for (int i = 0; i < 4; i++)
    g_assert_true (marks[i].freed_on == g_thread_self ());
  g_clear_object (&worker);
  gate_clear (&gate);
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_false (br_worker_run_finish (BR_WORKER (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *done = TRUE;
}

static void
test_cancel_before_start (void)
{
  g_autoptr (BrWorker) worker = br_worker_new ("test");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean done = FALSE;
  int count = 0;
  Gate gate;
  Mark mark = { &gate, 'x', NULL };

  gate_init (&gate);
  br_worker_run_async (worker, 0, wait_at_gate, &gate, NULL, NULL, count_cb, &count);
  br_worker_run_async (worker, 0, note_name, &mark, NULL, cancellable, cancelled_cb, &done);
  g_cancellable_cancel (cancellable);
  gate_open (&gate);
  while (!done || count < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gate.order->str, ==, "");
  g_clear_object (&worker);
  gate_clear (&gate);
}

static gboolean
fail_job (gpointer data, GCancellable *cancellable, GError **error)
{
  g_assert_true (br_worker_is_current (data));
  g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, "later");
  return FALSE;
}

static void
test_run_waiting (void)
{
  g_autoptr (BrWorker) worker = br_worker_new ("test");
  g_autoptr (GError) error = NULL;
  Gate gate;
  Mark mark = { &gate, 'x', NULL };

  gate_init (&gate);
  g_assert_false (br_worker_is_current (worker));
  for (int i = 0; i < 100; i++)
    g_assert_true (br_worker_run (worker, 0, note_name, &mark, NULL, NULL));
  g_assert_cmpuint (gate.order->len, ==, 100);
  g_assert_false (br_worker_run (worker, 0, fail_job, worker, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_clear_object (&worker);
  gate_clear (&gate);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (br_worker_stop_finish (BR_WORKER (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
test_stop (void)
{
  g_autoptr (BrWorker) worker = br_worker_new ("test");
  g_autoptr (GError) error = NULL;
  gboolean stopped = FALSE;
  int count = 0;
  Gate gate;
  Mark mark = { &gate, 'x', NULL };

  gate_init (&gate);
  br_worker_run_async (worker, 0, wait_at_gate, &gate, NULL, NULL, count_cb, &count);
  br_worker_run_async (worker, 0, note_name, &mark, NULL, NULL, count_cb, &count);
  br_worker_stop_async (worker, stopped_cb, &stopped);
  /* What was queued still runs, new jobs are refused. */
  g_assert_false (br_worker_run (worker, 0, note_name, &mark, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  gate_open (&gate);
  while (!stopped)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (count, ==, 2);
  g_assert_cmpstr (gate.order->str, ==, "x");
  br_worker_stop (worker);
  g_assert_finalize_object (g_steal_pointer (&worker));
  gate_clear (&gate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/priority", test_priority);
  g_test_add_func ("/worker/cancel-before-start", test_cancel_before_start);
  g_test_add_func ("/worker/run-waiting", test_run_waiting);
  g_test_add_func ("/worker/stop", test_stop);
  return g_test_run ();
}
