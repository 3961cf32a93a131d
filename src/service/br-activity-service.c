/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The activity service: thin jobs over the outbox, the history and the sync log. */
#include "config.h"

#include "br-activity-service.h"

#include "br-error.h"
#include "br-history-store.h"
#include "br-list-task.h"
#include "br-outbox-store.h"
#include "br-settings-store.h"

struct _BrActivityService
{
  GObject parent_instance;

  BrStore *store;
};

G_DEFINE_FINAL_TYPE (BrActivityService, br_activity_service, G_TYPE_OBJECT)

/* One decision on its way through the writer, or one preview through a reader. */
typedef struct
{
  BrStore *store; /* owned */
  BrId change;
  guint n_withdrawn;
  gint64 refusal;
  BrSettle how;
  BrActor actor;
  char *person_name;
  char *label;
  char *text; /* the preview */
} ActivityJob;

static void
free_job (gpointer data)
{
  ActivityJob *job = data;

  br_store_unref (job->store);
  g_free (job->person_name);
  g_free (job->label);
  g_free (job->text);
  g_free (job);
}

static void
br_activity_service_dispose (GObject *object)
{
  g_clear_pointer (&BR_ACTIVITY_SERVICE (object)->store, br_store_unref);
  G_OBJECT_CLASS (br_activity_service_parent_class)->dispose (object);
}

static void
br_activity_service_class_init (BrActivityServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_activity_service_dispose;
}

static void
br_activity_service_init (BrActivityService *self)
{
}

BrActivityService *
br_activity_service_new (BrStore *store)
{
  BrActivityService *self = g_object_new (BR_TYPE_ACTIVITY_SERVICE, NULL);

  self->store = br_store_ref (store);
  return self;
}

static GPtrArray *
list_waiting (BrDb *db, gconstpointer argument, GError **error)
{
  return br_outbox_store_list (db, G_MAXINT64, BR_ACTIVITY_LIMIT, error);
}

static GPtrArray *
list_refusals (BrDb *db, gconstpointer argument, GError **error)
{
  return br_outbox_store_refusals (db, BR_ACTIVITY_LIMIT, error);
}

static GPtrArray *
list_changes (BrDb *db, gconstpointer argument, GError **error)
{
  return br_history_store_changes (db, G_MAXINT64, BR_ACTIVITY_LIMIT, error);
}

static GPtrArray *
list_log (BrDb *db, gconstpointer argument, GError **error)
{
  return br_sync_log_list (db, BR_ACTIVITY_LIMIT, error);
}

void
br_activity_service_waiting_async (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), self->store, list_waiting, NULL, cancellable, callback, user_data);
}

void
br_activity_service_refusals_async (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), self->store, list_refusals, NULL, cancellable, callback, user_data);
}

void
br_activity_service_changes_async (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), self->store, list_changes, NULL, cancellable, callback, user_data);
}

void
br_activity_service_log_async (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), self->store, list_log, NULL, cancellable, callback, user_data);
}

GPtrArray *
br_activity_service_list_finish (BrActivityService *self, GAsyncResult *result, GError **error)
{
  return br_list_task_finish (result, error);
}

static GTask *
make_task (BrActivityService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ActivityJob *job = g_new0 (ActivityJob, 1);

  job->store = br_store_ref (self->store);
  g_task_set_task_data (task, job, free_job);
  return task;
}

static gboolean
preview_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ActivityJob *job = data;

  job->text = br_outbox_store_preview (db, &job->change, error);
  return job->text != NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ActivityJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_read_finish (job->store, result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ActivityJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (br_store_write_finish (job->store, result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
br_activity_service_preview_async (BrActivityService *self, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_task (self, cancellable, callback, user_data);
  ActivityJob *job = g_task_get_task_data (task);

  job->change = *change;
  br_store_read_async (self->store, G_PRIORITY_DEFAULT, preview_job, job, NULL, cancellable, read_cb, task);
}

char *
br_activity_service_preview_finish (BrActivityService *self, GAsyncResult *result, GError **error)
{
  ActivityJob *job = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&job->text);
}

static gboolean
withdraw_job (BrStoreTx *tx, gpointer data, GError **error)
{
  ActivityJob *job = data;

  return br_outbox_store_withdraw (tx, &job->change, &job->n_withdrawn, error);
}

void
br_activity_service_withdraw_async (BrActivityService *self, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_task (self, cancellable, callback, user_data);
  ActivityJob *job = g_task_get_task_data (task);

  job->change = *change;
  br_store_write_async (self->store, withdraw_job, job, NULL, cancellable, written_cb, task);
}

gboolean
br_activity_service_withdraw_finish (BrActivityService *self, GAsyncResult *result, guint *n_withdrawn, GError **error)
{
  ActivityJob *job = g_task_get_task_data (G_TASK (result));

  if (n_withdrawn != NULL)
    *n_withdrawn = job->n_withdrawn;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
settle_job (BrStoreTx *tx, gpointer data, GError **error)
{
  ActivityJob *job = data;
  BrEditor editor = { .actor = job->actor, .person_name = job->person_name, .label = job->label, .mode = BR_EDIT_ATOMIC };

  return br_outbox_store_close_refusal (tx, &editor, job->refusal, job->how, error);
}

void
br_activity_service_settle_async (BrActivityService *self, const BrActor *actor, const char *person_name, const char *label, gint64 refusal, BrSettle how,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_task (self, NULL, callback, user_data);
  ActivityJob *job = g_task_get_task_data (task);

  job->actor = *actor;
  job->person_name = g_strdup (person_name);
  job->label = g_strdup (label);
  job->refusal = refusal;
  job->how = how;
  br_store_write_async (self->store, settle_job, job, NULL, NULL, written_cb, task);
}

gboolean
br_activity_service_settle_finish (BrActivityService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
