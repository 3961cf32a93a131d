/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commits come faster than tags are looked at while an import runs: several that wait are one look at all tags. */
#include "config.h"

#include "br-tag-watch.h"

#include "br-tag-ahead.h"
#include "br-tag-keep.h"
#include "br-tag-wanted.h"

#define LONGEST_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC) /* a clock that was changed, or a computer that slept, is met then at the latest */
#define SHORTEST_US (50 * 1000)
#define AGAIN_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)   /* after a failure of the disk */

struct _BrTagWatch
{
  BrStore *store; /* owned */
  GThread *thread;
  guint listener;
  GMutex lock;    /* of all below */
  GCond wake;
  BrChange *change; /* the one that waits, or NULL; owned */
  gboolean all;     /* more than one did */
  gboolean stop;

  BrTagDraw *draw;   /* of the thread */
  BrTagAhead ahead;  /* so is this */
  gint64 tidy_us;    /* and this: when the file is tidied next, monotonic */
  gint64 looked_us;  /* and this: when it began or ended to look last, by the clock */
};

static void
heard_cb (BrChange *change, gpointer data)
{
  BrTagWatch *self = data;

  if (!br_tag_wanted_is_touched (change))
    return;
  g_mutex_lock (&self->lock);
  self->all |= self->change != NULL;
  if (self->change == NULL)
    self->change = br_change_ref (change);
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

/* Whether it is wanted elsewhere. */
static gboolean
is_called (gpointer data)
{
  BrTagWatch *self = data;
  gboolean called;

  g_mutex_lock (&self->lock);
  called = self->stop || self->all || self->change != NULL;
  g_mutex_unlock (&self->lock);
  return called;
}

static gboolean
tidy (BrTagWatch *self, GError **error)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us < self->tidy_us)
    return TRUE;
  if (!br_tag_keep_tidy (self->store, is_called, self, error))
    return FALSE;
  if (!is_called (self))
    self->tidy_us = now_us + BR_TAG_KEEP_EACH_US;
  return TRUE;
}

/* What was wanted for a time that has not come after all may still be. */
static gboolean
was_set_back (BrTagWatch *self)
{
  gint64 before_us = self->looked_us;

  self->looked_us = br_clock_now_us (br_store_get_clock (self->store));
  return self->looked_us < before_us;
}

/* Looks at what waits, and at what is due, and then does what has time; *next_us: when to look again. */
static gboolean
look (BrTagWatch *self, BrChange *change, gboolean all, gint64 *next_us, GError **error)
{
  if (all || change != NULL)
    self->ahead = (BrTagAhead) { 0 };
  return ((!all && change == NULL) || br_tag_wanted_update (self->store, all ? NULL : change, NULL, error)) && br_tag_wanted_due (self->store, next_us, error)
         && br_tag_ahead_draw (&self->ahead, self->store, self->draw, is_called, self, error) && tidy (self, error);
}

/* Waits with the lock held; FALSE = it is to end. */
static gboolean
wait_for_work (BrTagWatch *self, gint64 until_us)
{
  while (!self->stop && self->change == NULL && !self->all)
    if (!g_cond_wait_until (&self->wake, &self->lock, until_us))
      break;
  return !self->stop;
}

static gpointer
run (gpointer data)
{
  BrTagWatch *self = data;
  gboolean failed = FALSE;
  gint64 until_us = 0;

  self->draw = br_tag_draw_new (self->store);
  g_mutex_lock (&self->lock);
  while (wait_for_work (self, until_us))
    {
      BrChange *change = g_steal_pointer (&self->change);
      gboolean all = self->all || failed;
      g_autoptr (GError) error = NULL;
      gint64 next_us, ahead_us;

      self->all = FALSE;
      g_mutex_unlock (&self->lock);
      all |= was_set_back (self);
      failed = !look (self, change, all, &next_us, &error);
      if (!failed)
        ahead_us = next_us < G_MAXINT64 ? next_us - br_clock_now_us (br_store_get_clock (self->store)) : LONGEST_US;
      else
        {
          g_warning ("what shelf tags are to show could not be worked out: %s", error->message);
          ahead_us = AGAIN_US;
        }
      g_clear_pointer (&change, br_change_unref);
      until_us = g_get_monotonic_time () + CLAMP (ahead_us, SHORTEST_US, LONGEST_US);
      g_mutex_lock (&self->lock);
      self->all |= was_set_back (self);
    }
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->draw, br_tag_draw_free);
  return NULL;
}

BrTagWatch *
br_tag_watch_new (BrStore *store)
{
  BrTagWatch *self = g_new0 (BrTagWatch, 1);

  self->store = br_store_ref (store);
  self->all = TRUE;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->listener = br_store_listen (store, heard_cb, self);
  self->thread = g_thread_new ("tag-watch", run, self);
  return self;
}

void
br_tag_watch_look_again (BrTagWatch *self)
{
  g_mutex_lock (&self->lock);
  self->all = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

void
br_tag_watch_free (BrTagWatch *self)
{
  if (self == NULL)
    return;
  br_store_unlisten (self->store, self->listener);
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_clear_pointer (&self->change, br_change_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  br_store_unref (self->store);
  g_free (self);
}
