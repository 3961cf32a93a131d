/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which picture goes next, and how it goes: drawn only when there is a place for it, then what the station has of the tag is read and committed with
 * SENDING, then, in a step of its own, it is handed over.
 */
#include "config.h"

#include "br-station-engine-private.h"

#include <string.h>

#define SOON_US (15 * BR_STATION_SECOND)     /* a station makes a picture ready in less: a check-in nearer than this is missed */
#define FAR_US (10 * BR_STATION_MINUTE)      /* tags that come later may only have half of the places */
#define ELSEWHERE_US BR_STATION_MINUTE
#define DRAW_AGAIN_US (10 * BR_STATION_SECOND)

/* BrTagJob.before: the station's number, a space, and what the driver said; without it, it said nothing. */
static char *
sign_before (BrStationEngine *self, const char *before)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "%s%s", self->params.station, before != NULL ? " " : "", before != NULL ? before : "");
}

gboolean
br_station_engine_is_ours (BrStationEngine *self, const BrTagJob *job)
{
  return job->before == NULL || g_ascii_strtoll (job->before, NULL, 10) == self->params.station;
}

void
br_station_engine_ship (BrTagShipment *shipment, const BrTagJob *job)
{
  const char *space = job->before != NULL ? strchr (job->before, ' ') : NULL;

  *shipment = (BrTagShipment) { .tag = job->key, .sequence = job->sequence };
  shipment->before = space != NULL ? g_strdup (space + 1) : NULL;
  shipment->token = g_strdup (job->token);
  shipment->expect = g_strdup (job->expect);
}

void
br_station_engine_unship (BrTagShipment *shipment)
{
  g_clear_pointer (&shipment->before, g_free);
  g_clear_pointer (&shipment->token, g_free);
  g_clear_pointer (&shipment->expect, g_free);
}

typedef struct
{
  gint64 tag, gen;
  const char *digest; /* or NULL */
  BrTagWant want;
  gboolean has_want;
  BrTagImage *image;
  GBytes *jpeg;
} PictureJob;

static gboolean
picture_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PictureJob *job = data;
  g_autoptr (GError) failed = NULL;

  if (job->digest != NULL)
    job->image = br_tag_picture_load (db, job->digest, &job->jpeg, &failed);
  if (g_error_matches (failed, BR_ERROR, BR_ERROR_CORRUPT)) /* it is drawn anew */
    g_clear_error (&failed);
  if (failed == NULL && job->image == NULL)
    job->has_want = br_tag_want_load (db, job->tag, job->gen, &job->want, &failed);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

BrTagImage *
br_station_engine_draw (BrStationEngine *self, const BrTagSpot *spot, gint64 gen, GBytes **jpeg, char **problem)
{
  PictureJob job = { .tag = spot->tag->id, .gen = gen };
  g_autoptr (GError) error = NULL;
  BrTagImage *image = NULL;

  if (!br_station_engine_read (self, picture_job, &job))
    return NULL;
  if (!job.has_want)
    *problem = g_strdup ("what it is to show is not known any more");
  else if (!br_tag_type_is_sound (&spot->tag->type))
    *problem = g_strdup_printf ("tags of type %u are not known", spot->tag->type.code);
  else
    image = self->params.draw (self->params.data, &job.want, &spot->tag->type, jpeg, problem, &error);
  if (error != NULL)
    g_warning ("the picture of a shelf tag cannot be drawn: %s", error->message);
  br_tag_want_clear (&job.want);
  return image;
}

/* What a tag shows by the proof that is asked for need not be sent. */
static gboolean
shows (BrStationEngine *self, const BrTag *tag, const char *digest)
{
  return tag->shown_proof >= br_station_engine_accepted (self) && g_strcmp0 (tag->shown_digest, digest) == 0;
}

static gboolean
draw_flight (BrStationEngine *self, BrTagFlight *flight)
{
  BrTagSpot *spot = br_station_engine_spot (self, flight->job->key);
  g_autoptr (GBytes) jpeg = NULL;
  g_autofree char *problem = NULL, *digest = NULL;
  g_autoptr (BrTagImage) image = br_station_engine_draw (self, spot, flight->job->gen, &jpeg, &problem);
  BrTagKnown known = { .note = problem };

  if (image == NULL && problem == NULL)
    {
      spot->rest_us = br_station_engine_now (self) + DRAW_AGAIN_US;
      return TRUE;
    }
  if (image == NULL)
    {
      br_station_engine_move (self, &flight, BR_TAG_ON_UNDRAWABLE, &known);
      return TRUE;
    }
  digest = br_tag_image_digest (image);
  known = (BrTagKnown) { .digest = digest, .image = image, .jpeg = jpeg };
  if (shows (self, spot->tag, digest))
    {
      known.proof = spot->tag->shown_proof;
      br_station_engine_move (self, &flight, BR_TAG_ON_SHOWN_ALREADY, &known);
    }
  else
    br_station_engine_move (self, &flight, BR_TAG_ON_DRAWN, &known);
  return TRUE;
}

