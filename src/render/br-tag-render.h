/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design and the values of one article, as the picture of a shelf tag: the tag's colours only, no antialiasing. What is previewed, sent and compared is this. */
#pragma once

#include "br-label-render.h"
#include "br-tag-image.h"

G_BEGIN_DECLS

/** br_tag_head: BR_LABEL_TAG_PIXEL units of length are a dot. */
extern const BrHead br_tag_head;

/** BrTagPicture: the result. Owned. */
typedef struct
{
  BrTagImage *image;    /* owned */
  GPtrArray  *problems; /* of BrLabelProblem: those of drawing, and what br_label_preflight finds */
} BrTagPicture;
void br_tag_picture_free (BrTagPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagPicture, br_tag_picture_free)

/**
 * br_tag_render: draws a design of kind BR_LABEL_TAG; barcodes are read back and the price as drawn is checked against the field "price". An ink the tag lacks is
 * shown in black, with a warning "ink"; a text that nobody could read on its ground is a problem "ink". What is wrong with single objects goes to `problems` and
 * the rest is drawn all the same; a picture with a problem that is no warning must not be sent (br_tag_picture_stop). A design smaller than the tag stands in its middle.
 * Deterministic: same design, scope and fonts, same pixels. Errors: INVALID (no design for tags, or the type is not sound), RANGE (larger than the tag).
 */
BrTagPicture         *br_tag_render       (BrLabelRenderer *renderer, const BrLabelScope *scope, const BrTagType *type, GError **error);
/** br_tag_type_for_design: a tag exactly as large as the design, with every colour there is: for looking at a design without a tag. */
void                  br_tag_type_for_design (const BrLabelTemplate *design, BrTagType *out);
/** br_tag_picture_stop: (transfer none) the first problem that keeps the picture from being sent, or NULL. */
const BrLabelProblem *br_tag_picture_stop (const BrTagPicture *self);

G_END_DECLS
