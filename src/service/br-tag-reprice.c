/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a mass change goes, over real data: the pictures under way, those that begin by themselves before the deadline, and the new looks that wait to be started, given to the
 * planner of domain/br-tag-plan. A new look is only started when it is done before the deadline, or for the tags it is done for, or by somebody who was asked and knows.
 * What a fetch costs a battery is an estimate (600 mAh; some 20 mA for the seconds of radio, 8 mA for the seconds of drawing, more of both with colour).
 */
#include "config.h"

#include "br-tag-reprice.h"
#include "br-tag-service-private.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-oepl-driver.h"
#include "br-station-store.h"
#include "br-tag-event-store.h"
#include "br-tag-hours.h"
#include "br-tag-job-store.h"
#include "br-tag-list-store.h"
#include "br-tag-plan.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"

#define LOSS_PPM 10000 /* fetches that fail, on a site in order; calls that are lost are counted (BrTagCalls) */
#define BATTERY_PPM 30
#define BATTERY_COLOUR_PPM 75
#define COMPRESSED 4     /* a picture that is compressed is smaller by that */
#define INTERVAL_US (10 * 60 * (gint64) G_USEC_PER_SEC) /* of a tag nobody has seen wake twice: what stations are set to */
#define MAX_JOBS 50000
#define START_PART 500 /* tags a transaction */

typedef struct
{
  gint64 now_us, deadline_us;
  int opening; /* minute of the day, -1 = none */
  GPtrArray *stations; /* of BrStation */
  GArray *radios;      /* of BrTagPlanRadio, one a station, and a last one that is down: of tags without a station */
  GArray *pauses;      /* of BrTagPlanPause, BR_TAG_HOURS_DAYS a station */
  GArray *jobs;        /* of BrTagPlanJob */
  GArray *held;        /* of BrTagHeld: the last ones of `jobs` */
  GTimeZone *zone;
  BrTagStartHow how;   /* of a start */
  const char *person;
} PlanJob;

static void
clear_job (PlanJob *job)
{
  g_clear_pointer (&job->stations, g_ptr_array_unref);
  g_clear_pointer (&job->radios, g_array_unref);
  g_clear_pointer (&job->pauses, g_array_unref);
  g_clear_pointer (&job->jobs, g_array_unref);
  g_clear_pointer (&job->held, g_array_unref);
  g_clear_pointer (&job->zone, g_time_zone_unref);
}

static void
free_plan_station (gpointer data)
{
  BrTagPlanStation *station = data;

  g_free (station->name);
  g_free (station);
}

void
br_tag_plan_view_free (BrTagPlanView *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->stations);
  g_array_unref (self->curve);
  g_free (self);
}

static BrTagPlanStop
find_stop (const BrStation *station)
{
  if (station->paused || station->state == BR_STATION_PAUSED)
    return BR_TAG_PLAN_PAUSED;
  if (station->state == BR_STATION_LYING)
    return BR_TAG_PLAN_LYING;
  if (station->state != BR_STATION_UP && station->state != BR_STATION_DEGRADED)
    return BR_TAG_PLAN_DOWN;
  return br_oepl_window (station->free_bytes, 0) == 0 ? BR_TAG_PLAN_FULL : BR_TAG_PLAN_RUNS;
}

static gboolean
add_radio (BrDb *db, PlanJob *job, const BrStation *station, GError **error)
{
  BrTagPlanRadio radio = { .down = find_stop (station) != BR_TAG_PLAN_RUNS,
                           .rate = BR_TAG_PLAN_RADIO_RATE,
                           .block = BR_TAG_PLAN_RADIO_BLOCK,
                           .hold_us = BR_TAG_PLAN_RADIO_HOLD_US,
                           .again_us = BR_TAG_PLAN_RADIO_AGAIN_US,
                           .gap_us = BR_TAG_PLAN_RADIO_GAP_US,
                           .ready_us = BR_TAG_PLAN_RADIO_READY_US,
                           .proof_us = BR_TAG_PLAN_RADIO_PROOF_US,
                           .window = br_oepl_window (station->free_bytes, 0),
                           .n_pauses = br_tag_hours_quiet (job->zone, job->now_us, station, job->pauses) };
  BrTagCalls calls;

  if (!br_station_store_calls (db, station->id, &calls, error))
    return FALSE;
  radio.unheard_ppm = br_tag_calls_lost_ppm (&calls);
  g_array_append_val (job->radios, radio);
  return TRUE;
}

