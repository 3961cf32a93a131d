/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine knows of its tags and their jobs, read from the store; and the one way a job moves. */
#include "config.h"

#include "br-station-engine-private.h"

#include <string.h>

#define MAX_JOBS 1000 /* at once; a station has a tenth as many tags */

typedef struct
{
  BrStationEngine *self;
  BrStation *station;
  GPtrArray *tags, *jobs;
  GArray *errands;
} LoadJob;

static gboolean
load_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  LoadJob *job = data;
  gint64 id = job->self->params.station;
  g_autoptr (GError) failed = NULL;

  job->station = br_station_store_find (db, id, &failed);
  if (failed == NULL)
    job->tags = br_tag_store_of_station (db, id, &failed);
  if (failed == NULL)
    job->jobs = br_tag_job_list_active (db, id, 0, MAX_JOBS, &failed);
  if (failed == NULL)
    job->errands = br_tag_errand_list (db, id, &failed);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

BrTagSpot *
br_station_engine_spot (BrStationEngine *self, const char *key)
{
  return g_hash_table_lookup (self->spots, key);
}

static BrTagSpot *
ensure_spot (BrStationEngine *self, const char *key, gint64 tag)
{
  BrTagSpot *spot = br_station_engine_spot (self, key);

  if (spot == NULL)
    {
      spot = g_new0 (BrTagSpot, 1);
      g_hash_table_insert (self->spots, g_strdup (key), spot);
    }
  spot->id = tag;
  return spot;
}

static void
take_tag (BrStationEngine *self, BrTag *tag)
{
  BrTagSpot *spot = ensure_spot (self, tag->key, tag->id);

  g_clear_pointer (&spot->tag, br_tag_unref);
  spot->tag = br_tag_ref (tag);
  if (tag->heard_us > spot->heard_us || br_station_engine_is_ahead (self, spot->heard_us))
    {
      spot->heard_us = tag->heard_us;
      spot->next_us = tag->next_us;
    }
}

static BrTagFlight *
take_job (BrStationEngine *self, BrTagJob *job)
{
  BrTagFlight *flight = g_hash_table_lookup (self->flights, &job->id);

  if (flight == NULL)
    {
      flight = g_new0 (BrTagFlight, 1);
      flight->job = br_tag_job_ref (job);
      g_hash_table_insert (self->flights, &flight->job->id, flight);
      return flight;
    }
  g_hash_table_steal (self->flights, &job->id); /* its key lies in the job that goes */
  br_tag_job_unref (flight->job);
  flight->job = br_tag_job_ref (job);
  g_hash_table_insert (self->flights, &flight->job->id, flight);
  return flight;
}

static void
drop_flight (BrStationEngine *self, BrTagFlight *flight)
{
  if (self->sending == flight)
    self->sending = NULL;
  g_hash_table_remove (self->flights, &flight->job->id);
}

static gboolean
has_job (const GPtrArray *jobs, gint64 id)
{
  for (guint i = 0; i < jobs->len; i++)
    if (((const BrTagJob *) jobs->pdata[i])->id == id)
      return TRUE;
  return FALSE;
}

/* A light that was ordered before the program began is taken to be the longest: its stop follows it. */
static void
take_errand (BrStationEngine *self, const BrTagErrand *errand)
{
  BrTagSpot *spot = ensure_spot (self, errand->key, errand->tag);

  spot->errands |= 1u << errand->kind;
  if (errand->kind == BR_TAG_ERRAND_CANCEL)
    spot->cancel = TRUE;
  else if (spot->led == 0 && spot->led_out == 0)
    {
      spot->led_out = BR_TAG_LED_LONG;
      spot->led_out_us = errand->at_us;
    }
}

/* Jobs that went to another station with their tag, or were forgotten with it. */
static void
drop_others (BrStationEngine *self, const GPtrArray *jobs)
{
  g_autoptr (GList) flights = g_hash_table_get_values (self->flights);

  for (GList *l = flights; l != NULL; l = l->next)
    {
      BrTagFlight *flight = l->data;

      if (!has_job (jobs, flight->job->id))
        drop_flight (self, flight);
    }
}

/* A tag that another station has is remembered here only for what is still to be done. */
static gboolean
is_elsewhere (gpointer key, gpointer value, gpointer data)
{
  BrTagSpot *spot = value;

  if (g_hash_table_contains (data, key))
    return FALSE;
  g_clear_pointer (&spot->tag, br_tag_unref);
  return !spot->cancel;
}

/* What is read takes the place of what was. */
static void
take_load (BrStationEngine *self, const LoadJob *job)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer value;

  drop_others (self, job->jobs);
  g_hash_table_iter_init (&iter, self->spots);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((BrTagSpot *) value)->errands = 0;
  for (guint i = 0; i < job->tags->len; i++)
    {
      take_tag (self, job->tags->pdata[i]);
      g_hash_table_add (keys, ((BrTag *) job->tags->pdata[i])->key);
    }
  for (guint i = 0; i < job->jobs->len; i++)
    take_job (self, job->jobs->pdata[i]);
  for (guint i = 0; i < job->errands->len; i++)
    take_errand (self, &g_array_index (job->errands, BrTagErrand, i));
  g_hash_table_foreach_remove (self->spots, is_elsewhere, keys);
}

