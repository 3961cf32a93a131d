/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list is read again soon after commits, as one read for many: while stations are at work they come several times a second. */
#include "config.h"

#include "br-tag-stations.h"

#include "br-station-kind.h"
#include "br-station-store.h"
#include "br-tag-job-store.h"
#include "br-tag-list-store.h"
#include "br-worker.h"

#include <string.h>

#define DELAY_MS 200        /* commits that come together are one read */
#define CLAIM_MS (5 * 1000) /* while another program drives the stations: it may end */
#define UNCOUNTED_US (2 * 60 * G_USEC_PER_SEC) /* after it was reached, within which its tags are read */

struct _BrTagStations
{
  GObject parent_instance;

  BrStore *store;
  BrStationOpen open;
  GPtrArray *views;    /* of BrStationView */
  GHashTable *threads; /* gint64 id -> Run */
  gboolean other;
  GCancellable *stopping; /* NULL while it is not started */
  guint soon;             /* source, 0 = none */
  gboolean reading, again;
  gboolean wakes; /* what the engines work on may have changed since the last read began */
};

/* A station that is driven. */
typedef struct
{
  gint64 station;
  char *kind, *address; /* it was started with */
  BrStationThread *thread;
} Run;

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrTagStations, br_tag_stations, G_TYPE_OBJECT)

static void
br_tag_stations_finalize (GObject *object)
{
  BrTagStations *self = BR_TAG_STATIONS (object);

  br_tag_stations_stop (self);
  g_ptr_array_unref (self->views);
  g_hash_table_unref (self->threads);
  g_clear_pointer (&self->store, br_store_unref);
  G_OBJECT_CLASS (br_tag_stations_parent_class)->finalize (object);
}

static void
br_tag_stations_class_init (BrTagStationsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = br_tag_stations_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GPtrArray *
new_views (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) br_station_view_unref);
}

static void
free_run (gpointer data)
{
  Run *run = data;

  br_station_thread_stop (run->thread);
  g_free (run->kind);
  g_free (run->address);
  g_free (run);
}

static void
br_tag_stations_init (BrTagStations *self)
{
  self->views = new_views ();
  self->threads = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_run);
}

BrTagStations *
br_tag_stations_new (BrStore *store, BrStationOpen open)
{
  BrTagStations *self = g_object_new (BR_TYPE_TAG_STATIONS, NULL);

  self->store = br_store_ref (store);
  self->open = open;
  return self;
}

/* One read. */
typedef struct
{
  BrStore *store; /* owned */
  gint64 now_us;
  gboolean wakes;
  GPtrArray *views; /* out */
  gboolean other;   /* out */
} ReadJob;

static void
free_read_job (gpointer data)
{
  ReadJob *job = data;

  g_clear_pointer (&job->views, g_ptr_array_unref);
  br_store_unref (job->store);
  g_free (job);
}

static BrStationView *
view_station (const BrStation *station, gint64 now_us)
{
  BrStationView *view = br_station_view_new ();

  view->id = station->id;
  view->driver = g_strdup (station->driver);
  view->name = g_strdup (station->name);
  view->address = g_strdup (station->address);
  view->state = station->paused ? BR_STATION_PAUSED : station->state;
  view->troubles = station->troubles;
  view->since_us = station->state_us;
  view->note = g_strdup (station->note);
  view->firmware = g_strdup (station->firmware);
  view->n_tags = station->n_tags;
  view->capacity = station->capacity;
  view->most = br_station_most (station);
  view->free_bytes = station->free_bytes;
  view->uptime_s = station->boot_us != 0 ? MAX (0, now_us - station->boot_us) / G_USEC_PER_SEC : -1;
  view->rssi = station->rssi;
  view->channel = station->channel;
  view->paused = station->paused;
  view->quiet_from_min = station->quiet_from >= 0 ? station->quiet_from : 0;
  view->quiet_to_min = station->quiet_from >= 0 ? station->quiet_to : 0;
  view->best_proof = br_station_kind_best_proof (station->driver);
  view->taking_in = station->take_in_until_us > now_us;
  return view;
}

