/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One printer in the list of printers: where it stands, what it is doing, what to do about it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRINTER_ROW (br_printer_row_get_type ())
/** BrPrinterRow: activating it is for the list; follows its printer by itself. */
G_DECLARE_FINAL_TYPE (BrPrinterRow, br_printer_row, BR, PRINTER_ROW, GtkListBoxRow)

GtkWidget     *br_printer_row_new      (BrAppContext *context, BrPrinterItem *printer);
/** br_printer_row_get_printer: (transfer none). */
BrPrinterItem *br_printer_row_get_printer (BrPrinterRow *self);

G_END_DECLS
