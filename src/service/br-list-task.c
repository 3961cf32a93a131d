/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GTask over one read of the store whose result is an array. */
#include "config.h"

#include "br-list-task.h"

typedef struct
{
  BrStore *store; /* owned */
  BrListFunc func;
  gpointer argument; /* owned */
  GPtrArray *list;
} ListJob;

static void
free_job (gpointer data)
{
  ListJob *job = data;

  br_store_unref (job->store);
  g_free (job->argument);
  g_clear_pointer (&job->list, g_ptr_array_unref);
  g_free (job);
}

static gboolean
read_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ListJob *job = data;

  job->list = job->func (db, job->argument, error);
  return job->list != NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ListJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_read_finish (job->store, result, NULL, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->list), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
br_list_task_run (GObject *source, BrStore *store, BrListFunc func, gpointer argument, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  ListJob *job = g_new0 (ListJob, 1);

  *job = (ListJob) { br_store_ref (store), func, argument, NULL };
  g_task_set_source_tag (task, br_list_task_run);
  g_task_set_task_data (task, job, free_job);
  br_store_read_async (store, G_PRIORITY_DEFAULT, read_job, job, NULL, cancellable, read_cb, task);
}

GPtrArray *
br_list_task_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
