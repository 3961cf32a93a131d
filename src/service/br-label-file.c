/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many labels of which goods, from a delivery note or a stock list. Columns are found by what people call them. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-error.h"
#include "br-import-map.h"
#include "br-load-file.h"
#include "br-money.h"
#include "br-sku-query.h"
#include "br-table.h"

#define MAX_FILE_BYTES G_GINT64_CONSTANT (64 * 1024 * 1024)
#define MAX_COPIES 10000 /* of one article, as of a BrPrintItem */

/* Folded (br_import_fold_header); the first word that a header has wins: what was received says more than what was ordered. */
static const char *const quantity_words[] = { "received", "receivedqty", "实收",      "实收数量",     "onhand",   "stock", "stockqty", "库存", "库存数量",
                                              "现有库存", "labels",      "copies",    "标签数",       "份数",     "qty",   "quantity", "数量", "件数",
                                              "count",    "pieces",      "delivered", "deliveredqty", "到货数量", "units", "amount" };

/* The columns of the file, -1 = none. */
typedef struct
{
  int code, barcode, quantity;
} Columns;

typedef struct
{
  BrTable *table;
  Columns columns;
  BrLabelFile *result;
  GHashTable *places; /* SKU row id -> index + 1 in result->lines */
} Reading;

void
br_label_file_free (BrLabelFile *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->lines);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static int
find_quantity (GPtrArray *headers)
{
  for (guint word = 0; word < G_N_ELEMENTS (quantity_words); word++)
    for (guint i = 0; i < headers->len; i++)
      {
        g_autofree char *folded = br_import_fold_header (g_ptr_array_index (headers, i));

        if (g_str_equal (folded, quantity_words[word]))
          return (int) i;
      }
  return -1;
}

static gboolean
find_columns (GPtrArray *headers, Columns *columns, GError **error)
{
  g_autoptr (BrImportMap) map = br_import_map_guess ((const char *const *) headers->pdata, headers->len);

  columns->code = br_import_map_find (map, BR_IMPORT_CODE);
  columns->barcode = br_import_map_find (map, BR_IMPORT_BARCODE);
  columns->quantity = find_quantity (headers);
  if (columns->code >= 0 || columns->barcode >= 0)
    return TRUE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "no column of the file is called SKU, code or barcode");
  return FALSE;
}

static const char *
get_cell (GPtrArray *cells, int column)
{
  return column >= 0 && (guint) column < cells->len ? g_ptr_array_index (cells, column) : "";
}

static void
add_problem (Reading *reading, const char *what, const char *code)
{
  BrLabelProblem *problem = br_label_problem_new (what, code, FALSE, "line %u: %s", br_table_get_line (reading->table), what);

  problem->row = br_table_get_line (reading->table);
  g_ptr_array_add (reading->result->problems, problem);
}

/* A part of a piece needs a whole label. An empty cell is none. */
static gboolean
read_quantity (const char *text, gint64 *quantity)
{
  gint64 milli;

  *quantity = 0;
  if (*text == '\0')
    return TRUE;
  if (!br_money_parse (text, 3, &milli, NULL) || milli < 0 || milli > MAX_COPIES * G_GINT64_CONSTANT (1000))
    return FALSE;
  *quantity = (milli + 999) / 1000;
  return TRUE;
}

/* By the barcode, else by the code: one article, or the reason why not. */
static gboolean
find_sku (BrDb *db, GPtrArray *cells, const Columns *columns, GArray *found, GError **error)
{
  const int order[] = { columns->barcode, columns->code };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const char *code = get_cell (cells, order[i]);

      g_array_set_size (found, 0);
      if (*code == '\0')
        continue;
      if (!br_sku_query_by_code (db, code, found, error))
        return FALSE;
      if (found->len > 0)
        return TRUE;
    }
  return TRUE;
}

