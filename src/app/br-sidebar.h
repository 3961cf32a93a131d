/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of pages a person may use, with badges, under the shop's name and the sync line. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_SIDEBAR (br_sidebar_get_type ())
/** BrSidebar: emits "page-activated" (const char *id) when a person picks a page. */
G_DECLARE_FINAL_TYPE (BrSidebar, br_sidebar, BR, SIDEBAR, AdwBin)

/** br_sidebar_set_context: whose pages; once. */
void        br_sidebar_set_context (BrSidebar *self, BrAppContext *context);
/** br_sidebar_update: shop's name, sync line, badges and pages as they are now. */
void        br_sidebar_update      (BrSidebar *self);
/** br_sidebar_select: marks the page as the one shown, without emitting. */
void        br_sidebar_select      (BrSidebar *self, const char *page_id);
/** br_sidebar_get_nth: (transfer none) id of the n-th visible page from 0; NULL past the end. For Alt+1…9. */
const char *br_sidebar_get_nth     (BrSidebar *self, guint n);

G_END_DECLS
