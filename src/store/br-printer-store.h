/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printers of this computer, as stored in print.db. */
#pragma once

#include "br-printer.h"
#include "br-store.h"

G_BEGIN_DECLS

#define BR_PRINTER_MAX 200 /* printers kept */

/** br_printer_store_list: (transfer full) of BrPrinter, by name. */
GPtrArray *br_printer_store_list   (BrDb *db, GError **error);
/** br_printer_store_find: NULL without error when it is not known. */
BrPrinter *br_printer_store_find   (BrDb *db, const char *key, GError **error);
/** br_printer_store_put: all settings but the odometer of a known one. Errors: INVALID, RANGE, FULL. */
gboolean   br_printer_store_put    (BrStoreTx *tx, const BrPrinter *printer, GError **error);
/** br_printer_store_forget: Errors: IN_USE (labels wait for it). */
gboolean   br_printer_store_forget (BrStoreTx *tx, const char *key, GError **error);
gboolean   br_printer_store_pause  (BrStoreTx *tx, const char *key, gboolean paused, GError **error);
/** br_printer_store_fed: paper went through; negative = a new roll, the odometer is 0. */
gboolean   br_printer_store_fed    (BrStoreTx *tx, const char *key, gint64 mm, GError **error);
/** br_printer_store_set_silent: it never answered, or did after all. */
gboolean   br_printer_store_set_silent (BrStoreTx *tx, const char *key, gboolean silent, GError **error);
/** br_printer_store_begin: counts a new session. `identity` (or NULL) tells one power-up of the printer from the next; *same = it is still the one of
 *  the session before. */
gboolean   br_printer_store_begin  (BrStoreTx *tx, const char *key, const char *identity, gint64 *session, gboolean *same, GError **error);

G_END_DECLS
