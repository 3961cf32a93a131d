/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads barcodes back from their dots with libzbar, and what that cannot read with ZXing; neither shares anything with the encoder. Upright
 * symbols only, with their quiet zones. What is read is as BrLabelCode has its text. */
#pragma once

#include "br-bitmap.h"
#include "br-label-template.h"

G_BEGIN_DECLS

/** br_code_reader_by_rows: whether the symbology is read row by row; others are read as a whole. */
gboolean br_code_reader_by_rows    (BrLabelSymbology symbology);
/** br_code_reader_read_row: what one row of dots says, or NULL. Caller frees. */
char    *br_code_reader_read_row   (BrLabelSymbology symbology, const BrBitmap *upright, guint y);
/** br_code_reader_read_whole: what a symbol of another kind says, or NULL. Caller frees. */
char    *br_code_reader_read_whole (BrLabelSymbology symbology, const BrBitmap *upright);

G_END_DECLS
