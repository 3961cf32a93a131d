/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options as people type them, "Size: S, M, L" one a line, and the SKUs they make. */
#pragma once

#include "br-draft-model.h"

G_BEGIN_DECLS

/** br_option_text_from_product: the lines for what a product has. Caller frees. */
char *br_option_text_from_product (const BrRecord *product, GPtrArray *skus);
/** br_option_text_make: writes the options and adds the SKUs that are missing; existing ones stay. Returns how many, or -1. Errors: INVALID, RANGE. */
int   br_option_text_make         (BrDraftModel *model, BrProductDetail *draft, const char *text, GError **error);

G_END_DECLS
