/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tags: what the station says of each, weighed against what is remembered of it: heard again or not, ours or changed by somebody else, at another station,
 * reset, or saying that it shows what was never confirmed.
 */
#include "config.h"

#include "br-oepl-driver-private.h"

#include <string.h>

#define CLOCK_OFF_US (30 * G_USEC_PER_SEC)
#define MAX_AGE_S (30 * 86400)
#define MAX_NEXT_S (7 * 86400)

BrOeplTag *
br_oepl_driver_peek (BrOeplDriver *self, const char *mac)
{
  return g_hash_table_lookup (self->tags, mac);
}

BrOeplTag *
br_oepl_driver_tag (BrOeplDriver *self, const char *mac)
{
  BrOeplTag *tag = br_oepl_driver_peek (self, mac);

  if (tag != NULL)
    return tag;
  /* A station has at most some hundred; one that makes up more of them gets no more memory. */
  if (g_hash_table_size (self->tags) >= BR_OEPL_MAX_RECORDS)
    g_hash_table_remove_all (self->tags);
  tag = g_new0 (BrOeplTag, 1);
  g_hash_table_insert (self->tags, g_strdup (mac), tag);
  return tag;
}

guint
br_oepl_driver_n_tags (BrOeplDriver *self)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const BrOeplTag *tag = value;

      n += tag->told && !tag->record.is_station && !tag->record.is_external;
    }
  return n;
}

/* How old a record is by the station's own clock, where that can be believed (trap q); 0 = not known. */
static gint64
told_us (BrOeplDriver *self, const BrOeplRecord *record)
{
  gint64 now = br_oepl_driver_now (self), age_s = (now + self->clock_off_us) / G_USEC_PER_SEC - record->last_seen_s;

  if (!self->has_sys || ABS (self->clock_off_us) > CLOCK_OFF_US || record->last_seen_s <= 0 || age_s < 0 || age_s > MAX_AGE_S)
    return 0;
  return now - age_s * G_USEC_PER_SEC;
}

/* When it was heard, by our clock: now, when that is told while we listen; else as old as the record says it is. */
static void
take_heard (BrOeplDriver *self, BrOeplTag *tag, const BrOeplRecord *record)
{
  if (tag->record.last_seen_s == record->last_seen_s || record->last_seen_s < 0)
    return;
  if (tag->told)
    tag->heard_us = br_oepl_driver_now (self);
  else
    tag->heard_us = MAX (tag->heard_us, told_us (self, record));
  tag->heard_mono_us = br_oepl_driver_mono (self);
}

static gint64
next_us (BrOeplDriver *self, const BrOeplRecord *record)
{
  gint64 in_s;

  if (record->next_checkin_s == BR_OEPL_NEVER)
    return G_MAXINT64;
  if (!self->has_sys || record->next_checkin_s <= 0)
    return 0;
  in_s = record->next_checkin_s - (br_oepl_driver_now (self) + self->clock_off_us) / G_USEC_PER_SEC;
  return ABS (in_s) <= MAX_NEXT_S ? br_oepl_driver_now (self) + in_s * G_USEC_PER_SEC : 0;
}

/* Whose picture it has. A station that went back to an older database shows our own older one (trap h): that is nobody else's. */
static gboolean
is_foreign (BrOeplTag *tag, const BrOeplRecord *record)
{
  if (record->is_external || record->is_station)
    return FALSE;
  if (!tag->based)
    {
      tag->based = TRUE;
      g_strlcpy (tag->ours, record->file_name, sizeof tag->ours);
      return FALSE;
    }
  if (tag->out)
    return FALSE;
  if (tag->hash[0] != '\0' && record->content_mode != BR_OEPL_MODE_IMAGE && record->content_mode >= 0)
    return TRUE;
  return record->file_name[0] != '\0' && !g_str_equal (record->file_name, tag->ours) && !g_str_equal (record->file_name, tag->older);
}

