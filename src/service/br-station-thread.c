/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A linear loop around the engine. What main wants of it is left under the mutex, and the wait of the moment is ended, be it at the driver or at the condition. */
#include "config.h"

#include "br-station-thread.h"

#include "br-error.h"
#include "br-label-source.h"
#include "br-station-engine.h"
#include "br-tag-draw.h"
#include "br-tag-hours.h"
#include "br-tag-jpeg.h"
#include "br-worker.h"

#define STEP_US (30 * G_USEC_PER_SEC) /* of waiting at most; everything that matters wakes it */
#define BEGIN_US (2 * G_USEC_PER_SEC) /* between two tries to begin */

/* A tag that is to blink. */
typedef struct
{
  char *tag;
  BrTagLed led;
  GTask *task; /* owned; main lets it go, since the last reference to whoever ordered may go with it */
  GError *error; /* why it failed, or NULL */
} Order;

struct _BrStationThread
{
  BrStore *store;
  gint64 station;
  char *kind, *address;
  BrStationOpen open;
  void (*news) (gpointer data);
  gpointer data;
  GThread *thread;
  BrTagDraw *draw; /* of the thread */
  BrStationEngine *engine; /* of the thread */
  GTimeZone *zone; /* of the thread: the shop's */

  GMutex mutex; /* of all below */
  GCond cond;
  BrStationDriver *driver; /* NULL while it is not open; of the thread, but woken by main */
  GQueue orders; /* of Order */
  gboolean dirty; /* jobs, tags or settings may have changed */
  gboolean stopping, ended;
  gboolean unkept; /* what is known of its tags cannot be written down */
  guint idle; /* source that tells the news */
};

static BrTagImage *
draw_cb (gpointer data, const BrTagWant *want, const BrTagType *type, GBytes **jpeg, char **problem, GError **error)
{
  BrStationThread *self = data;
  g_autoptr (BrTagPicture) picture = br_tag_draw_wanted (self->draw, want, type, problem, error);
  const BrLabelProblem *stop = picture != NULL ? br_tag_picture_stop (picture) : NULL;

  if (picture == NULL)
    return NULL;
  if (stop != NULL)
    {
      *problem = br_label_problem_write (stop);
      return NULL;
    }
  *jpeg = br_tag_jpeg_encode (picture->image, error);
  return *jpeg != NULL ? br_tag_image_ref (picture->image) : NULL;
}

static int
minute_cb (gpointer data, gint64 at_us)
{
  return br_tag_hours_minute (((BrStationThread *) data)->zone, at_us);
}

static gboolean
tell_news_cb (gpointer data)
{
  BrStationThread *self = data;

  g_mutex_lock (&self->mutex);
  self->idle = 0;
  g_mutex_unlock (&self->mutex);
  self->news (self->data);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
tell_news (BrStationThread *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (tell_news_cb, self);
}

static void
moved_cb (gpointer data)
{
  BrStationThread *self = data;

  g_mutex_lock (&self->mutex);
  if (!self->stopping)
    tell_news (self);
  g_mutex_unlock (&self->mutex);
}

static void
note_kept (BrStationThread *self, gboolean kept)
{
  g_mutex_lock (&self->mutex);
  if (self->unkept == kept)
    {
      self->unkept = !kept;
      tell_news (self);
    }
  g_mutex_unlock (&self->mutex);
}

/* On main. */
static gboolean
end_order_cb (gpointer data)
{
  Order *order = data;

  if (order->error == NULL)
    g_task_return_boolean (order->task, TRUE);
  else
    g_task_return_error (order->task, order->error);
  g_object_unref (order->task);
  g_free (order->tag);
  g_free (order);
  return G_SOURCE_REMOVE;
}

static Order *
take_order (BrStationThread *self)
{
  Order *order;

  g_mutex_lock (&self->mutex);
  order = g_queue_pop_head (&self->orders);
  g_mutex_unlock (&self->mutex);
  return order;
}

/* What main left; FALSE: the thread is to end. */
static gboolean
do_errands (BrStationThread *self)
{
  gboolean dirty, stopping;
  Order *order;

  g_mutex_lock (&self->mutex);
  dirty = self->dirty;
  stopping = self->stopping;
  self->dirty = FALSE;
  g_mutex_unlock (&self->mutex);
  if (dirty)
    br_station_engine_refresh (self->engine);
  while (!stopping && (order = take_order (self)) != NULL)
    {
      br_station_engine_blink (self->engine, order->tag, order->led, &order->error);
      g_idle_add (end_order_cb, order);
    }
  return !stopping;
}

static gboolean
load_zone_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_label_shop_load (db, data, error);
}

static gboolean
load_zone (BrStationThread *self, GError **error)
{
  g_auto (BrLabelShop) shop = { 0 };

  if (self->zone != NULL)
    return TRUE;
  if (!br_store_read (self->store, load_zone_job, &shop, NULL, error))
    return FALSE;
  self->zone = g_time_zone_ref (shop.zone);
  return TRUE;
}

static gboolean
open_driver (BrStationThread *self, GError **error)
{
  BrStationDriver *driver = self->open (self->kind, self->address, br_store_get_clock (self->store), error);

  g_mutex_lock (&self->mutex);
  self->driver = driver;
  if (driver != NULL && self->stopping)
    driver->ops->stop (driver);
  g_mutex_unlock (&self->mutex);
  return driver != NULL;
}

