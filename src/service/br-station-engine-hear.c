/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the station tells: its tags as they are heard, and what happens to pictures. Tags are stored many at a time, since thousands that are idle say
 * hardly anything; what a person waits for, or what changes what is to be done, is stored soon.
 */
#include "config.h"

#include "br-station-engine-private.h"

#define STORE_SOON_US BR_STATION_SECOND
#define STORE_LATE_US (30 * BR_STATION_SECOND)
#define STORE_MANY 256
#define MAX_HEARD 4096 /* while the store takes nothing */
#define LIST_US (15 * BR_STATION_MINUTE)
#define LIST_AGAIN_US BR_STATION_MINUTE
#define STAGGER_US BR_STATION_SECOND
#define AFTER_NEWS_US (2 * BR_STATION_SECOND)
#define SLEEP_US BR_STATION_SECOND

static BrTagFlight *
flight_by_key (BrStationEngine *self, const char *key)
{
  const BrTagSpot *spot = br_station_engine_spot (self, key);

  return spot != NULL && spot->tag != NULL ? br_station_engine_flight_of (self, spot->tag->id) : NULL;
}

/* Whether the tag was this station's when it was read. */
static gboolean
is_ours (const BrTagSpot *spot)
{
  return spot != NULL && spot->tag != NULL;
}

/* Its station describes its type otherwise than before: what is drawn for it is drawn anew. */
static gboolean
is_retyped (const BrTagSpot *spot, const BrTagSighting *sighting)
{
  return is_ours (spot) && !sighting->elsewhere && br_tag_type_is_sound (&sighting->type) && !br_tag_type_equal (&spot->tag->type, &sighting->type);
}

static gboolean
is_strange (const BrTagSpot *spot, const BrTagFlight *flight, const BrTagSighting *sighting)
{
  if (sighting->lost_picture || sighting->foreign || sighting->unsure || sighting->unconfirmed || is_retyped (spot, sighting)
      || sighting->wake != BR_TAG_WAKE_TIMER)
    return TRUE;
  return (!is_ours (spot) && !sighting->elsewhere) || (flight != NULL && flight->job->state == BR_TAG_JOB_RETRY_WAIT);
}

/* What is known at once, before it is stored: when the tag comes again decides what is sent next. */
static void
note_heard (BrStationEngine *self, BrTagSpot *spot, BrTagFlight *flight, const BrTagSighting *sighting)
{
  gint64 now = br_station_engine_now (self);

  if (sighting->elsewhere)
    return;
  if (sighting->next_us != 0)
    spot->next_us = sighting->next_us;
  spot->doubt |= sighting->unconfirmed;
  if (sighting->heard_us <= spot->heard_us && !br_station_engine_is_ahead (self, spot->heard_us))
    return;
  spot->heard_us = sighting->heard_us;
  spot->hold = FALSE;
  if (flight == NULL || !br_tag_job_may_be_out (flight->job->state))
    return;
  if (flight->heard_us == 0 && flight->job->state != BR_TAG_JOB_UNKNOWN && flight->job->state != BR_TAG_JOB_SENDING)
    flight->heard_us = now;
  flight->look_us = MIN (flight->look_us, now + AFTER_NEWS_US);
}

static void
hear_tag (const BrTagSighting *sighting, gpointer data)
{
  BrStationEngine *self = data;
  BrTagSpot *spot = br_station_engine_spot (self, sighting->tag);
  BrTagFlight *flight = flight_by_key (self, sighting->tag);
  gboolean strange = is_strange (spot, flight, sighting);
  gint64 due_us = br_station_engine_now (self) + (strange ? STORE_SOON_US : STORE_LATE_US);

  if (sighting->is_station)
    return;
  if (spot != NULL)
    note_heard (self, spot, flight, sighting);
  if (self->heard->len >= MAX_HEARD)
    {
      g_array_set_size (self->heard, 0); /* old by now: all tags are told anew */
      self->list_due_us = 0;
    }
  self->heard_due_us = self->heard->len == 0 ? due_us : MIN (self->heard_due_us, due_us);
  self->heard_strange |= (!is_ours (spot) && !sighting->elsewhere) || is_retyped (spot, sighting);
  g_array_append_vals (self->heard, sighting, 1);
}

