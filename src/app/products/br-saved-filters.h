/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of saved filters of the Products list: use one, save what is shown, rename, remove. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_SAVED_FILTERS (br_saved_filters_get_type ())
G_DECLARE_FINAL_TYPE (BrSavedFilters, br_saved_filters, BR, SAVED_FILTERS, GObject)

/** br_saved_filters_new: fills the menu of `button`; a filter is used by the action products.use-filter. */
BrSavedFilters *br_saved_filters_new    (BrAppContext *context, GtkMenuButton *button);
/** br_saved_filters_reload: reads them again. */
void            br_saved_filters_reload (BrSavedFilters *self);
/** br_saved_filters_ask: asks for a name and saves `query` under it. */
void            br_saved_filters_ask    (BrSavedFilters *self, GtkWidget *parent, const char *query);

G_END_DECLS
