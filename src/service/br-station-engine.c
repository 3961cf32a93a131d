/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's life, its steps, and when the station is asked nothing: three requests that did not reach it open the circuit, and only a probe closes it. */
#include "config.h"

#include "br-station-engine-private.h"

#define FAILS_TO_OPEN 3
#define PROBE_OPEN_US (15 * BR_STATION_SECOND)
#define FIRST_BUSY_US (5 * BR_STATION_SECOND)
#define MOST_BUSY_US BR_STATION_MINUTE
#define STORE_RETRY_US (2 * BR_STATION_SECOND)
#define NOTE_EACH_US (15 * BR_STATION_MINUTE) /* below BR_STATION_DEAF_US */
#define MAX_EVENTS 64 /* a step: the station must not keep it from its work */

gint64
br_station_engine_now (BrStationEngine *self)
{
  return self->params.clock->monotonic_us (self->params.clock->data);
}

gint64
br_station_engine_wall (BrStationEngine *self)
{
  return br_clock_now_us (self->params.clock);
}

gboolean
br_station_engine_is_ahead (BrStationEngine *self, gint64 wall_us)
{
  return wall_us > br_station_engine_wall (self) + BR_TAG_CLOCK_SLACK_US;
}

gboolean
br_station_engine_can (BrStationEngine *self, BrStationCaps cap)
{
  return (self->driver->ops->caps & cap) != 0;
}

BrTagProof
br_station_engine_accepted (BrStationEngine *self)
{
  return MIN (self->params.accepted, self->driver->ops->best_proof);
}

gboolean
br_station_engine_is_due (BrStationEngine *self, gint64 due_us)
{
  if (due_us <= br_station_engine_now (self))
    return TRUE;
  self->due_us = MIN (self->due_us, due_us);
  return FALSE;
}

/* A failure is said once, not with every try. */
static gboolean
note_store (BrStationEngine *self, gboolean ok, const GError *error)
{
  if (ok)
    {
      self->retry_us = 0;
      return TRUE;
    }
  if (self->retry_us == 0)
    g_warning ("what is known of shelf tags cannot be kept: %s", error->message);
  self->retry_us = br_station_engine_now (self) + STORE_RETRY_US;
  self->stale = TRUE;
  return FALSE;
}

/* A job of this engine. Nothing is sent without one before it: so this is where a program that lost its claim on the stations ends to drive them. */
typedef struct
{
  BrStoreFunc func;
  gpointer data;
} OwnJob;

static gboolean
own_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const OwnJob *own = data;

  br_store_tx_note_driven (tx);
  return own->func (tx, own->data, error);
}

gboolean
br_station_engine_write (BrStationEngine *self, BrStoreFunc func, gpointer data)
{
  OwnJob own = { func, data };
  g_autoptr (GError) error = NULL;
  gboolean ok = br_store_claim_tags (self->params.store, &error) && br_store_tags_write (self->params.store, own_job, &own, &error);

  return note_store (self, ok, error);
}

gboolean
br_station_engine_read (BrStationEngine *self, BrReadFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = br_store_read (self->params.store, func, data, NULL, &error);

  return note_store (self, ok, error);
}

static gboolean
note_station_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_station_store_note (tx, data, error);
}

static BrStation *
found_station (BrStationEngine *self, BrStationState state, const char *note)
{
  BrStation *found = br_station_new ();
  const BrStationHealth *health = &self->health;

  found->id = self->station->id;
  found->state = state;
  found->note = g_strdup (note);
  found->firmware = health->firmware[0] != '\0' ? g_strdup (health->firmware) : NULL;
  found->free_bytes = health->free_bytes;
  found->free_memory = health->free_memory;
  found->rssi = health->rssi;
  found->n_tags = health->n_tags;
  found->channel = health->channel;
  found->boot_us = health->uptime_s >= 0 ? br_station_engine_wall (self) - health->uptime_s * BR_STATION_SECOND : 0;
  found->heard_us = self->reached ? br_station_engine_wall (self) : self->station->heard_us;
  found->troubles = health->troubles;
  if (health->n_tags >= self->station->capacity)
    found->troubles |= BR_STATION_TROUBLE_CROWDED;
  return found;
}

static gboolean
says_the_same (const BrStation *a, const BrStation *b)
{
  return a->state == b->state && a->troubles == b->troubles && a->n_tags == b->n_tags && a->channel == b->channel && g_strcmp0 (a->note, b->note) == 0
         && g_strcmp0 (a->firmware, b->firmware) == 0;
}

static gboolean
find_station_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  BrStation **station = data;
  gint64 id = (*station)->id;

  br_station_unref (*station);
  *station = br_station_store_find (db, id, error);
  return *station != NULL || *error == NULL;
}

void
br_station_engine_note_station (BrStationEngine *self, BrStationState state, const char *note)
{
  g_autoptr (BrStation) found = found_station (self, state, note);
  gint64 now = br_station_engine_now (self);
  BrStation *again = NULL;

  if (says_the_same (found, self->station) && now - self->noted_us < NOTE_EACH_US)
    return;
  if (!br_station_engine_write (self, note_station_job, found))
    return;
  self->noted_us = now;
  self->stale |= br_station_was_deaf (self->station, found->heard_us); /* its tags were excused */
  again = br_station_ref (self->station);
  if (!br_station_engine_read (self, find_station_job, &again) || again == NULL)
    return;
  br_station_unref (self->station);
  self->station = again;
}

