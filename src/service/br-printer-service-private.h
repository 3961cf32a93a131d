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
  gboolean       sending;   /* as last told */
};

/** br_printer_service_read: reads the stored printers and what waits for them; again when it is under way. */
void br_printer_service_read (BrPrinterService *self);

G_END_DECLS
