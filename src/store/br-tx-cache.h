/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the writer remembers (BrStoreTx.cache): row ids for as long as nothing is rolled back, the rest for one transaction. */
#pragma once

#include "br-id-map.h"
#include "br-record.h"

G_BEGIN_DECLS

/** BrTxCache: one per store, used by the writer only. */
typedef struct _BrTxCache
{
  BrIdMap        ids[BR_N_KINDS];  /* uid -> row id, committed or of this transaction; forgotten on rollback */
  GHashTable    *ops;              /* outbox seq (gint64 *) -> BrPendingOp: parsed in this transaction */
  gpointer       projection;       /* br-projection's collected SKUs of this transaction, or NULL */
  GDestroyNotify projection_free;  /* frees `projection` */
} BrTxCache;

BrTxCache *br_tx_cache_new    (void);
void       br_tx_cache_free   (BrTxCache *self);
/** br_tx_cache_end: the end of a transaction. */
void       br_tx_cache_end    (BrTxCache *self);
/** br_tx_cache_forget: after a rollback, of a savepoint too: row ids given out meanwhile do not exist. */
void       br_tx_cache_forget (BrTxCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTxCache, br_tx_cache_free)

G_END_DECLS
