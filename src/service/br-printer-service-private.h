/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printer service's state, shared by its files: the list, and commands. On main. */
#pragma once

#include "br-commit-watch.h"
#include "br-printer-item-private.h"
#include "br-worker.h"

G_BEGIN_DECLS

struct _BrPrinterService
{
  GObject parent_instance;

  BrStore       *store;
  GListStore    *items;     /* of BrPrinterItem: known ones by name, then new ones */
  BrCommitWatch *watch;     /* or NULL while not started */
  BrUsbWatch    *bus;       /* or NULL while not started */
  BrWorker      *probe;     /* asks printers that have no thread; or NULL, made when first needed */
  GCancellable  *stopping;  /* of reads under way; NULL while not started */
  gboolean       reading;   /* the stored printers are being read */
  gboolean       again;     /* they changed meanwhile */
  gboolean       is_read;   /* they were read at least once */
  GError        *trouble;   /* why they could not be read the last time, or NULL */
  gboolean       listing;   /* CUPS is being asked for its queues */
  gboolean       sending;   /* as last told */
};

/** br_printer_service_read: reads the stored printers and what waits for them; again when it is under way. */
void br_printer_service_read (BrPrinterService *self);

/** br_printer_service_add_new: takes `printer`, which nobody has set up, into the list unless it is there. */
void br_printer_service_add_new (BrPrinterService *self, BrPrinter *printer);
/** br_printer_service_list_office: asks CUPS for its queues: new ones come into the list, those that are gone and were not set up leave it
 *  (br-printer-office.c). Nothing when it is being asked already. */
void br_printer_service_list_office (BrPrinterService *self);

G_END_DECLS
