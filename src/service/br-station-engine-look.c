/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of pictures: looked at where nothing is known, when the station told something, and in any case after a while. What is out and not wanted
 * any more is taken back, as long as its tag does not fetch it.
 */
#include "config.h"

#include "br-station-engine-private.h"

#define LOOK_US (20 * BR_STATION_SECOND)
#define LOOK_FAR_US (5 * BR_STATION_MINUTE)   /* at most so long after the last, however late the tag comes */
#define LOOK_ACKED_US (6 * BR_STATION_SECOND) /* what the stream told of the fetch has come by then: it says something every 5 s */
#define LOOK_BAD_US LOOK_ACKED_US             /* after one that failed: it was due, and the tag may have fetched it and be waited for */
#define BAD_LOOKS 3                           /* then the others do not wait for this one any more */
#define SETTLE_ACKED_US LOOK_ACKED_US         /* a better proof comes within that, or never; what is sent again by then finds the tag still awake */
#define WEAK_TIMES 1 /* what was not proved is sent again, but a tag that has it does not fetch it, and one that never proves anything must not be drained */
#define STUCK_US (15 * BR_STATION_MINUTE) /* a tag that is heard fetches within that */
#define READY_US (10 * BR_STATION_MINUTE) /* so long after its tag was due, what a station took is ready: esl.md 5.5 */

static BrTagOn
seen_as (BrStationEngine *self, const BrShipmentReport *report)
{
  switch (report->stage)
    {
    case BR_STAGE_NOT_TAKEN: return BR_TAG_ON_NOT_TAKEN;
    case BR_STAGE_ACCEPTED: return BR_TAG_ON_ACCEPTED;
    case BR_STAGE_AT_STATION: return BR_TAG_ON_AT_STATION;
    case BR_STAGE_TRANSFER: return BR_TAG_ON_TRANSFER;
    case BR_STAGE_SHOWN: return report->proof >= br_station_engine_accepted (self) ? BR_TAG_ON_PROVED : BR_TAG_ON_ACKED;
    case BR_STAGE_TIMED_OUT: return BR_TAG_ON_TIMED_OUT;
    case BR_STAGE_POPPED: return BR_TAG_ON_POPPED;
    case BR_STAGE_STALE: return BR_TAG_ON_STALE;
    case BR_STAGE_FOREIGN: return BR_TAG_ON_FOREIGN;
    case BR_STAGE_BAD: return BR_TAG_ON_BAD;
    case BR_STAGE_DROPPED:
    default: return BR_TAG_ON_DROPPED;
    }
}

/* When it is worth looking again without news: a tag that sleeps long does nothing until it comes. */
static gint64
next_look (BrStationEngine *self, const BrTagFlight *flight)
{
  const BrTagSpot *spot = br_station_engine_spot (self, flight->job->key);
  gint64 us = LOOK_US;

  if (flight->job->state == BR_TAG_JOB_ACKED)
    us = LOOK_ACKED_US;
  else if (br_station_engine_can (self, BR_STATION_CAN_PUSH) && spot != NULL && spot->next_us != G_MAXINT64 && flight->job->state != BR_TAG_JOB_TRANSFER)
    us = CLAMP (spot->next_us + 5 * BR_STATION_SECOND - br_station_engine_wall (self), LOOK_US, LOOK_FAR_US);
  return br_station_engine_now (self) + us;
}

/* A tag that checks in and never fetches, or says that it has it and never proves it, is not waited for for ever. */
static BrTagOn
tire (BrStationEngine *self, BrTagFlight *flight, BrTagOn on)
{
  gint64 now = br_station_engine_now (self);

  if (on == BR_TAG_ON_ACKED)
    {
      if (flight->acked_us == 0)
        flight->acked_us = now;
      if (flight->job->state != BR_TAG_JOB_ACKED || now - flight->acked_us < SETTLE_ACKED_US)
        return on;
      return flight->job->attempt < WEAK_TIMES ? BR_TAG_ON_TOO_WEAK : BR_TAG_ON_NO_BETTER;
    }
  if ((on == BR_TAG_ON_AT_STATION || on == BR_TAG_ON_ACCEPTED || on == BR_TAG_ON_TRANSFER) && flight->heard_us != 0 && now - flight->heard_us > STUCK_US)
    return BR_TAG_ON_TIMED_OUT;
  return on;
}

