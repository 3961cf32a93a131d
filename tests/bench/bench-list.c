/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame while scrolling and jumping over a million SKUs ÷ the same page over 10,000 rows in memory (bench-window.c says what is
 * measured). */
#include "config.h"

#include "bench-window.h"

static double
frame (const BenchWindowResult *result)
{
  return result->frame_ms;
}

int
main (int argc, char **argv)
{
  return bench_window_compare (argc, argv, &(BenchWindowFigure) { "list", "ms", "memory", TRUE, 3, frame });
}