static void
close_driver (BrStationThread *self)
{
  BrStationDriver *driver;

  g_mutex_lock (&self->mutex);
  driver = g_steal_pointer (&self->driver);
  g_mutex_unlock (&self->mutex);
  if (driver != NULL)
    driver->ops->close (driver);
}

static gboolean
try_begin (BrStationThread *self, GError **error)
{
  BrStationEngineParams params = { .store = self->store,
                                   .clock = br_store_get_clock (self->store),
                                   .random = br_store_get_random (self->store),
                                   .station = self->station,
                                   .accepted = BR_TAG_PROOF_TAG,
                                   .draw = draw_cb,
                                   .minute = minute_cb,
                                   .moved = moved_cb,
                                   .data = self };

  if (!load_zone (self, error) || !open_driver (self, error))
    return FALSE;
  params.driver = self->driver;
  self->engine = br_station_engine_new (&params, error);
  note_kept (self, self->engine != NULL || g_error_matches (*error, BR_ERROR, BR_ERROR_NOT_FOUND));
  if (self->engine == NULL)
    close_driver (self);
  return self->engine != NULL;
}

static void
refuse_orders (BrStationThread *self, const char *why)
{
  Order *order;

  while ((order = g_queue_pop_head (&self->orders)) != NULL)
    {
      order->error = g_error_new_literal (BR_ERROR, BR_ERROR_OFFLINE, why);
      g_idle_add (end_order_cb, order);
    }
}

/* What keeps it from beginning passes (a full disk) or is put right by a person (its address), who starts another thread by that. FALSE: it is to end. */
static gboolean
begin (BrStationThread *self)
{
  gboolean told = FALSE, stopping = FALSE;

  while (!stopping)
    {
      g_autoptr (GError) error = NULL;
      gint64 until = g_get_monotonic_time () + BEGIN_US;

      if (try_begin (self, &error))
        return TRUE;
      if (!told)
        g_warning ("the base station %" G_GINT64_FORMAT " cannot be driven: %s", self->station, error->message);
      told = TRUE;
      g_mutex_lock (&self->mutex);
      while (!self->stopping && self->orders.length == 0 && g_cond_wait_until (&self->cond, &self->mutex, until))
        ;
      refuse_orders (self, error->message);
      stopping = self->stopping;
      g_mutex_unlock (&self->mutex);
    }
  return FALSE;
}

static gpointer
thread_main (gpointer data)
{
  BrStationThread *self = data;

  self->draw = br_tag_draw_new (self->store);
  if (begin (self))
    while (do_errands (self))
      {
        br_station_engine_step (self->engine, STEP_US);
        note_kept (self, br_station_engine_is_kept (self->engine));
      }
  g_clear_pointer (&self->engine, br_station_engine_free);
  close_driver (self);
  g_clear_pointer (&self->draw, br_tag_draw_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  tell_news (self);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* With the mutex held: ends whatever the thread waits for. */
static void
end_wait (BrStationThread *self)
{
  g_cond_signal (&self->cond);
  if (self->driver != NULL && self->stopping)
    self->driver->ops->stop (self->driver);
  else if (self->driver != NULL)
    self->driver->ops->wake (self->driver);
}

BrStationThread *
br_station_thread_start (const BrStationThreadParams *params)
{
  BrStationThread *self = g_new0 (BrStationThread, 1);

  br_assert_main ();
  self->store = br_store_ref (params->store);
  self->station = params->station;
  self->kind = g_strdup (params->kind);
  self->address = g_strdup (params->address);
  self->open = params->open;
  self->news = params->news;
  self->data = params->data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->orders);
  self->thread = g_thread_new ("tag-station", thread_main, self);
  return self;
}

void
br_station_thread_end (BrStationThread *self)
{
  br_assert_main ();
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  end_wait (self);
  g_mutex_unlock (&self->mutex);
}

gboolean
br_station_thread_has_ended (BrStationThread *self)
{
  gboolean ended;

  g_mutex_lock (&self->mutex);
  ended = self->ended;
  g_mutex_unlock (&self->mutex);
  return ended;
}

gboolean
br_station_thread_is_kept (BrStationThread *self)
{
  gboolean kept;

  g_mutex_lock (&self->mutex);
  kept = !self->unkept;
  g_mutex_unlock (&self->mutex);
  return kept;
}

void
br_station_thread_stop (BrStationThread *self)
{
  br_station_thread_end (self);
  g_thread_join (self->thread);
  if (self->idle != 0)
    g_source_remove (self->idle);
  refuse_orders (self, "the base station was put away");
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  br_store_unref (self->store);
  g_free (self->kind);
  g_free (self->address);
  g_free (self);
}

void
br_station_thread_wake (BrStationThread *self)
{
  g_mutex_lock (&self->mutex);
  self->dirty = TRUE;
  end_wait (self);
  g_mutex_unlock (&self->mutex);
}

void
br_station_thread_blink (BrStationThread *self, const char *tag, BrTagLed led, GTask *task)
{
  Order *order = g_new (Order, 1);

  *order = (Order) { g_strdup (tag), led, task, NULL };
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->orders, order);
  end_wait (self);
  g_mutex_unlock (&self->mutex);
}