static gboolean
is_news (const BrTagFlight *flight, BrTagOn on, const BrTagKnown *known)
{
  const BrTagJob *job = flight->job;

  return br_tag_machine_step (job->state, on).next != job->state || g_strcmp0 (known->token, job->token) != 0 || g_strcmp0 (known->expect, job->expect) != 0
         || known->done != job->done;
}

typedef struct
{
  gint64 station, tag, job;
  const char *why; /* NULL: it is stuck no more */
} StuckJob;

static gboolean
stuck_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const StuckJob *job = data;
  BrTagEvent event = { .station = job->station, .tag = job->tag, .job = job->job, .kind = BR_TAG_EVENT_STUCK, .note = (char *) job->why };

  if (job->why == NULL)
    return br_tag_store_attend (tx, job->tag, 0, BR_TAG_ATTENTION_STUCK, error);
  return br_tag_store_attend (tx, job->tag, BR_TAG_ATTENTION_STUCK, 0, error) && br_tag_event_note (tx, &event, error);
}

/* Why a person should look at what the station took and does not make ready; NULL: it is in time. A tag that is not due yet is waited for, however long it sleeps. */
static const char *
why_stuck (BrStationEngine *self, BrTagFlight *flight, const BrTagSpot *spot, const BrShipmentReport *report)
{
  gint64 now = br_station_engine_now (self);

  if (report->stage != BR_STAGE_ACCEPTED)
    return NULL;
  if (report->stuck)
    return report->note;
  if (flight->ready_by_us == 0 && spot->next_us != G_MAXINT64)
    flight->ready_by_us = now + MAX (spot->next_us - br_station_engine_wall (self), 0) + READY_US;
  if (flight->ready_by_us == 0 || now < flight->ready_by_us)
    return NULL;
  return report->note[0] != '\0' ? report->note : "the station has not made it ready, though its tag was due";
}

/* Said when it begins, and taken back when it is over. */
static void
attend_stuck (BrStationEngine *self, BrTagFlight *flight, const BrShipmentReport *report)
{
  const BrTagSpot *spot = br_station_engine_spot (self, flight->job->key);
  StuckJob job = { .station = self->params.station, .tag = flight->job->tag, .job = flight->job->id };
  gboolean is_said;

  if (spot == NULL || spot->tag == NULL)
    return;
  job.why = why_stuck (self, flight, spot, report);
  is_said = (spot->tag->attention & BR_TAG_ATTENTION_STUCK) != 0;
  if (is_said != (job.why != NULL) && br_station_engine_write (self, stuck_job, &job))
    self->stale = TRUE;
}

static void
take_report (BrStationEngine *self, BrTagFlight *flight, const BrTagShipment *shipment, const BrShipmentReport *report)
{
  BrTagOn on = tire (self, flight, seen_as (self, report));
  BrTagKnown known = { .token = shipment->token, .expect = shipment->expect, .done = report->done, .total = report->total };

  if (on == BR_TAG_ON_PROVED || on == BR_TAG_ON_ACKED || on == BR_TAG_ON_NO_BETTER)
    {
      known.digest = flight->job->digest;
      known.proof = MAX (report->proof, BR_TAG_PROOF_WEAK);
    }
  if (report->note[0] != '\0' && br_tag_machine_step (flight->job->state, on).next != flight->job->state)
    known.note = report->note;
  flight->n_bad_looks = 0;
  flight->must_look = FALSE;
  attend_stuck (self, flight, report);
  if ((!is_news (flight, on, &known) || br_station_engine_move (self, &flight, on, &known)) && flight != NULL)
    flight->look_us = next_look (self, flight);
}

