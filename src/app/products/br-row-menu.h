/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The context menu of a list's rows: by the right button, a long touch, the Menu key or Shift+F10. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_row_menu_attach: `menu`, already a child of `view`, acts on what is selected; a row outside of that is selected first. */
void br_row_menu_attach (GtkColumnView *view, GtkPopover *menu);

G_END_DECLS
