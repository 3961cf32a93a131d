/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The source of the paged model over the catalogue service. */
#include "config.h"

#include "br-paged-model.h"

static void
query_async (gpointer data, const BrSkuQuery *query, BrFirstRowsFunc first, gpointer first_data, GCancellable *cancellable, GAsyncReadyCallback callback,
             gpointer user_data)
{
  br_catalogue_service_query_async (data, query, first, first_data, cancellable, callback, user_data);
}

static BrIdList *
query_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return br_catalogue_service_query_finish (data, result, error);
}

static void
rows_async (gpointer data, const guint32 *ids, gsize n, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_catalogue_service_rows_async (data, ids, n, cancellable, callback, user_data);
}

static GPtrArray *
rows_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return br_catalogue_service_rows_finish (data, result, error);
}

const BrSkuSource *
br_sku_source_catalogue (void)
{
  static const BrSkuSource source = { query_async, query_finish, rows_async, rows_finish };

  return &source;
}
