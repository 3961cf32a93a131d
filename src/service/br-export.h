/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Products list as a file: CSV or XLSX with the columns and in the order a person sees. */
#pragma once

#include <gio/gio.h>

#include "br-sku-row.h"
#include "br-view.h"

G_BEGIN_DECLS

typedef struct _BrStore BrStore;

typedef enum { BR_EXPORT_CSV = 1, BR_EXPORT_XLSX } BrExportFormat;

/** BrExportField: what a column holds. */
typedef enum
{
  BR_EXPORT_NAME = 1, BR_EXPORT_NAME_ALT, BR_EXPORT_CODE, BR_EXPORT_BARCODE, BR_EXPORT_CATEGORY, BR_EXPORT_BRAND, BR_EXPORT_STATUS /* life-cycle name, as imports read it */,
  BR_EXPORT_PRICE, BR_EXPORT_REGULAR_PRICE, BR_EXPORT_COST, BR_EXPORT_MARGIN /* per cent */,
} BrExportField;

/** BrExportColumn: one column. */
typedef struct
{
  BrExportField field;
  const char   *title; /* first row, translated */
} BrExportColumn;

/** BrExportParams: what to write where. */
typedef struct
{
  BrIdList             *skus;
  const BrExportColumn *columns;
  gsize                 n_columns;
  BrExportFormat        format;
  guint                 digits; /* decimals of money */
  const char           *path;   /* replaced only when everything was written */
} BrExportParams;

/** BrExportProgress: rows written so far; called on the thread that exports. */
typedef void (*BrExportProgress) (gsize done, gpointer data);

/** br_export_skus: writes the file; blocks; reads 256 rows a snapshot, so that nothing waits for it. SKUs that have gone meanwhile are left out.
 *  Errors: IO, FULL, RANGE (more rows than a workbook holds), G_IO_ERROR_CANCELLED: the file is then as it was before. */
gboolean br_export_skus        (BrStore *store, const BrExportParams *params, BrExportProgress progress, gpointer data, GCancellable *cancellable, GError **error);
/** br_export_skus_async: the same on a thread of its own; `params` are copied; `progress` is called on main. */
void     br_export_skus_async  (BrStore *store, const BrExportParams *params, BrProgressFunc progress, gpointer progress_data, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean br_export_skus_finish (GAsyncResult *result, GError **error);

G_END_DECLS
