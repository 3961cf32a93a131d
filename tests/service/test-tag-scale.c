/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suite 7: many tags at many emulated stations: how long a mass change takes, against the plan, and that nothing is sent without need. BACKROOM_TAG_SCALE=1 plays the
 * full sizes: 2,000 tags at 20 stations, 5,000 at 50, a day of 2,000, and each plan more often.
 */
#include "config.h"

#include "tag-air-apart.h"
#include "tag-picture.h"

#include "br-error.h"
#include "br-station-store.h"
#include "br-tag-jpeg.h"
#include "br-tag-reprice.h"
#include "world.h"
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define FLASH 5200000 /* bytes free on a board of 16 MB: one of 4 MB has no room to keep what 100 tags fetched */
#define STEP (10 * WORLD_SECOND)
#define MAX_WAIT (12 * WORLD_HOUR)
#define EACH_IN_TIME 2000 /* tags */
#define RARELY 1000000 /* steps: looking at thousands of tags takes longer than they do */

/* Tags spread over stations, and how often they check in. */
typedef struct
{
  const char *what;
  guint n_stations, n_tags;
  guint minutes;
  guint hw_type;   /* 0 = 2.9" in four colours */
  guint n_first;   /* the first station has so many times as many as each other; 0 = as many */
  guint n_times;   /* played, each time by other chance; 0 = only in full size */
} Site;

static gboolean
is_full_size (void)
{
  return g_getenv ("BACKROOM_TAG_SCALE") != NULL;
}

static guint
station_of (const Site *site, guint tag)
{
  guint n_parts = site->n_stations + MAX (site->n_first, 1) - 1;

  return tag % n_parts < site->n_stations ? tag % n_parts : 0;
}

static TagWorld *
begin_site (const Site *site, guint64 seed)
{
  TagWorld *world = tag_world_new_in (&tag_air_apart, 0, 0, site->minutes * WORLD_MINUTE, seed);

  world->encode = br_tag_jpeg_encode;
  world->check_each = RARELY;
  world->measures = TRUE;
  tag_air_apart_set_kind (world->air, &(TagApartKind) { .hw_type = site->hw_type, .flash_bytes = FLASH });
  for (guint i = 0; i < site->n_stations; i++)
    tag_world_add_station (world);
  for (guint i = 0; i < site->n_tags; i++)
    tag_world_add_tag (world, station_of (site, i));
  tag_world_start (world);
  return world;
}

static TagWorld *
new_site (const Site *site, guint64 seed)
{
  TagWorld *world = begin_site (site, seed);

  tag_world_run (world, (2 * site->minutes + 3) * WORLD_MINUTE); /* each was heard twice by then */
  return world;
}

static gint64
plan_finish (TagWorld *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrTagPlanView) view = br_tag_reprice_plan (world->store, 0, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (view->n_changes, ==, world->tags->len);
  g_assert_cmpuint (view->n_silent, ==, 0);
  return view->finish_us;
}

/* When the last tag had its picture first, proved or listed as not proved. */
static gint64
last_known_us (TagWorld *world)
{
  return tag_world_int (world, "SELECT max (first_us) FROM (SELECT min (at_us) AS first_us FROM tags.tag_event WHERE to_state IN (8, 10) GROUP BY tag)");
}

/* All tags are to show that number: what the plan says, and how long it took until all did; then until nothing was left to do. */
static void
reprice (TagWorld *world, gint64 number, gint64 *planned_us, gint64 *took_us)
{
  gint64 begin_us = world->now_us;

  for (guint i = 0; i < world->tags->len; i++)
    tag_world_want (world, i, number);
  *planned_us = plan_finish (world) - begin_us;
  while (tag_world_int (world, "SELECT count(*) FROM tags.tag_job WHERE state < 10") > 0 && world->now_us - begin_us < MAX_WAIT)
    tag_world_run (world, STEP);
  *took_us = last_known_us (world) - begin_us;
  tag_world_run (world, WORLD_MINUTE); /* the last one draws it */
  tag_world_check (world);
}

static guint
count_uploads (TagWorld *world, guint nth)
{
  BrApTagCounts counts;

  br_ap_tag_get_counts (tag_air_apart_tag (world->air, tag_world_tag (world, nth)->key), &counts);
  return counts.n_uploads;
}

static void
check_all_show (TagWorld *world, gint64 number)
{
  for (guint i = 0; i < world->tags->len; i++)
    g_assert_cmpint (world->ops->shown (world->air, tag_world_tag (world, i)->key), ==, number);
}

