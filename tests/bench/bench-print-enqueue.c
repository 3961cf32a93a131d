/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enqueue: 1,000 shelf labels of different goods ordered, durable on the disk; the worst of some orders. */
#include "config.h"

#include "print-bench.h"

#define N_LABELS 1000
#define N_RUNS 7

int
main (void)
{
  PrintBench *bench = print_bench_new (BR_LANGUAGE_ZPL, 100, N_LABELS);
  double worst = 0;

  br_printer_service_stop (bench->service); /* nothing is printed meanwhile */
  for (int run = 0; run < N_RUNS; run++)
    {
      gint64 began = g_get_monotonic_time ();
      double ms;

      print_bench_order (bench, N_LABELS, FALSE);
      ms = (double) (g_get_monotonic_time () - began) / 1000;
      g_print ("order-%d %.1f ms\n", run + 1, ms);
      worst = MAX (worst, ms);
    }
  print_bench_free (bench);
  g_print ("print-enqueue %.1f ms\n", worst);
  return 0;
}
