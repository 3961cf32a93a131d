/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations as a person sets them up, and finding a tag by its light. */
#include "config.h"

#include "br-tag-service-private.h"

#include "br-error.h"
#include "br-station-kind.h"
#include "br-station-store.h"
#include "br-tag-list-store.h"
#include "br-tag-store.h"

void
br_station_settings_clear (BrStationSettings *self)
{
  g_clear_pointer (&self->driver, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->address, g_free);
}

/* Of all orders here. */
typedef struct
{
  BrStore *store;
  BrStationSettings settings;
  BrStationOpen open;
  gint64 station;
  gint64 now_us, until_us;
  BrStationView *view; /* found */
} StationJob;

static void
free_job (gpointer data)
{
  StationJob *job = data;

  br_store_unref (job->store);
  br_station_settings_clear (&job->settings);
  g_clear_pointer (&job->view, br_station_view_unref);
  g_free (job);
}

static StationJob *
new_job (BrTagService *self)
{
  StationJob *job = g_new0 (StationJob, 1);

  job->store = br_store_ref (br_tag_service_get_store (self));
  job->now_us = br_clock_now_us (br_store_get_clock (job->store));
  return job;
}

static StationJob *
new_settings_job (BrTagService *self, const BrStationSettings *settings)
{
  StationJob *job = new_job (self);

  job->settings = *settings;
  job->settings.driver = g_strdup (settings->driver);
  job->settings.name = g_strdup (settings->name);
  job->settings.address = g_strdup (settings->address);
  job->open = br_tag_stations_get_open (br_tag_service_get_base (self));
  return job;
}

static BrStationView *
view_health (const StationJob *job, const BrStationHealth *health, BrTagProof best_proof)
{
  BrStationView *view = br_station_view_new ();

  view->driver = g_strdup (job->settings.driver);
  view->name = g_strdup (health->name);
  view->address = g_strdup (job->settings.address);
  view->state = health->ready && health->troubles == 0 ? BR_STATION_UP : BR_STATION_DEGRADED;
  view->troubles = health->troubles;
  view->since_us = job->now_us;
  view->firmware = g_strdup (health->firmware);
  view->n_tags = health->n_tags;
  view->free_bytes = health->free_bytes;
  view->uptime_s = health->uptime_s;
  view->rssi = health->rssi;
  view->channel = health->channel;
  view->best_proof = best_proof;
  return view;
}

static gboolean
try_work (gpointer data, GCancellable *cancellable, GError **error)
{
  StationJob *job = data;
  BrStationDriver *driver = job->open (job->settings.driver, job->settings.address, br_store_get_clock (job->store), error);
  BrStationHealth health = { .free_bytes = -1, .free_memory = -1, .uptime_s = -1 };

  if (driver == NULL)
    return FALSE;
  if (driver->ops->probe (driver, &health, error))
    job->view = view_health (job, &health, driver->ops->best_proof);
  driver->ops->close (driver);
  return job->view != NULL;
}

void
br_tag_service_try_station_async (BrTagService *self, const BrStationSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  br_tag_task_work (br_tag_task_new (self, new_settings_job (self, settings), free_job, cancellable, callback, user_data), br_tag_service_get_probe (self),
                    try_work);
}

BrStationView *
br_tag_service_try_station_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  StationJob *job = br_tag_task_finish (result, error);

  return job != NULL ? g_steal_pointer (&job->view) : NULL;
}

/* What a person does not set stays as it is. */
static gboolean
save_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const BrStationSettings *settings = &((StationJob *) data)->settings;
  g_autoptr (BrStation) before = settings->id != 0 ? br_station_store_find (tx->db, settings->id, error) : NULL;
  g_autoptr (BrStation) station = br_station_new ();
  gboolean quiet = settings->quiet_from_min != settings->quiet_to_min;
  gint64 id;

  if (settings->id != 0 && before == NULL)
    {
      if (error == NULL || *error == NULL)
        g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the base station is gone");
      return FALSE;
    }
  station->id = settings->id;
  station->driver = g_strdup (settings->driver);
  station->name = g_strdup (settings->name);
  station->address = g_strdup (settings->address);
  station->settings = before != NULL ? g_strdup (before->settings) : NULL;
  station->capacity = before != NULL ? before->capacity : br_station_kind_capacity (settings->driver);
  station->paused = settings->paused;
  station->quiet_from = quiet ? settings->quiet_from_min : -1;
  station->quiet_to = quiet ? settings->quiet_to_min : -1;
  return br_station_store_put (tx, station, &id, error);
}

