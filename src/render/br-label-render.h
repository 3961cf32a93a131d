/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A template and the values of one label, as a picture on the dot grid of a head. Preview, print, PDF and paper are these same dots.
 * Places are rounded to dots once; bars and modules are whole dots; nothing is antialiased or scaled afterwards.
 */
#pragma once

#include "br-bitmap.h"
#include "br-label-canvas.h"
#include "br-label-expr.h"
#include "br-print.h"
#include "br-printer.h"

G_BEGIN_DECLS

/** BrLabelRenderer: fonts and caches; belongs to one thread at a time. */
typedef struct _BrLabelRenderer BrLabelRenderer;
/** br_label_renderer_new: finds the fonts, which takes some ten milliseconds: not on the main thread. */
BrLabelRenderer *br_label_renderer_new  (void);
void             br_label_renderer_free (BrLabelRenderer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelRenderer, br_label_renderer_free)

/** BrLabelCode: a barcode as it was drawn, for reading it back. */
typedef struct
{
  char  *object;     /* name, or NULL */
  BrLabelSymbology symbology;
  char  *text;       /* what a reader must give: digits with check digit; for GS1 the element string, FNC1 as \x1D, none at its ends */
  int    x, y, width, height; /* of the bars or modules alone, in dots of the picture: without quiet zones, digits and bearer bars */
  int    quiet[4];   /* dots that must be white to its left, top, right and bottom, as it lies in the picture */
  guint  turn;       /* quarters clockwise it is turned in the picture: 1 and 3 = its bars lie */
  guint  module_dots;
  int    option;     /* it was encoded with (br_label_symbol_new) */
} BrLabelCode;

/** BrLabelPicture: the result. Owned. */
typedef struct
{
  BrBitmap  *bitmap;   /* already turned as the template says */
  GPtrArray *codes;    /* of BrLabelCode */
  GPtrArray *problems; /* of BrLabelProblem, in the order of the objects */
  BrLabelInks inks;    /* of a tag's picture: the colours of its dots; else empty */
} BrLabelPicture;
void br_label_picture_free (BrLabelPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelPicture, br_label_picture_free)

/**
 * GS1 codes take their elements as gs1() of br-label-expr.h gives them, "[01]09501101530003[10]AB1", as people write them, "(01)09501101530003(10)AB1",
 * or as a reader gives them, with FNC1 as \x1D. The box of a code holds its quiet zones and digits.
 *
 * br_label_render: draws a label. What is wrong with single objects goes to `problems` and the rest is drawn all the same; also what lies
 * outside of `area`, the dots of the picture that come to paper, or NULL = all of them.
 * Deterministic: same template, scope and fonts, same dots. Errors: RANGE (the label is too large for a picture).
 */
BrLabelPicture *br_label_render     (BrLabelRenderer *self, const BrLabelScope *scope, const BrHead *head, const BrPrintArea *area, GError **error);
/** br_label_render_bounds: where each top-level object lies, in dots of the label as it is designed (before the template's turn), turned as the object is:
 *  an array of 4 ints (x, y, width, height) an object. */
GArray         *br_label_render_bounds (const BrLabelTemplate *template, const BrHead *head);

/** br_label_preflight: reads `picture` as paper would be read; appends to its problems: codes decode to their text, quiet zones, module widths,
 *  clipping, and that the text of the price field, as drawn, is `price` (plain decimal, or NULL = not checked). */
void            br_label_preflight  (BrLabelRenderer *self, BrLabelPicture *picture, const BrLabelScope *scope, const BrHead *head, const char *price);

G_END_DECLS
