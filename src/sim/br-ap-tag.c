/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An emulated tag: it sleeps, checks in, fetches what is offered in blocks of 4 KiB, says that it has it, draws it, sleeps. Unanswered five
 * times it looks on all channels; when nobody is there, hourly 24 times, every two hours 12 times, then once a day.
 */
#include "config.h"

#include "br-ap-tag-private.h"

#include <string.h>

#define BLOCK 4096
#define AWAKE_S 40
#define MAX_MISSES 5
#define MAX_BLOCK_TRIES 5
#define XFC_TRIES 3
#define MAX_BLE_FAILS 5
#define BLOCK_RETRY_US (140 * 1000)
#define REPORT_EVERY (5 * MINUTE)
#define MEASURE_EVERY HOUR
#define USE_CHECK_IN_UAS 20000
#define USE_BLOCK_UAS 8000
#define USUAL_MEMORY (1024 * 1024)
#define USUAL_FIRMWARE 0x28
#define M2_LAST 0x27 /* type */
#define M2_MOST_MV 2600 /* what these can measure */
#define WAKE_BUTTON 4
#define WAKE_LOST 0xE0 /* and more: it begins anew, and its station forgets what it showed (esl.md 2.9) */
#define WAKE_FIRST_BOOT 0xFC
#define WAKE_SCAN 0xFD

static void wake_cb (gpointer object, guint64 turn);

gboolean
ap_tag_fires (BrApTag *self, BrApTagFault fault)
{
  if (self->rules[fault].per_mille == 0 || !ap_rule_fires (self->air, &self->rules[fault]))
    return FALSE;
  self->n_fired[fault]++;
  ap_air_log (self->air, "%s has %s", self->text, br_ap_tag_fault_name (fault));
  return TRUE;
}

static void
plan (BrApTag *self, gint64 wait_us, ApEventFunc func)
{
  self->turn++;
  ap_air_at (self->air, ap_air_now (self->air) + wait_us, func, self, self->turn);
}

/* Its clock is not exact, and no two tags stay together. */
static void
sleep_for (BrApTag *self, gint64 wait_us)
{
  gint64 drift = wait_us / 1000000 * self->params.drift_ppm;

  if (self->params.wakes_s > 0)
    wait_us = MIN (wait_us, self->params.wakes_s * SECOND);
  plan (self, MAX (wait_us + drift + ap_air_below (self->air, 2000) * 1000, SECOND), wake_cb);
}

static gint64
awake_us (BrApTag *self)
{
  return (AWAKE_S + ap_air_below (self->air, 6)) * SECOND;
}

static gboolean
loses (BrApTag *self, guint per_mille)
{
  BrApRule *rule = &self->rules[BR_AP_TAG_FAULT_LOSSY];
  gboolean lossy = rule->per_mille > 0 && ap_rule_fires (self->air, rule);

  self->n_fired[BR_AP_TAG_FAULT_LOSSY] += lossy ? 1 : 0;
  if (lossy)
    per_mille = MAX (per_mille, rule->amount > 0 ? (guint) rule->amount : 500);
  return ap_air_chance (self->air, per_mille);
}

static gboolean
hears (const BrApTag *self, BrAp *ap)
{
  return ap->params.place == self->params.place && ap_radio_works (ap);
}

/* One of those that answer. */
static BrAp *
scan (BrApTag *self)
{
  GPtrArray *aps = ap_air_aps (self->air);
  BrAp *found = NULL;
  guint n = 0;

  for (guint i = 0; i < aps->len; i++)
    if (hears (self, g_ptr_array_index (aps, i)) && ap_air_below (self->air, ++n) == 0)
      found = g_ptr_array_index (aps, i);
  return found;
}

static void
miss (BrApTag *self)
{
  gint64 wait_us;

  if (++self->misses < MAX_MISSES && self->ap != NULL)
    {
      sleep_for (self, MIN (awake_us (self) * self->misses, 600 * SECOND));
      return;
    }
  self->ap = scan (self);
  self->misses = 0;
  if (self->ap != NULL)
    {
      self->n_scans = 0;
      if (self->wake < WAKE_LOST)
        self->wake = WAKE_SCAN;
      sleep_for (self, SECOND);
      return;
    }
  self->n_scans++;
  wait_us = self->n_scans <= 24 ? HOUR : self->n_scans <= 36 ? 2 * HOUR : 24 * HOUR;
  ap_air_log (self->air, "%s hears nobody", self->text);
  sleep_for (self, wait_us);
}

