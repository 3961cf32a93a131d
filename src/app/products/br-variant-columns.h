/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of the grid of variants that are not typed into: the options, the status, the button that removes a SKU. */
#pragma once

#include "br-draft-model.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_variant_columns_get_sku: (transfer none) the SKU of a row, or NULL. */
BrRecord           *br_variant_columns_get_sku     (BrDraftModel *model, guint position);
/** br_variant_columns_add: (transfer none) appends a column; `setup` and `bind` (or NULL) are called with `owner`. */
GtkListItemFactory *br_variant_columns_add         (GtkColumnView *view, const char *title, GCallback setup, GCallback bind, gpointer owner);
void                br_variant_columns_add_options (GtkColumnView *view, BrDraftModel *model);
void                br_variant_columns_add_status  (GtkColumnView *view, BrDraftModel *model);
void                br_variant_columns_add_remove  (GtkColumnView *view, BrDraftModel *model);

G_END_DECLS
