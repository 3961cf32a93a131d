/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is and what happens: stations and tags, that come when it is time. */
#include "config.h"

#include "fake-station-private.h"

#include <string.h>

gboolean
fake_air_happens (FakeAir *self, guint per_mille)
{
  return per_mille > 0 && br_xorshift_below (&self->xorshift, 1000) < per_mille;
}

static void
station_free (gpointer data)
{
  FakeStation *station = data;

  g_queue_clear_full (&station->news, g_free);
  g_free (station);
}

FakeAir *
fake_air_new (const BrClock *clock, guint64 seed)
{
  FakeAir *self = g_new0 (FakeAir, 1);

  self->clock = clock;
  br_xorshift_init (&self->xorshift, seed);
  self->stations = g_ptr_array_new_with_free_func (station_free);
  self->tags = g_ptr_array_new_with_free_func (g_free);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
fake_air_free (FakeAir *self)
{
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->tags);
  g_ptr_array_unref (self->stations);
  g_free (self);
}

void
fake_air_add_station (FakeAir *self)
{
  FakeStation *station = g_new0 (FakeStation, 1);

  g_queue_init (&station->news);
  g_ptr_array_add (self->stations, station);
}

FakeTag *
fake_air_add_tag (FakeAir *self, guint station, gint64 interval_us)
{
  FakeTag *tag = g_new0 (FakeTag, 1);

  g_snprintf (tag->key, sizeof tag->key, "%016X", self->tags->len + 1);
  tag->station = station;
  tag->interval_us = interval_us;
  tag->heard_us = self->clock->monotonic_us (self->clock->data);
  tag->next_us = tag->heard_us + (gint64) br_xorshift_below (&self->xorshift, (guint64) interval_us);
  g_ptr_array_add (self->tags, tag);
  g_hash_table_insert (self->by_key, tag->key, tag);
  return tag;
}

FakeTag *
fake_air_find (FakeAir *self, const char *key)
{
  return g_hash_table_lookup (self->by_key, key);
}

FakeTag *
fake_air_nth (FakeAir *self, guint n)
{
  return n < self->tags->len ? self->tags->pdata[n] : NULL;
}

FakeFaults *
fake_air_faults (FakeAir *self)
{
  return &self->faults;
}

const FakeCounts *
fake_air_counts (FakeAir *self, guint station)
{
  return station < self->stations->len ? &((FakeStation *) self->stations->pdata[station])->counts : NULL;
}

void
fake_air_set_down (FakeAir *self, guint station, gboolean down)
{
  ((FakeStation *) self->stations->pdata[station])->down = down;
}

static void
tell (FakeAir *self, guint at, const BrStationEvent *event)
{
  FakeStation *station = self->stations->pdata[at];

  if (!station->down && !fake_air_happens (self, self->faults.quiet))
    g_queue_push_tail (&station->news, g_memdup2 (event, sizeof *event));
}

static void
drop_waiting (FakeAir *self, guint at)
{
  for (guint i = 0; i < self->tags->len; i++)
    {
      FakeTag *tag = self->tags->pdata[i];

      if (tag->station == at && tag->waiting != 0)
        {
          tag->waiting = 0;
          tag->gone = BR_STAGE_DROPPED;
        }
    }
}

void
fake_air_restart (FakeAir *self, guint station)
{
  BrStationEvent event = { .kind = BR_STATION_EVENT_RESTARTED };

  drop_waiting (self, station);
  tell (self, station, &event);
}

static void
show (FakeTag *tag, gint64 number)
{
  if (number > 0 && number < tag->newest)
    tag->n_older++;
  tag->newest = MAX (tag->newest, number);
  tag->shown = number;
}

static void
lose_waiting (FakeTag *tag, BrShipmentStage how)
{
  tag->waiting = 0;
  tag->gone = how;
}

static void
fetch (FakeAir *self, FakeTag *tag)
{
  BrStationEvent event = { .kind = BR_STATION_EVENT_SHIPMENT };

  if (fake_air_happens (self, self->faults.pop))
    lose_waiting (tag, BR_STAGE_POPPED);
  else if (fake_air_happens (self, self->faults.time_out))
    lose_waiting (tag, BR_STAGE_TIMED_OUT);
  else
    {
      show (tag, tag->waiting);
      tag->n_transfers++;
      tag->waiting = 0;
      g_strlcpy (tag->acked, tag->file, sizeof tag->acked);
      tag->acked_proof = fake_air_happens (self, self->faults.weak) ? BR_TAG_PROOF_WEAK : BR_TAG_PROOF_PIXELS;
      tag->lost = tag->foreign = FALSE;
    }
  g_strlcpy (event.tag, tag->key, sizeof event.tag);
  tell (self, tag->station, &event);
}

static void
change_by_itself (FakeAir *self, FakeTag *tag)
{
  if (fake_air_happens (self, self->faults.reset))
    {
      tag->shown = 0;
      tag->lost = TRUE;
      tag->acked[0] = '\0';
    }
  if (tag->waiting == 0 && fake_air_happens (self, self->faults.foreign))
    {
      tag->shown = -1;
      tag->foreign = TRUE;
      g_snprintf (tag->file, sizeof tag->file, "x%u", ++self->n_files);
      tag->acked[0] = '\0';
    }
  if (self->stations->len > 1 && fake_air_happens (self, self->faults.roam))
    {
      tag->station = (tag->station + 1) % self->stations->len;
      tag->waiting = 0;
      tag->gone = 0;
      tag->acked[0] = tag->file[0] = '\0';
    }
}

static void
check_in (FakeAir *self, FakeTag *tag)
{
  BrStationEvent event = { .kind = BR_STATION_EVENT_TAG };
  FakeStation *station;

  change_by_itself (self, tag);
  station = self->stations->pdata[tag->station];
  if (station->down || fake_air_happens (self, self->faults.loss))
    return;
  if (fake_air_happens (self, self->faults.restart))
    fake_air_restart (self, tag->station);
  if (fake_air_happens (self, self->faults.silent_restart))
    drop_waiting (self, tag->station);
  tag->heard_us = tag->next_us - tag->interval_us;
  if (tag->led != 0)
    {
      tag->n_blinks += tag->led != BR_TAG_LED_STOP ? 1 : 0;
      tag->n_stops += tag->led == BR_TAG_LED_STOP ? 1 : 0;
      tag->last_led = tag->led;
      tag->led = 0;
    }
  else if (tag->waiting != 0 && tag->ready_us <= tag->heard_us)
    fetch (self, tag);
  fake_air_sight (tag, &event.sighting);
  g_strlcpy (event.tag, tag->key, sizeof event.tag);
  tell (self, tag->station, &event);
}

static FakeTag *
first_due (FakeAir *self)
{
  FakeTag *first = NULL;

  for (guint i = 0; i < self->tags->len; i++)
    {
      FakeTag *tag = self->tags->pdata[i];

      if (!tag->asleep && (first == NULL || tag->next_us < first->next_us))
        first = tag;
    }
  return first;
}

gint64
fake_air_next_due (FakeAir *self)
{
  const FakeTag *first = first_due (self);

  return first != NULL ? first->next_us : G_MAXINT64;
}

void
fake_air_run (FakeAir *self, gint64 until_us)
{
  FakeTag *first;

  while ((first = first_due (self)) != NULL && first->next_us <= until_us)
    {
      first->next_us += first->interval_us;
      check_in (self, first);
    }
}

gboolean
fake_air_has_news (FakeAir *self, guint station)
{
  return !g_queue_is_empty (&((FakeStation *) self->stations->pdata[station])->news);
}
