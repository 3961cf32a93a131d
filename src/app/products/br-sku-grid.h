/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid of SKUs as text: what a cell shows, what typing into it does to the draft, pasting a block. */
#pragma once

#include "br-draft-model.h"

G_BEGIN_DECLS

/** BrGridColumn: the columns of the grid that hold text, in the order of pasting. */
typedef enum { BR_GRID_CODE = 0, BR_GRID_BARCODES, BR_GRID_COST, BR_GRID_PRICE, BR_GRID_NOTE, BR_N_GRID_COLUMNS } BrGridColumn;

/** br_sku_grid_text: what the cell shows: what was typed, as long as it cannot be read. Caller frees. */
char       *br_sku_grid_text         (BrDraftModel *model, const BrRecord *sku, BrGridColumn column);
/** br_sku_grid_set: FALSE when the text cannot be read: the model keeps it as unread then; or when the cell may not be changed. */
gboolean    br_sku_grid_set          (BrDraftModel *model, BrRecord *sku, BrGridColumn column, const char *text);
/** br_sku_grid_paste: fills cells from row `row` and `column` on with tab- and line-separated text; rows beyond the last SKU and
 *  columns beyond the price are left out. Returns how many cells could not be read or changed. */
guint       br_sku_grid_paste        (BrDraftModel *model, guint row, BrGridColumn column, const char *text);
/** br_sku_grid_may_set: whether who is signed in may change the cell. */
gboolean    br_sku_grid_may_set      (BrDraftModel *model, const BrRecord *sku, BrGridColumn column);
/** br_sku_grid_barcode_kind: the kind a barcode is by its look: "ean", "upc", "itf", "internal", "other". */
const char *br_sku_grid_barcode_kind (const char *code);

G_END_DECLS
