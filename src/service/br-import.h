/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Import of goods from a file: table → mapping → rows → records, in one transaction and one change-set. A dry run is the same
 * transaction rolled back. Rows are known by SKU code, else by barcode; repeating an import changes nothing.
 */
#pragma once

#include "br-import-map.h"
#include "br-role.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

/** BrImportPolicy: what a bad cell means. */
typedef enum
{
  BR_IMPORT_REJECT_ALL = 1, /* one bad row and nothing is imported */
  BR_IMPORT_SKIP_ROWS,      /* bad rows are left out */
  BR_IMPORT_KEEP_VALID,     /* bad cells are left out, the rest of the row is imported */
} BrImportPolicy;

/** BrImportVerdict: what became of a row. */
typedef enum { BR_VERDICT_CREATED = 1, BR_VERDICT_UPDATED, BR_VERDICT_UNCHANGED, BR_VERDICT_REJECTED } BrImportVerdict;

/** BrImportReason: why a row was rejected, or which cell was left out. Names: br_import_reason_name. */
typedef enum
{
  BR_REASON_NONE = 0,
  BR_REASON_NO_KEY,            /* neither code nor barcode */
  BR_REASON_REPEATED,          /* the code or barcode stands in an earlier row */
  BR_REASON_AMBIGUOUS,         /* several SKUs have it */
  BR_REASON_BAD_TEXT,          /* not UTF-8, or control characters */
  BR_REASON_TOO_LONG,
  BR_REASON_BAD_BARCODE,       /* rounded by a spreadsheet, or no barcode at all */
  BR_REASON_BAD_AMOUNT,
  BR_REASON_BAD_STATUS,
  BR_REASON_BAD_TAX_CLASS,     /* unknown, and no percentage */
  BR_REASON_BAD_OPTIONS,       /* options do not fit the product's */
  BR_REASON_NO_NAME,           /* new goods of which the file says nothing but their code */
  BR_REASON_REFUSED,           /* the person may not do this, or the price is below the floor */
  BR_REASON_INVALID,           /* a rule of the record: see text */
  BR_REASON_BAD_STEP,          /* the life cycle has no such step from the SKU's status */
  BR_N_REASONS
} BrImportReason;
/** br_import_reason_name: "no-key", …: for scripts; NULL for a number that is no reason. */
const char *br_import_reason_name (BrImportReason reason);

/** BrImportLine: the verdict on one row. */
typedef struct
{
  guint32        line;    /* of the file, from 1 */
  guint8         verdict; /* BrImportVerdict */
  guint8         reason;  /* BrImportReason; also of a row that was imported in part */
  gint16         column;  /* the reason's column, from 0; -1 = none */
} BrImportLine;

/** BrImportReport: immutable, atomically reference counted. */
typedef struct
{
  gboolean  committed;  /* something was written (never in a dry run) */
  gint64    n_rows, n_created, n_updated, n_unchanged, n_rejected;
  gint64    n_partial;  /* of created, updated and unchanged: with cells left out */
  gint64    reasons[BR_N_REASONS]; /* rejected rows by reason */
  GArray   *lines;      /* of BrImportLine, in the file's order */
  BrId      change_id;  /* none when nothing changed */
} BrImportReport;
BrImportReport *br_import_report_ref   (BrImportReport *self);
void            br_import_report_unref (BrImportReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrImportReport, br_import_report_unref)

/** BrImport: a file that was read; immutable but for its map, which belongs to the thread that made it. */
typedef struct _BrImport BrImport;

/** br_import_new: (transfer full) recognises the format (XLSX, else CSV) and guesses the map. `name`: the file's, for the change-set's label.
 *  Errors: INVALID, RANGE. */
BrImport          *br_import_new        (GBytes *bytes, const char *name, GError **error);
BrImport          *br_import_ref        (BrImport *self);
void               br_import_unref      (BrImport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrImport, br_import_unref)
BrImportMap       *br_import_get_map    (BrImport *self);
const char        *br_import_get_name   (BrImport *self);
/** br_import_dup_sample: (transfer full) of char** (NULL-terminated cells): the first rows below the header. */
GPtrArray         *br_import_dup_sample (BrImport *self, guint n_rows);
/** br_import_recall_map: uses the map kept for files of this shape, if there is one; blocks. */
gboolean           br_import_recall_map (BrImport *self, BrStore *store, GError **error);

/** BrImportOptions: how to run. */
typedef struct
{
  BrActor        actor;
  const char    *person_name; /* or NULL */
  const char    *label;       /* of the change-set: "Import goods.csv" */
  BrImportPolicy policy;
  gboolean       dry_run;
  guint          digits;      /* decimals of the shop's currency */
} BrImportOptions;

/** BrImportProgress: read by any thread while an import runs. */
typedef struct
{
  int done;  /* rows, atomic */
  int total; /* rows, atomic; 0 = not known yet */
} BrImportProgress;

/** br_import_run: (transfer full) runs it and waits. Errors: INVALID (map), CANCELLED (nothing was written), storage errors (nothing was written). */
BrImportReport    *br_import_run        (BrImport *self, BrStore *store, const BrImportOptions *options, BrImportProgress *progress, GCancellable *cancellable, GError **error);
/** br_import_run_async: the same in the background; `options` is copied, `progress` must live until the callback. */
void               br_import_run_async  (BrImport *self, BrStore *store, const BrImportOptions *options, BrImportProgress *progress, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
BrImportReport    *br_import_run_finish (GAsyncResult *result, GError **error);
/** br_import_dup_fix_file: (transfer full) CSV of the rejected rows with a column "reason" at the end, which an import ignores. */
GBytes            *br_import_dup_fix_file (BrImport *self, const BrImportReport *report, GError **error);

G_END_DECLS
