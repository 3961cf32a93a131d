/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Office printers by CUPS: which queues there are, and handing a PDF to one. What is handed over is delivered, never "printed": a queue does not
 * know what came out. Everything blocks, at most BR_CUPS_TIMEOUT_MS without an answer: on a worker, never on main.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BR_CUPS_TIMEOUT_MS 10000
#define BR_CUPS_MAX_QUEUES 200

/** BrCupsState: of a queue (RFC 8011, 5.4.11). */
typedef enum { BR_CUPS_UNKNOWN = 0, BR_CUPS_IDLE, BR_CUPS_PROCESSING, BR_CUPS_STOPPED } BrCupsState;

/** BrCupsQueue: a queue. Owned texts. */
typedef struct
{
  char       *name;      /* by which it is ordered from */
  char       *title;     /* for people: printer-info, or the name */
  char       *model;     /* printer-make-and-model, or NULL */
  BrCupsState state;
  gboolean    accepting; /* it takes jobs */
  guint       conditions; /* of printer-state-reasons: BrCondition of domain/br-printer.h */
} BrCupsQueue;
void       br_cups_queue_free (BrCupsQueue *self);

/** br_cups_list: (transfer full) of BrCupsQueue, in the order CUPS gives. `server`: "host:port", or NULL = as CUPS is set up here (often a socket).
 *  Errors: OFFLINE (no CUPS), REFUSED, PROTOCOL. */
GPtrArray *br_cups_list   (const char *server, GError **error);

/** BrCupsOrder: a PDF for a queue. Borrowed. */
typedef struct
{
  const char *server;  /* as in br_cups_list */
  const char *queue;
  const char *path;    /* of the PDF */
  const char *title;   /* of the job, as others see it in the queue */
  int page_width, page_height; /* hundredths of a millimetre; 0 = as the queue is set */
} BrCupsOrder;
/** br_cups_submit: hands the file over; it is printed at its own size. *job: CUPS's number, 0 = it gave none. Errors: OFFLINE, NOT_FOUND (queue, file), BUSY
 *  (it takes no jobs), REFUSED (not for this user), PROTOCOL: nothing was taken. IO: nobody knows. */
gboolean   br_cups_submit (const BrCupsOrder *order, int *job, GError **error);

G_END_DECLS
