/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The emulated access point's content runner: each second it makes the pictures that are due and tells idle tags how long to sleep. Instead
 * of looking at all records each second, each is looked at when one of its conditions can have come true.
 */
#include "config.h"

#include "br-ap-private.h"

#include <string.h>

#define SOON_S 300 /* a picture is made when the tag is expected in less */
#define FLASH_NEEDED 31000
#define RETRY_US (2 * SECOND) /* when the station itself cannot */
#define DATA_LIVES (20 * MINUTE) /* 20 attempts, one less a minute */
#define IDLE_BEFORE_S 30
#define IDLE_AFTER_S 10

static void
item_free (ApItem *item)
{
  g_free (item->path);
  g_bytes_unref (item->payload);
  g_free (item);
}

/* With a client that would be shown tags asleep, the station keeps them awake. */
static gboolean
keeps_awake (const BrAp *self)
{
  return self->clients->len > 0 && ap_config (self, "stopsleep") != 0;
}

static gboolean
is_external_image (const ApRecord *record)
{
  return record->content_mode == 24 || record->content_mode == 25;
}

static gboolean
is_local (const BrAp *self, const ApRecord *record)
{
  return !record->external && record->mac != self->mac;
}

static gint64
draw_epoch (const BrAp *self, const ApRecord *record)
{
  if (!is_local (self, record) || record->rssi == 0 || record->next_update >= AP_NEVER)
    return AP_NEVER;
  if (keeps_awake (self))
    return record->next_update;
  if (record->next_check_in >= AP_NEVER)
    return AP_NEVER;
  return MAX (record->next_update, record->next_check_in - SOON_S + 1);
}

static gint64
idle_epoch (const BrAp *self, const ApEntry *entry)
{
  const ApRecord *record = &entry->record;

  if (!is_local (self, record) || record->pending > 0 || record->next_check_in >= AP_NEVER || entry->ordered_for == record->next_check_in || keeps_awake (self)
      || ap_config (self, "maxsleep") == 0 || ap_epoch (self) > record->next_check_in + IDLE_AFTER_S)
    return AP_NEVER;
  return record->next_check_in - IDLE_BEFORE_S;
}

static void look_cb (gpointer object, guint64 mac);

static void
wake_at (BrAp *self, ApEntry *entry, gint64 at_us)
{
  gint64 now = ap_air_now (self->air);

  at_us = MAX (at_us, now + 1);
  if (at_us >= entry->work_us && entry->work_us > now)
    return;
  entry->work_us = at_us;
  ap_air_at (self->air, at_us, look_cb, self, entry->record.mac);
}

void
ap_schedule (BrAp *self, ApEntry *entry)
{
  gint64 epoch = MIN (draw_epoch (self, &entry->record), idle_epoch (self, entry));

  if (ap_is_running (self) && epoch < AP_NEVER)
    wake_at (self, entry, ap_to_air_us (self, epoch));
}

void
ap_schedule_all (BrAp *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    ap_schedule (self, g_ptr_array_index (self->entries, i));
}

/* (transfer full) the value of the settings' file name, or NULL. */
static char *
read_file_name (const ApRecord *record)
{
  static const char key[] = "\"filename\":\"";
  const char *begin = strstr (record->config, key), *end;

  if (begin == NULL)
    return NULL;
  begin += strlen (key);
  end = strchr (begin, '"');
  return end != NULL ? g_strndup (begin, (gsize) (end - begin)) : NULL;
}

static int
read_number (const ApRecord *record, const char *key)
{
  const char *at = strstr (record->config, key);

  return at != NULL ? (int) g_ascii_strtoll (at + strlen (key) + (at[strlen (key)] == '"' ? 1 : 0), NULL, 10) : 0;
}

/* What is to be sent, and its type; NULL: nothing can be made of it, and that was told. */
static GBytes *
make_payload (BrAp *self, const ApRecord *record, const BrApPaint *paint, const char *path, guint8 *data_type)
{
  GBytes *file = path != NULL ? br_ap_flash_read (self->flash, path) : NULL;
  GBytes *payload;

  if (file == NULL)
    ap_stream_text (self, "errMsg", "Not found: %s", path != NULL ? path : "");
  else if (g_bytes_get_size (file) == 0)
    ap_stream_text (self, "errMsg", "File has size 0. %s", path);
  if (file == NULL || g_bytes_get_size (file) == 0)
    return NULL;
  if (record->content_mode == 19)
    {
      g_autofree guint8 *stripes = ap_upload_stripes (paint->type, file);

      return br_ap_paint_indices (paint, stripes, data_type);
    }
  payload = ap_air_paint (self->air, paint, file, data_type);
  if (payload == NULL)
    ap_stream_text (self, "errMsg", "invalid jpg");
  return payload;
}

static void
set_version (ApItem *item)
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  guint8 digest[16];
  gsize n = sizeof digest;

  g_checksum_update (md5, g_bytes_get_data (item->payload, NULL), (gssize) g_bytes_get_size (item->payload));
  g_checksum_get_digest (md5, digest, &n);
  memcpy (item->version, digest, sizeof item->version);
}

