/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label service itself: what it holds, and what it tells of commits. Its use cases are in br-label-*.c beside it. */
#include "config.h"

#include "br-label-service-private.h"

#include "br-commit-watch.h"
#include "br-label-history.h"

#define RECOUNT_DELAY_MS 300 /* a bulk change is many commits: one count is enough */
#define RECOUNT_REST 10      /* times as long as a count took: in a large shop counting never takes more than a tenth of a core */

/* A thread, and what it draws with. */
typedef struct
{
  BrWorker *worker;
  BrLabelRenderer *renderer; /* made by the first that draws: finding the fonts takes time that the first frame of the window does not have */
} Desk;

struct _BrLabelService
{
  GObject parent_instance;

  BrStore *store;
  BrCommitWatch *watch;
  BrLabelHistory *history; /* NULL while all is kept */
  Desk drawer;  /* previews */
  Desk planner; /* what takes long: plans, files */
  GCancellable *cancellable; /* of everything under way */
  guint recount;  /* source, 0 = none */
  gboolean counting;
  gboolean count_again;
  gint64 count_began_us; /* monotonic */
  guint count_took_ms;
  gint64 n_stale;
};

enum
{
  SIGNAL_QUEUE_CHANGED,
  SIGNAL_TEMPLATES_CHANGED,
  SIGNAL_STALE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrLabelService, br_label_service, G_TYPE_OBJECT)

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Desk *desk = user_data;

  br_worker_stop_finish (BR_WORKER (source), result, NULL); /* stopping cannot fail in a way anybody could act on */
  g_clear_pointer (&desk->renderer, br_label_renderer_free);
  g_object_unref (desk->worker);
  g_free (desk);
}

/* What it was doing ends first, without the service. */
static void
stop_desk (Desk *desk)
{
  if (desk->worker != NULL)
    br_worker_stop_async (desk->worker, stopped_cb, g_memdup2 (desk, sizeof *desk));
  *desk = (Desk) { 0 };
}

static void
br_label_service_dispose (GObject *object)
{
  BrLabelService *self = BR_LABEL_SERVICE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->recount, g_source_remove);
  g_clear_pointer (&self->watch, br_commit_watch_free);
  g_clear_pointer (&self->history, br_label_history_free);
  stop_desk (&self->drawer);
  stop_desk (&self->planner);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->store, br_store_unref);
  G_OBJECT_CLASS (br_label_service_parent_class)->dispose (object);
}

static guint
add_signal (BrLabelServiceClass *klass, const char *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_label_service_class_init (BrLabelServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = br_label_service_dispose;
  signals[SIGNAL_QUEUE_CHANGED] = add_signal (klass, "queue-changed");
  signals[SIGNAL_TEMPLATES_CHANGED] = add_signal (klass, "templates-changed");
  signals[SIGNAL_STALE_CHANGED] = add_signal (klass, "stale-changed");
}

static void
br_label_service_init (BrLabelService *self)
{
  self->cancellable = g_cancellable_new ();
}

/* Prices are kept by the projection, which notes the SKUs; who the place is, by the settings. */
static gboolean
may_make_stale (const BrChange *change)
{
  return change->all || change->settings || (change->skus != NULL && change->skus->len > 0);
}

static void
committed_cb (gpointer object, const BrChange *change)
{
  BrLabelService *self = object;

  if (change->printing)
    g_signal_emit (self, signals[SIGNAL_QUEUE_CHANGED], 0);
  if (change->templates)
    g_signal_emit (self, signals[SIGNAL_TEMPLATES_CHANGED], 0);
  if (change->printing || may_make_stale (change))
    br_label_service_recount_stale (self);
}

BrLabelService *
br_label_service_new (BrStore *store)
{
  BrLabelService *self = g_object_new (BR_TYPE_LABEL_SERVICE, NULL);

  self->store = br_store_ref (store);
  self->drawer.worker = br_worker_new ("label-draw");
  self->planner.worker = br_worker_new ("label-plan");
  self->watch = br_commit_watch_new (store, G_OBJECT (self), committed_cb);
  br_label_service_recount_stale (self);
  return self;
}

BrStore *
br_label_service_get_store (BrLabelService *self)
{
  return self->store;
}

BrWorker *
br_label_service_get_drawer (BrLabelService *self)
{
  return self->drawer.worker;
}

BrWorker *
br_label_service_get_planner (BrLabelService *self)
{
  return self->planner.worker;
}

BrLabelRenderer *
br_label_service_get_renderer (BrLabelService *self)
{
  Desk *desk = br_worker_is_current (self->drawer.worker) ? &self->drawer : &self->planner;

  g_assert (br_worker_is_current (desk->worker));
  if (desk->renderer == NULL)
    desk->renderer = br_label_renderer_new ();
  return desk->renderer;
}

gint64
br_label_service_n_stale (BrLabelService *self)
{
  return self->n_stale;
}

void
br_label_service_keep_history (BrLabelService *self, int months)
{
  g_return_if_fail (BR_IS_LABEL_SERVICE (self));

  g_clear_pointer (&self->history, br_label_history_free);
  if (months <= 0)
    return;
  self->history = br_label_history_new (self->store);
  br_label_history_keep (self->history, months);
}

static gint64
now_us (BrLabelService *self)
{
  const BrClock *clock = br_store_get_clock (self->store);

  return clock->monotonic_us (clock->data);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BrLabelService *self = BR_LABEL_SERVICE (source);
  g_autoptr (GError) error = NULL;
  gint64 total;
  g_autoptr (GPtrArray) first = br_label_service_stale_finish (self, result, &total, &error);

  if (self->store == NULL)
    return;
  self->counting = FALSE;
  self->count_took_ms = (guint) ((now_us (self) - self->count_began_us) / 1000);
  if (first == NULL)
    g_warning ("Cannot count the labels that are out of date: %s", error->message);
  else
    {
      self->n_stale = total;
      g_signal_emit (self, signals[SIGNAL_STALE_CHANGED], 0);
    }
  if (self->count_again)
    br_label_service_recount_stale (self);
}

static gboolean
recount_cb (gpointer user_data)
{
  BrLabelService *self = user_data;

  self->recount = 0;
  self->counting = TRUE;
  self->count_again = FALSE;
  self->count_began_us = now_us (self);
  br_label_service_stale_async (self, &(BrStaleQuery) { .limit = 0 }, self->cancellable, counted_cb, NULL);
  return G_SOURCE_REMOVE;
}

/* One count at a time: what changes meanwhile is counted after it. */
void
br_label_service_recount_stale (BrLabelService *self)
{
  if (self->counting)
    self->count_again = TRUE;
  else if (self->recount == 0)
    self->recount = g_timeout_add (MAX (RECOUNT_DELAY_MS, RECOUNT_REST * self->count_took_ms), recount_cb, self);
}