static void
add_line (Reading *reading, guint32 sku, gint64 quantity)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (reading->places, GUINT_TO_POINTER (sku)));
  BrLabelFileLine line = { sku, br_table_get_line (reading->table), quantity };

  if (place != 0)
    {
      BrLabelFileLine *there = &g_array_index (reading->result->lines, BrLabelFileLine, place - 1);

      there->quantity = MIN (there->quantity + quantity, MAX_COPIES);
      return;
    }
  g_array_append_val (reading->result->lines, line);
  g_hash_table_insert (reading->places, GUINT_TO_POINTER (sku), GUINT_TO_POINTER (reading->result->lines->len));
}

static gboolean
read_line (Reading *reading, BrDb *db, GPtrArray *cells, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
  const char *barcode = get_cell (cells, reading->columns.barcode);
  const char *code = *barcode != '\0' ? barcode : get_cell (cells, reading->columns.code);
  gint64 quantity = 1;

  if (*code == '\0')
    return TRUE; /* a line of totals, or an empty one */
  if (!find_sku (db, cells, &reading->columns, found, error))
    return FALSE;
  if (found->len != 1)
    add_problem (reading, found->len == 0 ? "file-unknown" : "file-ambiguous", code);
  else if (reading->columns.quantity >= 0 && !read_quantity (get_cell (cells, reading->columns.quantity), &quantity))
    add_problem (reading, "file-quantity", code);
  else
    add_line (reading, g_array_index (found, guint32, 0), quantity);
  return TRUE;
}

static gboolean
read_lines (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;
  GPtrArray *cells;

  while (TRUE)
    {
      if (!br_table_next (reading->table, &cells, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (cells == NULL)
        return TRUE;
      if (br_table_get_line (reading->table) > BR_LABEL_FILE_MAX_LINES)
        {
          g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "the file has more than %d lines", BR_LABEL_FILE_MAX_LINES);
          return FALSE;
        }
      if (!read_line (reading, db, cells, error))
        return FALSE;
    }
}

BrLabelFile *
br_label_file_read (BrStore *store, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = br_load_file (file, MAX_FILE_BYTES, cancellable, error);
  g_autoptr (BrTable) table = bytes != NULL ? br_table_new (bytes, error) : NULL;
  g_autoptr (BrLabelFile) result = g_new0 (BrLabelFile, 1);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  Reading reading = { .table = table, .result = result, .places = places };
  GPtrArray *headers = NULL;

  result->lines = g_array_new (FALSE, FALSE, sizeof (BrLabelFileLine));
  result->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);
  if (table == NULL || !br_table_next (table, &headers, error))
    return NULL;
  if (headers == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the file is empty");
      return NULL;
    }
  if (!find_columns (headers, &reading.columns, error))
    return NULL;
  result->has_quantity = reading.columns.quantity >= 0;
  if (!br_store_read (store, read_lines, &reading, cancellable, error))
    return NULL;
  return g_steal_pointer (&result);
}

typedef struct
{
  BrStore *store; /* owned */
  GFile *file;    /* owned */
  BrLabelFile *result;
} FileJob;

static void
free_job (gpointer data)
{
  FileJob *job = data;

  br_store_unref (job->store);
  g_object_unref (job->file);
  g_clear_pointer (&job->result, br_label_file_free);
  g_free (job);
}

static gboolean
file_job (gpointer data, GCancellable *cancellable, GError **error)
{
  FileJob *job = data;

  job->result = br_label_file_read (job->store, job->file, cancellable, error);
  return job->result != NULL;
}

static void
file_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  FileJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_worker_run_finish (BR_WORKER (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->result), (GDestroyNotify) br_label_file_free);
  else
    g_task_return_error (task, error);
}

void
br_label_service_file_async (BrLabelService *self, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  FileJob *job = g_new0 (FileJob, 1);

  *job = (FileJob) { .store = br_store_ref (br_label_service_get_store (self)), .file = g_object_ref (file) };
  g_task_set_source_tag (task, br_label_service_file_async);
  g_task_set_task_data (task, job, free_job);
  br_worker_run_async (br_label_service_get_planner (self), G_PRIORITY_DEFAULT, file_job, job, NULL, cancellable, file_cb, task);
}

BrLabelFile *
br_label_service_file_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
