/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures on their way to a scripted station's tags. */
#include "oepl-script.h"

#include "br-oepl-image.h"

#include <string.h>

ScriptPicture *
script_picture (const char *mac, guint pattern)
{
  ScriptPicture *self = g_new0 (ScriptPicture, 1);

  g_strlcpy (self->mac, mac, sizeof self->mac);
  self->image = br_tag_image_new (br_tag_type_find (1), NULL);
  for (guint i = 0; i < self->image->type.width * self->image->type.height; i++)
    self->image->pixels[i] = (guint8) ((i / 7 + i / 1000 * pattern) % self->image->type.n_colours);
  self->jpeg = g_bytes_new_static ("jpeg", 4);
  self->payload = br_oepl_image_encode (self->image, NULL);
  br_oepl_payload_hash (self->payload, self->hash);
  self->shipment = (BrTagShipment) { .tag = self->mac, .image = self->image, .jpeg = self->jpeg, .title = "Milk", .sequence = 1 };
  return self;
}

void
script_picture_free (ScriptPicture *self)
{
  g_free (self->shipment.before);
  g_free (self->shipment.token);
  g_free (self->shipment.expect);
  br_tag_image_unref (self->image);
  g_bytes_unref (self->jpeg);
  g_bytes_unref (self->payload);
  g_free (self);
}

void
script_send (Script *self, ScriptPicture *picture)
{
  g_autoptr (GError) error = NULL;

  self->driver->ops->prepare (self->driver, &picture->shipment, &error);
  g_assert_no_error (error);
  self->driver->ops->submit (self->driver, &picture->shipment, &error);
  g_assert_no_error (error);
}

BrShipmentReport
script_look (Script *self, ScriptPicture *picture)
{
  g_autoptr (GError) error = NULL;
  BrShipmentReport report;

  self->driver->ops->look (self->driver, &picture->shipment, &report, &error);
  g_assert_no_error (error);
  return report;
}

void
script_deliver (Script *self, ScriptTag *tag, ScriptPicture *picture)
{
  BrShipmentReport report;

  script_send (self, picture);
  g_assert_cmpint (script_look (self, picture).stage, ==, BR_STAGE_ACCEPTED);
  script_convert (self, tag, picture->payload);
  g_assert_cmpint (script_look (self, picture).stage, ==, BR_STAGE_AT_STATION);
  script_fetch (self, tag, 3);
  script_wait (self, BR_STATION_EVENT_SHIPMENT, NULL);
  script_complete (self, tag);
  script_wait (self, BR_STATION_EVENT_SHIPMENT, NULL);
  report = script_look (self, picture);
  g_assert_cmpint (report.stage, ==, BR_STAGE_SHOWN);
  g_assert_cmpint (report.proof, ==, BR_TAG_PROOF_PIXELS);
}

void
script_convert (Script *self, ScriptTag *tag, GBytes *payload)
{
  g_clear_pointer (&tag->queued, g_bytes_unref);
  tag->queued = g_bytes_ref (payload);
  tag->next_update_s = BR_OEPL_NEVER;
  tag->pending++;
  script_say (self, "{\"logMsg\":\"Updating %s\"}", tag->mac);
  script_say (self, "{\"logMsg\":\"new image: /current/%s_7.pending\"}", tag->mac);
  script_say_tag (self, tag);
}

void
script_fetch (Script *self, ScriptTag *tag, guint n_blocks)
{
  for (guint i = 0; i < n_blocks; i++)
    script_say (self, "{\"logMsg\":\"%s block request /current/%s_7.pending block %u, len 4096 checksum 1234\"}", tag->mac, tag->mac, i);
}

void
script_complete (Script *self, ScriptTag *tag)
{
  br_oepl_payload_hash (tag->queued, tag->hash);
  g_clear_pointer (&tag->shown, g_bytes_unref);
  tag->shown = g_steal_pointer (&tag->queued);
  tag->pending--;
  tag->update_count++;
  tag->wakeup = 0;
  tag->last_seen_s = self->now_us / G_USEC_PER_SEC + self->clock_off_s;
  script_say (self, "{\"logMsg\":\"%s reports xfer complete\\r\\n\"}", tag->mac);
  script_say_tag (self, tag);
}