/* All that is out is looked at, one after the other. */
static void
look_at_all (BrStationEngine *self)
{
  gint64 due_us = br_station_engine_now (self);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrTagFlight *flight = value;

      if (!br_tag_job_may_be_out (flight->job->state) || flight == self->sending)
        continue;
      flight->look_us = MIN (flight->look_us, due_us);
      due_us += STAGGER_US;
    }
  self->list_due_us = 0;
}

/* The station began anew: nothing it said before holds. */
static void
begin_anew (BrStationEngine *self)
{
  g_autoptr (GList) flights = g_hash_table_get_values (self->flights);

  self->sending = NULL;
  for (GList *l = flights; l != NULL; l = l->next)
    {
      BrTagFlight *flight = l->data;

      if (br_tag_machine_step (flight->job->state, BR_TAG_ON_RESTARTED).next != flight->job->state
          && !br_station_engine_move (self, &flight, BR_TAG_ON_RESTARTED, NULL))
        break;
    }
  look_at_all (self);
  self->open = FALSE;
  self->probe_due_us = 0;
}

static void
take_event (BrStationEngine *self, const BrStationEvent *event)
{
  BrTagFlight *flight;

  switch (event->kind)
    {
    case BR_STATION_EVENT_TAG: hear_tag (&event->sighting, self); break;
    case BR_STATION_EVENT_SHIPMENT:
      flight = flight_by_key (self, event->tag);
      if (flight != NULL)
        flight->look_us = MIN (flight->look_us, br_station_engine_now (self));
      break;
    case BR_STATION_EVENT_HEALTH: self->health = event->health; break;
    case BR_STATION_EVENT_RESTARTED: begin_anew (self); break;
    case BR_STATION_EVENT_MISSED: look_at_all (self); break;
    default: break;
    }
}

gboolean
br_station_engine_listen (BrStationEngine *self, gint64 wait_us)
{
  gint64 end_us = br_station_engine_now (self) + wait_us, left_us;
  g_autoptr (GError) error = NULL;
  BrStationEvent event = { 0 };

  if (self->driver->ops->wait (self->driver, wait_us, &event, &error))
    {
      take_event (self, &event);
      return TRUE;
    }
  left_us = end_us - br_station_engine_now (self);
  if (error != NULL && left_us > 0) /* nothing to listen to just now: a probe finds out why. Not too long, since nothing wakes this sleep */
    self->params.clock->sleep_us (self->params.clock->data, MIN (left_us, SLEEP_US));
  return FALSE;
}

static gboolean
hear_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrStationEngine *self = data;

  return br_tag_store_hear (tx, self->params.station, (const BrTagSighting *) (gpointer) self->heard->data, self->heard->len, error);
}

/* Whether some of those heard are tags of this station since they were stored. */
static gboolean
has_come (BrStationEngine *self, const GArray *heard, const GHashTable *known)
{
  for (guint i = 0; i < heard->len; i++)
    {
      const char *key = g_array_index (heard, BrTagSighting, i).tag;

      if (!g_hash_table_contains ((GHashTable *) known, key) && is_ours (br_station_engine_spot (self, key)))
        return TRUE;
    }
  return FALSE;
}

static void
welcome (BrStationEngine *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->spots);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (is_ours (value))
      g_hash_table_add (known, g_strdup (key));
  if (br_station_engine_load (self) && has_come (self, self->heard, known) && self->params.moved != NULL)
    self->params.moved (self->params.data);
}

gboolean
br_station_engine_flush (BrStationEngine *self)
{
  if (self->heard->len == 0 || (self->heard->len < STORE_MANY && !br_station_engine_is_due (self, self->heard_due_us)))
    return FALSE;
  if (!br_station_engine_write (self, hear_job, self))
    return TRUE;
  if (self->heard_strange)
    welcome (self);
  self->heard_strange = FALSE;
  br_station_engine_lose (self);
  g_array_set_size (self->heard, 0);
  return TRUE;
}

gboolean
br_station_engine_list (BrStationEngine *self)
{
  g_autoptr (GError) error = NULL;

  if (!br_station_engine_can (self, BR_STATION_CAN_LIST) || !br_station_engine_is_due (self, self->list_due_us))
    return FALSE;
  self->list_due_us = br_station_engine_now (self) + LIST_US;
  if (!self->driver->ops->list (self->driver, hear_tag, self, &error))
    self->list_due_us = br_station_engine_now (self) + LIST_AGAIN_US;
  else
    self->listed = TRUE;
  br_station_engine_asked (self, error);
  return TRUE;
}
