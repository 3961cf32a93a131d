/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printers of this computer, live; new ones come by themselves. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRINTER_LIST (br_printer_list_get_type ())
/** BrPrinterList: emits "open" (BrPrinterItem *printer, borrowed) when a person wants to see one. */
G_DECLARE_FINAL_TYPE (BrPrinterList, br_printer_list, BR, PRINTER_LIST, AdwBin)

/** br_printer_list_set_context: before it is first shown. */
void br_printer_list_set_context (BrPrinterList *self, BrAppContext *context);

G_END_DECLS
