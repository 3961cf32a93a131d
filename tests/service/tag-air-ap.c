/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The air of a world of emulated access points: Backroom's own driver over a link straight into them, whose requests are watched. */
#include "config.h"

#include "tag-air-ap.h"
#include "tag-world.h"

#include "br-ap-link.h"
#include "br-oepl-driver.h"
#include "tag-picture.h"
#include <string.h>

#define HW_TYPE 0x07         /* 2.9", four colours, with a light: as usual */
#define MAX_AWAKE_US (2 * WORLD_MINUTE)

/** ApScreen: what a tag showed when it was looked at last. */
typedef struct
{
  gint64 since_us, number, newest;
} ApScreen;

typedef struct
{
  const BrClock *clock;
  BrAir *air;
  GPtrArray *stations; /* of BrAp, borrowed */
  BrStationLink *links[WORLD_MAX_STATIONS]; /* borrowed; while an engine has its driver */
  TagAirApKind kind;   /* of what is added next */
  gint64 awake_us[WORLD_MAX_STATIONS];      /* since then its tags are kept awake; 0 = they are not */
  GHashTable *unseen[WORLD_MAX_STATIONS];   /* tags of which a picture may be out, not asked about since the program began; NULL = it never did */
  GHashTable *screens; /* key of the tag -> ApScreen */
  guint n_tags;
} ApAir;

