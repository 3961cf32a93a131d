/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tag-trouble.h"

#include "br-station-store.h"
#include "br-tag-jpeg.h"
#include "br-tag-want-store.h"

#define MOST_STATION 200 /* per mille */
#define MOST_TAG 300
#define SMALL_BOARD                                                                                                                                            \
  30      /* tags: with more, a board of 4 MB keeps so much of what they fetched that it has room for a few pictures at a time, and takes hours for all */
#define LARGE_FLASH 5200000 /* bytes free on one of 16 MB */
#define LASTS (10 * WORLD_MINUTE) /* at most, of a fault that is a state */

static guint
below (TagWorld *world, guint limit)
{
  return (guint) br_xorshift_below (&world->xorshift, limit);
}

static BrAp *
any_station (TagWorld *world)
{
  return tag_air_ap_station (world->air, below (world, world->n_stations));
}

static BrApTag *
any_tag (TagWorld *world)
{
  return br_air_nth_tag (tag_air_ap_get (world->air), below (world, world->tags->len));
}

static void
say_line (gint64 at_us, const char *line, gpointer data)
{
  g_test_message ("%.3f %s", (double) at_us / G_USEC_PER_SEC, line);
}

TagWorld *
tag_trouble_new (gboolean lan, guint n_stations, guint n_tags_each, gint64 interval_us, guint64 seed)
{
  TagWorld *world = tag_world_new_in (&tag_air_ap, 0, 0, interval_us, seed);

  tag_air_ap_set_kind (world->air, &(TagAirApKind) { .lan = lan ? 1 : 0, .flash_bytes = n_tags_each > SMALL_BOARD ? LARGE_FLASH : 0 });
  for (guint i = 0; i < n_stations; i++)
    {
      tag_world_add_station (world);
      br_ap_set_config (tag_air_ap_station (world->air, i), "nightlyreboot", 0); /* calm is calm; it restarts often enough */
    }
  for (guint i = 0; i < n_stations * n_tags_each; i++)
    tag_world_add_tag (world, i / n_tags_each);
  world->encode = br_tag_jpeg_encode;
  world->check_each = 1;
  if (g_getenv ("BACKROOM_TAG_LOG") != NULL)
    br_air_set_log (tag_air_ap_get (world->air), say_line, NULL);
  tag_world_start (world);
  return world;
}

static gboolean
take_in_job (BrStoreTx *tx, gpointer data, GError **error)
{
  TagWorld *world = data;

  for (guint i = 0; i < world->n_stations; i++)
    if (!br_station_store_take_in (tx, world->stations[i].id, world->now_us + 4 * WORLD_HOUR, error))
      return FALSE;
  return TRUE;
}

void
tag_trouble_let_in (TagWorld *world)
{
  tag_world_write (world, take_in_job, world);
  world->refresh = TRUE;
}

/* What is not decided each time lasts for a while; the others as long as calm is away. */
static gboolean
is_state (BrApFault fault)
{
  return fault == BR_AP_FAULT_RADIO_DEAD || fault == BR_AP_FAULT_FLASH_FULL || fault == BR_AP_FAULT_SLOTS;
}

void
tag_trouble_set (TagWorld *world, guint station, BrApFault fault, guint per_mille)
{
  BrApRule rule = { .per_mille = per_mille };

  if (is_state (fault))
    rule.until_us = world->now_us + WORLD_MINUTE + below (world, LASTS / WORLD_SECOND) * WORLD_SECOND;
  br_ap_set_fault (tag_air_ap_station (world->air, station), fault, &rule);
  if (fault == BR_AP_FAULT_FOREIGN_DELETE)
    tag_trouble_let_in (world);
}

void
tag_trouble_set_tag (TagWorld *world, guint tag, BrApTagFault fault, guint per_mille)
{
  const BrApRule rule = { .per_mille = per_mille };

  br_ap_tag_set_fault (br_air_nth_tag (tag_air_ap_get (world->air), tag), fault, &rule);
}

void
tag_trouble_begin (TagWorld *world, guint64 seed)
{
  br_xorshift_init (&world->xorshift, seed);
  for (guint fault = 1; fault < BR_AP_N_FAULTS; fault++)
    if (below (world, 6) == 0)
      tag_trouble_set (world, below (world, world->n_stations), fault, 1 + below (world, MOST_STATION));
  for (guint fault = 1; fault < BR_AP_N_TAG_FAULTS; fault++)
    if (below (world, 6) == 0)
      tag_trouble_set_tag (world, below (world, world->tags->len), fault, 1 + below (world, MOST_TAG));
}