gboolean
br_station_engine_load (BrStationEngine *self)
{
  LoadJob job = { .self = self };
  gboolean ok = br_station_engine_read (self, load_job, &job);

  if (ok && job.station != NULL)
    {
      g_clear_pointer (&self->station, br_station_unref);
      self->station = g_steal_pointer (&job.station);
      take_load (self, &job);
      self->stale = FALSE;
    }
  g_clear_pointer (&job.station, br_station_unref);
  g_clear_pointer (&job.tags, g_ptr_array_unref);
  g_clear_pointer (&job.jobs, g_ptr_array_unref);
  g_clear_pointer (&job.errands, g_array_unref);
  return ok && self->station != NULL && !self->stale;
}

typedef struct
{
  gint64 station, tag;
  BrTagErrandKind kind;
  gboolean to_do;
} KeepJob;

static gboolean
keep_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const KeepJob *job = data;

  return (job->to_do ? br_tag_errand_put : br_tag_errand_done) (tx, job->station, job->tag, job->kind, error);
}

gboolean
br_station_engine_keep (BrStationEngine *self, BrTagSpot *spot, BrTagErrandKind kind, gboolean to_do)
{
  KeepJob job = { self->params.station, spot->id, kind, to_do };
  const guint bit = 1u << kind;

  if (((spot->errands & bit) != 0) == to_do)
    return TRUE;
  if (!br_station_engine_write (self, keep_job, &job))
    return FALSE;
  spot->errands = to_do ? spot->errands | bit : spot->errands & ~bit;
  return TRUE;
}

BrTagFlight *
br_station_engine_flight_of (BrStationEngine *self, gint64 tag)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((BrTagFlight *) value)->job->tag == tag)
      return value;
  return NULL;
}

guint
br_station_engine_count_out (BrStationEngine *self)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->flights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n += br_tag_job_may_be_out (((BrTagFlight *) value)->job->state) ? 1 : 0;
  return n;
}

typedef struct
{
  gint64 station;
  BrTagJobState from;
  BrTagJobMove move;
  const BrTagKnown *known;
  gboolean mixed_up;
  BrTagJob *after; /* the tag's job that is not final, or NULL */
} MoveJob;

/* What was on its way and is not ours may have been fetched, or is yet: then the tag shows what nobody knows instead of what it was proved to show. */
static gboolean
is_mixed_up (BrTagOn on)
{
  return on == BR_TAG_ON_POPPED || on == BR_TAG_ON_STALE || on == BR_TAG_ON_FOREIGN;
}

