/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tag-world.h"

#include "br-error.h"
#include "br-station-store.h"
#include "br-tag-want-store.h"
#include "tag-picture.h"
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_STILL 100000 /* steps at one moment: more is an engine that spins */
#define POLL_US (WORLD_SECOND / 5)
#define CHECK_EACH 64    /* steps, as usual */

static gint64
world_now_us (gpointer data)
{
  return ((TagWorld *) data)->now_us;
}

static gint64
world_wall_us (gpointer data)
{
  return world_now_us (data) + ((TagWorld *) data)->ahead_us;
}

static void
world_sleep_us (gpointer data, gint64 us)
{
  ((TagWorld *) data)->now_us += us;
}

static gint64
station_now_us (gpointer data)
{
  const WorldStation *self = data;

  return MAX (MAX (self->world->now_us, self->world->air_us), self->local_us); /* not before what has happened in the air already */
}

static gint64
station_wall_us (gpointer data)
{
  return station_now_us (data) + ((WorldStation *) data)->world->ahead_us;
}

static void
station_sleep_us (gpointer data, gint64 us)
{
  ((WorldStation *) data)->local_us = station_now_us (data) + us;
}

static gint64
air_now_us (gpointer data)
{
  TagWorld *self = data;

  return self->air_us = MAX (self->air_us, self->acting != NULL ? station_now_us (self->acting) : self->now_us);
}

static int
before_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  TagWorld *self = data;

  self->written = TRUE;
  if (self->writes_left > 0 && --self->writes_left == 0)
    self->dead = TRUE;
  if (self->dead)
    return SQLITE_IOERR_WRITE;
  if (self->room < 0 || path == NULL || strstr (path, "tags.db") == NULL)
    return SQLITE_OK;
  if (self->room == 0)
    return SQLITE_FULL;
  self->room--;
  return SQLITE_OK;
}

static BrTagImage *
draw_cb (gpointer data, const BrTagWant *want, const BrTagType *type, GBytes **jpeg, char **problem, GError **error)
{
  TagWorld *self = ((WorldStation *) data)->world;

  self->n_draws++;
  if (want->price_minor != self->draw_fails)
    {
      BrTagImage *image = tag_picture_draw (type, want->price_minor);

      if (self->encode != NULL)
        *jpeg = self->encode (image, error);
      return image;
    }
  *problem = g_strdup ("it cannot be drawn");
  return NULL;
}

static int
minute_cb (gpointer data, gint64 at_us)
{
  return ((WorldStation *) data)->world->minute;
}

static void
moved_cb (gpointer data)
{
  ((WorldStation *) data)->world->refresh = TRUE;
}

static void
open_store (TagWorld *self)
{
  BrStoreParams params = { .dir = self->dir, .clock = &self->clock, .random = &self->random, .faults = &self->faults };
  g_autoptr (GError) error = NULL;

  self->store = br_store_open (&params, &error);
  g_assert_no_error (error);
}

void
tag_world_write (TagWorld *self, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (br_store_tags_write (self->store, func, data, &error));
  g_assert_no_error (error);
}

/* I7: what is final stays as it is. */
static gboolean
guard_job (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char sql[] = "CREATE TRIGGER tag_job_final BEFORE UPDATE OF state ON tag_job WHEN OLD.state >= 10 AND NEW.state <> OLD.state"
                            "  BEGIN SELECT RAISE(ABORT, 'a job that has ended moves'); END";

  return br_db_run (tx->db, br_db_statement (tx->db, sql, error), error);
}

static gboolean
put_station_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WorldStation *self = data;
  g_autoptr (BrStation) station = br_station_new ();

  station->driver = g_strdup (self->world->ops->driver);
  station->name = g_strdup_printf ("Station %u", self->number);
  station->address = g_strdup_printf ("10.0.0.%u", self->number + 1);
  station->capacity = BR_STATION_CAPACITY;
  station->quiet_from = station->quiet_to = -1;
  return br_station_store_put (tx, station, &self->id, error);
}

void
tag_world_add_station (TagWorld *self)
{
  WorldStation *station = &self->stations[self->n_stations];

  station->world = self;
  station->number = self->n_stations++;
  station->clock = (BrClock) { station_wall_us, station_now_us, station_sleep_us, station };
  tag_world_write (self, put_station_job, station);
  self->ops->add_station (self->air);
}

typedef struct
{
  TagWorld *world;
  gint64 station;
  const BrTagSighting *sighting;
  gint64 tag; /* out */
} HearJob;

