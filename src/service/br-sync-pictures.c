/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was carried is kept in one transaction at the end of a pass. A crash before it repeats the pass: HQ has the picture already, or the file
 * is here already and is put to HQ, which takes a picture twice.
 */
#include "config.h"

#include "br-sync-pictures.h"

#include <glib/gstdio.h>

#include "br-picture-queue.h"

#define PASS_PICTURES 32
#define PASS_US (2 * G_USEC_PER_SEC)
#define TIMEOUT_S 120
#define ANSWER_BYTES (64 * 1024)
#define AGAIN_MIN_S 5
#define AGAIN_LINE_S 300        /* at most, when the line or HQ is in trouble */
#define AGAIN_MISSING_S (6 * 3600) /* at most, when HQ does not have it, or one of us has other bytes */

/* One pass. */
typedef struct
{
  BrSyncEngine *engine;
  gint64 now_us;
  GArray *tasks;     /* owned, of BrPictureTask */
  GArray *results;   /* owned, of BrPictureResult */
  guint n_sent, n_fetched, n_put_off;
  char *reason;    /* owned: of the last one that was put off, or NULL */
} Pass;

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Pass *pass = data;

  pass->tasks = br_picture_queue_list (db, pass->now_us, PASS_PICTURES, error);
  return pass->tasks != NULL;
}

static gboolean
keep_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Pass *pass = data;
  g_autofree char *detail = pass->n_put_off > 0 ? g_strdup_printf ("%u put off: %s", pass->n_put_off, pass->reason) : NULL;

  if (pass->n_fetched > 0)
    br_store_tx_note_all (tx);
  return br_picture_queue_finish (tx, pass->results, error) && (detail == NULL || br_sync_log_append (tx, BR_SYNC_LOG_WARNING, "pictures", detail, error));
}

static gboolean
send_picture (Pass *pass, const char *name, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strconcat ("/v1/blob/", name, NULL);
  BrSyncCall call = {
    .method = "PUT", .path = path, .body = bytes, .content_type = "application/octet-stream", .timeout_s = TIMEOUT_S, .max_bytes = ANSWER_BYTES
  };
  BrResponse response = { 0 };

  if (!br_sync_line_call (&pass->engine->line, &call, &response, cancellable, error))
    return FALSE;
  br_response_clear (&response);
  pass->n_sent++;
  return TRUE;
}

/* Bytes that are not the picture are not kept. */
static gboolean
keep_picture (Pass *pass, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *actual = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *kept = NULL;

  if (!g_str_equal (actual, name))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_CORRUPT, "HQ answered with other bytes than those of the picture %.8s", name);
      return br_sync_line_damaged (&pass->engine->line);
    }
  pass->engine->line.failure = BR_SYNC_FAILURE_LOCAL;
  kept = br_picture_store_put (br_store_get_dir (pass->engine->params.store), bytes, error);
  return kept != NULL;
}

static gboolean
fetch_picture (Pass *pass, const char *name, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strconcat ("/v1/blob/", name, NULL);
  BrSyncCall call = { .method = "GET", .path = path, .timeout_s = TIMEOUT_S, .max_bytes = BR_PICTURE_MAX_BYTES };
  BrResponse response = { 0 };
  gboolean ok;

  if (!br_sync_line_call (&pass->engine->line, &call, &response, cancellable, error))
    return FALSE;
  ok = keep_picture (pass, name, response.body, error);
  br_response_clear (&response);
  pass->n_fetched += ok ? 1 : 0;
  return ok;
}