static gboolean
move_job (BrStoreTx *tx, gpointer data, GError **error)
{
  MoveJob *job = data;
  g_autoptr (GError) failed = NULL;
  g_autoptr (BrTagJob) now = br_tag_job_load (tx->db, job->move.job, &failed);
  const BrTagKnown *known = job->known;

  if (failed == NULL && now != NULL && now->station == job->station && now->state == job->from)
    {
      if (known->image == NULL || br_tag_picture_put (tx, known->digest, known->image, known->jpeg, &failed))
        br_tag_job_move (tx, &job->move, &failed);
      if (failed == NULL && job->mixed_up)
        br_tag_store_prove (tx, now->tag, BR_TAG_PROOF_STATION, known->note, &failed);
      if (failed == NULL)
        job->after = br_tag_job_find_active (tx->db, now->tag, &failed);
    }
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

/* When a job that waits is tried again, by wall time; G_MAXINT64 = when its tag is heard. */
static gint64
wait_until (BrStationEngine *self, const BrTagJob *job, const BrTagStep *step)
{
  gint64 now = br_station_engine_wall (self);
  guint attempt = job->attempt + 1;
  gint64 first_us = job->first_us;

  switch (step->delay)
    {
    case BR_TAG_DELAY_BACK_OFF:
      attempt = job->attempt;
      br_tag_count_failure (&attempt, &first_us, now);
      return now + br_tag_back_off_us (attempt, (guint32) br_random_u64 (self->params.random));
    case BR_TAG_DELAY_SETTLE: return now + BR_STATION_CANCEL_US;
    case BR_TAG_DELAY_LATER: return now + BR_TAG_LATER_US;
    case BR_TAG_DELAY_HEARD: return G_MAXINT64;
    case BR_TAG_DELAY_NONE:
    case BR_TAG_DELAY_STATION:
    default: return 0;
    }
}

/* What turns out not to be on its way any more is not sent again when something newer is wanted by now: that follows at once. */
static BrTagJobState
next_state (const BrTagJob *job, BrTagJobState next)
{
  gboolean again = next == BR_TAG_JOB_QUEUED || next == BR_TAG_JOB_RENDERED || next == BR_TAG_JOB_RETRY_WAIT;

  return again && br_tag_job_may_be_out (job->state) && job->wanted_gen > job->gen ? BR_TAG_JOB_SUPERSEDED : next;
}

static void
plan_move (BrStationEngine *self, const BrTagJob *job, const BrTagStep *step, const BrTagKnown *known, BrTagJobMove *move)
{
  guint attempt = job->attempt;
  gint64 first_us = job->first_us;
  gboolean exhausted = step->counted && br_tag_count_failure (&attempt, &first_us, br_station_engine_wall (self));

  move->job = job->id;
  move->from = BR_TAG_JOB_BIT (job->state);
  move->to = exhausted ? BR_TAG_JOB_FAILED : next_state (job, step->next);
  move->counts = step->counted;
  move->not_before_us = move->to == BR_TAG_JOB_RETRY_WAIT ? wait_until (self, job, step) : 0;
  move->digest = known->digest;
  move->before = known->before;
  move->token = known->token;
  move->expect = known->expect;
  move->proof = known->proof;
  move->done = known->done;
  move->total = known->total;
  move->note = known->note;
}

/* What the engine knows of a job beyond the store holds only as long as it is in that state. */
static void
take_moved (BrStationEngine *self, BrTagFlight *flight, BrTagJob *after)
{
  gboolean was_at_station = flight->job->state == BR_TAG_JOB_AT_STATION || flight->job->state == BR_TAG_JOB_TRANSFER;

  take_job (self, after);
  if (!was_at_station)
    flight->heard_us = 0;
  if (after->state != BR_TAG_JOB_ACKED)
    flight->acked_us = 0;
  if (after->state != BR_TAG_JOB_ACCEPTED)
    flight->ready_by_us = 0;
  if (!br_tag_job_may_be_out (after->state))
    flight->must_look = FALSE;
}

gboolean
br_station_engine_move (BrStationEngine *self, BrTagFlight **flight, BrTagOn on, const BrTagKnown *known)
{
  static const BrTagKnown nothing = { 0 };
  BrTagFlight *moved = *flight;
  BrTagStep step = br_tag_machine_step (moved->job->state, on);
  BrTagSpot *spot = br_station_engine_spot (self, moved->job->key);
  MoveJob job = { .station = self->params.station, .from = moved->job->state, .known = known != NULL ? known : &nothing, .mixed_up = is_mixed_up (on) };

  if (step.next == 0)
    {
      g_critical ("event %d cannot happen to a tag's job in state %d", on, moved->job->state);
      return FALSE;
    }
  plan_move (self, moved->job, &step, job.known, &job.move);
  if (!br_station_engine_write (self, move_job, &job))
    {
      g_clear_pointer (&job.after, br_tag_job_unref); /* read, and then not committed */
      return FALSE;
    }
  if (step.task == BR_TAG_TASK_CANCEL && spot != NULL && job.move.moved)
    spot->cancel = TRUE;
  self->stale |= job.mixed_up; /* it is proved to show less now */
  if (job.after != NULL && job.after->id == moved->job->id && job.move.moved)
    take_moved (self, moved, job.after);
  else
    {
      drop_flight (self, moved);
      *flight = NULL;
      self->stale = TRUE; /* what follows, and what the tag shows now */
    }
  g_clear_pointer (&job.after, br_tag_job_unref);
  return job.move.moved;
}

/* A tag that was silent is waited for until it is heard after that; the others have a time. */
static gboolean
wait_is_over (BrStationEngine *self, const BrTagFlight *flight)
{
  const BrTagSpot *spot = br_station_engine_spot (self, flight->job->key);
  gint64 left_us;

  if (br_station_engine_is_ahead (self, flight->job->state_us))
    return TRUE;
  if (flight->job->not_before_us == G_MAXINT64)
    return spot != NULL && spot->heard_us > flight->job->state_us;
  left_us = flight->job->not_before_us - br_station_engine_wall (self);
  return br_station_engine_is_due (self, br_station_engine_now (self) + left_us);
}

/* What became of a job without anybody asking: its wait is over, or it came here with its tag while another station had it. */
static BrTagOn
wakes_by (BrStationEngine *self, const BrTagFlight *flight)
{
  if (flight->job->state == BR_TAG_JOB_RETRY_WAIT && wait_is_over (self, flight))
    return BR_TAG_ON_DUE;
  if (br_tag_job_may_be_out (flight->job->state) && !br_station_engine_is_ours (self, flight->job))
    return BR_TAG_ON_MOVED;
  return BR_N_TAG_ONS;
}

void
br_station_engine_wake_jobs (BrStationEngine *self)
{
  g_autoptr (GList) flights = g_hash_table_get_values (self->flights);

  for (GList *l = flights; l != NULL; l = l->next)
    {
      BrTagFlight *flight = l->data;
      BrTagOn on = wakes_by (self, flight);

      if (on != BR_N_TAG_ONS && !br_station_engine_move (self, &flight, on, NULL))
        return;
    }
}
