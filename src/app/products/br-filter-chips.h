/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter chips of a list: terms of the search language that stay while one types. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_FILTER_CHIPS (br_filter_chips_get_type ())
/** BrFilterChips: emits "changed" when terms come or go. */
G_DECLARE_FINAL_TYPE (BrFilterChips, br_filter_chips, BR, FILTER_CHIPS, GObject)

BrFilterChips *br_filter_chips_new      (void);
gboolean       br_filter_chips_is_empty (BrFilterChips *self);
/** br_filter_chips_add: a term that is there already is not added again; of one field's plain values the new one replaces the old. */
void           br_filter_chips_add      (BrFilterChips *self, const char *term);
void           br_filter_chips_remove   (BrFilterChips *self, const char *term);
/** br_filter_chips_set: one term, or none for "". Always emits. */
void           br_filter_chips_set      (BrFilterChips *self, const char *term);
/** br_filter_chips_combine: the terms and `typed` as one query. Caller frees. */
char          *br_filter_chips_combine  (BrFilterChips *self, const char *typed);
/** br_filter_chips_fill: shows the terms as buttons that take them away (action products.remove-filter). */
void           br_filter_chips_fill     (BrFilterChips *self, AdwWrapBox *box);
/** br_filter_chips_get_terms: (transfer full) the terms, for keeping them. */
GStrv          br_filter_chips_get_terms (BrFilterChips *self);
/** br_filter_chips_set_terms: puts kept terms in the place of all. */
void           br_filter_chips_set_terms (BrFilterChips *self, const char *const *terms);

G_END_DECLS
