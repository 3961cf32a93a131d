/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures for a print engine: a renderer and the template of the job it is at. Belongs to one thread. */
#pragma once

#include "br-label-render.h"
#include "br-print-queue.h"

G_BEGIN_DECLS

typedef struct _BrPrintDraw BrPrintDraw;

BrPrintDraw *br_print_draw_new  (BrStore *store);
void         br_print_draw_free (BrPrintDraw *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPrintDraw, br_print_draw_free)
/** br_print_draw_label: as draw of BrPrintEngineParams. */
BrBitmap    *br_print_draw_label (BrPrintDraw *self, const BrPrintLabel *label, const BrPrinter *printer, BrMedia *media, char **problem, GError **error);

G_END_DECLS
