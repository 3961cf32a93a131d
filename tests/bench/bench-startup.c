/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First frame with rows of Products on a million SKUs, in the program's own window, ÷ first frame of an empty libadwaita window
 * (bench-window.c says what each has); medians of starts in turn. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench-data.h"
#include "bench-window.h"

#define ROUNDS 11

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
      empty[i] = result.first_frame_ms;
      bench_window_run ("products", FALSE, &result);
      products[i] = result.first_frame_ms;
    }
  qsort (empty, ROUNDS, sizeof *empty, compare);
  qsort (products, ROUNDS, sizeof *products, compare);
  printf ("startup-empty %.0f ms\n", empty[ROUNDS / 2]);
  printf ("startup-products %.0f ms\n", products[ROUNDS / 2]);
  printf ("startup %.3f x\n", products[ROUNDS / 2] / empty[ROUNDS / 2]);
  return 0;
}