/* What was just being wished when the program died is wished, or not: that is for the disk to say. */
static gboolean
reread_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  TagWorld *world = data;

  for (guint i = 0; i < world->tags->len; i++)
    {
      WorldTag *tag = tag_world_tag (world, i);
      BrTagWant want = { 0 };

      if (!br_tag_want_load (db, tag->id, 0, &want, error))
        continue;
      tag->n_wants += want.price_minor != tag->wanted ? 1 : 0;
      tag->wanted = want.price_minor;
      br_tag_want_clear (&want);
    }
  return *error == NULL;
}

static void
revive (TagWorld *world)
{
  g_autoptr (GError) error = NULL;

  world->writes_left = -1;
  if (!world->dead)
    return;
  tag_world_die (world);
  tag_world_start (world);
  g_assert_true (br_store_read (world->store, reread_job, world, NULL, &error));
  g_assert_no_error (error);
}

gboolean
tag_trouble_change (TagWorld *world, guint tag)
{
  gboolean lives = tag_world_want (world, tag, tag_world_tag (world, tag)->wanted + 1);

  if (world->dead)
    revive (world);
  return lives;
}

void
tag_trouble_run (TagWorld *world, gint64 us)
{
  gint64 until_us = world->now_us + us;

  while (world->now_us < until_us)
    {
      tag_world_run (world, until_us - world->now_us);
      if (world->dead)
        revive (world);
    }
}

static void
change (TagWorld *world)
{
  tag_trouble_change (world, below (world, world->tags->len));
}

/* The same picture by another key: nothing is to be sent. */
static void
change_key (TagWorld *world)
{
  guint n = below (world, world->tags->len);

  tag_world_want (world, n, tag_world_tag (world, n)->wanted);
  if (world->dead)
    revive (world);
}

static void
change_all (TagWorld *world)
{
  for (guint i = 0; i < world->tags->len; i++)
    tag_trouble_change (world, i);
}

static void
hurry (TagWorld *world)
{
  guint n = below (world, world->tags->len);

  for (guint i = 0; i < 5; i++)
    {
      tag_trouble_change (world, n);
      tag_trouble_run (world, below (world, 10) * WORLD_SECOND);
    }
}

/* Whichever station has it. */
static void
blink (TagWorld *world)
{
  const char *key = tag_world_tag (world, below (world, world->tags->len))->key;
  BrTagLed led = below (world, 2) == 0 ? BR_TAG_LED_SHORT : BR_TAG_LED_LONG;

  for (guint i = 0; i < world->n_stations; i++)
    if (br_station_engine_blink (world->stations[i].engine, key, led, NULL))
      return;
}

static void
restart (TagWorld *world)
{
  br_ap_restart (any_station (world));
}

/* With it the database goes back by up to five minutes. */
static void
crash (TagWorld *world)
{
  br_ap_crash (any_station (world));
}

static void
power_cut (TagWorld *world)
{
  BrAp *ap = any_station (world);

  br_ap_set_power (ap, FALSE);
  tag_trouble_run (world, (1 + below (world, 180)) * WORLD_SECOND);
  br_ap_set_power (ap, TRUE);
}

static void
shift_clock (TagWorld *world)
{
  static const gint64 shifts[] = { -50 * 365 * 24, -3, 3, 24 };

  br_ap_shift_clock (any_station (world), shifts[below (world, G_N_ELEMENTS (shifts))] * WORLD_HOUR);
}

static void
drift_sleep (TagWorld *world)
{
  br_ap_set_config (any_station (world), "stopsleep", 1);
}

static void
drift_stamp (TagWorld *world)
{
  br_ap_set_config (any_station (world), "showtimestamp", 1);
}

static void
drift_preview (TagWorld *world)
{
  br_ap_set_config (any_station (world), "preview", 0);
}

static void
kill_program (TagWorld *world)
{
  tag_world_die (world);
  tag_trouble_run (world, 0);
  world->now_us += below (world, 120) * WORLD_SECOND;
  tag_world_start (world);
}

static void
kill_at_write (TagWorld *world)
{
  world->writes_left = 1 + below (world, 60);
  change (world);
  tag_trouble_run (world, 2 * WORLD_MINUTE);
  world->writes_left = -1;
}

static void
reset_tag (TagWorld *world)
{
  br_ap_tag_reset (any_tag (world));
}

static void
change_battery (TagWorld *world)
{
  BrApTag *tag = any_tag (world);

  br_ap_tag_set_power (tag, FALSE);
  tag_trouble_run (world, below (world, 120) * WORLD_SECOND);
  br_ap_tag_set_power (tag, TRUE);
}

static void
press (TagWorld *world)
{
  br_ap_tag_press (any_tag (world));
}

