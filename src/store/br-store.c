/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The local cache. One writing connection on the worker "store-write", two reading ones on "store-read-0" and "-1" (WAL: readers see
 * a snapshot and never wait for the writer). The print queue is a file of its own, print.db, with a writing connection on the worker
 * "print-write": a label's commit never waits for an import. Readers have it attached as "print". A job is one function in one transaction. Without threads every job runs at once on
 * the caller's thread: the simulator, the command line and most tests work so.
 */
#include "config.h"
#include "br-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "br-error.h"
#include "br-print-aside.h"
#include "br-store-private.h"
#include "br-tx-cache.h"

#define N_READERS 2
#define WRITER_CACHE_KIB (64 * 1024) /* a bulk edit touches most pages of the price table and its indexes */
#define PRINT_CACHE_KIB (2 * 1024)
#define READER_CACHE_KIB (2 * 1024) /* the system keeps the file's pages; a larger one costs memory for each reader and gains little */

/* A connection and the thread that owns it (NULL: the caller's). */
typedef struct
{
  BrDb *db;
  BrWorker *worker;
} Lane;

typedef struct
{
  guint id;
  BrStoreListener func;
  gpointer data;
} Listener;

struct _BrStore
{
  char *dir;
  char *print_aside;   /* name of the queue's file that was set aside last, or NULL */
  const BrClock *clock;
  const BrRandom *random;
  gboolean threads;
  Lane writer;
  Lane printing;
  Lane readers[N_READERS];
  BrTxCache *cache;      /* of `writer` only */
  GRecMutex lock;       /* of all below; recursive: a listener may unlisten itself */
  GArray *listeners;  /* of Listener */
  guint last_listener;
  int print_lock;     /* descriptor of the locked file print.lock, -1 = another program may have it */
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
  Lane *lane;       /* borrowed from the store */
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

  tx.cache = body->job->lane == &self->writer ? self->cache : NULL;
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
print_write_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  BrChange *change = br_change_new ();
  TxBody body = { job, change };
  GError *failure = NULL;
  gboolean ok = br_db_transaction (job->lane->db, run_write_body, &body, &failure);

  if (g_error_matches (failure, BR_ERROR, BR_ERROR_CORRUPT))
    br_store_distrust_print (job->store);
  if (!ok)
    g_propagate_error (error, failure);
  else if (!br_change_is_empty (change))
    announce (job->store, change);
  br_change_unref (change);
  return ok;
}

static gboolean
open_lane (BrStore *self, Lane *lane, const BrDbParams *params, const char *name, GError **error)
{
  lane->db = br_db_open (params, error);
  if (lane->db == NULL)
    return FALSE;
  if (self->threads)
    lane->worker = br_worker_new (name);
  return TRUE;
}

static void
close_lane (Lane *lane)
{
  if (lane->worker != NULL)
    br_worker_stop (lane->worker);
  g_clear_object (&lane->worker);
  g_clear_pointer (&lane->db, br_db_close);
}

static void
clear_store (gpointer data)
{
  BrStore *self = data;

  for (guint i = 0; i < N_READERS; i++)
    close_lane (&self->readers[i]);
  close_lane (&self->writer);
  close_lane (&self->printing);
  if (self->print_lock >= 0)
    close (self->print_lock);
  br_tx_cache_free (self->cache);
  g_array_unref (self->listeners);
  g_rec_mutex_clear (&self->lock);
  g_free (self->dir);
  g_free (self->print_aside);
}

/* Readers see the queue beside the cache, so that one statement can join a label with what its goods cost now. */
static gboolean
attach_print (BrDb *db, const char *path, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "ATTACH :path AS print", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  return br_db_run (db, statement, error);
}

static gboolean
open_queue (BrStore *self, const BrDbParams *params, GError **error)
{
  return open_lane (self, &self->printing, params, "print-write", error) && br_store_migrate_print (self->printing.db, error);
}

/* One that is damaged, or was found to be last time, is set aside, and a new one begun; but not while another program prints from it, which
 * would go on writing into the file that was set aside. */
static gboolean
open_printing (BrStore *self, const BrDbParams *params, GError **error)
{
  g_autoptr (GError) damage = NULL;

  if (!br_print_aside_is_marked (self->dir) || !br_store_claim_printing (self, NULL))
    {
      if (open_queue (self, params, &damage))
        return TRUE;
      if (!g_error_matches (damage, BR_ERROR, BR_ERROR_CORRUPT))
        {
          g_propagate_error (error, g_steal_pointer (&damage));
          return FALSE;
        }
      close_lane (&self->printing);
      g_info ("The print queue is damaged: %s", damage->message); /* the window says so */
    }
  return br_store_claim_printing (self, error) && br_print_aside_move (self->dir, br_clock_now_us (self->clock), error) && open_queue (self, params, error);
}

