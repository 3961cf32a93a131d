/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boxes that may be turned, and drawing in them: the one place where quarters are worked out. */
#pragma once

#include "br-bitmap.h"
#include "br-tag.h"

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

/** BrLabelInks: of a tag's picture, which dots of the bitmap drawn on have a colour: a bitmap for each, made when it is first used. A dot of the bitmap that is
 *  in none of them is black, and it is in at most one; what they say of dots that are not in the bitmap means nothing. */
typedef struct { BrBitmap *planes[BR_N_TAG_COLOURS]; /* owned, or NULL */ } BrLabelInks;
void        br_label_inks_clear (BrLabelInks *self);
/** br_label_inks_get: the colour of a dot of `bitmap`. */
BrTagColour br_label_inks_get   (const BrLabelInks *self, const BrBitmap *bitmap, int x, int y);

/** BrLabelCanvas: a frame in dots, and what is drawn on. Drawing takes places in the unturned box. */
typedef struct
{
  BrBitmap    *bitmap; /* borrowed */
  BrLabelFrame frame;  /* in dots */
  BrLabelRect  area;   /* of the bitmap: what comes to paper */
  BrLabelLost *lost;   /* borrowed: what is drawn on the bitmap outside of it is noted here; or NULL */
  BrLabelInks *inks;   /* borrowed, or NULL: there are no colours but black and white */
  BrTagColour  ink;    /* in which is drawn; 0 = black */
} BrLabelCanvas;

/** br_label_canvas_fill: the dots of a rectangle get the canvas's ink. */
void br_label_canvas_fill  (const BrLabelCanvas *self, BrLabelRect inside);
/** br_label_canvas_count: black dots in there. */
guint br_label_canvas_count (const BrLabelCanvas *self, BrLabelRect inside);
void br_label_canvas_erase (const BrLabelCanvas *self, BrLabelRect inside);
/** br_label_canvas_stamp: the black dots of `stamp` get the canvas's ink, or become white. */
void br_label_canvas_stamp (const BrLabelCanvas *self, const BrBitmap *stamp, int x, int y, BrBitmapInk ink);
/** br_label_canvas_hidden: how many dots of `stamp` stamping would not change, as they have that colour already: nobody would see them. */
guint br_label_canvas_hidden (const BrLabelCanvas *self, const BrBitmap *stamp, int x, int y, BrBitmapInk ink);

G_END_DECLS