typedef struct
{
  const BrTagJob *job;
  BrTagImage *image;
  gboolean is_free;
} ImageJob;

static gboolean
read_free (BrDb *db, ImageJob *job, GError **error)
{
  g_auto (BrTagWant) want = { 0 };
  g_autoptr (GError) failed = NULL;

  job->is_free = br_tag_want_load (db, job->job->tag, job->job->gen, &want, &failed) && br_id_is_none (&want.sku);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

static gboolean
image_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ImageJob *job = data;
  g_autoptr (GError) failed = NULL;

  job->image = job->job->digest != NULL ? br_tag_picture_load (db, job->job->digest, NULL, &failed) : NULL;
  if (failed == NULL || g_error_matches (failed, BR_ERROR, BR_ERROR_CORRUPT)) /* without it, it can still be said where it is, if not that it is ours */
    return read_free (db, job, error);
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

/* A job that was being sent when it could not be noted any more is as unknown as one whose answer was lost. */
static gboolean
settle_handed (BrStationEngine *self, BrTagFlight **flight)
{
  return (*flight)->job->state != BR_TAG_JOB_SENDING || br_station_engine_move (self, flight, BR_TAG_ON_SENT, NULL);
}

/* After a look that failed: soon, but not for ever. */
static gint64
look_again (const BrTagFlight *flight)
{
  if (flight->job->state == BR_TAG_JOB_ACKED)
    return LOOK_ACKED_US;
  return flight->n_bad_looks < BAD_LOOKS ? LOOK_BAD_US : LOOK_US;
}

static void
look_at (BrStationEngine *self, BrTagFlight *flight)
{
  ImageJob image = { 0 };
  BrTagShipment shipment;
  BrShipmentReport report = { 0 };
  g_autoptr (GError) error = NULL;

  if (!settle_handed (self, &flight))
    return;
  image.job = flight->job;
  if (!br_station_engine_read (self, image_job, &image))
    return;
  br_station_engine_ship (&shipment, flight->job);
  shipment.image = image.image;
  shipment.is_free = image.is_free;
  if (self->driver->ops->look (self->driver, &shipment, &report, &error))
    {
      br_station_engine_asked (self, NULL);
      take_report (self, flight, &shipment, &report);
    }
  else
    {
      br_station_engine_asked (self, error);
      if (++flight->n_bad_looks >= BAD_LOOKS)
        flight->must_look = FALSE;
      flight->look_us = br_station_engine_now (self) + look_again (flight);
      if (g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND)) /* the station does not know the tag: it has nothing for it */
        br_station_engine_move (self, &flight, BR_TAG_ON_NOT_TAKEN, NULL);
    }
  br_station_engine_unship (&shipment);
  g_clear_pointer (&image.image, br_tag_image_unref);
}

/* The flight that has waited longest to be looked at, if any is due. */
static BrTagFlight *
pick_look (BrStationEngine *self, gboolean first)
{
  BrTagFlight *best = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrTagFlight *flight = value;
      BrTagJobState state = flight->job->state;

      if (!br_tag_job_may_be_out (state) || flight == self->sending
          || (first && state != BR_TAG_JOB_UNKNOWN && state != BR_TAG_JOB_SENDING && !flight->must_look))
        continue;
      if (br_station_engine_is_due (self, flight->look_us) && (best == NULL || flight->look_us < best->look_us))
        best = flight;
    }
  return best;
}

gboolean
br_station_engine_look_first (BrStationEngine *self)
{
  BrTagFlight *flight = pick_look (self, TRUE);

  if (flight != NULL)
    look_at (self, flight);
  return flight != NULL;
}

gboolean
br_station_engine_look (BrStationEngine *self)
{
  BrTagFlight *flight = pick_look (self, FALSE);

  if (flight != NULL)
    look_at (self, flight);
  return flight != NULL;
}