static gboolean
hear_job (BrStoreTx *tx, gpointer data, GError **error)
{
  HearJob *job = data;
  g_autoptr (BrTag) tag = NULL;

  if (!br_tag_store_hear (tx, job->station, job->sighting, 1, error))
    return FALSE;
  tag = br_tag_store_find (tx->db, job->world->ops->driver, job->sighting->tag, error);
  g_assert_nonnull (tag);
  job->tag = tag->id;
  return TRUE;
}

void
tag_world_add_tag (TagWorld *self, guint station)
{
  WorldTag tag = { 0 };
  BrTagSighting sighting = { 0 };
  HearJob job = { self, self->stations[station].id, &sighting, 0 };

  self->ops->add_tag (self->air, station, self->interval_us, &sighting);
  tag_world_write (self, hear_job, &job);
  g_strlcpy (tag.key, sighting.tag, sizeof tag.key);
  tag.id = job.tag;
  tag.fake = self->ops == &tag_air_fake ? fake_air_find (self->air, tag.key) : NULL;
  g_array_append_val (self->tags, tag);
}

TagWorld *
tag_world_new_in (const TagAirOps *ops, guint n_stations, guint n_tags_each, gint64 interval_us, guint64 seed)
{
  TagWorld *self = g_new0 (TagWorld, 1);
  const char *fast = "/dev/shm"; /* commits cost little there; what is tested is their order */

  g_assert_cmpuint (n_stations, <=, WORLD_MAX_STATIONS);
  self->dir = g_build_filename (g_access (fast, W_OK) == 0 ? fast : g_get_tmp_dir (), "br-tags-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->dir));
  self->now_us = G_GINT64_CONSTANT (1763800000000000);
  self->clock = (BrClock) { world_wall_us, world_now_us, world_sleep_us, self };
  self->air_clock = (BrClock) { air_now_us, air_now_us, world_sleep_us, self };
  self->faults = (BrDbFaults) { before_io, self };
  br_xorshift_init (&self->xorshift, seed);
  self->random = br_xorshift_random (&self->xorshift);
  self->accepted = BR_TAG_PROOF_TAG;
  self->minute = 12 * 60;
  self->writes_left = self->room = -1;
  self->proofs_hold = TRUE;
  self->check_each = CHECK_EACH;
  self->tags = g_array_new (FALSE, TRUE, sizeof (WorldTag));
  self->ops = ops;
  self->interval_us = interval_us;
  self->air = ops->create (&self->air_clock, &self->random);
  open_store (self);
  tag_world_write (self, guard_job, NULL);
  for (guint i = 0; i < n_stations; i++)
    tag_world_add_station (self);
  for (guint i = 0; i < n_stations; i++)
    for (guint j = 0; j < n_tags_each; j++)
      tag_world_add_tag (self, i);
  return self;
}

TagWorld *
tag_world_new (guint n_stations, guint n_tags_each, gint64 interval_us, guint64 seed)
{
  return tag_world_new_in (&tag_air_fake, n_stations, n_tags_each, interval_us, seed);
}

static void
stop (TagWorld *self)
{
  for (guint i = 0; i < self->n_stations; i++)
    {
      WorldStation *station = &self->stations[i];

      g_clear_pointer (&station->engine, br_station_engine_free);
      if (station->driver != NULL)
        station->driver->ops->close (station->driver);
      station->driver = NULL;
    }
  g_clear_pointer (&self->store, br_store_unref);
}

static void
remove_dir (const char *dir)
{
  g_autoptr (GDir) list = g_dir_open (dir, 0, NULL);
  const char *name;

  while (list != NULL && (name = g_dir_read_name (list)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_dir (path);
      else
        g_unlink (path);
    }
  g_rmdir (dir);
}

void
tag_world_free (TagWorld *self)
{
  stop (self);
  self->ops->destroy (self->air);
  g_array_unref (self->tags);
  remove_dir (self->dir);
  g_free (self->dir);
  g_free (self);
}

void
tag_world_start (TagWorld *self)
{
  if (self->store == NULL)
    open_store (self);
  for (guint i = 0; i < self->n_stations; i++)
    {
      WorldStation *station = &self->stations[i];
      BrStationEngineParams params = { .store = self->store,
                                       .clock = &station->clock,
                                       .random = &self->random,
                                       .station = station->id,
                                       .accepted = self->accepted,
                                       .draw = draw_cb,
                                       .minute = minute_cb,
                                       .moved = moved_cb,
                                       .data = station };
      g_autoptr (GError) error = NULL;

      station->driver = self->ops->open (self->air, i, &station->clock);
      params.driver = station->driver;
      station->engine = br_station_engine_new (&params, &error);
      g_assert_no_error (error);
    }
}

void
tag_world_die (TagWorld *self)
{
  self->dead = TRUE;
  stop (self);
  self->dead = FALSE;
  self->writes_left = -1;
}

WorldTag *
tag_world_tag (TagWorld *self, guint n)
{
  return &g_array_index (self->tags, WorldTag, n);
}

typedef struct
{
  const WorldTag *tag;
  BrTagPriority priority;
} WantJob;

static gboolean
want_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const WantJob *job = data;
  const WorldTag *tag = job->tag;
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT "/%u", tag->wanted, tag->n_wants);
  BrTagWant want = {
    .tag = tag->id, .key = key, .design = (char *) "d", .revision = 1, .price_minor = tag->wanted, .regular_minor = G_MININT64, .fields = (char *) "{}"
  };

  want.sku.bytes[0] = 1;
  return br_tag_want (tx, &want, job->priority, error);
}

