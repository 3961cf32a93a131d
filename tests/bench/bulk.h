/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bulk benches: a cache of the demo shop's goods, and one price change of every SKU. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** Bulk: a cache in a folder of its own. */
typedef struct
{
  char    *dir;    /* owned */
  BrStore *store;  /* owned, or NULL when it was closed before */
  GArray  *prices; /* of BrId: one base price entry for each SKU */
} Bulk;

/** bulk_open: makes the cache with `n_skus` SKUs, as HQ would have sent them; aborts on any error. */
void    bulk_open   (Bulk *self, gsize n_skus);
void    bulk_close  (Bulk *self);
/** bulk_edit: raises the price of every SKU by 10 in one change-set; seconds it took. */
double  bulk_edit   (Bulk *self, BrId *change);
/** bulk_undo: undoes it; seconds it took. */
double  bulk_undo   (Bulk *self, const BrId *change);
/** bulk_find_skus: the SKUs of `n` prices, spread evenly over all. */
gboolean bulk_find_skus (const Bulk *self, BrDb *db, BrId *skus, guint n, GError **error);
/** bulk_size: from BR_BENCH_SIZE, or 100,000. */
gsize   bulk_size   (void);

G_END_DECLS