/* Where the stations know each other's tags. The one it comes to is closed to strangers, and may have forgotten this one: who carries it lets it in. */
static void
carry (TagWorld *world)
{
  if (!tag_air_ap_has_lan (world->air))
    return;
  br_ap_tag_move (any_tag (world), 1 + below (world, world->n_stations));
  tag_trouble_let_in (world);
}

static const struct
{
  const char *name;
  guint weight;
  void (*happen) (TagWorld *world);
} kinds[] = {
  { "price", 40, change },
  { "same picture", 5, change_key },
  { "all prices", 3, change_all },
  { "prices in a hurry", 5, hurry },
  { "blink", 8, blink },
  { "restart", 4, restart },
  { "crash, rollback", 4, crash },
  { "power cut", 3, power_cut },
  { "clock", 3, shift_clock },
  { "stopsleep drift", 4, drift_sleep },
  { "timestamp drift", 1, drift_stamp },
  { "preview drift", 1, drift_preview },
  { "kill", 4, kill_program },
  { "kill at a write", 6, kill_at_write },
  { "tag reset", 2, reset_tag },
  { "tag battery", 2, change_battery },
  { "tag pressed", 2, press },
  { "tag carried", 3, carry },
};
G_STATIC_ASSERT (G_N_ELEMENTS (kinds) <= TAG_TROUBLE_KINDS);

static guint
any_kind (TagWorld *world)
{
  guint sum = 0, n, i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++)
    sum += kinds[i].weight;
  n = below (world, sum);
  for (i = 0; n >= kinds[i].weight; i++)
    n -= kinds[i].weight;
  return i;
}

void
tag_trouble_happen (TagWorld *world, guint n, gint64 most_us, TagTally *tally)
{
  for (guint i = 0; i < n; i++)
    {
      guint kind = any_kind (world);

      tally->kinds[kind]++;
      kinds[kind].happen (world);
      tag_trouble_run (world, (gint64) br_xorshift_below (&world->xorshift, (guint64) most_us));
    }
}

void
tag_trouble_count (TagWorld *world, TagTally *tally)
{
  BrApTag *tag;

  for (guint i = 0; i < world->n_stations; i++)
    {
      BrAp *ap = tag_air_ap_station (world->air, i);
      BrApCounts counts;

      br_ap_get_counts (ap, &counts);
      tally->n_uploads += counts.n_uploads;
      tally->n_lost += counts.n_radio_lost;
      for (guint fault = 1; fault < BR_AP_N_FAULTS; fault++)
        tally->station[fault] += br_ap_count_fault (ap, fault);
    }
  for (guint i = 0; (tag = br_air_nth_tag (tag_air_ap_get (world->air), i)) != NULL; i++)
    {
      BrApTagCounts counts;

      br_ap_tag_get_counts (tag, &counts);
      tally->n_transfers += counts.n_transfers;
      tally->n_draws += counts.n_draws;
      tally->n_wants += tag_world_tag (world, i)->n_wants;
      for (guint fault = 1; fault < BR_AP_N_TAG_FAULTS; fault++)
        tally->tag[fault] += br_ap_tag_count_fault (tag, fault);
    }
  tally->n_steps += world->n_steps;
}

void
tag_trouble_say (const TagTally *tally)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%" G_GUINT64_FORMAT " wishes, %" G_GUINT64_FORMAT " uploads, %" G_GUINT64_FORMAT " transfers, %" G_GUINT64_FORMAT
                          " screens drawn, %" G_GUINT64_FORMAT " steps; faults:",
                          tally->n_wants, tally->n_uploads, tally->n_transfers, tally->n_draws, tally->n_steps);
  for (guint fault = 1; fault < BR_AP_N_FAULTS; fault++)
    g_string_append_printf (text, " %s %" G_GUINT64_FORMAT, br_ap_fault_name (fault), tally->station[fault]);
  for (guint fault = 1; fault < BR_AP_N_TAG_FAULTS; fault++)
    g_string_append_printf (text, " %s %" G_GUINT64_FORMAT, br_ap_tag_fault_name (fault), tally->tag[fault]);
  g_string_append (text, "; besides:");
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_string_append_printf (text, " %s %" G_GUINT64_FORMAT, kinds[i].name, tally->kinds[i]);
  g_test_message ("%s", text->str);
}

void
tag_trouble_expect_all (const TagTally *tally)
{
  for (guint fault = 1; fault < BR_AP_N_FAULTS; fault++)
    g_assert_cmpuint (tally->station[fault], >, 0);
  for (guint fault = 1; fault < BR_AP_TAG_FAULT_BLE_FAILS; fault++) /* these tags have no Bluetooth */
    g_assert_cmpuint (tally->tag[fault], >, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpuint (tally->kinds[i], >, 0);
}
