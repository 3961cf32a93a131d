/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The emulated access point's radio: a table of what waits for whom. It declares 250 places and has 128: what does not fit is acknowledged
 * and lost. It can only answer.
 */
#include "config.h"

#include "br-ap-private.h"

#include <string.h>

#define N_SLOTS 128
#define BLOCK 4096
#define BYTES_A_SECOND 5000
#define BLOCK_WAIT_US (140 * 1000)
#define EXCLUSIVE_US (SECOND + SECOND / 5)
#define DATA_LIVES (20 * MINUTE)
#define AWAKE_S 60 /* a tag without orders is expected again in */

static void
expire_cb (gpointer object, guint64 mac)
{
  BrAp *self = object;
  ApSlot *slot = g_hash_table_lookup (self->slots, &mac);
  gint64 now = ap_air_now (self->air);

  if (slot == NULL || now < slot->timer_us)
    return;
  if (slot->expires_us > now)
    {
      slot->timer_us = slot->expires_us;
      ap_air_at (self->air, slot->timer_us, expire_cb, self, mac);
      return;
    }
  if (slot->data_type != BR_AP_DATA_NONE)
    ap_timed_out (self, mac);
  g_hash_table_remove (self->slots, &mac);
}

static guint
count_slots (BrAp *self)
{
  gint64 amount = self->rules[BR_AP_FAULT_SLOTS].amount;

  return ap_lasts (self, BR_AP_FAULT_SLOTS) ? (guint) CLAMP (amount, 1, N_SLOTS) : N_SLOTS;
}

void
ap_radio_offer (BrAp *self, guint64 mac, const ApSlot *offer, gint64 lives_us)
{
  ApSlot *slot = g_hash_table_lookup (self->slots, &mac);
  gint64 now = ap_air_now (self->air), timer = slot != NULL ? slot->timer_us : 0;

  if (slot == NULL && g_hash_table_size (self->slots) >= count_slots (self))
    {
      self->counts.n_radio_lost++;
      ap_air_log (self->air, "%s loses an offer to %016" G_GINT64_MODIFIER "X", self->name, mac);
      return;
    }
  if (slot == NULL)
    {
      slot = g_new0 (ApSlot, 1);
      g_hash_table_insert (self->slots, g_memdup2 (&mac, sizeof mac), slot);
    }
  *slot = *offer;
  slot->expires_us = now + lives_us;
  slot->timer_us = timer;
  if (timer > now && timer <= slot->expires_us)
    return;
  slot->timer_us = slot->expires_us;
  ap_air_at (self->air, slot->timer_us, expire_cb, self, mac);
}

/* Peers of the LAN note that it is here now. */
static void
mirror (BrAp *self, const ApRecord *record)
{
  GPtrArray *aps = ap_air_aps (self->air);

  for (guint i = 0; self->params.lan != 0 && i < aps->len; i++)
    {
      BrAp *peer = g_ptr_array_index (aps, i);
      ApEntry *entry;

      if (peer == self || peer->params.lan != self->params.lan || !ap_is_running (peer))
        continue;
      entry = ap_entry_find (peer, record->mac);
      if (entry == NULL)
        {
          entry = ap_entry_add (peer, record->mac);
          entry->record.hw_type = record->hw_type;
          entry->record.content_mode = 12;
        }
      else if (!entry->record.external)
        ap_stream_text (peer, "logMsg", "moved AP from local to external %016" G_GINT64_MODIFIER "X", record->mac);
      entry->record.external = TRUE;
      entry->record.last_seen = ap_epoch (peer);
      entry->record.channel = record->channel;
      g_strlcpy (entry->record.where, self->address, sizeof entry->record.where);
      ap_stream_tags (peer, entry);
    }
}

static void
note_report (BrAp *self, ApRecord *record, const ApReport *report)
{
  record->last_seen = ap_epoch (self);
  record->hw_type = report->hw_type;
  record->wake = report->wake;
  record->capabilities = report->capabilities;
  record->version = report->version;
  record->channel = self->params.channel;
  record->external = FALSE;
  if (!report->full && record->rssi == 0)
    return;
  record->lqi = report->lqi;
  record->rssi = report->rssi;
  if (!report->full)
    return;
  record->battery_mv = report->battery_mv;
  record->temperature = report->temperature;
}

/* The station hears of a check-in after the radio has answered it. */
static void
hear (BrAp *self, const ApReport *report, const ApSlot *offer)
{
  ApEntry *entry = ap_entry_find (self, report->mac);
  int lock = ap_config (self, "lock");

  if (entry == NULL)
    {
      if (lock == 1 || (lock == 2 && report->wake != 0xFC))
        return;
      ap_air_log (self->air, "%s takes in %016" G_GINT64_MODIFIER "X", self->name, report->mac);
      entry = ap_entry_add (self, report->mac);
    }
  note_report (self, &entry->record, report);
  if (report->wake >= 0xE0 && entry->record.pending == 0)
    {
      memset (entry->record.hash, 0, sizeof entry->record.hash);
      entry->record.next_update = 0;
    }
  entry->record.next_check_in = ap_epoch (self) + (offer->data_type == BR_AP_DATA_NONE && offer->next_s > 0 ? offer->next_s : AWAKE_S);
  entry->untold |= report->wake >= 0xE0;
  ap_stream_tags (self, entry);
  mirror (self, &entry->record);
  ap_schedule (self, entry);
}

