/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with the selected products: which is allowed now, copying, starting a bulk change. */
#pragma once

#include "br-app-context.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_list_actions_update: enables the "products." actions of `widget` for `n` selected and the rights of `actor` (or NULL). */
void br_list_actions_update     (GtkWidget *widget, const BrActor *actor, gsize n);
/** br_list_actions_copy: puts the rows of `ids` (the first 1,000) on the clipboard as tab-separated text. */
void br_list_actions_copy       (GtkWidget *widget, BrAppContext *context, BrIdList *ids);
/** br_list_actions_start_bulk: opens the mass edit for `action` ("products.mass-edit", "products.change-price", "products.set-status" with its parameter). */
void br_list_actions_start_bulk (GtkWidget *widget, BrAppContext *context, const char *action, GVariant *parameter, BrIdList *ids);

G_END_DECLS