/* What a failed request says of the tag: it is not here just now, or something is in the way. */
static void
rest_tag (BrStationEngine *self, BrTagSpot *spot, const GError *error)
{
  if (g_error_matches (error, BR_ERROR, BR_ERROR_EXISTS))
    spot->cancel = TRUE;
  else if (g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND))
    spot->hold = TRUE;
  if (g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND) || g_error_matches (error, BR_ERROR, BR_ERROR_CONFLICT))
    spot->rest_us = br_station_engine_now (self) + ELSEWHERE_US;
}

static gboolean
refused_for_good (const GError *error)
{
  return g_error_matches (error, BR_ERROR, BR_ERROR_INVALID) || g_error_matches (error, BR_ERROR, BR_ERROR_RANGE)
         || g_error_matches (error, BR_ERROR, BR_ERROR_REFUSED);
}

/* FALSE: not read. A picture that is not kept any more is NULL. */
static gboolean
load_picture (BrStationEngine *self, const BrTagJob *job, BrTagImage **image, GBytes **jpeg)
{
  PictureJob picture = { .tag = job->tag, .gen = job->gen, .digest = job->digest };
  gboolean ok = br_station_engine_read (self, picture_job, &picture);

  br_tag_want_clear (&picture.want);
  *image = picture.image;
  *jpeg = picture.jpeg;
  return ok;
}

/* A picture that was drawn before it was wanted may be there already, too. */
static gboolean
skip_shown (BrStationEngine *self, BrTagFlight *flight)
{
  const BrTag *tag = br_station_engine_spot (self, flight->job->key)->tag;
  BrTagKnown known = { .digest = flight->job->digest, .proof = tag->shown_proof };

  return shows (self, tag, flight->job->digest) && br_station_engine_move (self, &flight, BR_TAG_ON_SHOWN_ALREADY, &known);
}

static gboolean
prepare_flight (BrStationEngine *self, BrTagFlight *flight)
{
  BrTagSpot *spot = br_station_engine_spot (self, flight->job->key);
  g_autoptr (GError) error = NULL;
  BrTagShipment shipment;
  BrTagKnown known = { 0 };
  g_autofree char *before = NULL;
  g_autoptr (BrTagImage) image = NULL;
  g_autoptr (GBytes) jpeg = NULL;
  gboolean ok;

  if (!load_picture (self, flight->job, &image, &jpeg))
    return TRUE;
  if (image == NULL || !br_tag_type_equal (&image->type, &spot->tag->type))
    {
      spot->rest_us = br_station_engine_now (self) + DRAW_AGAIN_US;
      br_station_engine_move (self, &flight, BR_TAG_ON_OUTDRAWN, NULL);
      return TRUE;
    }
  br_station_engine_ship (&shipment, flight->job);
  shipment.image = image;
  shipment.jpeg = jpeg;
  shipment.sequence++;
  ok = self->driver->ops->prepare (self->driver, &shipment, &error);
  br_station_engine_asked (self, error);
  if (ok)
    {
      known.before = before = sign_before (self, shipment.before);
      if (br_station_engine_move (self, &flight, BR_TAG_ON_SEND, &known))
        self->sending = flight;
    }
  else if (refused_for_good (error))
    {
      known.note = error->message;
      br_station_engine_move (self, &flight, BR_TAG_ON_REFUSED, &known);
    }
  else
    rest_tag (self, spot, error);
  br_station_engine_unship (&shipment);
  return TRUE;
}

static BrTagOn
outcome_of (const GError *error)
{
  if (g_error_matches (error, BR_ERROR, BR_ERROR_OFFLINE))
    return BR_TAG_ON_OFFLINE;
  if (refused_for_good (error))
    return BR_TAG_ON_REFUSED;
  if (error == NULL || g_error_matches (error, BR_ERROR, BR_ERROR_IO) || g_error_matches (error, BR_ERROR, BR_ERROR_PROTOCOL))
    return BR_TAG_ON_SENT;
  return BR_TAG_ON_BUSY; /* the driver says that nothing happened */
}