/* It obeys the first that answers: that may be a neighbour on the same channel. */
static void
hear_neighbour (BrApTag *self)
{
  GPtrArray *aps = ap_air_aps (self->air);

  for (guint i = 0; self->ap->params.steal_per_mille > 0 && i < aps->len; i++)
    {
      BrAp *other = g_ptr_array_index (aps, i);

      if (other == self->ap || !hears (self, other) || other->params.channel != self->ap->params.channel
          || !ap_air_chance (self->air, self->ap->params.steal_per_mille))
        continue;
      ap_air_log (self->air, "%s roams to %s", self->text, other->name);
      self->ap = other;
      return;
    }
}

static ApReport
make_report (BrApTag *self)
{
  gint64 now = ap_air_now (self->air);
  const BrApType *type = self->type;
  gboolean full = self->wake != 0 || now - self->report_us >= REPORT_EVERY;

  if (full)
    self->report_us = now;
  if (self->measured_mv == 0 || now - self->measure_us >= MEASURE_EVERY)
    {
      self->measure_us = now;
      self->measured_mv = br_ap_tag_get_battery_mv (self);
    }
  return (ApReport) { .mac = self->mac,
                      .hw_type = type->code,
                      .wake = self->wake,
                      .capabilities = (br_ap_type_has (type, 'L') ? 0x01u : 0) | (type->zlib_from != 0 ? 0x02u : 0) | (br_ap_type_has (type, 'b') ? 0x20u : 0)
                                      | (self->params.is_ble ? 0x100u : 0),
                      .version = self->params.firmware,
                      .rssi = self->params.rssi - (int) ap_air_below (self->air, 5),
                      .lqi = 200 + (int) ap_air_below (self->air, 50),
                      .temperature = 21,
                      .battery_mv = type->code <= M2_LAST ? MIN (self->measured_mv, M2_MOST_MV) : self->measured_mv,
                      .full = full };
}

/* "I have all of it": said again while it is not acknowledged; each time the station may hear it. */
static void
say_complete (BrApTag *self)
{
  self->counts.n_acks++;
  for (guint i = 0; i < XFC_TRIES; i++)
    {
      if (loses (self, self->params.loss_up_per_mille))
        continue;
      ap_radio_complete (self->ap, self->mac);
      if (!loses (self, self->params.loss_down_per_mille))
        return;
    }
}

static void
sleep_after (BrApTag *self, gint64 busy_us)
{
  sleep_for (self, busy_us + (self->offer.next_s > 0 ? self->offer.next_s * SECOND : awake_us (self)));
}

static void
abort_transfer (BrApTag *self)
{
  ap_air_log (self->air, "%s gives up block %u", self->text, self->block);
  sleep_for (self, awake_us (self));
}

/* One that is only to be kept is not. */
static gint64
show_offered (BrApTag *self, const ApStored *picture)
{
  return (self->offer.argument & AP_PRELOAD) == 0 ? ap_tag_draw (self, picture) : 0;
}

static void
finish_transfer (BrApTag *self)
{
  g_autoptr (GBytes) payload = ap_radio_payload (self->ap, self->mac, &self->offer);
  ApStored picture = { .data_type = self->offer.data_type, .payload = payload };

  if (payload == NULL)
    {
      abort_transfer (self);
      return;
    }
  memcpy (picture.version, self->offer.version, sizeof picture.version);
  ap_tag_store (self, picture.version, picture.data_type, payload);
  self->counts.n_transfers++;
  say_complete (self);
  sleep_after (self, show_offered (self, &picture));
}

static void
block_cb (gpointer object, guint64 turn)
{
  BrApTag *self = object;
  gint64 takes;

  if (turn != self->turn || !self->powered)
    return;
  if ((gsize) self->block * BLOCK >= self->offer.size)
    {
      finish_transfer (self);
      return;
    }
  ap_tag_use (self, USE_BLOCK_UAS);
  takes = loses (self, self->params.loss_up_per_mille) ? 0 : ap_radio_block (self->ap, self->mac, &self->offer, self->block);
  if (takes < 0 || (takes == 0 && ++self->tries >= MAX_BLOCK_TRIES))
    {
      abort_transfer (self);
      return;
    }
  if (takes > 0 && !loses (self, self->params.loss_down_per_mille))
    {
      self->block++;
      self->tries = 0;
    }
  plan (self, MAX (takes, BLOCK_RETRY_US), block_cb);
}

/* The station tries five times, and then says that the tag has it. */
static void
fail_ble (BrApTag *self)
{
  if (++self->ble_fails >= MAX_BLE_FAILS)
    {
      self->ble_fails = 0;
      ap_complete (self->ap, self->mac);
    }
  sleep_after (self, 0);
}

