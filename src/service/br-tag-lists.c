/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window lists of shelf tags: ids in order, rows by them, what happened, and what shelves say beside what they should. */
#include "config.h"

#include "br-station-store.h"
#include "br-tag-service-private.h"

#include "br-tag-event-store.h"
#include "br-tag-list-store.h"

/* Of all lists here. */
typedef struct
{
  BrTagQuery query;
  char *text;
  BrIdList *ids; /* given, or found */
  gint64 now_us;
  gint64 tag, station;
  guint limit;
  BrShelfQuery shelves; /* its text is `text` */
  GPtrArray *rows;      /* found */
  BrShelfSum sum;       /* found */
} ListJob;

static void
free_job (gpointer data)
{
  ListJob *job = data;

  g_clear_pointer (&job->ids, br_id_list_unref);
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_free (job->text);
  g_free (job);
}

static ListJob *
new_job (BrTagService *self)
{
  ListJob *job = g_new0 (ListJob, 1);

  job->now_us = br_clock_now_us (br_store_get_clock (br_tag_service_get_store (self)));
  return job;
}

static GPtrArray *
finish_rows (GAsyncResult *result, GError **error)
{
  ListJob *job = br_tag_task_finish (result, error);

  return job != NULL ? g_steal_pointer (&job->rows) : NULL;
}

static gboolean
ids_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ListJob *job = data;

  job->ids = br_tag_list_ids (db, &job->query, job->now_us, cancellable, error);
  return job->ids != NULL;
}

void
br_tag_service_ids_async (BrTagService *self, const BrTagQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ListJob *job = new_job (self);

  job->query = *query;
  br_tag_task_read (br_tag_task_new (self, job, free_job, cancellable, callback, user_data), ids_job);
}

BrIdList *
br_tag_service_ids_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  ListJob *job = br_tag_task_finish (result, error);

  return job != NULL ? g_steal_pointer (&job->ids) : NULL;
}

static gboolean
rows_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ListJob *job = data;

  job->rows = br_tag_list_rows (db, job->ids->ids, job->ids->n, job->now_us, error);
  return job->rows != NULL;
}

void
br_tag_service_rows_async (BrTagService *self, BrIdList *ids, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ListJob *job = new_job (self);

  job->ids = br_id_list_ref (ids);
  br_tag_task_read (br_tag_task_new (self, job, free_job, cancellable, callback, user_data), rows_job);
}

GPtrArray *
br_tag_service_rows_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  return finish_rows (result, error);
}

static gboolean
is_by_person (const BrTagEvent *event)
{
  return event->kind == BR_TAG_EVENT_BOUND || event->kind == BR_TAG_EVENT_UNBOUND || event->kind >= BR_TAG_EVENT_SEEN_WRONG
         || (event->kind == BR_TAG_EVENT_PROOF && event->to == BR_TAG_PROOF_PERSON);
}

/* A station that was forgotten has no name any more. */
static char *
find_station_name (GPtrArray *stations, gint64 id)
{
  for (guint i = 0; i < stations->len; i++)
    if (((const BrStation *) stations->pdata[i])->id == id)
      return g_strdup (((const BrStation *) stations->pdata[i])->name);
  return NULL;
}

static BrTagEventView *
view_event (const BrTagEvent *event, GPtrArray *stations)
{
  BrTagEventView *view = g_new0 (BrTagEventView, 1);
  gboolean by_person = is_by_person (event);

  *view = (BrTagEventView) {
    .at_us = event->at_us, .station = event->station, .job = event->job, .tag = (guint32) event->tag, .code = event->kind, .from = event->from, .to = event->to
  };
  view->name = by_person ? g_strdup (event->note) : find_station_name (stations, event->station);
  view->note = by_person ? NULL : g_strdup (event->note);
  return view;
}

static gboolean
events_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ListJob *job = data;
  g_autoptr (GPtrArray) stations = br_station_store_list (db, error);
  g_autoptr (GPtrArray) events = stations != NULL ? br_tag_event_list (db, job->tag, job->station, 0, job->limit, error) : NULL;

  job->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) br_tag_event_view_free);
  for (guint i = 0; events != NULL && i < events->len; i++)
    g_ptr_array_add (job->rows, view_event (events->pdata[i], stations));
  return events != NULL;
}

void
br_tag_service_events_async (BrTagService *self, guint32 tag, gint64 station, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  ListJob *job = new_job (self);

  job->tag = tag;
  job->station = station;
  job->limit = limit;
  br_tag_task_read (br_tag_task_new (self, job, free_job, cancellable, callback, user_data), events_job);
}

GPtrArray *
br_tag_service_events_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  return finish_rows (result, error);
}

/* Why a shelf does not show its price is known of its tag. */
static gboolean
add_reasons (BrDb *db, ListJob *job, GError **error)
{
  g_autofree guint32 *tags = g_new (guint32, job->rows->len + 1);
  g_autoptr (GPtrArray) views = NULL;

  for (guint i = 0; i < job->rows->len; i++)
    tags[i] = ((const BrShelfTruth *) job->rows->pdata[i])->tag_row;
  views = br_tag_list_rows (db, tags, job->rows->len, job->now_us, error);
  for (guint i = 0; views != NULL && i < views->len; i++)
    ((BrShelfTruth *) job->rows->pdata[i])->tag_shows = views->pdata[i] != NULL ? ((const BrTagView *) views->pdata[i])->shows : 0;
  return views != NULL;
}

static gboolean
truths_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  ListJob *job = data;

  job->rows = br_shelf_list (db, &job->shelves, &job->sum, cancellable, error);
  return job->rows != NULL && add_reasons (db, job, error);
}

void
br_tag_service_truths_async (BrTagService *self, const BrShelfQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ListJob *job = new_job (self);

  job->text = g_strdup (query->text);
  job->shelves = *query;
  job->shelves.text = job->text;
  job->shelves.least_proof = BR_TAG_PROOF_ACCEPTED;
  job->shelves.now_us = job->now_us;
  job->shelves.at_us = 0;
  br_tag_task_read (br_tag_task_new (self, job, free_job, cancellable, callback, user_data), truths_job);
}

GPtrArray *
br_tag_service_truths_finish (BrTagService *self, GAsyncResult *result, BrShelfSum *sum, GError **error)
{
  ListJob *job = br_tag_task_finish (result, error);

  if (job == NULL)
    return NULL;
  *sum = job->sum;
  return g_steal_pointer (&job->rows);
}
