/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels for the window: templates, what would be printed, ordering it, the queue, what is out of date. Each use case is a blocking function on the
 * store (tests, benches, command line) with an async pair for main. */
#pragma once

#include "br-label-template.h"
#include "br-print.h"
#include "br-printer.h"
#include "br-role.h"
#include "br-sku-row.h"
#include "br-tag-image.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

#define BR_TYPE_LABEL_SERVICE (br_label_service_get_type ())
/** BrLabelService: emits on main "queue-changed", "templates-changed", "stale-changed". */
G_DECLARE_FINAL_TYPE (BrLabelService, br_label_service, BR, LABEL_SERVICE, GObject)
BrLabelService *br_label_service_new (BrStore *store);

/* Templates: those that come with Backroom and the shop's own; saving one of the former makes the shop's own of the same key. */
void             br_label_service_templates_async  (BrLabelService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray       *br_label_service_templates_finish (BrLabelService *self, GAsyncResult *result, GError **error); /* of BrLabelTemplate, by kind and name */
/** put_template: `base_revision`: what the change was made from. Errors: CONFLICT (saved elsewhere meanwhile), INVALID, RANGE. */
void             br_label_service_put_template_async    (BrLabelService *self, const BrLabelTemplate *template, int base_revision, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** delete_template: the shop's own; of a changed one that comes with Backroom, the original is back. Labels ordered keep their template. */
void             br_label_service_delete_template_async (BrLabelService *self, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** read_template_file / write_template_file: import (a new key when the key is taken) and export, JSON. */
void             br_label_service_read_template_async   (BrLabelService *self, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrLabelTemplate *br_label_service_read_template_finish  (BrLabelService *self, GAsyncResult *result, GError **error);
void             br_label_service_write_template_async  (BrLabelService *self, const BrLabelTemplate *template, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* Quantities from a file: a delivery note or a stock list, CSV or XLSX, with a column of codes and one of quantities */
#define BR_LABEL_FILE_MAX_LINES 100000
/** BrLabelFileLine: an article of the file. quantity: 0..10,000; a part of a piece counts as a whole one; 1 a line without such a column. */
typedef struct { guint32 sku; guint line; gint64 quantity; } BrLabelFileLine;
/** BrLabelFile: what was understood of a file. Owned. */
typedef struct
{
  GArray    *lines;    /* of BrLabelFileLine; an article on several lines stands once, summed */
  GPtrArray *problems; /* of BrLabelProblem, the lines left out: row = line of the file; object = the code, or NULL; what = "file-unknown", "file-rounded" (by a
                        * spreadsheet), "file-ambiguous", "file-no-code", "file-quantity", "file-negative" or "file-much" (more than 10,000 of an article) */
  gboolean   has_quantity;
  guint      n_taken;  /* lines of the file that `lines` are made of */
  char      *name;     /* of the file, for people */
} BrLabelFile;
void         br_label_file_free (BrLabelFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelFile, br_label_file_free)
/** br_label_file_read: blocking. The headers may stand below a title. Errors: NOT_FOUND (no column of codes), INVALID (no table), RANGE (too long), G_IO_ERROR. */
BrLabelFile *br_label_file_read           (BrStore *store, GFile *file, GCancellable *cancellable, GError **error);
void         br_label_service_file_async  (BrLabelService *self, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrLabelFile *br_label_service_file_finish (BrLabelService *self, GAsyncResult *result, GError **error);

/* Values and pictures */
/** items: (transfer full) a BrPrintItem of one copy for each SKU, in order; NULL for those that are gone. */
void       br_label_service_items_async  (BrLabelService *self, BrIdList *skus, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_label_service_items_finish (BrLabelService *self, GAsyncResult *result, GError **error);

/** BrLabelPreview: dots and what preflight says. Of a design for shelf tags `image` instead of `bitmap`: upright as it is designed, with all its colours. Owned. */
typedef struct { BrBitmap *bitmap; BrTagImage *image; GPtrArray *problems /* of BrLabelProblem */; GArray *bounds /* 4 ints a top-level object, dots */; } BrLabelPreview;
void            br_label_preview_free (BrLabelPreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelPreview, br_label_preview_free)
/** preview: draws on a thread of its own. `fields` NULL = the template's samples. */
void            br_label_service_preview_async  (BrLabelService *self, BrLabelTemplate *template, const BrLabelFields *fields, const BrHead *head, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrLabelPreview *br_label_service_preview_finish (BrLabelService *self, GAsyncResult *result, GError **error);

/** BrLabelOrder: what a person asks for. Owned. */
typedef struct
{
  BrPrintSource    source;
  BrLabelTemplate *template;
  char            *printer_key;
  GPtrArray       *items;      /* of BrPrintItem */
  GPtrArray       *typed;      /* of char *, pairs name, value: fields the goods do not give, the same on all labels; or NULL */
  char            *person;     /* name */
  guint            start_cell; /* of an office printer: cells of the first sheet that are used already */
} BrLabelOrder;
BrLabelOrder *br_label_order_new  (void);
void          br_label_order_free (BrLabelOrder *self);
/** br_label_order_count: labels, copies counted. */
gint64        br_label_order_count (const BrLabelOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelOrder, br_label_order_free)

/** BrLabelPlan: what the order comes to. Owned. */
typedef struct { gint64 n_labels; gint64 roll_mm; GPtrArray *problems /* of BrLabelProblem, by row; checked so far */; gint64 n_checked, n_blocked; } BrLabelPlan;
void         br_label_plan_free (BrLabelPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrLabelPlan, br_label_plan_free)
/** plan: renders and reads back every row without printing; cancellable; `progress` on main. */
typedef void (*BrLabelProgress) (gint64 done, gint64 total, gpointer user_data);
void         br_label_service_plan_async   (BrLabelService *self, const BrLabelOrder *order, BrLabelProgress progress, gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrLabelPlan *br_label_service_plan_finish  (BrLabelService *self, GAsyncResult *result, GError **error);
/** BrLabelPages: labels as a PDF. `head`: the dots they are drawn with; 12 dots/mm for an office printer. */
typedef struct { BrSheet sheet; guint start_cell; BrHead head; } BrLabelPages;
/** pdf: the same labels as a file, for an office printer or to be sent; rows with problems are left out and listed. Finished by plan_finish.
 *  Errors: IO, FULL, RANGE, CANCELLED: then there is no file. */
void         br_label_service_pdf_async    (BrLabelService *self, const BrLabelOrder *order, const BrLabelPages *pages, const char *path, BrLabelProgress progress, gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** print: durable transactions of a part each; printing begins with the first. Each row is checked again before its first byte: what fails becomes FAILED and does not stop the rest. Takes `order`.
 *  finish: *taken: labels that were taken, also when it fails: of a large order the first ones may be on paper already, and it stays in the queue with them.
 *  Errors: INVALID, FULL, NOT_FOUND (printer). */
void         br_label_service_print_async  (BrLabelService *self, BrLabelOrder *order, GAsyncReadyCallback callback, gpointer user_data);
gboolean     br_label_service_print_finish (BrLabelService *self, GAsyncResult *result, gint64 *job, gint64 *taken, GError **error);

/* The queue */
void       br_label_service_jobs_async    (BrLabelService *self, const BrPrintJobQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_label_service_jobs_finish   (BrLabelService *self, GAsyncResult *result, GError **error); /* of BrPrintJobView */
/** get_set_aside: (transfer none) name of the queue's file that was set aside last because it was damaged, and a new one begun; NULL = none ever was. */
const char *br_label_service_get_set_aside (BrLabelService *self);
/** seqs: (transfer full) the numbers of a job's labels, ascending. state 0 = all. */
void       br_label_service_seqs_async    (BrLabelService *self, gint64 job, BrLabelState state, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrIdList  *br_label_service_seqs_finish   (BrLabelService *self, GAsyncResult *result, GError **error);
/** labels: of a job, from `after_seq`, at most `limit`. state 0 = all. */
void       br_label_service_labels_async  (BrLabelService *self, gint64 job, BrLabelState state, gint64 after_seq, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_label_service_labels_finish (BrLabelService *self, GAsyncResult *result, GError **error); /* of BrPrintLabelView */
/** picture: what a queued, uncertain or printed label looks (looked) like. */
void            br_label_service_picture_async  (BrLabelService *self, gint64 job, gint64 seq, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrLabelPreview *br_label_service_picture_finish (BrLabelService *self, GAsyncResult *result, GError **error);
/** uncertain: labels of a printer nobody knows of, in the order they were sent. */
void       br_label_service_uncertain_async (BrLabelService *self, const char *printer_key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data); /* labels_finish */

typedef enum { BR_QUEUE_CANCEL = 1 /* queued labels only */, BR_QUEUE_PAUSE, BR_QUEUE_RESUME, BR_QUEUE_REPRINT_FAILED } BrQueueCommand;
void       br_label_service_command_async  (BrLabelService *self, gint64 job, BrQueueCommand command, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** give: an order goes on with another printer. write_finish. Errors: NOT_FOUND, BUSY (labels of it are in its own printer just now). */
void       br_label_service_give_async     (BrLabelService *self, gint64 job, const char *printer_key, GAsyncReadyCallback callback, gpointer user_data);
/** resolve: of `labels`, as uncertain gave them, a person holds the first `n_held`: those are PRINTED, the later ones are queued again. */
void       br_label_service_resolve_async  (BrLabelService *self, GPtrArray *labels, guint n_held, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/** reprint: labels from..to (seq, inclusive) of a job again, as a new job with the values of then. */
void       br_label_service_reprint_async  (BrLabelService *self, gint64 job, gint64 from, gint64 to, const char *person, GAsyncReadyCallback callback, gpointer user_data);
gboolean   br_label_service_reprint_finish (BrLabelService *self, GAsyncResult *result, gint64 *new_job, GError **error);
/** keep_history: orders that are done are listed this many months, and longer while there are few: see BrPrintKeep. 0, as at first = for ever. */
void       br_label_service_keep_history   (BrLabelService *self, int months);
gboolean   br_label_service_write_finish   (BrLabelService *self, GAsyncResult *result, GError **error);

/* Out of date */
/** stale: labels on shelves whose price is not the price any more; finish: `total`: all that match, beyond the limit, too. */
void       br_label_service_stale_async  (BrLabelService *self, const BrStaleQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *br_label_service_stale_finish (BrLabelService *self, GAsyncResult *result, gint64 *total, GError **error); /* of BrStaleLabel, by name */
/** n_stale: as last counted; kept up to date after every commit. */
gint64     br_label_service_n_stale      (BrLabelService *self);
/** mark_shelf: the labels of these SKUs (by uid: some are gone from the cache) hang on a shelf no more, or do so after all. write_finish. */
void       br_label_service_mark_shelf_async (BrLabelService *self, const BrId *skus, gsize n_skus, BrShelfMark mark, GAsyncReadyCallback callback, gpointer user_data);
/** changed_by: (of a change-set) SKUs with a shelf label whose price it changed. */
void       br_label_service_changed_by_async   (BrLabelService *self, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
BrIdList  *br_label_service_changed_by_finish  (BrLabelService *self, GAsyncResult *result, GError **error);

G_END_DECLS