/* A new picture goes through a file of its own. A file that cannot be written leaves the old one to be compared, which is "the same". */
static void
queue_picture (BrAp *self, ApEntry *entry, GBytes *payload, guint8 data_type)
{
  ApRecord *record = &entry->record;
  char mac[17];
  g_autofree char *raw = NULL;
  ApItem *item = g_new0 (ApItem, 1);
  guint ttl_s = (guint) MIN (read_number (record, "\"timetolive\":"), ap_config (self, "maxsleep")) * 60;

  ap_mac_text (record->mac, mac);
  raw = g_strdup_printf ("/temp/%s.raw", mac);
  *item = (ApItem) { .payload = g_bytes_ref (payload),
                     .data_type = data_type,
                     .argument = read_number (record, "\"preload\":") != 0 ? AP_PRELOAD : 0,
                     .next_s = ttl_s,
                     .foreign = entry->foreign };
  set_version (item);
  if (!ap_flash_write (self, raw, payload) || memcmp (item->version, record->hash, sizeof item->version) == 0)
    {
      ap_stream_text (self, "logMsg", "new image is the same as current image. not updating tag.");
      br_ap_flash_remove (self->flash, raw);
      item_free (item);
      return;
    }
  item->path = g_strdup_printf ("/current/%s_%" G_GINT64_FORMAT ".pending", mac, (ap_air_now (self->air) - self->up_us) / 1000);
  br_ap_flash_rename (self->flash, raw, item->path);
  ap_stream_text (self, "logMsg", "new image: %s", item->path);
  ap_queue_item (self, entry, item);
}

static BrApPaint
paint_of (BrAp *self, const ApRecord *record, const BrApType *type)
{
  return (BrApPaint) { .type = type,
                       .rotate_buffer = (type->rotate_buffer + (!self->tells_changed && ap_fires (self, BR_AP_FAULT_TYPE_CHANGED) ? 1u : 0)) % 4,
                       .rotate = record->rotate % 4,
                       .invert = record->invert != 0,
                       .dither = (guint) read_number (record, "\"dither\":"),
                       .rgb332 = self->params.no_psram,
                       .stamp = ap_config (self, "showtimestamp") != 0,
                       .zip = type->zlib_from != 0 && record->version >= type->zlib_from && !self->params.no_psram };
}

static void
draw (BrAp *self, ApEntry *entry)
{
  ApRecord *record = &entry->record;
  const BrApType *type = br_ap_type_find (record->hw_type);
  g_autofree char *path = read_file_name (record);
  g_autoptr (GBytes) payload = NULL;
  char mac[17];
  BrApPaint paint;
  guint8 data_type;

  if (!is_external_image (record) && record->content_mode != 19)
    {
      record->next_update = AP_NEVER;
      return;
    }
  if (type == NULL || ap_fires (self, BR_AP_FAULT_TYPE_MISSING))
    {
      record->next_update = ap_epoch (self) + SOON_S;
      return;
    }
  ap_mac_text (record->mac, mac);
  ap_stream_text (self, "logMsg", "Updating %s", mac);
  record->next_update = AP_NEVER;
  paint = paint_of (self, record, type);
  paint.no_memory = ap_fires (self, BR_AP_FAULT_LOW_MEMORY);
  if (paint.no_memory)
    ap_stream_text (self, "errMsg", "low on memory. Fallback to 1bpp");
  payload = make_payload (self, record, &paint, path, &data_type);
  if (payload != NULL)
    queue_picture (self, entry, payload, data_type);
  if (path != NULL)
    br_ap_flash_remove (self->flash, path);
  ap_stream_tags (self, entry);
}

/* Between the two hours nothing is drawn. */
static gboolean
is_night (const BrAp *self)
{
  int from = ap_config (self, "sleeptime1"), to = ap_config (self, "sleeptime2");
  int hour = (int) ((ap_epoch (self) + self->params.utc_offset_s) / 3600 % 24);

  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}

static void
order_sleep (BrAp *self, ApEntry *entry)
{
  const ApRecord *record = &entry->record;
  gint64 minutes = MIN (ap_config (self, "maxsleep"), (record->next_update - ap_epoch (self)) / 60);

  entry->ordered_for = record->next_check_in;
  if (minutes > 0)
    ap_radio_offer (self, record->mac, &(ApSlot) { .next_s = (guint) minutes * 60 }, (10 + minutes) * MINUTE);
}

static void
look_cb (gpointer object, guint64 mac)
{
  BrAp *self = object;
  ApEntry *entry = ap_entry_find (self, mac);
  gint64 now = ap_air_now (self->air);

  if (entry == NULL || entry->work_us > now)
    return;
  entry->work_us = G_MAXINT64;
  if (!ap_is_running (self))
    return;
  if (draw_epoch (self, &entry->record) <= ap_epoch (self))
    {
      if (!ap_radio_works (self) || ap_flash_free (self) <= FLASH_NEEDED || is_night (self))
        {
          wake_at (self, entry, now + RETRY_US);
          return;
        }
      draw (self, entry);
    }
  if (idle_epoch (self, entry) <= ap_epoch (self))
    order_sleep (self, entry);
  ap_schedule (self, entry);
}