/* Without faults each is sent once. The means of plan and play agree: one play alone is a matter of chance, since a tag that is sent away costs 40 s. */
static void
compare_site (const Site *site)
{
  guint n_times = is_full_size () ? 4 * MAX (site->n_times, 4) : site->n_times;
  double planned_s = 0, took_s = 0;

  for (guint i = 0; i < n_times; i++)
    {
      g_autoptr (TagWorld) world = new_site (site, 70 + i);
      gint64 planned_us, took_us;

      reprice (world, 7, &planned_us, &took_us);
      planned_s += (double) planned_us / WORLD_SECOND / n_times;
      took_s += (double) took_us / WORLD_SECOND / n_times;
      check_all_show (world, 7);
      for (guint k = 0; k < world->tags->len; k++)
        g_assert_cmpuint (count_uploads (world, k), ==, 1);
    }
  g_test_message ("%s: planned %.1f s, took %.1f s, %+.1f %%", site->what, planned_s, took_s, 100 * (planned_s - took_s) / took_s);
  g_assert_cmpfloat (fabs (planned_s - took_s), <=, 0.05 * took_s);
}

static void
test_plan (void)
{
  static const Site sites[] = {
    { "10 tags, 1 minute", 1, 10, 1, 0, 0, 64 },
    { "50 tags, 1 minute", 1, 50, 1, 0, 0, 0 },
    { "100 tags, 1 minute", 1, 100, 1, 0, 0, 2 },
    { "10 tags, 5 minutes", 1, 10, 5, 0, 0, 0 },
    { "100 tags, 5 minutes", 1, 100, 5, 0, 0, 3 },
    { "50 tags, 10 minutes", 1, 50, 10, 0, 0, 0 },
    { "100 tags, 30 minutes", 1, 100, 30, 0, 0, 2 },
    { "100 of 212x104, 5 minutes", 1, 100, 5, 0x03, 0, 2 },
    { "30 of 152x200 compressed", 1, 30, 5, 0x6C, 0, 3 },
    { "40 of 400x300, 10 minutes", 1, 40, 10, 0x02, 0, 2 },
    { "40 of 800x480, 10 minutes", 1, 40, 10, 0x36, 0, 0 },
    { "200 tags at 5 uneven stations", 5, 200, 5, 0, 3, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sites); i++)
    if (sites[i].n_times > 0 || is_full_size ())
      compare_site (&sites[i]);
}

/* What the emulation logs of a mass change: how often something went wrong that can cost a proof, at each station, and how often it had when a tag's picture was taken. */
typedef struct
{
  guint n_costly;
  GHashTable *taken; /* key -> n_costly, and one */
  guint n_needless;
} Watch;

static void
watch_cb (gint64 at_us, const char *line, gpointer data)
{
  static const char *const costly[] = { " has ws-drop", " has half-reply", " has xfc-", " has lossy", "gives up block" };
  Watch *watch = data;
  const char *taken = strstr (line, " takes /temp/");
  g_autofree char *key = taken != NULL ? g_strndup (taken + strlen (" takes /temp/"), 16) : NULL;
  guint before;

  for (gsize i = 0; i < G_N_ELEMENTS (costly); i++)
    watch->n_costly += strstr (line, costly[i]) != NULL ? 1 : 0;
  if (key == NULL)
    return;
  before = GPOINTER_TO_UINT (g_hash_table_lookup (watch->taken, key));
  watch->n_needless += before == watch->n_costly + 1 ? 1 : 0; /* nothing had gone wrong since */
  g_hash_table_insert (watch->taken, g_steal_pointer (&key), GUINT_TO_POINTER (watch->n_costly + 1));
}

/* Five of a hundred requests, packets, messages and words of tags go wrong, each kind of fault for its part. */
static void
make_faulty (TagWorld *world, Watch *watches)
{
  static const struct
  {
    BrApFault fault;
    guint per_mille;
  } faults[] = { { BR_AP_FAULT_SLOW, 10 },       { BR_AP_FAULT_DROP_EARLY, 10 }, { BR_AP_FAULT_DROP_LATE, 10 },
                 { BR_AP_FAULT_HALF_REPLY, 10 }, { BR_AP_FAULT_BUSY, 10 },       { BR_AP_FAULT_WS_REORDER, 49 },
                 { BR_AP_FAULT_WS_DROP, 1 },     { BR_AP_FAULT_XFC_LOST, 25 },   { BR_AP_FAULT_XFC_DUP, 25 } };

  for (guint i = 0; i < world->n_stations; i++)
    {
      watches[i].taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      br_air_set_log (tag_air_apart_get (world->air, i), watch_cb, &watches[i]);
      for (gsize k = 0; k < G_N_ELEMENTS (faults); k++)
        br_ap_set_fault (tag_air_apart_station (world->air, i), faults[k].fault, &(BrApRule) { .per_mille = faults[k].per_mille });
    }
  for (guint i = 0; i < world->tags->len; i++)
    br_ap_tag_set_fault (tag_air_apart_tag (world->air, tag_world_tag (world, i)->key), BR_AP_TAG_FAULT_LOSSY, &(BrApRule) { .per_mille = 50, .amount = 1000 });
}