gboolean
br_station_engine_submit (BrStationEngine *self)
{
  BrTagFlight *flight = self->sending;
  BrTagSpot *spot = flight != NULL ? br_station_engine_spot (self, flight->job->key) : NULL;
  g_autoptr (BrTagImage) image = NULL;
  g_autoptr (GBytes) jpeg = NULL;
  g_autoptr (GError) error = NULL;
  BrTagKnown known = { 0 };
  BrTagShipment shipment;
  BrTagOn on;

  if (flight == NULL || !load_picture (self, flight->job, &image, &jpeg))
    return FALSE;
  self->sending = NULL;
  if (image != NULL)
    {
      br_station_engine_ship (&shipment, flight->job);
      shipment.image = image;
      shipment.jpeg = jpeg;
      shipment.title = spot != NULL ? spot->tag->alias : NULL;
      self->driver->ops->submit (self->driver, &shipment, &error);
      br_station_engine_unship (&shipment);
      self->picture_due_us = br_station_engine_now (self) + self->driver->ops->request_gap_us;
      br_station_engine_asked (self, error);
      if (spot != NULL)
        rest_tag (self, spot, error);
    }
  else
    g_set_error_literal (&error, BR_ERROR, BR_ERROR_BUSY, "its picture is not kept any more");
  on = outcome_of (error);
  known.note = error != NULL ? error->message : NULL;
  if (br_station_engine_move (self, &flight, on, &known) && on == BR_TAG_ON_SENT)
    flight->look_us = br_station_engine_now (self);
  return TRUE;
}

/* As br_tag_is_silent, by what was heard since it was read. */
static gboolean
is_silent (BrStationEngine *self, const BrTagSpot *spot)
{
  BrTag heard = *spot->tag;

  if (spot->heard_us > heard.heard_us)
    heard.deaf_us = 0;
  heard.heard_us = spot->heard_us;
  heard.listened_us = G_MAXINT64; /* to now */
  return br_tag_is_silent (&heard, br_station_engine_wall (self));
}

/* One that was refused because a picture is in its way lets that picture be replaced first. */
static gboolean
light_goes_first (const BrTagSpot *spot)
{
  return !spot->led_blocked && (spot->led != 0 || spot->led_out != 0);
}

/* A tag that cannot have it now: silent, asleep until somebody wakes it, blinking, or something of it is to be cleared first. */
static gboolean
may_go (BrStationEngine *self, const BrTagFlight *flight)
{
  const BrTagSpot *spot = br_station_engine_spot (self, flight->job->key);
  BrTagJobState state = flight->job->state;

  if ((state != BR_TAG_JOB_QUEUED && state != BR_TAG_JOB_RENDERED) || spot == NULL || spot->tag == NULL)
    return FALSE;
  if (!br_station_engine_is_due (self, spot->rest_us) || spot->hold || spot->cancel || light_goes_first (spot))
    return FALSE;
  return spot->next_us != G_MAXINT64 && !is_silent (self, spot);
}

/* Whether a goes before b: the more urgent first, then the tag that comes next but not too soon, then the older. */
static gboolean
goes_first (BrStationEngine *self, const BrTagFlight *a, const BrTagFlight *b)
{
  gint64 soon = br_station_engine_wall (self) + SOON_US;
  gint64 next_a = br_station_engine_spot (self, a->job->key)->next_us, next_b = br_station_engine_spot (self, b->job->key)->next_us;

  if (a->job->priority != b->job->priority)
    return a->job->priority < b->job->priority;
  next_a = next_a > soon ? next_a : G_MAXINT64;
  next_b = next_b > soon ? next_b : G_MAXINT64;
  if (next_a != next_b)
    return next_a < next_b;
  return a->job->id < b->job->id;
}

static gboolean
is_quiet_time (BrStationEngine *self)
{
  int minute = self->params.minute != NULL ? self->params.minute (self->params.data, br_station_engine_wall (self)) : -1;

  return minute >= 0 && br_station_is_quiet (self->station, minute);
}

static BrTagFlight *
pick_flight (BrStationEngine *self, guint n_out)
{
  BrTagFlight *best = NULL;
  gboolean quiet = is_quiet_time (self);
  gint64 far = br_station_engine_wall (self) + FAR_US;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrTagFlight *flight = value;

      if (!may_go (self, flight) || (quiet && flight->job->priority > BR_TAG_PRIORITY_PRICE))
        continue;
      if (2 * n_out >= self->health.max_in_flight && br_station_engine_spot (self, flight->job->key)->next_us > far)
        continue;
      if (best == NULL || goes_first (self, flight, best))
        best = flight;
    }
  return best;
}

/* Before anything is sent, all that was out when the engine began was looked at. */
static gboolean
is_reconciled (BrStationEngine *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((BrTagFlight *) value)->must_look)
      return FALSE;
  return TRUE;
}

gboolean
br_station_engine_send (BrStationEngine *self)
{
  guint n_out = br_station_engine_count_out (self);
  BrTagFlight *flight;

  if (self->station->paused || self->station->state == BR_STATION_LYING || !self->health.ready || self->health.nightly_soon)
    return FALSE;
  if (n_out >= self->health.max_in_flight || !is_reconciled (self) || !br_station_engine_is_due (self, self->picture_due_us))
    return FALSE;
  flight = pick_flight (self, n_out);
  if (flight == NULL)
    return FALSE;
  if (flight->job->state == BR_TAG_JOB_QUEUED)
    return draw_flight (self, flight);
  return skip_shown (self, flight) || prepare_flight (self, flight);
}
