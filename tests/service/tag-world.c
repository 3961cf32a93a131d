/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tag-world.h"

#include "br-error.h"
#include "br-station-store.h"
#include "br-tag-want-store.h"
#include "tag-picture.h"
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_STILL 100000 /* steps at one moment: more is an engine that spins */
#define CHECK_EACH 64    /* steps */

static gint64
world_now_us (gpointer data)
{
  return ((TagWorld *) data)->now_us;
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

  return MAX (self->world->now_us, self->local_us);
}

static void
station_sleep_us (gpointer data, gint64 us)
{
  ((WorldStation *) data)->local_us = station_now_us (data) + us;
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  return level == G_LOG_LEVEL_WARNING ? G_LOG_WRITER_HANDLED : g_log_writer_default (level, fields, n_fields, data);
}

void
tag_world_expect_warnings (void)
{
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_log_set_writer_func (write_log, NULL, NULL);
}

static int
before_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  TagWorld *self = data;

  if (self->writes_left > 0 && --self->writes_left == 0)
    self->dead = TRUE;
  return self->dead ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static BrTagImage *
draw_cb (gpointer data, const BrTagWant *want, const BrTagType *type, GBytes **jpeg, char **problem, GError **error)
{
  TagWorld *self = ((WorldStation *) data)->world;

  self->n_draws++;
  if (want->price_minor != self->draw_fails)
    return tag_picture_draw (type, want->price_minor);
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

static gboolean
put_station_job (BrStoreTx *tx, gpointer data, GError **error)
{
  WorldStation *self = data;
  g_autoptr (BrStation) station = br_station_new ();

  station->driver = g_strdup ("fake");
  station->name = g_strdup_printf ("Station %u", self->number);
  station->address = g_strdup_printf ("10.0.0.%u", self->number + 1);
  station->capacity = BR_STATION_CROWDED;
  station->quiet_from = station->quiet_to = -1;
  return br_station_store_put (tx, station, &self->id, error);
}

static void
add_station (TagWorld *self)
{
  WorldStation *station = &self->stations[self->n_stations];

  station->world = self;
  station->number = self->n_stations++;
  station->clock = (BrClock) { station_now_us, station_now_us, station_sleep_us, station };
  tag_world_write (self, put_station_job, station);
  fake_air_add_station (self->air);
}

typedef struct
{
  gint64 station;
  WorldTag *tag;
} HearJob;

static gboolean
hear_job (BrStoreTx *tx, gpointer data, GError **error)
{
  HearJob *job = data;
  BrTagSighting sighting;
  g_autoptr (BrTag) tag = NULL;

  fake_air_sight (job->tag->fake, &sighting);
  if (!br_tag_store_hear (tx, job->station, &sighting, 1, error))
    return FALSE;
  tag = br_tag_store_find (tx->db, "fake", sighting.tag, error);
  g_assert_nonnull (tag);
  job->tag->id = tag->id;
  return TRUE;
}

static void
add_tag (TagWorld *self, guint station, gint64 interval_us)
{
  WorldTag tag = { .fake = fake_air_add_tag (self->air, station, interval_us) };
  HearJob job = { self->stations[station].id, &tag };

  tag_world_write (self, hear_job, &job);
  g_array_append_val (self->tags, tag);
}

TagWorld *
tag_world_new (guint n_stations, guint n_tags_each, gint64 interval_us, guint64 seed)
{
  TagWorld *self = g_new0 (TagWorld, 1);
  const char *fast = "/dev/shm"; /* commits cost little there; what is tested is their order */

  g_assert_cmpuint (n_stations, <=, WORLD_MAX_STATIONS);
  self->dir = g_build_filename (g_access (fast, W_OK) == 0 ? fast : g_get_tmp_dir (), "br-tags-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->dir));
  self->now_us = G_GINT64_CONSTANT (1763800000000000);
  self->clock = (BrClock) { world_now_us, world_now_us, world_sleep_us, self };
  self->faults = (BrDbFaults) { before_io, self };
  br_xorshift_init (&self->xorshift, seed);
  self->random = br_xorshift_random (&self->xorshift);
  self->accepted = BR_TAG_PROOF_TAG;
  self->minute = 12 * 60;
  self->writes_left = -1;
  self->proofs_hold = TRUE;
  self->tags = g_array_new (FALSE, TRUE, sizeof (WorldTag));
  self->air = fake_air_new (&self->clock, seed + 1);
  open_store (self);
  for (guint i = 0; i < n_stations; i++)
    add_station (self);
  for (guint i = 0; i < n_stations; i++)
    for (guint j = 0; j < n_tags_each; j++)
      add_tag (self, i, interval_us);
  return self;
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
  fake_air_free (self->air);
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

      station->driver = fake_air_open (self->air, i, &station->clock);
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
  g_assert_true (self->dead);
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

static gint64
due_of (const WorldStation *station)
{
  gint64 due_us = fake_air_has_news (station->world->air, station->number) ? 0 : br_station_engine_due_us (station->engine);

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

/* One thing happens: a tag checks in, or an engine makes a step. FALSE: nothing does before `until`. */
static gboolean
happen (TagWorld *self, gint64 until_us)
{
  gint64 air_us = fake_air_next_due (self->air), engine_us, next_us;
  WorldStation *station = first_station (self, &engine_us);

  next_us = MIN (air_us, engine_us);
  if (next_us > until_us)
    return FALSE;
  self->now_us = MAX (self->now_us, next_us);
  if (air_us <= engine_us)
    fake_air_run (self->air, self->now_us);
  else
    br_station_engine_step (station->engine, 0);
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
      if (++self->n_steps % CHECK_EACH == 0 && !self->dead)
        tag_world_check (self);
    }
  if (!self->dead)
    self->now_us = until_us;
}

typedef struct
{
  const char *sql;
  gint64 number;
} IntJob;

static gboolean
int_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  IntJob *job = data;
  sqlite3_stmt *statement = br_db_statement (db, job->sql, error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  job->number = has_row ? sqlite3_column_int64 (statement, 0) : G_MININT64;
  sqlite3_reset (statement);
  return TRUE;
}

gint64
tag_world_int (TagWorld *self, const char *sql)
{
  IntJob job = { sql, 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (br_store_read (self->store, int_job, &job, NULL, &error));
  g_assert_no_error (error);
  return job.number;
}

typedef struct
{
  gint64 tag;
  BrTagJob *job;
  BrTag *stored;
} TagJob;

static gboolean
tag_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  TagJob *job = data;
  g_autoptr (GPtrArray) jobs = br_tag_job_list_of_tag (db, job->tag, 1, error);

  g_assert_nonnull (jobs);
  job->job = jobs->len > 0 ? br_tag_job_ref (jobs->pdata[0]) : NULL;
  job->stored = br_tag_store_load (db, job->tag, error);
  return job->stored != NULL;
}

static void
load_tag (TagWorld *self, guint n, TagJob *job)
{
  g_autoptr (GError) error = NULL;

  job->tag = tag_world_tag (self, n)->id;
  g_assert_true (br_store_read (self->store, tag_job, job, NULL, &error));
  g_assert_no_error (error);
}

BrTagJob *
tag_world_job (TagWorld *self, guint n)
{
  TagJob job = { 0 };

  load_tag (self, n, &job);
  br_tag_unref (job.stored);
  return job.job;
}

BrTag *
tag_world_stored (TagWorld *self, guint n)
{
  TagJob job = { 0 };

  load_tag (self, n, &job);
  g_clear_pointer (&job.job, br_tag_job_unref);
  return job.stored;
}

/* What is said to be shown, by a proof that counts, is shown (I2). */
static gboolean
proofs_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char sql[] = "SELECT t.key, w.price_minor FROM tags.tag t JOIN tags.tag_want w ON w.tag = t.id AND w.gen = t.shown_gen WHERE t.shown_proof >= 3";
  TagWorld *self = data;
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  while (br_db_step (db, statement, &has_row, error) && has_row)
    {
      const FakeTag *fake = fake_air_find (self->air, (const char *) sqlite3_column_text (statement, 0));

      if (self->proofs_hold)
        g_assert_cmpint (fake->shown, >=, sqlite3_column_int64 (statement, 1)); /* the tag may be ahead of what is known of it */
    }
  return TRUE;
}

void
tag_world_check (TagWorld *self)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->n_stations; i++)
    {
      g_assert_cmpuint (fake_air_counts (self->air, i)->n_twice, ==, 0);
      g_assert_cmpuint (fake_air_counts (self->air, i)->n_too_close, ==, 0);
    }
  for (guint i = 0; i < self->tags->len; i++)
    g_assert_cmpuint (tag_world_tag (self, i)->fake->n_older, ==, 0);
  g_assert_true (br_store_read (self->store, proofs_job, self, NULL, &error));
  g_assert_no_error (error);
}

