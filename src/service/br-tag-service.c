/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tag service itself: what it holds, and what it tells of commits. Its use cases are in br-tag-*.c beside it. */
#include "config.h"

#include "br-tag-service-private.h"

#include "br-commit-watch.h"
#include "br-error.h"
#include "br-settings-store.h"
#include "br-station-kind.h"
#include "br-tag-list-store.h"
#include "br-tag-wanted.h"
#include "br-tag-watch.h"

#define RECOUNT_DELAY_MS 300 /* a mass change is many commits: one count is enough */
#define RECOUNT_REST 10      /* times as long as a count took: in a large shop counting never takes more than a tenth of a core */
#define OPENING "tags_opening_minute" /* key of meta */
#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define MOST_LEAD (24 * 60)

struct _BrTagService
{
  GObject parent_instance;

  BrStore *store;
  BrCommitWatch *watch;      /* NULL while it is not started */
  BrTagWatch *wanted;        /* so is this */
  BrTagStations *stations;
  BrWorker *desk;            /* pictures, plans, certificates */
  BrWorker *probe;           /* asks stations that are being set up: one that is silent does not hold up the desk */
  BrTagDraw *draw;           /* of the desk */
  GCancellable *cancellable; /* of everything under way */
  guint recount;             /* source, 0 = none */
  gboolean counting, count_again;
  gint64 count_began_us; /* monotonic */
  guint count_took_ms;
  BrTagCounts counts;
  int opening; /* minute of the day, -1 = none is set */
  gint64 lead_us; /* BR_TAG_RISE_LEAD */
};

enum
{
  SIGNAL_TAGS_CHANGED,
  SIGNAL_STATIONS_CHANGED,
  SIGNAL_DESIGNS_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrTagService, br_tag_service, G_TYPE_OBJECT)

/* What it was doing ends first, without the service; then what it drew with goes. */
static void
worker_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  br_worker_stop_finish (BR_WORKER (source), result, NULL); /* stopping cannot fail in a way anybody could act on */
  br_tag_draw_free (user_data);
  g_object_unref (source);
}

static void
br_tag_service_dispose (GObject *object)
{
  BrTagService *self = BR_TAG_SERVICE (object);

  g_cancellable_cancel (self->cancellable);
  br_tag_service_stop (self);
  g_clear_object (&self->stations);
  if (self->desk != NULL)
    br_worker_stop_async (g_steal_pointer (&self->desk), worker_stopped_cb, g_steal_pointer (&self->draw));
  if (self->probe != NULL)
    br_worker_stop_async (g_steal_pointer (&self->probe), worker_stopped_cb, NULL);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->store, br_store_unref);
  G_OBJECT_CLASS (br_tag_service_parent_class)->dispose (object);
}

