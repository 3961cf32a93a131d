/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows for benches, each in a process of its own: an empty one, Products on a million SKUs, the same columns on 10,000 in memory. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BenchWindowResult: what a child measured. */
typedef struct
{
  double first_frame_ms; /* from before exec to the end of the first frame */
  double rss_kib;        /* resident memory at the end */
  double frame_ms;       /* main thread's time for a frame while scrolling and jumping: drawing, and taking rows in */
} BenchWindowResult;

/**
 * bench_window_main: in a child (started by itself) runs the window and returns its exit status; in the parent returns -1 at once.
 * Call first in main.
 */
int  bench_window_main (int argc, char **argv);
/** bench_window_run: starts a child: `kind` is "empty", "products" or "memory"; `scroll` drives it first. Aborts on failure. */
void bench_window_run  (const char *kind, gboolean scroll, BenchWindowResult *result);

G_END_DECLS
