/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A template in the gallery: its name, its paper, and a label printed with its samples. */
#pragma once

#include "br-app-context.h"
#include "br-label-template.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TEMPLATE_ITEM (br_template_item_get_type ())
/** BrTemplateItem: a template in a list model. */
G_DECLARE_FINAL_TYPE (BrTemplateItem, br_template_item, BR, TEMPLATE_ITEM, GObject)
BrTemplateItem  *br_template_item_new (BrLabelTemplate *template);
/** br_template_item_get: (transfer none). */
BrLabelTemplate *br_template_item_get (BrTemplateItem *self);

#define BR_TYPE_TEMPLATE_CARD (br_template_card_get_type ())
G_DECLARE_FINAL_TYPE (BrTemplateCard, br_template_card, BR, TEMPLATE_CARD, AdwBin)
GtkWidget       *br_template_card_new (void);
/** br_template_card_show: draws the label in the background; NULL = nothing any more. */
void             br_template_card_show (BrTemplateCard *self, BrAppContext *context, BrTemplateItem *item);

G_END_DECLS
