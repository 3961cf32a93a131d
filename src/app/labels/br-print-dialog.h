/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The print dialog: which label, on which printer, how many; the preview shows the dots that will be printed. */
#pragma once

#include "br-app-context.h"
#include "br-print.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRINT_DIALOG (br_print_dialog_get_type ())
/** BrPrintDialog: open at once however many goods there are; their values follow. */
G_DECLARE_FINAL_TYPE (BrPrintDialog, br_print_dialog, BR, PRINT_DIALOG, AdwDialog)

/** br_print_dialog_new: labels for the goods `ids`. */
BrPrintDialog *br_print_dialog_new     (BrAppContext *context, BrPrintSource source, BrIdList *ids);
/** br_print_dialog_present: a new one over `widget`; with no goods nothing happens. */
void           br_print_dialog_present (GtkWidget *widget, BrAppContext *context, BrPrintSource source, BrIdList *ids);
/** br_print_dialog_set_quantities: as many labels of each article as `file` says. */
void           br_print_dialog_set_quantities (BrPrintDialog *self, const BrLabelFile *file);

G_END_DECLS