/* It is reached before its tags are read: none are then known of, which is not that there are none. Nor are there none when it has pictures for some. */
static gboolean
is_uncounted (const BrStation *station, const BrStationView *view, gint64 now_us)
{
  gboolean works = station->state == BR_STATION_UP || station->state == BR_STATION_DEGRADED;

  if (station->n_tags > 0)
    return FALSE;
  return station->heard_us == 0 || view->n_waiting + view->n_at_station > 0 || (works && now_us - station->state_us < UNCOUNTED_US);
}

static gboolean
count_jobs (BrDb *db, BrStationView *view, GHashTable *failed, GError **error)
{
  gint64 counts[BR_N_TAG_JOB_STATES];

  if (!br_tag_job_count (db, view->id, counts, error))
    return FALSE;
  for (int state = BR_TAG_JOB_QUEUED; state < BR_TAG_JOB_CONFIRMED; state++)
    {
      guint *count = br_tag_job_may_be_out ((BrTagJobState) state) ? &view->n_at_station : &view->n_waiting;

      *count += (guint) counts[state];
    }
  view->n_failed = GPOINTER_TO_UINT (g_hash_table_lookup (failed, &view->id));
  return TRUE;
}

static gboolean
read_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ReadJob *job = data;
  g_autoptr (GHashTable) failed = br_tag_list_failed (db, error);
  g_autoptr (GPtrArray) stations = failed != NULL ? br_station_store_list (db, error) : NULL;

  job->other = !br_store_claim_tags (job->store, NULL);
  job->views = new_views ();
  for (guint i = 0; stations != NULL && i < stations->len; i++)
    {
      BrStationView *view = view_station (stations->pdata[i], job->now_us);

      g_ptr_array_add (job->views, view);
      if (!count_jobs (db, view, failed, error))
        return FALSE;
      view->uncounted = is_uncounted (stations->pdata[i], view, job->now_us);
    }
  return stations != NULL;
}

static void look (BrTagStations *self); /* each look may be followed by another */

static gboolean
look_cb (gpointer data)
{
  BrTagStations *self = data;

  self->soon = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
look_soon (BrTagStations *self, guint delay_ms)
{
  if (self->soon == 0)
    self->soon = g_timeout_add (delay_ms, look_cb, self);
}

static void
wake_all (BrTagStations *self)
{
  GHashTableIter iter;
  gpointer run;

  g_hash_table_iter_init (&iter, self->threads);
  while (g_hash_table_iter_next (&iter, NULL, &run))
    br_station_thread_wake (((Run *) run)->thread);
}

static void follow_views (BrTagStations *self, gboolean wakes);

static void
news_cb (gpointer data)
{
  BrTagStations *self = data;

  wake_all (self);
  follow_views (self, FALSE);
  br_tag_stations_refresh (self, FALSE); /* what cannot be kept may be so because another program drives them */
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
start_thread (BrTagStations *self, const BrStationView *view)
{
  Run *run = g_new0 (Run, 1);

  run->station = view->id;
  run->kind = g_strdup (view->driver);
  run->address = g_strdup (view->address);
  run->thread = br_station_thread_start (&(BrStationThreadParams) {
      .store = self->store, .station = view->id, .kind = view->driver, .address = view->address, .open = self->open, .news = news_cb, .data = self });
  g_hash_table_insert (self->threads, &run->station, run);
}

static const BrStationView *
find_view (const BrTagStations *self, gint64 station)
{
  for (guint i = 0; i < self->views->len; i++)
    if (((const BrStationView *) self->views->pdata[i])->id == station)
      return self->views->pdata[i];
  return NULL;
}

static gboolean
is_outdated (const BrTagStations *self, const Run *run)
{
  const BrStationView *view = find_view (self, run->station);

  return self->other || view == NULL || g_strcmp0 (view->driver, run->kind) != 0 || g_strcmp0 (view->address, run->address) != 0;
}

/* One thread a station, by its present address; none while another program drives them. What has to end does so in its time, which may be seconds, and only then the next one begins. */
static void
follow_views (BrTagStations *self, gboolean wakes)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->threads);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Run *run = value;

      if (br_station_thread_has_ended (run->thread))
        g_hash_table_iter_remove (&iter);
      else if (is_outdated (self, run))
        br_station_thread_end (run->thread);
      else if (wakes)
        br_station_thread_wake (run->thread);
    }
  for (guint i = 0; i < self->views->len && !self->other; i++)
    if (!g_hash_table_contains (self->threads, &((const BrStationView *) self->views->pdata[i])->id))
      start_thread (self, self->views->pdata[i]);
}

