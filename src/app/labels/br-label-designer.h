/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label designer: a page pushed on the nearest AdwNavigationView. */
#pragma once

#include "br-app-context.h"
#include "br-designer-model.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_LABEL_DESIGNER (br_label_designer_get_type ())
/** BrLabelDesigner: actions designer.*; see br-designer-actions.c. */
G_DECLARE_FINAL_TYPE (BrLabelDesigner, br_label_designer, BR, LABEL_DESIGNER, AdwNavigationPage)

/** br_label_designer_new: `template` without a key is a new one and gets its key when it is saved. */
BrLabelDesigner *br_label_designer_new        (BrAppContext *context, const BrLabelTemplate *template);
/** br_label_designer_would_lose: whether there is something that is not saved. */
gboolean         br_label_designer_would_lose (BrLabelDesigner *self);
/** br_label_designer_set_goods: shows the values of a SKU, by its row id in the cache. */
void             br_label_designer_set_goods  (BrLabelDesigner *self, guint32 sku);
/** br_label_designer_scan: shows the values of the product with this code. */
void             br_label_designer_scan       (BrLabelDesigner *self, const char *code);

G_END_DECLS
