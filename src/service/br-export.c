/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exporting SKUs. Rows are fetched 256 at a time and become cells; a sink turns cells into CSV or XLSX. CSV starts with a byte order
 * mark (spreadsheets need it to see UTF-8) and goes to the disk row by row; a workbook is made by the library and written at the end.
 * Either goes through GFileOutputStream's replace, which puts a whole file in place of the old one or nothing.
 */
#include "config.h"

#include "br-export.h"

#include <math.h>

#include "br-csv.h"
#include "br-error.h"
#include "br-money.h"
#include "br-sku-query.h"
#include "br-xlsx.h"

#define ROWS_AT_ONCE 256
#define MAX_COLUMNS 32

/* A run of the export. */
typedef struct
{
  const BrExportParams *params;
  BrXlsxWriter *workbook; /* owned; NULL for CSV */
  GString *csv;      /* owned: rows not yet written; NULL for XLSX */
  GOutputStream *out;      /* owned */
} Export;

static void
export_clear (Export *self)
{
  g_clear_pointer (&self->workbook, br_xlsx_writer_free);
  if (self->csv != NULL)
    g_string_free (self->csv, TRUE);
  g_clear_object (&self->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

static const char *
row_text (const BrSkuRow *row, BrExportField field)
{
  switch (field)
    {
    case BR_EXPORT_NAME: return row->name;
    case BR_EXPORT_NAME_ALT: return row->name_alt;
    case BR_EXPORT_CODE: return row->code;
    case BR_EXPORT_BARCODE: return row->barcode;
    case BR_EXPORT_CATEGORY: return row->category;
    case BR_EXPORT_BRAND: return row->brand;
    case BR_EXPORT_STATUS: return br_schema_get (BR_KIND_SKU)->fields[BR_SKU_STATUS].choices[row->status - 1];
    case BR_EXPORT_PRICE:
    case BR_EXPORT_REGULAR_PRICE:
    case BR_EXPORT_COST:
    case BR_EXPORT_MARGIN:
    default: return NULL;
    }
}

/* The number of a column, with its decimals; FALSE for a text column or an unknown number. */
static gboolean
row_number (const BrSkuRow *row, BrExportField field, guint money_digits, gint64 *number, guint *digits)
{
  *digits = field == BR_EXPORT_MARGIN ? 2 : money_digits;
  *number = field == BR_EXPORT_PRICE           ? row->price_minor
            : field == BR_EXPORT_REGULAR_PRICE ? (row->regular_minor != G_MININT64 ? row->regular_minor : row->price_minor)
            : field == BR_EXPORT_COST          ? row->cost_minor
            : field == BR_EXPORT_MARGIN        ? row->margin_bp
                                               : G_MININT64;
  return *number != G_MININT64;
}

static void
add_workbook_row (Export *self, const BrSkuRow *row)
{
  BrXlsxCell cells[MAX_COLUMNS] = { 0 };

  for (gsize i = 0; i < self->params->n_columns; i++)
    {
      BrExportField field = self->params->columns[i].field;
      gint64 number;

      cells[i].is_number = row_number (row, field, self->params->digits, &number, &cells[i].digits);
      cells[i].number = cells[i].is_number ? (double) number / pow (10, cells[i].digits) : 0;
      cells[i].text = row_text (row, field);
    }
  br_xlsx_writer_add_row (self->workbook, cells, self->params->n_columns);
}

static void
add_csv_row (Export *self, const BrSkuRow *row)
{
  const char *cells[MAX_COLUMNS] = { NULL };
  char *numbers[MAX_COLUMNS + 1] = { NULL };
  guint n_numbers = 0;

  for (gsize i = 0; i < self->params->n_columns; i++)
    {
      BrExportField field = self->params->columns[i].field;
      gint64 number;
      guint digits;

      cells[i] = row_text (row, field);
      if (row_number (row, field, self->params->digits, &number, &digits))
        cells[i] = numbers[n_numbers++] = br_money_format (number, digits);
    }
  br_csv_write_row (self->csv, cells, self->params->n_columns, BR_CSV_DEFUSE);
  for (guint i = 0; i < n_numbers; i++)
    g_free (numbers[i]);
}

static void
add_titles (Export *self)
{
  const char *titles[MAX_COLUMNS] = { NULL };
  BrXlsxCell cells[MAX_COLUMNS] = { 0 };

  for (gsize i = 0; i < self->params->n_columns; i++)
    cells[i].text = titles[i] = self->params->columns[i].title;
  if (self->workbook != NULL)
    br_xlsx_writer_add_row (self->workbook, cells, self->params->n_columns);
  else
    br_csv_write_row (self->csv, titles, self->params->n_columns, BR_CSV_DEFUSE);
}

/* An error of the file system as ours: the caller can make room, or choose another place. */
static gboolean
storage_error (GError *inner, const char *path, GError **error)
{
  if (g_error_matches (inner, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, inner);
  else
    {
      g_set_error (error, BR_ERROR, g_error_matches (inner, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? BR_ERROR_FULL : BR_ERROR_IO, "%s: %s", path, inner->message);
      g_error_free (inner);
    }
  return FALSE;
}

static gboolean
write_bytes (Export *self, const void *data, gsize size, GCancellable *cancellable, GError **error)
{
  GError *inner = NULL;

  return g_output_stream_write_all (self->out, data, size, NULL, cancellable, &inner) || storage_error (inner, self->params->path, error);
}

static gboolean
flush_csv (Export *self, GCancellable *cancellable, GError **error)
{
  gboolean ok = self->csv == NULL || write_bytes (self, self->csv->str, self->csv->len, cancellable, error);

  if (self->csv != NULL)
    g_string_truncate (self->csv, 0);
  return ok;
}

static gboolean
open_file (Export *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->params->path);
  GError *inner = NULL;
  GFileOutputStream *stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable, &inner);

  if (stream == NULL)
    return storage_error (inner, self->params->path, error);
  self->out = G_OUTPUT_STREAM (stream);
  if (self->params->format == BR_EXPORT_XLSX)
    self->workbook = br_xlsx_writer_new ("Backroom");
  else
    self->csv = g_string_new ("\xef\xbb\xbf");
  return TRUE;
}

/* One snapshot's worth of rows. */
typedef struct
{
  const guint32 *ids;
  gsize n;
  GPtrArray *rows; /* owned, of BrSkuRow or NULL */
} Slice;

static gboolean
read_slice (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Slice *slice = data;

  slice->rows = br_sku_query_rows (db, slice->ids, slice->n, error);
  return slice->rows != NULL;
}

static gboolean
write_rows (Export *self, BrStore *store, BrExportProgress progress, gpointer data, GCancellable *cancellable, GError **error)
{
  const BrIdList *skus = self->params->skus;

  for (gsize done = 0; done < skus->n; done += ROWS_AT_ONCE)
    {
      Slice slice = { .ids = skus->ids + done, .n = MIN (ROWS_AT_ONCE, skus->n - done) };
      g_autoptr (GPtrArray) rows = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !br_store_read (store, read_slice, &slice, cancellable, error))
        return FALSE;
      rows = slice.rows;
      for (guint i = 0; i < rows->len; i++)
        if (rows->pdata[i] != NULL)
          (self->workbook != NULL ? add_workbook_row : add_csv_row) (self, rows->pdata[i]);
      if (!flush_csv (self, cancellable, error))
        return FALSE;
      if (progress != NULL)
        progress (done + slice.n, data);
    }
  return TRUE;
}

static gboolean
finish_workbook (Export *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  gsize size;

  if (self->workbook == NULL)
    return flush_csv (self, cancellable, error);
  bytes = br_xlsx_writer_finish (g_steal_pointer (&self->workbook), error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  return write_bytes (self, data, size, cancellable, error);
}

/* Closing is what puts the new file in place; closing when cancelled leaves the old one. */
static gboolean
close_file (Export *self, gboolean keep, GError **error)
{
  g_autoptr (GCancellable) leave = g_cancellable_new ();
  GError *inner = NULL;

  if (!keep)
    {
      g_cancellable_cancel (leave);
      g_output_stream_close (self->out, leave, NULL); /* always fails: that is the point */
      return FALSE;
    }
  return g_output_stream_close (self->out, NULL, &inner) || storage_error (inner, self->params->path, error);
}

gboolean
br_export_skus (BrStore *store, const BrExportParams *params, BrExportProgress progress, gpointer data, GCancellable *cancellable, GError **error)
{
  g_auto (Export) self = { .params = params };

  g_return_val_if_fail (params->n_columns > 0 && params->n_columns <= MAX_COLUMNS, FALSE);
  if (params->format == BR_EXPORT_XLSX && params->skus->n >= BR_XLSX_MAX_ROWS)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "a workbook holds at most %d rows", BR_XLSX_MAX_ROWS - 1);
      return FALSE;
    }
  if (!open_file (&self, cancellable, error))
    return FALSE;
  add_titles (&self);
  if (!write_rows (&self, store, progress, data, cancellable, error) || !finish_workbook (&self, cancellable, error))
    return close_file (&self, FALSE, NULL);
  return close_file (&self, TRUE, error);
}

