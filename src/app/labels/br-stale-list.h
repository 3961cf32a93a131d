/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels on shelves whose price is not the price any more. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_STALE_LIST (br_stale_list_get_type ())
/** BrStaleList: has the actions "stale.print", "stale.forget" and "stale.select-all" over what is selected, or all when nothing is. */
G_DECLARE_FINAL_TYPE (BrStaleList, br_stale_list, BR, STALE_LIST, AdwBin)

/** br_stale_list_set_context: before it is first shown. */
void br_stale_list_set_context (BrStaleList *self, BrAppContext *context);
/** br_stale_list_search: the focus to the search. */
void br_stale_list_search      (BrStaleList *self);

G_END_DECLS
