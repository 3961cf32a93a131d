/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates, for the window: lists, saving, files. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-label-template-list.h"
#include "br-list-task.h"
#include "br-load-file.h"
#include "br-template-store.h"
#include "br-wire-template.h"

static GPtrArray *
list_templates (BrDb *db, gconstpointer argument, GError **error)
{
  return br_label_templates_load (db, error);
}

void
br_label_service_templates_async (BrLabelService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), br_label_service_get_store (self), list_templates, NULL, cancellable, callback, user_data);
}

GPtrArray *
br_label_service_templates_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return br_list_task_finish (result, error);
}

/* A template on its way to the store or a file. */
typedef struct
{
  BrStore *store; /* owned */
  BrLabelTemplate *template; /* owned, or NULL */
  int base_revision;
  char *key; /* or NULL */
  GFile *file; /* or NULL */
} TemplateJob;

static void
free_job (gpointer data)
{
  TemplateJob *job = data;

  br_store_unref (job->store);
  g_clear_pointer (&job->template, br_label_template_unref);
  g_free (job->key);
  g_clear_object (&job->file);
  g_free (job);
}

static GTask *
new_task (BrLabelService *self, const TemplateJob *with, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  TemplateJob *job = g_memdup2 (with, sizeof *with);

  job->store = br_store_ref (br_label_service_get_store (self));
  g_task_set_source_tag (task, new_task);
  g_task_set_task_data (task, job, free_job);
  return task;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TemplateJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_print_write_finish (job->store, result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
put_job (BrStoreTx *tx, gpointer data, GError **error)
{
  TemplateJob *job = data;

  return br_label_template_check (job->template, error) && br_template_store_put (tx, job->template, job->base_revision, error);
}

void
br_label_service_put_template_async (BrLabelService *self, const BrLabelTemplate *template, int base_revision, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = new_task (self, &(TemplateJob) { .template = br_label_template_copy (template), .base_revision = base_revision }, NULL, callback, user_data);
  TemplateJob *job = g_task_get_task_data (task);

  br_store_print_write_async (job->store, put_job, job, NULL, NULL, written_cb, task);
}

static gboolean
delete_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_template_store_delete (tx, ((TemplateJob *) data)->key, error);
}

void
br_label_service_delete_template_async (BrLabelService *self, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = new_task (self, &(TemplateJob) { .key = g_strdup (key) }, NULL, callback, user_data);
  TemplateJob *job = g_task_get_task_data (task);

  br_store_print_write_async (job->store, delete_job, job, NULL, NULL, written_cb, task);
}

/* A key of its own, when the file's is missing or taken. */
static gboolean
settle_key_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  TemplateJob *job = data;
  GError *problem = NULL;
  g_autoptr (BrLabelTemplate) other = job->template->key != NULL ? br_label_templates_find (db, job->template->key, &problem) : NULL;

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (other != NULL || job->template->key == NULL)
    {
      BrId id = br_id_make (br_store_get_clock (job->store), br_store_get_random (job->store));
      char text[BR_ID_STRING_LENGTH + 1];

      br_id_write (&id, text);
      g_free (job->template->key);
      job->template->key = g_strdup (text);
    }
  job->template->revision = 0;
  return TRUE;
}

static gboolean
read_job (gpointer data, GCancellable *cancellable, GError **error)
{
  TemplateJob *job = data;
  g_autoptr (GBytes) bytes = br_load_file (job->file, BR_WIRE_TEMPLATE_MAX, cancellable, error);

  if (bytes != NULL)
    job->template = br_wire_template_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  return job->template != NULL && br_store_read (job->store, settle_key_job, job, cancellable, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TemplateJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_worker_run_finish (BR_WORKER (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->template), (GDestroyNotify) br_label_template_unref);
  else
    g_task_return_error (task, error);
}

void
br_label_service_read_template_async (BrLabelService *self, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = new_task (self, &(TemplateJob) { .file = g_object_ref (file) }, cancellable, callback, user_data);

  br_worker_run_async (br_label_service_get_planner (self), G_PRIORITY_DEFAULT, read_job, g_task_get_task_data (task), NULL, cancellable, read_cb, task);
}

BrLabelTemplate *
br_label_service_read_template_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
write_job (gpointer data, GCancellable *cancellable, GError **error)
{
  TemplateJob *job = data;
  g_autofree char *text = br_wire_template_write (job->template);

  return g_file_replace_contents (job->file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, cancellable, error);
}

static void
file_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (br_worker_run_finish (BR_WORKER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
br_label_service_write_template_async (BrLabelService *self, const BrLabelTemplate *template, GFile *file, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  TemplateJob with = { .template = br_label_template_copy (template), .file = g_object_ref (file) };
  GTask *task = new_task (self, &with, cancellable, callback, user_data);

  br_worker_run_async (br_label_service_get_planner (self), G_PRIORITY_DEFAULT, write_job, g_task_get_task_data (task), NULL, cancellable, file_written_cb,
                       task);
}
