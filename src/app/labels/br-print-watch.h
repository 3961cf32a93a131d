/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of printing waits for a person, counted as it changes: for badges and Today. */
#pragma once

#include "br-label-service.h"
#include "br-printer-service.h"

G_BEGIN_DECLS

#define BR_TYPE_PRINT_WATCH (br_print_watch_get_type ())
/** BrPrintWatch: emits "changed" when one of its numbers changed. */
G_DECLARE_FINAL_TYPE (BrPrintWatch, br_print_watch, BR, PRINT_WATCH, GObject)

/** BrPrintWatchCounts: what waits. */
typedef struct
{
  gint64 stale;     /* labels on shelves whose price is not the price any more */
  gint64 uncertain; /* labels of which nobody knows whether they came out */
  gint64 stopped;   /* printers that have work and do not print */
} BrPrintWatchCounts;

BrPrintWatch         *br_print_watch_new (BrLabelService *labels, BrPrinterService *printers);
/** br_print_watch_get: (transfer none) the numbers now. */
const BrPrintWatchCounts  *br_print_watch_get (BrPrintWatch *self);

G_END_DECLS
