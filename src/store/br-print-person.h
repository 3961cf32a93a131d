/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The print queue as a person sees it, and what a person may order of it. */
#pragma once

#include "br-print-queue.h"
#include "br-sku-row.h"

G_BEGIN_DECLS

/** br_print_jobs: of BrPrintJobView. */
GPtrArray *br_print_jobs      (BrDb *db, const BrPrintJobQuery *query, GError **error);
/** br_print_label_seqs: (transfer full) the numbers of a job's labels, ascending. state 0 = all. */
BrIdList  *br_print_label_seqs (BrDb *db, gint64 job, BrLabelState state, GError **error);
/** br_print_labels: of a job after `after_seq`, of BrPrintLabelView. state 0 = all. */
GPtrArray *br_print_labels    (BrDb *db, gint64 job, BrLabelState state, gint64 after_seq, guint limit, GError **error);
/** br_print_uncertain: labels of a printer of which nobody knows, in the order they were sent, of BrPrintLabelView. */
GPtrArray *br_print_uncertain (BrDb *db, const char *printer_key, GError **error);
/** BrPrintCounts: of a printer's open jobs. */
typedef struct { gint64 job /* the one it is at, 0 = none */, done, sent, total /* of that job */, waiting /* QUEUED in all jobs not paused */, uncertain, held; } BrPrintCounts;
gboolean   br_print_count     (BrDb *db, const char *printer_key, BrPrintCounts *counts, GError **error);

/** br_print_cancel: labels of a job that are QUEUED, HELD or UNCERTAIN become CANCELLED, and no more of it is written; what the printer has is left to it. */
gboolean   br_print_cancel    (BrStoreTx *tx, gint64 job, gint64 *n, GError **error);
/** br_print_pause: of a job; resuming also queues its HELD labels again. Errors: NOT_FOUND. */
gboolean   br_print_pause     (BrStoreTx *tx, gint64 job, gboolean paused, GError **error);
/** br_print_retry_failed: FAILED labels of a job are queued again. Errors: NOT_FOUND (its printer was forgotten). */
gboolean   br_print_retry_failed (BrStoreTx *tx, gint64 job, gint64 *n, GError **error);
/** br_print_give: an order goes on with another printer. Errors: NOT_FOUND (printer or order), BUSY (labels of it are in its own one just now). */
gboolean   br_print_give      (BrStoreTx *tx, gint64 job, const char *printer_key, GError **error);
/** br_print_resolve: of `labels`, as br_print_uncertain gave them, a person holds the first `n_held`: those are PRINTED, the later ones queued again. What
 *  became uncertain since, and what was sent again since, is left as it is: nobody was asked about it. */
gboolean   br_print_resolve   (BrStoreTx *tx, const GPtrArray *labels, gsize n_held, GError **error);
/** br_print_reprint: labels from..to (seq, inclusive) again, as a new job with the values and counters of then. Errors: NOT_FOUND (labels, or the printer was forgotten). */
gboolean   br_print_reprint   (BrStoreTx *tx, gint64 job, gint64 from, gint64 to, const char *person, gint64 *new_job, GError **error);
/** br_print_mark_shelf: the labels of these SKUs hang on a shelf of `store` no more, or do so after all. */
gboolean   br_print_mark_shelf (BrStoreTx *tx, const BrId *store, const BrId *skus, gsize n, BrShelfMark mark, GError **error);

G_END_DECLS
