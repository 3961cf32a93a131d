/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The queue of an office printer: a job becomes one document of pages, which is handed over whole. The counterpart of the print engine
 * for printers that are not spoken to label by label; a linear, blocking machine that the printer's thread steps.
 *
 * All labels of a document are ARMED in one transaction, then it is submitted. What was taken is PRINTED by no proof: "delivered", since nobody
 * says what came out. What was refused is queued again. When nobody knows, or the program ends in between, the labels are UNCERTAIN and
 * the template's policy or a person says what of them.
 */
#pragma once

#include "br-cups.h"
#include "br-print-engine.h"

G_BEGIN_DECLS

typedef struct _BrPrintSheets BrPrintSheets;

/** BrPrintSheetsParams: as BrPrintEngineParams, where of the same name. */
typedef struct
{
  BrStore       *store;
  const BrClock *clock;
  const char    *key;    /* of the printer: "cups:QUEUE" */
  /** look: (transfer full) the queue as it is now. Errors: as br_cups_list, NOT_FOUND. */
  BrCupsQueue *(*look)   (gpointer data, const char *queue, GError **error);
  /** submit: hands a PDF over. Errors: as br_cups_submit. */
  gboolean  (*submit)    (gpointer data, const BrCupsOrder *order, GError **error);
  BrBitmap *(*draw)      (gpointer data, const BrPrintLabel *label, const BrPrinter *printer, BrMedia *media, char **problem, GError **error);
  void      (*wait)      (gpointer data, gint64 us);
  gboolean  (*is_ending) (gpointer data);
  void      (*news)      (gpointer data);
  gpointer   data;
} BrPrintSheetsParams;

/** br_print_sheets_new: reads its settings. Errors: NOT_FOUND (printer), as the store. */
BrPrintSheets *br_print_sheets_new      (const BrPrintSheetsParams *params, GError **error);
void           br_print_sheets_free     (BrPrintSheets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPrintSheets, br_print_sheets_free)
/** br_print_sheets_step: hands one document over, or waits, at most `wait_us`. */
void           br_print_sheets_step     (BrPrintSheets *self, gint64 wait_us);
/** br_print_sheets_refresh: the queue or the settings may have changed. */
void           br_print_sheets_refresh  (BrPrintSheets *self);
void           br_print_sheets_get_news (BrPrintSheets *self, BrPrintNews *news);
/** br_print_sheets_command: IDENTIFY asks the queue; others are INVALID. */
gboolean       br_print_sheets_command  (BrPrintSheets *self, BrPrinterCommand command, char **text, GError **error);

G_END_DECLS
