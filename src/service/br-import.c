/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An import from start to end: the file, the transaction over its rows, the report. */
#include "config.h"
#include "br-import.h"

#include "br-csv.h"
#include "br-error.h"
#include "br-import-apply.h"
#include "br-import-row.h"
#include "br-settings-store.h"
#include "br-table.h"

#define PROGRESS_ROWS 64     /* rows between two looks at the cancellable */
#define REASON_HEADER "reason"

struct _BrImport
{
  GBytes *bytes;
  char *name;
  BrImportMap *map;
};

/* One run: what the job works on. */
typedef struct
{
  BrImport *import;
  BrImportMap *map;  /* owned: a copy, so that the window may go on changing its own */
  const BrImportOptions *options;
  BrImportProgress *progress; /* or NULL */
  GCancellable *cancellable;
  BrImportReport *report;
  gboolean all_rejected; /* REJECT_ALL took effect */
} Run;

const char *
br_import_reason_name (BrImportReason reason)
{
  static const char *const names[BR_N_REASONS] = {
    "none",       "no-key",        "repeated",    "ambiguous", "bad-text", "too-long", "bad-barcode", "bad-amount",
    "bad-status", "bad-tax-class", "bad-options", "no-name",   "refused",  "invalid",  "bad-step",
  };

  return reason < BR_N_REASONS ? names[reason] : NULL;
}

static BrImportReport *
report_new (void)
{
  BrImportReport *self = g_atomic_rc_box_new0 (BrImportReport);

  self->lines = g_array_new (FALSE, FALSE, sizeof (BrImportLine));
  return self;
}

BrImportReport *
br_import_report_ref (BrImportReport *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_report (gpointer data)
{
  g_array_unref (((BrImportReport *) data)->lines);
}

void
br_import_report_unref (BrImportReport *self)
{
  g_atomic_rc_box_release_full (self, clear_report);
}

/* Reads the header row into a guessed map. */
static BrImportMap *
read_map (GBytes *bytes, GError **error)
{
  g_autoptr (BrTable) table = br_table_new (bytes, error);
  GPtrArray *cells;

  if (table == NULL || !br_table_next (table, &cells, error))
    return NULL;
  if (cells == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "the file is empty");
      return NULL;
    }
  return br_import_map_guess ((const char *const *) cells->pdata, cells->len);
}

