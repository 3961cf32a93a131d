/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop of the sync thread. It owns the device, the transport and the engine; the mutex guards only what other threads touch. */
#include "config.h"

#include "br-sync-thread.h"

#include "br-settings-store.h"
#include "br-soup-transport.h"
#include "br-sync-engine.h"
#include "br-till-price.h"

#define WAIT_S 50
#define KEEP_SYNCED_S 60          /* how often that is written */

struct _BrSyncThread
{
  BrStore *store;
  GThread *thread;
  BrSyncNewsFunc func;
  gpointer data;
  GCancellable *stopping; /* cancelled once */
  gint64 kept_synced_us;

  GMutex mutex;
  GCond cond;
  GCancellable *parked;   /* of the parked request, or NULL */
  gboolean wake;     /* try now */
  gboolean nudge;    /* something to send */
  BrSyncNews news;
  guint idle;     /* source that delivers the news */
};

static gboolean
deliver_cb (gpointer data)
{
  BrSyncThread *self = data;
  BrSyncNews news;

  g_mutex_lock (&self->mutex);
  news = self->news;
  news.error_text = g_strdup (news.error_text);
  self->idle = 0;
  g_mutex_unlock (&self->mutex);
  self->func (&news, self->data);
  g_free (news.error_text);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
queue_news (BrSyncThread *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, deliver_cb, self, NULL);
}

static void
progress_cb (gpointer data, BrSyncState state, gint64 done, gint64 total)
{
  BrSyncThread *self = data;

  g_mutex_lock (&self->mutex);
  if (self->news.state == BR_SYNC_IDLE && total == 0)
    state = BR_SYNC_IDLE; /* looking whether there is something is not worth a change */
  if (self->news.state != state || self->news.progress != done || self->news.total != total)
    {
      self->news.state = state;
      self->news.progress = done;
      self->news.total = total;
      queue_news (self);
    }
  g_mutex_unlock (&self->mutex);
}

static gboolean
keep_synced_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set_int (tx, BR_TILL_SYNCED, *(gint64 *) data, error);
}

static gboolean
read_synced_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_settings_get_int (db, BR_TILL_SYNCED, 0, data, error);
}

static void
keep_synced (BrSyncThread *self, gint64 now_us)
{
  g_autoptr (GError) error = NULL;

  if (ABS (now_us - self->kept_synced_us) < KEEP_SYNCED_S * G_USEC_PER_SEC)
    return;
  self->kept_synced_us = now_us;
  if (!br_store_write (self->store, keep_synced_job, &now_us, &error))
    g_warning ("the time of the last sync could not be kept: %s", error->message);
}

static void
publish (BrSyncThread *self, const BrSyncOutcome *outcome)
{
  gint64 now_us = br_clock_now_us (br_store_get_clock (self->store));

  if (outcome->state == BR_SYNC_IDLE)
    keep_synced (self, now_us);
  g_mutex_lock (&self->mutex);
  self->news.state = outcome->state;
  self->news.progress = self->news.total = 0;
  self->news.error_code = outcome->error != NULL ? outcome->error->code : 0;
  g_set_str (&self->news.error_text, outcome->error != NULL ? outcome->error->message : NULL);
  if (outcome->state == BR_SYNC_IDLE)
    self->news.last_synced_us = now_us;
  if (outcome->state != BR_SYNC_OFFLINE)
    self->news.offline_since_us = 0;
  else if (self->news.offline_since_us == 0)
    self->news.offline_since_us = now_us;
  queue_news (self);
  g_mutex_unlock (&self->mutex);
}

/* Until something is to be sent, a feed moves, or somebody asks. */
static void
park (BrSyncThread *self, BrSyncEngine *engine, BrSyncOutcome *outcome)
{
  g_autoptr (GCancellable) parked = g_cancellable_new ();
  gboolean go;

  g_mutex_lock (&self->mutex);
  go = !self->wake && !self->nudge && !g_cancellable_is_cancelled (self->stopping);
  self->parked = go ? parked : NULL;
  g_mutex_unlock (&self->mutex);
  if (!go)
    return;
  br_sync_outcome_clear (outcome);
  br_sync_engine_wait (engine, WAIT_S, parked, outcome);
  g_mutex_lock (&self->mutex);
  self->parked = NULL;
  g_mutex_unlock (&self->mutex);
  if (outcome->state != BR_SYNC_IDLE)
    publish (self, outcome);
}