/* A damaged file is worth nothing, and would keep the good one out. */
static GBytes *
load_picture (Pass *pass, const char *name, GError **error)
{
  const char *dir = br_store_get_dir (pass->engine->params.store);
  g_autofree char *path = br_picture_store_dup_path (dir, name);
  g_autoptr (GError) local = NULL;
  GBytes *bytes = br_picture_store_load (dir, name, &local);

  if (bytes != NULL)
    return bytes;
  if (g_error_matches (local, BR_ERROR, BR_ERROR_CORRUPT) && g_unlink (path) == 0)
    g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "a damaged picture was removed");
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
carry (Pass *pass, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = NULL;

  pass->engine->line.failure = BR_SYNC_FAILURE_LOCAL;
  bytes = load_picture (pass, name, &local);
  if (bytes != NULL)
    return send_picture (pass, name, bytes, cancellable, error);
  if (g_error_matches (local, BR_ERROR, BR_ERROR_NOT_FOUND))
    return fetch_picture (pass, name, cancellable, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Whether only this picture failed; else the next one would fail as well. */
static gboolean
is_about_picture (const GError *error)
{
  return g_error_matches (error, BR_ERROR, BR_ERROR_NOT_FOUND) || g_error_matches (error, BR_ERROR, BR_ERROR_CORRUPT)
         || g_error_matches (error, BR_ERROR, BR_ERROR_INVALID) || g_error_matches (error, BR_ERROR, BR_ERROR_RANGE);
}

/* From half the time on, so that stores that lack the same pictures do not ask in step. */
static gint64
choose_due (const Pass *pass, guint n_tries, gboolean about_picture)
{
  gint64 limit_s = MIN (about_picture ? AGAIN_MISSING_S : AGAIN_LINE_S, (gint64) AGAIN_MIN_S << MIN (n_tries, 13));
  guint64 half_us = (guint64) (limit_s * G_USEC_PER_SEC / 2);

  return pass->now_us + (gint64) (half_us + br_random_u64 (pass->engine->random) % half_us);
}

/* FALSE: no picture can be carried now. Takes `error`, NULL = it was carried. */
static gboolean
note_result (Pass *pass, const BrPictureTask *task, GError *error)
{
  gboolean about_picture = error == NULL || is_about_picture (error);
  BrPictureResult result = { .id = task->id, .settled = error == NULL };

  if (error != NULL)
    {
      result.due_us = choose_due (pass, task->n_tries, about_picture);
      pass->n_put_off++;
      g_set_str (&pass->reason, error->message);
      g_error_free (error);
    }
  g_array_append_val (pass->results, result);
  return about_picture;
}

static gboolean
is_here (Pass *pass, const char *name)
{
  g_autofree char *path = br_picture_store_dup_path (br_store_get_dir (pass->engine->params.store), name);

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS);
}

/* FALSE: cancelled. */
static gboolean
carry_all (Pass *pass, BrSyncPicturesMode mode, gboolean *more, GCancellable *cancellable, GError **error)
{
  BrSyncEngine *self = pass->engine;
  gint64 end_us = self->clock->monotonic_us (self->clock->data) + PASS_US;

  *more = pass->tasks->len == PASS_PICTURES;
  for (guint i = 0; i < pass->tasks->len; i++)
    {
      const BrPictureTask *task = &g_array_index (pass->tasks, BrPictureTask, i);
      GError *local = NULL;

      if (mode == BR_SYNC_PICTURES_SEND && !is_here (pass, task->name))
        continue;
      if (self->clock->monotonic_us (self->clock->data) >= end_us)
        {
          *more = TRUE;
          return TRUE;
        }
      carry (pass, task->name, cancellable, &local);
      if (local != NULL && self->line.failure == BR_SYNC_FAILURE_CANCELLED)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      if (!note_result (pass, task, local))
        {
          *more = FALSE;
          return TRUE;
        }
    }
  return TRUE;
}

static gboolean
run_pass (Pass *pass, BrSyncPicturesMode mode, gboolean *more, GCancellable *cancellable, GError **error)
{
  BrStore *store = pass->engine->params.store;
  g_autoptr (GError) cancelled = NULL;

  if (!br_store_read (store, list_job, pass, NULL, error))
    return FALSE;
  carry_all (pass, mode, more, cancellable, &cancelled);
  if (pass->results->len > 0 && !br_store_write (store, keep_job, pass, error))
    {
      pass->engine->line.failure = BR_SYNC_FAILURE_LOCAL;
      return FALSE;
    }
  pass->engine->run.pictures_sent += pass->n_sent;
  pass->engine->run.pictures_fetched += pass->n_fetched;
  if (cancelled == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cancelled));
  return FALSE;
}

gboolean
br_sync_pictures (BrSyncEngine *self, BrSyncPicturesMode mode, gboolean *more, GCancellable *cancellable, GError **error)
{
  Pass pass = { .engine = self, .now_us = br_clock_now_us (self->clock), .results = g_array_new (FALSE, TRUE, sizeof (BrPictureResult)) };
  gboolean ok;

  *more = FALSE;
  self->line.failure = BR_SYNC_FAILURE_LOCAL; /* until a request says otherwise */
  ok = run_pass (&pass, mode, more, cancellable, error);
  g_clear_pointer (&pass.tasks, g_array_unref);
  g_array_unref (pass.results);
  g_free (pass.reason);
  return ok;
}