/* Whether what is wanted now has the picture that is out already. It is drawn for that; what cannot be drawn takes no place. */
static gboolean
is_same_picture (BrStationEngine *self, const BrTagFlight *flight, const BrTagSpot *spot, gboolean *same)
{
  g_autoptr (GBytes) jpeg = NULL;
  g_autofree char *problem = NULL, *digest = NULL;
  g_autoptr (BrTagImage) image = br_station_engine_draw (self, spot, 0, &jpeg, &problem);

  if (image == NULL && problem == NULL)
    return FALSE;
  digest = image != NULL ? br_tag_image_digest (image) : NULL;
  *same = digest == NULL || g_strcmp0 (digest, flight->job->digest) == 0;
  return TRUE;
}

static BrTagFlight *
pick_outdated (BrStationEngine *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrTagFlight *flight = value;
      BrTagSpot *spot = br_station_engine_spot (self, flight->job->key);

      if ((flight->job->state == BR_TAG_JOB_ACCEPTED || flight->job->state == BR_TAG_JOB_AT_STATION) && flight->job->wanted_gen > flight->job->gen
          && flight->same_gen < flight->job->wanted_gen && spot != NULL && !spot->cancel && br_station_engine_is_due (self, spot->rest_us))
        return flight;
    }
  return NULL;
}

gboolean
br_station_engine_replace (BrStationEngine *self)
{
  BrTagFlight *flight = br_station_engine_can (self, BR_STATION_CAN_CANCEL) ? pick_outdated (self) : NULL;
  BrTagSpot *spot;
  gboolean same = FALSE;

  if (flight == NULL)
    return FALSE;
  spot = br_station_engine_spot (self, flight->job->key);
  if (!is_same_picture (self, flight, spot, &same))
    spot->rest_us = br_station_engine_now (self) + LOOK_US;
  else if (same)
    flight->same_gen = flight->job->wanted_gen;
  else
    {
      spot->cancel = TRUE;
      spot->replaced = flight->job->id;
    }
  return TRUE;
}

/* What was cancelled for something newer has ended; the next job of the tag begins with that. Unless the tag was quicker. */
static void
end_replaced (BrStationEngine *self, BrTagSpot *spot)
{
  BrTagFlight *flight = g_hash_table_lookup (self->flights, &spot->replaced);

  spot->replaced = 0;
  if (flight != NULL && br_tag_machine_can (flight->job->state, BR_TAG_ON_REPLACED))
    br_station_engine_move (self, &flight, BR_TAG_ON_REPLACED, NULL);
}

static gboolean
is_cancelled (const GError *error)
{
  return error == NULL || g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND) || g_error_matches (error, BR_ERROR, BR_ERROR_CONFLICT);
}

gboolean
br_station_engine_cancel (BrStationEngine *self)
{
  GHashTableIter iter;
  gpointer key, value;

  if (!br_station_engine_is_due (self, self->command_due_us))
    return FALSE;
  g_hash_table_iter_init (&iter, self->spots);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      BrTagSpot *spot = value;
      g_autoptr (GError) error = NULL;

      if (!spot->cancel || !br_station_engine_is_due (self, spot->rest_us))
        continue;
      self->driver->ops->cancel (self->driver, key, &error);
      br_station_engine_asked (self, error);
      self->command_due_us = br_station_engine_now (self) + self->driver->ops->command_gap_us;
      spot->rest_us = br_station_engine_now (self) + BR_STATION_CANCEL_US;
      if (is_cancelled (error) || g_error_matches (error, BR_ERROR, BR_ERROR_REFUSED))
        spot->cancel = !br_station_engine_keep (self, spot, BR_TAG_ERRAND_CANCEL, FALSE);
      if (is_cancelled (error) && spot->replaced != 0)
        end_replaced (self, spot);
      return TRUE;
    }
  return FALSE;
}
