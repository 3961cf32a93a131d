/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command palette: every action, page and product by name, code or scan; by keyboard alone. */
#pragma once

#include "br-window.h"

G_BEGIN_DECLS

#define BR_TYPE_PALETTE (br_palette_get_type ())
G_DECLARE_FINAL_TYPE (BrPalette, br_palette, BR, PALETTE, AdwDialog)

AdwDialog *br_palette_new (BrWindow *window);

G_END_DECLS
