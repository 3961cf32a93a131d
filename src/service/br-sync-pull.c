/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feeds into the cache. A batch of pages is applied with their cursors in one transaction. When the store has threads, the next batch
 * is on its way while this one is being applied: where a page ends is in its last line. At most two batches are in memory. A batch is
 * one page at first and grows while there is more: a commit costs as much as a page, and the cache is written by nobody else so long.
 *
 * Self-check (SYNC.md 3.3): at the head of a feed the cache must hold what HQ says it has; once for each engine the cache is also counted
 * anew, row by row. A feed that is wrong is read again from 0, as is one whose cursor HQ no longer serves (410): the outbox and what is
 * shown stay. When that does not help, it is said in the log and not tried again for a day.
 */
#include "config.h"

#include "br-feed-store.h"
#include "br-sync-engine-private.h"

#define PAGE_TIMEOUT_S 120
#define PAGE_MAX_BYTES (64 * 1024 * 1024)
#define REFETCH_EVERY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
#define BATCH_PAGES 4 /* 20,000 rows: under a second of writing */

typedef struct
{
  const char *feed;
  gint64 seq;
} Cursor;

/* Pages that follow each other. */
typedef struct
{
  GPtrArray *pages; /* owned, of GBytes */
  BrFeedEnd end;   /* of the last one */
} Batch;

/* Applying one batch. */
typedef struct
{
  GPtrArray *pages;   /* owned */
  gint64 n_rows;    /* of the pages applied */
  const char *feed;
  BrFeedEnd end;     /* of the last page */
  gboolean applied; /* FALSE: one is not the page that comes next */
  gboolean sound;   /* FALSE: at HQ's head the cache does not hold what HQ has */
  gboolean done;    /* set by the callback */
  GError *error;   /* owned */
} Apply;

/* How far the whole transfer is. */
typedef struct
{
  gint64 done;
  gint64 total;
} Progress;

/* Reading one feed. */
typedef struct
{
  Progress *progress;
  GCancellable *cancellable;
  gboolean sound; /* the cache holds what HQ has, as far as that can be told */
} Reading;

/* A job that makes a feed be read anew, and the line in the log that says why. */
typedef struct
{
  const char *feed;
  const char *why;
} Restart;

static gboolean
read_cursor_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Cursor *cursor = data;

  return br_feed_store_get_cursor (db, cursor->feed, &cursor->seq, error);
}

static gboolean
read_cursor (BrSyncEngine *self, const char *feed, gint64 *seq, GError **error)
{
  Cursor cursor = { .feed = feed };

  if (!br_store_read (self->params.store, read_cursor_job, &cursor, NULL, error))
    {
      self->line.failure = BR_SYNC_FAILURE_LOCAL;
      return FALSE;
    }
  *seq = cursor.seq;
  return TRUE;
}

static gboolean
apply_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Apply *apply = data;
  gboolean more;

  apply->applied = TRUE;
  apply->n_rows = 0;
  for (guint i = 0; i < apply->pages->len && apply->applied; i++)
    {
      GBytes *page = g_ptr_array_index (apply->pages, i);

      if (!br_feed_store_apply_page (tx, page, &apply->applied, &more, error))
        return FALSE;
      apply->n_rows += br_feed_count_rows (page);
    }
  return !apply->applied || br_feed_store_check (tx->db, apply->feed, &apply->end, &apply->sound, error);
}

