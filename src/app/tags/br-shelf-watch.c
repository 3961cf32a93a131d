/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations speak often; only what changes a number is passed on, and only now and then it is planned whether all will be done when the shop opens. */
#include "config.h"

#include "br-shelf-watch.h"

#include <string.h>

#define PLAN_S 20 /* at most so often */

struct _BrShelfWatch
{
  GObject parent_instance;

  BrTagService *tags;
  BrShelfWatchCounts counts;
  GCancellable *cancellable; /* of the plan being made, or NULL */
  guint plan_id;
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
put (BrShelfWatch *self, const BrShelfWatchCounts *now)
{
  if (memcmp (now, &self->counts, sizeof *now) == 0)
    return;
  self->counts = *now;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gint64
br_shelf_watch_count_late (const BrTagPlanView *plan)
{
  gint64 n_known = (gint64) plan->n_changes - plan->n_silent;

  return plan->deadline_us != 0 ? MAX (n_known - plan->n_by_deadline, 0) : 0;
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BrShelfWatch *self = user_data; /* gone when cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPlanView) plan = br_tag_service_plan_finish (BR_TAG_SERVICE (source), result, &error);
  BrShelfWatchCounts now;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (plan == NULL)
    return;
  now = self->counts;
  now.late = br_shelf_watch_count_late (plan);
  put (self, &now);
}

static gboolean
plan_cb (gpointer user_data)
{
  BrShelfWatch *self = user_data;

  self->plan_id = 0;
  if (self->cancellable != NULL)
    return G_SOURCE_REMOVE;
  self->cancellable = g_cancellable_new ();
  br_tag_service_plan_async (self->tags, 0, self->cancellable, planned_cb, self);
  return G_SOURCE_REMOVE;
}

static void
count (BrShelfWatch *self)
{
  const BrTagCounts *tags = br_tag_service_get_counts (self->tags);
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (self->tags);
  gboolean has_opening = br_tag_service_get_opening (self->tags) >= 0;
  BrShelfWatchCounts now = { .attention = tags->attention, .mismatch = tags->mismatch };

  for (guint i = 0; i < stations->len; i++)
    count_station (stations->pdata[i], &now);
  now.troubled += br_tag_service_get_kept (self->tags) ? 0 : 1;
  now.late = has_opening ? self->counts.late : 0;
  if (has_opening && stations->len > 0 && self->plan_id == 0)
    self->plan_id = g_timeout_add_seconds (PLAN_S, plan_cb, self);
  put (self, &now);
}

static void
br_shelf_watch_dispose (GObject *object)
{
  BrShelfWatch *self = BR_SHELF_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->plan_id, g_source_remove);
  g_clear_object (&self->tags);
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
