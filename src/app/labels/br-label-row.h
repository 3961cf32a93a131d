/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One label of an order in a list: its dots, what is on it, and what is known of it. */
#pragma once

#include "br-app-context.h"
#include "br-view-item.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_LABEL_ROW (br_label_row_get_type ())
/** BrLabelRow: its button is the action "job.reprint-label" with the label's number. */
G_DECLARE_FINAL_TYPE (BrLabelRow, br_label_row, BR, LABEL_ROW, GtkBox)

/** br_view_type_label: of BrPrintLabelView. */
extern const BrViewType br_view_type_label;

/**
 * br_label_row_set_item: shows `item`, follows it and asks for its dots; NULL = nothing. list_item: of the list of an order: says all of it to
 * who does not see it, and the label can be printed again; or NULL.
 */
void br_label_row_set_item (BrLabelRow *self, BrAppContext *context, BrViewItem *item, GtkListItem *list_item);
/** br_label_row_set_large: to be compared with the paper: large dots of at most this size in pixels, the whole name, and not what is known of the label. */
void br_label_row_set_large (BrLabelRow *self, int width, int height);

G_END_DECLS
