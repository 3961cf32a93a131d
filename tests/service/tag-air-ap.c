/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The air of a world of emulated access points: Backroom's own driver over a link straight into them. */
#include "config.h"

#include "tag-air-ap.h"
#include "tag-world.h"

#include "br-ap-link.h"
#include "br-oepl-driver.h"
#include "tag-picture.h"

#define HW_TYPE 0x07         /* 2.9", four colours, with a light: as usual */

typedef struct
{
  const BrClock *clock;
  BrAir *air;
  GPtrArray *stations; /* of BrAp, borrowed */
  BrStationLink *links[WORLD_MAX_STATIONS]; /* borrowed; while an engine has its driver */
  TagAirApKind kind;   /* of what is added next */
  GHashTable *newest; /* key of the tag -> highest number it showed */
  guint n_tags, n_older;
  gboolean foreign; /* somebody else writes, too */
} ApAir;

static gpointer
create (const BrClock *clock, const BrRandom *random)
{
  ApAir *self = g_new0 (ApAir, 1);

  self->clock = clock;
  self->air = br_air_new (clock, random);
  self->stations = g_ptr_array_new ();
  self->newest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
destroy (gpointer air)
{
  ApAir *self = air;

  g_ptr_array_unref (self->stations);
  g_hash_table_unref (self->newest);
  br_air_free (self->air);
  g_free (self);
}

static void
add_station (gpointer air)
{
  static const guint channels[] = { 11, 15, 20, 25, 26 };
  ApAir *self = air;
  guint n = self->stations->len;
  BrApParams params = { .channel = channels[n % G_N_ELEMENTS (channels)], .place = n + 1, .flash_bytes = self->kind.flash_bytes, .ready = TRUE };

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

static BrStationDriver *
open_station (gpointer air, guint station, const BrClock *clock)
{
  ApAir *self = air;

  self->links[station] = br_ap_link_new (self->air, self->stations->pdata[station], clock);
  return br_oepl_driver_new (self->links[station], clock);
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

static gint64
shown (gpointer air, const char *key)
{
  ApAir *self = air;
  BrApFrame frame;
  gint64 number, newest = GPOINTER_TO_INT (g_hash_table_lookup (self->newest, key));

  br_ap_tag_get_frame (br_air_find_tag (self->air, key), &frame);
  number = frame.pixels != NULL ? tag_picture_number (frame.pixels, frame.width, frame.height) : 0;
  if (number > 0 && number < newest)
    self->n_older++;
  if (number > newest)
    g_hash_table_insert (self->newest, g_strdup (key), GINT_TO_POINTER ((int) number));
  return number;
}

static void
calm (gpointer air)
{
  br_air_calm (((ApAir *) air)->air);
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
      g_assert_cmpuint (counts.n_concurrent, ==, 0);
      g_assert_cmpuint (counts.n_too_close, ==, 0);
      g_assert_cmpuint (counts.n_forbidden, ==, 0);
      g_assert_cmpuint (counts.n_no_mac, ==, 0);
      g_assert_true (self->foreign || counts.n_queued_twice == 0);
    }
  for (guint i = 0; (tag = br_air_nth_tag (self->air, i)) != NULL; i++)
    shown (self, br_ap_tag_get_mac (tag));
  g_assert_cmpuint (self->n_older, ==, 0);
}

BrAp *
tag_air_ap_station (gpointer air, guint n)
{
  return ((ApAir *) air)->stations->pdata[n];
}

void
tag_air_ap_expect_foreign (gpointer air)
{
  ((ApAir *) air)->foreign = TRUE;
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

const TagAirOps tag_air_ap = { "oepl", create, destroy, add_station, add_tag, open_station, next_due, run, has_news, shown, calm, check };
