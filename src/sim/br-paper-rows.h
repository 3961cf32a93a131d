/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A label that comes row by row, its length not known before its end. */
#pragma once

#include "br-bitmap.h"

G_BEGIN_DECLS

/** BrPaperRows: rows of the whole head, 1 = black, first bit leftmost. */
typedef struct
{
  GByteArray *bytes;
  gsize       row_bytes;
  guint       n;
} BrPaperRows;

void      br_paper_rows_init   (BrPaperRows *self, gsize row_bytes);
void      br_paper_rows_clear  (BrPaperRows *self);
void      br_paper_rows_empty  (BrPaperRows *self);
/** br_paper_rows_add: a white row, to be drawn on until the next is added; NULL: it is too long already. */
guint8   *br_paper_rows_add    (BrPaperRows *self);
/** br_paper_rows_last: NULL if there is none. */
guint8   *br_paper_rows_last   (BrPaperRows *self);
/** br_paper_rows_cut: (transfer full) `width` dots from bit `first` on; NULL without a row. */
BrBitmap *br_paper_rows_cut    (const BrPaperRows *self, guint first, guint width);
/** br_paper_rows_cut_mirrored: the same with left and right exchanged. */
BrBitmap *br_paper_rows_cut_mirrored (const BrPaperRows *self, guint first, guint width);

G_END_DECLS
