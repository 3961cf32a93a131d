/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An emulated access point's settings, and its faults' names and rules. */
#include "config.h"

#include "br-ap-private.h"

/* As of a new station; `alias` and `timezone` are texts and apart. */
static const ApSetting settings[] = {
  { "channel", 0 }, { "led", 255 },      { "tft", 255 },      { "maxsleep", 10 },  { "stopsleep", 1 }, { "preview", 1 },   { "nightlyreboot", 1 },
  { "lock", 0 },    { "wifipower", 34 }, { "sleeptime1", 0 }, { "sleeptime2", 0 }, { "ble", 0 },       { "discovery", 0 }, { "showtimestamp", 0 },
};

const ApSetting *
ap_setting_nth (guint n)
{
  return n < G_N_ELEMENTS (settings) ? &settings[n] : NULL;
}

void
ap_config_init (BrAp *self)
{
  self->config = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    g_hash_table_insert (self->config, (gpointer) settings[i].name, GINT_TO_POINTER (settings[i].usual));
}

int
ap_config (const BrAp *self, const char *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->config, name));
}

void
ap_config_json (BrAp *self, GString *json)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    g_string_append_printf (json, ",\"%s\":%d", settings[i].name, ap_config (self, settings[i].name));
}

gboolean
br_ap_set_config (BrAp *self, const char *name, int value)
{
  const char *kept = NULL;

  ap_air_catch_up (self->air);
  for (gsize i = 0; i < G_N_ELEMENTS (settings) && kept == NULL; i++)
    if (g_str_equal (settings[i].name, name))
      kept = settings[i].name;
  if (kept == NULL)
    return FALSE;
  if (ap_config (self, name) == value)
    return TRUE;
  ap_air_log (self->air, "%s config %s=%d", self->name, name, value);
  g_hash_table_insert (self->config, (gpointer) kept, GINT_TO_POINTER (value));
  ap_schedule_all (self);
  return TRUE;
}

int
br_ap_get_config (const BrAp *self, const char *name)
{
  return g_hash_table_contains (self->config, name) ? ap_config (self, name) : -1;
}

/* By BrApFault. */
static const char *const fault_names[BR_AP_N_FAULTS] = {
  NULL,         "slow",          "drop-early",      "drop-late", "half-reply",     "garbage-json",   "huge-reply",   "wrong-type",
  "busy",       "hang",          "radio-dead",      "ws-drop",   "ws-flood",       "ws-reorder",     "ws-silent",    "flash-full",
  "xfc-dup",    "xfc-lost",      "xfc-unsolicited", "xto",       "foreign-writer", "foreign-delete", "type-missing", "type-changed",
  "low-memory", "slot-overflow",
};
/* By BrApTagFault. */
static const char *const tag_fault_names[BR_AP_N_TAG_FAULTS] = { NULL,        "false-ack", "tag-asleep", "tag-deep", "tag-dead",
                                                                 "tag-lossy", "tag-reset", "no-draw",    "ble-fails" };

static guint
find_name (const char *const *names, guint n, const char *name)
{
  for (guint i = 1; i < n; i++)
    if (g_str_equal (names[i], name))
      return i;
  return 0;
}

const char *
br_ap_fault_name (BrApFault fault)
{
  return fault_names[fault];
}

BrApFault
br_ap_fault_find (const char *name)
{
  return (BrApFault) find_name (fault_names, BR_AP_N_FAULTS, name);
}

const char *
br_ap_tag_fault_name (BrApTagFault fault)
{
  return tag_fault_names[fault];
}

BrApTagFault
br_ap_tag_fault_find (const char *name)
{
  return (BrApTagFault) find_name (tag_fault_names, BR_AP_N_TAG_FAULTS, name);
}

void
br_ap_set_fault (BrAp *self, BrApFault fault, const BrApRule *rule)
{
  ap_air_catch_up (self->air);
  ap_air_log (self->air, "%s fault %s %u", self->name, fault_names[fault], rule->per_mille);
  self->rules[fault] = *rule;
  ap_schedule_all (self);
}

gboolean
ap_fires (BrAp *self, BrApFault fault)
{
  if (self->rules[fault].per_mille == 0 || !ap_rule_fires (self->air, &self->rules[fault]))
    return FALSE;
  self->n_fired[fault]++;
  ap_air_log (self->air, "%s has %s", self->name, fault_names[fault]);
  return TRUE;
}

gboolean
ap_lasts (BrAp *self, BrApFault fault)
{
  const BrApRule *rule = &self->rules[fault];
  gint64 now = ap_air_now (self->air);

  if (rule->per_mille == 0 || now < rule->from_us || (rule->until_us != 0 && now >= rule->until_us))
    return FALSE;
  self->n_fired[fault]++;
  return TRUE;
}

guint
br_ap_count_fault (const BrAp *self, BrApFault fault)
{
  return self->n_fired[fault];
}
