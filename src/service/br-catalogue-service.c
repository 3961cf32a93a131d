/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue service: its life, its announcement of changes, and how use cases reach the store's workers. */
#include "config.h"

#include "br-catalogue-private.h"
#include "br-commit-watch.h"

struct _BrCatalogueService
{
  GObject parent;

  BrStore *store;
  BrCommitWatch *watch;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrCatalogueService, br_catalogue_service, G_TYPE_OBJECT)

static BrViewChange *
view_change_from_store (const BrChange *change)
{
  g_autofree guint32 *skus = g_new (guint32, change->skus->len + 1);
  BrViewChange *view;

  for (guint i = 0; i < change->skus->len; i++)
    skus[i] = (guint32) g_array_index (change->skus, gint64, i);
  view = br_view_change_new (change->kinds, skus, change->skus->len);
  view->all = change->all;
  view->outbox = change->outbox;
  view->settings = change->settings;
  return view;
}

static void
committed_cb (gpointer object, const BrChange *change)
{
  g_autoptr (BrViewChange) view = NULL;

  if (br_change_spares_cache (change))
    return; /* a label moved on: several commits a second while printing */
  view = view_change_from_store (change);
  g_signal_emit (object, signals[SIGNAL_CHANGED], 0, view);
}

static void
br_catalogue_service_finalize (GObject *object)
{
  BrCatalogueService *self = BR_CATALOGUE_SERVICE (object);

  g_clear_pointer (&self->watch, br_commit_watch_free);
  g_clear_pointer (&self->store, br_store_unref);
  G_OBJECT_CLASS (br_catalogue_service_parent_class)->finalize (object);
}

static void
br_catalogue_service_class_init (BrCatalogueServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_catalogue_service_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, BR_TYPE_VIEW_CHANGE);
}

static void
br_catalogue_service_init (BrCatalogueService *self)
{
}

BrCatalogueService *
br_catalogue_service_new (BrStore *store)
{
  BrCatalogueService *self = g_object_new (BR_TYPE_CATALOGUE_SERVICE, NULL);

  self->store = br_store_ref (store);
  self->watch = br_commit_watch_new (store, G_OBJECT (self), committed_cb);
  return self;
}

BrStore *
br_catalogue_service_get_store (BrCatalogueService *self)
{
  return self->store;
}

void
br_catalogue_job_clear (BrCatalogueJob *job)
{
  if (job->result != NULL && job->free_result != NULL)
    job->free_result (job->result);
  job->result = NULL;
}

static void
return_job (GTask *task, BrCatalogueJob *job, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->result), job->free_result);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrCatalogueService *self = g_task_get_source_object (task);
  gpointer job = NULL;
  GError *error = NULL;

  br_store_read_finish (self->store, result, &job, &error);
  return_job (task, job, error);
}

static void
write_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrCatalogueService *self = g_task_get_source_object (task);
  gpointer job = NULL;
  GError *error = NULL;

  br_store_write_finish (self->store, result, &job, &error);
  return_job (task, job, error);
}

void
br_catalogue_service_read (GTask *task, BrReadFunc func, gpointer job, GDestroyNotify free_job)
{
  BrCatalogueService *self = g_task_get_source_object (task);

  br_store_read_async (self->store, G_PRIORITY_DEFAULT, func, job, free_job, g_task_get_cancellable (task), read_cb, task);
}

void
br_catalogue_service_write (GTask *task, BrStoreFunc func, gpointer job, GDestroyNotify free_job)
{
  BrCatalogueService *self = g_task_get_source_object (task);

  br_store_write_async (self->store, func, job, free_job, g_task_get_cancellable (task), write_cb, task);
}
