/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the Products list: cells over BrSkuItem, sorters that only say what to sort by. */
#pragma once

#include "br-sku-row.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

/** br_sku_columns_add: appends all columns to `view`; money with `digits` decimals; cost and margin only where they may be seen. `store` (it outlives the view; or NULL) has the pictures. */
void        br_sku_columns_add       (GtkColumnView *view, BrStore *store, guint digits, gboolean sees_cost);
/** br_sku_columns_get_sort: what the header of `view` asks for; FALSE when nothing is chosen. */
gboolean    br_sku_columns_get_sort  (GtkColumnView *view, BrSkuSort *sort, gboolean *descending);
/** br_sku_columns_align_headers: puts the headings of amounts over their amounts, at the right. */
void        br_sku_columns_align_headers (GtkColumnView *view);
/** br_sku_columns_title: translated title of the column `id`, for the menu of columns; NULL for an unknown id. */
const char *br_sku_columns_title     (const char *id);
/** br_sku_columns_is_narrow: whether the column is one of those kept on a phone's width. */
gboolean    br_sku_columns_is_narrow (const char *id);
/** br_sku_columns_is_in_pane: whether the details beside the list say the same. */
gboolean    br_sku_columns_is_in_pane (const char *id);
/** br_sku_columns_to_text: the row as tab-separated text in the order of the columns, for copying. Caller frees. */
char       *br_sku_columns_to_text   (const BrSkuRow *row, guint digits, gboolean sees_cost);

G_END_DECLS
