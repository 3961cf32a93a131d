/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of drawing share: looking at dots. */
#pragma once

#include "br-bitmap.h"

/** paper_write_png: black on white, for people and barcode readers; `margin` white dots around it. */
void     paper_write_png (const BrBitmap *bitmap, int margin, const char *path);
/** paper_ink_box: the smallest box around the black dots; FALSE when there are none. */
gboolean paper_ink_box   (const BrBitmap *bitmap, int box[4]);
/** paper_count: black dots. */
gsize    paper_count     (const BrBitmap *bitmap);
/** paper_from_text: rows of '#' and '.', joined by '/'. */
BrBitmap *paper_from_text (const char *text);
/** paper_to_text: the same the other way. */
char    *paper_to_text   (const BrBitmap *bitmap);