static gpointer
create (const BrClock *clock, const BrRandom *random)
{
  ApAir *self = g_new0 (ApAir, 1);

  self->clock = clock;
  self->air = br_air_new (clock, random);
  self->stations = g_ptr_array_new ();
  self->screens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static void
destroy (gpointer air)
{
  ApAir *self = air;

  for (guint i = 0; i < self->stations->len; i++)
    g_clear_pointer (&self->unseen[i], g_hash_table_unref);
  g_ptr_array_unref (self->stations);
  g_hash_table_unref (self->screens);
  br_air_free (self->air);
  g_free (self);
}

static void
add_station (gpointer air)
{
  static const guint channels[] = { 11, 15, 20, 25, 26 };
  ApAir *self = air;
  guint n = self->stations->len;
  BrApParams params = {
    .channel = channels[n % G_N_ELEMENTS (channels)], .place = n + 1, .lan = self->kind.lan, .flash_bytes = self->kind.flash_bytes, .ready = TRUE
  };

  g_ptr_array_add (self->stations, br_air_add_ap (self->air, &params));
}

static void
add_tag (gpointer air, guint station, gint64 interval_us, BrTagSighting *sighting)
{
  ApAir *self = air;
  char mac[17];
  guint hw_type = self->kind.hw_type != 0 ? self->kind.hw_type : HW_TYPE;
  BrApTagParams params = { .mac = mac,
                           .hw_type = hw_type,
                           .place = station + 1,
                           .ap = self->stations->pdata[station],
                           .loss_up_per_mille = self->kind.loss_per_mille,
                           .loss_down_per_mille = self->kind.loss_per_mille };

  g_snprintf (mac, sizeof mac, "00007E1F%08X", ++self->n_tags);
  br_ap_set_config (params.ap, "maxsleep", (int) (interval_us / WORLD_MINUTE));
  g_assert_nonnull (br_air_add_tag (self->air, &params));
  *sighting = (BrTagSighting) { .type_code = hw_type, .temperature = G_MININT };
  sighting->type = *br_tag_type_find (hw_type);
  g_strlcpy (sighting->tag, mac, sizeof sighting->tag);
}

/* (transfer full) the tag a request is about, or NULL. */
static char *
find_mac (const BrLinkRequest *request)
{
  static const char *const before[] = { "mac=", "/current/" };

  for (gsize i = 0; i < request->n_fields; i++)
    if (g_str_equal (request->fields[i].name, "mac"))
      return g_strdup (request->fields[i].value);
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    {
      const char *at = strstr (request->path, before[i]);

      if (at != NULL)
        return g_strndup (at + strlen (before[i]), 16);
    }
  return NULL;
}

/* Suite 5: after a start nothing is sent while there are pictures nobody has asked about; but those that went elsewhere with their tags. */
static void
check_asked (WorldStation *station, GHashTable *unseen)
{
  g_autoptr (GHashTable) out = g_hash_table_size (unseen) > 0 ? tag_world_list_out (station->world, station->id) : NULL;
  GHashTableIter iter;
  gpointer key;

  if (out == NULL)
    return;
  g_hash_table_iter_init (&iter, unseen);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_assert_false (g_hash_table_contains (out, key));
}

static gboolean
watch_request (const BrLinkRequest *request, gpointer data)
{
  WorldStation *station = data;
  ApAir *self = station->world->air;
  GHashTable *unseen = self->unseen[station->number];
  g_autofree char *mac = find_mac (request);

  if (g_str_equal (request->path, "/imgupload"))
    {
      check_asked (station, unseen);
      tag_world_check_upload (station->world, mac);
    }
  else if (mac != NULL)
    g_hash_table_remove (unseen, mac);
  return TRUE;
}

static BrStationDriver *
open_station (gpointer air, guint n, const BrClock *clock)
{
  ApAir *self = air;
  WorldStation *station = clock->data;
  BrStationLink *link = br_ap_link_new (self->air, self->stations->pdata[n], clock);

  g_clear_pointer (&self->unseen[n], g_hash_table_unref);
  self->unseen[n] = tag_world_list_out (station->world, station->id);
  br_ap_link_set_gate (link, watch_request, station);
  self->links[n] = link;
  return br_oepl_driver_new (link, clock);
}

static gint64
next_due (gpointer air)
{
  return br_air_next_due (((ApAir *) air)->air);
}

static void
run (gpointer air, gint64 until_us)
{
  br_air_run (((ApAir *) air)->air, until_us);
}

static gboolean
has_news (gpointer air, guint station)
{
  return br_ap_link_has_news (((ApAir *) air)->links[station]);
}

static ApScreen *
find_screen (ApAir *self, const char *key)
{
  ApScreen *screen = g_hash_table_lookup (self->screens, key);

  if (screen != NULL)
    return screen;
  screen = g_new0 (ApScreen, 1);
  g_hash_table_insert (self->screens, g_strdup (key), screen);
  return screen;
}

static gint64
shown (gpointer air, const char *key)
{
  ApAir *self = air;
  ApScreen *screen = find_screen (self, key);
  BrApFrame frame;

  br_ap_tag_get_frame (br_air_find_tag (self->air, key), &frame);
  if (frame.since_us == screen->since_us)
    return screen->number;
  screen->since_us = frame.since_us;
  screen->number = frame.pixels != NULL ? tag_picture_number (frame.pixels, frame.width, frame.height) : 0;
  if (screen->number > 0)
    g_assert_cmpint (screen->number, >=, screen->newest); /* I5 */
  screen->newest = MAX (screen->newest, screen->number);
  return screen->number;
}

static void
calm (gpointer air)
{
  br_air_calm (((ApAir *) air)->air);
}

/* I9: with an open stream and this setting tags do not sleep. */
static void
check_awake (ApAir *self, guint n, const BrApCounts *counts)
{
  gint64 now_us = br_clock_now_us (self->clock);

  if (counts->n_streams == 0 || br_ap_get_config (self->stations->pdata[n], "stopsleep") == 0)
    self->awake_us[n] = 0;
  else if (self->awake_us[n] == 0)
    self->awake_us[n] = now_us;
  else
    g_assert_cmpint (now_us - self->awake_us[n], <=, MAX_AWAKE_US);
}

static void
check (gpointer air)
{
  ApAir *self = air;
  BrApTag *tag;

  for (guint i = 0; i < self->stations->len; i++)
    {
      BrApCounts counts;

      br_ap_get_counts (self->stations->pdata[i], &counts);
      g_assert_cmpuint (counts.n_queued_twice, ==, 0); /* I4 */
      g_assert_cmpuint (counts.n_concurrent, ==, 0);   /* I6 */
      g_assert_cmpuint (counts.n_too_close, ==, 0);
      g_assert_cmpuint (counts.n_forbidden, ==, 0);
      g_assert_cmpuint (counts.n_no_mac, ==, 0);
      check_awake (self, i, &counts);
    }
  for (guint i = 0; (tag = br_air_nth_tag (self->air, i)) != NULL; i++)
    shown (self, br_ap_tag_get_mac (tag));
}

static guint
disturbed (gpointer air, const char *key, guint *n_unknowable)
{
  BrApTagCounts counts;

  br_ap_tag_get_counts (br_air_find_tag (((ApAir *) air)->air, key), &counts);
  *n_unknowable = counts.n_undrawn + counts.n_hidden;
  return counts.n_foreign + counts.n_starts + counts.n_cut + *n_unknowable;
}

static guint
reach (gpointer air)
{
  BrApTag *tag;
  guint n = 0;

  for (guint i = 0; (tag = br_air_nth_tag (((ApAir *) air)->air, i)) != NULL; i++)
    if (br_ap_tag_is_lost (tag))
      {
        br_ap_tag_press (tag);
        n++;
      }
  return n;
}

gboolean
tag_air_ap_has_lan (gpointer air)
{
  return ((ApAir *) air)->kind.lan != 0;
}

BrAp *
tag_air_ap_station (gpointer air, guint n)
{
  return ((ApAir *) air)->stations->pdata[n];
}

void
tag_air_ap_set_kind (gpointer air, const TagAirApKind *kind)
{
  ((ApAir *) air)->kind = *kind;
}

BrAir *
tag_air_ap_get (gpointer air)
{
  return ((ApAir *) air)->air;
}

const TagAirOps tag_air_ap = { "oepl", create, destroy, add_station, add_tag, open_station, next_due, run, has_news, shown, calm, check, disturbed, reach };
