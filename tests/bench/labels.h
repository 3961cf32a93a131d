/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels from the demo shop's cache to the bytes of a printer, the whole way of an order but the cable. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BenchLabels: what a run took. */
typedef struct
{
  gint64 n;          /* labels encoded */
  gint64 n_stopped;  /* labels with a problem that keeps them from being printed */
  double load_s;     /* goods from the cache */
  double enqueue_s;  /* the order, durable */
  double print_s;    /* rows of the queue drawn, read back and encoded */
  gsize  n_bytes;
  gint64 peak_kib;   /* most resident memory of the process */
} BenchLabels;

/** bench_labels_run: `n` different goods with a price, as shelf labels 60×40 for a head of 8 dots/mm, in `language` ("tspl", "zpl"). `csv` (or NULL): a file
 *  that gets name, price and EAN-13 of the same goods. Aborts on failure. */
void bench_labels_run (gint64 n, const char *language, const char *csv, BenchLabels *out);
/** bench_labels_peak_kib: most resident memory this process has had. */
gint64 bench_labels_peak_kib (void);

G_END_DECLS
