/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All shelf tags: search, filter, order in the store; details beside it; what is done with those selected. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_LIST (br_tag_list_get_type ())
/** BrTagList: actions tags.unbind, again, find, replace, paper, seen-right, seen-wrong, select-all, clear-filter, retry. */
G_DECLARE_FINAL_TYPE (BrTagList, br_tag_list, BR, TAG_LIST, AdwBin)

void br_tag_list_set_context (BrTagList *self, BrAppContext *context);
/** br_tag_list_show_filter: "all", "attention", "waiting", "shown", "unproved", "silent", "failed", "unbound", "battery", or "station:<id>". */
void br_tag_list_show_filter (BrTagList *self, const char *filter);
void br_tag_list_search      (BrTagList *self);
/** br_tag_list_set_search: searches for `text`: a tag or a product by its code. */
void br_tag_list_set_search  (BrTagList *self, const char *text);

G_END_DECLS