static gboolean
again_job (BrStoreTx *tx, gpointer data, GError **error)
{
  TagWorld *self = data;

  for (guint i = 0; i < self->tags->len; i++)
    {
      g_autoptr (GPtrArray) jobs = br_tag_job_list_of_tag (tx->db, tag_world_tag (self, i)->id, 1, error);
      g_autoptr (BrTag) tag = br_tag_store_load (tx->db, tag_world_tag (self, i)->id, error);

      g_assert_true (jobs != NULL && tag != NULL);
      if ((tag->attention & BR_TAG_ATTENTION_FOREIGN) != 0 && !br_tag_store_lose (tx, tag->id, FALSE, "a person saw it", error))
        return FALSE;
      if (jobs->len > 0 && ((BrTagJob *) jobs->pdata[0])->state == BR_TAG_JOB_FAILED && !br_tag_want_again (tx, tag->id, BR_TAG_PRIORITY_PERSON, error))
        return FALSE;
    }
  return TRUE;
}

/* What is not done, for whoever reads a failed run. */
static void
say_left (TagWorld *self)
{
  for (guint i = 0; i < self->tags->len; i++)
    {
      const WorldTag *tag = tag_world_tag (self, i);
      g_autoptr (BrTagJob) job = tag_world_job (self, i);
      g_autoptr (BrTag) stored = tag_world_stored (self, i);

      if (tag->fake->asleep || (tag->fake->shown == tag->wanted && (job == NULL || br_tag_job_is_final (job->state))))
        continue;
      g_test_message (
          "tag %u at station %u (stored: %d): shows %d, wanted %d (gen %d, shown %d by proof %d), attention %x; job %d of gen %d in state %d since %d s, attempt %u, not before %d s, "
          "heard %d s ago, next in %d s: %s",
          i, tag->fake->station + 1, (int) stored->station, (int) tag->fake->shown, (int) tag->wanted, (int) stored->wanted_gen, (int) stored->shown_gen,
          stored->shown_proof, stored->attention, job != NULL ? (int) job->id : 0, job != NULL ? (int) job->gen : 0, job != NULL ? (int) job->state : 0,
          job != NULL ? (int) ((self->now_us - job->state_us) / WORLD_SECOND) : 0, job != NULL ? job->attempt : 0,
          job != NULL ? (int) ((job->not_before_us - self->now_us) / WORLD_SECOND) : 0, (int) ((self->now_us - stored->heard_us) / WORLD_SECOND),
          (int) ((stored->next_us - self->now_us) / WORLD_SECOND), job != NULL && job->note != NULL ? job->note : "");
    }
}

void
tag_world_calm (TagWorld *self)
{
  gint64 longest_us = 0;

  memset (fake_air_faults (self->air), 0, sizeof (FakeFaults));
  for (guint i = 0; i < self->n_stations; i++)
    fake_air_set_down (self->air, i, FALSE);
  for (guint i = 0; i < self->tags->len; i++)
    longest_us = MAX (longest_us, tag_world_tag (self, i)->fake->interval_us);
  tag_world_run (self, longest_us + 2 * WORLD_MINUTE); /* what happened last is told */
  tag_world_write (self, again_job, self);
  self->refresh = TRUE;
  tag_world_run (self, longest_us + 23 * WORLD_MINUTE);
  tag_world_check (self);
  say_left (self);
  for (guint i = 0; i < self->tags->len; i++)
    if (!tag_world_tag (self, i)->fake->asleep)
      g_assert_cmpint (tag_world_tag (self, i)->fake->shown, ==, tag_world_tag (self, i)->wanted);
  g_assert_cmpint (tag_world_int (self, "SELECT count(*) FROM tags.tag_job WHERE state < 10"), ==, 0);
}
