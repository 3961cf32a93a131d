/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations speak often; only what changes a number is passed on. */
#include "config.h"

#include "br-shelf-watch.h"

#include <string.h>

struct _BrShelfWatch
{
  GObject parent_instance;

  BrTagService *tags;
  BrShelfWatchCounts counts;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrShelfWatch, br_shelf_watch, G_TYPE_OBJECT)

static void
count_station (const BrStationView *station, BrShelfWatchCounts *counts)
{
  gboolean down = station->state == BR_STATION_DOWN || station->state == BR_STATION_LYING;

  counts->down += down ? 1 : 0;
  counts->troubled += down || (station->troubles != 0 && station->state != BR_STATION_PAUSED) ? 1 : 0;
}

static void
count (BrShelfWatch *self)
{
  const BrTagCounts *tags = br_tag_service_get_counts (self->tags);
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (self->tags);
  BrShelfWatchCounts now = { .attention = tags->attention, .failed = tags->shows[BR_TAG_SHOWS_FAILED], .mismatch = tags->mismatch };

  for (guint i = 0; i < stations->len; i++)
    count_station (stations->pdata[i], &now);
  now.troubled += br_tag_service_get_kept (self->tags) ? 0 : 1;
  if (memcmp (&now, &self->counts, sizeof now) == 0)
    return;
  self->counts = now;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
br_shelf_watch_dispose (GObject *object)
{
  g_clear_object (&BR_SHELF_WATCH (object)->tags);
  G_OBJECT_CLASS (br_shelf_watch_parent_class)->dispose (object);
}

static void
br_shelf_watch_class_init (BrShelfWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_shelf_watch_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_shelf_watch_init (BrShelfWatch *self)
{
}

BrShelfWatch *
br_shelf_watch_new (BrTagService *tags)
{
  BrShelfWatch *self = g_object_new (BR_TYPE_SHELF_WATCH, NULL);

  self->tags = g_object_ref (tags);
  g_signal_connect_object (tags, "tags-changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tags, "stations-changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  count (self);
  return self;
}

const BrShelfWatchCounts *
br_shelf_watch_get (BrShelfWatch *self)
{
  g_return_val_if_fail (BR_IS_SHELF_WATCH (self), NULL);
  return &self->counts;
}
