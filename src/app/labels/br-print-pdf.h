/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An order for labels as a PDF: one label a page, or sheets of A4 for an office printer. */
#pragma once

#include "br-app-context.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_print_sheet_a4: as many labels of that size as fit on A4; columns 0 when not even one does. */
BrSheet br_print_sheet_a4 (const BrMedia *media);
/** br_print_pdf_ask: asks how and where, then writes it while one goes on working. Takes `order`. */
void    br_print_pdf_ask  (GtkWidget *widget, BrAppContext *context, BrLabelOrder *order);

G_END_DECLS
