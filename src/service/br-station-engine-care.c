/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the station is, whether tags may join it, and tags that blink to be found. */
#include "config.h"

#include "br-station-engine-private.h"

#define PROBE_US BR_STATION_MINUTE
#define PROBE_AGAIN_US (5 * BR_STATION_SECOND)
#define BLINK_SHORT_US (15 * BR_STATION_SECOND)
#define BLINK_LONG_US BR_STATION_MINUTE
#define BLINK_AGAIN_US (10 * BR_STATION_SECOND)
#define BLINK_LOST_US (30 * BR_STATION_MINUTE) /* a tag that did not come for it by then does not get it any more */

static BrStationState
state_of (BrStationEngine *self)
{
  const guint serious = BR_STATION_TROUBLE_STORAGE | BR_STATION_TROUBLE_RADIO | BR_STATION_TROUBLE_CONFIG;

  if (self->station->paused)
    return BR_STATION_PAUSED;
  if ((self->health.troubles & BR_STATION_TROUBLE_ANSWERS) != 0)
    return BR_STATION_LYING;
  return !self->health.ready || (self->health.troubles & serious) != 0 ? BR_STATION_DEGRADED : BR_STATION_UP;
}

gboolean
br_station_engine_probe (BrStationEngine *self)
{
  g_autoptr (GError) error = NULL;
  BrStationHealth health = { .free_bytes = -1, .free_memory = -1, .uptime_s = -1 };
  gint64 now;

  if (!br_station_engine_is_due (self, self->probe_due_us))
    return FALSE;
  if (!self->driver->ops->probe (self->driver, &health, &error))
    {
      self->probe_due_us = br_station_engine_now (self) + PROBE_AGAIN_US;
      br_station_engine_asked (self, error);
      return TRUE;
    }
  now = br_station_engine_now (self);
  if (!self->reached)
    self->list_due_us = now;
  self->health = health;
  if (!self->listed)
    self->health.n_tags = MAX (health.n_tags, self->station->n_tags);
  self->reached = TRUE;
  self->back_off_us = 0;
  self->probe_due_us = now + PROBE_US;
  br_station_engine_asked (self, NULL);
  br_station_engine_note_station (self, state_of (self), NULL);
  return TRUE;
}

gboolean
br_station_engine_take_in (BrStationEngine *self)
{
  gint64 left_us = self->station->take_in_until_us - br_station_engine_wall (self);
  gboolean open = left_us > 0 && self->health.n_tags < br_station_most (self->station);
  g_autoptr (GError) error = NULL;

  if (left_us > 0)
    br_station_engine_is_due (self, br_station_engine_now (self) + left_us);
  if (open == self->open || !br_station_engine_is_due (self, self->command_due_us))
    return FALSE;
  if (self->driver->ops->take_in (self->driver, open, &error)
      || g_error_matches (error, BR_ERROR, BR_ERROR_REFUSED)) /* a kind that cannot is not asked again */
    self->open = open;
  br_station_engine_asked (self, error);
  self->command_due_us = br_station_engine_now (self) + self->driver->ops->command_gap_us;
  return TRUE;
}

gboolean
br_station_engine_blink (BrStationEngine *self, const char *tag, BrTagLed led, GError **error)
{
  BrTagSpot *spot = br_station_engine_spot (self, tag);

  if (spot == NULL || spot->tag == NULL)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "this station does not have the tag");
      return FALSE;
    }
  if (!br_station_engine_can (self, BR_STATION_CAN_LED) || (br_tag_type_is_sound (&spot->tag->type) && !spot->tag->type.has_led))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "the tag has no light");
      return FALSE;
    }
  spot->led = led;
  spot->led_due_us = 0;
  self->due_us = 0;
  return TRUE;
}

/* What follows an order the tag may have by now: a stop, or peace. */
static void
follow_blink (BrStationEngine *self, BrTagSpot *spot)
{
  gint64 now = br_station_engine_now (self), lost_us = spot->led_out_us + BLINK_LOST_US - br_station_engine_wall (self);
  gboolean has_it = spot->heard_us > spot->led_out_us;

  if (spot->led != 0 || spot->led_out == 0 || (!has_it && !br_station_engine_is_due (self, now + lost_us)))
    return;
  if (spot->led_out == BR_TAG_LED_STOP)
    {
      spot->led_out = 0;
      br_station_engine_keep (self, spot, BR_TAG_ERRAND_DARK, FALSE); /* if that fails, it is told to stop once more */
      return;
    }
  spot->led = BR_TAG_LED_STOP;
  spot->led_due_us = !has_it ? now : now + (spot->led_out == BR_TAG_LED_LONG ? BLINK_LONG_US : BLINK_SHORT_US);
}

static gboolean
order_blink (BrStationEngine *self, const char *key, BrTagSpot *spot)
{
  const BrTagFlight *flight = spot->tag != NULL ? br_station_engine_flight_of (self, spot->tag->id) : NULL;
  g_autoptr (GError) error = NULL;

  follow_blink (self, spot);
  if (spot->led == 0 || !br_station_engine_is_due (self, spot->led_due_us) || (flight != NULL && br_tag_job_may_be_out (flight->job->state)))
    return FALSE;
  if (spot->led != BR_TAG_LED_STOP && !br_station_engine_keep (self, spot, BR_TAG_ERRAND_DARK, TRUE))
    return TRUE;
  if (self->driver->ops->led (self->driver, key, spot->led, &error))
    {
      spot->led_out = spot->led;
      spot->led_out_us = br_station_engine_wall (self);
      spot->led = 0;
    }
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_REFUSED) || g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND)
           || g_error_matches (error, BR_ERROR, BR_ERROR_INVALID))
    {
      spot->led = spot->led_out = 0;
      br_station_engine_keep (self, spot, BR_TAG_ERRAND_DARK, FALSE);
    }
  else
    spot->led_due_us = br_station_engine_now (self) + BLINK_AGAIN_US;
  spot->led_blocked = g_error_matches (error, BR_ERROR, BR_ERROR_EXISTS);
  br_station_engine_asked (self, error);
  self->command_due_us = br_station_engine_now (self) + self->driver->ops->command_gap_us;
  return TRUE;
}

gboolean
br_station_engine_led (BrStationEngine *self)
{
  GHashTableIter iter;
  gpointer key, value;

  if (!br_station_engine_can (self, BR_STATION_CAN_LED) || self->station->paused || !br_station_engine_is_due (self, self->command_due_us))
    return FALSE;
  g_hash_table_iter_init (&iter, self->spots);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      BrTagSpot *spot = value;

      if ((spot->led != 0 || spot->led_out != 0) && order_blink (self, key, spot))
        return TRUE;
    }
  return FALSE;
}
