/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One label of an order in a list: its dots, what is on it, and what is known of it. */
#pragma once

#include "br-app-context.h"
#include "br-view-item.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_LABEL_ROW (br_label_row_get_type ())
G_DECLARE_FINAL_TYPE (BrLabelRow, br_label_row, BR, LABEL_ROW, GtkBox)

/** br_view_type_label: of BrPrintLabelView. */
extern const BrViewType br_view_type_label;

/** br_label_row_set_item: shows `item`, follows it and asks for its dots; NULL = nothing. */
void br_label_row_set_item (BrLabelRow *self, BrAppContext *context, BrViewItem *item);
/** br_label_row_set_picture_size: room for the dots, pixels; 72 × 48 unless told. */
void br_label_row_set_picture_size (BrLabelRow *self, int width, int height);

G_END_DECLS