/* Until the time is over or somebody asks. */
static void
back_off (BrSyncThread *self, gint64 delay_us)
{
  gint64 until_us = g_get_monotonic_time () + delay_us;

  g_mutex_lock (&self->mutex);
  while (!self->wake && !g_cancellable_is_cancelled (self->stopping) && g_cond_wait_until (&self->cond, &self->mutex, until_us))
    ;
  g_mutex_unlock (&self->mutex);
}

static void
go_round (BrSyncThread *self, BrSyncEngine *engine)
{
  while (!g_cancellable_is_cancelled (self->stopping))
    {
      BrSyncOutcome outcome;

      g_mutex_lock (&self->mutex);
      self->wake = self->nudge = FALSE;
      g_mutex_unlock (&self->mutex);
      br_sync_engine_step (engine, self->stopping, &outcome);
      if (!g_cancellable_is_cancelled (self->stopping))
        publish (self, &outcome);
      if (outcome.state == BR_SYNC_IDLE && !outcome.more)
        park (self, engine, &outcome);
      if (outcome.state != BR_SYNC_IDLE)
        back_off (self, outcome.state == BR_SYNC_REVOKED ? G_GINT64_CONSTANT (365) * 24 * 3600 * G_USEC_PER_SEC : outcome.delay_us);
      br_sync_outcome_clear (&outcome);
    }
}

static gboolean
run_device (BrSyncThread *self, GError **error)
{
  g_autoptr (BrDevice) device = NULL;
  g_autoptr (BrSoupTransport) transport = NULL;
  g_autoptr (BrSyncEngine) engine = NULL;
  BrSyncObserver observer = { .progress = progress_cb, .data = self };
  BrSyncEngineParams params = { .store = self->store, .overlap = BR_SYNC_OVERLAPPED, .observer = &observer };

  if (!br_device_load (br_store_get_dir (self->store), &device, error))
    return FALSE;
  if (device == NULL)
    {
      progress_cb (self, BR_SYNC_NOT_ENROLLED, 0, 0);
      return TRUE;
    }
  if (!br_sync_adopt (self->store, device, error))
    return FALSE;
  transport = br_soup_transport_new (device->url, device->ca_file, error);
  if (transport == NULL)
    return FALSE;
  params.transport = br_soup_transport_get (transport);
  params.device = device;
  engine = br_sync_engine_new (&params);
  go_round (self, engine);
  return TRUE;
}

static gpointer
sync_thread (gpointer data)
{
  BrSyncThread *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  BrSyncOutcome outcome = { .state = BR_SYNC_ATTENTION };

  g_main_context_push_thread_default (context);
  /* Without the old time the line says "never": no reason not to sync. */
  if (!br_store_read (self->store, read_synced_job, &self->news.last_synced_us, NULL, &outcome.error))
    g_clear_error (&outcome.error);
  if (!run_device (self, &outcome.error))
    publish (self, &outcome);
  br_sync_outcome_clear (&outcome);
  g_main_context_pop_thread_default (context);
  return NULL;
}

BrSyncThread *
br_sync_thread_start (BrStore *store, BrSyncNewsFunc func, gpointer data)
{
  BrSyncThread *self = g_new0 (BrSyncThread, 1);

  self->store = br_store_ref (store);
  self->func = func;
  self->data = data;
  self->stopping = g_cancellable_new ();
  self->news.state = BR_SYNC_CONNECTING;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("sync", sync_thread, self);
  return self;
}

/* Ends the parked request, if there is one; never with the mutex held, since cancelling calls back. */
static void
unpark (BrSyncThread *self)
{
  g_autoptr (GCancellable) parked = NULL;

  g_mutex_lock (&self->mutex);
  g_set_object (&parked, self->parked);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (parked);
}

void
br_sync_thread_stop (BrSyncThread *self)
{
  g_cancellable_cancel (self->stopping);
  unpark (self);
  g_thread_join (self->thread);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_object_unref (self->stopping);
  g_free (self->news.error_text);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  br_store_unref (self->store);
  g_free (self);
}

void
br_sync_thread_wake (BrSyncThread *self)
{
  g_mutex_lock (&self->mutex);
  self->wake = TRUE;
  g_mutex_unlock (&self->mutex);
  unpark (self);
}

void
br_sync_thread_nudge (BrSyncThread *self)
{
  g_mutex_lock (&self->mutex);
  self->nudge = TRUE;
  g_mutex_unlock (&self->mutex);
  unpark (self);
}
