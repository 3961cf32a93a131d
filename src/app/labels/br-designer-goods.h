/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog to choose the product whose values the designer shows: by typing or by scanning. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_DESIGNER_GOODS (br_designer_goods_get_type ())
G_DECLARE_FINAL_TYPE (BrDesignerGoods, br_designer_goods, BR, DESIGNER_GOODS, AdwDialog)

/** BrGoodsFunc: a SKU was chosen, by its row id in the cache. */
typedef void (*BrGoodsFunc) (guint32 sku, gpointer owner);
/** br_designer_goods_new: `func` is called with `owner`, unless that is gone. */
BrDesignerGoods *br_designer_goods_new (BrAppContext *context, BrGoodsFunc func, GObject *owner);

G_END_DECLS
