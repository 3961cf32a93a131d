/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The print queue's words: jobs, labels, and what happened to each. */
#pragma once

#include "br-bitmap.h"
#include "br-id.h"
#include "br-label-fields.h"
#include "br-label-template.h"
#include "br-printer.h"

G_BEGIN_DECLS

/** BrLabelState: of one label. Stored; append only. "Sent" is never "printed". */
typedef enum
{
  BR_LABEL_QUEUED = 1,
  BR_LABEL_LOADING,   /* its picture is on the way; nothing is on paper yet */
  BR_LABEL_ARMED,     /* about to be told to print; from here on it may be on paper */
  BR_LABEL_SENT,      /* the printer has taken the order */
  BR_LABEL_PRINTED,   /* done, by the proof in `proof` */
  BR_LABEL_UNCERTAIN, /* nobody knows: it may or may not be on paper */
  BR_LABEL_FAILED,    /* cannot be printed: see its note */
  BR_LABEL_CANCELLED,
  BR_LABEL_HELD,      /* waits for a person */
} BrLabelState;

/** BrPrintProof: how it is known that a label came out; the higher the better. */
typedef enum { BR_PROOF_NONE = 0 /* sent; this printer gives no confirmation */, BR_PROOF_TIME, BR_PROOF_IDLE, BR_PROOF_COUNTER, BR_PROOF_LABEL, BR_PROOF_PERSON } BrPrintProof;

/** BrPrintSource: where a job came from. */
typedef enum { BR_PRINT_SELECTION = 1, BR_PRINT_STALE, BR_PRINT_RECEIPT, BR_PRINT_CHANGE, BR_PRINT_REPRINT, BR_PRINT_TEST } BrPrintSource;

/** BrPrintItem: one line of an order for labels: what, and how often. Owned. */
typedef struct
{
  BrLabelFields *fields;
  BrId           sku;    /* none = not of goods */
  guint          copies; /* 1..10,000: each is a label of its own */
} BrPrintItem;
void br_print_item_free (BrPrintItem *self);

/** BrPrintJobView: a job with its counts, for lists. Immutable, atomically reference counted. */
typedef struct
{
  gint64        id;
  gint64        at_us;
  char         *person;       /* name, or NULL */
  BrPrintSource source;
  char         *title;        /* of its first label */
  char         *template_name;
  char         *template_key;
  char         *printer_key;
  gint64        n_items;      /* how many different things, its title being the first */
  gint64        total, n[BR_LABEL_HELD + 1]; /* labels, by BrLabelState */
  gint64        missing;      /* of the FAILED ones: never written, since the program ended or the disk was full; they can only be ordered anew */
  gboolean      paused;
} BrPrintJobView;
BrPrintJobView *br_print_job_view_new   (void);
BrPrintJobView *br_print_job_view_ref   (BrPrintJobView *self);
void            br_print_job_view_unref (BrPrintJobView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPrintJobView, br_print_job_view_unref)
/** br_print_job_view_is_done: no label of it will move by itself any more. */
gboolean        br_print_job_view_is_done (const BrPrintJobView *self);

/** BrPrintJobQuery: which jobs; newest first. */
typedef struct
{
  enum { BR_PRINT_JOBS_ALL, BR_PRINT_JOBS_OPEN /* labels of it still move or wait for a person */, BR_PRINT_JOBS_DONE } which;
  gint64 job;           /* only this one; 0 = all */
  gint64 before;        /* only those older than this job; 0 = from the newest on */
  guint  limit;
  char   text[128];     /* in the name or code of something on it, its template's name or its person; "" = any. Or else ... */
  char   templates[512]; /* ... of one of these templates: keys, each between two newlines */
  gint64 from_us, to_us; /* ... or ordered then; equal = no time is meant */
} BrPrintJobQuery;

