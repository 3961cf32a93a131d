/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First byte: from "Print" on 10,000 shelf labels until the printer has got the beginning of the first picture; the worst of some orders. The printer is
 * connected and has printed before, as in a shop. */
#include "config.h"

#include "print-bench.h"

#define N_LABELS 10000
#define N_RUNS 7
#define PICTURE_BYTES 64 /* more than a resync and a question */

static guint64
bytes_taken (PrintBench *bench)
{
  BrSimState state;

  br_sim_printer_get_state (bench->sim, &state);
  return state.taken;
}

static gboolean
cancel_job (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 n;

  return br_print_cancel (tx, *(gint64 *) data, &n, error);
}

/* Milliseconds from ordering to the first picture. */
static double
measure (PrintBench *bench)
{
  guint64 before = bytes_taken (bench);
  gint64 began = g_get_monotonic_time ();

  print_bench_order (bench, N_LABELS, TRUE);
  while (bytes_taken (bench) < before + PICTURE_BYTES)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (100);
  return (double) (g_get_monotonic_time () - began) / 1000;
}

int
main (void)
{
  PrintBench *bench = print_bench_new (BR_LANGUAGE_ZPL, 200, N_LABELS);
  double worst = 0;

  print_bench_order (bench, 1, FALSE);
  print_bench_await (bench, 1, 20 * G_USEC_PER_SEC);
  for (gint64 run = 0; run < N_RUNS; run++)
    {
      gint64 job = run + 2;
      double ms;

      for (gint64 rest = g_get_monotonic_time () + 2500000; g_get_monotonic_time () < rest;) /* what the run before left comes out */
        if (!g_main_context_iteration (NULL, FALSE))
          g_usleep (1000);
      ms = measure (bench);
      g_print ("order-%d %.1f ms\n", (int) run + 1, ms);
      worst = MAX (worst, ms);
      if (!br_store_print_write (bench->store, cancel_job, &job, NULL))
        g_error ("the order cannot be cancelled");
    }
  print_bench_free (bench);
  g_print ("print-first-byte %.1f ms\n", worst);
  return 0;
}
