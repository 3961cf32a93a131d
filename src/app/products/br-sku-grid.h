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
/** BrGridPaste: what pasting a block did. */
typedef struct
{
  guint      n_set;          /* cells that took their text */
  guint      n_bad;          /* cells that cannot be read, or not be changed */
  guint      n_rows_left;    /* rows below the last SKU: nothing was done with them */
  guint      n_columns_left; /* columns behind the price, or the note: the same */
  GPtrArray *cells;          /* private: how to take it back */
} BrGridPaste;
void         br_sku_grid_paste_free (BrGridPaste *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrGridPaste, br_sku_grid_paste_free)

/** br_sku_grid_paste: (transfer full) fills cells from row `row` and `column` on with a block of cells (br-paste-text.h), in the order
 *  the columns stand in the window: the cost is left out for who does not see it, and a block ends at the status. */
BrGridPaste *br_sku_grid_paste        (BrDraftModel *model, guint row, BrGridColumn column, const char *text);
/** br_sku_grid_unpaste: gives the cells back what they held, but for those changed since. */
void         br_sku_grid_unpaste      (BrDraftModel *model, const BrGridPaste *paste);
/** br_sku_grid_may_set: whether who is signed in may change the cell. */
gboolean    br_sku_grid_may_set      (BrDraftModel *model, const BrRecord *sku, BrGridColumn column);
/** br_sku_grid_barcode_kind: the kind a barcode is by its look: "ean", "upc", "itf", "internal", "other". */
const char *br_sku_grid_barcode_kind (const char *code);

G_END_DECLS
