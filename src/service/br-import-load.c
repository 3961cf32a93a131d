/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files are read and written on a thread of GLib's pool. */
#include "config.h"
#include "br-import-load.h"

#include "br-load-file.h"
#include "br-store.h"

#define SAMPLE_ROWS 5
#define MAX_FILE_BYTES (G_GINT64_CONSTANT (512) * 1024 * 1024) /* as the CSV reader's limit: looked at before reading */

typedef struct
{
  BrStore *store;  /* owned, or NULL */
  BrImport *import; /* owned, or NULL */
  BrImportReport *report; /* owned, or NULL */
  GFile *file;   /* owned */
} Work;

static void
work_free (Work *self)
{
  g_clear_pointer (&self->store, br_store_unref);
  g_clear_pointer (&self->import, br_import_unref);
  g_clear_pointer (&self->report, br_import_report_unref);
  g_clear_object (&self->file);
  g_free (self);
}

void
br_import_file_free (BrImportFile *self)
{
  if (self == NULL)
    return;
  br_import_unref (self->import);
  g_ptr_array_unref (self->sample);
  g_free (self);
}

static BrImportFile *
load (Work *work, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = br_load_file (work->file, MAX_FILE_BYTES, cancellable, error);
  g_autofree char *name = g_file_get_basename (work->file);
  g_autoptr (BrImport) import = bytes != NULL ? br_import_new (bytes, name, error) : NULL;
  BrImportFile *loaded;

  if (import == NULL || !br_import_recall_map (import, work->store, error))
    return NULL;
  loaded = g_new0 (BrImportFile, 1);
  loaded->sample = br_import_dup_sample (import, SAMPLE_ROWS);
  loaded->import = g_steal_pointer (&import);
  return loaded;
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  BrImportFile *loaded = load (data, cancellable, &error);

  if (loaded != NULL)
    g_task_return_pointer (task, loaded, (GDestroyNotify) br_import_file_free);
  else
    g_task_return_error (task, error);
}

void
br_import_load_async (BrStore *store, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->store = br_store_ref (store);
  work->file = g_object_ref (file);
  g_task_set_source_tag (task, br_import_load_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, load_thread);
}

BrImportFile *
br_import_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = br_import_dup_fix_file (work->import, work->report, &error);

  if (bytes != NULL
      && g_file_replace_contents (work->file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, FALSE, G_FILE_CREATE_NONE, NULL, cancellable,
                                  &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
br_import_save_fix_async (BrImport *import, BrImportReport *report, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->import = br_import_ref (import);
  work->report = br_import_report_ref (report);
  work->file = g_object_ref (file);
  g_task_set_source_tag (task, br_import_save_fix_async);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, save_thread);
}

gboolean
br_import_save_fix_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