static gboolean
add_radios (BrDb *db, PlanJob *job, GError **error)
{
  BrTagPlanRadio nobody = { .down = TRUE, .rate = BR_TAG_PLAN_RADIO_RATE };

  for (guint i = 0; i < job->stations->len; i++)
    if (!add_radio (db, job, job->stations->pdata[i], error))
      return FALSE;
  g_array_append_val (job->radios, nobody);
  for (guint i = 0, at = 0; i < job->radios->len; at += g_array_index (job->radios, BrTagPlanRadio, i++).n_pauses)
    g_array_index (job->radios, BrTagPlanRadio, i).pauses = (const BrTagPlanPause *) job->pauses->data + at;
  return TRUE;
}

static guint
find_radio (const PlanJob *job, gint64 station)
{
  guint i = 0;

  while (i < job->stations->len && ((const BrStation *) job->stations->pdata[i])->id != station)
    i++;
  return i; /* beyond the last: nobody's */
}

/* What is sent by radio: the planes, or what is left of them where its type and firmware are sent compressed ones. */
static guint
count_bytes (const BrTag *tag)
{
  const BrTagType *type = &tag->type;
  guint bytes = type->width * type->height * MAX (type->bits, 1) / 8;
  gboolean compressed = (type->zlib_from != 0 && tag->firmware >= type->zlib_from) || (type->g5_from != 0 && tag->firmware >= type->g5_from);

  return compressed ? bytes / COMPRESSED : bytes;
}

static void
add_tag (PlanJob *job, const BrTag *tag, const BrTagPlanJob *what)
{
  BrTagPlanJob planned = *what;
  gboolean colour = tag->type.n_colours > 2;

  planned.radio = find_radio (job, tag->station);
  planned.interval_us = tag->interval_us > 0 ? tag->interval_us : INTERVAL_US;
  planned.next_us = br_tag_is_silent (tag, job->now_us) ? G_MAXINT64 : tag->next_us;
  planned.bytes = count_bytes (tag);
  planned.loss_ppm = LOSS_PPM;
  planned.battery_ppm = colour ? BATTERY_COLOUR_PPM : BATTERY_PPM;
  g_array_append_val (job->jobs, planned);
}

/* Of one station, or (0) of the tags that have none. */
static gboolean
read_jobs (BrDb *db, PlanJob *job, gint64 station, GError **error)
{
  g_autoptr (GPtrArray) jobs = br_tag_job_list_active (db, station, 0, MAX_JOBS, error);

  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    {
      const BrTagJob *it = jobs->pdata[i];
      g_autoptr (GError) problem = NULL;
      g_autoptr (BrTag) tag = br_tag_store_load (db, it->tag, &problem);

      if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (tag != NULL)
        add_tag (job, tag,
                 &(BrTagPlanJob) { .priority = it->priority,
                                   .from_us = it->not_before_us,
                                   .at_station = br_tag_job_may_be_out (it->state) && it->state != BR_TAG_JOB_UNKNOWN });
    }
  return jobs != NULL;
}

