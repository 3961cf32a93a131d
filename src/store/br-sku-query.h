/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products list: a query gives an ordered array of SKU row ids; rows are fetched by id, 64 at a time. */
#pragma once

#include "br-search.h"
#include "br-sku-row.h"
#include "br-store.h"

G_BEGIN_DECLS

/** br_sku_query_run: all ids that match, in order. `first` (or NULL) is called on the reader once with the first <= 32 ids (a screen) as soon as they are known. Errors: CANCELLED, storage. */
gboolean br_sku_query_run  (BrDb *db, const BrSkuQuery *query, void (*first) (const guint32 *ids, gsize n, gpointer data), gpointer data,
                            GCancellable *cancellable, BrIdList **out, GError **error);
/** br_sku_query_rows: rows for `ids` (<= 256), same order; a vanished id gives NULL in its place. Array of BrSkuRow. */
GPtrArray *br_sku_query_rows (BrDb *db, const guint32 *ids, gsize n, GError **error);
/** br_sku_query_count_statuses: how many of the SKUs `ids` stand in each status (by BrLifeCycle). Errors: CANCELLED, storage. */
gboolean br_sku_query_count_statuses (BrDb *db, const BrIdList *ids, GCancellable *cancellable, guint counts[BR_STATUS_RETIRED + 1], GError **error);
/** br_sku_query_by_barcode: SKU ids that carry `code` (exact, or equal as GTIN-14), or whose SKU code it is. */
gboolean br_sku_query_by_code (BrDb *db, const char *code, GArray *ids /* guint32 */, GError **error);

G_END_DECLS
