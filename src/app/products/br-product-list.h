/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products list: search, filters, columns, selection and what can be done with it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRODUCT_LIST (br_product_list_get_type ())
/** BrProductList: emits "open" (BrId *product) and "new" (). */
G_DECLARE_FINAL_TYPE (BrProductList, br_product_list, BR, PRODUCT_LIST, AdwNavigationPage)

BrProductList *br_product_list_new          (BrAppContext *context);
/** br_product_list_show_filter: replaces search and chips; "" = all. */
void           br_product_list_show_filter  (BrProductList *self, const char *filter);
void           br_product_list_focus_search (BrProductList *self);
/** br_product_list_get_view: (transfer none) for benches: the column view. */
GtkWidget     *br_product_list_get_view     (BrProductList *self);

G_END_DECLS