static gboolean
read_next (BrDb *db, PlanJob *job, guint32 tag, GError **error)
{
  g_auto (BrTagWant) next = { 0 };
  g_autoptr (BrTag) row = NULL;
  g_autoptr (GError) problem = NULL;

  if (br_tag_next_load (db, tag, &next, &problem) && (job->deadline_us == 0 || next.from_us <= job->deadline_us))
    row = br_tag_store_load (db, tag, &problem);
  if (row != NULL)
    add_tag (job, row, &(BrTagPlanJob) { .priority = BR_TAG_PRIORITY_PRICE, .from_us = next.from_us });
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* What begins by itself; without a deadline there is no end to it, and nothing of it is counted. */
static gboolean
read_nexts (BrDb *db, PlanJob *job, GError **error)
{
  gint64 due_us = G_MAXINT64;
  BrTagQuery query = { .type = -1, .bound_only = TRUE, .sort = BR_TAG_SORT_KEY };
  g_autoptr (BrIdList) bound = NULL;

  if (!br_tag_next_due (db, &due_us, error))
    return FALSE;
  if (job->deadline_us == 0 || due_us > job->deadline_us)
    return TRUE;
  bound = br_tag_list_ids (db, &query, job->now_us, NULL, error);
  for (gsize i = 0; bound != NULL && i < bound->n; i++)
    if (!read_next (db, job, bound->ids[i], error))
      return FALSE;
  return bound != NULL;
}

/* Those whose tag is gone meanwhile cannot be: it is one snapshot. */
static gboolean
read_held (BrDb *db, PlanJob *job, GError **error)
{
  job->held = br_tag_want_held (db, error);
  for (guint i = 0; job->held != NULL && i < job->held->len; i++)
    {
      const BrTagHeld *held = &g_array_index (job->held, BrTagHeld, i);
      g_autoptr (BrTag) tag = br_tag_store_load (db, held->tag, error);

      if (tag == NULL)
        return FALSE;
      add_tag (job, tag, &(BrTagPlanJob) { .priority = held->priority });
    }
  return job->held != NULL;
}

static gboolean
read_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PlanJob *job = data;
  g_auto (BrLabelShop) shop = { 0 };

  if (!br_label_shop_load (db, &shop, error))
    return FALSE;
  job->zone = g_time_zone_ref (shop.zone);
  if (job->deadline_us == 0 && job->opening >= 0)
    job->deadline_us = br_tag_hours_next (job->zone, job->now_us, job->opening);
  job->stations = br_station_store_list (db, error);
  if (job->stations == NULL || !add_radios (db, job, error))
    return FALSE;
  for (guint i = 0; i < job->stations->len; i++)
    if (!read_jobs (db, job, ((const BrStation *) job->stations->pdata[i])->id, error))
      return FALSE;
  return read_jobs (db, job, 0, error) && read_nexts (db, job, error) && read_held (db, job, error);
}

static int
compare_stations (gconstpointer a, gconstpointer b)
{
  const BrTagPlanStation *left = *(BrTagPlanStation *const *) a, *right = *(BrTagPlanStation *const *) b;

  if (left->finish_us != right->finish_us)
    return left->finish_us > right->finish_us ? -1 : 1;
  return g_utf8_collate (left->name, right->name);
}

/* Among the first so many. */
static guint
count_jobs (const PlanJob *job, guint radio, guint n_jobs)
{
  guint n = 0;

  for (guint i = 0; i < n_jobs; i++)
    n += g_array_index (job->jobs, BrTagPlanJob, i).radio == radio ? 1 : 0;
  return n;
}

/* Of a station that runs. */
static guint
count_silent (const PlanJob *job, const BrTagPlan *plan, guint radio)
{
  guint n = 0;

  for (guint i = 0; i < job->jobs->len; i++)
    n += g_array_index (job->jobs, BrTagPlanJob, i).radio == radio && g_array_index (plan->jobs, gint64, i) == G_MAXINT64 ? 1 : 0;
  return n;
}

static BrTagPlanStation *
view_station (const PlanJob *job, const BrTagPlan *plan, guint radio)
{
  const BrStation *station = job->stations->pdata[radio];
  BrTagPlanStation *line = g_new0 (BrTagPlanStation, 1);

  line->station = station->id;
  line->name = g_strdup (station->name);
  line->n_tags = count_jobs (job, radio, job->jobs->len);
  line->stop = find_stop (station);
  if (line->stop != BR_TAG_PLAN_RUNS)
    line->n_stopped = count_jobs (job, radio, job->jobs->len - job->held->len);
  else
    line->n_silent = count_silent (job, plan, radio);
  line->finish_us = g_array_index (plan->radios, gint64, radio);
  return line;
}

static void
view_stations (const PlanJob *job, const BrTagPlan *plan, BrTagPlanView *view)
{
  for (guint i = 0; i < job->stations->len; i++)
    {
      BrTagPlanStation *line = view_station (job, plan, i);

      view->n_stopped += line->n_stopped;
      if (line->n_tags > 0)
        g_ptr_array_add (view->stations, line);
      else
        free_plan_station (line);
    }
  g_ptr_array_sort (view->stations, compare_stations);
}

