/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tag was known to show and may not show any more: it was reset, somebody else wrote to it, or its station says something new. Shown again, but not without end. */
#include "config.h"

#include "br-station-engine-private.h"

#define MAX_LOST 3 /* a day */
#define MAX_FOREIGN 1 /* what somebody else wrote is written over once; then it is a matter for a person */
#define JUST_SHOWN_US (5 * BR_STATION_SECOND)
#define DAY_US (24 * BR_STATION_HOUR)
#define SWEEP_US BR_STATION_HOUR
#define RECALL_JOBS 16 /* of a tag, the latest ones */

typedef struct
{
  BrStationEngine *self;
  gint64 tag;
  gboolean foreign, attend; /* attend: only a person is told */
  const char *note;
} LoseJob;

static gboolean
lose_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const LoseJob *job = data;

  if (!job->attend)
    return br_tag_store_lose (tx, job->tag, job->foreign, job->note, error);
  return br_tag_store_attend (tx, job->tag, BR_TAG_ATTENTION_FOREIGN, 0, error) && br_tag_store_prove (tx, job->tag, BR_TAG_PROOF_STATION, job->note, error);
}

static void
lose_tag (BrStationEngine *self, BrTagSpot *spot, gboolean foreign, const char *note)
{
  LoseJob job = { self, spot->tag->id, foreign, FALSE, note };
  gint64 now = br_station_engine_now (self);

  if (spot->n_lost == 0 || now - spot->lost_us > DAY_US)
    {
      spot->n_lost = 0;
      spot->lost_us = now;
    }
  job.attend = ++spot->n_lost > (foreign ? MAX_FOREIGN : MAX_LOST);
  if (job.attend && (spot->tag->attention & BR_TAG_ATTENTION_FOREIGN) != 0 && spot->tag->shown_proof <= BR_TAG_PROOF_STATION)
    return; /* a person knows already */
  if (br_station_engine_write (self, lose_job, &job))
    self->stale = TRUE;
}

/* A word from before the picture was shown says nothing of it, though it may come to be read only after that. */
static gboolean
speaks_of_shown (const BrTagSpot *spot, const BrTagSighting *sighting)
{
  gint64 spoke_us = sighting->spoke_us != 0 ? sighting->spoke_us : sighting->heard_us;

  if (spot == NULL || spot->tag == NULL || spot->tag->shown_digest == NULL || sighting->elsewhere)
    return FALSE;
  return spoke_us == 0 || spoke_us > spot->tag->shown_us + JUST_SHOWN_US;
}

/* Why what it was known to show is not known any more; NULL = it is. A reset is one whatever is on its way: that may never get there. What is on its way may have been
 * what others are said to have given it, or what it came for unheard. */
static const char *
why_lost (BrStationEngine *self, const BrTagSpot *spot, const BrTagSighting *sighting)
{
  const BrTagFlight *flight;

  if (!speaks_of_shown (spot, sighting))
    return NULL;
  if (sighting->lost_picture)
    return "it was reset";
  flight = br_station_engine_flight_of (self, spot->tag->id);
  if (sighting->foreign && flight == NULL)
    return "somebody else gave it something to show";
  if (sighting->unsure && spot->tag->shown_proof > BR_TAG_PROOF_STATION && (flight == NULL || !br_tag_job_may_be_out (flight->job->state)))
    return "it came unheard, and may have been reset";
  return NULL;
}

void
br_station_engine_lose (BrStationEngine *self)
{
  for (guint i = 0; i < self->heard->len; i++)
    {
      const BrTagSighting *sighting = &g_array_index (self->heard, BrTagSighting, i);
      BrTagSpot *spot;
      const char *why;

      if (self->stale && !br_station_engine_load (self))
        return;
      spot = br_station_engine_spot (self, sighting->tag);
      why = why_lost (self, spot, sighting);
      if (why != NULL)
        lose_tag (self, spot, sighting->foreign && !sighting->lost_picture, why);
    }
}

/* Those that were handed over one after the other, as long as none of them was at another station. Of what was not shown, the hash says nothing. */
static void
recall_jobs (BrStationEngine *self, const GPtrArray *jobs)
{
  guint n = 0;

  while (n < jobs->len && br_station_engine_is_ours (self, jobs->pdata[n]))
    n++;
  while (n-- > 0)
    {
      const BrTagJob *job = jobs->pdata[n];
      BrTagShipment shipment;

      if (job->before == NULL)
        continue;
      br_station_engine_ship (&shipment, job);
      if (job->state != BR_TAG_JOB_CONFIRMED)
        g_clear_pointer (&shipment.expect, g_free);
      self->driver->ops->recall (self->driver, &shipment);
      br_station_engine_unship (&shipment);
    }
}

