/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-commit-watch.h"

/* Atomically reference counted: commits on their way to main may outlive the watch. */
struct _BrCommitWatch
{
  BrStore *store; /* NULL once freed; main only */
  guint listener;
  GWeakRef object;
  BrCommitFunc func;
};

/* A commit on its way to main. */
typedef struct
{
  BrCommitWatch *watch;
  BrChange *change;
} Notice;

static void
clear_watch (gpointer data)
{
  g_weak_ref_clear (&((BrCommitWatch *) data)->object);
}

static void
free_notice (gpointer data)
{
  Notice *notice = data;

  g_atomic_rc_box_release_full (notice->watch, clear_watch);
  br_change_unref (notice->change);
  g_free (notice);
}

static gboolean
tell_cb (gpointer data)
{
  Notice *notice = data;
  g_autoptr (GObject) object = g_weak_ref_get (&notice->watch->object);

  if (object != NULL && notice->watch->store != NULL)
    notice->watch->func (object, notice->change);
  return G_SOURCE_REMOVE;
}

/* On the writer's thread. */
static void
committed_cb (BrChange *change, gpointer data)
{
  Notice *notice = g_new (Notice, 1);

  *notice = (Notice) { g_atomic_rc_box_acquire (data), br_change_ref (change) };
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_cb, notice, free_notice);
}

BrCommitWatch *
br_commit_watch_new (BrStore *store, GObject *object, BrCommitFunc func)
{
  BrCommitWatch *self = g_atomic_rc_box_new0 (BrCommitWatch);

  self->store = br_store_ref (store);
  self->func = func;
  g_weak_ref_init (&self->object, object);
  self->listener = br_store_listen (store, committed_cb, self);
  return self;
}

void
br_commit_watch_free (BrCommitWatch *self)
{
  br_store_unlisten (self->store, self->listener);
  g_clear_pointer (&self->store, br_store_unref);
  g_atomic_rc_box_release_full (self, clear_watch);
}
