/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group Prices: entries, and which of them holds when. */
#pragma once

#include "br-draft-model.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_EDITOR_PRICES (br_editor_prices_get_type ())
G_DECLARE_FINAL_TYPE (BrEditorPrices, br_editor_prices, BR, EDITOR_PRICES, AdwBin)

void br_editor_prices_set_model (BrEditorPrices *self, BrDraftModel *model);

G_END_DECLS