static void
take (BrTagStations *self, ReadJob *job)
{
  g_ptr_array_unref (self->views);
  self->views = g_steal_pointer (&job->views);
  self->other = job->other;
  follow_views (self, job->wakes);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagStations) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer job = NULL;
  gboolean ok = br_store_read_finish (self->store, result, &job, &error);

  self->reading = FALSE;
  if (self->stopping == NULL)
    return;
  if (ok)
    take (self, job);
  else
    {
      g_warning ("the base stations cannot be read: %s", error->message);
      self->wakes = self->again = TRUE;
    }
  if (self->again || self->other)
    look_soon (self, self->again ? DELAY_MS : CLAIM_MS);
  self->again = FALSE;
}

static void
look (BrTagStations *self)
{
  ReadJob *job = g_new0 (ReadJob, 1);

  self->reading = TRUE;
  job->wakes = self->wakes;
  self->wakes = FALSE;
  job->store = br_store_ref (self->store);
  job->now_us = br_clock_now_us (br_store_get_clock (self->store));
  br_store_read_async (self->store, G_PRIORITY_DEFAULT, read_job, job, free_read_job, self->stopping, read_cb, g_object_ref (self));
}

void
br_tag_stations_refresh (BrTagStations *self, gboolean wakes)
{
  if (self->stopping == NULL)
    return;
  self->wakes |= wakes;
  if (self->reading)
    self->again = TRUE;
  else
    look_soon (self, DELAY_MS);
}

void
br_tag_stations_start (BrTagStations *self)
{
  br_assert_main ();
  if (self->stopping != NULL)
    return;
  self->stopping = g_cancellable_new ();
  look (self);
}

void
br_tag_stations_stop (BrTagStations *self)
{
  GHashTableIter iter;
  gpointer run;

  if (self->stopping == NULL)
    return;
  g_hash_table_iter_init (&iter, self->threads);
  while (g_hash_table_iter_next (&iter, NULL, &run))
    br_station_thread_end (((Run *) run)->thread);
  g_cancellable_cancel (self->stopping);
  g_clear_object (&self->stopping);
  g_clear_handle_id (&self->soon, g_source_remove);
  g_hash_table_remove_all (self->threads);
}

BrStationThread *
br_tag_stations_find_thread (BrTagStations *self, gint64 station)
{
  Run *run = g_hash_table_lookup (self->threads, &station);

  return run != NULL ? run->thread : NULL;
}

BrStationOpen
br_tag_stations_get_open (BrTagStations *self)
{
  return self->open;
}

GPtrArray *
br_tag_stations_list (BrTagStations *self)
{
  GPtrArray *list = new_views ();

  for (guint i = 0; i < self->views->len; i++)
    g_ptr_array_add (list, br_station_view_ref (self->views->pdata[i]));
  return list;
}

gboolean
br_tag_stations_are_kept (BrTagStations *self)
{
  GHashTableIter iter;
  gpointer run;

  g_hash_table_iter_init (&iter, self->threads);
  while (g_hash_table_iter_next (&iter, NULL, &run))
    if (!br_station_thread_is_kept (((Run *) run)->thread))
      return FALSE;
  return TRUE;
}

gboolean
br_tag_stations_has_other (BrTagStations *self)
{
  return self->other;
}
