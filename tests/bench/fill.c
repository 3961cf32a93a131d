/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-fill N DIR: makes a cache of N demo SKUs in DIR, for benches of the window. Without DIR: in its usual place, printed. */
#include "config.h"

#include <stdio.h>

#include "bench-data.h"

int
main (int argc, char *argv[])
{
  gsize n = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 0;

  if (n == 0 || argc > 3)
    {
      g_printerr ("usage: bench-fill N [DIR]\n");
      return 2;
    }
  if (argc == 3)
    bench_data_fill (argv[2], n);
  else
    {
      g_autofree char *dir = bench_data_get (n);

      printf ("%s\n", dir);
    }
  return 0;
}
