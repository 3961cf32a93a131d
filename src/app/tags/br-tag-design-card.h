/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design in the gallery: its name, its size, and the pixels a tag of that size would show. */
#pragma once

#include "br-app-context.h"
#include "br-label-template.h"
#include "br-tag-type.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_DESIGN_CARD (br_tag_design_card_get_type ())
G_DECLARE_FINAL_TYPE (BrTagDesignCard, br_tag_design_card, BR, TAG_DESIGN_CARD, AdwBin)

GtkWidget *br_tag_design_card_new  (void);
/** br_tag_design_card_show: draws it in the background; NULL = nothing any more. */
void       br_tag_design_card_show (BrTagDesignCard *self, BrAppContext *context, BrLabelTemplate *design);

/** br_tag_design_type: (transfer none) a type of tag of just the design's size, the one with most colours, or NULL. Pure. */
const BrTagType *br_tag_design_type (const BrLabelTemplate *design);
/** br_tag_design_words: what tells designs of a name apart: size and the colours it uses, "296 × 128 · white, black, red". Pure. Caller frees. */
char            *br_tag_design_words (const BrLabelTemplate *design);

G_END_DECLS
