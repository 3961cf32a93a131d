/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of a printer as rows to be changed. */
#pragma once

#include "br-printer.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRINTER_FORM (br_printer_form_get_type ())
/** BrPrinterForm: emits "edited" after a person changed something. */
G_DECLARE_FINAL_TYPE (BrPrinterForm, br_printer_form, BR, PRINTER_FORM, AdwBin)

/** br_printer_form_show: fills the rows; emits nothing. `is_known`: a person has set it up. */
void br_printer_form_show  (BrPrinterForm *self, const BrPrinter *printer, gboolean is_known);
/** br_printer_form_read: what the rows say, into `printer`. */
void br_printer_form_read  (BrPrinterForm *self, BrPrinter *printer);
/** br_printer_form_choose: another language, as if a person chose it in the row. */
void br_printer_form_choose (BrPrinterForm *self, BrPrinterLanguageId language);

G_END_DECLS
