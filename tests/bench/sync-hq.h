/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the sync benches: an HQ full of goods in a process of its own, and caches enrolled there. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

#define SYNC_HQ_CODES 4

/** SyncHq: HQ in a child process, on a file in a folder of its own. */
typedef struct
{
  char  *dir;                    /* owned: everything of the bench lies here */
  char  *url;                    /* owned */
  char   codes[SYNC_HQ_CODES][16]; /* enrolment codes for devices of all stores */
  BrId   person;                 /* a merchandiser */
  GArray *products;              /* of BrId */
  GPid   child;
} SyncHq;

/** sync_hq_start: `n_products` products, each with a SKU and a base price. Before any thread is made. Aborts on errors. */
void     sync_hq_start (SyncHq *self, gsize n_products);
void     sync_hq_stop  (SyncHq *self);
/** sync_hq_size: from BR_BENCH_SIZE, or `usual`. */
gsize    sync_hq_size  (gsize usual);
/** sync_hq_open_store: an empty cache in the folder. */
BrStore *sync_hq_open_store (SyncHq *self, const char *name);

G_END_DECLS
