/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menus of the Products list: filters with the doctor's counts, and columns. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRODUCT_MENUS (br_product_menus_get_type ())
G_DECLARE_FINAL_TYPE (BrProductMenus, br_product_menus, BR, PRODUCT_MENUS, GObject)

/** br_product_menus_new: fills the menu; findings are counted when the filter menu opens. */
BrProductMenus *br_product_menus_new          (BrAppContext *context, GtkMenuButton *filter_menu);
/** br_product_menus_fill_columns: a toggle for each column of `view`, as actions "columns.<id>" of `widget`, kept in the settings. */
void            br_product_menus_fill_columns (BrProductMenus *self, GtkWidget *widget, GtkColumnView *view, GMenu *menu);

G_END_DECLS
