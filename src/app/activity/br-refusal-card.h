/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A refused change as a card: base, mine and HQ's for each field, and what can be done. */
#pragma once

#include "br-app-context.h"
#include "br-outbox.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_REFUSAL_CARD (br_refusal_card_get_type ())
G_DECLARE_FINAL_TYPE (BrRefusalCard, br_refusal_card, BR, REFUSAL_CARD, AdwBin)

/** br_refusal_card_new: `refusals`: of BrRefusal, what HQ refused as one thing (br_activity_group_refusals); kept. */
GtkWidget *br_refusal_card_new        (BrAppContext *context, GPtrArray *refusals);
/** br_refusal_card_is_about: whether it shows just these, and nothing was decided about them. */
gboolean   br_refusal_card_is_about   (BrRefusalCard *self, GPtrArray *refusals);
/** br_refusal_card_set_orientation: base, mine and HQ's side by side, or below each other where it is narrow. */
void       br_refusal_card_set_orientation (BrRefusalCard *self, GtkOrientation orientation);

G_END_DECLS
