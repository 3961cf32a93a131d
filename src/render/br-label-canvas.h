/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes that may be turned, and drawing in them: the one place where quarters are worked out. */
#pragma once

#include "br-bitmap.h"

G_BEGIN_DECLS

/** BrLabelFrame: a box as it lies on the label, in units of length or in dots. */
typedef struct
{
  int   x, y;          /* upper left corner of the box once turned */
  int   width, height; /* of the box before it is turned, >= 0 */
  guint turn;          /* quarters clockwise, 0..3 */
} BrLabelFrame;

/** BrLabelRect: upright, in the unit of where it came from. */
typedef struct { int x, y, width, height; } BrLabelRect;

/** br_label_frame_map: a rectangle inside the unturned box, as it lies on the label. */
BrLabelRect  br_label_frame_map   (const BrLabelFrame *self, BrLabelRect inside);
/** br_label_frame_rect: the whole box. */
BrLabelRect  br_label_frame_rect  (const BrLabelFrame *self);
/** br_label_frame_inside: the frame of a box inside this one that is turned about its own middle. */
BrLabelFrame br_label_frame_inside (const BrLabelFrame *self, BrLabelRect box, guint turn);

/** br_label_rect_common: what two rectangles have in common; of no size when that is nothing. */
BrLabelRect  br_label_rect_common (BrLabelRect a, BrLabelRect b);

/** BrLabelLost: what was drawn where no paper is reached. */
typedef enum { BR_LOST_NOTHING = 0, BR_LOST_GROUND = 1 << 0 /* filled rectangles */, BR_LOST_INK = 1 << 1 /* dots of stamps */ } BrLabelLost;

/** BrLabelCanvas: a frame in dots, and what is drawn on. Drawing takes places in the unturned box. */
typedef struct
{
  BrBitmap    *bitmap; /* borrowed */
  BrLabelFrame frame;  /* in dots */
  BrLabelRect  area;   /* of the bitmap: what comes to paper */
  BrLabelLost *lost;   /* borrowed: what is drawn on the bitmap outside of it is noted here; or NULL */
} BrLabelCanvas;

void br_label_canvas_fill  (const BrLabelCanvas *self, BrLabelRect inside);
/** br_label_canvas_count: black dots in there. */
guint br_label_canvas_count (const BrLabelCanvas *self, BrLabelRect inside);
void br_label_canvas_erase (const BrLabelCanvas *self, BrLabelRect inside);
void br_label_canvas_stamp (const BrLabelCanvas *self, const BrBitmap *stamp, int x, int y, BrBitmapInk ink);

G_END_DECLS
