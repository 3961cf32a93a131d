/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One printer: where it stands, how it is used, and what can be tried with it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRINTER_PAGE (br_printer_page_get_type ())
/** BrPrinterPage: to be pushed; settings are stored as they are changed. Its actions are "printer.…". */
G_DECLARE_FINAL_TYPE (BrPrinterPage, br_printer_page, BR, PRINTER_PAGE, AdwNavigationPage)

BrPrinterPage *br_printer_page_new (BrAppContext *context, BrPrinterItem *item);

G_END_DECLS
