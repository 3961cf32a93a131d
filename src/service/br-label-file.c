/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many labels of which goods, from a delivery note or a stock list. Columns are found by what people call them. A line is taken as a
 * whole or listed with the reason: none is dropped without a word.
 */
#include "config.h"

#include "br-label-service-private.h"

#include "br-error.h"
#include "br-import-map.h"
#include "br-import-row.h"
#include "br-load-file.h"
#include "br-money.h"
#include "br-sku-query.h"
#include "br-table.h"

#include <string.h>

#define MAX_FILE_BYTES G_GINT64_CONSTANT (64 * 1024 * 1024)
#define MAX_COPIES 10000 /* of one article, as of a BrPrintItem */
#define MAX_ABOVE 20     /* lines above the headers: who delivered what, and when */

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
  g_free (self->name);
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

static Columns
guess_columns (GPtrArray *headers)
{
  g_autoptr (BrImportMap) map = br_import_map_guess ((const char *const *) headers->pdata, headers->len);

  return (Columns) { .code = br_import_map_find (map, BR_IMPORT_CODE),
                     .barcode = br_import_map_find (map, BR_IMPORT_BARCODE),
                     .quantity = find_quantity (headers) };
}

static gboolean
are_headers (const Columns *columns, gboolean with_quantity)
{
  return (columns->code >= 0 || columns->barcode >= 0) && (columns->quantity >= 0 || !with_quantity);
}

/* Goes on behind the headers, if they are within the first lines. */
static gboolean
find_headers (Reading *reading, gboolean with_quantity, gboolean *found, GError **error)
{
  GPtrArray *cells = NULL;

  *found = FALSE;
  if (!br_table_rewind (reading->table, error))
    return FALSE;
  for (guint i = 0; i < MAX_ABOVE && !*found; i++)
    {
      if (!br_table_next (reading->table, &cells, error))
        return FALSE;
      if (cells == NULL)
        break;
      reading->columns = guess_columns (cells);
      *found = are_headers (&reading->columns, with_quantity);
    }
  return TRUE;
}

/* Codes beside quantities are a surer sign than codes alone: "Barcodes delivered in May" is a title. */
static gboolean
read_headers (Reading *reading, GError **error)
{
  gboolean found;

  if (!find_headers (reading, TRUE, &found, error) || (!found && !find_headers (reading, FALSE, &found, error)))
    return FALSE;
  if (!found)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no column of the file is called SKU, code or barcode");
  return found;
}

/* Without what spreadsheets put around digits that are to stay as they are: an apostrophe, or ="…". NULL: nothing is in it. */
static char *
dup_cell (GPtrArray *cells, int column)
{
  g_autofree char *text = column >= 0 && (guint) column < cells->len ? br_import_trim (g_ptr_array_index (cells, column)) : NULL;

  if (text == NULL)
    return NULL;
  if (g_str_has_prefix (text, "=\"") && g_str_has_suffix (text + 2, "\""))
    return g_strndup (text + 2, strlen (text) - 3);
  return text[0] == '\'' && text[1] != '\0' ? g_strdup (text + 1) : g_steal_pointer (&text);
}

static void
add_problem (Reading *reading, const char *what, const char *code)
{
  BrLabelProblem *problem = br_label_problem_new (what, code, FALSE, "line %u: %s", br_table_get_line (reading->table), what);

  problem->row = br_table_get_line (reading->table);
  g_ptr_array_add (reading->result->problems, problem);
}

/* What is wrong with a quantity, or NULL. A part of a piece needs a whole label. An empty cell is none. */
static const char *
read_quantity (const char *text, gint64 *quantity)
{
  g_autoptr (GError) error = NULL;
  gint64 milli = 0;

  *quantity = 0;
  if (text != NULL && !br_money_parse (text, 3, &milli, &error))
    return g_error_matches (error, BR_ERROR, BR_ERROR_RANGE) ? "file-much" : "file-quantity";
  if (milli < 0)
    return "file-negative";
  if (milli > MAX_COPIES * G_GINT64_CONSTANT (1000))
    return "file-much";
  *quantity = (milli + 999) / 1000;
  return NULL;
}

/* A spreadsheet writes 6901234567892 as "6.90123E+12" when nobody told it that this is no number: most of its digits are lost. */
static gboolean
is_rounded (const char *code)
{
  return g_regex_match_simple ("^[0-9]([.,][0-9]+)?[eE][+][0-9]{2}$", code, 0, 0);
}

/* By the barcode, else by the code: what is wrong with it, or NULL. */
static gboolean
find_sku (BrDb *db, const char *barcode, const char *code, GArray *found, const char **what, GError **error)
{
  const char *const order[] = { barcode, code };

  for (guint i = 0; i < G_N_ELEMENTS (order) && found->len == 0; i++)
    if (order[i] != NULL && !br_sku_query_by_code (db, order[i], found, error))
      return FALSE;
  if (found->len > 1)
    *what = "file-ambiguous";
  else if (found->len == 0)
    *what = is_rounded (barcode != NULL ? barcode : code) ? "file-rounded" : "file-unknown";
  return TRUE;
}

/* FALSE: there would be more of it than one order takes. */
static gboolean
add_line (Reading *reading, guint32 sku, gint64 quantity)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (reading->places, GUINT_TO_POINTER (sku)));
  BrLabelFileLine line = { sku, br_table_get_line (reading->table), quantity };
  BrLabelFileLine *there = place != 0 ? &g_array_index (reading->result->lines, BrLabelFileLine, place - 1) : NULL;

  if (there != NULL && there->quantity + quantity > MAX_COPIES)
    return FALSE;
  reading->result->n_taken++;
  if (there != NULL)
    {
      there->quantity += quantity;
      return TRUE;
    }
  g_array_append_val (reading->result->lines, line);
  g_hash_table_insert (reading->places, GUINT_TO_POINTER (sku), GUINT_TO_POINTER (reading->result->lines->len));
  return TRUE;
}

static gboolean
read_line (Reading *reading, BrDb *db, GPtrArray *cells, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *barcode = dup_cell (cells, reading->columns.barcode);
  g_autofree char *code = dup_cell (cells, reading->columns.code);
  g_autofree char *number = dup_cell (cells, reading->columns.quantity);
  const char *what = NULL;
  gint64 quantity = 1;

  if (barcode == NULL && code == NULL)
    {
      if (number != NULL)
        add_problem (reading, "file-no-code", NULL); /* a line of totals, or of goods without a code */
      return TRUE;
    }
  if (!find_sku (db, barcode, code, found, &what, error))
    return FALSE;
  if (what == NULL && reading->columns.quantity >= 0)
    what = read_quantity (number, &quantity);
  if (what == NULL && !add_line (reading, g_array_index (found, guint32, 0), quantity))
    what = "file-much";
  if (what != NULL)
    add_problem (reading, what, barcode != NULL ? barcode : code);
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

  result->lines = g_array_new (FALSE, FALSE, sizeof (BrLabelFileLine));
  result->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) br_label_problem_free);
  result->name = g_file_get_basename (file);
  if (table == NULL || !read_headers (&reading, error))
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
