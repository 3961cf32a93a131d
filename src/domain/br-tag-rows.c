/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-tag-rows.h"

BrStation *
br_station_new (void)
{
  BrStation *self = g_atomic_rc_box_new0 (BrStation);

  self->capacity = BR_STATION_CAPACITY;
  self->quiet_from = self->quiet_to = -1;
  self->free_bytes = self->free_memory = -1;
  return self;
}

BrStation *
br_station_ref (BrStation *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_station (gpointer data)
{
  BrStation *self = data;

  g_free (self->driver);
  g_free (self->name);
  g_free (self->address);
  g_free (self->settings);
  g_free (self->note);
  g_free (self->firmware);
}

void
br_station_unref (BrStation *self)
{
  g_atomic_rc_box_release_full (self, clear_station);
}

guint
br_station_most (const BrStation *self)
{
  return self->capacity + self->capacity / 5;
}

gboolean
br_station_was_deaf (const BrStation *self, gint64 now_us)
{
  return self->heard_us > 0 && now_us - self->heard_us > BR_STATION_DEAF_US;
}

gboolean
br_station_is_quiet (const BrStation *self, int minute)
{
  if (self->quiet_from < 0 || self->quiet_to < 0)
    return FALSE;
  if (self->quiet_from <= self->quiet_to)
    return minute >= self->quiet_from && minute < self->quiet_to;
  return minute >= self->quiet_from || minute < self->quiet_to;
}

BrTag *
br_tag_new (void)
{
  BrTag *self = g_atomic_rc_box_new0 (BrTag);

  self->temperature = G_MININT;
  self->listened_us = G_MAXINT64;
  return self;
}

BrTag *
br_tag_ref (BrTag *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_tag (gpointer data)
{
  BrTag *self = data;

  g_free (self->driver);
  g_free (self->key);
  g_free (self->alias);
  g_free (self->hash);
  g_free (self->shown_digest);
}

void
br_tag_unref (BrTag *self)
{
  g_atomic_rc_box_release_full (self, clear_tag);
}

gboolean
br_tag_is_silent (const BrTag *self, gint64 now_us)
{
  gint64 interval = self->interval_us > 0 ? self->interval_us : BR_TAG_INTERVAL_UNKNOWN_US;

  gint64 listened_us = MIN (now_us, self->listened_us) - self->heard_us - self->deaf_us;

  return self->heard_us > 0 && self->next_us != G_MAXINT64 && listened_us > BR_TAG_SILENT_TIMES * interval;
}

void
br_tag_binding_clear (BrTagBinding *self)
{
  g_clear_pointer (&self->design, g_free);
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->bound_by, g_free);
}

void
br_tag_want_clear (BrTagWant *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->design, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->fields, g_free);
  g_clear_pointer (&self->digest, g_free);
}

BrTagJob *
br_tag_job_new (void)
{
  return g_atomic_rc_box_new0 (BrTagJob);
}

BrTagJob *
br_tag_job_ref (BrTagJob *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_job (gpointer data)
{
  BrTagJob *self = data;

  g_free (self->digest);
  g_free (self->before);
  g_free (self->token);
  g_free (self->expect);
  g_free (self->note);
  g_free (self->key);
  g_free (self->shown_digest);
}

void
br_tag_job_unref (BrTagJob *self)
{
  g_atomic_rc_box_release_full (self, clear_job);
}

void
br_tag_event_free (BrTagEvent *self)
{
  g_free (self->note);
  g_free (self);
}
