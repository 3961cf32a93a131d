/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-station-private.h"

#include "br-error.h"
#include "tag-picture.h"
#include <string.h>

#define REQUEST_US (50 * 1000)
#define TIME_OUT_US (5 * G_USEC_PER_SEC)
#define READY_US (2 * G_USEC_PER_SEC)

typedef struct
{
  BrStationDriver driver;
  FakeAir *air;
  guint station;
  gboolean listed; /* before it counts no tags, as a driver that counts what it read */
  const BrClock *clock;
} FakeDriver;

static const BrTagType fake_type = {
  .code = 1, .name = "fake", .width = FAKE_SIDE, .height = FAKE_SIDE, .bits = 2, .n_colours = 2, .colours = { BR_TAG_WHITE, BR_TAG_BLACK }, .has_led = TRUE
};

static FakeStation *
station_of (FakeDriver *self)
{
  return self->air->stations->pdata[self->station];
}

/* Each request takes a while, and may fail. *late: it has its effect, and no answer comes. */
static gboolean
ask (FakeDriver *self, gboolean *late, GError **error)
{
  FakeStation *station = station_of (self);
  FakeAir *air = self->air;

  station->counts.n_requests++;
  *late = FALSE;
  self->clock->sleep_us (self->clock->data, REQUEST_US);
  if (station->down || fake_air_happens (air, air->faults.offline))
    {
      self->clock->sleep_us (self->clock->data, TIME_OUT_US);
      g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "not reached");
      return FALSE;
    }
  if (fake_air_happens (air, air->faults.busy))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, "busy");
      return FALSE;
    }
  *late = fake_air_happens (air, air->faults.late) || fake_air_happens (air, air->faults.garbage);
  return TRUE;
}

static gboolean
answer (FakeDriver *self, gboolean late, GError **error)
{
  if (!late)
    return TRUE;
  self->clock->sleep_us (self->clock->data, TIME_OUT_US);
  g_set_error_literal (error, BR_ERROR, BR_ERROR_IO, "no answer");
  return FALSE;
}

static FakeTag *
tag_here (FakeDriver *self, const char *key, GError **error)
{
  FakeTag *tag = fake_air_find (self->air, key);

  if (tag == NULL)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such tag");
  else if (tag->station != self->station)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_CONFLICT, "it is elsewhere");
  return tag != NULL && tag->station == self->station ? tag : NULL;
}

void
fake_air_sight (const FakeTag *tag, BrTagSighting *out)
{
  *out = (BrTagSighting) { .type = fake_type,
                           .type_code = fake_type.code,
                           .heard_us = tag->heard_us,
                           .spoke_us = tag->lost ? tag->spoke_us : 0,
                           .next_us = tag->next_us,
                           .battery_mv = 3000,
                           .rssi = -60,
                           .temperature = G_MININT,
                           .lost_picture = tag->lost,
                           .foreign = tag->foreign };
  g_strlcpy (out->tag, tag->key, sizeof out->tag);
}

/* Tags and stations go by a clock that nobody sets; what they tell is by ours. */
static void
tell_by_clock (const FakeDriver *self, BrTagSighting *sighting)
{
  gint64 ahead_us = self->clock->now_us (self->clock->data) - self->clock->monotonic_us (self->clock->data);

  sighting->heard_us = sighting->spoke_us != 0 ? 0 : sighting->heard_us + ahead_us;
  sighting->next_us += ahead_us;
}

static gboolean
fake_probe (BrStationDriver *driver, BrStationHealth *health, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  gboolean late;

  station_of (self)->counts.n_probes++;
  if (!ask (self, &late, error))
    return FALSE;
  health->ready = TRUE;
  health->max_in_flight = 50;
  for (guint i = 0; self->listed && i < self->air->tags->len; i++)
    health->n_tags += ((FakeTag *) self->air->tags->pdata[i])->station == self->station ? 1 : 0;
  return answer (self, late, error);
}

static gboolean
fake_list (BrStationDriver *driver, BrSightingFunc func, gpointer data, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  gboolean late;

  station_of (self)->counts.n_lists++;
  if (!ask (self, &late, error))
    return FALSE;
  self->listed = TRUE;
  for (guint i = 0; i < self->air->tags->len; i++)
    {
      FakeTag *tag = self->air->tags->pdata[i];
      BrTagSighting sighting;

      if (tag->station != self->station)
        continue;
      fake_air_sight (tag, &sighting);
      tell_by_clock (self, &sighting);
      func (&sighting, data);
    }
  return answer (self, late, error);
}

static gboolean
fake_find (BrStationDriver *driver, const char *key, BrTagSighting *sighting, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  gboolean late;
  FakeTag *tag;

  if (!ask (self, &late, error) || (tag = tag_here (self, key, error)) == NULL)
    return FALSE;
  fake_air_sight (tag, sighting);
  tell_by_clock (self, sighting);
  return answer (self, late, error);
}

static gboolean
fake_prepare (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  gboolean late;
  FakeTag *tag;

  if (!ask (self, &late, error) || (tag = tag_here (self, shipment->tag, error)) == NULL)
    return FALSE;
  if (tag->waiting != 0 || tag->led != 0)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_EXISTS, "something waits for it");
      return FALSE;
    }
  g_set_str (&shipment->before, tag->file);
  return answer (self, late, error);
}

