/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the list and its actions. */
#pragma once

#include "br-filter-chips.h"
#include "br-id-selection.h"
#include "br-paged-model.h"
#include "br-product-list.h"
#include "br-saved-filters.h"

G_BEGIN_DECLS

void            br_product_list_install_actions (GtkWidgetClass *klass);

/* All (transfer none). */
BrAppContext   *br_product_list_get_context   (BrProductList *self);
BrPagedModel   *br_product_list_get_model     (BrProductList *self);
BrIdSelection  *br_product_list_get_selection (BrProductList *self);
BrFilterChips  *br_product_list_get_filter    (BrProductList *self);
BrSavedFilters *br_product_list_get_saved     (BrProductList *self);
/** br_product_list_dup_query: the chips and what is typed as one query. Caller frees. */
char           *br_product_list_dup_query     (BrProductList *self);
/** br_product_list_start_query: asks for the rows (again). */
void            br_product_list_start_query   (BrProductList *self);
void            br_product_list_open_position (BrProductList *self, guint position);

G_END_DECLS
