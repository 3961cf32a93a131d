/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caches of the demo shop's goods for benches: made once for each size, kept under bench-data in the build folder. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

#define BENCH_DATA_MILLION 1000000

/** bench_data_get: (transfer full) a profile folder whose cache holds `n` SKUs, made if it is not there yet (a minute for a million).
 *  Not to be written to. Aborts on failure. */
char    *bench_data_get  (gsize n);
/** bench_data_fill: makes the cache of `n` SKUs in the folder `dir`. Aborts on failure. */
void     bench_data_fill (const char *dir, gsize n);
/** bench_data_open: the store of a profile folder, without threads. */
BrStore *bench_data_open (const char *dir);
/** bench_rss_kib: resident memory of this process, KiB. */
gint64   bench_rss_kib   (void);

G_END_DECLS
