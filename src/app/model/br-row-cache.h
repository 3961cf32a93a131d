/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows by id, read in batches; the batches used longest ago are dropped. Keeps the memory of a list of any length bounded. */
#pragma once

#include "br-sku-row.h"

G_BEGIN_DECLS

typedef struct _BrRowCache BrRowCache;

/** br_row_cache_new: keeps at most `max_batches` batches. */
BrRowCache *br_row_cache_new    (guint max_batches);
void        br_row_cache_free   (BrRowCache *self);
/** br_row_cache_add: takes a reference on each row of `rows` (of BrSkuRow or NULL), replacing older ones. */
void        br_row_cache_add    (BrRowCache *self, GPtrArray *rows);
/** br_row_cache_find: (transfer none) the row, whose batch counts as used now; or NULL. */
BrSkuRow   *br_row_cache_find   (BrRowCache *self, guint32 id);
/** br_row_cache_drop: forgets one row. */
void        br_row_cache_drop   (BrRowCache *self, guint32 id);
void        br_row_cache_clear  (BrRowCache *self);
guint       br_row_cache_get_n_rows (BrRowCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrRowCache, br_row_cache_free)

G_END_DECLS
