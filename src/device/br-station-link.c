/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-station-link.h"

void
br_link_answer_clear (BrLinkAnswer *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  *self = (BrLinkAnswer) { 0 };
}

gboolean
br_station_link_request (BrStationLink *self, const BrLinkRequest *request, BrLinkAnswer *answer, GError **error)
{
  *answer = (BrLinkAnswer) { 0 };
  return self->ops->request (self, request, answer, error);
}

gboolean
br_station_link_open_stream (BrStationLink *self, const char *path, GError **error)
{
  return self->ops->open_stream (self, path, error);
}

char *
br_station_link_receive (BrStationLink *self, gint64 wait_us, guint *n_lost, GError **error)
{
  *n_lost = 0;
  return self->ops->receive (self, wait_us, n_lost, error);
}

void
br_station_link_close_stream (BrStationLink *self)
{
  self->ops->close_stream (self);
}

void
br_station_link_wake (BrStationLink *self)
{
  self->ops->wake (self);
}

void
br_station_link_stop (BrStationLink *self)
{
  self->ops->stop (self);
}

void
br_station_link_close (BrStationLink *self)
{
  self->ops->close (self);
}
