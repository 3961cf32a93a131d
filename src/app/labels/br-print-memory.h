/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was chosen last time: the template for each kind of order, and the printer for each template. */
#pragma once

#include "br-print.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/** br_print_memory_template: key of the template used last for such an order, or NULL. Caller frees. */
char *br_print_memory_template (GSettings *settings, BrPrintSource source);
/** br_print_memory_printer: key of the printer used last for the template, or NULL. Caller frees. */
char *br_print_memory_printer  (GSettings *settings, const char *template_key);
/** br_print_memory_keep: remembers both; a shelf label, however it was chosen, is what prices that changed are printed with next. */
void  br_print_memory_keep     (GSettings *settings, BrPrintSource source, const BrLabelTemplate *template, const char *printer_key);
/** br_print_memory_keep_printer: remembers the printer only. */
void  br_print_memory_keep_printer (GSettings *settings, const BrLabelTemplate *template, const char *printer_key);

G_END_DECLS
