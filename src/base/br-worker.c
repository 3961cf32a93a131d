/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A named thread that runs queued jobs, one at a time. The queue is ordered by priority, then by arrival. A finished
 * asynchronous job goes back to its caller's main context as a source, and everything of it is freed there; a waiting
 * caller is woken by the condition that also wakes the thread.
 */
#include "br-worker.h"

typedef struct
{
  int priority;
  BrWorkerFunc func;
  gpointer data;
  GCancellable *cancellable; /* owned, or NULL */
  GTask *task;        /* owned; NULL when a caller waits */
  gboolean done;        /* under the worker's mutex */
  gboolean result;
  GError *error;       /* owned */
} Job;

struct _BrWorker
{
  GObject parent_instance;
  GMutex mutex;
  GCond cond;       /* the queue grew, a waited-for job ended, or a stop was asked for */
  GQueue jobs;       /* of Job, under mutex */
  guint pending;    /* queued or running, under mutex */
  gboolean stopping;   /* under mutex */
  GThread *thread;     /* NULL once joined */
};

G_DEFINE_FINAL_TYPE (BrWorker, br_worker, G_TYPE_OBJECT)

static GPrivate current_worker;
static GThread *main_thread; /* atomic */

static void
job_free (Job *job)
{
  g_clear_object (&job->cancellable);
  g_clear_object (&job->task);
  g_clear_error (&job->error);
  g_free (job);
}

/* Runs in the caller's context, where the callback and the free function of the job's data belong. */
static gboolean
deliver_cb (gpointer data)
{
  Job *job = data;

  if (job->result)
    g_task_return_boolean (job->task, TRUE);
  else
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  return G_SOURCE_REMOVE;
}

static void
deliver (Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_cb, job, (GDestroyNotify) job_free);
  g_source_set_static_name (source, "br-worker job");
  g_source_attach (source, g_task_get_context (job->task));
}

static void
run_job (Job *job)
{
  if (g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    return;
  job->result = job->func (job->data, job->cancellable, &job->error);
  g_warn_if_fail (job->result == (job->error == NULL));
}

static void
finish_job (BrWorker *self, Job *job)
{
  g_mutex_lock (&self->mutex);
  self->pending--;
  job->done = TRUE;
  if (job->task == NULL)
    g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* The next job, or NULL when there will be none. */
static Job *
wait_for_job (BrWorker *self)
{
  Job *job;

  g_mutex_lock (&self->mutex);
  while ((job = g_queue_pop_head (&self->jobs)) == NULL && !self->stopping)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return job;
}

static gpointer
thread_main (gpointer data)
{
  BrWorker *self = data;
  Job *job;

  g_private_set (&current_worker, self);
  while ((job = wait_for_job (self)) != NULL)
    {
      /* After finish_job a waiting caller owns its job again: look at `task` before. */
      gboolean waited = job->task == NULL;

      run_job (job);
      finish_job (self, job);
      if (!waited)
        deliver (job);
    }
  return NULL;
}

static void
join_thread (BrWorker *self)
{
  GThread *thread;

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_broadcast (&self->cond);
  thread = g_steal_pointer (&self->thread);
  g_mutex_unlock (&self->mutex);
  if (thread != NULL)
    g_thread_join (thread);
}

static void
br_worker_dispose (GObject *object)
{
  BrWorker *self = BR_WORKER (object);

  /* The last reference must not be dropped by a job: a thread cannot wait for itself. */
  g_assert (!br_worker_is_current (self));
  join_thread (self);
  G_OBJECT_CLASS (br_worker_parent_class)->dispose (object);
}

static void
br_worker_finalize (GObject *object)
{
  BrWorker *self = BR_WORKER (object);

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  G_OBJECT_CLASS (br_worker_parent_class)->finalize (object);
}

static void
br_worker_class_init (BrWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = br_worker_dispose;
  object_class->finalize = br_worker_finalize;
}

static void
br_worker_init (BrWorker *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->jobs);
}

BrWorker *
br_worker_new (const char *name)
{
  BrWorker *self = g_object_new (BR_TYPE_WORKER, NULL);

  self->thread = g_thread_new (name, thread_main, self);
  return self;
}

gboolean
br_worker_is_current (BrWorker *self)
{
  return g_private_get (&current_worker) == self;
}

/* Puts the job behind all of its priority or a more urgent one. Under the mutex. */
static void
insert_job (BrWorker *self, Job *job)
{
  GList *after = self->jobs.tail;

  while (after != NULL && ((Job *) after->data)->priority > job->priority)
    after = after->prev;
  if (after != NULL)
    g_queue_insert_after (&self->jobs, after, job);
  else
    g_queue_push_head (&self->jobs, job);
}

static gboolean
queue_job (BrWorker *self, Job *job)
{
  gboolean accepted;

  g_mutex_lock (&self->mutex);
  accepted = !self->stopping;
  if (accepted)
    {
      insert_job (self, job);
      self->pending++;
      g_cond_broadcast (&self->cond);
    }
  g_mutex_unlock (&self->mutex);
  return accepted;
}

static GError *
stopped_error (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "the worker has been stopped");
}

