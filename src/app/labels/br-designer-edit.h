/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done to the objects of a draft. All keep objects within the area worked on; FALSE = nothing changed. */
#pragma once

#include "br-designer-model.h"

G_BEGIN_DECLS

typedef enum { BR_DESIGNER_LEFT = 1, BR_DESIGNER_CENTRE, BR_DESIGNER_RIGHT, BR_DESIGNER_TOP, BR_DESIGNER_MIDDLE, BR_DESIGNER_BOTTOM } BrDesignerAlign;
typedef enum { BR_DESIGNER_TO_FRONT = 1, BR_DESIGNER_FORWARD, BR_DESIGNER_BACKWARD, BR_DESIGNER_TO_BACK } BrDesignerOrder;

/** move: what is selected. `series`: as br_designer_model_edit. */
gboolean   br_designer_move       (BrDesignerModel *self, const char *series, int dx, int dy);
/** place: gives the one object selected another box; of a line, x, y is its begin and width, height its way. */
gboolean   br_designer_place      (BrDesignerModel *self, const char *series, const BrDesignerArea *box);
/** align: several to the box around them, one to its area. */
gboolean   br_designer_align      (BrDesignerModel *self, BrDesignerAlign align);
/** distribute: equal gaps between at least three. */
gboolean   br_designer_distribute (BrDesignerModel *self, gboolean vertically);
gboolean   br_designer_order      (BrDesignerModel *self, BrDesignerOrder order);
/** turn: each selected object by a quarter clockwise about its middle; those that would not fit then stay. */
gboolean   br_designer_turn       (BrDesignerModel *self);
/** add: a new object of that type in the middle of the area, selected. */
gboolean   br_designer_add        (BrDesignerModel *self, BrLabelObjectType type);
gboolean   br_designer_remove     (BrDesignerModel *self);
gboolean   br_designer_duplicate  (BrDesignerModel *self);
/** copy: (transfer full) of BrLabelObject: copies of what is selected, for paste. */
GPtrArray *br_designer_copy       (BrDesignerModel *self);
/** paste: copies of `objects`, moved and made small enough to lie within the area, selected. */
gboolean   br_designer_paste      (BrDesignerModel *self, GPtrArray *objects);
/** group: at least two become one; ungroup: the groups among what is selected come apart. */
gboolean   br_designer_group      (BrDesignerModel *self);
gboolean   br_designer_ungroup    (BrDesignerModel *self);
/** set_paper: size and turn of the label; objects that would lie outside are moved in, and made smaller where they must. */
gboolean   br_designer_set_paper  (BrDesignerModel *self, const BrMedia *media, guint turn);
/** br_designer_has_room: whether what a group or a row holds still lies within it. */
gboolean   br_designer_has_room   (const BrLabelObject *object);
/** br_designer_fit_object: moves an object into an area of that size, and makes it smaller where it must. */
void       br_designer_fit_object (BrLabelObject *object, int width, int height);

G_END_DECLS
