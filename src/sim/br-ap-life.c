/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How an emulated access point lives: it boots (INIT for 3 to 30 s; PAUSE for 30 s after a panic), saves its database every 5 minutes,
 * restarts at 03:56 of its local time when it is up for 2 hours, and forgets at each start all pictures that were not delivered.
 */
#include "config.h"

#include "br-ap-private.h"

#include <string.h>

#define FLASH_USUAL (1280 * 1024)
#define FLASH_NEEDED 31000
#define SAVE_EVERY (5 * MINUTE)
#define SYS_EVERY (5 * SECOND)
#define NIGHT_S (3 * 3600 + 56 * 60)
#define DAY_S (24 * 3600)
#define OWN_TYPE 0xE0

gint64
ap_epoch (const BrAp *self)
{
  return (ap_air_now (self->air) + self->shift_us) / SECOND;
}

gint64
ap_to_air_us (const BrAp *self, gint64 epoch_s)
{
  return epoch_s >= AP_NEVER ? G_MAXINT64 : epoch_s * SECOND - self->shift_us;
}

gboolean
ap_is_running (const BrAp *self)
{
  return self->powered && self->run_state == AP_RUN;
}

gboolean
ap_radio_works (BrAp *self)
{
  return ap_is_running (self) && !ap_lasts (self, BR_AP_FAULT_RADIO_DEAD);
}

guint
ap_apstate (BrAp *self)
{
  if (!self->powered)
    return 0;
  if (self->run_state == AP_INIT)
    return 6;
  return ap_radio_works (self) ? 1 : 5;
}

gsize
ap_flash_free (BrAp *self)
{
  gsize room = br_ap_flash_get_free (self->flash);

  return ap_lasts (self, BR_AP_FAULT_FLASH_FULL) ? MIN (room, FLASH_NEEDED - 4096) : room;
}

gboolean
ap_flash_write (BrAp *self, const char *path, GBytes *bytes)
{
  return g_bytes_get_size (bytes) <= ap_flash_free (self) && ap_flash_free (self) >= 4096 && br_ap_flash_write (self->flash, path, bytes);
}

static gboolean
is_current (const BrAp *self, guint64 turn)
{
  return self->powered && self->turn == turn;
}

static void
nightly_cb (gpointer object, guint64 turn)
{
  BrAp *self = object;

  if (!is_current (self, turn))
    return;
  if (ap_config (self, "nightlyreboot") != 0 && ap_air_now (self->air) - self->up_us > 2 * HOUR)
    br_ap_restart (self);
  else
    ap_air_at (self->air, ap_air_now (self->air) + DAY_S * SECOND, nightly_cb, self, turn);
}

static void
plan_night (BrAp *self)
{
  gint64 local = ap_epoch (self) + self->params.utc_offset_s;
  gint64 wait = (NIGHT_S - local % DAY_S + DAY_S) % DAY_S;

  ap_air_at (self->air, ap_air_now (self->air) + MAX (wait, 1) * SECOND, nightly_cb, self, self->turn);
}

void
ap_save (BrAp *self)
{
  g_array_set_size (self->saved, 0);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const ApEntry *entry = g_ptr_array_index (self->entries, i);

      g_array_append_val (self->saved, entry->record);
    }
}

static void
save_cb (gpointer object, guint64 turn)
{
  BrAp *self = object;

  if (!is_current (self, turn))
    return;
  ap_save (self);
  ap_air_at (self->air, ap_air_now (self->air) + SAVE_EVERY, save_cb, self, turn);
}

static void
sys_cb (gpointer object, guint64 turn)
{
  BrAp *self = object;

  if (!is_current (self, turn))
    return;
  ap_stream_sys (self);
  ap_air_at (self->air, ap_air_now (self->air) + SYS_EVERY, sys_cb, self, turn);
}

/* A reset that only the database knew of, in minutes that were not saved. */
static void
count_hidden (BrAp *self, const ApRecord *saved)
{
  static const guint8 zeros[sizeof saved->hash];
  ApEntry *entry = ap_entry_find (self, saved->mac);
  BrApTag *tag = ap_air_tag (self->air, saved->mac);

  if (entry != NULL && entry->untold && tag != NULL && memcmp (saved->hash, zeros, sizeof zeros) != 0)
    ap_tag_count_hidden (tag);
}

static void
load (BrAp *self)
{
  for (guint i = 0; i < self->saved->len; i++)
    count_hidden (self, &g_array_index (self->saved, ApRecord, i));
  g_hash_table_remove_all (self->by_mac);
  g_ptr_array_set_size (self->entries, 0);
  for (guint i = 0; i < self->saved->len; i++)
    {
      const ApRecord *record = &g_array_index (self->saved, ApRecord, i);
      ApEntry *entry = ap_entry_add (self, record->mac);

      entry->record = *record;
      entry->record.pending = 0;
    }
}

static void
add_own_record (BrAp *self)
{
  ApEntry *own = ap_entry_find (self, self->mac);

  if (own == NULL)
    own = ap_entry_add (self, self->mac);
  own->record.rssi = 100;
  own->record.lqi = 255;
  own->record.content_mode = 21;
  own->record.hw_type = OWN_TYPE;
  own->record.next_update = own->record.next_check_in = AP_NEVER;
  own->record.last_seen = ap_epoch (self);
  g_strlcpy (own->record.alias, self->name, sizeof own->record.alias);
}

