/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor of one product: basics, variants, prices, history; a draft until it is saved. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRODUCT_EDITOR (br_product_editor_get_type ())
G_DECLARE_FINAL_TYPE (BrProductEditor, br_product_editor, BR, PRODUCT_EDITOR, AdwNavigationPage)

/** br_product_editor_new: of an existing product, or of a new one (NULL), with `code` as its first barcode or NULL. */
BrProductEditor *br_product_editor_new (BrAppContext *context, const BrId *product, const char *code);

G_END_DECLS