BrImport *
br_import_new (GBytes *bytes, const char *name, GError **error)
{
  BrImportMap *map = read_map (bytes, error);
  BrImport *self;

  if (map == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (BrImport);
  self->bytes = g_bytes_ref (bytes);
  self->name = g_strdup (name);
  self->map = map;
  return self;
}

BrImport *
br_import_ref (BrImport *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_import (gpointer data)
{
  BrImport *self = data;

  g_bytes_unref (self->bytes);
  g_free (self->name);
  br_import_map_free (self->map);
}

void
br_import_unref (BrImport *self)
{
  g_atomic_rc_box_release_full (self, clear_import);
}

BrImportMap *
br_import_get_map (BrImport *self)
{
  return self->map;
}

const char *
br_import_get_name (BrImport *self)
{
  return self->name;
}

/* A table past its header row. */
static BrTable *
open_rows (BrImport *self, GError **error)
{
  g_autoptr (BrTable) table = br_table_new (self->bytes, error);
  GPtrArray *header;

  return table != NULL && br_table_next (table, &header, error) ? g_steal_pointer (&table) : NULL;
}

static char **
dup_cells (GPtrArray *cells)
{
  char **copy = g_new0 (char *, cells->len + 1);

  for (guint i = 0; i < cells->len; i++)
    copy[i] = g_strdup (cells->pdata[i] != NULL ? cells->pdata[i] : "");
  return copy;
}

GPtrArray *
br_import_dup_sample (BrImport *self, guint n_rows)
{
  GPtrArray *sample = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (BrTable) table = open_rows (self, NULL); /* a damaged file shows the rows before the damage; the run says what is wrong */
  GPtrArray *cells;

  while (table != NULL && sample->len < n_rows && br_table_next (table, &cells, NULL) && cells != NULL)
    g_ptr_array_add (sample, dup_cells (cells));
  return sample;
}

static gboolean
recall (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  BrImportMap *map = data;
  g_autofree char *shape = br_import_map_dup_shape (map);
  g_autofree char *text = NULL;

  if (!br_import_mapping_get (db, shape, &text, error))
    return FALSE;
  if (text != NULL)
    br_import_map_read (map, text);
  return TRUE;
}

gboolean
br_import_recall_map (BrImport *self, BrStore *store, GError **error)
{
  return br_store_read (store, recall, self->map, NULL, error);
}

/* Counts the rows, and finds out whether the whole file can be read before anything is written. */
static gboolean
count_rows (Run *run, GError **error)
{
  g_autoptr (BrTable) table = open_rows (run->import, error);
  GPtrArray *cells;
  int n = 0;

  if (table == NULL)
    return FALSE;
  for (;;)
    {
      if (!br_table_next (table, &cells, error))
        return FALSE;
      if (cells == NULL)
        break;
      if (++n % PROGRESS_ROWS == 0 && g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return FALSE;
    }
  if (run->progress != NULL)
    g_atomic_int_set (&run->progress->total, n);
  return TRUE;
}

static void
add_line (Run *run, guint line, BrImportVerdict verdict, const BrImportRow *row)
{
  BrImportLine entry = { line, (guint8) verdict, (guint8) row->reason, (gint16) row->column };

  g_array_append_val (run->report->lines, entry);
}

static gboolean
take_rows (Run *run, BrImportApply *apply, BrTable *table, BrImportRow *row, GError **error)
{
  const BrImportOptions *options = run->options;
  GPtrArray *cells;

  for (guint n = 0;; n++)
    {
      BrImportVerdict verdict;

      if (n % PROGRESS_ROWS == 0 && g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return FALSE;
      if (!br_table_next (table, &cells, error))
        return FALSE;
      if (cells == NULL)
        return TRUE;
      br_import_row_read (row, run->map, (const char *const *) cells->pdata, cells->len, options->digits);
      if (!br_import_apply_row (apply, row, n, options->policy, &verdict, error))
        return FALSE;
      add_line (run, br_table_get_line (table), verdict, row);
      if (run->progress != NULL)
        g_atomic_int_set (&run->progress->done, (int) n + 1);
    }
}

/* What the store refused counts against the row it came from. A refused price leaves its product and SKU imported: such a row was
 * imported in part, whatever the policy, unless that is to reject all. */
static void
note_problems (Run *run, BrImportApply *apply, GPtrArray *problems)
{
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const BrEditProblem *problem = problems->pdata[i];
      int row = br_import_apply_find_row (apply, &problem->id);
      BrImportLine *line;

      if (row < 0)
        continue;
      line = &g_array_index (run->report->lines, BrImportLine, row);
      line->reason = g_error_matches (problem->error, BR_ERROR, BR_ERROR_REFUSED) ? BR_REASON_REFUSED : BR_REASON_INVALID;
      if (problem->kind != BR_KIND_PRICE || run->options->policy == BR_IMPORT_REJECT_ALL)
        line->verdict = BR_VERDICT_REJECTED;
    }
}

static void
sum_up (BrImportReport *report)
{
  for (guint i = 0; i < report->lines->len; i++)
    {
      const BrImportLine *line = &g_array_index (report->lines, BrImportLine, i);

      report->n_rows++;
      report->n_created += line->verdict == BR_VERDICT_CREATED;
      report->n_updated += line->verdict == BR_VERDICT_UPDATED;
      report->n_unchanged += line->verdict == BR_VERDICT_UNCHANGED;
      report->n_rejected += line->verdict == BR_VERDICT_REJECTED;
      report->n_partial += line->verdict != BR_VERDICT_REJECTED && line->reason != BR_REASON_NONE;
      if (line->verdict == BR_VERDICT_REJECTED)
        report->reasons[line->reason]++;
    }
}

static gboolean
import_rows (Run *run, BrStoreTx *tx, BrEditBatch *batch, GError **error)
{
  g_autoptr (BrImportApply) apply = br_import_apply_new (tx, batch, error);
  g_autoptr (BrTable) table = apply != NULL ? open_rows (run->import, error) : NULL;
  g_autoptr (GPtrArray) problems = NULL;
  BrImportRow row;
  gboolean done;

  if (table == NULL)
    return FALSE;
  br_import_row_init (&row);
  done = take_rows (run, apply, table, &row, error);
  br_import_row_clear (&row);
  if (!done || !br_edit_batch_finish (batch, &run->report->change_id, &problems, error))
    return FALSE;
  note_problems (run, apply, problems);
  sum_up (run->report);
  return TRUE;
}

static gboolean
keep_map (Run *run, BrStoreTx *tx, GError **error)
{
  g_autofree char *shape = br_import_map_dup_shape (run->map);
  g_autofree char *text = br_import_map_write (run->map);

  return br_import_mapping_put (tx, shape, text, error);
}

static gboolean
import_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  BrEditor editor = { .actor = run->options->actor, .person_name = run->options->person_name, .label = run->options->label, .mode = BR_EDIT_EACH };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);

  if (!import_rows (run, tx, batch, error))
    return FALSE;
  if (run->options->policy == BR_IMPORT_REJECT_ALL && run->report->n_rejected > 0)
    {
      run->all_rejected = TRUE;
      g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "rows were rejected");
      return FALSE;
    }
  return keep_map (run, tx, error);
}

