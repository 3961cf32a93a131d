/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels on pages: one a page, or many on a sheet of an office printer, beginning at any cell. The dots are those of the picture. */
#pragma once

#include "br-bitmap.h"
#include "br-print.h"
#include "br-printer.h"

G_BEGIN_DECLS

/** BrLabelPdf: a PDF being written, a label at a time; memory does not grow with their number. */
typedef struct _BrLabelPdf BrLabelPdf;
/** br_label_pdf_new: `start_cell` from 0: cells of the first sheet that are already used. Errors: IO, FULL, RANGE. */
BrLabelPdf *br_label_pdf_new    (const char *path, const BrSheet *sheet, guint start_cell, const BrHead *head, GError **error);
gboolean    br_label_pdf_add    (BrLabelPdf *self, const BrBitmap *bitmap, GError **error);
/** br_label_pdf_finish: ends it and frees; without it the file is removed. */
gboolean    br_label_pdf_finish (BrLabelPdf *self, GError **error);
void        br_label_pdf_free   (BrLabelPdf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelPdf, br_label_pdf_free)

G_END_DECLS