void
br_tag_service_save_station_async (BrTagService *self, const BrStationSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  br_tag_task_write (br_tag_task_new (self, new_settings_job (self, settings), free_job, NULL, callback, user_data), save_job);
}

/* Bound tags would be left without anybody to tell them a new price. */
static gboolean
has_bound_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  StationJob *job = data;
  BrTagQuery query = { .station = job->station, .type = -1, .bound_only = TRUE, .sort = BR_TAG_SORT_KEY };
  g_autoptr (BrIdList) bound = br_tag_list_ids (db, &query, job->now_us, NULL, error);

  if (bound != NULL && bound->n > 0)
    g_set_error (error, BR_ERROR, BR_ERROR_IN_USE, "%" G_GSIZE_FORMAT " bound tags are at this base station", bound->n);
  return bound != NULL && bound->n == 0;
}

static gboolean
forget_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_station_store_forget (tx, ((StationJob *) data)->station, error);
}

static gboolean
forget_work (gpointer data, GCancellable *cancellable, GError **error)
{
  StationJob *job = data;

  return br_store_read (job->store, has_bound_job, job, NULL, error) && br_store_tags_write (job->store, forget_job, job, error);
}

void
br_tag_service_forget_station_async (BrTagService *self, gint64 station, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  StationJob *job = new_job (self);

  job->station = station;
  br_tag_task_work (br_tag_task_new (self, job, free_job, NULL, callback, user_data), br_tag_service_get_desk (self), forget_work);
}

static gboolean
take_in_job (BrStoreTx *tx, gpointer data, GError **error)
{
  StationJob *job = data;

  return br_station_store_take_in (tx, job->station, job->until_us, error);
}

/* The station's engine opens it, and closes it when the time is over: also when this window is gone by then. */
void
br_tag_service_take_in_async (BrTagService *self, gint64 station, guint minutes, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  StationJob *job = new_job (self);

  job->station = station;
  job->until_us = minutes > 0 ? job->now_us + (gint64) minutes * 60 * G_USEC_PER_SEC : 0;
  br_tag_task_write (br_tag_task_new (self, job, free_job, NULL, callback, user_data), take_in_job);
}

/* Which station has a tag. */
typedef struct
{
  guint32 row;
  BrTagLed led;
  BrTag *tag; /* found, or NULL */
} FindJob;

static void
free_find_job (gpointer data)
{
  FindJob *job = data;

  g_clear_pointer (&job->tag, br_tag_unref);
  g_free (job);
}

static gboolean
find_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  FindJob *job = data;
  GError *problem = NULL;

  job->tag = br_tag_store_load (db, job->row, &problem);
  if (problem != NULL)
    g_propagate_error (error, problem);
  else if (job->tag == NULL)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such tag");
  return job->tag != NULL;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BrTagService *self = BR_TAG_SERVICE (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  FindJob *job = br_tag_task_finish (result, &error);
  BrStationThread *thread = job != NULL ? br_tag_stations_find_thread (br_tag_service_get_base (self), job->tag->station) : NULL;

  if (thread != NULL)
    br_station_thread_blink (thread, job->tag->key, job->led, g_object_ref (task));
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error_literal (task, BR_ERROR, BR_ERROR_OFFLINE, "no base station that is driven from here has the tag");
}

void
br_tag_service_find_tag_async (BrTagService *self, guint32 tag, BrTagLed led, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = br_tag_task_new (self, g_strdup (""), g_free, cancellable, callback, user_data);
  FindJob *job = g_new0 (FindJob, 1);

  job->row = tag;
  job->led = led;
  br_tag_task_read (br_tag_task_new (self, job, free_find_job, cancellable, found_cb, task), find_job);
}
