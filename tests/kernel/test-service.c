/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything at once, as in a shop: the printer service with its queue and threads, udev, the kernel, the cable, and a simulated printer at
 * the other end of it that reads the bytes, moves its paper and answers. Runs as root in a virtual machine: ./dev test --kernel.
 */
#include "config.h"

#include "br-gadget.h"
#include "br-printer-service.h"
#include "br-sim-printer.h"
#include "br-store.h"
#include "br-worker.h"

#define N_LABELS 6
#define PATIENCE_US (60 * G_USEC_PER_SEC)

static Gadget gadget;

typedef struct
{
  BrSimPrinter *sim;
  GThread *thread; /* of the simulated printer */
  GCancellable *pulled;
  char *dir;
  BrStore *store;
  BrPrinterService *service;
  GAsyncResult *result;
} World;

static gpointer
serve_thread (gpointer data)
{
  World *self = data;

  br_sim_printer_serve_fd (self->sim, gadget.fd, self->pulled, NULL);
  return NULL;
}

static void
plug (World *self)
{
  gadget_connect (&gadget);
  self->pulled = g_cancellable_new ();
  self->thread = g_thread_new ("printer", serve_thread, self);
}

/* The printer keeps its power and what it has; only the cable goes. */
static void
pull (World *self)
{
  gadget_disconnect ();
  g_cancellable_cancel (self->pulled);
  g_thread_join (self->thread);
  g_clear_object (&self->pulled);
  gadget_close (&gadget);
}

static void
world_init (World *self)
{
  const BrSimPrinterParams sim = {
    .paper = { .language = BR_LANGUAGE_TSPL, .head = { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, .width = 4000, .height = 3000, .gap = 200 },
    .speed_mm_s = 60,
  };
  BrStoreParams params = { .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };
  g_autoptr (GError) error = NULL;

  *self = (World) { .sim = br_sim_printer_new (&sim, br_clock_system ()) };
  self->dir = g_dir_make_tmp ("backroom-XXXXXX", &error);
  params.dir = self->dir;
  self->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  self->service = br_printer_service_new (self->store);
  br_printer_service_start (self->service);
}

static void
world_clear (World *self)
{
  br_printer_service_stop (self->service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->service);
  br_store_unref (self->store);
  br_sim_printer_free (self->sim);
  g_clear_object (&self->result);
  g_free (self->dir);
}

static gboolean
tell_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT seq, state, note FROM print_label", error);
  gboolean has_row;

  while (br_db_step (db, statement, &has_row, error) && has_row)
    g_test_message ("label %d: state %d %s", sqlite3_column_int (statement, 0), sqlite3_column_int (statement, 1), sqlite3_column_text (statement, 2));
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs main until `is_so`; TRUE unless a minute went by. */
static gboolean
await (World *self, gboolean (*is_so) (World *self))
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (!is_so (self) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  if (!is_so (self))
    br_store_read (self->store, tell_job, NULL, NULL, NULL);
  return is_so (self);
}

static gboolean
is_listed (World *self)
{
  return br_printer_service_find (self->service, GADGET_KEY) != NULL;
}

static gboolean
is_known (World *self)
{
  return is_listed (self) && br_printer_item_is_known (br_printer_service_find (self->service, GADGET_KEY));
}

static BrPrinterState
state_of (World *self)
{
  return br_printer_item_get_status (br_printer_service_find (self->service, GADGET_KEY)).state;
}

static gboolean
is_ready (World *self)
{
  return state_of (self) == BR_PRINTER_READY;
}

static gboolean
is_gone (World *self)
{
  return state_of (self) == BR_PRINTER_GONE;
}

static gboolean
has_result (World *self)
{
  return self->result != NULL;
}

static guint
n_out (World *self)
{
  BrSimState state;

  br_sim_printer_get_state (self->sim, &state);
  return state.n_complete;
}

static gboolean
two_are_out (World *self)
{
  return n_out (self) >= 2;
}

/* Labels by state, and how often one was noted as uncertain. */
typedef struct
{
  gint64 printed, uncertain, all, doubts;
} Counts;

static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db,
                                             "SELECT count (*) FILTER (WHERE state = 5), count (*) FILTER (WHERE state = 6), count (*),"
                                             " (SELECT count (*) FROM print_event WHERE to_state = 6) FROM print_label",
                                             error);
  Counts *counts = data;
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  *counts = (Counts) { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2),
                       sqlite3_column_int64 (statement, 3) };
  sqlite3_reset (statement);
  return TRUE;
}

