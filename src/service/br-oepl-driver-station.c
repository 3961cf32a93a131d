/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The station itself: settings that must be as they are, its clock, and how it is. */
#include "config.h"

#include "br-oepl-driver-private.h"

#include "br-tag-hours.h"
#include <string.h>

#define FLASH_STOP 60000  /* bytes free below which nothing is sent: at 31,000 it draws for nobody any more (trap j) */
#define FLASH_RESERVE 100000
#define HEAP_STOP 40000
#define SPARE 12288  /* bytes a picture takes besides its two files: blocks of 4 KiB begun */
#define USUAL_BYTES 40960  /* of a picture while none was sent yet */
#define MAX_IN_FLIGHT 50
#define BLIND_IN_FLIGHT 8    /* while its free storage is not known */
#define CROWDED 100    /* tags: its radio loses those beyond 128 (trap l) */
#define CLOCK_OFF_US (30 * G_USEC_PER_SEC)
#define LISTEN_AGAIN_US (30 * G_USEC_PER_SEC)
#define SET_TIME_GAP_US (10 * G_TIME_SPAN_MINUTE)
#define NIGHT_UPTIME_S (2 * 3600) /* it restarts in the night only when it ran for longer */

/* A setting and what it must be. */
typedef struct
{
  BrOeplSetting setting;
  guint want;
  int is;      /* -1 = not told */
  guint trouble; /* while it stays wrong */
} Rule;
#define N_RULES 4

/* stopsleep = 1 with an open stream keeps every tag awake and empties its battery in days; a clock drawn over our picture is trap p; without preview nothing can be
 * read back; an open station takes in the neighbour's tags. */
static void
list_rules (BrOeplDriver *self, Rule rules[N_RULES])
{
  const BrOeplConfig *config = &self->config;

  rules[0] = (Rule) { BR_OEPL_SET_STOP_SLEEP, 0, config->stop_sleep, BR_STATION_TROUBLE_CONFIG };
  rules[1] = (Rule) { BR_OEPL_SET_SHOW_TIMESTAMP, 0, config->show_timestamp, BR_STATION_TROUBLE_CONFIG };
  rules[2] = (Rule) { BR_OEPL_SET_PREVIEW, 1, config->preview, BR_STATION_TROUBLE_CONFIG };
  rules[3] = (Rule) { BR_OEPL_SET_LOCK, self->open ? 0 : 1, config->lock, self->open ? BR_STATION_TROUBLE_CONFIG : BR_STATION_TROUBLE_OPEN };
}

/* Firmware that does not tell a setting has none such, but for stopsleep, which is on where nothing is said. */
static gboolean
is_kept (const Rule *rule)
{
  return rule->is == (int) rule->want || (rule->is < 0 && rule->setting != BR_OEPL_SET_STOP_SLEEP);
}

static gboolean
read_config (BrOeplDriver *self, GError **error)
{
  g_autoptr (GBytes) body = NULL;
  BrOeplRequest request;

  br_oepl_request_config (&request);
  body = br_oepl_driver_get (self, &request, BR_LINK_MAX_JSON, error);
  if (body == NULL)
    return FALSE;
  if (!br_oepl_config_read (body, &self->config, error))
    {
      br_oepl_driver_damage (self, "/get_ap_config");
      return FALSE;
    }
  self->has_config = TRUE;
  return TRUE;
}

/* FALSE: not reached. A setting refused shows when they are read again. */
static gboolean
repair (BrOeplDriver *self, gboolean *changed, GError **error)
{
  Rule rules[N_RULES];

  list_rules (self, rules);
  for (guint i = 0; i < N_RULES; i++)
    {
      g_autoptr (GError) local = NULL;
      BrOeplRequest request;

      if (is_kept (&rules[i]))
        continue;
      br_oepl_request_setting (&request, rules[i].setting, rules[i].want);
      if (!br_oepl_driver_post (self, &request, &local) && g_error_matches (local, BR_ERROR, BR_ERROR_OFFLINE))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      *changed = TRUE;
    }
  return TRUE;
}