gboolean
tag_world_want_by (TagWorld *self, guint n, gint64 number, BrTagPriority priority)
{
  WorldTag *tag = tag_world_tag (self, n), before = *tag;
  WantJob job = { tag, priority };
  g_autoptr (GError) error = NULL;

  tag->wanted = number;
  tag->n_wants++;
  self->refresh = TRUE;
  if (br_store_tags_write (self->store, want_job, &job, &error))
    return TRUE;
  g_assert_true (self->dead || self->room == 0);
  *tag = before;
  return FALSE;
}

gboolean
tag_world_want (TagWorld *self, guint n, gint64 number)
{
  return tag_world_want_by (self, n, number, BR_TAG_PRIORITY_PRICE);
}

static void
refresh_all (TagWorld *self)
{
  self->refresh = FALSE;
  for (guint i = 0; i < self->n_stations; i++)
    br_station_engine_refresh (self->stations[i].engine);
}

/* What the station tells is taken up to POLL_US late: then much of it is taken at once. */
static gint64
due_of (const WorldStation *station)
{
  gint64 due_us = br_station_engine_due_us (station->engine);

  if (due_us > station->heard_us + POLL_US && station->world->ops->has_news (station->world->air, station->number))
    due_us = station->heard_us + POLL_US;
  return MAX (due_us, station_now_us ((gpointer) station));
}

/* The station whose engine has something to do first. */
static WorldStation *
first_station (TagWorld *self, gint64 *due_us)
{
  WorldStation *first = NULL;

  *due_us = G_MAXINT64;
  for (guint i = 0; i < self->n_stations; i++)
    {
      gint64 us = due_of (&self->stations[i]);

      if (first != NULL && us >= *due_us)
        continue;
      first = &self->stations[i];
      *due_us = us;
    }
  return first;
}

static gint64
cpu_us (void)
{
  struct timespec at;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &at);
  return at.tv_sec * G_USEC_PER_SEC + at.tv_nsec / 1000;
}

static void
step (TagWorld *self, WorldStation *station)
{
  gint64 begin_us = self->measures ? cpu_us () : 0;

  self->acting = station;
  station->heard_us = station_now_us (station);
  br_station_engine_step (station->engine, 0);
  self->acting = NULL;
  self->cpu_us += self->measures ? cpu_us () - begin_us : 0;
}

/* One thing happens: a tag checks in, or an engine makes a step. FALSE: nothing does before `until`. */
static gboolean
happen (TagWorld *self, gint64 until_us)
{
  gint64 air_us = self->ops->next_due (self->air), engine_us, next_us;
  WorldStation *station = first_station (self, &engine_us);

  next_us = MIN (air_us, engine_us);
  if (next_us > until_us)
    return FALSE;
  self->now_us = MAX (self->now_us, next_us);
  if (air_us <= engine_us)
    self->ops->run (self->air, self->now_us);
  else
    step (self, station);
  return TRUE;
}

void
tag_world_run (TagWorld *self, gint64 us)
{
  gint64 until_us = self->now_us + us, before_us = 0;
  guint still = 0;

  while (!self->dead)
    {
      if (self->refresh)
        refresh_all (self);
      if (!happen (self, until_us))
        break;
      still = self->now_us == before_us ? still + 1 : 0;
      before_us = self->now_us;
      g_assert_cmpuint (still, <, MAX_STILL);
      if (++self->n_steps % self->check_each == 0 && !self->dead)
        tag_world_check (self);
    }
  if (!self->dead)
    self->now_us = until_us;
}

TagWorld *
tag_world_new_started (guint n_stations, guint n_tags_each, gint64 interval_us)
{
  TagWorld *self = tag_world_new (n_stations, n_tags_each, interval_us, 1);

  tag_world_start (self);
  tag_world_run (self, WORLD_MINUTE);
  return self;
}
