/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One position of the Products list: an id at once, its row when it has been read. */
#pragma once

#include "br-sku-row.h"
#include <glib-object.h>

G_BEGIN_DECLS

#define BR_TYPE_SKU_ITEM (br_sku_item_get_type ())
/** BrSkuItem: emits notify::row when its row arrives or changes. */
G_DECLARE_FINAL_TYPE (BrSkuItem, br_sku_item, BR, SKU_ITEM, GObject)

/** br_sku_item_new: `row` may be NULL: a placeholder. */
BrSkuItem      *br_sku_item_new     (guint32 id, BrSkuRow *row);
guint32         br_sku_item_get_id  (BrSkuItem *self);
/** br_sku_item_get_row: (transfer none) the row, or NULL while it is being read. */
const BrSkuRow *br_sku_item_get_row (BrSkuItem *self);
void            br_sku_item_set_row (BrSkuItem *self, BrSkuRow *row);

G_END_DECLS
