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
  BrBitmap *modules;    /* a dot a module, without quiet zones; one row for linear codes */
  int       quiet_left, quiet_right; /* modules that must stay white */
  int       quiet_above; /* and below; 0 for linear codes */
  char     *text;       /* what a reader gives, see BrLabelCode */
  char     *people;     /* what stands under the bars, ASCII; NULL for codes of two dimensions */
} BrLabelSymbol;

/** br_label_symbol_is_linear: bars, not modules in two dimensions. */
gboolean       br_label_symbol_is_linear (BrLabelSymbology symbology);
/** br_label_symbol_new: `ec_level` of QR, 0..3. Errors: INVALID: the value cannot be said in this symbology. */
BrLabelSymbol *br_label_symbol_new       (BrLabelSymbology symbology, const char *value, int ec_level, GError **error);
void           br_label_symbol_free      (BrLabelSymbol *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelSymbol, br_label_symbol_free)

G_END_DECLS
