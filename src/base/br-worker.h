/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A named thread with a priority queue of jobs; the store's writer and readers, later devices, are workers. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BR_TYPE_WORKER (br_worker_get_type ())
G_DECLARE_FINAL_TYPE (BrWorker, br_worker, BR, WORKER, GObject)

/** BrWorkerFunc: a job. Runs on the worker's thread. Returns TRUE, or FALSE with `error` set. */
typedef gboolean (*BrWorkerFunc) (gpointer job_data, GCancellable *cancellable, GError **error);

/** br_worker_new: starts a thread called `name` (15 bytes are shown by the kernel). */
BrWorker *br_worker_new          (const char *name);
/** br_worker_is_current: whether the calling thread is this worker's; for asserts. */
gboolean  br_worker_is_current   (BrWorker *self);
/**
 * br_worker_run_async: queues a job. Lower `priority` (G_PRIORITY_*) runs first, equal ones in order of queueing.
 * A job cancelled before it starts is not run and fails with G_IO_ERROR_CANCELLED. `callback` is called in the
 * thread-default main context of the caller; `job_data` is freed by `free_func` there, after the callback.
 */
void      br_worker_run_async    (BrWorker *self, int priority, BrWorkerFunc func, gpointer job_data,
                                  GDestroyNotify free_func, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);
/** br_worker_run_finish: the job's result; its data by br_worker_get_job_data. */
gboolean  br_worker_run_finish   (BrWorker *self, GAsyncResult *result, GError **error);
/** br_worker_get_job_data: (transfer none) the data of the job that `result` is of; valid in the callback. */
gpointer  br_worker_get_job_data (GAsyncResult *result);
/** br_worker_run: runs a job and waits (never from main in the app, never from the worker itself). */
gboolean  br_worker_run          (BrWorker *self, int priority, BrWorkerFunc func, gpointer job_data,
                                  GCancellable *cancellable, GError **error);
/** br_worker_get_pending: jobs queued or running. */
guint     br_worker_get_pending  (BrWorker *self);
/** br_worker_stop_async: refuses new jobs, runs what is queued, ends the thread, then calls back. */
void      br_worker_stop_async   (BrWorker *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean  br_worker_stop_finish  (BrWorker *self, GAsyncResult *result, GError **error);
/** br_worker_stop: the same, waiting. */
void      br_worker_stop         (BrWorker *self);

/** br_assert_main: aborts unless called on the thread that called br_thread_set_main (or none has). */
#define br_assert_main() g_assert (br_thread_is_main ())
void      br_thread_set_main     (void);
gboolean  br_thread_is_main      (void);

G_END_DECLS
