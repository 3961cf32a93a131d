/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns of the Products list are shown, and how wide: chosen once, remembered in the settings. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrListWidth: how much room the list has. */
typedef enum { BR_LIST_WIDE = 1, BR_LIST_BESIDE_PANE /* the details say some of it */, BR_LIST_NARROW /* a phone's width */ } BrListWidth;

/** br_list_columns_update: shows the columns that were chosen and fit. */
void                 br_list_columns_update    (GtkColumnView *view, GSettings *settings, BrListWidth width);
/** br_list_columns_remember: takes the widths over from the settings, and writes them there when a person changes them. */
void                 br_list_columns_remember  (GtkColumnView *view, GSettings *settings);
/** br_list_columns_restore_sort: sorts as the settings say; by the first column when they name none that is there. */
void                 br_list_columns_restore_sort (GtkColumnView *view, GSettings *settings);
/** br_list_columns_save_sort: keeps what the headers say in the settings. */
void                 br_list_columns_save_sort (GtkColumnView *view, GSettings *settings);
/** br_list_columns_get_shown: (transfer full) ids of the columns that are shown, in their order. */
GStrv                br_list_columns_get_shown (GtkColumnView *view);

G_END_DECLS
