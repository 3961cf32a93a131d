/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the printer service sets of an item. On main. */
#pragma once

#include "br-print-person.h"
#include "br-print-thread.h"
#include "br-printer-service.h"
#include "br-usb-watch.h"

G_BEGIN_DECLS

/** br_printer_item_new: `store` for its thread. Takes `printer`. */
BrPrinterItem *br_printer_item_new         (BrStore *store, BrPrinter *printer, gboolean known);
/** br_printer_item_set_printer: takes `printer`: its settings as stored now. The thread runs while it is known and has a language of its own. */
void           br_printer_item_set_printer (BrPrinterItem *self, BrPrinter *printer, gboolean known);
/** br_printer_item_plug: USB: it is there, or NULL = it was taken away. */
void           br_printer_item_plug        (BrPrinterItem *self, BrUsbPrinter *usb);
BrUsbPrinter  *br_printer_item_get_usb     (BrPrinterItem *self);
void           br_printer_item_set_counts  (BrPrinterItem *self, const BrPrintCounts *counts);
const BrPrintCounts *br_printer_item_get_counts (BrPrinterItem *self);
gboolean       br_printer_item_is_sending  (BrPrinterItem *self);
/** br_printer_item_get_thread: (transfer none) NULL while none runs. */
BrPrintThread *br_printer_item_get_thread  (BrPrinterItem *self);
/** br_printer_item_stop: ends its thread. */
void           br_printer_item_stop        (BrPrinterItem *self);

G_END_DECLS