static guint
add_signal (BrTagServiceClass *klass, const char *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_tag_service_class_init (BrTagServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_tag_service_dispose;
  signals[SIGNAL_TAGS_CHANGED] = add_signal (klass, "tags-changed");
  signals[SIGNAL_STATIONS_CHANGED] = add_signal (klass, "stations-changed");
  signals[SIGNAL_DESIGNS_CHANGED] = add_signal (klass, "designs-changed");
}

static void
br_tag_service_init (BrTagService *self)
{
  self->cancellable = g_cancellable_new ();
  self->opening = -1;
  self->lead_us = BR_TAG_RISE_LEAD_DEFAULT;
}

static void
stations_changed_cb (BrTagService *self)
{
  g_signal_emit (self, signals[SIGNAL_STATIONS_CHANGED], 0);
}

BrTagService *
br_tag_service_new_with (BrStore *store, BrStationOpen open)
{
  BrTagService *self = g_object_new (BR_TYPE_TAG_SERVICE, NULL);

  self->store = br_store_ref (store);
  self->desk = br_worker_new ("tag-desk");
  self->probe = br_worker_new ("tag-probe");
  self->draw = br_tag_draw_new (store);
  self->stations = br_tag_stations_new (store, open);
  g_signal_connect_object (self->stations, "changed", G_CALLBACK (stations_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

BrTagService *
br_tag_service_new (BrStore *store)
{
  return br_tag_service_new_with (store, br_station_kind_open);
}

BrStore *
br_tag_service_get_store (BrTagService *self)
{
  return self->store;
}

BrWorker *
br_tag_service_get_desk (BrTagService *self)
{
  return self->desk;
}

BrWorker *
br_tag_service_get_probe (BrTagService *self)
{
  return self->probe;
}

BrTagDraw *
br_tag_service_get_draw (BrTagService *self)
{
  return self->draw;
}

BrTagStations *
br_tag_service_get_base (BrTagService *self)
{
  return self->stations;
}

/* What is read anew after commits. */
typedef struct
{
  gint64 now_us;
  BrTagCounts counts;
  gint64 opening, lead_us;
} CountJob;

static gboolean
count_mismatch (BrDb *db, CountJob *job, GCancellable *cancellable, GError **error)
{
  const BrShelfQuery query = { .least_proof = BR_TAG_PROOF_ACCEPTED, .now_us = job->now_us, .limit = 1 };
  BrShelfSum sum = { 0 };
  g_autoptr (GPtrArray) first = br_shelf_list (db, &query, &sum, cancellable, error);

  job->counts.mismatch = sum.total;
  return first != NULL;
}

static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  CountJob *job = data;

  return br_tag_list_counts (db, job->now_us, &job->counts, error) && count_mismatch (db, job, cancellable, error)
         && br_settings_get_int (db, OPENING, -1, &job->opening, error)
         && br_settings_get_int (db, BR_TAG_RISE_LEAD, BR_TAG_RISE_LEAD_DEFAULT, &job->lead_us, error);
}

static void recount (BrTagService *self); /* a count may be followed by another */

static gint64
monotonic_us (BrTagService *self)
{
  const BrClock *clock = br_store_get_clock (self->store);

  return clock->monotonic_us (clock->data);
}

static void
take_counts (BrTagService *self, const CountJob *job)
{
  gboolean other_lead = job->lead_us != self->lead_us;

  self->counts = job->counts;
  self->opening = (int) job->opening;
  self->lead_us = job->lead_us;
  if (other_lead)
    br_tag_watch_look_again (self->wanted); /* what comes next is wanted sooner, or later */
  g_signal_emit (self, signals[SIGNAL_TAGS_CHANGED], 0);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrTagService) self = user_data;
  g_autoptr (GError) error = NULL;
  gpointer data = NULL;
  gboolean ok;

  if (self->store == NULL)
    return;
  ok = br_store_read_finish (self->store, result, &data, &error);
  self->counting = FALSE;
  self->count_took_ms = (guint) ((monotonic_us (self) - self->count_began_us) / 1000);
  if (self->watch == NULL)
    return;
  if (ok)
    take_counts (self, data);
  else
    g_warning ("shelf tags cannot be counted: %s", error->message);
  if (self->count_again)
    recount (self);
}

static gboolean
recount_cb (gpointer user_data)
{
  BrTagService *self = user_data;
  CountJob *job = g_new0 (CountJob, 1);

  self->recount = 0;
  self->counting = TRUE;
  self->count_again = FALSE;
  self->count_began_us = monotonic_us (self);
  job->now_us = br_clock_now_us (br_store_get_clock (self->store));
  br_store_read_async (self->store, G_PRIORITY_LOW, count_job, job, g_free, self->cancellable, counted_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* One count at a time: what changes meanwhile is counted after it. */
static void
recount (BrTagService *self)
{
  if (self->counting)
    self->count_again = TRUE;
  else if (self->recount == 0)
    self->recount = g_timeout_add (MAX (RECOUNT_DELAY_MS, RECOUNT_REST * self->count_took_ms), recount_cb, self);
}

static gboolean
changes_goods (const BrChange *change)
{
  return change->all || change->settings || (change->skus != NULL && change->skus->len > 0);
}

static void
committed_cb (gpointer object, const BrChange *change)
{
  BrTagService *self = object;

  if (change->tags)
    br_tag_stations_refresh (self->stations, !change->driven);
  if (change->templates || change->bindings)
    g_signal_emit (self, signals[SIGNAL_DESIGNS_CHANGED], 0);
  if (change->tags || changes_goods (change))
    recount (self);
}

void
br_tag_service_start (BrTagService *self)
{
  br_assert_main ();
  if (self->watch != NULL)
    return;
  self->watch = br_commit_watch_new (self->store, G_OBJECT (self), committed_cb);
  self->wanted = br_tag_watch_new (self->store);
  br_tag_stations_start (self->stations);
  recount (self);
}

void
br_tag_service_stop (BrTagService *self)
{
  if (self->watch == NULL)
    return;
  g_clear_pointer (&self->watch, br_commit_watch_free);
  g_clear_pointer (&self->wanted, br_tag_watch_free);
  g_clear_handle_id (&self->recount, g_source_remove);
  br_tag_stations_stop (self->stations);
}

gboolean
br_tag_service_get_other (BrTagService *self)
{
  return br_tag_stations_has_other (self->stations);
}

gboolean
br_tag_service_get_kept (BrTagService *self)
{
  return br_tag_stations_are_kept (self->stations);
}

const char *
br_tag_service_get_set_aside (BrTagService *self)
{
  return br_store_get_tags_aside (self->store);
}

const BrTagCounts *
br_tag_service_get_counts (BrTagService *self)
{
  return &self->counts;
}

GPtrArray *
br_tag_service_get_stations (BrTagService *self)
{
  return br_tag_stations_list (self->stations);
}

int
br_tag_service_get_opening (BrTagService *self)
{
  return self->opening;
}

static gboolean
set_opening_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set_int (tx, OPENING, *(gint64 *) data, error);
}

void
br_tag_service_set_opening_async (BrTagService *self, int minute, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  gint64 *job = g_new (gint64, 1);

  *job = minute;
  br_tag_task_write_cache (br_tag_task_new (self, job, g_free, cancellable, callback, user_data), set_opening_job);
}

guint
br_tag_service_get_rise_lead (BrTagService *self)
{
  return (guint) (CLAMP (self->lead_us, 0, MOST_LEAD * MINUTE_US) / MINUTE_US);
}

static gboolean
set_lead_job (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 minutes = *(gint64 *) data;

  if (minutes <= MOST_LEAD)
    return br_settings_set_int (tx, BR_TAG_RISE_LEAD, minutes * MINUTE_US, error);
  g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "a price is shown a day before it holds at most");
  return FALSE;
}

void
br_tag_service_set_rise_lead_async (BrTagService *self, guint minutes, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  gint64 *job = g_new (gint64, 1);

  *job = minutes;
  br_tag_task_write_cache (br_tag_task_new (self, job, g_free, cancellable, callback, user_data), set_lead_job);
}
