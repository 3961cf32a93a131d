/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One timeout to the next due instant, at most an hour ahead: new prices and a changed clock are met then at the latest. */
#include "config.h"

#include "br-due-timer.h"

#include "br-projection.h"

#define LONGEST_MS (60 * 60 * 1000)
#define SHORTEST_MS 50

struct _BrDueTimer
{
  BrStore *store;   /* NULL once the owner has freed it; a running job holds another reference (rc box) */
  guint timeout;
};

static void look (BrDueTimer *self); /* each look starts the next one */

static gboolean
due_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_projection_due (tx, data, error);
}

static gboolean
due_cb (gpointer data)
{
  BrDueTimer *self = data;

  self->timeout = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  BrDueTimer *self = data;
  gpointer next_us = NULL;
  gint64 ahead_ms = LONGEST_MS;

  if (self->store != NULL)
    {
      if (!br_store_write_finish (self->store, result, &next_us, &error))
        g_warning ("prices due could not be refreshed: %s", error->message);
      else if (*(gint64 *) next_us < G_MAXINT64)
        ahead_ms = (*(gint64 *) next_us - br_clock_now_us (br_store_get_clock (self->store))) / 1000 + 1;
      self->timeout = g_timeout_add (CLAMP (ahead_ms, SHORTEST_MS, LONGEST_MS), due_cb, self);
    }
  g_rc_box_release (self);
}

static void
look (BrDueTimer *self)
{
  br_store_write_async (self->store, due_job, g_new0 (gint64, 1), g_free, NULL, looked_cb, g_rc_box_acquire (self));
}

BrDueTimer *
br_due_timer_new (BrStore *store)
{
  BrDueTimer *self = g_rc_box_new0 (BrDueTimer);

  self->store = br_store_ref (store);
  look (self);
  return self;
}

void
br_due_timer_free (BrDueTimer *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->store, br_store_unref);
  g_rc_box_release (self);
}
