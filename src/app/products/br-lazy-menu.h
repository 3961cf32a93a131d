/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Menus whose widgets are made when they open for the first time: three of them would be an eighth of a page's first frame. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_lazy_menu_set: `button` opens `menu`. */
void br_lazy_menu_set (GtkMenuButton *button, GMenuModel *menu);

G_END_DECLS
