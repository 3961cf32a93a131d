/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of the steps of the life cycle that are open to the selected SKUs. */
#pragma once

#include "br-app-context.h"
#include "br-sku-row.h"

G_BEGIN_DECLS

#define BR_TYPE_STATUS_MENU (br_status_menu_get_type ())
G_DECLARE_FINAL_TYPE (BrStatusMenu, br_status_menu, BR, STATUS_MENU, GObject)

BrStatusMenu *br_status_menu_new       (BrAppContext *context);
/** br_status_menu_get_model: (transfer none) items with the action products.set-status; follows the selection. */
GMenuModel   *br_status_menu_get_model (BrStatusMenu *self);
/** br_status_menu_update: the selection is now `skus`; the menu follows a moment later. */
void          br_status_menu_update    (BrStatusMenu *self, BrIdList *skus);
/** br_status_menu_show: the menu for so many SKUs in each status (by BrLifeCycle), for a person of `role`. */
void          br_status_menu_show      (BrStatusMenu *self, const guint counts[BR_STATUS_RETIRED + 1], BrRole role);

G_END_DECLS
