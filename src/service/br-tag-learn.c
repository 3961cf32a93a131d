/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Learning what a sticker means: a person scans it, and presses the button of its tag or powers it up. The one tag that wakes for such a reason within a minute is it; two
 * are none, since a wrong guess would put a price on another shelf.
 */
#include "config.h"

#include "br-tag-service-private.h"

#include "br-error.h"
#include "br-tag-binding-store.h"
#include "br-tag-list-store.h"
#include "br-tag-store.h"

#define WINDOW_US (60 * (gint64) G_USEC_PER_SEC)
#define LOOK_US (500 * 1000)      /* between two looks */
#define SETTLE_US (2 * (gint64) G_USEC_PER_SEC) /* a second tag pressed by mistake is waited for as long */
#define NEWEST 50                 /* tags heard last that are looked at */

typedef struct
{
  BrStore *store;
  char *code;
  gint64 since_us, now_us;
  gint64 found_us;  /* when the first was seen; 0 = none yet */
  guint n_woken;    /* tags that woke so */
  gint64 tag;       /* the last of them */
  BrTagView *view;  /* of the one learned */
} LearnJob;

static void
free_job (gpointer data)
{
  LearnJob *job = data;

  g_free (job->code);
  g_clear_pointer (&job->view, br_tag_view_unref);
  br_store_unref (job->store);
  g_free (job);
}

static gboolean
was_woken (const BrTag *tag, gint64 since_us)
{
  return tag->heard_us >= since_us && (tag->wake == BR_TAG_WAKE_BOOT || tag->wake == BR_TAG_WAKE_BUTTON || tag->wake == BR_TAG_WAKE_FIRST_BOOT);
}

static gboolean
look_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  LearnJob *job = data;
  BrTagQuery query = { .type = -1, .sort = BR_TAG_SORT_HEARD, .descending = TRUE };
  g_autoptr (BrIdList) ids = br_tag_list_ids (db, &query, job->now_us, cancellable, error);

  if (ids == NULL)
    return FALSE;
  job->n_woken = 0;
  for (gsize i = 0; i < MIN (ids->n, NEWEST); i++)
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (BrTag) tag = br_tag_store_load (db, ids->ids[i], &problem);

      if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
      if (tag == NULL || !was_woken (tag, job->since_us))
        continue;
      job->n_woken++;
      job->tag = tag->id;
    }
  return TRUE;
}

static gboolean
learn_job (BrStoreTx *tx, gpointer data, GError **error)
{
  LearnJob *job = data;
  gint64 before = 0;

  if (!br_tag_code_find (tx->db, job->code, &before, error))
    return FALSE;
  if (before != 0 && before != job->tag)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_EXISTS, "the code is another tag's");
      return FALSE;
    }
  return br_tag_code_learn (tx, job->code, job->tag, error);
}

static gboolean
view_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  LearnJob *job = data;
  guint32 id = (guint32) job->tag;
  g_autoptr (GPtrArray) rows = br_tag_list_rows (db, &id, 1, job->now_us, error);

  if (rows != NULL && rows->pdata[0] != NULL)
    job->view = br_tag_view_ref (rows->pdata[0]);
  return rows != NULL;
}

/* Blocks until it is clear which tag it is, or the time is over. */
static gboolean
wait_for_tag (LearnJob *job, GCancellable *cancellable, GError **error)
{
  const BrClock *clock = br_store_get_clock (job->store);

  for (job->now_us = job->since_us; job->now_us < job->since_us + WINDOW_US; job->now_us = br_clock_now_us (clock))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !br_store_read (job->store, look_job, job, cancellable, error))
        return FALSE;
      if (job->n_woken > 0 && job->found_us == 0)
        job->found_us = job->now_us;
      if (job->found_us != 0 && job->now_us >= job->found_us + SETTLE_US)
        break;
      clock->sleep_us (clock->data, LOOK_US);
    }
  if (job->n_woken == 1)
    return TRUE;
  g_set_error_literal (error, BR_ERROR, job->n_woken == 0 ? BR_ERROR_NOT_FOUND : BR_ERROR_CONFLICT,
                       job->n_woken == 0 ? "no tag was woken in time" : "several tags were woken");
  return FALSE;
}

static gboolean
learn_work (gpointer data, GCancellable *cancellable, GError **error)
{
  LearnJob *job = data;

  return wait_for_tag (job, cancellable, error) && br_store_tags_write (job->store, learn_job, job, error)
         && br_store_read (job->store, view_job, job, NULL, error);
}

void
br_tag_service_learn_async (BrTagService *self, const char *code, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  LearnJob *job = g_new0 (LearnJob, 1);

  job->store = br_store_ref (br_tag_service_get_store (self));
  job->code = g_strdup (code);
  job->since_us = br_clock_now_us (br_store_get_clock (job->store));
  br_tag_task_wait (br_tag_task_new (self, job, free_job, cancellable, callback, user_data), learn_work);
}

BrTagView *
br_tag_service_learn_finish (BrTagService *self, GAsyncResult *result, GError **error)
{
  LearnJob *job = br_tag_task_finish (result, error);

  return job != NULL ? g_steal_pointer (&job->view) : NULL;
}

static gboolean
put_job (BrStoreTx *tx, gpointer data, GError **error)
{
  LearnJob *job = data;

  return job->tag != 0 ? br_tag_code_learn (tx, job->code, job->tag, error) : br_tag_code_forget (tx, job->code, error);
}

void
br_tag_service_put_code_async (BrTagService *self, const char *code, guint32 tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  LearnJob *job = g_new0 (LearnJob, 1);

  job->store = br_store_ref (br_tag_service_get_store (self));
  job->code = g_strdup (code);
  job->tag = tag;
  br_tag_task_write (br_tag_task_new (self, job, free_job, cancellable, callback, user_data), put_job);
}