static void
run (BrAp *self)
{
  self->run_state = AP_RUN;
  ap_air_log (self->air, "%s runs", self->name);
  add_own_record (self);
  ap_air_at (self->air, ap_air_now (self->air) + SAVE_EVERY, save_cb, self, self->turn);
  ap_air_at (self->air, ap_air_now (self->air) + SYS_EVERY, sys_cb, self, self->turn);
  plan_night (self);
  ap_schedule_all (self);
}

static void
run_cb (gpointer object, guint64 turn)
{
  if (is_current (object, turn))
    run (object);
}

static void
boot (BrAp *self, ApRunState first, gint64 ready_us)
{
  self->powered = TRUE;
  self->turn++;
  self->up_us = ap_air_now (self->air);
  self->run_state = first;
  self->listens_us = self->up_us + (ready_us > 0 ? 2 * SECOND : 0);
  self->busy_until_us = 0;
  ap_air_log (self->air, "%s boots", self->name);
  load (self);
  br_ap_flash_remove_like (self->flash, "/temp/", "");
  br_ap_flash_remove_like (self->flash, "/current/", ".pending");
  if (ready_us == 0)
    run (self);
  else
    ap_air_at (self->air, self->up_us + ready_us, run_cb, self, self->turn);
}

/* All in memory is lost. */
static void
die (BrAp *self)
{
  self->powered = FALSE;
  self->turn++;
  self->run_state = AP_STOP;
  g_hash_table_remove_all (self->slots);
  self->last_xfc = 0;
  self->air_until_us = 0;
  ap_stream_end (self);
}

void
br_ap_restart (BrAp *self)
{
  ap_air_catch_up (self->air);
  if (!self->powered)
    return;
  ap_stream_text (self, "errMsg", "REBOOTING");
  ap_save (self);
  self->counts.n_restarts++;
  die (self);
  boot (self, AP_INIT, (3 + ap_air_below (self->air, 28)) * SECOND);
}

void
br_ap_crash (BrAp *self)
{
  ap_air_catch_up (self->air);
  if (!self->powered)
    return;
  ap_air_log (self->air, "%s panics", self->name);
  self->counts.n_restarts++;
  die (self);
  boot (self, AP_PAUSE, 30 * SECOND);
}

void
br_ap_set_power (BrAp *self, gboolean on)
{
  ap_air_catch_up (self->air);
  if (self->powered == on)
    return;
  if (on)
    boot (self, AP_INIT, (3 + ap_air_below (self->air, 28)) * SECOND);
  else
    {
      ap_air_log (self->air, "%s is off", self->name);
      die (self);
    }
}

void
br_ap_shift_clock (BrAp *self, gint64 us)
{
  ap_air_catch_up (self->air);
  ap_air_log (self->air, "%s clock %+" G_GINT64_FORMAT " s", self->name, us / SECOND);
  self->shift_us = MAX (self->shift_us + us, -ap_air_now (self->air));
  ap_schedule_all (self);
}

BrAp *
br_air_add_ap (BrAir *air, const BrApParams *params)
{
  BrAp *self = g_new0 (BrAp, 1);
  guint n = ap_air_aps (air)->len + 1;

  ap_air_catch_up (air);
  self->air = air;
  self->params = *params;
  self->name = params->name != NULL ? g_strdup (params->name) : g_strdup_printf ("AP %u", n);
  self->params.name = self->name;
  self->params.channel = params->channel != 0 ? params->channel : 11;
  self->mac = G_GUINT64_CONSTANT (0x7CDFA1000000) << 16 | (guint64) n << 16;
  g_snprintf (self->address, sizeof self->address, "10.0.%u.%u", n / 250, n % 250 + 1);
  self->flash = br_ap_flash_new (params->flash_bytes != 0 ? params->flash_bytes : FLASH_USUAL);
  self->entries = g_ptr_array_new_with_free_func (ap_entry_free);
  self->by_mac = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->saved = g_array_new (FALSE, FALSE, sizeof (ApRecord));
  self->slots = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->clients = g_ptr_array_new ();
  ap_config_init (self);
  g_ptr_array_add (ap_air_aps (air), self);
  boot (self, AP_INIT, params->ready ? 0 : (3 + ap_air_below (air, 28)) * SECOND);
  if (params->ready)
    self->up_us -= DAY_S * SECOND;
  return self;
}

void
ap_free (BrAp *self)
{
  ap_stream_end (self);
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->by_mac);
  g_array_unref (self->saved);
  g_hash_table_unref (self->slots);
  g_ptr_array_unref (self->clients);
  g_hash_table_unref (self->config);
  br_ap_flash_free (self->flash);
  g_free (self->name);
  g_free (self);
}

const char *
br_ap_get_address (const BrAp *self)
{
  return self->address;
}

void
br_ap_get_counts (BrAp *self, BrApCounts *counts)
{
  ap_air_catch_up (self->air);
  *counts = self->counts;
  counts->flash_free = (gint64) br_ap_flash_get_free (self->flash);
  counts->n_files = br_ap_flash_get_n (self->flash);
  counts->n_streams = self->clients->len;
}
