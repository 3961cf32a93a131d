/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-station-nap.h"

void
br_station_nap_init (BrStationNap *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->woken = FALSE;
}

void
br_station_nap_clear (BrStationNap *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
}

void
br_station_nap_take (BrStationNap *self, gint64 wait_us)
{
  gint64 end_us = g_get_monotonic_time () + wait_us;

  if (wait_us <= 0)
    return;
  g_mutex_lock (&self->mutex);
  while (!self->woken && g_cond_wait_until (&self->cond, &self->mutex, end_us))
    ;
  self->woken = FALSE;
  g_mutex_unlock (&self->mutex);
}

void
br_station_nap_wake (BrStationNap *self)
{
  g_mutex_lock (&self->mutex);
  self->woken = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}
