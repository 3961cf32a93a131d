/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menus of the Products list: filters with the doctor's counts, saved filters, columns. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRODUCT_MENUS (br_product_menus_get_type ())
G_DECLARE_FINAL_TYPE (BrProductMenus, br_product_menus, BR, PRODUCT_MENUS, GObject)

/** br_product_menus_new: fills both menus; findings are counted when the filter menu opens. */
BrProductMenus *br_product_menus_new          (BrAppContext *context, GtkMenuButton *filter_menu, GtkMenuButton *saved_menu);
/** br_product_menus_reload: reads the saved filters again. */
void            br_product_menus_reload       (BrProductMenus *self);
/** br_product_menus_ask_name: asks for a name and saves `query` under it. */
void            br_product_menus_ask_name     (BrProductMenus *self, GtkWidget *parent, const char *query);
/** br_product_menus_fill_columns: a toggle for each column of `view`, as actions "columns.<id>" of `widget`, kept in the settings. */
void            br_product_menus_fill_columns (BrProductMenus *self, GtkWidget *widget, GtkColumnView *view, GMenu *menu);

G_END_DECLS
