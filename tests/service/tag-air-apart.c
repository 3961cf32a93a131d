/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An air a station, each by the clock of that station's engine once it runs. */
#include "config.h"

#include "tag-air-apart.h"

#include "br-ap-link.h"
#include "br-oepl-driver.h"
#include "tag-picture.h"

#define HW_TYPE 0x07 /* 2.9", four colours: as usual */

/** Place: a station and its air. */
typedef struct
{
  const BrClock *world, *engine; /* `engine` NULL: it does not run yet */
  BrClock clock;
  BrAir *air;
  BrAp *ap;
  BrStationLink *link; /* borrowed; while an engine has its driver */
} Place;

typedef struct
{
  const BrClock *clock;
  const BrRandom *random;
  GPtrArray *places; /* of Place */
  GHashTable *tags;  /* key -> BrApTag, borrowed */
  TagApartKind kind;
} Apart;

static gint64
place_now_us (gpointer data)
{
  const Place *self = data;

  return br_clock_now_us (self->engine != NULL ? self->engine : self->world);
}

static void
place_free (gpointer data)
{
  Place *self = data;

  br_air_free (self->air);
  g_free (self);
}

static gpointer
create (const BrClock *clock, const BrRandom *random)
{
  Apart *self = g_new0 (Apart, 1);

  self->clock = clock;
  self->random = random;
  self->places = g_ptr_array_new_with_free_func (place_free);
  self->tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
destroy (gpointer air)
{
  Apart *self = air;

  for (guint i = 0; i < self->places->len; i++)
    ((Place *) self->places->pdata[i])->engine = NULL; /* it is gone */
  g_ptr_array_unref (self->places);
  g_hash_table_unref (self->tags);
  g_free (self);
}

static Place *
place_at (gpointer air, guint n)
{
  return ((Apart *) air)->places->pdata[n];
}

static void
add_station (gpointer air)
{
  Apart *self = air;
  Place *place = g_new0 (Place, 1);

  place->world = self->clock;
  place->clock = (BrClock) { place_now_us, place_now_us, NULL, place };
  place->air = br_air_new (&place->clock, self->random);
  place->ap = br_air_add_ap (place->air, &(BrApParams) { .place = 1, .flash_bytes = self->kind.flash_bytes, .ready = TRUE });
  g_ptr_array_add (self->places, place);
}

static void
add_tag (gpointer air, guint station, gint64 interval_us, BrTagSighting *sighting)
{
  Apart *self = air;
  Place *place = place_at (air, station);
  guint hw_type = self->kind.hw_type != 0 ? self->kind.hw_type : HW_TYPE;
  char mac[17];
  BrApTag *tag;

  g_snprintf (mac, sizeof mac, "00007E1F%08X", g_hash_table_size (self->tags) + 1);
  br_ap_set_config (place->ap, "maxsleep", (int) (interval_us / WORLD_MINUTE));
  tag = br_air_add_tag (place->air, &(BrApTagParams) { .mac = mac, .hw_type = hw_type, .place = 1, .ap = place->ap });
  g_assert_nonnull (tag);
  g_hash_table_insert (self->tags, g_strdup (mac), tag);
  *sighting = (BrTagSighting) { .type_code = hw_type, .type = *br_tag_type_find (hw_type), .temperature = G_MININT };
  g_strlcpy (sighting->tag, mac, sizeof sighting->tag);
}

static BrStationDriver *
open_station (gpointer air, guint station, const BrClock *clock)
{
  Place *place = place_at (air, station);

  place->engine = clock;
  place->link = br_ap_link_new (place->air, place->ap, clock);
  return br_oepl_driver_new (place->link, clock);
}

static gint64
next_due (gpointer air)
{
  const Apart *self = air;
  gint64 due_us = G_MAXINT64;

  for (guint i = 0; i < self->places->len; i++)
    due_us = MIN (due_us, br_air_next_due (place_at (air, i)->air));
  return due_us;
}

static void
run (gpointer air, gint64 until_us)
{
  const Apart *self = air;

  for (guint i = 0; i < self->places->len; i++)
    if (br_air_next_due (place_at (air, i)->air) <= until_us)
      br_air_run (place_at (air, i)->air, until_us);
}

static gboolean
has_news (gpointer air, guint station)
{
  return br_ap_link_has_news (place_at (air, station)->link);
}

static gint64
shown (gpointer air, const char *key)
{
  BrApFrame frame;

  br_ap_tag_get_frame (tag_air_apart_tag (air, key), &frame);
  return frame.pixels != NULL ? tag_picture_number (frame.pixels, frame.width, frame.height) : 0;
}

static void
calm (gpointer air)
{
  const Apart *self = air;

  for (guint i = 0; i < self->places->len; i++)
    br_air_calm (place_at (air, i)->air);
}

static void
check (gpointer air)
{
  const Apart *self = air;

  for (guint i = 0; i < self->places->len; i++)
    {
      BrApCounts counts;

      br_ap_get_counts (place_at (air, i)->ap, &counts);
      g_assert_cmpuint (counts.n_concurrent, ==, 0);
      g_assert_cmpuint (counts.n_too_close, ==, 0);
      g_assert_cmpuint (counts.n_forbidden, ==, 0);
      g_assert_cmpuint (counts.n_no_mac, ==, 0);
      g_assert_cmpuint (counts.n_queued_twice, ==, 0);
    }
}

void
tag_air_apart_set_kind (gpointer air, const TagApartKind *kind)
{
  ((Apart *) air)->kind = *kind;
}

BrAp *
tag_air_apart_station (gpointer air, guint n)
{
  return place_at (air, n)->ap;
}

BrAir *
tag_air_apart_get (gpointer air, guint n)
{
  return place_at (air, n)->air;
}

BrApTag *
tag_air_apart_tag (gpointer air, const char *key)
{
  return g_hash_table_lookup (((Apart *) air)->tags, key);
}

const TagAirOps tag_air_apart = { "oepl", create, destroy, add_station, add_tag, open_station, next_due, run, has_news, shown, calm, check };
