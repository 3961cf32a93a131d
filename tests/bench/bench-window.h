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

/** BenchWindowFigure: the page on a million SKUs against another window. */
typedef struct
{
  const char *name;    /* of the figure */
  const char *unit;    /* of what `pick` gives */
  const char *against; /* "empty", or "memory": the same page on 10,000 rows in memory */
  gboolean    scroll;  /* both are scrolled through first, where there is something to scroll */
  guint       rounds;  /* in turn; medians count */
  double    (*pick) (const BenchWindowResult *result);
} BenchWindowFigure;

/** bench_window_compare: the whole of a bench's main. The windows are children, which it starts as itself. Aborts on failure. */
int bench_window_compare (int argc, char **argv, const BenchWindowFigure *figure);

G_END_DECLS
