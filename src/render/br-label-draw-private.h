/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing one object each; for br-label-render.c. */
#pragma once

#include "br-label-canvas.h"
#include "br-label-images.h"
#include "br-label-render.h"
#include "br-text-setter.h"

G_BEGIN_DECLS

/** BrLabelPass: one label on its way. Borrowed. */
typedef struct
{
  BrTextSetter   *setter;
  BrLabelImages  *images;
  const BrHead   *head;
  BrLabelPicture *picture;
  BrLabelRect     area; /* of the picture before it is turned: what comes to paper */
  const BrTagType *tag; /* or NULL: it goes to paper */
} BrLabelPass;

/** br_label_pass_problem: takes `problem` into the picture. */
void br_label_pass_problem (const BrLabelPass *pass, BrLabelProblem *problem);

void br_label_draw_text    (const BrLabelPass *pass, const BrLabelObject *object, const char *text, const BrLabelCanvas *canvas);
void br_label_draw_code    (const BrLabelPass *pass, const BrLabelObject *object, const char *value, const BrLabelCanvas *canvas);
void br_label_draw_image   (const BrLabelPass *pass, const BrLabelObject *object, const BrLabelCanvas *canvas);

/** br_label_draw_round: a box with elliptic corners of rx × ry dots; thickness 0 = filled. Upright; the canvas's frame is the whole bitmap. */
typedef struct { BrLabelRect rect; double rx, ry; int thickness; } BrLabelRound;
void br_label_draw_round   (const BrLabelCanvas *whole, const BrLabelRound *round);
/** br_label_draw_line: from one place to another, `thickness` dots wide, its middle on the way. */
void br_label_draw_line    (const BrLabelCanvas *whole, const int from[2], const int to[2], int thickness);

/** br_label_share_room: how much of the room that is left comes before what is aligned: none, half, all. */
int  br_label_share_room   (int room, BrLabelAlign align);

/** BrLabelTarget: what a label is drawn for. Borrowed. */
typedef struct
{
  const BrHead      *head;
  const BrPrintArea *area; /* as br_label_render, or NULL */
  const BrTagType   *tag;  /* or NULL: it goes to paper */
} BrLabelTarget;
/** br_label_render_for: as br_label_render, which is this for paper. */
BrLabelPicture *br_label_render_for (BrLabelRenderer *self, const BrLabelScope *scope, const BrLabelTarget *target, GError **error);

G_END_DECLS
