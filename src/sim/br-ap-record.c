/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The emulated access point's database and how it is told: {"tags":[record...],"continu":N}, a page closed once it is longer than 5,000 bytes. */
#include "config.h"

#include "br-ap-private.h"

#define PAGE_BYTES 5000

void
ap_mac_text (guint64 mac, char text[17])
{
  g_snprintf (text, 17, "%016" G_GINT64_MODIFIER "X", mac);
}

ApEntry *
ap_entry_find (BrAp *self, guint64 mac)
{
  return g_hash_table_lookup (self->by_mac, &mac);
}

ApEntry *
ap_entry_add (BrAp *self, guint64 mac)
{
  ApEntry *entry = g_new0 (ApEntry, 1);

  entry->record.mac = mac;
  entry->record.next_update = AP_NEVER;
  entry->work_us = G_MAXINT64;
  entry->ordered_for = -1;
  g_queue_init (&entry->queue);
  g_ptr_array_add (self->entries, entry);
  g_hash_table_insert (self->by_mac, &entry->record.mac, entry);
  return entry;
}

static void
item_free (gpointer data)
{
  ApItem *item = data;

  g_free (item->path);
  g_bytes_unref (item->payload);
  g_free (item);
}

void
ap_entry_free (gpointer data)
{
  ApEntry *entry = data;

  g_queue_clear_full (&entry->queue, item_free);
  g_free (entry);
}

void
ap_entry_remove (BrAp *self, ApEntry *entry)
{
  ap_queue_clear (self, entry);
  g_hash_table_remove (self->by_mac, &entry->record.mac);
  g_ptr_array_remove (self->entries, entry);
}

void
ap_json_text (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_printf (json, "\\%c", *c);
      else if ((guchar) *c < 0x20)
        g_string_append_printf (json, "\\u%04x", (guint) (guchar) *c);
      else
        g_string_append_c (json, *c);
    }
  g_string_append_c (json, '"');
}

static void
append_texts (const ApRecord *record, GString *json)
{
  g_string_append (json, ",\"alias\":");
  ap_json_text (json, record->alias);
  g_string_append (json, ",\"modecfgjson\":");
  ap_json_text (json, record->config);
  g_string_append_printf (json, ",\"isexternal\":%s,\"apip\":", record->external ? "true" : "false");
  ap_json_text (json, record->external ? record->where : "0.0.0.0");
}

void
ap_record_json (const ApRecord *record, GString *json)
{
  char mac[17];

  ap_mac_text (record->mac, mac);
  g_string_append_printf (json, "{\"mac\":\"%s\",\"hash\":\"", mac);
  for (gsize i = 0; i < sizeof record->hash; i++)
    g_string_append_printf (json, "%02x", record->hash[i]);
  g_string_append_printf (json, "\",\"lastseen\":%" G_GINT64_FORMAT ",\"nextupdate\":%" G_GINT64_FORMAT ",\"nextcheckin\":%" G_GINT64_FORMAT ",\"pending\":%u",
                          record->last_seen, record->next_update, record->next_check_in, record->pending);
  g_string_append_printf (
      json, ",\"contentMode\":%u,\"LQI\":%d,\"RSSI\":%d,\"temperature\":%d,\"batteryMv\":%d,\"hwType\":%u,\"wakeupReason\":%u,\"capabilities\":%u",
      record->content_mode, record->lqi, record->rssi, record->temperature, record->battery_mv, record->hw_type, record->wake, record->capabilities);
  append_texts (record, json);
  g_string_append_printf (json, ",\"rotate\":%u,\"lut\":%u,\"invert\":%u,\"updatecount\":%u,\"updatelast\":%" G_GINT64_FORMAT ",\"ch\":%u,\"ver\":%u}",
                          record->rotate, record->lut, record->invert, record->update_count, record->update_last, record->channel, record->version);
}

/* Somebody asked. */
static void
tell (ApEntry *entry, GString *json)
{
  ap_record_json (&entry->record, json);
  entry->untold = FALSE;
}

char *
ap_list_json (BrAp *self, guint8 pos)
{
  GString *json = g_string_new ("{\"tags\":[");

  for (guint i = pos; i < self->entries->len; i++)
    {
      ApEntry *entry = g_ptr_array_index (self->entries, i);

      if (i > pos)
        g_string_append_c (json, ',');
      tell (entry, json);
      if (json->len <= PAGE_BYTES)
        continue;
      g_string_append_printf (json, "],\"continu\":%u}", i + 1);
      return g_string_free (json, FALSE);
    }
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}

char *
ap_one_json (BrAp *self, guint64 mac)
{
  ApEntry *entry = ap_entry_find (self, mac);
  GString *json = g_string_new ("{\"tags\":[");

  if (entry != NULL)
    tell (entry, json);
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}

/* Each record is an array of its own. The station leaves itself out, which is first, but not the comma after it. */
char *
ap_backup_json (BrAp *self)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < self->entries->len; i++)
    {
      ApEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->record.mac == self->mac)
        continue;
      g_string_append (json, i > 0 ? ",[" : "[");
      tell (entry, json);
      g_string_append_c (json, ']');
    }
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}