static void
weigh_config (BrOeplDriver *self)
{
  Rule rules[N_RULES];

  list_rules (self, rules);
  self->config_troubles = 0;
  for (guint i = 0; i < N_RULES; i++)
    if (!is_kept (&rules[i]))
      self->config_troubles |= rules[i].trouble;
  self->may_listen = is_kept (&rules[0]);
}

static gboolean
guard (BrOeplDriver *self, GError **error)
{
  gboolean changed = FALSE;

  if (!read_config (self, error) || !repair (self, &changed, error) || (changed && !read_config (self, error)))
    return FALSE;
  weigh_config (self);
  if (self->may_listen)
    self->guard_mono_us = br_oepl_driver_mono (self);
  else
    br_oepl_driver_hang_up (self, LISTEN_AGAIN_US);
  return TRUE;
}

gboolean
br_oepl_driver_guard (BrOeplDriver *self, GError **error)
{
  /* What was right once is no longer known to be: the stream goes, rather than batteries. It may be opened again when the settings were read. */
  if (guard (self, error))
    return TRUE;
  if (self->guard_mono_us == 0 || br_oepl_driver_mono (self) - self->guard_mono_us > BR_OEPL_GUARD_US)
    {
      self->may_listen = FALSE;
      br_oepl_driver_hang_up (self, LISTEN_AGAIN_US);
    }
  return FALSE;
}

/* Without a time server its clock begins in 1970, and its nights and ages with it (trap q). Ages are ours in any case. */
static void
set_time (BrOeplDriver *self)
{
  gint64 mono = br_oepl_driver_mono (self);
  g_autoptr (GError) error = NULL;
  BrOeplRequest request;

  if (!self->has_sys || ABS (self->clock_off_us) <= CLOCK_OFF_US || (self->set_time_mono_us != 0 && mono - self->set_time_mono_us < SET_TIME_GAP_US))
    return;
  self->set_time_mono_us = mono;
  br_oepl_request_time (&request, br_oepl_driver_now (self));
  if (!br_oepl_driver_post (self, &request, &error))
    g_info ("a station's clock is wrong and could not be set: %s", error->message); /* the trouble stays, and it is tried again */
}

static gboolean
read_info (BrOeplDriver *self, GError **error)
{
  g_autoptr (GBytes) body = NULL;
  BrOeplRequest request;

  br_oepl_request_info (&request);
  body = br_oepl_driver_get (self, &request, BR_LINK_MAX_JSON, error);
  if (body == NULL)
    return FALSE;
  if (!br_oepl_info_read (body, &self->info, error))
    {
      br_oepl_driver_damage (self, "/sysinfo");
      return FALSE;
    }
  self->has_info = TRUE;
  return TRUE;
}

static GTimeZone *
own_zone (BrOeplDriver *self)
{
  const char *name = self->config.time_zone;

  if (self->zone != NULL && g_str_equal (self->zone_name, name))
    return self->zone;
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_strlcpy (self->zone_name, name, sizeof self->zone_name);
  if (name[0] != '\0')
    self->zone = g_time_zone_new_identifier (name);
  if (self->zone == NULL)
    self->zone = g_time_zone_new_local (); /* it stands in the same shop */
  return self->zone;
}

/* Its own time of day, minutes; -1 = not known. */
static int
minute_of_day (BrOeplDriver *self)
{
  return br_tag_hours_minute (own_zone (self), br_oepl_driver_now (self) + (self->has_sys ? self->clock_off_us : 0));
}

/* It restarts at 03:56 and loses all that was not fetched yet (trap g). */
static gboolean
is_nightly_soon (BrOeplDriver *self)
{
  gint64 uptime_s = self->has_sys ? self->sys.uptime_s : -1;
  int minute;

  if (!self->has_config || self->config.nightly_reboot == 0 || (uptime_s >= 0 && uptime_s < NIGHT_UPTIME_S - 600))
    return FALSE;
  minute = minute_of_day (self);
  return minute >= 3 * 60 + 50 && minute < 4 * 60 + 5;
}

/* What it says of itself comes by the stream alone, and is old without. */
static const BrOeplSys *
fresh_sys (BrOeplDriver *self)
{
  return self->has_sys && self->listening ? &self->sys : NULL;
}