static void
time_out_now (BrAp *self, guint64 mac, ApSlot *offer)
{
  g_hash_table_remove (self->slots, &mac);
  *offer = (ApSlot) { 0 };
  ap_timed_out (self, mac);
}

/* What others do to a tag just then. */
static void
suffer (BrAp *self, guint64 mac, ApSlot *offer)
{
  ApEntry *entry = ap_entry_find (self, mac);

  if (offer->data_type != BR_AP_DATA_NONE && ap_fires (self, BR_AP_FAULT_XTO))
    time_out_now (self, mac, offer);
  if (entry == NULL)
    return;
  if (ap_fires (self, BR_AP_FAULT_XFC_UNSOLICITED))
    ap_complete (self, mac);
  if (ap_fires (self, BR_AP_FAULT_FOREIGN))
    ap_upload_foreign (self, entry);
  if (ap_fires (self, BR_AP_FAULT_FOREIGN_DELETE))
    ap_entry_remove (self, entry);
}

gboolean
ap_radio_check_in (BrAp *self, const ApReport *report, ApSlot *offer)
{
  ApSlot *slot = g_hash_table_lookup (self->slots, &report->mac);

  if (!ap_radio_works (self))
    return FALSE;
  self->last_xfc = 0;
  *offer = slot != NULL ? *slot : (ApSlot) { 0 };
  if (slot != NULL && slot->data_type != BR_AP_DATA_NONE)
    slot->expires_us = ap_air_now (self->air) + DATA_LIVES;
  hear (self, report, offer);
  suffer (self, report->mac, offer);
  return TRUE;
}

static void
tell_block (BrAp *self, guint64 mac, const ApItem *item, guint block, gsize length)
{
  const guint8 *bytes = g_bytes_get_data (item->payload, NULL);
  guint16 sum = 0;

  if (self->clients->len == 0)
    return;
  for (gsize i = 0; i < length; i++)
    sum = (guint16) (sum + bytes[(gsize) block * BLOCK + i]);
  ap_stream_text (self, "logMsg", "%016" G_GINT64_MODIFIER "X block request %s block %u, len %" G_GSIZE_FORMAT " checksum %u", mac,
                  item->path != NULL ? item->path : "", block, length, sum);
}

/* What the station has no more ends the transfer, and takes all else that waited for the tag with it. */
static void
cancel (BrAp *self, guint64 mac)
{
  ApEntry *entry = ap_entry_find (self, mac);

  g_hash_table_remove (self->slots, &mac);
  if (entry == NULL)
    return;
  ap_queue_clear (self, entry);
  ap_stream_tags (self, entry);
  ap_schedule (self, entry);
}

gint64
ap_radio_block (BrAp *self, guint64 mac, const ApSlot *offer, guint block)
{
  ApEntry *entry = ap_entry_find (self, mac);
  const ApItem *item = entry != NULL ? ap_queue_find (entry, offer->version) : NULL;
  gint64 now = ap_air_now (self->air);
  gsize length;

  if (!ap_radio_works (self) || (self->air_until_us > now && self->air_mac != mac))
    return -1;
  if (item == NULL)
    {
      cancel (self, mac);
      return -1;
    }
  length = MIN (BLOCK, g_bytes_get_size (item->payload) - (gsize) block * BLOCK);
  tell_block (self, mac, item, block, length);
  self->air_mac = mac;
  self->air_until_us = now + EXCLUSIVE_US;
  return BLOCK_WAIT_US + (gint64) length * SECOND / BYTES_A_SECOND;
}

GBytes *
ap_radio_payload (BrAp *self, guint64 mac, const ApSlot *offer)
{
  ApEntry *entry = ap_entry_find (self, mac);
  const ApItem *item = entry != NULL ? ap_queue_find (entry, offer->version) : NULL;

  return item != NULL ? g_bytes_ref (item->payload) : NULL;
}

static void
repeat_cb (gpointer object, guint64 mac)
{
  if (ap_radio_works (object))
    ap_complete (object, mac);
}

/* A repeated "complete" is known by being the last the radio heard; any check-in between makes it a new one. */
void
ap_radio_complete (BrAp *self, guint64 mac)
{
  if (!ap_radio_works (self) || ap_fires (self, BR_AP_FAULT_XFC_LOST) || self->last_xfc == mac)
    return;
  self->last_xfc = mac;
  g_hash_table_remove (self->slots, &mac);
  ap_complete (self, mac);
  if (ap_fires (self, BR_AP_FAULT_XFC_DUP))
    ap_air_at (self->air, ap_air_now (self->air) + SECOND, repeat_cb, self, mac);
}
