/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The details beside the list: one SKU at a glance. */
#pragma once

#include "br-app-context.h"
#include "br-sku-item.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRODUCT_PANE (br_product_pane_get_type ())
G_DECLARE_FINAL_TYPE (BrProductPane, br_product_pane, BR, PRODUCT_PANE, AdwBin)

void br_product_pane_set_context (BrProductPane *self, BrAppContext *context);
/** br_product_pane_set_item: NULL shows what to do. */
void br_product_pane_set_item    (BrProductPane *self, BrSkuItem *item);

G_END_DECLS