void
br_station_engine_asked (BrStationEngine *self, const GError *error)
{
  gint64 now = br_station_engine_now (self);

  if (g_error_matches (error, BR_ERROR, BR_ERROR_BUSY) || g_error_matches (error, BR_ERROR, BR_ERROR_FULL))
    {
      self->back_off_us = now + MIN (FIRST_BUSY_US << MIN (self->n_busy, 8), MOST_BUSY_US);
      self->n_busy++;
      return;
    }
  self->n_busy = 0;
  if (!g_error_matches (error, BR_ERROR, BR_ERROR_OFFLINE) && !g_error_matches (error, BR_ERROR, BR_ERROR_IO)
      && !g_error_matches (error, BR_ERROR, BR_ERROR_PROTOCOL) && !g_error_matches (error, BR_ERROR, BR_ERROR_AUTH))
    {
      self->n_fails = 0;
      return;
    }
  if (++self->n_fails < FAILS_TO_OPEN)
    return;
  self->reached = FALSE;
  self->probe_due_us = now + PROBE_OPEN_US;
  if (g_error_matches (error, BR_ERROR, BR_ERROR_PROTOCOL)) /* somebody is there: the next probe that succeeds takes this back */
    self->health.troubles |= BR_STATION_TROUBLE_ANSWERS;
  br_station_engine_note_station (self, BR_STATION_DOWN, error->message);
}

static gboolean
unsure_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrStationEngine *self = data;
  guint n;

  return br_tag_job_unsure (tx, self->params.station, &n, error);
}

static void
spot_free (gpointer data)
{
  BrTagSpot *spot = data;

  g_clear_pointer (&spot->tag, br_tag_unref);
  g_free (spot);
}

static void
flight_free (gpointer data)
{
  BrTagFlight *flight = data;

  g_clear_pointer (&flight->job, br_tag_job_unref);
  g_free (flight);
}

BrStationEngine *
br_station_engine_new (const BrStationEngineParams *params, GError **error)
{
  g_autoptr (BrStationEngine) self = g_new0 (BrStationEngine, 1);
  GHashTableIter iter;
  gpointer value;

  self->params = *params;
  self->driver = params->driver;
  self->spots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, spot_free);
  self->flights = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, flight_free);
  self->heard = g_array_new (FALSE, FALSE, sizeof (BrTagSighting));
  self->health.free_bytes = self->health.free_memory = self->health.uptime_s = -1;
  self->picture_due_us = br_station_engine_now (self) + params->driver->ops->request_gap_us; /* one may have gone just before the end of the last engine */
  self->command_due_us = br_station_engine_now (self) + params->driver->ops->command_gap_us;
  self->sweep_due_us = br_station_engine_now (self) + 5 * BR_STATION_MINUTE;
  if (!br_store_claim_tags (params->store, error) || !br_store_tags_write (params->store, unsure_job, self, error))
    return NULL;
  if (!br_station_engine_load (self) || self->station == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no station %" G_GINT64_FORMAT, params->station);
      return NULL;
    }
  if (!br_station_engine_recall (self))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_IO, "what its tags show cannot be read");
      return NULL;
    }
  self->health.n_tags = self->station->n_tags; /* until it is reached */
  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((BrTagFlight *) value)->must_look = br_tag_job_may_be_out (((BrTagFlight *) value)->job->state);
  return g_steal_pointer (&self);
}

void
br_station_engine_free (BrStationEngine *self)
{
  g_clear_pointer (&self->flights, g_hash_table_unref);
  g_clear_pointer (&self->spots, g_hash_table_unref);
  g_clear_pointer (&self->heard, g_array_unref);
  g_clear_pointer (&self->station, br_station_unref);
  g_free (self);
}

void
br_station_engine_refresh (BrStationEngine *self)
{
  self->stale = TRUE;
}

gboolean
br_station_engine_is_kept (BrStationEngine *self)
{
  return self->retry_us == 0;
}

gint64
br_station_engine_due_us (BrStationEngine *self)
{
  return self->stale && br_station_engine_is_kept (self) ? 0 : self->due_us;
}

/* What is done in one step: the first of these that has something to do. */
static gboolean
act (BrStationEngine *self)
{
  static gboolean (*const acts[]) (BrStationEngine *) = {
    br_station_engine_look_first, br_station_engine_list, br_station_engine_take_in, br_station_engine_cancel, br_station_engine_led,
    br_station_engine_replace,    br_station_engine_send, br_station_engine_look,    br_station_engine_doubt,  br_station_engine_sweep,
  };

  if (br_station_engine_submit (self) || br_station_engine_probe (self))
    return TRUE;
  if (!self->reached || !br_station_engine_is_due (self, self->back_off_us))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    if (acts[i](self))
      return TRUE;
  return FALSE;
}

static gboolean
listen_now (BrStationEngine *self)
{
  for (guint i = 0; i < MAX_EVENTS; i++)
    if (!br_station_engine_listen (self, 0))
      return FALSE;
  return TRUE;
}

void
br_station_engine_step (BrStationEngine *self, gint64 wait_us)
{
  gint64 left_us;

  self->due_us = G_MAXINT64;
  if (listen_now (self))
    self->due_us = 0;
  if (br_station_engine_is_due (self, self->retry_us))
    {
      if (!self->stale || br_station_engine_load (self))
        {
          br_station_engine_wake_jobs (self);
          if (br_station_engine_flush (self) || act (self))
            {
              self->due_us = 0;
              return;
            }
        }
    }
  left_us = MIN (wait_us, self->due_us - br_station_engine_now (self));
  if (left_us > 0)
    br_station_engine_listen (self, left_us);
}
