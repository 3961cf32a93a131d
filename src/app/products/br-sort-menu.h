/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting a column view from a menu: the headers themselves cannot be reached by keyboard. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_sort_menu_fill: an entry for each column that can be sorted by; actions sort.by and sort.descending of `widget`. */
void br_sort_menu_fill (GtkWidget *widget, GtkColumnView *view, GMenu *menu);

G_END_DECLS
