/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One label that is out of date: what it says, what it should say. */
#pragma once

#include "br-app-context.h"
#include "br-view-item.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_STALE_ROW (br_stale_row_get_type ())
G_DECLARE_FINAL_TYPE (BrStaleRow, br_stale_row, BR, STALE_ROW, GtkBox)

/** br_view_type_stale: of BrStaleLabel. */
extern const BrViewType br_view_type_stale;

/** br_stale_row_set_item: shows `item` and follows it; NULL = nothing. list_item: says all of it to who does not see it; or NULL. */
void            br_stale_row_set_item  (BrStaleRow *self, BrAppContext *context, BrViewItem *item, GtkListItem *list_item);
/** br_stale_row_get_check: (transfer none) the mark that it is selected. */
GtkCheckButton *br_stale_row_get_check (BrStaleRow *self);

G_END_DECLS