static void
offer_first (BrAp *self, ApEntry *entry, guint next_s)
{
  const ApItem *item = g_queue_peek_head (&entry->queue);
  ApSlot slot = { .data_type = item->data_type, .argument = item->argument, .next_s = next_s, .size = g_bytes_get_size (item->payload) };

  memcpy (slot.version, item->version, sizeof slot.version);
  ap_radio_offer (self, entry->record.mac, &slot, DATA_LIVES);
}

static gboolean
holds_ours (const ApEntry *entry, gint64 since_us)
{
  for (const GList *l = entry->queue.head; l != NULL; l = l->next)
    if (!((const ApItem *) l->data)->foreign && ((const ApItem *) l->data)->queued_us <= since_us)
      return TRUE;
  return FALSE;
}

/* The radio is told of the first of a queue only: a newer picture never takes an older one's place. */
void
ap_queue_item (BrAp *self, ApEntry *entry, ApItem *item)
{
  item->queued_us = ap_air_now (self->air);
  if (!item->foreign && holds_ours (entry, item->queued_us - SECOND))
    self->counts.n_queued_twice++;
  g_queue_push_tail (&entry->queue, item);
  entry->record.pending = entry->queue.length;
  if (entry->queue.length == 1)
    offer_first (self, entry, item->next_s);
}

void
ap_queue_command (BrAp *self, ApEntry *entry, guint8 argument, const guint8 *bytes, gsize n)
{
  ApItem *item = g_new0 (ApItem, 1);

  *item = (ApItem) { .payload = g_bytes_new (bytes, n), .data_type = BR_AP_DATA_COMMAND, .argument = argument };
  memcpy (item->version, bytes, MIN (n, sizeof item->version));
  ap_queue_item (self, entry, item);
  ap_stream_tags (self, entry);
}

static void
drop_items (BrAp *self, ApEntry *entry)
{
  ApItem *item;

  while ((item = g_queue_pop_head (&entry->queue)) != NULL)
    {
      if (item->path != NULL)
        br_ap_flash_remove (self->flash, item->path);
      item_free (item);
    }
}

void
ap_queue_clear (BrAp *self, ApEntry *entry)
{
  drop_items (self, entry);
  entry->record.pending = 0;
}

ApItem *
ap_queue_find (ApEntry *entry, const guint8 version[8])
{
  for (GList *l = entry->queue.head; l != NULL; l = l->next)
    if (memcmp (((ApItem *) l->data)->version, version, 8) == 0)
      return l->data;
  return NULL;
}

static void
keep_delivered (BrAp *self, ApRecord *record, ApItem *item)
{
  char mac[17];
  g_autofree char *kept = NULL;

  memcpy (record->hash, item->version, sizeof item->version);
  memset (record->hash + sizeof item->version, 0, sizeof record->hash - sizeof item->version);
  ap_mac_text (record->mac, mac);
  kept = g_strdup_printf ("/current/%s.raw", mac);
  if (item->path != NULL && ap_config (self, "preview") != 0)
    br_ap_flash_rename (self->flash, item->path, kept);
  else if (item->path != NULL)
    br_ap_flash_remove (self->flash, item->path);
}

/* The first of the queue is taken for what was completed; of an empty one, whatever lies in memory. */
void
ap_complete (BrAp *self, guint64 mac)
{
  ApEntry *entry = ap_entry_find (self, mac);
  ApItem *item = entry != NULL ? g_queue_pop_head (&entry->queue) : NULL;
  guint next_s = item != NULL && item->next_s > 0 ? item->next_s : 60;
  char text[17];

  if (entry == NULL)
    return;
  ap_mac_text (mac, text);
  ap_stream_text (self, "logMsg", "%s reports xfer complete\r\n", text);
  if (item != NULL)
    {
      keep_delivered (self, &entry->record, item);
      item_free (item);
    }
  else
    for (gsize i = 0; i < sizeof entry->record.hash; i++)
      entry->record.hash[i] = (guint8) ap_air_below (self->air, 256);
  entry->record.update_count++;
  entry->record.update_last = ap_epoch (self);
  entry->record.pending = entry->queue.length;
  entry->record.wake = 0;
  entry->record.next_check_in = ap_epoch (self) + next_s;
  if (!g_queue_is_empty (&entry->queue))
    offer_first (self, entry, 5);
  ap_stream_tags (self, entry);
  ap_schedule (self, entry);
}

/* The queue is dropped and its number stays. */
void
ap_timed_out (BrAp *self, guint64 mac)
{
  ApEntry *entry = ap_entry_find (self, mac);
  char text[17];

  ap_mac_text (mac, text);
  ap_stream_text (self, "errMsg", "< %s xfer timeout\r\n", text);
  if (entry == NULL)
    return;
  drop_items (self, entry);
  ap_stream_tags (self, entry);
}
