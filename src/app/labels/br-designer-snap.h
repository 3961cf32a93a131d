/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a dragged box catches: at the label's edges and middle, at other objects, at the grid. Pure. */
#pragma once

#include "br-designer-model.h"

G_BEGIN_DECLS

#define BR_DESIGNER_NO_GUIDE G_MININT

/** BrDesignerSnap: what a box may catch at. */
typedef struct
{
  const BrDesignerArea *others; /* boxes of objects that stay, or NULL */
  gsize n_others;
  int width, height; /* of the area */
  int grid;          /* distance of its lines, 0 = none */
  int reach;         /* how near an edge must come */
} BrDesignerSnap;

/** br_designer_snap_move: moves `box` to what is in reach; *guide_x, *guide_y are the lines it caught at, or BR_DESIGNER_NO_GUIDE. */
void br_designer_snap_move (const BrDesignerSnap *self, BrDesignerArea *box, int *guide_x, int *guide_y);
/** br_designer_snap_point: as above for one point, such as the corner that is dragged. */
void br_designer_snap_point (const BrDesignerSnap *self, int *x, int *y, int *guide_x, int *guide_y);

G_END_DECLS