static GBytes *
fetch (BrSyncEngine *self, const char *feed, gint64 after, BrFeedEnd *end, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_uri_escape_string (feed, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/v1/feed/%s?after=%" G_GINT64_FORMAT "&limit=%" G_GINT64_FORMAT, name, after, self->hello.limits.page_rows);
  BrSyncCall call = { .method = "GET", .path = path, .timeout_s = PAGE_TIMEOUT_S, .max_bytes = PAGE_MAX_BYTES };
  BrResponse response = { 0 };
  g_autoptr (GBytes) page = NULL;

  if (!br_sync_line_call (&self->line, &call, &response, cancellable, error))
    return NULL;
  page = g_bytes_ref (response.body);
  br_response_clear (&response);
  if (br_feed_peek_end (page, end, error))
    return g_steal_pointer (&page);
  br_sync_line_damaged (&self->line);
  return NULL;
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BrSyncEngine *self = user_data;
  gpointer data;
  g_autoptr (GError) error = NULL;
  gboolean ok = br_store_write_finish (self->params.store, result, &data, &error);
  Apply *apply = data;

  if (!ok)
    apply->error = g_steal_pointer (&error);
  apply->done = TRUE;
}

/* Starts applying; in turn, it is done when this returns. */
static void
apply_begin (BrSyncEngine *self, Apply *apply)
{
  if (self->params.overlap == BR_SYNC_OVERLAPPED)
    br_store_write_async (self->params.store, apply_job, apply, NULL, NULL, applied_cb, self);
  else
    apply->done = br_store_write (self->params.store, apply_job, apply, &apply->error) || TRUE;
}

/* An answer HQ would not give is the line's fault, everything else the cache's. */
static gboolean
apply_end (BrSyncEngine *self, Apply *apply, GError **error)
{
  while (!apply->done)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_clear_pointer (&apply->pages, g_ptr_array_unref);
  if (apply->error == NULL)
    return TRUE;
  self->line.failure = g_error_matches (apply->error, BR_ERROR, BR_ERROR_PROTOCOL) ? BR_SYNC_FAILURE_SERVER : BR_SYNC_FAILURE_LOCAL;
  g_propagate_error (error, g_steal_pointer (&apply->error));
  return FALSE;
}

/* HQ answered with another page than the one asked for. */
static gboolean
check_applied (BrSyncEngine *self, const Apply *apply, const char *feed, GError **error)
{
  if (apply->applied)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "a page of %s does not start at the cursor", feed);
  return br_sync_line_damaged (&self->line);
}

/* Up to `n_pages` pages. When one of them cannot be had, the ones before it are still good: FALSE only when there are none. */
static gboolean
fetch_batch (BrSyncEngine *self, const char *feed, gint64 after, guint n_pages, Batch *batch, GCancellable *cancellable, GError **error)
{
  batch->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  do
    {
      BrFeedEnd end;
      GBytes *page = fetch (self, feed, after, &end, cancellable, error);

      if (page == NULL)
        break;
      g_ptr_array_add (batch->pages, page);
      batch->end = end;
      after = end.next;
    }
  while (batch->end.more && batch->pages->len < n_pages);
  if (batch->pages->len == 0)
    g_clear_pointer (&batch->pages, g_ptr_array_unref);
  return batch->pages != NULL;
}

/* Batch after batch from `after` until there is no more. */
static gboolean
read_feed_from (BrSyncEngine *self, BrFeedState *state, gint64 after, Reading *reading, GError **error)
{
  Progress *progress = reading->progress;
  GCancellable *cancellable = reading->cancellable;
  g_autoptr (GError) fetch_error = NULL;
  Batch batch = { 0 };
  guint n_pages = 1;

  fetch_batch (self, state->feed, after, n_pages, &batch, cancellable, &fetch_error);
  while (batch.pages != NULL)
    {
      Apply apply = { .pages = g_steal_pointer (&batch.pages), .feed = state->feed, .end = batch.end, .sound = TRUE };
      BrFeedEnd end = batch.end;
      BrSyncFailure failure;

      n_pages = MIN (2 * n_pages, BATCH_PAGES);
      apply_begin (self, &apply);
      if (end.more && fetch_error == NULL)
        fetch_batch (self, state->feed, end.next, n_pages, &batch, cancellable, &fetch_error);
      failure = self->line.failure;
      if (!apply_end (self, &apply, error) || !check_applied (self, &apply, state->feed, error))
        {
          g_clear_pointer (&batch.pages, g_ptr_array_unref);
          return FALSE;
        }
      self->line.failure = failure;
      self->run.received += apply.n_rows;
      reading->sound = apply.sound;
      progress->done += end.next - after;
      after = end.next;
      state->head = end.head;
      br_sync_engine_report (self, BR_SYNC_WORKING, MIN (progress->done, progress->total), progress->total);
    }
  if (fetch_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fetch_error));
  return FALSE;
}

static gboolean
restart_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Restart *restart = data;
  g_autofree char *detail = g_strdup_printf ("%s: %s", restart->feed, restart->why);

  return br_feed_store_restart (tx, restart->feed, error) && br_sync_log_append (tx, BR_SYNC_LOG_WARNING, "resync", detail, error);
}