/** BrPrintLabelView: one label of a job. As above. */
typedef struct
{
  gint64        job, seq; /* seq from 1 */
  BrLabelState  state;
  BrPrintProof  proof;
  int           attempt;  /* how often it was sent */
  gint64        sent_us, done_us; /* 0 = not */
  gint64        copy, copies; /* the how manieth of how many of the same */
  char         *title;    /* field "name", or the first text */
  char         *code;     /* SKU or NULL */
  char         *price;    /* field "price", or NULL */
  BrId          sku;      /* none = not of goods */
  char         *note;     /* why FAILED, HELD or UNCERTAIN, or NULL */
} BrPrintLabelView;
BrPrintLabelView *br_print_label_view_new   (void);
BrPrintLabelView *br_print_label_view_ref   (BrPrintLabelView *self);
void              br_print_label_view_unref (BrPrintLabelView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrPrintLabelView, br_print_label_view_unref)

/** BrShelfMark: what a person says of a label on a shelf. */
typedef enum { BR_SHELF_THERE = 0, BR_SHELF_GONE } BrShelfMark;

/** BrStaleLabel: a label on a shelf whose price is not the price any more. As above. */
typedef struct
{
  guint32 sku_row;    /* row id of the SKU in the cache */
  BrId    sku;
  char   *name, *code, *barcode /* or NULL */;
  char   *template_key;
  gint64  printed_minor, now_minor; /* G_MININT64 = none */
  gint64  printed_regular_minor, now_regular_minor; /* the crossed-out price, G_MININT64 = none */
  gint64  printed_us;
  gboolean queued;    /* a new one is already on its way */
} BrStaleLabel;
BrStaleLabel *br_stale_label_new   (void);
BrStaleLabel *br_stale_label_ref   (BrStaleLabel *self);
void          br_stale_label_unref (BrStaleLabel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrStaleLabel, br_stale_label_unref)

/** BrStaleQuery: which of them. */
typedef struct
{
  char  text[128]; /* in its name, code or barcode; "" = all */
  guint limit;
} BrStaleQuery;

/** BrPrintKeep: which orders stay: all among the newest `least` labels; of the others those from before_us on, while they are among the newest `most`. */
typedef struct
{
  gint64 before_us;
  gint64 least, most; /* labels, least <= most */
} BrPrintKeep;
#define BR_PRINT_HISTORY_LEAST 10000 /* labels; a small shop sees all it ever printed, and a wrong clock cannot empty the history */
#define BR_PRINT_HISTORY_MOST 250000 /* labels, about 70 MB: a year of a large shop */

/** br_printer_fits_paper: whether the roll in the printer, as far as it is known, is the template's, to a millimetre; of an office printer, whether a cell
 *  of its sheet holds the label. */
gboolean br_printer_fits_paper (const BrPrinter *printer, const BrMedia *media);

/** BrLabelProblem: what preflight or rendering found; a problem of a row stops that row only. Owned. */
typedef struct
{
  gint64   row;       /* index of the BrPrintItem, -1 = of the template */
  char    *object;    /* name of the object, or NULL */
  int      code;      /* BrError */
  gboolean warning;   /* it can be printed all the same */
  char    *text;      /* English, without personal data; app words it by `what` */
  char    *what;      /* stable word: "quiet-zone", "module", "decode", "clip", "glyph", "price", "media", "head", "field", "expression", "code", "image", "ink" (tags: its colour) */
} BrLabelProblem;
BrLabelProblem *br_label_problem_new  (const char *what, const char *object, gboolean warning, const char *format, ...) G_GNUC_PRINTF (4, 5);
void            br_label_problem_free (BrLabelProblem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelProblem, br_label_problem_free)
/** br_label_problem_write: as the note of a label: what, object and text, by tabs. Caller frees. */
char           *br_label_problem_write (const BrLabelProblem *self);
/** br_label_problem_read: (transfer full) from such a note; NULL when it is another text. */
BrLabelProblem *br_label_problem_read  (const char *note);

G_END_DECLS
