/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sync thread's face on main: its news and the outbox's counts as one status, local edits as a nudge to it. Which certificate
 * authority is trusted at enrolment can be set by BACKROOM_CA_FILE (a shop with its own); else the system's are.
 */
#include "config.h"

#include "br-sync-service.h"

#include "br-commit-watch.h"
#include "br-due-timer.h"
#include "br-outbox-store.h"
#include "br-soup-transport.h"
#include "br-sync-engine.h"
#include "br-sync-thread.h"

struct _BrSyncService
{
  GObject parent_instance;

  BrStore *store;
  BrSyncThread *thread;   /* or NULL */
  BrDueTimer *due;      /* or NULL */
  GNetworkMonitor *network; /* or NULL while not started */
  BrCommitWatch *watch;
  gboolean counting;   /* the outbox is being counted */
  gboolean miscounted; /* it changed meanwhile */
  BrSyncStatus status;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrSyncService, br_sync_service, G_TYPE_OBJECT)

static gboolean
counts_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_outbox_store_counts (db, data, error);
}

static void count (BrSyncService *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrSyncService) self = BR_SYNC_SERVICE (user_data);
  g_autoptr (GError) error = NULL;
  gpointer data;
  const BrOutboxCounts *counts;

  self->counting = FALSE;
  if (self->store == NULL)
    return;
  if (self->miscounted)
    count (self);
  if (!br_store_read_finish (self->store, result, &data, &error))
    {
      g_warning ("the outbox cannot be counted: %s", error->message);
      return;
    }
  counts = data;
  if (self->status.waiting_changes == counts->n_changes && self->status.waiting_since_us == counts->oldest_us && self->status.refused == counts->n_refused)
    return;
  self->status.waiting_changes = counts->n_changes;
  self->status.waiting_since_us = counts->oldest_us;
  self->status.refused = counts->n_refused;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
count (BrSyncService *self)
{
  self->miscounted = self->counting;
  if (self->counting)
    return;
  self->counting = TRUE;
  br_store_read_async (self->store, G_PRIORITY_DEFAULT, counts_job, g_new0 (BrOutboxCounts, 1), g_free, NULL, counted_cb, g_object_ref (self));
}

static void
committed_cb (gpointer object, const BrChange *change)
{
  BrSyncService *self = object;

  if (!change->outbox)
    return;
  if (self->thread != NULL)
    br_sync_thread_nudge (self->thread);
  count (self);
}

static void
news_cb (const BrSyncNews *news, gpointer data)
{
  BrSyncService *self = data;

  self->status.state = news->state;
  self->status.last_synced_us = news->last_synced_us;
  self->status.offline_since_us = news->offline_since_us;
  self->status.progress = news->progress;
  self->status.total = news->total;
  self->status.error_code = news->error_code;
  g_set_str (&self->status.error_text, news->error_text);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Another network is another way to HQ: neither the rest of a pause nor a request parked over the old one is worth waiting for. */
static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, BrSyncService *self)
{
  if (available)
    br_sync_service_sync_now (self);
}

static void
watch_network (BrSyncService *self)
{
  self->network = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->network, "network-changed", G_CALLBACK (network_changed_cb), self, 0);
}

static void
forget_network (BrSyncService *self)
{
  if (self->network != NULL)
    g_signal_handlers_disconnect_by_func (self->network, network_changed_cb, self);
  g_clear_object (&self->network);
}

static void
br_sync_service_dispose (GObject *object)
{
  BrSyncService *self = BR_SYNC_SERVICE (object);

  br_sync_service_stop (self);
  g_clear_pointer (&self->watch, br_commit_watch_free);
  g_clear_pointer (&self->store, br_store_unref);
  G_OBJECT_CLASS (br_sync_service_parent_class)->dispose (object);
}

static void
br_sync_service_finalize (GObject *object)
{
  g_free (BR_SYNC_SERVICE (object)->status.error_text);
  G_OBJECT_CLASS (br_sync_service_parent_class)->finalize (object);
}

static void
br_sync_service_class_init (BrSyncServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = br_sync_service_dispose;
  object_class->finalize = br_sync_service_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_sync_service_init (BrSyncService *self)
{
  self->status.state = BR_SYNC_NOT_ENROLLED;
}

BrSyncService *
br_sync_service_new (BrStore *store)
{
  BrSyncService *self = g_object_new (BR_TYPE_SYNC_SERVICE, NULL);

  self->store = br_store_ref (store);
  self->watch = br_commit_watch_new (store, G_OBJECT (self), committed_cb);
  return self;
}

void
br_sync_service_start (BrSyncService *self)
{
  g_return_if_fail (BR_IS_SYNC_SERVICE (self));
  br_assert_main ();

  if (self->due == NULL)
    self->due = br_due_timer_new (self->store);
  if (self->thread != NULL)
    return;
  self->thread = br_sync_thread_start (self->store, news_cb, self);
  watch_network (self);
  count (self);
}

void
br_sync_service_stop (BrSyncService *self)
{
  g_return_if_fail (BR_IS_SYNC_SERVICE (self));

  g_clear_pointer (&self->due, br_due_timer_free);
  forget_network (self);
  g_clear_pointer (&self->thread, br_sync_thread_stop);
}

void
br_sync_service_sync_now (BrSyncService *self)
{
  g_return_if_fail (BR_IS_SYNC_SERVICE (self));

  if (self->thread != NULL)
    br_sync_thread_wake (self->thread);
}

const BrSyncStatus *
br_sync_service_get_status (BrSyncService *self)
{
  g_return_val_if_fail (BR_IS_SYNC_SERVICE (self), NULL);
  return &self->status;
}

/* An enrolment on its way through a thread. */
typedef struct
{
  BrStore *store;
  char *url;
  char *code;
  char *name;
} Enrol;

static void
free_enrol (gpointer data)
{
  Enrol *enrol = data;

  br_store_unref (enrol->store);
  g_free (enrol->url);
  g_free (enrol->code);
  g_free (enrol->name);
  g_free (enrol);
}

static void
enrol_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Enrol *enrol = data;
  BrEnrolment enrolment = { .url = enrol->url, .code = enrol->code, .name = enrol->name, .ca_file = g_getenv ("BACKROOM_CA_FILE") };
  GError *error = NULL;
  g_autoptr (BrSoupTransport) transport = br_soup_transport_new (enrol->url, enrolment.ca_file, &error);

  if (transport != NULL && br_sync_enrol (enrol->store, br_soup_transport_get (transport), &enrolment, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  BrSyncService *self = g_task_get_source_object (outer);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  if (self->store != NULL)
    {
      br_sync_service_stop (self); /* a thread that found the cache not enrolled */
      br_sync_service_start (self);
    }
  g_task_return_boolean (outer, TRUE);
}

void
br_sync_service_enrol_async (BrSyncService *self, const char *url, const char *code, const char *device_name, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) inner = NULL;
  GTask *outer;
  Enrol *enrol = g_new0 (Enrol, 1);

  g_return_if_fail (BR_IS_SYNC_SERVICE (self));
  *enrol = (Enrol) { br_store_ref (self->store), g_strdup (url), g_strdup (code), g_strdup (device_name) };
  outer = g_task_new (self, cancellable, callback, user_data);
  /* Without the service as its source: a task run in a thread may end there, after all of main's references are gone. */
  inner = g_task_new (NULL, cancellable, enrolled_cb, outer);
  g_task_set_task_data (inner, enrol, free_enrol);
  g_task_run_in_thread (inner, enrol_thread);
}

gboolean
br_sync_service_enrol_finish (BrSyncService *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
