/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail: change-sets and what they did to one record. */
#pragma once

#include "br-history.h"
#include "br-store.h"

G_BEGIN_DECLS

/** br_history_store_product: of a product, its SKUs and price entries, of BrHistoryEntry, newest first. */
GPtrArray *br_history_store_product (BrDb *db, const BrId *product, guint limit, GError **error);

/** br_history_store_changes: the newest `limit` change-sets before `before_us`, of BrChangeSummary, newest first. */
GPtrArray *br_history_store_changes (BrDb *db, gint64 before_us, guint limit, GError **error);
/** br_history_store_is_undone: whether the change-set of row id `change` is undone by one that is not undone itself, or was withdrawn. */
gboolean br_history_store_is_undone (BrDb *db, gint64 change, gboolean *undone, GError **error);

G_END_DECLS
