/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sku_list, barcode, attribute and the search tables: what is derived from records, for lists and search. */
#pragma once

#include "br-price.h"
#include "br-store.h"

G_BEGIN_DECLS

/** br_projection_touch: a record of any kind changed (row id): collects the SKUs that depend on it; flush refreshes them. For bulk: call touch for each record, flush once.
 *  old/new tell which cells changed so that nothing is refreshed in vain; NULL = unknown. */
gboolean br_projection_touch       (BrStoreTx *tx, BrKind kind, gint64 id, const BrRecord *before, const BrRecord *after, GError **error);
gboolean br_projection_flush       (BrStoreTx *tx, GError **error);
/** br_projection_due: refreshes the SKUs whose price changes at or before now (price_until_us); *next_us = when to call again. */
gboolean br_projection_due         (BrStoreTx *tx, gint64 *next_us, GError **error);
/** br_projection_rebuild: everything (after the place of this cache changed). */
gboolean br_projection_rebuild     (BrStoreTx *tx, GError **error);
/** br_projection_get_place / set_place: the store whose prices and assortment the lists show; none = HQ's view (base prices). Kept in meta. */
gboolean br_projection_get_place   (BrDb *db, BrPriceContext *out, GError **error);
gboolean br_projection_set_place   (BrStoreTx *tx, const BrId *store, GError **error);

G_END_DECLS
