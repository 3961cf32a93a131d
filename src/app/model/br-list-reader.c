/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-list-reader.h"

struct _BrListReader
{
  GtkWidget *widget;     /* not owned */
  guint interval_ms;
  BrListReadFunc read;
  GCancellable *reading; /* NULL = nothing is being read */
  guint wait_id;         /* the interval runs */
  gulong map_id;
  gboolean again;        /* something changed since the running read began */
};

static void
stop (BrListReader *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_handle_id (&self->wait_id, g_source_remove);
}

void
br_list_reader_start (BrListReader *self)
{
  stop (self);
  self->reading = g_cancellable_new ();
  self->again = FALSE;
  self->read (self->widget, self->reading);
}

static gboolean
waited_cb (gpointer user_data)
{
  BrListReader *self = user_data;

  self->wait_id = 0;
  br_list_reader_start (self);
  return G_SOURCE_REMOVE;
}

void
br_list_reader_changed (BrListReader *self)
{
  if (self->reading != NULL)
    self->again = TRUE;
  else if (self->wait_id == 0 && gtk_widget_get_mapped (self->widget))
    self->wait_id = g_timeout_add (self->interval_ms, waited_cb, self);
}

void
br_list_reader_ended (BrListReader *self)
{
  g_clear_object (&self->reading);
  if (self->again)
    br_list_reader_changed (self);
}

/* What changed while nobody looked was not read. */
static void
mapped_cb (BrListReader *self)
{
  if (self->reading == NULL)
    br_list_reader_start (self);
}

BrListReader *
br_list_reader_new (GtkWidget *widget, guint interval_ms, BrListReadFunc read)
{
  BrListReader *self = g_new0 (BrListReader, 1);

  self->widget = widget;
  self->interval_ms = interval_ms;
  self->read = read;
  self->map_id = g_signal_connect_swapped (widget, "map", G_CALLBACK (mapped_cb), self); /* undone in free */
  return self;
}

void
br_list_reader_free (BrListReader *self)
{
  stop (self);
  g_signal_handler_disconnect (self->widget, self->map_id);
  g_free (self);
}