static void
fetch (BrApTag *self)
{
  const ApStored *stored = ap_tag_find_stored (self, self->offer.version);

  if (self->params.is_ble && ap_tag_fires (self, BR_AP_TAG_FAULT_BLE_FAILS))
    fail_ble (self);
  else if (self->offer.size > self->params.memory_bytes || ap_tag_fires (self, BR_AP_TAG_FAULT_FALSE_ACK))
    {
      say_complete (self);
      sleep_after (self, 0);
    }
  else if (stored != NULL)
    {
      say_complete (self);
      sleep_after (self, show_offered (self, stored));
    }
  else
    {
      self->block = self->tries = 0;
      plan (self, 20 * 1000, block_cb);
    }
}

static void
obey (BrApTag *self)
{
  g_autoptr (GBytes) payload = ap_radio_payload (self->ap, self->mac, &self->offer);
  guint command = self->offer.argument;

  if (payload != NULL)
    say_complete (self);
  if (payload != NULL && command == 4)
    ap_tag_blink (self, payload);
  else if (command == 0)
    self->wake = 1;
  else if (command == 1)
    self->wake = WAKE_SCAN;
  else if (command == 2)
    self->wake = WAKE_FIRST_BOOT;
  else if (command == 5)
    ap_tag_forget (self);
  self->deep = command == 3;
  if (!self->deep)
    {
      sleep_after (self, 0);
      return;
    }
  self->turn++;
  if (ap_entry_find (self->ap, self->mac) != NULL)
    ap_entry_find (self->ap, self->mac)->record.next_check_in = AP_NEVER;
}

static void
take_answer (BrApTag *self)
{
  self->misses = self->n_scans = 0;
  self->wake = 0;
  if (self->offer.data_type == BR_AP_DATA_COMMAND)
    obey (self);
  else if (self->offer.data_type != BR_AP_DATA_NONE)
    fetch (self);
  else
    sleep_after (self, 0);
}

static void
check_in (BrApTag *self)
{
  ApReport report;

  ap_tag_use (self, USE_CHECK_IN_UAS);
  if (self->ap == NULL || !hears (self, self->ap))
    {
      miss (self);
      return;
    }
  hear_neighbour (self);
  report = make_report (self);
  if (loses (self, self->params.loss_up_per_mille) || !ap_radio_check_in (self->ap, &report, &self->offer) || loses (self, self->params.loss_down_per_mille))
    miss (self);
  else
    take_answer (self);
}

static void
reset (BrApTag *self)
{
  ap_tag_forget (self);
  ap_tag_show_start (self);
  self->wake = WAKE_FIRST_BOOT;
}

/* In deep sleep, as its station knows. */
static gboolean
is_out (BrApTag *self)
{
  ApEntry *entry = self->ap != NULL ? ap_entry_find (self->ap, self->mac) : NULL;

  if (ap_tag_fires (self, BR_AP_TAG_FAULT_DEAD) || ap_tag_fires (self, BR_AP_TAG_FAULT_ASLEEP))
    return TRUE;
  if (!ap_tag_fires (self, BR_AP_TAG_FAULT_DEEP))
    return FALSE;
  if (entry != NULL)
    entry->record.next_check_in = AP_NEVER;
  return TRUE;
}

static void
wake_cb (gpointer object, guint64 turn)
{
  BrApTag *self = object;

  if (turn != self->turn || !self->powered)
    return;
  if (is_out (self))
    {
      sleep_for (self, 10 * MINUTE);
      return;
    }
  if (ap_tag_fires (self, BR_AP_TAG_FAULT_RESET))
    reset (self);
  check_in (self);
}

static void
wake_now (BrApTag *self)
{
  self->deep = FALSE;
  plan (self, ap_air_below (self->air, 500) * 1000, wake_cb);
}

/* Known already: as after a check-in some time ago. */
static void
introduce (BrApTag *self)
{
  BrAp *ap = self->ap;
  ApEntry *entry = ap_entry_find (ap, self->mac);
  guint wait_s = 1 + ap_air_below (self->air, (guint) MAX (ap_config (ap, "maxsleep"), 1) * 60);
  ApReport report = make_report (self);

  if (entry == NULL)
    entry = ap_entry_add (ap, self->mac);
  entry->record.hw_type = report.hw_type;
  entry->record.version = report.version;
  entry->record.capabilities = report.capabilities;
  entry->record.rssi = report.rssi;
  entry->record.lqi = report.lqi;
  entry->record.battery_mv = report.battery_mv;
  entry->record.temperature = report.temperature;
  entry->record.channel = ap->params.channel;
  entry->record.last_seen = ap_epoch (ap);
  entry->record.next_check_in = ap_epoch (ap) + wait_s;
  ap_save (ap); /* some time ago */
  ap_schedule (ap, entry);
  sleep_for (self, wait_s * SECOND);
}

