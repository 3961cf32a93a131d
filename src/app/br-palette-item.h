/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the command palette: an action, a page or a product. Immutable. */
#pragma once

#include "br-commands.h"
#include "br-page-table.h"
#include "br-sku-row.h"

G_BEGIN_DECLS

#define BR_TYPE_PALETTE_ITEM (br_palette_item_get_type ())
G_DECLARE_FINAL_TYPE (BrPaletteItem, br_palette_item, BR, PALETTE_ITEM, GObject)

BrPaletteItem   *br_palette_item_new_command (const BrCommand *command, GSettings *settings);
BrPaletteItem   *br_palette_item_new_page    (const BrPageInfo *page);
BrPaletteItem   *br_palette_item_new_product (const BrSkuRow *row);
const char      *br_palette_item_get_title   (BrPaletteItem *self);
const char      *br_palette_item_get_detail  (BrPaletteItem *self); /* keys, or SKU code and barcode; never NULL */
const char      *br_palette_item_get_icon    (BrPaletteItem *self);
const BrCommand *br_palette_item_get_command (BrPaletteItem *self); /* or NULL */
const char      *br_palette_item_get_page    (BrPaletteItem *self); /* page id, or NULL */
const BrId      *br_palette_item_get_product (BrPaletteItem *self); /* or NULL */
/** br_palette_item_matches: whether every word of `words` (case-folded) begins somewhere in the title. */
gboolean         br_palette_item_matches     (BrPaletteItem *self, const char *const *words);

G_END_DECLS