static gboolean
restart (BrSyncEngine *self, const char *feed, const char *why, GError **error)
{
  Restart job = { feed, why };

  if (br_store_write (self->params.store, restart_job, &job, error))
    return TRUE;
  self->line.failure = BR_SYNC_FAILURE_LOCAL;
  return FALSE;
}

/* Whether the feed was not read anew for the self-check lately; notes that it is now. */
static gboolean
may_refetch (BrSyncEngine *self, const char *feed)
{
  gint64 now_us = self->clock->monotonic_us (self->clock->data);
  const gint64 *last_us = g_hash_table_lookup (self->refetched, feed);

  if (last_us != NULL && now_us - *last_us < REFETCH_EVERY_US)
    return FALSE;
  g_hash_table_replace (self->refetched, g_strdup (feed), g_memdup2 (&now_us, sizeof now_us));
  return TRUE;
}

/* From the cursor, or from 0 when HQ no longer serves that. */
static gboolean
read_or_resync (BrSyncEngine *self, BrFeedState *state, gint64 cursor, Reading *reading, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (read_feed_from (self, state, cursor, reading, &local))
    return TRUE;
  if (self->line.failure == BR_SYNC_FAILURE_RESYNC)
    return restart (self, state->feed, "HQ asks for it", error) && read_feed_from (self, state, 0, reading, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_feed (BrSyncEngine *self, BrFeedState *state, Progress *progress, GCancellable *cancellable, GError **error)
{
  Reading reading = { progress, cancellable, TRUE };
  gint64 cursor;

  if (!read_cursor (self, state->feed, &cursor, error))
    return FALSE;
  /* An empty feed is read as well, once, so that the cache knows it reads it: an operation applied there must wait for its row. */
  if (cursor == state->head && (cursor > 0 || g_hash_table_contains (self->read, state->feed)))
    return TRUE;
  if (!read_or_resync (self, state, cursor, &reading, error))
    return FALSE;
  g_hash_table_add (self->read, g_strdup (state->feed));
  if (reading.sound || !may_refetch (self, state->feed))
    return TRUE;
  if (!restart (self, state->feed, "the rows here are not those of HQ", error) || !read_feed_from (self, state, 0, &reading, error))
    return FALSE;
  return reading.sound || br_sync_engine_log (self, BR_SYNC_LOG_ERROR, "resync failed", state->feed, error);
}

static gboolean
recount_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray **wrong = data;

  *wrong = br_feed_store_recount (db, error);
  return *wrong != NULL;
}

/* Once for each engine: rows that were lost or changed on disk do not show in what is counted as pages come. */
static gboolean
recount (BrSyncEngine *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) wrong = NULL;

  if (self->recounted)
    return TRUE;
  if (!br_store_read (self->params.store, recount_job, &wrong, cancellable, error))
    {
      self->line.failure = g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? BR_SYNC_FAILURE_CANCELLED : BR_SYNC_FAILURE_LOCAL;
      return FALSE;
    }
  for (guint i = 0; i < wrong->len; i++)
    if (!restart (self, g_ptr_array_index (wrong, i), "rows have been lost here", error))
      return FALSE;
  self->recounted = TRUE;
  return TRUE;
}

static gboolean
measure (BrSyncEngine *self, Progress *progress, GError **error)
{
  for (guint i = 0; i < self->hello.feeds->len; i++)
    {
      const BrFeedState *state = g_ptr_array_index (self->hello.feeds, i);
      gint64 cursor;

      if (!read_cursor (self, state->feed, &cursor, error))
        return FALSE;
      progress->total += MAX (0, state->head - cursor);
    }
  return TRUE;
}

gboolean
br_sync_pull (BrSyncEngine *self, GCancellable *cancellable, GError **error)
{
  Progress progress = { 0 };

  if (!recount (self, cancellable, error) || !measure (self, &progress, error))
    return FALSE;
  for (guint i = 0; i < self->hello.feeds->len; i++)
    if (!read_feed (self, g_ptr_array_index (self->hello.feeds, i), &progress, cancellable, error))
      return FALSE;
  return TRUE;
}
