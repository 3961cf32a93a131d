/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-lazy-menu.h"

static void
create_popup_cb (GtkMenuButton *button, gpointer data)
{
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, data);
}

void
br_lazy_menu_set (GtkMenuButton *button, GMenuModel *menu)
{
  gtk_menu_button_set_create_popup_func (button, create_popup_cb, g_object_ref (menu), g_object_unref);
}
