/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small dialog: the address of a printer on the network. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** br_printer_address_key: "tcp:host:port" of what a person typed ("10.0.0.7", "printer.local:9101", "[fe80::1]:9100"), or NULL. Caller frees. */
char *br_printer_address_key (const char *text);

#define BR_TYPE_PRINTER_ADD (br_printer_add_get_type ())
/** BrPrinterAdd: emits "added" (const char *key) when the printer is in the list. */
G_DECLARE_FINAL_TYPE (BrPrinterAdd, br_printer_add, BR, PRINTER_ADD, AdwDialog)

BrPrinterAdd *br_printer_add_new (BrAppContext *context);

G_END_DECLS