static gboolean
recall_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  BrStationEngine *self = data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->spots);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const BrTag *tag = ((BrTagSpot *) value)->tag;
      g_autoptr (GPtrArray) jobs = NULL;

      if (tag == NULL)
        continue;
      jobs = br_tag_job_list_of_tag (db, tag->id, RECALL_JOBS, error);
      if (jobs == NULL)
        return FALSE;
      recall_jobs (self, jobs);
    }
  return TRUE;
}

gboolean
br_station_engine_recall (BrStationEngine *self)
{
  return self->driver->ops->recall == NULL || br_station_engine_read (self, recall_job, self);
}

typedef struct
{
  const BrTag *tag;
  BrTagJob *last; /* the job by which it shows what it shows, or NULL */
  BrTagImage *image;
} LastJob;

static gboolean
last_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  LastJob *job = data;
  g_autoptr (GError) failed = NULL;
  g_autoptr (GPtrArray) jobs = br_tag_job_list_of_tag (db, job->tag->id, 1, &failed);

  if (failed == NULL && jobs->len == 1 && g_strcmp0 (((BrTagJob *) jobs->pdata[0])->digest, job->tag->shown_digest) == 0)
    {
      job->last = br_tag_job_ref (jobs->pdata[0]);
      job->image = br_tag_picture_load (db, job->tag->shown_digest, NULL, &failed);
    }
  if (failed == NULL || g_error_matches (failed, BR_ERROR, BR_ERROR_CORRUPT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

/* A look at what is long done: the station may have a reason to say something new that has nothing to do with the picture (a light, a repeated word). */
static void
look_again (BrStationEngine *self, BrTagSpot *spot, const LastJob *last)
{
  BrTagShipment shipment;
  BrShipmentReport report = { 0 };
  g_autoptr (GError) error = NULL;

  br_station_engine_ship (&shipment, last->last);
  shipment.image = last->image;
  if (self->driver->ops->look (self->driver, &shipment, &report, &error))
    {
      spot->doubt = FALSE;
      if (report.stage != BR_STAGE_SHOWN)
        lose_tag (self, spot, report.stage == BR_STAGE_FOREIGN, report.note);
    }
  br_station_engine_asked (self, error);
  br_station_engine_unship (&shipment);
  spot->rest_us = br_station_engine_now (self) + BR_STATION_MINUTE;
}

gboolean
br_station_engine_doubt (BrStationEngine *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->spots);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BrTagSpot *spot = value;
      LastJob job = { spot->tag, NULL, NULL };

      if (!spot->doubt || spot->tag == NULL || !br_station_engine_is_due (self, spot->rest_us))
        continue;
      if (spot->tag->shown_digest == NULL || br_station_engine_flight_of (self, spot->tag->id) != NULL || !br_station_engine_read (self, last_job, &job)
          || job.last == NULL || !br_station_engine_is_ours (self, job.last))
        spot->doubt = FALSE; /* something is on its way anyway, or there is nothing to doubt */
      else
        look_again (self, spot, &job);
      g_clear_pointer (&job.last, br_tag_job_unref);
      g_clear_pointer (&job.image, br_tag_image_unref);
      return TRUE;
    }
  return FALSE;
}

static gboolean
try_again (BrStoreTx *tx, const BrTag *tag, GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (GPtrArray) jobs = br_tag_job_list_of_tag (tx->db, tag->id, 1, &failed);
  const BrTagJob *last = failed == NULL && jobs->len == 1 ? jobs->pdata[0] : NULL;

  if (last != NULL && br_tag_job_is_final (last->state) && br_clock_now_us (tx->clock) - last->state_us >= BR_TAG_AGAIN_US)
    br_tag_want_again (tx, tag->id, BR_TAG_PRIORITY_CHECK, &failed);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

static gboolean
sweep_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const GPtrArray *tags = data;

  for (guint i = 0; i < tags->len; i++)
    if (!try_again (tx, tags->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
br_station_engine_sweep (BrStationEngine *self)
{
  g_autoptr (GPtrArray) unproved = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  if (!br_station_engine_is_due (self, self->sweep_due_us))
    return FALSE;
  self->sweep_due_us = br_station_engine_now (self) + SWEEP_US;
  g_hash_table_iter_init (&iter, self->spots);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const BrTagSpot *spot = value;

      if (spot->tag != NULL
          && ((spot->tag->attention & BR_TAG_ATTENTION_FAILED) != 0
              || (spot->tag->shown_digest != NULL && spot->tag->shown_proof < br_station_engine_accepted (self))))
        g_ptr_array_add (unproved, spot->tag);
    }
  if (unproved->len > 0 && br_station_engine_write (self, sweep_job, unproved))
    self->stale = TRUE;
  return TRUE;
}
