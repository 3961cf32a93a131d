/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resident memory with Products on a million SKUs in the program's own window, scrolled through, ÷ that of an empty libadwaita
 * window (bench-window.c says what each has). */
#include "config.h"

#include "bench-window.h"

static double
resident (const BenchWindowResult *result)
{
  return result->rss_kib / 1024;
}

int
main (int argc, char **argv)
{
  return bench_window_compare (argc, argv, &(BenchWindowFigure) { "memory", "MiB", "empty", TRUE, 3, resident });
}
