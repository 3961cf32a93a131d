/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a printer answered, as a text file that names neither the shop nor the printer's serial number: for those who write drivers. */
#pragma once

#include "br-app-context.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_printer_report_ask: asks for a file, asks the printer what it is, prints a test label, writes the report. */
void  br_printer_report_ask  (GtkWidget *widget, BrAppContext *context, BrPrinterItem *item);
/** br_printer_report_text: the report; `answers`: what it said, English, or NULL. Caller frees. */
char *br_printer_report_text (const BrPrinter *printer, const BrPrinterStatus *status, const char *answers);

G_END_DECLS
