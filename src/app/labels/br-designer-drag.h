/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pointer does to a draft between press and release: selecting, moving, resizing. Places are hundredths of a millimetre of the label; no widgets. */
#pragma once

#include "br-designer-model.h"

G_BEGIN_DECLS

/** BrDesignerHandle: where a selected object is taken hold of. 0..7 clockwise from the upper left corner; of a line, 0 its begin and 1 its end. */
enum { BR_DESIGNER_NO_HANDLE = -1, BR_DESIGNER_N_HANDLES = 8 };

typedef enum { BR_DRAG_NONE = 0, BR_DRAG_MOVE, BR_DRAG_RESIZE, BR_DRAG_BAND } BrDesignerDragKind;

/** BrDesignerDrag: one drag. */
typedef struct
{
  BrDesignerDragKind kind;
  int            handle;
  int            from_x, from_y;    /* of the pointer, in the area worked on */
  BrDesignerArea start;             /* bounds of what is selected then */
  BrDesignerArea band;              /* BAND: drawn by the pointer */
  int            guide_x, guide_y;  /* lines it caught at, in the area; BR_DESIGNER_NO_GUIDE = none */
} BrDesignerDrag;

/** BrDesignerDragHow: how the pointer is used now. */
typedef struct
{
  int      grid;  /* 0 = none */
  int      reach; /* how near counts as at */
  gboolean free;  /* catches at nothing */
  gboolean add;   /* adds to the selection, or takes from it */
} BrDesignerDragHow;

/** br_designer_handle_at: the handle of the one object selected at a place of the area; BR_DESIGNER_NO_HANDLE when there is none. */
int      br_designer_handle_at    (BrDesignerModel *model, int x, int y, int reach);
/** br_designer_handle_place: where a handle of `object` is, in the area; FALSE when it has no such handle. */
gboolean br_designer_handle_place (const BrLabelObject *object, int handle, int *x, int *y);
void     br_designer_drag_begin   (BrDesignerDrag *self, BrDesignerModel *model, const BrDesignerDragHow *how, int x, int y);
/** update: the pointer is at x, y of the area now. */
void     br_designer_drag_update  (BrDesignerDrag *self, BrDesignerModel *model, const BrDesignerDragHow *how, int x, int y);
void     br_designer_drag_end     (BrDesignerDrag *self, BrDesignerModel *model);

G_END_DECLS
