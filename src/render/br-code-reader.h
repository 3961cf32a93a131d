/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads barcodes back from their dots with libzbar, which shares nothing with the encoder. Upright symbols only, with their quiet zones. */
#pragma once

#include "br-bitmap.h"
#include "br-label-template.h"

G_BEGIN_DECLS

/** br_code_reader_can_read: whether libzbar reads the symbology, always. It does not know Data Matrix, and not enough of DataBar Expanded. */
gboolean br_code_reader_can_read    (BrLabelSymbology symbology);
/** br_code_reader_read_row: what one row of dots says as a linear symbology: as BrLabelCode has its text; or NULL. Caller frees. */
char    *br_code_reader_read_row    (BrLabelSymbology symbology, const BrBitmap *upright, guint y);
/** br_code_reader_read_square: what a QR code says, or NULL. Caller frees. */
char    *br_code_reader_read_square (const BrBitmap *upright);

G_END_DECLS
