/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First frame with rows of Products on a million SKUs, in the program's own window, ÷ first frame of an empty libadwaita window
 * (bench-window.c says what each has). */
#include "config.h"

#include "bench-window.h"

static double
first_frame (const BenchWindowResult *result)
{
  return result->first_frame_ms;
}

int
main (int argc, char **argv)
{
  return bench_window_compare (argc, argv, &(BenchWindowFigure) { "startup", "ms", "empty", FALSE, 11, first_frame });
}