guint
br_oepl_window (gint64 free_bytes, gint64 each)
{
  if (free_bytes < 0)
    return BLIND_IN_FLIGHT;
  if (free_bytes < FLASH_STOP)
    return 0;
  return (guint) CLAMP ((free_bytes - FLASH_RESERVE) / ((each > 0 ? each : USUAL_BYTES) + SPARE), 0, MAX_IN_FLIGHT);
}

static guint
count_window (BrOeplDriver *self)
{
  const BrOeplSys *sys = fresh_sys (self);

  if (sys != NULL && sys->free_bytes >= 0 && sys->free_memory >= 0 && sys->free_memory < HEAP_STOP)
    return 0;
  return br_oepl_window (sys != NULL ? sys->free_bytes : -1, self->largest);
}

static guint
list_troubles (BrOeplDriver *self, const BrStationHealth *health, int state)
{
  guint troubles = self->config_troubles;
  GHashTableIter iter;
  gpointer entry;

  if (health->max_in_flight == 0)
    troubles |= BR_STATION_TROUBLE_STORAGE;
  if (state == BR_OEPL_STATE_FAILED || state == BR_OEPL_STATE_NO_RADIO || state == BR_OEPL_STATE_OFFLINE)
    troubles |= BR_STATION_TROUBLE_RADIO;
  if (health->n_tags >= CROWDED)
    troubles |= BR_STATION_TROUBLE_CROWDED;
  if (self->has_sys && ABS (self->clock_off_us) > CLOCK_OFF_US)
    troubles |= BR_STATION_TROUBLE_CLOCK;
  if (br_oepl_driver_is_doubted (self))
    troubles |= BR_STATION_TROUBLE_ANSWERS;
  g_hash_table_iter_init (&iter, self->types);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    {
      const BrOeplTypeEntry *type = entry;

      troubles |= type->source == BR_OEPL_TYPE_NONE ? BR_STATION_TROUBLE_TYPE : type->differs ? BR_STATION_TROUBLE_TYPES_DIFFER : 0;
    }
  return troubles;
}

void
br_oepl_driver_health (BrOeplDriver *self, BrStationHealth *health)
{
  const BrOeplSys *sys = fresh_sys (self);
  int state = sys != NULL ? sys->state : self->has_config ? self->config.state : -1, run = sys != NULL ? sys->run : -1;

  memset (health, 0, sizeof *health);
  g_strlcpy (health->name, self->has_info && self->info.alias[0] != '\0' ? self->info.alias : self->config.alias, sizeof health->name);
  g_strlcpy (health->firmware, self->info.build_version, sizeof health->firmware);
  health->free_bytes = sys != NULL ? sys->free_bytes : -1;
  health->free_memory = sys != NULL ? sys->free_memory : -1;
  health->uptime_s = sys != NULL ? sys->uptime_s : -1;
  health->rssi = sys != NULL ? sys->rssi : 0;
  health->n_tags = br_oepl_driver_n_tags (self);
  health->channel = self->has_config ? (guint) MAX (self->config.channel, 0) : 0;
  health->max_in_flight = count_window (self);
  health->nightly_soon = is_nightly_soon (self);
  /* What it does not tell is taken to be well: an old firmware says less. */
  health->ready = (state < 0 || state == BR_OEPL_STATE_ONLINE) && (run < 0 || run == BR_OEPL_RUN_RUN);
  health->troubles = list_troubles (self, health, state);
}

gboolean
br_oepl_driver_probe (BrStationDriver *driver, BrStationHealth *health, GError **error)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;

  if (!br_oepl_driver_guard (self, error) || (!self->has_info && !read_info (self, error)))
    return FALSE;
  set_time (self);
  br_oepl_driver_health (self, health);
  return TRUE;
}

gboolean
br_oepl_driver_take_in (BrStationDriver *driver, gboolean open, GError **error)
{
  BrOeplDriver *self = (BrOeplDriver *) driver;

  self->open = open;
  if (!br_oepl_driver_guard (self, error))
    return FALSE;
  if (self->config.lock == (open ? 0 : 1) || self->config.lock < 0)
    return TRUE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "the station does not change who may join");
  return FALSE;
}
