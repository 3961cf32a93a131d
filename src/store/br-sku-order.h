/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All ids in the order of a column: read once from an index, kept with the connection until list_version says it changed. */
#pragma once

#include "br-db.h"
#include "br-sku-row.h"

G_BEGIN_DECLS

/** BrSkuOrder: every row of sku_list, ascending; those without a value come last. Reference counted with its list. */
typedef struct
{
  BrIdList *list;    /* owned */
  gsize     n_empty; /* how many at the end have no value: they stay last when descending */
} BrSkuOrder;

/** br_sku_order_find: the order if it is kept and still holds; FALSE in *found otherwise. Clear the list by br_id_list_unref. */
gboolean br_sku_order_find (BrDb *db, BrSkuSort sort, BrSkuOrder *out, gboolean *found, GError **error);
/** br_sku_order_load: the same, read if need be. */
gboolean br_sku_order_load (BrDb *db, BrSkuSort sort, BrSkuOrder *out, GError **error);
/** br_sku_order_get_sql: (transfer none) a statement that gives the ids in order from an index as they are stepped; NULL where
 *  there is no such index. Rows without a value are not at the end of it unless the order has none. */
const char *br_sku_order_get_sql (BrSkuSort sort, gboolean descending);
/** br_sku_order_id: the id at a position, seen from either end. */
static inline guint32
br_sku_order_id (const BrSkuOrder *self, gboolean descending, gsize position)
{
  gsize n_filled = self->list->n - self->n_empty;

  return self->list->ids[descending && position < n_filled ? n_filled - 1 - position : position];
}

G_END_DECLS