static gboolean
open_writers (BrStore *self, const char *cache, const char *print, const BrDbFaults *faults, GError **error)
{
  BrDbParams params = { .path = cache, .mode = BR_DB_WRITER, .faults = faults, .cache_kib = WRITER_CACHE_KIB };

  if (!open_lane (self, &self->writer, &params, "store-write", error) || !br_store_migrate (self->writer.db, error))
    return FALSE;
  params.path = print;
  params.cache_kib = PRINT_CACHE_KIB;
  return open_printing (self, &params, error);
}

static gboolean
open_files (BrStore *self, const BrDbFaults *faults, GError **error)
{
  g_autofree char *cache = g_build_filename (self->dir, "cache.db", NULL), *print = g_build_filename (self->dir, "print.db", NULL);
  BrDbParams params = { .path = cache, .mode = BR_DB_READER, .faults = faults, .cache_kib = READER_CACHE_KIB };

  if (g_mkdir_with_parents (self->dir, 0700) != 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "cannot make the folder %s: %s", self->dir, g_strerror (errno));
      return FALSE;
    }
  if (!open_writers (self, cache, print, faults, error))
    return FALSE;
  self->print_aside = br_print_aside_find (self->dir);
  for (guint i = 0; i < N_READERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("store-read-%u", i);

      if (!open_lane (self, &self->readers[i], &params, name, error) || !attach_print (self->readers[i].db, print, error))
        return FALSE;
    }
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
  self->print_lock = -1;
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
  return self->print_aside;
}

void
br_store_distrust_print (BrStore *self)
{
  br_print_aside_mark (self->dir);
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

gboolean
br_store_print_write (BrStore *self, BrStoreFunc func, gpointer data, GError **error)
{
  Job job = { .store = self, .write = func, .data = data, .lane = &self->printing };

  return run_job (self->printing.worker, G_PRIORITY_DEFAULT, print_write_job, &job, NULL, error);
}

void
br_store_print_write_async (BrStore *self, BrStoreFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  *job = (Job) { .store = br_store_ref (self), .write = func, .data = data, .free_func = free_func, .lane = &self->printing };
  run_job_async (self->printing.worker, G_PRIORITY_DEFAULT, print_write_job, job, cancellable, callback, user_data);
}

gboolean
br_store_print_write_finish (BrStore *self, GAsyncResult *result, gpointer *data, GError **error)
{
  return finish_job (self, self->printing.worker, result, data, error);
}

/* The lock goes with the descriptor, so that it never outlives the program. A file system without locks cannot hold print.db either. */
static int
take_lock (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int code = fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0 ? errno : 0;

  if (code == 0)
    return fd;
  if (code == EWOULDBLOCK)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, "another Backroom prints the labels of this profile");
  else
    g_set_error (error, BR_ERROR, BR_ERROR_IO, "cannot lock %s: %s", path, g_strerror (code));
  if (fd >= 0)
    close (fd);
  return -1;
}

gboolean
br_store_claim_printing (BrStore *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->dir, "print.lock", NULL);
  gboolean mine;

  g_rec_mutex_lock (&self->lock);
  if (self->print_lock < 0)
    self->print_lock = take_lock (path, error);
  mine = self->print_lock >= 0;
  g_rec_mutex_unlock (&self->lock);
  return mine;
}

/* The reader with less to do. */
static Lane *
choose_reader (BrStore *self)
{
  if (!self->threads)
    return &self->readers[0];
  return br_worker_get_pending (self->readers[1].worker) < br_worker_get_pending (self->readers[0].worker) ? &self->readers[1] : &self->readers[0];
}

gboolean
br_store_read (BrStore *self, BrReadFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  Lane *lane = choose_reader (self);
  Job job = { .store = self, .read = func, .data = data, .lane = lane };

  return run_job (lane->worker, G_PRIORITY_DEFAULT, read_job, &job, cancellable, error);
}

void
br_store_read_async (BrStore *self, int priority, BrReadFunc func, gpointer data, GDestroyNotify free_func, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);
  Lane *lane = choose_reader (self);

  *job = (Job) { .store = br_store_ref (self), .read = func, .data = data, .free_func = free_func, .lane = lane };
  run_job_async (lane->worker, priority, read_job, job, cancellable, callback, user_data);
}

gboolean
br_store_read_finish (BrStore *self, GAsyncResult *result, gpointer *data, GError **error)
{
  return finish_job (self, self->readers[0].worker, result, data, error);
}

static gboolean
is_lane_idle (const Lane *lane)
{
  return lane->worker == NULL || br_worker_get_pending (lane->worker) == 0;
}

gboolean
br_store_is_idle (BrStore *self)
{
  gboolean idle = is_lane_idle (&self->writer) && is_lane_idle (&self->printing);

  for (guint i = 0; i < N_READERS; i++)
    idle = idle && is_lane_idle (&self->readers[i]);
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