BrApTag *
br_air_add_tag (BrAir *air, const BrApTagParams *params)
{
  const BrApType *type = br_ap_type_find (params->hw_type);
  guint64 mac = 0;
  BrApTag *self;

  if (type == NULL || params->mac == NULL || strlen (params->mac) != 16 || !g_ascii_string_to_unsigned (params->mac, 16, 1, G_MAXUINT64, &mac, NULL)
      || ap_air_tag (air, mac) != NULL)
    return NULL;
  ap_air_catch_up (air);
  self = g_new0 (BrApTag, 1);
  *self = (BrApTag) { .air = air, .params = *params, .mac = mac, .type = type, .ap = params->ap, .powered = TRUE, .shown_us = ap_air_now (air) };
  self->params.mac = NULL;
  if (params->firmware == 0)
    self->params.firmware = USUAL_FIRMWARE;
  if (params->memory_bytes == 0)
    self->params.memory_bytes = USUAL_MEMORY;
  self->params.n_stored = MAX (params->n_stored, 1);
  self->params.battery_mv = params->battery_mv != 0 ? params->battery_mv : 3000;
  self->params.rssi = params->rssi != 0 ? params->rssi : -60;
  ap_mac_text (mac, self->text);
  g_queue_init (&self->stored);
  ap_air_keep_tag (air, self, &self->mac);
  if (self->ap != NULL)
    {
      self->params.place = self->ap->params.place;
      introduce (self);
      return self;
    }
  self->wake = WAKE_FIRST_BOOT;
  sleep_for (self, (1 + ap_air_below (air, 10)) * SECOND);
  return self;
}

void
ap_tag_free (gpointer tag)
{
  ap_tag_screen_clear (tag);
  g_free (tag);
}

void
ap_tag_count_upload (BrApTag *self, gboolean foreign)
{
  if (foreign)
    self->counts.n_foreign++;
  else
    self->counts.n_uploads++;
}

void
ap_tag_count_hidden (BrApTag *self)
{
  self->counts.n_hidden++;
}

void
ap_tag_calm (BrApTag *self)
{
  memset (self->rules, 0, sizeof self->rules);
  if (!self->powered)
    br_ap_tag_set_power (self, TRUE);
  self->deep = FALSE;
  sleep_for (self, ap_air_below (self->air, 60) * SECOND);
}

BrApTag *
br_air_find_tag (BrAir *self, const char *mac)
{
  guint64 number;

  return g_ascii_string_to_unsigned (mac, 16, 0, G_MAXUINT64, &number, NULL) ? ap_air_tag (self, number) : NULL;
}

BrApTag *
br_air_nth_tag (BrAir *self, guint n)
{
  GPtrArray *tags = ap_air_tags (self);

  return n < tags->len ? g_ptr_array_index (tags, n) : NULL;
}

const char *
br_ap_tag_get_mac (const BrApTag *self)
{
  return self->text;
}

guint
br_ap_tag_get_hw_type (const BrApTag *self)
{
  return self->type->code;
}

void
br_ap_tag_press (BrApTag *self)
{
  ap_air_catch_up (self->air);
  if (!self->powered)
    return;
  ap_air_log (self->air, "%s is pressed", self->text);
  if (self->wake < WAKE_LOST) /* what it has to say of itself is said all the same */
    self->wake = WAKE_BUTTON;
  wake_now (self);
}

void
br_ap_tag_set_power (BrApTag *self, gboolean on)
{
  ap_air_catch_up (self->air);
  if (self->powered == on)
    return;
  self->powered = on;
  self->turn++;
  ap_air_log (self->air, "%s is %s", self->text, on ? "on" : "off");
  if (!on)
    {
      self->draw_turn++;
      if (self->drawing.payload != NULL)
        self->counts.n_cut++;
      return;
    }
  ap_tag_show_start (self);
  self->wake = WAKE_FIRST_BOOT;
  wake_now (self);
}

void
br_ap_tag_reset (BrApTag *self)
{
  ap_air_catch_up (self->air);
  ap_air_log (self->air, "%s is reset", self->text);
  reset (self);
  if (self->powered)
    wake_now (self);
}

void
br_ap_tag_move (BrApTag *self, guint place)
{
  ap_air_catch_up (self->air);
  self->params.place = place;
}

gboolean
br_ap_tag_is_lost (const BrApTag *self)
{
  return self->n_scans > 0;
}

void
br_ap_tag_get_counts (BrApTag *self, BrApTagCounts *counts)
{
  ap_air_catch_up (self->air);
  *counts = self->counts;
}

void
br_ap_tag_set_fault (BrApTag *self, BrApTagFault fault, const BrApRule *rule)
{
  ap_air_catch_up (self->air);
  ap_air_log (self->air, "%s fault %s %u", self->text, br_ap_tag_fault_name (fault), rule->per_mille);
  self->rules[fault] = *rule;
}

guint
br_ap_tag_count_fault (const BrApTag *self, BrApTagFault fault)
{
  return self->n_fired[fault];
}
