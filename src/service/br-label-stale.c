/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels that are out of date, for the window. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-stale-store.h"

typedef struct
{
  BrStore *store; /* owned */
  BrStaleQuery query;
  GPtrArray *list;
  gint64 total;
} StaleJob;

static void
free_job (gpointer data)
{
  StaleJob *job = data;

  br_store_unref (job->store);
  g_clear_pointer (&job->list, g_ptr_array_unref);
  g_free (job);
}

static gboolean
stale_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  StaleJob *job = data;

  job->list = br_stale_store_list (db, &job->query, &job->total, cancellable, error);
  return job->list != NULL;
}

static void
stale_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  StaleJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_read_finish (job->store, result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
br_label_service_stale_async (BrLabelService *self, const BrStaleQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  StaleJob *job = g_new0 (StaleJob, 1);

  job->store = br_store_ref (br_label_service_get_store (self));
  job->query = *query;
  g_task_set_source_tag (task, br_label_service_stale_async);
  g_task_set_task_data (task, job, free_job);
  br_store_read_async (job->store, G_PRIORITY_LOW, stale_job, job, NULL, cancellable, stale_cb, task);
}

GPtrArray *
br_label_service_stale_finish (BrLabelService *self, GAsyncResult *result, gint64 *total, GError **error)
{
  StaleJob *job = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (total != NULL)
    *total = job->total;
  return g_steal_pointer (&job->list);
}

/* Of one change-set. */
typedef struct
{
  BrStore *store; /* owned */
  BrId change;
  BrIdList *skus;
} ChangeJob;

static void
free_change_job (gpointer data)
{
  ChangeJob *job = data;

  br_store_unref (job->store);
  g_clear_pointer (&job->skus, br_id_list_unref);
  g_free (job);
}

static gboolean
change_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ChangeJob *job = data;

  job->skus = br_stale_store_of_change (db, &job->change, error);
  return job->skus != NULL;
}

static void
change_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ChangeJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_read_finish (job->store, result, NULL, &error))
    g_task_return_pointer (task, g_steal_pointer (&job->skus), (GDestroyNotify) br_id_list_unref);
  else
    g_task_return_error (task, error);
}

void
br_label_service_changed_by_async (BrLabelService *self, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ChangeJob *job = g_new0 (ChangeJob, 1);

  *job = (ChangeJob) { br_store_ref (br_label_service_get_store (self)), *change, NULL };
  g_task_set_source_tag (task, br_label_service_changed_by_async);
  g_task_set_task_data (task, job, free_change_job);
  br_store_read_async (job->store, G_PRIORITY_DEFAULT, change_job, job, NULL, cancellable, change_cb, task);
}

BrIdList *
br_label_service_changed_by_finish (BrLabelService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