static gboolean
fake_submit (BrStationDriver *driver, BrTagShipment *shipment, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  FakeStation *station = station_of (self);
  gint64 now = self->clock->monotonic_us (self->clock->data);
  gboolean late;
  FakeTag *tag;

  station->counts.n_submits++;
  if (station->sent_us > 0 && now - station->sent_us < G_USEC_PER_SEC)
    station->counts.n_too_close++;
  station->sent_us = now;
  if (!ask (self, &late, error) || (tag = tag_here (self, shipment->tag, error)) == NULL)
    return FALSE;
  if (tag->waiting != 0)
    station->counts.n_twice++;
  tag->n_submits++;
  tag->waiting = tag_picture_number (shipment->image->pixels, shipment->image->type.width, shipment->image->type.height);
  tag->gone = 0;
  tag->ready_us = now + READY_US;
  g_snprintf (tag->file, sizeof tag->file, "f%u", ++self->air->n_files);
  if (fake_air_happens (self->air, self->air->faults.stale))
    {
      tag->waiting = 0;
      tag->gone = BR_STAGE_STALE;
    }
  return answer (self, late, error);
}

static BrShipmentStage
stage_of (FakeDriver *self, const FakeTag *tag, BrTagShipment *shipment)
{
  if (shipment->token == NULL && (tag->file[0] == '\0' || g_strcmp0 (tag->file, shipment->before) == 0))
    return BR_STAGE_NOT_TAKEN;
  if (shipment->token == NULL)
    shipment->token = g_strdup (tag->file);
  if (strcmp (tag->acked, shipment->token) == 0)
    return BR_STAGE_SHOWN;
  if (strcmp (tag->file, shipment->token) != 0)
    return BR_STAGE_FOREIGN;
  if (tag->gone != 0)
    return tag->gone;
  return self->clock->monotonic_us (self->clock->data) < tag->ready_us ? BR_STAGE_ACCEPTED : BR_STAGE_AT_STATION;
}

static gboolean
fake_look (BrStationDriver *driver, BrTagShipment *shipment, BrShipmentReport *report, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  gboolean late;
  FakeTag *tag;

  if (!ask (self, &late, error) || (tag = tag_here (self, shipment->tag, error)) == NULL || !answer (self, late, error))
    return FALSE;
  report->stage = stage_of (self, tag, shipment);
  report->proof = report->stage == BR_STAGE_SHOWN ? tag->acked_proof : BR_TAG_PROOF_NONE;
  return TRUE;
}

static gboolean
fake_cancel (BrStationDriver *driver, const char *key, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  gboolean late;
  FakeTag *tag;

  station_of (self)->counts.n_cancels++;
  if (!ask (self, &late, error) || (tag = tag_here (self, key, error)) == NULL)
    return FALSE;
  if (tag->waiting != 0)
    tag->gone = BR_STAGE_DROPPED;
  tag->waiting = 0;
  tag->led = 0;
  return answer (self, late, error);
}

static gboolean
fake_led (BrStationDriver *driver, const char *key, BrTagLed led, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  gboolean late;
  FakeTag *tag;

  if (!ask (self, &late, error) || (tag = tag_here (self, key, error)) == NULL)
    return FALSE;
  tag->led = led;
  return answer (self, late, error);
}

static gboolean
fake_take_in (BrStationDriver *driver, gboolean open, GError **error)
{
  gboolean late;

  if (!ask ((FakeDriver *) driver, &late, error))
    return FALSE;
  station_of ((FakeDriver *) driver)->counts.open = open;
  return answer ((FakeDriver *) driver, late, error);
}

static gboolean
fake_wait (BrStationDriver *driver, gint64 wait_us, BrStationEvent *event, GError **error)
{
  FakeDriver *self = (FakeDriver *) driver;
  g_autofree BrStationEvent *first = g_queue_pop_head (&station_of (self)->news);

  if (first != NULL)
    {
      *event = *first;
      tell_by_clock (self, &event->sighting);
    }
  else if (wait_us > 0)
    self->clock->sleep_us (self->clock->data, wait_us);
  return first != NULL;
}

static void
fake_wake (BrStationDriver *driver)
{
}

static void
fake_close (BrStationDriver *driver)
{
  g_free (driver);
}

static const BrStationDriverOps fake_ops = {
  .id = "fake",
  .caps = BR_STATION_CAN_IMAGE | BR_STATION_CAN_LED | BR_STATION_CAN_READ_BACK | BR_STATION_CAN_CANCEL | BR_STATION_CAN_LIST | BR_STATION_CAN_PUSH,
  .best_proof = BR_TAG_PROOF_PIXELS,
  .request_gap_us = G_USEC_PER_SEC,
  .command_gap_us = G_USEC_PER_SEC / 2,
  .probe = fake_probe,
  .list = fake_list,
  .find = fake_find,
  .prepare = fake_prepare,
  .submit = fake_submit,
  .look = fake_look,
  .cancel = fake_cancel,
  .led = fake_led,
  .take_in = fake_take_in,
  .wait = fake_wait,
  .wake = fake_wake,
  .stop = fake_wake,
  .close = fake_close,
};

BrStationDriver *
fake_air_open (FakeAir *self, guint station, const BrClock *clock)
{
  FakeDriver *driver = g_new0 (FakeDriver, 1);

  driver->driver.ops = &fake_ops;
  driver->air = self;
  driver->station = station;
  driver->clock = clock;
  return &driver->driver;
}
