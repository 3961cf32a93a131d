/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group Variants: options, and a grid of SKUs. */
#pragma once

#include "br-sku-grid.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_EDITOR_VARIANTS (br_editor_variants_get_type ())
G_DECLARE_FINAL_TYPE (BrEditorVariants, br_editor_variants, BR, EDITOR_VARIANTS, AdwBin)

void br_editor_variants_set_model (BrEditorVariants *self, BrDraftModel *model);
/** br_editor_variants_show_problem: puts the focus on the first SKU that stands in the way of saving. */
void br_editor_variants_show_problem (BrEditorVariants *self);

G_END_DECLS
