/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The activity service: thin jobs over the outbox, the history and the sync log. */
#include "config.h"

#include "br-activity-service.h"

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
  BrWithdraw how;
  GArray *changes; /* of BrId: what is withdrawn or put back */
  BrDecision decision; /* its edit is owned */
  gint64 n_closed;
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
  g_clear_pointer (&job->changes, g_array_unref);
  g_clear_pointer (&job->decision.edited, br_edit_unref);
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
list_change (BrDb *db, gconstpointer argument, GError **error)
{
  return br_history_store_change (db, argument, BR_ACTIVITY_LIMIT, error);
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
br_activity_service_change_async (BrActivityService *self, const BrId *change, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_list_task_run (G_OBJECT (self), self->store, list_change, g_memdup2 (change, sizeof *change), cancellable, callback, user_data);
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

char *
br_activity_log_text (GPtrArray *entries)
{
  static const char *const levels[] = { [BR_SYNC_LOG_INFO] = "info", [BR_SYNC_LOG_WARNING] = "warning", [BR_SYNC_LOG_ERROR] = "error" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const BrSyncLogEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc_usec (entry->at_us);
      g_autofree char *when = at != NULL ? g_date_time_format (at, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("?");
      const char *level = entry->level >= BR_SYNC_LOG_INFO && entry->level <= BR_SYNC_LOG_ERROR ? levels[entry->level] : "?";

      g_string_append_printf (text, "%s %s %s%s%s\n", when, level, entry->what, entry->detail != NULL ? " " : "", entry->detail != NULL ? entry->detail : "");
    }
  return g_string_free (text, FALSE);
}

/* Refusals of one operation come together and share its edit. */
GPtrArray *
br_activity_group_refusals (GPtrArray *refusals)
{
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  const BrEdit *whole = NULL;

  g_ptr_array_set_free_func (refusals, NULL); /* the cards own them */
  for (guint i = 0; i < refusals->len; i++)
    {
      BrRefusal *refusal = g_ptr_array_index (refusals, i);

      if (whole == NULL || refusal->edit != whole)
        g_ptr_array_add (cards, g_ptr_array_new_with_free_func ((GDestroyNotify) br_refusal_free));
      g_ptr_array_add (g_ptr_array_index (cards, cards->len - 1), refusal);
      whole = refusal->edit->mode == BR_EDIT_ATOMIC ? refusal->edit : NULL;
    }
  g_ptr_array_unref (refusals);
  return cards;
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

  return br_outbox_store_withdraw (tx, &job->change, job->how, job->changes, error);
}

void
br_activity_service_withdraw_async (BrActivityService *self, const BrId *change, BrWithdraw how, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = make_task (self, cancellable, callback, user_data);
  ActivityJob *job = g_task_get_task_data (task);

  job->change = *change;
  job->how = how;
  job->changes = g_array_new (FALSE, FALSE, sizeof (BrId));
  br_store_write_async (self->store, withdraw_job, job, NULL, cancellable, written_cb, task);
}

gboolean
br_activity_service_withdraw_finish (BrActivityService *self, GAsyncResult *result, GArray **changes, GError **error)
{
  ActivityJob *job = g_task_get_task_data (G_TASK (result));

  if (changes != NULL)
    *changes = g_steal_pointer (&job->changes);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* A task of a person's, with a job that knows them. */
static GTask *
make_personal_task (BrActivityService *self, const BrActivityPerson *person, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_task (self, NULL, callback, user_data);
  ActivityJob *job = g_task_get_task_data (task);

  job->actor = person->actor;
  job->person_name = g_strdup (person->name);
  job->label = g_strdup (person->label);
  return task;
}

static BrEditor
editor_of (const ActivityJob *job)
{
  return (BrEditor) { .actor = job->actor, .person_name = job->person_name, .label = job->label, .mode = BR_EDIT_ATOMIC };
}

static gboolean
put_back_job (BrStoreTx *tx, gpointer data, GError **error)
{
  ActivityJob *job = data;
  BrEditor editor = editor_of (job);

  return br_outbox_store_put_back (tx, &editor, job->changes, error);
}

void
br_activity_service_put_back_async (BrActivityService *self, const BrActivityPerson *person, GArray *changes, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_personal_task (self, person, callback, user_data);
  ActivityJob *job = g_task_get_task_data (task);

  job->changes = g_array_ref (changes);
  br_store_write_async (self->store, put_back_job, job, NULL, NULL, written_cb, task);
}

static gboolean
settle_job (BrStoreTx *tx, gpointer data, GError **error)
{
  ActivityJob *job = data;
  BrEditor editor = editor_of (job);

  return br_outbox_store_close_refusal (tx, &editor, &job->decision, error);
}

void
br_activity_service_settle_async (BrActivityService *self, const BrActivityPerson *person, const BrDecision *decision, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = make_personal_task (self, person, callback, user_data);
  ActivityJob *job = g_task_get_task_data (task);

  job->decision = *decision;
  job->decision.edited = decision->edited != NULL ? br_edit_ref (decision->edited) : NULL;
  br_store_write_async (self->store, settle_job, job, NULL, NULL, written_cb, task);
}

static gboolean
settle_all_job (BrStoreTx *tx, gpointer data, GError **error)
{
  ActivityJob *job = data;
  BrEditor editor = editor_of (job);

  return br_outbox_store_close_all (tx, &editor, job->decision.how, &job->n_closed, error);
}

void
br_activity_service_settle_all_async (BrActivityService *self, const BrActivityPerson *person, BrSettle how, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_personal_task (self, person, callback, user_data);
  ActivityJob *job = g_task_get_task_data (task);

  job->decision.how = how;
  br_store_write_async (self->store, settle_all_job, job, NULL, NULL, written_cb, task);
}

gboolean
br_activity_service_settle_all_finish (BrActivityService *self, GAsyncResult *result, gint64 *n_closed, GError **error)
{
  ActivityJob *job = g_task_get_task_data (G_TASK (result));

  if (n_closed != NULL)
    *n_closed = job->n_closed;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
reopen_job (BrStoreTx *tx, gpointer data, GError **error)
{
  ActivityJob *job = data;

  return br_outbox_store_reopen_refusal (tx, job->decision.refusal, error);
}

void
br_activity_service_reopen_async (BrActivityService *self, gint64 refusal, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = make_task (self, NULL, callback, user_data);
  ActivityJob *job = g_task_get_task_data (task);

  job->decision.refusal = refusal;
  br_store_write_async (self->store, reopen_job, job, NULL, NULL, written_cb, task);
}

gboolean
br_activity_service_write_finish (BrActivityService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