/* A tag nobody hears is no reason: it has its look when it is heard again. A station that is down is one. */
static gboolean
is_late (const PlanJob *job, const BrTagPlan *plan, guint nth_held)
{
  guint i = job->jobs->len - job->held->len + nth_held;
  gint64 done_us = g_array_index (plan->jobs, gint64, i);

  if (job->deadline_us == 0)
    return FALSE;
  if (done_us == G_MAXINT64)
    return g_array_index (job->radios, BrTagPlanRadio, g_array_index (job->jobs, BrTagPlanJob, i).radio).down;
  return done_us > job->deadline_us;
}

/* `plan` is of all; `under_way` of all but what waits to be started. */
static BrTagPlanView *
view_plan (const PlanJob *job, const BrTagPlan *plan, const BrTagPlan *under_way)
{
  BrTagPlanView *view = g_new0 (BrTagPlanView, 1);

  *view = (BrTagPlanView) { .n_changes = job->jobs->len - job->held->len,
                            .n_by_deadline = under_way->n_by_deadline,
                            .finish_us = under_way->finish_us,
                            .deadline_us = job->deadline_us,
                            .fits = under_way->fits,
                            .battery_ppm = plan->battery_ppm,
                            .n_held = job->held->len,
                            .n_held_unknown = plan->n_unknown - under_way->n_unknown,
                            .look_finish_us = plan->finish_us,
                            .stations = g_ptr_array_new_with_free_func (free_plan_station),
                            .curve = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  view_stations (job, plan, view);
  view->n_silent = under_way->n_unknown - view->n_stopped;
  for (guint i = 0; i < job->held->len; i++)
    view->n_late += is_late (job, plan, i) ? 1 : 0;
  for (guint i = 0; i < plan->curve->len; i++)
    {
      const BrTagPlanStep *step = &g_array_index (plan->curve, BrTagPlanStep, i);
      gint64 pair[2] = { step->at_us, step->n_done };

      g_array_append_vals (view->curve, pair, 2);
    }
  return view;
}

/* Of the first so many jobs. */
static BrTagPlan *
plan_first (const PlanJob *job, guint n_jobs)
{
  return br_tag_plan_new (&(BrTagPlanQuestion) { .radios = (const BrTagPlanRadio *) job->radios->data,
                                                 .n_radios = job->radios->len,
                                                 .jobs = (const BrTagPlanJob *) job->jobs->data,
                                                 .n_jobs = n_jobs,
                                                 .now_us = job->now_us,
                                                 .deadline_us = job->deadline_us });
}

static BrTagPlan *
make_plan (PlanJob *job, BrStore *store, GCancellable *cancellable, GError **error)
{
  job->now_us = br_clock_now_us (br_store_get_clock (store));
  job->radios = g_array_new (FALSE, TRUE, sizeof (BrTagPlanRadio));
  job->pauses = g_array_new (FALSE, TRUE, sizeof (BrTagPlanPause));
  job->jobs = g_array_new (FALSE, TRUE, sizeof (BrTagPlanJob));
  return br_store_read (store, read_job, job, cancellable, error) ? plan_first (job, job->jobs->len) : NULL;
}

BrTagPlanView *
br_tag_reprice_plan (BrStore *store, gint64 deadline_us, int opening, GCancellable *cancellable, GError **error)
{
  PlanJob job = { .deadline_us = deadline_us, .opening = opening };
  g_autoptr (BrTagPlan) plan = make_plan (&job, store, cancellable, error);
  g_autoptr (BrTagPlan) under_way = plan != NULL && job.held->len > 0 ? plan_first (&job, job.jobs->len - job.held->len) : NULL;
  BrTagPlanView *view = plan != NULL ? view_plan (&job, plan, under_way != NULL ? under_way : plan) : NULL;

  clear_job (&job);
  return view;
}

/* Some of what is started, in one transaction. */
typedef struct
{
  const PlanJob *job;
  const BrTagPlan *plan;
  guint from;
} StartPart;

static gboolean
start_one (BrStoreTx *tx, const StartPart *part, guint nth_held, GError **error)
{
  const BrTagHeld *held = &g_array_index (part->job->held, BrTagHeld, nth_held);
  gboolean late = is_late (part->job, part->plan, nth_held), started = FALSE;
  BrTagEvent event = { .tag = held->tag, .kind = late ? BR_TAG_EVENT_STARTED_LATE : BR_TAG_EVENT_STARTED, .note = (char *) part->job->person };

  if (late && part->job->how == BR_TAG_START_IN_TIME)
    return TRUE;
  return br_tag_want_start (tx, held, &started, error) && (!started || br_tag_event_note (tx, &event, error));
}

static gboolean
start_part (BrStoreTx *tx, gpointer data, GError **error)
{
  const StartPart *part = data;

  for (guint i = part->from; i < MIN (part->from + START_PART, part->job->held->len); i++)
    if (!start_one (tx, part, i, error))
      return FALSE;
  return TRUE;
}

static gboolean
may_start (const PlanJob *job, const BrTagPlan *plan, GError **error)
{
  for (guint i = 0; job->how == BR_TAG_START_ALL && i < job->held->len; i++)
    if (is_late (job, plan, i))
      {
        g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "not all tags would have their new look before the deadline");
        return FALSE;
      }
  return TRUE;
}

