/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels on shelves whose price is not the price any more: what was printed last (print.db) against what holds now (the cache). */
#pragma once

#include "br-db.h"
#include "br-id.h"
#include "br-print.h"
#include "br-sku-row.h"

G_BEGIN_DECLS

/**
 * br_stale_store_list: (transfer full) of BrStaleLabel by name; *total (or NULL) = all that match. A label is out of date when the
 * price or the crossed-out price it shows is another now, or when its article is not sold here any more. Only labels of the place shown are
 * looked at. Nothing is kept: a restart, an import or another sync cannot lose one. Errors: CANCELLED, storage.
 */
GPtrArray *br_stale_store_list  (BrDb *db, const BrStaleQuery *query, gint64 *total, GCancellable *cancellable, GError **error);
/** br_stale_store_of_change: (transfer full) of those, the ones whose prices a change-set touched. Errors: storage. */
BrIdList  *br_stale_store_of_change (BrDb *db, const BrId *change, GError **error);

G_END_DECLS
