/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products page: the list, and the editor pushed over it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRODUCTS_PAGE (br_products_page_get_type ())
G_DECLARE_FINAL_TYPE (BrProductsPage, br_products_page, BR, PRODUCTS_PAGE, AdwBin)

GtkWidget *br_products_page_new (BrAppContext *context);

G_END_DECLS
