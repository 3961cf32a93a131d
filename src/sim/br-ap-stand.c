/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emulated access points with tags, ready for use. */
#include "config.h"

#include "br-ap-stand.h"

#include <stdio.h>

#include "br-ap-page.h"
#include "br-ap-server.h"

#define FIRST_MAC G_GUINT64_CONSTANT (0x0000022000100000)

struct _BrApStand
{
  BrXorshift random_state;
  BrRandom random;
  BrAir *air;
  BrAp *aps[BR_AP_STAND_MAX_STATIONS];
  BrApServer *servers[BR_AP_STAND_MAX_STATIONS];
  guint n_aps;
  BrApControl *control;
  BrApPage *page;
};

/* Small ones are the most, as in a shop. */
static const guint types[] = { 0x33, 0x01, 0x4B, 0x33, 0x00, 0x2A, 0x01, 0x34, 0x31, 0x27, 0x07, 0x6E, 0x33, 0x54, 0x28, 0x01, 0x36, 0x33, 0x03, 0x4A };
static const guint channels[BR_AP_STAND_MAX_STATIONS] = { 11, 15, 20, 25, 26 };

static void
add_tags (BrApStand *self, const BrApStandParams *params)
{
  for (guint i = 0; i < params->n_tags; i++)
    {
      g_autofree char *mac = g_strdup_printf ("%016" G_GINT64_MODIFIER "X", FIRST_MAC + i);

      br_air_add_tag (self->air, &(BrApTagParams) { .mac = mac,
                                                    .hw_type = types[i % G_N_ELEMENTS (types)],
                                                    .ap = self->aps[i % self->n_aps],
                                                    .drift_ppm = (int) (i % 60) - 30,
                                                    .loss_up_per_mille = 10,
                                                    .loss_down_per_mille = 10,
                                                    .battery_mv = 3000 - (int) (i % 7) * 40,
                                                    .rssi = -50 - (int) (i * 7 % 30),
                                                    .wakes_s = params->wakes_s });
    }
}

static gboolean
add_station (BrApStand *self, const BrApStandParams *params, GError **error)
{
  guint n = self->n_aps;
  g_autofree char *name = g_strdup_printf ("Demo AP %u", n + 1);
  const BrApParams ap = { .name = name, .profile = params->profile, .channel = channels[n], .flash_bytes = 5 * 1024 * 1024, .ready = TRUE };

  self->aps[n] = br_air_add_ap (self->air, &ap);
  /* Seldom enough that a picture is made at once, five minutes before the tag is expected. */
  br_ap_set_config (self->aps[n], "maxsleep", 5);
  self->servers[n] = br_ap_server_new (self->air, self->aps[n], params->ports[n], error);
  if (self->servers[n] == NULL)
    return FALSE;
  self->n_aps++;
  return TRUE;
}

BrApStand *
br_ap_stand_new (const BrApStandParams *params, GError **error)
{
  g_autoptr (BrApStand) self = g_new0 (BrApStand, 1);
  guint n_aps = CLAMP ((params->n_tags + BR_AP_STAND_TAGS - 1) / BR_AP_STAND_TAGS, 1, BR_AP_STAND_MAX_STATIONS);
  g_autofree char *title = NULL;

  br_xorshift_init (&self->random_state, params->seed != 0 ? params->seed : 1);
  self->random = br_xorshift_random (&self->random_state);
  self->air = br_air_new (br_clock_system (), &self->random);
  for (guint i = 0; i < n_aps; i++)
    if (!add_station (self, params, error))
      return NULL;
  add_tags (self, params);
  self->control = br_ap_control_new (self->air, self->aps, self->n_aps);
  title = g_strdup_printf ("Simulated shelf tags at 127.0.0.1:%u", br_ap_stand_get_port (self, 0));
  self->page = br_ap_page_new (self->air, self->control, title, params->web_port, error);
  return self->page != NULL ? g_steal_pointer (&self) : NULL;
}

/* The page's port and those of the stations. */
static void
read_ports (const char *file, BrApStandParams *params)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    return;
  words = g_strsplit (g_strstrip (text), " ", -1);
  for (guint i = 0; words[i] != NULL && i <= BR_AP_STAND_MAX_STATIONS; i++)
    *(i == 0 ? &params->web_port : &params->ports[i - 1]) = (guint16) g_ascii_strtoull (words[i], NULL, 10);
}

BrApStand *
br_ap_stand_new_steady (const BrApStandParams *params, const char *ports_file, GError **error)
{
  g_autoptr (GString) ports = g_string_new (NULL);
  BrApStandParams known = *params;
  BrApStand *self;

  read_ports (ports_file, &known);
  self = br_ap_stand_new (&known, NULL);
  if (self == NULL)
    self = br_ap_stand_new (params, error);
  if (self == NULL)
    return NULL;
  g_string_append_printf (ports, "%u", br_ap_page_get_port (self->page));
  for (guint i = 0; i < self->n_aps; i++)
    g_string_append_printf (ports, " %u", br_ap_stand_get_port (self, i));
  if (g_file_set_contents (ports_file, ports->str, -1, error))
    return self;
  br_ap_stand_free (self);
  return NULL;
}

void
br_ap_stand_print (const BrApStand *self)
{
  for (guint i = 0; i < self->n_aps; i++)
    printf ("station 127.0.0.1:%u\n", br_ap_stand_get_port (self, i));
  printf ("tags-web %s\n", br_ap_stand_get_url (self));
  fflush (stdout);
}

guint
br_ap_stand_get_n (const BrApStand *self)
{
  return self->n_aps;
}

guint16
br_ap_stand_get_port (const BrApStand *self, guint n)
{
  return br_ap_server_get_port (self->servers[n]);
}

const char *
br_ap_stand_get_url (const BrApStand *self)
{
  return br_ap_page_get_url (self->page);
}

BrAir *
br_ap_stand_get_air (BrApStand *self)
{
  return self->air;
}

void
br_ap_stand_free (BrApStand *self)
{
  if (self == NULL)
    return;
  br_ap_page_free (self->page);
  br_ap_control_free (self->control);
  for (guint i = 0; i < self->n_aps; i++)
    br_ap_server_free (self->servers[i]);
  br_air_free (self->air);
  g_free (self);
}