/* What cannot be, unless it began anew, which only the stream tells: transfers only ever become more; a tag's file is named after the tag. */
static void
weigh (BrOeplDriver *self, BrOeplTag *tag, const BrOeplRecord *record)
{
  if (!tag->told || tag->told_life != self->life || record->is_external || tag->record.is_external || !self->listening || !self->sys_since_open)
    return;
  if (record->update_count >= 0 && record->update_count < tag->record.update_count)
    br_oepl_driver_doubt (self, record->mac, "it counts fewer transfers than before");
  if (record->content_mode == BR_OEPL_MODE_IMAGE && !g_str_equal (record->file_name, tag->record.file_name) && g_str_has_prefix (record->file_name, "/temp/")
      && strstr (record->file_name, record->mac) == NULL)
    br_oepl_driver_doubt (self, record->mac, "its picture is named after another tag");
}

static gboolean
has_hash (const BrOeplRecord *record, const char *hash)
{
  return hash[0] != '\0' && strncmp (record->hash, hash, 16) == 0;
}

/* The hash is not the one confirmed: read back, once a hash, whether it is the picture all the same (traps d, h). */
static gboolean
is_unconfirmed (BrOeplDriver *self, BrOeplTag *tag, const BrOeplRecord *record)
{
  g_autoptr (GError) error = NULL;
  BrOeplPayload shown;

  if (tag->hash[0] == '\0' || tag->out || record->hash[0] == '\0' || has_hash (record, tag->hash) || has_hash (record, tag->excused)
      || has_hash (record, tag->led_hash))
    return FALSE;
  if (has_hash (record, tag->suspect))
    return TRUE;
  if (!br_oepl_driver_read_shown (self, record->mac, NULL, &shown, &error))
    return FALSE; /* not known; read when the tag is told of next */
  memcpy (shown.there && g_str_equal (shown.hash, tag->hash) ? tag->excused : tag->suspect, record->hash, 16);
  return !has_hash (record, tag->excused);
}

/* A hash of zeros, or a waking that forgets: it was reset (trap i). Zeros by our own doing are none: a blink stopped (trap c), or what `cancel` made it forget. */
static gboolean
is_lost (const BrOeplTag *tag, const BrOeplRecord *record)
{
  BrOeplWake wake = br_oepl_record_wake (record);
  gboolean zero = g_str_equal (record->hash, BR_OEPL_ZERO_HASH);

  if (record->is_external || record->is_station)
    return FALSE;
  if (wake == BR_OEPL_WAKE_FIRST_BOOT || wake == BR_OEPL_WAKE_LOST)
    return TRUE;
  return zero && !tag->forgotten && !has_hash (record, tag->led_hash);
}

