/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resident memory with Products on a million SKUs, scrolled through, ÷ that of an empty libadwaita window. */
#include "config.h"

#include <stdio.h>

#include "bench-data.h"
#include "bench-window.h"

int
main (int argc, char **argv)
{
  int status = bench_window_main (argc, argv);
  BenchWindowResult empty, products;

  if (status >= 0)
    return status;
  g_free (bench_data_get (BENCH_DATA_MILLION));
  bench_window_run ("empty", FALSE, &empty);
  bench_window_run ("products", TRUE, &products);
  printf ("memory-empty %.1f MiB\n", empty.rss_kib / 1024);
  printf ("memory-products %.1f MiB\n", products.rss_kib / 1024);
  printf ("memory %.3f x\n", products.rss_kib / empty.rss_kib);
  return 0;
}
