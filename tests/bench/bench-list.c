/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean frame while scrolling and jumping over a million SKUs ÷ the same page over 10,000 rows in memory, alternating. */
#include "config.h"

#include <stdio.h>

#include "bench-data.h"
#include "bench-window.h"

#define ROUNDS 3

int
main (int argc, char **argv)
{
  int status = bench_window_main (argc, argv);
  double products_ms = 0, memory_ms = 0;

  if (status >= 0)
    return status;
  g_free (bench_data_get (BENCH_DATA_MILLION));
  g_free (bench_data_get (3000));
  for (int i = 0; i < ROUNDS; i++)
    {
      BenchWindowResult result;

      bench_window_run ("memory", TRUE, &result);
      memory_ms += result.frame_ms / ROUNDS;
      bench_window_run ("products", TRUE, &result);
      products_ms += result.frame_ms / ROUNDS;
    }
  printf ("list-memory-frame %.2f ms\n", memory_ms);
  printf ("list-products-frame %.2f ms\n", products_ms);
  printf ("list %.3f x\n", products_ms / memory_ms);
  return 0;
}
