/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The print queue (print.db): labels ordered, one row each, and the moves between their states. What is moved is moved by comparing
 * first: a label that somebody else moved meanwhile stays where it is. Functions with a BrStoreTx run in br_store_print_write.
 */
#pragma once

#include "br-print.h"
#include "br-printer.h"
#include "br-store.h"

G_BEGIN_DECLS

#define BR_PRINT_JOB_MAX 100000 /* labels in a job */
#define BR_PRINT_ACROSS_MAX 8   /* labels side by side on a roll */

/** BrPrintOrder: what is to be printed. Borrowed members. */
typedef struct
{
  BrPrintSource          source;
  const BrLabelTemplate *template;
  const char            *printer_key;
  BrId                   store;    /* the place whose shelves it is for, or none */
  const GPtrArray       *items;    /* of BrPrintItem */
  const char            *person;   /* name, or NULL */
  const char            *currency; /* of the shop, or NULL: kept with the job, as is `zone`, so that it is always drawn alike */
  const char            *zone;     /* IANA time zone of the shop, or NULL = UTC */
  guint                  start_cell; /* of an office printer: cells of the first sheet that are used already */
} BrPrintOrder;

/**
 * br_print_enqueue: writes up to `limit` more labels of an order, from label *written on; counters its template uses are reserved with them. Begin with
 * *job and *written 0 and go on, a transaction each, until *written is the order's total: the first part prints meanwhile. A small order is one part.
 * Errors: INVALID, RANGE, NOT_FOUND (printer), FULL, CANCELLED_BY_USER (it was cancelled meanwhile: no more of it is written).
 */
gboolean br_print_enqueue (BrStoreTx *tx, const BrPrintOrder *order, gint64 limit, gint64 *job, gint64 *written, GError **error);
#define BR_PRINT_PART 500 /* labels a transaction: the first byte goes out after the first one */
/** br_print_order_total: labels of an order. Errors: RANGE. */
gboolean br_print_order_total (const BrPrintOrder *order, gint64 *total, GError **error);
/** br_print_close_torn: orders whose last part will never be written are noted as such: what is missing shows as FAILED. job 0 = all, at the start of the program. */
gboolean br_print_close_torn (BrStoreTx *tx, gint64 job, GError **error);
/** br_print_check_printer: whether a printer is stored. Errors: NOT_FOUND. */
gboolean br_print_check_printer (BrDb *db, const char *key, GError **error);

/** BrPrintLabel: a label with all it takes to draw it. Owned. */
typedef struct
{
  gint64        job, seq;
  BrLabelState  state;
  int           attempt;
  gint64        template_id; /* job_template.id: the same number, the same template */
  BrLabelKind   kind;
  BrPrintPolicy policy;
  gint64        now_us;      /* when it was first ordered: "now" of its expressions, so that it is always drawn alike */
  gint64        total;       /* of its job */
  gint64        copy, copies, index, whole; /* of its expressions; in a reprint those of the first time */
  char         *fields;      /* JSON (br_wire_fields_read) */
  char         *sequences;   /* JSON object name -> number, or NULL */
  char         *currency, *zone; /* or NULL */
  char         *price;       /* field "price", or NULL */
  char         *printer_key;
  guint         start_cell;  /* of its job */
} BrPrintLabel;
void br_print_label_free (BrPrintLabel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPrintLabel, br_print_label_free)

/** br_print_label_sequence: a BrLabelSequence over BrPrintLabel.sequences (`data`): gives what was reserved. Errors: NOT_FOUND. */
gboolean      br_print_label_sequence (gpointer data, const char *name, gint64 start, gint64 step, gint64 *value, GError **error);

/** br_print_load_label: NULL without error when there is none. */
BrPrintLabel *br_print_load_label  (BrDb *db, gint64 job, gint64 seq, GError **error);
/** br_print_load_template: JSON of job_template `id`, caller frees. Errors: NOT_FOUND. */
char         *br_print_load_template (BrDb *db, gint64 id, GError **error);

/** br_print_next: the labels a printer prints next, in order, of one job, after `after_job`/`after_seq` (0, 0 = from the beginning); of BrPrintLabel.
 *  A job waits while it is paused or while a label of it waits for a person (UNCERTAIN, HELD). */
GPtrArray    *br_print_next        (BrDb *db, const char *printer_key, gint64 after_job, gint64 after_seq, guint limit, GError **error);
/** br_print_check_goes_on: whether labels of a job may go to this printer now: it is its own, not paused, and none of it waits for a person. Errors: CONFLICT. */
gboolean      br_print_check_goes_on (BrDb *db, const char *printer_key, gint64 job, GError **error);
/** br_print_is_whole: whether all labels of a job that ever will be are written: the last part of its order, or it ended before. */
gboolean      br_print_is_whole    (BrDb *db, gint64 job, gboolean *whole, GError **error);
/** br_print_in_flight: labels of a printer that are ARMED or SENT, in order; of BrPrintLabel. */
GPtrArray    *br_print_in_flight   (BrDb *db, const char *printer_key, GError **error);

/** BrPrintMove: one label from one of several states to another. */
typedef struct
{
  gint64       job, seq;
  guint        from;    /* bits 1 << BrLabelState: it is moved only from one of these */
  BrLabelState to;
  int          attempt; /* it is moved only as long as it was sent so often; 0 = whatever it is */
  BrPrintProof proof;   /* of PRINTED */
  gint64       session; /* of ARMED */
  const char  *note;    /* or NULL; of FAILED, HELD, UNCERTAIN, CANCELLED */
  gboolean     moved;   /* out */
} BrPrintMove;
/** br_print_move: PRINTED of a shelf's label also writes what hangs there now. What is out of the ordinary is noted as an event. */
gboolean      br_print_move        (BrStoreTx *tx, BrPrintMove *move, GError **error);
/** br_print_note: an event. job 0, seq 0 = of none. */
gboolean      br_print_note        (BrStoreTx *tx, const char *printer_key, gint64 job, gint64 seq, const char *note, GError **error);
/** br_print_has_held: whether a label of a printer is HELD. */
gboolean      br_print_has_held     (BrDb *db, const char *printer_key, gboolean *held, GError **error);
/** br_print_release_held: HELD labels of a printer are queued again: its paper or settings changed. */
gboolean      br_print_release_held (BrStoreTx *tx, const char *printer_key, GError **error);

G_END_DECLS
