/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A refused change as a card: base, mine and HQ's for each field, and what can be done. */
#pragma once

#include "br-app-context.h"
#include "br-outbox.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_REFUSAL_CARD (br_refusal_card_get_type ())
G_DECLARE_FINAL_TYPE (BrRefusalCard, br_refusal_card, BR, REFUSAL_CARD, AdwBin)

/** br_refusal_card_new: `refusal` is read now and not kept. */
GtkWidget *br_refusal_card_new (BrAppContext *context, const BrRefusal *refusal);

G_END_DECLS