/* Planned once more: what was true when the question was asked may not be by now. */
gboolean
br_tag_reprice_start (BrStore *store, const BrTagStart *start, int opening, GError **error)
{
  PlanJob job = { .deadline_us = start->deadline_us, .opening = opening, .how = start->how, .person = start->person };
  g_autoptr (BrTagPlan) plan = make_plan (&job, store, NULL, error);
  gboolean ok = plan != NULL && may_start (&job, plan, error);

  for (guint i = 0; ok && i < job.held->len; i += START_PART)
    {
      StartPart part = { &job, plan, i };

      ok = br_store_tags_write (store, start_part, &part, error);
    }
  clear_job (&job);
  return ok;
}

/* What is asked, and the answer. */
typedef struct
{
  BrStore *store;
  BrTagStart start; /* of a plan: only the deadline */
  char *person;     /* of `start`; owned */
  int opening;
  BrTagPlanView *view;
} PlanTask;

static void
free_task (gpointer data)
{
  PlanTask *self = data;

  br_store_unref (self->store);
  g_free (self->person);
  g_clear_pointer (&self->view, br_tag_plan_view_free);
  g_free (self);
}

static PlanTask *
new_task (BrTagService *self, const BrTagStart *start)
{
  PlanTask *task = g_new0 (PlanTask, 1);

  *task = (PlanTask) { br_store_ref (br_tag_service_get_store (self)), *start, g_strdup (start->person), br_tag_service_get_opening (self), NULL };
  task->start.person = task->person;
  return task;
}

static gboolean
plan_work (gpointer data, GCancellable *cancellable, GError **error)
{
  PlanTask *self = data;

  self->view = br_tag_reprice_plan (self->store, self->start.deadline_us, self->opening, cancellable, error);
  return self->view != NULL;
}

void
br_tag_service_plan_async (BrTagService *self, gint64 deadline_us, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  PlanTask *task = new_task (self, &(BrTagStart) { .deadline_us = deadline_us });

  br_tag_task_work (br_tag_task_new (self, task, free_task, cancellable, callback, user_data), br_tag_service_get_desk (self), plan_work);
}

BrTagPlanView *
br_tag_service_plan_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  PlanTask *task = br_tag_task_finish (result, error);

  return task != NULL ? g_steal_pointer (&task->view) : NULL;
}

static gboolean
start_work (gpointer data, GCancellable *cancellable, GError **error)
{
  PlanTask *self = data;

  return br_tag_reprice_start (self->store, &self->start, self->opening, error);
}

void
br_tag_service_start_look_async (BrTagService *self, const BrTagStart *start, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  br_tag_task_work (br_tag_task_new (self, new_task (self, start), free_task, NULL, callback, user_data), br_tag_service_get_desk (self), start_work);
}
