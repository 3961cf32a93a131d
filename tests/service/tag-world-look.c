/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be seen of a world of shelf tags, and what must hold in it. */
#include "config.h"

#include "tag-world.h"

#include "br-tag-want-store.h"
#include "world.h"
#include <malloc.h>

#define MAX_GROWTH (2 * 1024 * 1024)
#define MAX_PICTURES (16 * 1024) /* of a tag: what waits for it at an emulated station, and what it has stored itself, come and go */
#define TIME_ENOUGH(world) (2 * (world)->interval_us + 25 * WORLD_MINUTE)

gint64
tag_world_int (TagWorld *self, const char *sql)
{
  return world_int (self->store, sql);
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

void
tag_world_assert_job (TagWorld *self, guint n, BrTagJobState state)
{
  g_autoptr (BrTagJob) job = tag_world_job (self, n);

  g_assert_nonnull (job);
  g_assert_cmpint (job->state, ==, state);
}

BrTag *
tag_world_stored (TagWorld *self, guint n)
{
  TagJob job = { 0 };

  load_tag (self, n, &job);
  g_clear_pointer (&job.job, br_tag_job_unref);
  return job.stored;
}

static WorldTag *
find_tag (TagWorld *self, const char *key)
{
  for (guint i = 0; i < self->tags->len; i++)
    if (g_str_equal (tag_world_tag (self, i)->key, key))
      return tag_world_tag (self, i);
  g_assert_not_reached ();
}

/* Something happened to what it shows that its station was not told, since the last calm. */
static gboolean
is_disturbed (TagWorld *self, const WorldTag *tag)
{
  guint unknowable;

  return self->ops->disturbed != NULL && self->ops->disturbed (self->air, tag->key, &unknowable) != tag->n_disturbed;
}

static gboolean
is_unknowable (TagWorld *self, const WorldTag *tag)
{
  guint unknowable = 0;

  return self->ops->disturbed != NULL && self->ops->disturbed (self->air, tag->key, &unknowable) > 0 && unknowable != tag->n_unknowable;
}

static void
forget_disturbed (TagWorld *self)
{
  for (guint i = 0; self->ops->disturbed != NULL && i < self->tags->len; i++)
    {
      WorldTag *tag = tag_world_tag (self, i);

      tag->n_disturbed = self->ops->disturbed (self->air, tag->key, &tag->n_unknowable);
    }
}

/* I2: what is said to be shown, by a proof that counts, is shown. */
static gboolean
proofs_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char sql[] = "SELECT t.key, w.price_minor, EXISTS (SELECT 1 FROM tags.tag_job j WHERE j.tag = t.id AND j.state BETWEEN 3 AND 8)"
                            " FROM tags.tag t JOIN tags.tag_want w ON w.tag = t.id AND w.gen = t.shown_gen WHERE t.shown_proof >= 3 AND t.shown_us < ?1";
  TagWorld *self = data;
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  sqlite3_bind_int64 (statement, 1, self->now_us + self->ahead_us - WORLD_MINUTE); /* a tag says that it has it before it draws it */
  while (br_db_step (db, statement, &has_row, error) && has_row)
    {
      const char *key = (const char *) sqlite3_column_text (statement, 0);
      gint64 shown = self->ops->shown (self->air, key);

      if (!self->proofs_hold || shown == G_MININT64 || shown >= sqlite3_column_int64 (statement, 1) || is_disturbed (self, find_tag (self, key)))
        continue; /* the tag may be ahead of what is known of it */
      if (shown == -1 && sqlite3_column_int (statement, 2) != 0)
        continue; /* so it is when its station drew wrongly what is just out, and did not answer before the tag had fetched that: the look that follows ends the proof */
      g_test_message ("%s is said to be proved", key);
      g_assert_cmpint (shown, >=, sqlite3_column_int64 (statement, 1));
    }
  return TRUE;
}

/* I7: what is wanted is shown, or a job for it is not final, or a person is asked. */
static void
check_wishes (TagWorld *self)
{
  static const char sql[] = "SELECT count (*) FROM tags.tag t WHERE wanted_gen > 0 AND shown_gen <> wanted_gen AND attention & 16 = 0"
                            " AND NOT EXISTS (SELECT 1 FROM tags.tag_job j WHERE j.tag = t.id AND j.state < 10)";

  g_assert_cmpint (tag_world_int (self, sql), ==, 0);
}

/* I7: the store numbers jobs and never gives a number twice, so a job that is gone shows. */
static void
check_jobs (TagWorld *self)
{
  g_assert_cmpint (tag_world_int (self, "SELECT count (*) FROM tags.tag_job"), ==,
                   tag_world_int (self, "SELECT coalesce (max (seq), 0) FROM tags.sqlite_sequence WHERE name = 'tag_job'"));
}

void
tag_world_check (TagWorld *self)
{
  g_autoptr (GError) error = NULL;

  self->ops->check (self->air);
  if (!self->written) /* nothing else can be known than at the last time */
    return;
  self->written = FALSE;
  g_assert_true (br_store_read (self->store, proofs_job, self, NULL, &error));
  g_assert_no_error (error);
  check_wishes (self);
}

typedef struct
{
  const char *key;
  BrTagProof accepted;
} UploadJob;

