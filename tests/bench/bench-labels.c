/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-labels [N [LANGUAGE [CSV]]]: shelf labels 60×40 of N goods, from the cache to the bytes of a printer; for labels.sh. CSV gets the same goods. */
#include "config.h"

#include <stdio.h>

#include "labels.h"

#define MAX_PEAK_MIB 120

int
main (int argc, char **argv)
{
  gint64 n = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 1000;
  const char *language = argc > 2 ? argv[2] : "tspl";
  BenchLabels run;
  double all;

  bench_labels_run (n, language, argc > 3 ? argv[3] : NULL, &run);
  all = run.load_s + run.enqueue_s + run.print_s;
  printf ("labels %" G_GINT64_FORMAT " labels\nstopped %" G_GINT64_FORMAT " labels\nbytes %" G_GSIZE_FORMAT " bytes\n", run.n, run.n_stopped, run.n_bytes);
  printf ("load-goods %.3f s\nenqueue %.3f s\ndraw-check-encode %.3f s\n", run.load_s, run.enqueue_s, run.print_s);
  printf ("memory-peak %.1f MiB\nlabels %.3f s\n", run.peak_kib / 1024.0, all);
  return run.n == n && run.peak_kib <= MAX_PEAK_MIB * 1024 ? 0 : 1;
}