static gboolean
run_job (Run *run, BrStore *store, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean done;

  if (!br_import_map_check (run->map, error) || !count_rows (run, error))
    return FALSE;
  done = run->options->dry_run ? br_store_write_dry (store, import_job, run, &problem) : br_store_write (store, import_job, run, &problem);
  if (!done && !run->all_rejected)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  run->report->committed = done && !run->options->dry_run && !br_id_is_none (&run->report->change_id);
  if (!run->report->committed)
    run->report->change_id = (BrId) { { 0 } };
  return TRUE;
}

BrImportReport *
br_import_run (BrImport *self, BrStore *store, const BrImportOptions *options, BrImportProgress *progress, GCancellable *cancellable, GError **error)
{
  Run run = { .import = self, .options = options, .progress = progress, .cancellable = cancellable };
  gboolean done;

  if (!br_role_has_right (options->actor.role, BR_RIGHT_IMPORT))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "this role may not import");
      return NULL;
    }
  run.map = br_import_map_copy (self->map);
  run.report = report_new ();
  done = run_job (&run, store, error);
  br_import_map_free (run.map);
  if (!done)
    g_clear_pointer (&run.report, br_import_report_unref);
  return run.report;
}

/* In the background */

typedef struct
{
  BrImport *import;
  BrStore *store;
  BrImportOptions options; /* texts owned */
  BrImportProgress *progress;
} Background;

static void
background_free (Background *self)
{
  br_import_unref (self->import);
  br_store_unref (self->store);
  g_free ((char *) self->options.person_name);
  g_free ((char *) self->options.label);
  g_free (self);
}

/* Waits for the writer on a thread of GLib's pool. */
static void
background_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Background *self = data;
  GError *error = NULL;
  BrImportReport *report = br_import_run (self->import, self->store, &self->options, self->progress, cancellable, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) br_import_report_unref);
  else
    g_task_return_error (task, error);
}

void
br_import_run_async (BrImport *self, BrStore *store, const BrImportOptions *options, BrImportProgress *progress, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Background *background = g_new0 (Background, 1);

  background->import = br_import_ref (self);
  background->store = br_store_ref (store);
  background->options = *options;
  background->options.person_name = g_strdup (options->person_name);
  background->options.label = g_strdup (options->label);
  background->progress = progress;
  g_task_set_source_tag (task, br_import_run_async);
  g_task_set_task_data (task, background, (GDestroyNotify) background_free);
  /* A cancel that comes after the commit must not hide that it was committed. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, background_thread);
}

BrImportReport *
br_import_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Fix file */

static void
write_fix_row (BrImport *self, GString *out, GPtrArray *cells, const char *reason)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new ();
  guint n = self->map->n_columns;

  /* The reason of an earlier attempt is replaced, not kept beside the new one. */
  if (n > 0 && g_str_equal (self->map->columns[n - 1].header, REASON_HEADER))
    n--;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (row, i < cells->len && cells->pdata[i] != NULL ? cells->pdata[i] : (gpointer) "");
  g_ptr_array_add (row, (gpointer) reason);
  br_csv_write_row (out, (const char *const *) row->pdata, row->len, BR_CSV_KEEP);
}

static char *
dup_reason (BrImport *self, const BrImportLine *line)
{
  const char *name = br_import_reason_name (line->reason);

  if (line->column < 0 || line->column >= (int) self->map->n_columns)
    return g_strdup (name);
  return g_strdup_printf ("%s: %s", name, self->map->columns[line->column].header);
}

GBytes *
br_import_dup_fix_file (BrImport *self, const BrImportReport *report, GError **error)
{
  g_autoptr (BrTable) table = br_table_new (self->bytes, error);
  GString *out = g_string_new ("\xef\xbb\xbf"); /* so that spreadsheets read it as UTF-8 */
  GPtrArray *cells = NULL;
  gboolean read = table != NULL && br_table_next (table, &cells, error);

  if (read && cells != NULL)
    write_fix_row (self, out, cells, REASON_HEADER);
  for (guint i = 0; read && i < report->lines->len; i++)
    {
      const BrImportLine *line = &g_array_index (report->lines, BrImportLine, i);
      g_autofree char *reason = dup_reason (self, line);

      read = br_table_next (table, &cells, error);
      if (!read || cells == NULL)
        break;
      if (line->reason != BR_REASON_NONE)
        write_fix_row (self, out, cells, reason);
    }
  if (read)
    return g_string_free_to_bytes (out);
  g_string_free (out, TRUE);
  return NULL;
}
