/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resident memory with Products on a million SKUs in the program's own window, scrolled through, ÷ that of an empty libadwaita
 * window (bench-window.c says what each has); medians of runs in turn. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench-data.h"
#include "bench-window.h"

#define ROUNDS 3

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

int
main (int argc, char **argv)
{
  int status = bench_window_main (argc, argv);
  double empty[ROUNDS], products[ROUNDS];

  if (status >= 0)
    return status;
  g_free (bench_data_get (BENCH_DATA_MILLION));
  for (int i = 0; i < ROUNDS; i++)
    {
      BenchWindowResult result;

      bench_window_run ("empty", FALSE, &result);
      empty[i] = result.rss_kib;
      bench_window_run ("products", TRUE, &result);
      products[i] = result.rss_kib;
    }
  qsort (empty, ROUNDS, sizeof *empty, compare);
  qsort (products, ROUNDS, sizeof *products, compare);
  printf ("memory-empty %.1f MiB\n", empty[ROUNDS / 2] / 1024);
  printf ("memory-products %.1f MiB\n", products[ROUNDS / 2] / 1024);
  printf ("memory %.3f x\n", products[ROUNDS / 2] / empty[ROUNDS / 2]);
  return 0;
}
