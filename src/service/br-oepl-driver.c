/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The OpenEPaperLink driver's table, its beginning and its end. What it does is in the other files of this name. */
#include "config.h"

#include "br-oepl-driver-private.h"

#define BACKOFF_US (5 * G_USEC_PER_SEC)

static void
close_driver (BrStationDriver *driver)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;

  br_oepl_driver_hang_up (self, 0);
  br_station_link_close (self->link);
  g_queue_clear_full (&self->events, g_free);
  g_hash_table_unref (self->tags);
  g_hash_table_unref (self->types);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self);
}

static const BrStationDriverOps OEPL_OPS = {
  .id = "oepl",
  .caps = BR_STATION_CAN_IMAGE | BR_STATION_CAN_LED | BR_STATION_CAN_BATTERY | BR_STATION_CAN_SIGNAL | BR_STATION_CAN_READ_BACK | BR_STATION_CAN_CANCEL
          | BR_STATION_CAN_LIST | BR_STATION_CAN_PUSH,
  .best_proof = BR_TAG_PROOF_PIXELS,
  .request_gap_us = G_USEC_PER_SEC,
  .command_gap_us = G_USEC_PER_SEC / 2,
  .probe = br_oepl_driver_probe,
  .list = br_oepl_driver_list,
  .find = br_oepl_driver_find,
  .prepare = br_oepl_driver_prepare,
  .submit = br_oepl_driver_submit,
  .look = br_oepl_driver_look,
  .recall = br_oepl_driver_recall,
  .cancel = br_oepl_driver_cancel,
  .led = br_oepl_driver_led,
  .take_in = br_oepl_driver_take_in,
  .wait = br_oepl_driver_wait,
  .wake = br_oepl_driver_wake,
  .stop = br_oepl_driver_stop,
  .close = close_driver,
};

BrStationDriver *
br_oepl_driver_new (BrStationLink *link, const BrClock *clock)
{
  BrOeplDriver *self = g_new0 (BrOeplDriver, 1);

  self->base.ops = &OEPL_OPS;
  self->link = link;
  self->clock = clock;
  self->backoff_us = BACKOFF_US;
  self->tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->types = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_queue_init (&self->events);
  return &self->base;
}
