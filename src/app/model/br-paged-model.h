/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products list as a GListModel: the answer of a query is an array of ids, rows are read when looked at. */
#pragma once

#include "br-catalogue-service.h"
#include "br-sku-item.h"

G_BEGIN_DECLS

/** BrSkuSource: where ids and rows come from: the catalogue service, or a test's array. All on main. */
typedef struct
{
  void       (*query_async)  (gpointer data, const BrSkuQuery *query, BrFirstRowsFunc first, gpointer first_data,
                              GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  BrIdList  *(*query_finish) (gpointer data, GAsyncResult *result, GError **error);
  void       (*rows_async)   (gpointer data, const guint32 *ids, gsize n, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  GPtrArray *(*rows_finish)  (gpointer data, GAsyncResult *result, GError **error);
} BrSkuSource;

/** br_sku_source_catalogue: the source over a BrCatalogueService as data. */
const BrSkuSource *br_sku_source_catalogue (void);

#define BR_TYPE_PAGED_MODEL (br_paged_model_get_type ())
/**
 * BrPagedModel: a BrIdModel of BrSkuItem. Emits
 *  "loaded" when the answer of a query is complete, "failed" (GError *error) when it could not be read; notify::loading.
 */
G_DECLARE_FINAL_TYPE (BrPagedModel, br_paged_model, BR, PAGED_MODEL, GObject)

/** br_paged_model_new: refs `data`. Empty until a query is set. */
BrPagedModel *br_paged_model_new        (const BrSkuSource *source, GObject *data);
/** br_paged_model_set_query: replaces the list; what was there stays until the first rows of the new answer are known. */
void          br_paged_model_set_query  (BrPagedModel *self, const BrSkuQuery *query);
/** br_paged_model_reload: asks again and shows the difference. */
void          br_paged_model_reload     (BrPagedModel *self);
/** br_paged_model_apply_change: reads changed rows that are shown again, and the order after a pause. */
void          br_paged_model_apply_change (BrPagedModel *self, const BrViewChange *change);
/** br_paged_model_get_ids: (transfer none) the present answer. */
BrIdList     *br_paged_model_get_ids    (BrPagedModel *self);
/** br_paged_model_is_loading: whether a query is being answered. */
gboolean      br_paged_model_is_loading (BrPagedModel *self);
/** br_paged_model_get_n_kept: rows in memory; for tests. */
guint         br_paged_model_get_n_kept (BrPagedModel *self);

G_END_DECLS