/* An export on its way. */
typedef struct
{
  BrStore *store;
  BrExportParams params;        /* skus, columns with titles and path owned */
  BrProgressFunc progress;
  gpointer progress_data;
  gint done;          /* atomic: rows written */
  guint ticker;        /* main: reports progress */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_handle_id (&job->ticker, g_source_remove);
  for (gsize i = 0; i < job->params.n_columns; i++)
    g_free ((char *) job->params.columns[i].title);
  g_free ((BrExportColumn *) job->params.columns);
  g_free ((char *) job->params.path);
  br_id_list_unref (job->params.skus);
  br_store_unref (job->store);
  g_free (job);
}

static void
note_done (gsize done, gpointer data)
{
  g_atomic_int_set (&((Job *) data)->done, (int) done);
}

static gboolean
report_cb (gpointer data)
{
  Job *job = data;

  job->progress (g_atomic_int_get (&job->done), (gint64) job->params.skus->n, job->progress_data);
  return G_SOURCE_CONTINUE;
}

static void
export_job (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (br_export_skus (job->store, &job->params, note_done, job, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static BrExportColumn *
copy_columns (const BrExportColumn *columns, gsize n)
{
  BrExportColumn *copy = g_memdup2 (columns, n * sizeof *columns);

  for (gsize i = 0; i < n; i++)
    copy[i].title = g_strdup (columns[i].title);
  return copy;
}

void
br_export_skus_async (BrStore *store, const BrExportParams *params, BrProgressFunc progress, gpointer progress_data, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->store = br_store_ref (store);
  job->params = *params;
  job->params.columns = copy_columns (params->columns, params->n_columns);
  job->params.path = g_strdup (params->path);
  job->params.skus = br_id_list_ref (params->skus);
  job->progress = progress;
  job->progress_data = progress_data;
  if (progress != NULL)
    job->ticker = g_timeout_add (200, report_cb, job);
  g_task_set_source_tag (task, br_export_skus_async);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, export_job);
}

gboolean
br_export_skus_finish (GAsyncResult *result, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  g_clear_handle_id (&job->ticker, g_source_remove);
  return g_task_propagate_boolean (G_TASK (result), error);
}
