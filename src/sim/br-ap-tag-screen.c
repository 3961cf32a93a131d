/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An emulated tag's screen, its memory, its LED and its battery. */
#include "config.h"

#include "br-ap-tag-private.h"

#include <string.h>

#define DRAW_TWO_COLOURS (3 * SECOND)
#define DRAW_MORE (15 * SECOND)
#define CAPACITY_UAS (G_GINT64_CONSTANT (600) * 3600 * 1000) /* of two button cells, 600 mAh */
#define USE_DRAW_UAS 120000
#define USE_BLINK_UAS_S 5000
#define EMPTY_MV 2000

static void
stored_clear (ApStored *self)
{
  g_clear_pointer (&self->payload, g_bytes_unref);
}

static ApStored
stored_copy (const ApStored *self)
{
  ApStored copy = *self;

  g_bytes_ref (copy.payload);
  return copy;
}

const ApStored *
ap_tag_find_stored (const BrApTag *self, const guint8 version[8])
{
  for (GList *l = self->stored.head; l != NULL; l = l->next)
    if (memcmp (((ApStored *) l->data)->version, version, 8) == 0)
      return l->data;
  return NULL;
}

static void
stored_free (gpointer data)
{
  stored_clear (data);
  g_free (data);
}

void
ap_tag_store (BrApTag *self, const guint8 version[8], guint8 data_type, GBytes *payload)
{
  ApStored *stored = g_new0 (ApStored, 1);

  memcpy (stored->version, version, sizeof stored->version);
  stored->data_type = data_type;
  stored->payload = g_bytes_ref (payload);
  g_queue_push_head (&self->stored, stored);
  while (self->stored.length > self->params.n_stored)
    stored_free (g_queue_pop_tail (&self->stored));
}

void
ap_tag_forget (BrApTag *self)
{
  g_queue_clear_full (&self->stored, stored_free);
}

static void
set_shown (BrApTag *self, ApStored shown)
{
  stored_clear (&self->shown);
  g_clear_pointer (&self->pixels, g_free);
  self->shown = shown;
  self->shown_us = ap_air_now (self->air);
}

/* What was about to be drawn is not. */
void
ap_tag_show_start (BrApTag *self)
{
  self->draw_turn++;
  self->counts.n_starts++;
  stored_clear (&self->drawing);
  set_shown (self, (ApStored) { 0 });
}

static void
drawn_cb (gpointer object, guint64 turn)
{
  BrApTag *self = object;

  if (turn != self->draw_turn || self->drawing.payload == NULL)
    return;
  set_shown (self, stored_copy (&self->drawing));
  stored_clear (&self->drawing);
  self->counts.n_draws++;
  ap_air_log (self->air, "%s shows %02x%02x%02x%02x", self->text, self->shown.version[0], self->shown.version[1], self->shown.version[2],
              self->shown.version[3]);
}

gint64
ap_tag_draw (BrApTag *self, const ApStored *picture)
{
  gint64 takes = strlen (self->type->colours) <= 2 ? DRAW_TWO_COLOURS : DRAW_MORE;

  if (self->shown.payload != NULL && self->drawing.payload == NULL && memcmp (self->shown.version, picture->version, sizeof picture->version) == 0)
    return 0;
  if (ap_tag_fires (self, BR_AP_TAG_FAULT_NO_DRAW))
    {
      self->counts.n_undrawn++;
      return takes;
    }
  stored_clear (&self->drawing);
  self->drawing = stored_copy (picture);
  self->draw_turn++;
  ap_tag_use (self, USE_DRAW_UAS);
  ap_air_at (self->air, ap_air_now (self->air) + takes, drawn_cb, self, self->draw_turn);
  return takes;
}

/* Three groups of flashes, each with a pause after it, and all of it again so often as told. */
void
ap_tag_blink (BrApTag *self, GBytes *pattern)
{
  gsize n;
  const guint8 *bytes = g_bytes_get_data (pattern, &n);
  gint64 tenths = 0;

  if (n < 12 || !br_ap_type_has (self->type, 'L'))
    return;
  for (guint group = 0; group < 3; group++)
    tenths += (bytes[2 + 3 * group] & 0x0F) * (bytes[2 + 3 * group] >> 4) + bytes[3 + 3 * group];
  tenths *= bytes[10] + 1;
  if ((bytes[0] & 0x0F) == 0)
    {
      tenths = 0;
      self->counts.n_stops++;
    }
  else
    self->counts.n_blinks++;
  self->blinks_until_us = ap_air_now (self->air) + tenths * SECOND / 10;
  ap_tag_use (self, tenths * USE_BLINK_UAS_S / 10);
  ap_air_log (self->air, "%s blinks %" G_GINT64_FORMAT " tenths", self->text, tenths);
}

gboolean
br_ap_tag_blinks (BrApTag *self)
{
  ap_air_catch_up (self->air);
  return ap_air_now (self->air) < self->blinks_until_us;
}

/* Nearly level for four fifths of the charge, then down. */
void
ap_tag_use (BrApTag *self, gint64 uas)
{
  self->used_uas = MIN (self->used_uas + uas, CAPACITY_UAS);
}

int
br_ap_tag_get_battery_mv (BrApTag *self)
{
  gint64 level = CAPACITY_UAS / 5 * 4, top = self->params.battery_mv, knee = top - 300;

  if (self->used_uas < level)
    return (int) (top - 300 * self->used_uas / level);
  return (int) (knee - (knee - EMPTY_MV) * (self->used_uas - level) / (CAPACITY_UAS - level));
}

void
br_ap_tag_get_frame (BrApTag *self, BrApFrame *frame)
{
  ap_air_catch_up (self->air);
  if (self->pixels == NULL && self->shown.payload != NULL)
    self->pixels = br_ap_paint_show (self->type, self->shown.data_type, self->shown.payload);
  *frame = (BrApFrame) { .width = self->type->width, .height = self->type->height, .pixels = self->pixels, .since_us = self->shown_us };
}

void
ap_tag_screen_clear (BrApTag *self)
{
  ap_tag_forget (self);
  stored_clear (&self->shown);
  stored_clear (&self->drawing);
  g_free (self->pixels);
}
