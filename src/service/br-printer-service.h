/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printers of this computer: found, set up, watched, and driven, each by a thread of its own. No SQL, no sockets, no GTK here. */
#pragma once

#include "br-clock.h"
#include "br-printer.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

#define BR_TYPE_PRINTER_ITEM (br_printer_item_get_type ())
/** BrPrinterItem: one printer, known or just plugged in. On main. Emits "changed" when settings, status or progress changed. */
G_DECLARE_FINAL_TYPE (BrPrinterItem, br_printer_item, BR, PRINTER_ITEM, GObject)
/** get_printer: (transfer none) its settings as stored; of a new one, as it was recognised. */
const BrPrinter *br_printer_item_get_printer (BrPrinterItem *self);
/** get_status: a copy; state UNKNOWN out of silence, never READY. */
BrPrinterStatus  br_printer_item_get_status  (BrPrinterItem *self);
/** is_known: a person has set it up (it has a language and a name in the store). */
gboolean         br_printer_item_is_known    (BrPrinterItem *self);
/** get_progress: labels of the running job done (or sent, when the printer proves nothing) and all; 0, 0 = no job. */
void             br_printer_item_get_progress (BrPrinterItem *self, gint64 *done, gint64 *total, gint64 *job);
/** get_uncertain: how many labels wait for a person to say whether they came out. */
guint            br_printer_item_get_uncertain (BrPrinterItem *self);
/** get_trouble: (transfer none) why it cannot be used, as an error of br_port_open, or NULL. */
const GError    *br_printer_item_get_trouble (BrPrinterItem *self);

#define BR_TYPE_PRINTER_SERVICE (br_printer_service_get_type ())
G_DECLARE_FINAL_TYPE (BrPrinterService, br_printer_service, BR, PRINTER_SERVICE, GObject)

/** br_printer_service_new: starts nothing yet. */
BrPrinterService *br_printer_service_new      (BrStore *store);
/** start: reads the stored printers, watches the bus, runs the threads. stop: lets each finish its write, ends the threads; what was not sent stays queued. */
void              br_printer_service_start    (BrPrinterService *self);
void              br_printer_service_stop     (BrPrinterService *self);
/** get_printers: (transfer none) of BrPrinterItem: known ones by name, then new ones. */
GListModel       *br_printer_service_get_printers (BrPrinterService *self);
/** is_read: the stored printers were read at least once. get_trouble: (transfer none) why they could not be read the last time, or NULL.
 *  Signal "read-changed" when one of the two changed. */
gboolean          br_printer_service_is_read      (BrPrinterService *self);
const GError     *br_printer_service_get_trouble  (BrPrinterService *self);
/** refresh: asks again for office printers, and for the stored ones when they could not be read. Cheap, and at once. */
void              br_printer_service_refresh      (BrPrinterService *self);
/** find: (transfer none) by key, or NULL. */
BrPrinterItem    *br_printer_service_find     (BrPrinterService *self, const char *key);
/** n_stopped: known printers with work that do not print (for the badge and Today). */
guint             br_printer_service_n_stopped (BrPrinterService *self);
/** is_sending: labels are on their way: the machine should not be suspended. Signal "sending-changed". */
gboolean          br_printer_service_is_sending (BrPrinterService *self);

/** save: settings of a known or new printer. Errors: INVALID, RANGE, FULL. */
void              br_printer_service_save_async   (BrPrinterService *self, const BrPrinter *printer, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** forget: it goes from the list (its history stays). Errors: IN_USE (labels wait for it). */
void              br_printer_service_forget_async (BrPrinterService *self, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/** BrPrinterCommand: what a person orders at once, outside the queue, at a label boundary. */
typedef enum
{
  BR_PRINTER_IDENTIFY = 1, /* asks model, dots, status; only this may probe a language that is not set */
  BR_PRINTER_CALIBRATE, BR_PRINTER_FEED, BR_PRINTER_TEST_LABEL /* a strip with rulers, grey steps and barcodes of each module width */,
  BR_PRINTER_LANGUAGE_STRIP /* a small mark in each language in turn: "which came out right?" */,
  BR_PRINTER_CANCEL_INSIDE /* drops what is in its memory; those labels become UNCERTAIN */, BR_PRINTER_APPLY /* settings into its own memory */,
  BR_PRINTER_PAUSE, BR_PRINTER_RESUME, BR_PRINTER_NEW_ROLL /* odometer to 0 */,
} BrPrinterCommand;
/** command: ends when the printer has answered or its time is up. Errors: OFFLINE, BUSY, PROTOCOL (silence), as br_port_open. */
void              br_printer_service_command_async  (BrPrinterService *self, const char *key, BrPrinterCommand command, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** command_finish: *text (or NULL, caller frees): what the printer said, English. */
gboolean          br_printer_service_command_finish (BrPrinterService *self, GAsyncResult *result, char **text, GError **error);
/** write_finish: of save and forget. */
gboolean          br_printer_service_write_finish   (BrPrinterService *self, GAsyncResult *result, GError **error);

G_END_DECLS