/* Its hash is that of a light that went on. */
static gboolean
has_lit (const BrOeplRecord *record)
{
  static const BrTagLed leds[] = { BR_TAG_LED_SHORT, BR_TAG_LED_LONG };
  char pattern[25];

  for (gsize i = 0; i < G_N_ELEMENTS (leds); i++)
    {
      br_oepl_led_hex (leds[i], pattern);
      if (g_ascii_strncasecmp (record->hash, pattern, 16) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The station counted something as done by it, and the check-in it came for that with was not told: the stream was away, or the station dropped the message. What
 * the tag said of itself then is nowhere else: the waking is told until the next check-in, and a reset clears no hash while something waits (trap i). What was done
 * while the program was away shows by its hash alone, and only a light waits without a job. */
static gboolean
has_come_unheard (const BrOeplTag *tag, const BrOeplRecord *record)
{
  if (tag->record.mac[0] == '\0')
    return has_lit (record);
  return !record->is_external && !tag->record.is_external && record->update_count > tag->record.update_count && record->last_seen_s != tag->record.last_seen_s;
}

/* Until our picture is what was done last. */
static gboolean
is_unsure (BrOeplTag *tag, const BrOeplRecord *record)
{
  if (tag->hash[0] == '\0' || has_hash (record, tag->hash))
    tag->unsure = FALSE;
  return tag->unsure && !record->is_external;
}

static BrTagWake
wake_word (const BrOeplRecord *record)
{
  switch (br_oepl_record_wake (record))
    {
    case BR_OEPL_WAKE_TIMER: return BR_TAG_WAKE_TIMER;
    case BR_OEPL_WAKE_BOOT: return BR_TAG_WAKE_BOOT;
    case BR_OEPL_WAKE_BUTTON: return BR_TAG_WAKE_BUTTON;
    case BR_OEPL_WAKE_FIRST_BOOT: return BR_TAG_WAKE_FIRST_BOOT;
    case BR_OEPL_WAKE_LOST:
    case BR_OEPL_WAKE_OTHER:
    default: return BR_TAG_WAKE_OTHER;
    }
}

static void
describe (BrOeplDriver *self, const BrOeplTag *tag, const BrOeplRecord *record, BrTagSighting *out)
{
  g_strlcpy (out->tag, record->mac, sizeof out->tag);
  g_strlcpy (out->alias, record->alias, sizeof out->alias);
  g_strlcpy (out->where, record->station, sizeof out->where);
  g_strlcpy (out->hash, record->hash, sizeof out->hash);
  out->is_station = record->is_station;
  out->elsewhere = record->is_external;
  out->type_code = (guint) MAX (record->type_code, 0);
  if (!record->is_station && record->type_code >= 0)
    out->type = br_oepl_driver_type (self, out->type_code)->type;
  if (out->type.n_colours > 0 && (record->capabilities & BR_OEPL_CAN_LED) != 0)
    out->type.has_led = TRUE;
  out->heard_us = tag->heard_us;
  if (tag->heard_us == 0 && tag->heard_mono_us != 0) /* told first then, and nobody knows how old it was */
    out->spoke_us = br_oepl_driver_now (self) - (br_oepl_driver_mono (self) - tag->heard_mono_us);
  out->next_us = next_us (self, record);
  out->battery_mv = record->battery_mv;
  out->battery_or_more = record->battery_or_more;
  out->rssi = record->rssi;
  out->lqi = record->lqi;
  out->temperature = record->temperature;
  out->firmware = (guint) MAX (record->firmware, 0);
  out->wake = wake_word (record);
}

/* What waits for it since when; a hash that came back ends what excused its absence. */
static void
follow (BrOeplDriver *self, BrOeplTag *tag, const BrOeplRecord *record)
{
  if (record->pending <= 0)
    tag->waiting_mono_us = 0;
  else if (tag->waiting_mono_us == 0)
    tag->waiting_mono_us = br_oepl_driver_mono (self);
  if (tag->sent_mono_us != 0 && tag->completed[0] == '\0' && record->update_count > tag->sent_count)
    memcpy (tag->completed, record->hash, 16);
  if (record->pending > 0)
    tag->waited = TRUE;
  else
    tag->timed_out = FALSE;
  if (!g_str_equal (record->hash, BR_OEPL_ZERO_HASH))
    tag->forgotten = FALSE;
  if (!has_hash (record, tag->excused))
    tag->excused[0] = '\0';
  if (!has_hash (record, tag->suspect))
    tag->suspect[0] = '\0';
}

gboolean
br_oepl_driver_take (BrOeplDriver *self, const BrOeplRecord *record, BrTagSighting *sighting)
{
  BrOeplTag *tag = br_oepl_driver_tag (self, record->mac);
  gboolean moved = !tag->told || record->pending != tag->record.pending || record->next_update_s != tag->record.next_update_s
                   || record->update_count != tag->record.update_count || !g_str_equal (record->hash, tag->record.hash)
                   || !g_str_equal (record->file_name, tag->record.file_name);

  memset (sighting, 0, sizeof *sighting);
  weigh (self, tag, record);
  take_heard (self, tag, record);
  tag->unsure |= has_come_unheard (tag, record);
  follow (self, tag, record);
  tag->record = *record;
  tag->told = TRUE;
  tag->told_life = self->life;
  describe (self, tag, record, sighting);
  sighting->foreign = is_foreign (tag, record);
  sighting->lost_picture = is_lost (tag, record);
  sighting->unsure = is_unsure (tag, record);
  sighting->unconfirmed = !sighting->lost_picture && !record->is_external && is_unconfirmed (self, tag, record);
  return moved;
}