static gboolean
upload_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char sql[] =
      "SELECT j.state, t.shown_digest IS j.digest AND t.shown_proof >= ?2 FROM tags.tag t JOIN tags.tag_job j ON j.tag = t.id AND j.state < 10 WHERE t.key = ?1";
  const UploadJob *job = data;
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  sqlite3_bind_text (statement, 1, job->key, -1, SQLITE_STATIC);
  sqlite3_bind_int (statement, 2, job->accepted);
  g_assert_true (br_db_step (db, statement, &has_row, error) && has_row);
  g_assert_cmpint (sqlite3_column_int (statement, 0), ==, BR_TAG_JOB_SENDING); /* I7: committed before the first byte */
  g_assert_cmpint (sqlite3_column_int (statement, 1), ==, 0); /* I3 */
  sqlite3_reset (statement);
  return TRUE;
}

void
tag_world_check_upload (TagWorld *self, const char *key)
{
  UploadJob job = { key, self->accepted };
  g_autoptr (GError) error = NULL;

  g_assert_true (br_store_read (self->store, upload_job, &job, NULL, &error));
  g_assert_no_error (error);
}

/* I8. Freed blocks and caches that fill up are not growth; what is kept for each history or day would be. */
void
tag_world_check_memory (TagWorld *self)
{
  gsize heap = mallinfo2 ().uordblks;

  if (self->heap == 0)
    self->heap = heap;
  g_assert_cmpuint (heap, <, self->heap + MAX_GROWTH + self->tags->len * MAX_PICTURES);
}

typedef struct
{
  gint64 station;
  GHashTable *keys;
} OutJob;

static gboolean
out_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  OutJob *job = data;
  g_autoptr (GPtrArray) jobs = br_tag_job_list_active (db, job->station, 0, G_MAXINT, error);

  for (guint i = 0; jobs != NULL && i < jobs->len; i++)
    if (br_tag_job_may_be_out (((const BrTagJob *) jobs->pdata[i])->state))
      g_hash_table_add (job->keys, g_strdup (((const BrTagJob *) jobs->pdata[i])->key));
  return jobs != NULL;
}

GHashTable *
tag_world_list_out (TagWorld *self, gint64 station)
{
  OutJob job = { station, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  g_autoptr (GError) error = NULL;

  g_assert_true (br_store_read (self->store, out_job, &job, NULL, &error));
  g_assert_no_error (error);
  return job.keys;
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
      if (tag->shown_digest != NULL && (tag->shown_proof < self->accepted || is_unknowable (self, tag_world_tag (self, i)))
          && !br_tag_store_lose (tx, tag->id, FALSE, "a person saw it", error))
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
      gint64 shown = self->ops->shown (self->air, tag->key);

      if (shown == G_MININT64 || (shown == tag->wanted && (job == NULL || br_tag_job_is_final (job->state))))
        continue;
      g_test_message (
          "tag %u of station %d: shows %d, wanted %d (gen %d, shown %d by proof %d), attention %x; job %d of gen %d in state %d since %d s, attempt %u, not before %d s, "
          "heard %d s ago, next in %d s: %s",
          i, (int) stored->station, (int) shown, (int) tag->wanted, (int) stored->wanted_gen, (int) stored->shown_gen, stored->shown_proof, stored->attention,
          job != NULL ? (int) job->id : 0, job != NULL ? (int) job->gen : 0, job != NULL ? (int) job->state : 0,
          job != NULL ? (int) ((self->now_us - job->state_us) / WORLD_SECOND) : 0, job != NULL ? job->attempt : 0,
          job != NULL ? (int) ((job->not_before_us - self->now_us) / WORLD_SECOND) : 0, (int) ((self->now_us - stored->heard_us) / WORLD_SECOND),
          (int) ((stored->next_us - self->now_us) / WORLD_SECOND), job != NULL && job->note != NULL ? job->note : "");
    }
}

/* Whether a person is asked to look: somebody else writes to it again and again, or what it should show did not get there. */
static gboolean
waits_for_person (TagWorld *self, guint i)
{
  g_autoptr (BrTag) tag = tag_world_stored (self, i);

  return (tag->attention & (BR_TAG_ATTENTION_FOREIGN | BR_TAG_ATTENTION_FAILED)) != 0 || (tag->shown_digest != NULL && tag->shown_proof < self->accepted)
         || is_unknowable (self, tag_world_tag (self, i));
}

/* A tag of which nothing was wished yet is anybody's. */
static void
check_shown (TagWorld *self, guint i)
{
  gint64 shown = self->ops->shown (self->air, tag_world_tag (self, i)->key), wanted = tag_world_tag (self, i)->wanted;

  if (shown != G_MININT64 && wanted != 0)
    g_assert_cmpint (shown, ==, wanted);
}

/* I1. Time enough for all; then all show what they should. Those that wait for a person are counted instead. */
static guint
settle (TagWorld *self)
{
  guint n_waiting = 0;

  tag_world_run (self, TIME_ENOUGH (self));
  if (self->ops->reach != NULL && self->ops->reach (self->air) > 0) /* they could not be reached; the time begins now */
    tag_world_run (self, TIME_ENOUGH (self));
  tag_world_check (self);
  say_left (self);
  for (guint i = 0; i < self->tags->len; i++)
    if (waits_for_person (self, i))
      n_waiting++;
    else
      check_shown (self, i);
  return n_waiting;
}

void
tag_world_calm (TagWorld *self)
{
  self->ops->calm (self->air);
  if (settle (self) > 0)
    {
      tag_world_write (self, again_job, self);
      self->refresh = TRUE;
      settle (self);
      for (guint i = 0; i < self->tags->len; i++)
        check_shown (self, i);
    }
  g_assert_cmpint (tag_world_int (self, "SELECT count(*) FROM tags.tag_job WHERE state < 10"), ==, 0);
  check_jobs (self);
  forget_disturbed (self);
}