static Counts
count (World *self)
{
  Counts counts = { 0 };

  g_assert_true (br_store_read (self->store, count_job, &counts, NULL, NULL));
  return counts;
}

static gboolean
all_are_settled (World *self)
{
  Counts counts = count (self);

  return counts.printed + counts.uncertain == N_LABELS;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((World *) user_data)->result, result);
}

static void
set_up (World *self)
{
  g_autoptr (BrPrinter) printer = br_printer_copy (br_printer_item_get_printer (br_printer_service_find (self->service, GADGET_KEY)));
  g_autoptr (GError) error = NULL;

  printer->media_width = 4000;
  printer->media_height = 3000;
  printer->media_gap = 200;
  br_printer_service_save_async (self->service, printer, NULL, done_cb, self);
  g_assert_true (await (self, has_result));
  g_assert_true (br_printer_service_write_finish (self->service, self->result, &error));
  g_clear_object (&self->result);
  g_assert_true (await (self, is_known));
}

static void
order_label (World *self)
{
  g_autoptr (GError) error = NULL;

  br_printer_service_command_async (self->service, GADGET_KEY, BR_PRINTER_TEST_LABEL, NULL, done_cb, self);
  g_assert_true (await (self, has_result));
  g_assert_true (br_printer_service_command_finish (self->service, self->result, NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&self->result);
}

/* From plugging a known printer in until its own answer says that it is ready. */
static void
assert_ready_soon (World *self)
{
  gint64 started = g_get_monotonic_time (), ready;

  plug (self);
  g_assert_true (await (self, is_ready));
  ready = g_get_monotonic_time ();
  g_test_message ("ready after %.0f ms: its own answer", (double) (ready - started) / 1000);
  g_assert_cmpint (ready - started, <=, 3 * G_USEC_PER_SEC); /* 1 s on a real processor */
}

/* A new printer is recognised, set up, and prints; the cable is pulled while it prints and put back. No label is lost, and what is on
 * paper twice was noted as uncertain before: at most the few that were in the printer. */
static void
test_shop (void)
{
  World world;
  Counts counts;

  world_init (&world);
  plug (&world);
  g_assert_true (await (&world, is_listed));
  g_assert_cmpint (br_printer_item_get_printer (br_printer_service_find (world.service, GADGET_KEY))->language, ==, BR_LANGUAGE_TSPL);
  set_up (&world);
  g_assert_true (await (&world, is_ready));
  for (int i = 0; i < N_LABELS; i++)
    order_label (&world);
  g_assert_true (await (&world, two_are_out));
  pull (&world);
  g_assert_true (await (&world, is_gone));
  plug (&world);
  g_assert_true (await (&world, all_are_settled));
  counts = count (&world);
  g_test_message ("noticed: of %d labels %d in doubt, %u on paper", N_LABELS, (int) counts.doubts, n_out (&world));
  g_assert_cmpint (counts.all, ==, N_LABELS);
  g_assert_cmpint (counts.doubts, <=, 4);
  g_assert_cmpuint (n_out (&world), >=, N_LABELS - counts.uncertain);
  g_assert_cmpuint (n_out (&world), <=, N_LABELS + counts.doubts);
  pull (&world);
  g_assert_true (await (&world, is_gone));
  assert_ready_soon (&world);
  pull (&world);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  br_thread_set_main ();
  gadget_make ();
  g_test_add_func ("/service/shop", test_shop);
  return g_test_run ();
}
