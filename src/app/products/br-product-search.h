/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entry for the typed search language: parses while one types, marks what it cannot read, completes fields and values. */
#pragma once

#include "br-search.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_PRODUCT_SEARCH (br_product_search_get_type ())
/**
 * BrProductSearch: emits "changed" when what it holds means something new: after a short pause, and never while it cannot be read.
 * Its property "results" is the list of what was found: Down leads to its first row, Escape back to it, and what is typed there begins a new search.
 */
G_DECLARE_FINAL_TYPE (BrProductSearch, br_product_search, BR, PRODUCT_SEARCH, GtkBox)

/** br_product_search_set_digits: decimals of the currency amounts are typed in; 2 until it is said. */
void        br_product_search_set_digits (BrProductSearch *self, guint digits);
const char *br_product_search_get_text (BrProductSearch *self);
void        br_product_search_set_text (BrProductSearch *self, const char *text);

G_END_DECLS