/* Of the process, kB: the most it ever had. */
static guint64
read_memory (void)
{
  g_autofree char *text = NULL;
  const char *at;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  at = strstr (text, "VmHWM:");
  return at != NULL ? g_ascii_strtoull (g_strchug ((char *) at + 6), NULL, 10) : 0;
}

static gint64
file_size (TagWorld *world, const char *name)
{
  g_autofree char *path = g_build_filename (world->dir, name, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

/* How long mass changes took, together. */
typedef struct
{
  gint64 planned_us;
  gint64 known_us; /* until each shelf was proved or listed */
  gint64 left_us; /* until nothing was left to do: what was listed as not proved is sent once more */
} Times;

static double
seconds (gint64 us)
{
  return (double) us / WORLD_SECOND;
}

static void
say_times (const char *what, const Times *times)
{
  g_test_message ("%s: planned %.0f s, proved or listed after %.0f s (%.2f), nothing left after %.0f s (%.2f)", what, seconds (times->planned_us),
                  seconds (times->known_us), (double) times->known_us / (double) times->planned_us, seconds (times->left_us),
                  (double) times->left_us / (double) times->planned_us);
}

/* What was sent, and what nobody needed of it. */
static void
count_sent (TagWorld *world, Watch *watches, guint *n_uploads, guint *n_needless)
{
  for (guint i = 0; i < world->tags->len; i++)
    *n_uploads += count_uploads (world, i);
  for (guint i = 0; i < world->n_stations; i++)
    {
      *n_needless += watches[i].n_needless;
      g_hash_table_unref (watches[i].taken);
      br_air_set_log (tag_air_apart_get (world->air, i), NULL, NULL);
    }
}

/* A site has its faults before a mass change as well: the plan goes by what was seen of them in an hour. */
static void
change_all (const Site *site, guint64 seed, Times *sum)
{
  g_autoptr (TagWorld) world = begin_site (site, seed);
  g_autoptr (GTimer) timer = g_timer_new ();
  Watch watches[WORLD_MAX_STATIONS] = { 0 };
  gint64 n_proved, n_listed, begin_us;
  guint n_uploads = 0, n_needless = 0;
  Times times;

  make_faulty (world, watches);
  tag_world_run (world, WORLD_HOUR);
  world->cpu_us = 0;
  begin_us = world->now_us;
  reprice (world, 9, &times.planned_us, &times.known_us);
  times.left_us = tag_world_int (world, "SELECT max (shown_us) FROM tags.tag") - begin_us;
  count_sent (world, watches, &n_uploads, &n_needless);
  n_proved = tag_world_int (world, "SELECT count(*) FROM tags.tag WHERE shown_proof >= 3 AND shown_gen = wanted_gen");
  n_listed = tag_world_int (world, "SELECT count(*) FROM tags.tag WHERE shown_proof < 3 OR attention <> 0");
  say_times (site->what, &times);
  g_test_message ("%u uploads, %d proved, %d listed; %.1f s real, engines %.1f s, at most %u kB, tags.db %d kB and %d kB", n_uploads, (int) n_proved,
                  (int) n_listed, g_timer_elapsed (timer, NULL), seconds (world->cpu_us), (guint) read_memory (), (int) (file_size (world, "tags.db") / 1024),
                  (int) (file_size (world, "tags.db-wal") / 1024));
  g_assert_cmpint (n_proved + n_listed, >=, site->n_tags);
  g_assert_cmpint (n_proved, >=, site->n_tags * 98 / 100);
  check_all_show (world, 9);
  g_assert_cmpuint (n_needless, ==, 0);
  if (site->n_tags <= EACH_IN_TIME)
    g_assert_cmpint (times.known_us, <=, times.planned_us * 12 / 10);
  sum->planned_us += times.planned_us;
  sum->known_us += times.known_us;
  sum->left_us += times.left_us;
}

/*
 * Under faults, each shelf is proved or listed within 1.2 times the plan's time in every play of up to 2,000 tags. Of more, and until nothing is left to do, that holds of the
 * mean: one of 5,000 tags may be unheard four times in a row, which keeps it away for eight minutes, and nobody can call it.
 */
static void
test_mass (void)
{
  static const Site sites[] = { { "200 tags at 4 stations", 4, 200, 10, 0, 0, 4 },
                                { "2,000 tags at 20 stations", 20, 2000, 10, 0, 0, 8 },
                                { "5,000 tags at 50 stations", 50, 5000, 10, 0, 0, 4 } };

  for (gsize i = 0; i < (is_full_size () ? G_N_ELEMENTS (sites) : 1); i++)
    {
      Times sum = { 0 };

      for (guint k = 0; k < sites[i].n_times; k++)
        change_all (&sites[i], 7 + k, &sum);
      say_times ("together", &sum);
      g_assert_cmpint (sum.known_us, <=, sum.planned_us * 12 / 10);
      g_assert_cmpint (sum.left_us, <=, sum.planned_us * 12 / 10);
    }
}

typedef struct
{
  TagWorld *world;
  gboolean admits;
} TakeInJob;

static gboolean
take_in_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const TakeInJob *job = data;
  g_autoptr (GError) failure = NULL;

  g_assert_cmpint (br_station_store_take_in (tx, job->world->stations[0].id, job->world->now_us + WORLD_HOUR, &failure), ==, job->admits);
  g_assert_true (job->admits ? failure == NULL : g_error_matches (failure, BR_ERROR, BR_ERROR_CROWDED));
  return TRUE;
}

/* A person wants tags to join: that many are warned of, and from so many on none are let in. */
static void
test_admission (void)
{
  static const struct
  {
    guint n_tags;
    gboolean warns, admits;
  } rows[] = { { 99, FALSE, TRUE }, { 101, TRUE, TRUE }, { 119, TRUE, TRUE }, { 120, TRUE, FALSE }, { 130, TRUE, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TagWorld) world = new_site (&(Site) { "", 1, rows[i].n_tags, 5 }, 3);
      TakeInJob job = { world, rows[i].admits };

      tag_world_write (world, take_in_job, &job);
      world->refresh = TRUE;
      tag_world_run (world, 3 * WORLD_MINUTE);
      g_test_message ("%u tags", rows[i].n_tags);
      g_assert_cmpint ((tag_world_int (world, "SELECT troubles FROM tags.station") & BR_STATION_TROUBLE_CROWDED) != 0, ==, rows[i].warns);
      g_assert_cmpint (br_ap_get_config (tag_air_apart_station (world->air, 0), "lock"), ==, rows[i].admits ? 0 : 1);
    }
}

/* More tags than the radio has places for: it takes what is for them and loses it. All that do not get theirs are listed, with the reason. */
static void
test_overflow (void)
{
  g_autoptr (TagWorld) world = new_site (&(Site) { "", 1, 130, 5 }, 4);
  gint64 planned_us, took_us;
  guint n_failed = 0;
  BrApCounts counts;

  reprice (world, 5, &planned_us, &took_us);
  for (guint i = 0; i < world->tags->len; i++)
    {
      g_autoptr (BrTagJob) job = tag_world_job (world, i);

      if (job->state != BR_TAG_JOB_FAILED)
        g_assert_cmpint (world->ops->shown (world->air, tag_world_tag (world, i)->key), ==, 5);
      else if (++n_failed > 0)
        g_assert_nonnull (strstr (job->note, "than its radio has places for"));
    }
  br_ap_get_counts (tag_air_apart_station (world->air, 0), &counts);
  g_test_message ("%u lost by the radio, %u uploads, %u failed", counts.n_radio_lost, counts.n_uploads, n_failed);
  g_assert_cmpuint (counts.n_radio_lost, >, 0);
  g_assert_cmpuint (n_failed, >, 0);
  g_assert_cmpint (tag_world_int (world, "SELECT troubles FROM tags.station") & BR_STATION_TROUBLE_CROWDED, !=, 0);
}

/* A day of it, with one mass change. */
static void
test_day (void)
{
  Site site = { "a day", is_full_size () ? 20 : 2, is_full_size () ? 2000 : 100, 10 };
  g_autoptr (TagWorld) world = new_site (&site, 5);
  g_autoptr (GTimer) timer = g_timer_new ();
  gint64 planned_us, took_us;

  world->cpu_us = 0;
  reprice (world, 3, &planned_us, &took_us);
  tag_world_run (world, 24 * WORLD_HOUR - took_us);
  check_all_show (world, 3);
  g_test_message ("24 hours of %u tags: %.1f s real, engines %.1f s, at most %u kB, tags.db %d kB", site.n_tags, g_timer_elapsed (timer, NULL),
                  (double) world->cpu_us / WORLD_SECOND, (guint) read_memory (), (int) (file_size (world, "tags.db") / 1024));
  for (guint i = 0; i < world->tags->len; i++)
    g_assert_cmpuint (count_uploads (world, i), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  world_expect_warnings ();
  tag_picture_fill (TRUE);
  g_test_add_func ("/tag-scale/plan", test_plan);
  g_test_add_func ("/tag-scale/mass", test_mass);
  g_test_add_func ("/tag-scale/admission", test_admission);
  g_test_add_func ("/tag-scale/overflow", test_overflow);
  g_test_add_func ("/tag-scale/day", test_day);
  return g_test_run ();
}
