/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value as the modules of a barcode: encoded, not drawn. Pure. */
#pragma once

#include "br-bitmap.h"
#include "br-label-template.h"

G_BEGIN_DECLS

/** BrLabelSymbol: owned. */
typedef struct
{
  BrLabelSymbology symbology;
  BrBitmap *modules;    /* a dot a module, without quiet zones; one row for linear codes, of a stacked one every fourth a row of bars */
  int       quiet_left, quiet_right; /* modules that must stay white */
  int       quiet_above; /* and below; 0 for linear codes */
  char     *text;       /* what a reader gives, see BrLabelCode */
  char     *people;     /* what stands under the bars, ASCII; NULL for codes of two dimensions */
} BrLabelSymbol;

/** br_label_symbol_is_linear: bars, not modules in two dimensions. */
gboolean       br_label_symbol_is_linear (BrLabelSymbology symbology);
#define BR_LABEL_SYMBOL_MAX_PAIRS 10 /* that make sense in a row of a stacked symbol: more are one row */
/** br_label_symbol_new: `option`: of QR the level, 0..3; of DataBar Expanded the pairs of segments in a row of a stacked symbol, 0 = one row.
 *  Errors: INVALID: the value cannot be said in this symbology. */
BrLabelSymbol *br_label_symbol_new       (BrLabelSymbology symbology, const char *value, int option, GError **error);
/** br_label_symbol_place_row: where a row of modules is in a symbol of that height, in dots: rows of bars share what the rest leaves. */
void           br_label_symbol_place_row (const BrLabelSymbol *self, int row, int module, int height, int *top, int *row_height);
void           br_label_symbol_free      (BrLabelSymbol *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelSymbol, br_label_symbol_free)

G_END_DECLS