void
br_worker_run_async (BrWorker *self, int priority, BrWorkerFunc func, gpointer job_data, GDestroyNotify free_func, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->priority = priority;
  job->func = func;
  job->data = job_data;
  g_set_object (&job->cancellable, cancellable);
  job->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (job->task, br_worker_run_async);
  g_task_set_task_data (job->task, job_data, free_func);
  /* What a job has done stays done: the result is the job's, even when it was cancelled at its end. */
  g_task_set_check_cancellable (job->task, FALSE);
  if (!queue_job (self, job))
    {
      job->error = stopped_error ();
      deliver (job);
    }
}

gboolean
br_worker_run_finish (BrWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gpointer
br_worker_get_job_data (GAsyncResult *result)
{
  return g_task_get_task_data (G_TASK (result));
}

gboolean
br_worker_run (BrWorker *self, int priority, BrWorkerFunc func, gpointer job_data, GCancellable *cancellable, GError **error)
{
  Job *job = g_new0 (Job, 1);
  gboolean result;

  g_assert (!br_worker_is_current (self));
  job->priority = priority;
  job->func = func;
  job->data = job_data;
  g_set_object (&job->cancellable, cancellable);
  if (!queue_job (self, job))
    job->error = stopped_error ();
  else
    {
      g_mutex_lock (&self->mutex);
      while (!job->done)
        g_cond_wait (&self->cond, &self->mutex);
      g_mutex_unlock (&self->mutex);
    }
  result = job->result;
  if (!result)
    g_propagate_error (error, g_steal_pointer (&job->error));
  job_free (job);
  return result;
}

guint
br_worker_get_pending (BrWorker *self)
{
  guint pending;

  g_mutex_lock (&self->mutex);
  pending = self->pending;
  g_mutex_unlock (&self->mutex);
  return pending;
}

/* The last job: ends the thread's loop only because `stopping` is set and nothing can follow it. */
static gboolean
stop_job (gpointer job_data, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  join_thread (BR_WORKER (source));
  g_task_return_boolean (task, TRUE);
}

void
br_worker_stop_async (BrWorker *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, br_worker_stop_async);
  /* Runs after everything that is queued now; when the worker is stopped already, it fails at once, which is as good. */
  br_worker_run_async (self, G_MAXINT, stop_job, NULL, NULL, NULL, stopped_cb, task);
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

gboolean
br_worker_stop_finish (BrWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
br_worker_stop (BrWorker *self)
{
  g_assert (!br_worker_is_current (self));
  join_thread (self);
}

void
br_thread_set_main (void)
{
  g_atomic_pointer_set (&main_thread, g_thread_self ());
}

gboolean
br_thread_is_main (void)
{
  GThread *thread = g_atomic_pointer_get (&main_thread);

  return thread == NULL || thread == g_thread_self ();
}
