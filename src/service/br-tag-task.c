/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of the tag service's use cases: a job that goes to a thread and comes back. */
#include "config.h"

#include "br-tag-service-private.h"

/* A job and the store it needs. */
typedef struct
{
  BrStore *store; /* owned */
  gpointer job;
  GDestroyNotify free_job;
} Errand;

/* What waits on a thread of its own; the job is the errand's, which the waiting keeps. */
typedef struct
{
  BrWorkerFunc func;
  gpointer job;
} Alone;

static void
free_errand (gpointer data)
{
  Errand *errand = data;

  errand->free_job (errand->job);
  br_store_unref (errand->store);
  g_free (errand);
}

GTask *
br_tag_task_new (BrTagService *self, gpointer job, GDestroyNotify free_job, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Errand *errand = g_new (Errand, 1);

  *errand = (Errand) { br_store_ref (br_tag_service_get_store (self)), job, free_job };
  g_task_set_source_tag (task, br_tag_task_new);
  g_task_set_task_data (task, errand, free_errand);
  return task;
}

/* Takes `task` and `error`, which is NULL when all went well. */
static void
end (GTask *task, GError *error)
{
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  br_store_tags_write_finish (((Errand *) g_task_get_task_data (user_data))->store, result, NULL, &error);
  end (user_data, error);
}

/* A write that was asked for is done, whoever lost interest meanwhile. */
void
br_tag_task_write (GTask *task, BrStoreFunc func)
{
  Errand *errand = g_task_get_task_data (task);

  br_store_tags_write_async (errand->store, func, errand->job, NULL, NULL, written_cb, task);
}

static void
cache_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  br_store_write_finish (((Errand *) g_task_get_task_data (user_data))->store, result, NULL, &error);
  end (user_data, error);
}

void
br_tag_task_write_cache (GTask *task, BrStoreFunc func)
{
  Errand *errand = g_task_get_task_data (task);

  br_store_write_async (errand->store, func, errand->job, NULL, NULL, cache_written_cb, task);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  br_store_read_finish (((Errand *) g_task_get_task_data (user_data))->store, result, NULL, &error);
  end (user_data, error);
}

void
br_tag_task_read (GTask *task, BrReadFunc func)
{
  Errand *errand = g_task_get_task_data (task);

  br_store_read_async (errand->store, G_PRIORITY_DEFAULT, func, errand->job, NULL, g_task_get_cancellable (task), read_cb, task);
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  br_worker_run_finish (BR_WORKER (source), result, &error);
  end (user_data, error);
}

void
br_tag_task_work (GTask *task, BrWorker *worker, BrWorkerFunc func)
{
  Errand *errand = g_task_get_task_data (task);

  br_worker_run_async (worker, G_PRIORITY_DEFAULT, func, errand->job, NULL, g_task_get_cancellable (task), worked_cb, task);
}

static void
alone_thread (GTask *inner, gpointer source, gpointer data, GCancellable *cancellable)
{
  Alone *alone = data;
  GError *error = NULL;

  if (alone->func (alone->job, cancellable, &error))
    g_task_return_boolean (inner, TRUE);
  else
    g_task_return_error (inner, error);
}

static void
alone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  end (user_data, error);
}

void
br_tag_task_wait (GTask *task, BrWorkerFunc func)
{
  Errand *errand = g_task_get_task_data (task);
  g_autoptr (GTask) inner = g_task_new (NULL, g_task_get_cancellable (task), alone_cb, task);
  Alone *alone = g_new (Alone, 1);

  *alone = (Alone) { func, errand->job };
  g_task_set_source_tag (inner, br_tag_task_wait);
  g_task_set_task_data (inner, alone, g_free);
  g_task_run_in_thread (inner, alone_thread);
}

gpointer
br_tag_task_finish (GAsyncResult *result, GError **error)
{
  Errand *errand = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? errand->job : NULL;
}

gboolean
br_tag_service_write_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  return br_tag_task_finish (result, error) != NULL;
}
