/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The local cache. One writing connection on the worker "store-write", two reading ones on "store-read-0" and "-1" (WAL: readers see
 * a snapshot and never wait for the writer). The print queue is a file of its own, print.db, with a writing connection on the worker
 * "print-write": a label's commit never waits for an import; so is tags.db, what is known of shelf tags ("tags-write"). Readers have them attached as "print" and "tags".
 * A job is one function in one transaction. Without threads every job runs at once on the caller's thread: the simulator, the command line and most tests work so.
 */
#include "config.h"
#include "br-store.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "br-error.h"
#include "br-file-aside.h"
#include "br-store-file.h"
#include "br-store-private.h"
#include "br-tx-cache.h"

#define N_READERS 2
#define WRITER_CACHE_KIB (64 * 1024) /* a bulk edit touches most pages of the price table and its indexes */
#define READER_CACHE_KIB (2 * 1024) /* the system keeps the file's pages; a larger one costs memory for each reader and gains little */

/* The files beside the cache. */
typedef enum
{
  FILE_PRINT,
  FILE_TAGS,
  N_FILES
} FileIndex;

static const BrStoreFileKind file_kinds[N_FILES] = {
  [FILE_PRINT] = { "print", "print-write", "another Backroom prints the labels of this profile", br_store_migrate_print },
  [FILE_TAGS] = { "tags", "tags-write", "another Backroom drives the shelf tags of this profile", br_store_migrate_tags },
};

typedef struct
{
  guint id;
  BrStoreListener func;
  gpointer data;
} Listener;

struct _BrStore
{
  char *dir;
  const BrClock *clock;
  const BrRandom *random;
  gboolean threads;
  BrStoreLane writer;
  BrStoreFile files[N_FILES];
  BrStoreLane readers[N_READERS];
  BrTxCache *cache;      /* of `writer` only */
  GRecMutex lock;       /* of all below and of claims; recursive: a listener may unlisten itself */
  GArray *listeners;  /* of Listener */
  guint last_listener;
};

/* One job, on its way through a worker. */
typedef struct
{
  BrStore *store;      /* owned */
  BrStoreFunc write;      /* one of these two */
  BrReadFunc read;
  gpointer data;
  GDestroyNotify free_func;  /* or NULL */
  gboolean dry;
  BrStoreLane *lane;  /* borrowed from the store */
  BrStoreFile *file;  /* of a job in one beside the cache, borrowed; else NULL */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job->free_func != NULL)
    job->free_func (job->data);
  br_store_unref (job->store);
  g_free (job);
}

static void
announce (BrStore *self, BrChange *change)
{
  g_autoptr (GArray) listeners = NULL;

  g_rec_mutex_lock (&self->lock);
  listeners = g_array_copy (self->listeners);
  for (guint i = 0; i < listeners->len; i++)
    {
      Listener *listener = &g_array_index (listeners, Listener, i);

      listener->func (change, listener->data);
    }
  g_rec_mutex_unlock (&self->lock);
}

/* The body of a writing transaction, with what the job works with. */
typedef struct
{
  const Job *job;
  BrChange *change;
} TxBody;

static gboolean
run_write_body (BrDb *db, gpointer data, GError **error)
{
  TxBody *body = data;
  BrStore *self = body->job->store;
  BrStoreTx tx = { .db = db, .clock = self->clock, .random = self->random, .change = body->change };

  tx.cache = body->job->file == NULL ? self->cache : NULL;
  return body->job->write (&tx, body->job->data, error);
}

static gboolean
write_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  BrStore *self = job->store;
  BrChange *change = br_change_new ();
  TxBody body = { job, change };
  gboolean ok = job->dry ? br_db_dry_run (self->writer.db, run_write_body, &body, error) : br_db_transaction (self->writer.db, run_write_body, &body, error);

  br_tx_cache_end (self->cache);
  if (!ok || job->dry)
    br_tx_cache_forget (self->cache);
  else if (!br_change_is_empty (change))
    announce (self, change);
  br_change_unref (change);
  return ok;
}

/* The body of a read, with the caller's cancellable. */
typedef struct
{
  const Job *job;
  GCancellable *cancellable;
} ReadBody;

static gboolean
run_read_body (BrDb *db, gpointer data, GError **error)
{
  ReadBody *body = data;

  return body->job->read (db, body->job->data, body->cancellable, error);
}

static gboolean
read_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  ReadBody body = { job, cancellable };
  gboolean ok;

  br_db_interrupt_on (job->lane->db, cancellable);
  ok = br_db_read (job->lane->db, run_read_body, &body, error);
  br_db_interrupt_on (job->lane->db, NULL);
  if (!ok && g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (error);
      g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  return ok;
}

static gboolean
file_write_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  BrChange *change = br_change_new ();
  TxBody body = { job, change };
  GError *failure = NULL;
  gboolean ok = br_store_file_is_there (job->file, &failure) && br_db_transaction (job->lane->db, run_write_body, &body, &failure);

  if (g_error_matches (failure, BR_ERROR, BR_ERROR_CORRUPT))
    br_file_aside_mark (job->store->dir, job->file->kind->stem);
  if (!ok)
    g_propagate_error (error, failure);
  else if (!br_change_is_empty (change))
    announce (job->store, change);
  br_change_unref (change);
  return ok;
}

static void
clear_store (gpointer data)
{
  BrStore *self = data;

  for (guint i = 0; i < N_READERS; i++)
    br_store_lane_close (&self->readers[i]);
  br_store_lane_close (&self->writer);
  for (guint i = 0; i < N_FILES; i++)
    br_store_file_close (&self->files[i]);
  br_tx_cache_free (self->cache);
  g_array_unref (self->listeners);
  g_rec_mutex_clear (&self->lock);
  g_free (self->dir);
}

static gboolean
open_writers (BrStore *self, const BrDbParams *params, GError **error)
{
  if (!br_store_lane_open (&self->writer, params, self->threads ? "store-write" : NULL, error) || !br_store_migrate (self->writer.db, error))
    return FALSE;
  for (guint i = 0; i < N_FILES; i++)
    if (!br_store_file_open (&self->files[i], params->faults, self->threads, br_clock_now_us (self->clock), error))
      return FALSE;
  return TRUE;
}

/* Readers see the other files beside the cache, so that one statement can join a label or a tag with what its goods cost now. */
static gboolean
open_reader (BrStore *self, guint i, const BrDbParams *params, GError **error)
{
  g_autofree char *name = self->threads ? g_strdup_printf ("store-read-%u", i) : NULL;

  if (!br_store_lane_open (&self->readers[i], params, name, error))
    return FALSE;
  for (guint j = 0; j < N_FILES; j++)
    if (!br_store_file_attach (&self->files[j], self->readers[i].db, error))
      return FALSE;
  return TRUE;
}

static gboolean
open_files (BrStore *self, const BrDbFaults *faults, GError **error)
{
  g_autofree char *cache = g_build_filename (self->dir, "cache.db", NULL);
  BrDbParams writer = { .path = cache, .mode = BR_DB_WRITER, .faults = faults, .cache_kib = WRITER_CACHE_KIB };
  BrDbParams reader = { .path = cache, .mode = BR_DB_READER, .faults = faults, .cache_kib = READER_CACHE_KIB };

  if (g_mkdir_with_parents (self->dir, 0700) != 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "cannot make the folder %s: %s", self->dir, g_strerror (errno));
      return FALSE;
    }
  if (!open_writers (self, &writer, error))
    return FALSE;
  for (guint i = 0; i < N_READERS; i++)
    if (!open_reader (self, i, &reader, error))
      return FALSE;
  return TRUE;
}

BrStore *
br_store_open (const BrStoreParams *params, GError **error)
{
  g_autoptr (BrStore) self = g_atomic_rc_box_new0 (BrStore);

  self->dir = g_strdup (params->dir);
  self->clock = params->clock;
  self->random = params->random;
  self->threads = params->threads;
  self->cache = br_tx_cache_new ();
  self->listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
  for (guint i = 0; i < N_FILES; i++)
    self->files[i] = (BrStoreFile) { .kind = &file_kinds[i], .dir = self->dir, .lock = -1 };
  g_rec_mutex_init (&self->lock);
  if (!open_files (self, params->faults, error))
    {
      g_prefix_error (error, "opening the cache in %s: ", params->dir);
      return NULL;
    }
  return g_steal_pointer (&self);
}

BrStore *
br_store_ref (BrStore *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
br_store_unref (BrStore *self)
{
  g_atomic_rc_box_release_full (self, clear_store);
}

const char *
br_store_get_dir (BrStore *self)
{
  return self->dir;
}

const char *
br_store_get_print_aside (BrStore *self)
{
  return self->files[FILE_PRINT].aside;
}

const char *
br_store_get_tags_aside (BrStore *self)
{
  return self->files[FILE_TAGS].aside;
}

void
br_store_distrust_print (BrStore *self)
{
  br_file_aside_mark (self->dir, file_kinds[FILE_PRINT].stem);
}

const BrClock *
br_store_get_clock (BrStore *self)
{
  return self->clock;
}

const BrRandom *
br_store_get_random (BrStore *self)
{
  return self->random;
}

static gboolean
run_job (BrWorker *worker, int priority, BrWorkerFunc func, Job *job, GCancellable *cancellable, GError **error)
{
  if (worker == NULL)
    return func (job, cancellable, error);
  g_assert (!br_worker_is_current (worker));
  return br_worker_run (worker, priority, func, job, cancellable, error);
}

/* Takes `job`. Without threads the job runs here; its result still arrives by the main context, as with threads. */
static void
run_job_async (BrWorker *worker, int priority, BrWorkerFunc func, Job *job, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  if (worker != NULL)
    {
      br_worker_run_async (worker, priority, func, job, free_job, cancellable, callback, user_data);
      return;
    }
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_task_data (task, job, free_job);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (func (job, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
finish_job (BrStore *self, BrWorker *worker, GAsyncResult *result, gpointer *data, GError **error)
{
  Job *job = worker != NULL ? br_worker_get_job_data (result) : g_task_get_task_data (G_TASK (result));

  if (data != NULL)
    *data = job->data;
  return worker != NULL ? br_worker_run_finish (job->lane->worker, result, error) : g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
br_store_write (BrStore *self, BrStoreFunc func, gpointer data, GError **error)
{
  Job job = { .store = self, .write = func, .data = data, .lane = &self->writer };

  return run_job (self->writer.worker, G_PRIORITY_DEFAULT, write_job, &job, NULL, error);
}

gboolean
br_store_write_dry (BrStore *self, BrStoreFunc func, gpointer data, GError **error)
{
  Job job = { .store = self, .write = func, .data = data, .dry = TRUE, .lane = &self->writer };

  return run_job (self->writer.worker, G_PRIORITY_DEFAULT, write_job, &job, NULL, error);
}

void
br_store_write_async (BrStore *self, BrStoreFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  *job = (Job) { .store = br_store_ref (self), .write = func, .data = data, .free_func = free_func, .lane = &self->writer };
  run_job_async (self->writer.worker, G_PRIORITY_DEFAULT, write_job, job, cancellable, callback, user_data);
}

gboolean
br_store_write_finish (BrStore *self, GAsyncResult *result, gpointer *data, GError **error)
{
  return finish_job (self, self->writer.worker, result, data, error);
}

static gboolean
write_file (BrStore *self, FileIndex file, BrStoreFunc func, gpointer data, GError **error)
{
  Job job = { .store = self, .write = func, .data = data, .lane = &self->files[file].lane, .file = &self->files[file] };

  return run_job (job.lane->worker, G_PRIORITY_DEFAULT, file_write_job, &job, NULL, error);
}

/* A job of its own for a writer, owned by the caller. */
static Job *
new_job (BrStore *self, FileIndex file, BrStoreFunc func, gpointer data, GDestroyNotify free_func)
{
  Job *job = g_new0 (Job, 1);

  *job =
      (Job) { .store = br_store_ref (self), .write = func, .data = data, .free_func = free_func, .lane = &self->files[file].lane, .file = &self->files[file] };
  return job;
}

gboolean
br_store_print_write (BrStore *self, BrStoreFunc func, gpointer data, GError **error)
{
  return write_file (self, FILE_PRINT, func, data, error);
}

void
br_store_print_write_async (BrStore *self, BrStoreFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Job *job = new_job (self, FILE_PRINT, func, data, free_func);

  run_job_async (job->lane->worker, G_PRIORITY_DEFAULT, file_write_job, job, cancellable, callback, user_data);
}

gboolean
br_store_print_write_finish (BrStore *self, GAsyncResult *result, gpointer *data, GError **error)
{
  return finish_job (self, self->files[FILE_PRINT].lane.worker, result, data, error);
}

gboolean
br_store_tags_write (BrStore *self, BrStoreFunc func, gpointer data, GError **error)
{
  return write_file (self, FILE_TAGS, func, data, error);
}

void
br_store_tags_write_async (BrStore *self, BrStoreFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Job *job = new_job (self, FILE_TAGS, func, data, free_func);

  run_job_async (job->lane->worker, G_PRIORITY_DEFAULT, file_write_job, job, cancellable, callback, user_data);
}

gboolean
br_store_tags_write_finish (BrStore *self, GAsyncResult *result, gpointer *data, GError **error)
{
  return finish_job (self, self->files[FILE_TAGS].lane.worker, result, data, error);
}

static gboolean
claim (BrStore *self, FileIndex file, GError **error)
{
  gboolean mine;

  g_rec_mutex_lock (&self->lock);
  mine = br_store_file_claim (&self->files[file], error);
  g_rec_mutex_unlock (&self->lock);
  return mine;
}

gboolean
br_store_claim_printing (BrStore *self, GError **error)
{
  return claim (self, FILE_PRINT, error);
}

gboolean
br_store_claim_tags (BrStore *self, GError **error)
{
  return claim (self, FILE_TAGS, error);
}

/* The reader with less to do. */
static BrStoreLane *
choose_reader (BrStore *self)
{
  if (!self->threads)
    return &self->readers[0];
  return br_worker_get_pending (self->readers[1].worker) < br_worker_get_pending (self->readers[0].worker) ? &self->readers[1] : &self->readers[0];
}

gboolean
br_store_read (BrStore *self, BrReadFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  BrStoreLane *lane = choose_reader (self);
  Job job = { .store = self, .read = func, .data = data, .lane = lane };

  return run_job (lane->worker, G_PRIORITY_DEFAULT, read_job, &job, cancellable, error);
}

void
br_store_read_async (BrStore *self, int priority, BrReadFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);
  BrStoreLane *lane = choose_reader (self);

  *job = (Job) { .store = br_store_ref (self), .read = func, .data = data, .free_func = free_func, .lane = lane };
  run_job_async (lane->worker, priority, read_job, job, cancellable, callback, user_data);
}

gboolean
br_store_read_finish (BrStore *self, GAsyncResult *result, gpointer *data, GError **error)
{
  return finish_job (self, self->readers[0].worker, result, data, error);
}

gboolean
br_store_is_idle (BrStore *self)
{
  gboolean idle = br_store_lane_is_idle (&self->writer);

  for (guint i = 0; i < N_FILES; i++)
    idle = idle && br_store_lane_is_idle (&self->files[i].lane);
  for (guint i = 0; i < N_READERS; i++)
    idle = idle && br_store_lane_is_idle (&self->readers[i]);
  return idle;
}

guint
br_store_listen (BrStore *self, BrStoreListener func, gpointer data)
{
  Listener listener = { .func = func, .data = data };

  g_rec_mutex_lock (&self->lock);
  listener.id = ++self->last_listener;
  g_array_append_val (self->listeners, listener);
  g_rec_mutex_unlock (&self->lock);
  return listener.id;
}

void
br_store_unlisten (BrStore *self, guint id)
{
  g_rec_mutex_lock (&self->lock);
  for (guint i = 0; i < self->listeners->len; i++)
    if (g_array_index (self->listeners, Listener, i).id == id)
      {
        g_array_remove_index (self->listeners, i);
        break;
      }
  g_rec_mutex_unlock (&self->lock);
}
