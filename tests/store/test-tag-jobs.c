/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wanted, what is on its way, what is shown: never a wish without a job, never two, and a history without gaps. */
#include "config.h"

#include "br-error.h"
#include "br-tag-event-store.h"
#include "br-tag-job-store.h"
#include "br-tag-picture-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"
#include "tag-shop.h"

#define BIT BR_TAG_JOB_BIT

static const BrId sku = { { 1, 2, 3 } };

/* The active job of a tag, which there must be. */
static BrTagJob *
active (BrStoreTx *tx, gint64 tag)
{
  g_autoptr (GError) error = NULL;
  BrTagJob *job = br_tag_job_find_active (tx->db, tag, &error);

  g_assert_no_error (error);
  g_assert_nonnull (job);
  return job;
}

static void
assert_idle (BrStoreTx *tx, gint64 tag)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (br_tag_job_find_active (tx->db, tag, &error));
  g_assert_no_error (error);
}

static gint64
number (BrStoreTx *tx, const char *sql)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, NULL);
  gboolean has_row;
  gint64 n;

  g_assert_nonnull (statement);
  g_assert_true (br_db_step (tx->db, statement, &has_row, NULL));
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return n;
}

static gboolean
way_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a"), tag = tag_shop_tag (tx, station, "T"), counts[BR_N_TAG_JOB_STATES];
  g_autofree char *digest = tag_shop_digest ('a');
  g_autoptr (BrTagJob) job = NULL, sent = NULL, waiting = NULL;
  g_autoptr (BrTag) shown = NULL;
  g_autoptr (GPtrArray) events = NULL;
  BrTagJobMove move = { .to = BR_TAG_JOB_SENDING, .before = "{old}", .token = "t1" };

  tag_shop_want (tx, tag, "k1", &sku, 100);
  tag_shop_want (tx, tag, "k1", &sku, 100); /* the same again is nothing new */
  job = active (tx, tag);
  g_assert_cmpint (job->gen, ==, 1);
  g_assert_cmpint (job->station, ==, station);
  g_assert_cmpint (job->priority, ==, BR_TAG_PRIORITY_PRICE);
  g_assert_cmpstr (job->key, ==, "T");
  move.job = job->id;
  move.from = BIT (BR_TAG_JOB_RENDERED);
  g_assert_true (br_tag_job_move (tx, &move, error));
  g_assert_false (move.moved); /* it is only queued */
  tag_shop_move (tx, job->id, BIT (BR_TAG_JOB_QUEUED), BR_TAG_JOB_RENDERED);
  g_assert_true (br_tag_job_move (tx, &move, error) && move.moved);
  sent = active (tx, tag);
  g_assert_cmpuint (sent->sequence, ==, 1);
  g_assert_cmpint (sent->sent_us, ==, sent->state_us);
  g_assert_cmpstr (sent->before, ==, "{old}");
  move =
      (BrTagJobMove) { .job = job->id, .from = BIT (BR_TAG_JOB_SENDING), .to = BR_TAG_JOB_RETRY_WAIT, .counts = TRUE, .not_before_us = 4711, .note = "busy" };
  g_assert_true (br_tag_job_move (tx, &move, error) && move.moved);
  waiting = active (tx, tag);
  g_assert_cmpuint (waiting->attempt, ==, 1);
  g_assert_cmpint (waiting->first_us, ==, waiting->state_us);
  g_assert_cmpstr (waiting->token, ==, "t1");
  g_assert_cmpint (waiting->not_before_us, ==, 4711);
  g_assert_true (br_tag_job_count (tx->db, station, counts, error));
  g_assert_cmpint (counts[BR_TAG_JOB_RETRY_WAIT], ==, 1);
  tag_shop_confirm (tx, tag, 'a', BR_TAG_PROOF_TAG);
  assert_idle (tx, tag);
  shown = br_tag_store_load (tx->db, tag, error);
  g_assert_cmpint (shown->shown_gen, ==, 1);
  g_assert_cmpstr (shown->shown_digest, ==, digest);
  g_assert_cmpint (shown->shown_proof, ==, BR_TAG_PROOF_TAG);
  move = (BrTagJobMove) { .job = job->id, .from = G_MAXUINT, .to = BR_TAG_JOB_QUEUED };
  g_assert_true (br_tag_job_move (tx, &move, error));
  g_assert_false (move.moved); /* what is final stays */
  events = br_tag_event_list (tx->db, tag, 0, 0, 10, error);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpint (((BrTagEvent *) events->pdata[0])->to, ==, BR_TAG_JOB_CONFIRMED);
  return TRUE;
}

/* Something newer overtakes what is not out, and follows what is. */
static gboolean
newer_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a");

  for (BrTagJobState state = BR_TAG_JOB_QUEUED; state <= BR_TAG_JOB_RETRY_WAIT; state++)
    {
      g_autofree char *key = g_strdup_printf ("T%d", (int) state);
      gint64 tag = tag_shop_tag (tx, station, key);
      g_autoptr (BrTagJob) first = NULL, second = NULL, third = NULL;

      tag_shop_want (tx, tag, "k1", &sku, 100);
      first = active (tx, tag);
      if (state != BR_TAG_JOB_QUEUED)
        tag_shop_move (tx, first->id, G_MAXUINT, state);
      tag_shop_want (tx, tag, "k2", &sku, 200);
      second = active (tx, tag);
      g_assert_cmpint (second->wanted_gen, ==, 2);
      if (!br_tag_job_may_be_out (state))
        {
          g_autoptr (BrTagJob) old = br_tag_job_load (tx->db, first->id, error);

          g_assert_cmpint (old->state, ==, BR_TAG_JOB_SUPERSEDED);
          g_assert_cmpint (second->gen, ==, 2);
          g_assert_cmpint (second->state, ==, BR_TAG_JOB_QUEUED);
          continue;
        }
      g_assert_cmpint (second->id, ==, first->id);
      tag_shop_confirm (tx, tag, 'a', BR_TAG_PROOF_WEAK);
      third = active (tx, tag);
      g_assert_cmpint (third->gen, ==, 2);
    }
  return TRUE;
}

/* A failure waits for a person; nothing is made by itself, and what is then shown takes the mark back. */
static gboolean
failure_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a"), tag = tag_shop_tag (tx, station, "T");
  g_autoptr (BrTagJob) job = NULL, again = NULL;
  g_autoptr (BrTag) failed = NULL, shown = NULL;
  g_autoptr (GError) failure = NULL;
  BrTagJobMove bare = { .from = G_MAXUINT, .to = BR_TAG_JOB_CONFIRMED };

  g_assert_true (br_tag_want_again (tx, tag, BR_TAG_PRIORITY_PERSON, error)); /* nothing is wanted yet */
  assert_idle (tx, tag);
  tag_shop_want (tx, tag, "k1", &sku, 100);
  job = active (tx, tag);
  tag_shop_move (tx, job->id, G_MAXUINT, BR_TAG_JOB_FAILED);
  assert_idle (tx, tag);
  failed = br_tag_store_load (tx->db, tag, error);
  g_assert_cmpuint (failed->attention, ==, BR_TAG_ATTENTION_FAILED);
  g_assert_true (br_tag_want_again (tx, tag, BR_TAG_PRIORITY_PERSON, error));
  g_assert_true (br_tag_want_again (tx, tag, BR_TAG_PRIORITY_PERSON, error)); /* one is active */
  again = active (tx, tag);
  g_assert_cmpint (again->priority, ==, BR_TAG_PRIORITY_PERSON);
  bare.job = again->id;
  g_assert_false (br_tag_job_move (tx, &bare, &failure)); /* shown by no proof is not shown */
  g_assert_error (failure, BR_ERROR, BR_ERROR_INVALID);
  return TRUE;
}

/* What is shown is lost: a new job; proved better: a new row; the clock set back: no overlap. */
static gboolean
history_body (BrStoreTx *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;
  gint64 station = tag_shop_station (tx, "a"), tag = tag_shop_tag (tx, station, "T");
  g_autoptr (BrTagJob) job = NULL;
  g_autoptr (BrTag) lost = NULL, marked = NULL;
  g_autoptr (GError) failure = NULL;

  tag_shop_want (tx, tag, "k1", &sku, 100);
  tag_shop_confirm (tx, tag, 'a', BR_TAG_PROOF_TAG);
  g_assert_true (br_tag_store_prove (tx, tag, BR_TAG_PROOF_TAG, NULL, error)); /* nothing new */
  g_assert_cmpint (number (tx, "SELECT count (*) FROM tag_shown"), ==, 1);
  g_assert_true (br_tag_store_prove (tx, tag, BR_TAG_PROOF_PERSON, "Li", error));
  g_assert_false (br_tag_store_prove (tx, tag, BR_TAG_PROOF_NONE, NULL, &failure));
  g_assert_error (failure, BR_ERROR, BR_ERROR_INVALID);
  fixture->now_us -= 60 * TAG_SHOP_MINUTE;
  tag_shop_want (tx, tag, "k2", &sku, 200);
  tag_shop_confirm (tx, tag, 'b', BR_TAG_PROOF_PIXELS);
  fixture->now_us += 120 * TAG_SHOP_MINUTE;
  g_assert_true (br_tag_store_lose (tx, tag, FALSE, "it was reset", error));
  lost = br_tag_store_load (tx->db, tag, error);
  g_assert_null (lost->shown_digest);
  g_assert_cmpint (lost->shown_gen, ==, 0);
  job = active (tx, tag);
  g_assert_cmpint (job->gen, ==, 2);
  g_assert_true (br_tag_store_lose (tx, tag, TRUE, "somebody", error));
  g_assert_true (br_tag_store_lose (tx, tag, TRUE, "somebody", error)); /* twice within a day is a case for a person */
  marked = br_tag_store_load (tx->db, tag, error);
  g_assert_cmpuint (marked->attention, ==, BR_TAG_ATTENTION_FOREIGN);
  tag_shop_confirm (tx, tag, 'b', BR_TAG_PROOF_TAG);
  g_assert_cmpint (number (tx, "SELECT count (*) FROM tag_shown"), ==, 4);
  g_assert_cmpint (number (tx, "SELECT count (*) FROM tag_shown a JOIN tag_shown b ON b.tag = a.tag AND b.from_us > a.from_us AND a.until_us > b.from_us"), ==,
                   0);
  g_assert_cmpint (number (tx, "SELECT count (*) FROM tag_shown WHERE until_us IS NULL"), ==, 1);
  return TRUE;
}

/* What comes next is drawn before, and wanted when its time has come; the job then needs no drawing. */
static gboolean
next_body (BrStoreTx *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;
  gint64 station = tag_shop_station (tx, "a"), tag = tag_shop_tag (tx, station, "T"), due_us, at_us = fixture->now_us + TAG_SHOP_MINUTE;
  BrTagWant want = {
    .tag = tag, .key = (char *) "k2", .sku = sku, .from_us = at_us + TAG_SHOP_MINUTE, .price_minor = 200, .regular_minor = 300, .fields = (char *) "{}"
  };
  g_auto (BrTagWant) now = { 0 }, next = { 0 };
  g_autoptr (BrTagImage) image = br_tag_image_new (br_tag_type_find (0x33), error);
  g_autofree char *digest = br_tag_image_digest (image);
  g_autoptr (GArray) undrawn = NULL, none = NULL;
  g_autoptr (BrTagJob) job = NULL;

  tag_shop_want (tx, tag, "k1", &sku, 100);
  g_assert_true (br_tag_next_due (tx->db, &due_us, error));
  g_assert_cmpint (due_us, ==, G_MAXINT64);
  g_assert_true (br_tag_next_put (tx, &want, at_us, error));
  undrawn = br_tag_next_undrawn (tx->db, 0, G_MAXINT64, error);
  g_assert_cmpuint (undrawn->len, ==, 1);
  g_assert_true (br_tag_next_drawn (tx, tag, "another", digest, error)); /* drawn for what is not wanted any more */
  g_assert_true (br_tag_picture_put (tx, digest, image, NULL, error) && br_tag_next_drawn (tx, tag, "k2", digest, error));
  g_assert_true (br_tag_next_put (tx, &want, at_us, error)); /* the same again keeps its picture */
  none = br_tag_next_undrawn (tx->db, 0, G_MAXINT64, error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (br_tag_next_load (tx->db, tag, &next, error));
  g_assert_cmpint (next.from_us, ==, want.from_us);
  fixture->now_us = at_us;
  g_assert_true (br_tag_want (tx, &want, BR_TAG_PRIORITY_PRICE, error) && br_tag_next_clear (tx, tag, error));
  g_assert_true (br_tag_want_load (tx->db, tag, 0, &now, error));
  g_assert_cmpint (now.gen, ==, 2);
  g_assert_cmpint (now.price_minor, ==, 200);
  g_assert_cmpint (now.regular_minor, ==, 300);
  g_assert_cmpint (now.from_us, ==, want.from_us);
  job = active (tx, tag);
  g_assert_cmpint (job->state, ==, BR_TAG_JOB_RENDERED);
  g_assert_cmpstr (job->digest, ==, digest);
  g_assert_true (br_tag_next_due (tx->db, &due_us, error));
  g_assert_cmpint (due_us, ==, G_MAXINT64);
  return TRUE;
}

/* What was changed and changed back before anything was sent is shown already: no job. Once something was sent, or a person asks, there is one. */
static gboolean
back_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 tag = tag_shop_tag (tx, tag_shop_station (tx, "a"), "T");
  g_autoptr (BrTagJob) none = NULL, asked = NULL, sent = NULL, again = NULL;

  tag_shop_want (tx, tag, "k1", &sku, 100);
  tag_shop_confirm (tx, tag, 'a', BR_TAG_PROOF_TAG);
  tag_shop_want (tx, tag, "k2", &sku, 200);
  tag_shop_want (tx, tag, "k1", &sku, 100);
  none = br_tag_job_find_active (tx->db, tag, error);
  g_assert_null (none);
  g_assert_true (br_tag_want_again (tx, tag, BR_TAG_PRIORITY_PERSON, error));
  asked = active (tx, tag);
  g_assert_cmpint (asked->gen, ==, 3);
  tag_shop_move (tx, asked->id, G_MAXUINT, BR_TAG_JOB_CANCELLED);
  tag_shop_want (tx, tag, "k2", &sku, 200);
  sent = active (tx, tag);
  tag_shop_move (tx, sent->id, G_MAXUINT, BR_TAG_JOB_SENDING);
  tag_shop_move (tx, sent->id, G_MAXUINT, BR_TAG_JOB_RETRY_WAIT);
  tag_shop_want (tx, tag, "k1", &sku, 100);
  again = active (tx, tag);
  g_assert_cmpint (again->gen, ==, 5);
  return TRUE;
}

/* In order of priority, then of who wakes first. After a start, what was being sent is not known. */
static gboolean
order_body (BrStoreTx *tx, gpointer data, GError **error)
{
  static const struct
  {
    gint64 next_us;
    BrTagPriority priority;
    guint place;
  } rows[] = { { 300, BR_TAG_PRIORITY_PRICE, 3 },
               { 200, BR_TAG_PRIORITY_PRICE, 2 },
               { 0, BR_TAG_PRIORITY_PRICE, 4 },
               { 900, BR_TAG_PRIORITY_PERSON, 0 },
               { 100, BR_TAG_PRIORITY_PRICE, 1 } };
  gint64 station = tag_shop_station (tx, "a"), tags[G_N_ELEMENTS (rows)];
  g_autoptr (GPtrArray) jobs = NULL, sending = NULL;
  guint n;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *key = g_strdup_printf ("T%u", (guint) i);
      BrTagSighting sighting = tag_shop_sighting (tx, key);
      BrTagWant want = { .key = (char *) "k", .price_minor = G_MININT64, .regular_minor = G_MININT64, .fields = (char *) "{}" };
      g_autoptr (BrTag) tag = NULL;

      sighting.next_us = rows[i].next_us;
      g_assert_true (br_tag_store_hear (tx, station, &sighting, 1, error));
      tag = br_tag_store_find (tx->db, "oepl", key, error);
      want.tag = tags[i] = tag->id;
      g_assert_true (br_tag_want (tx, &want, rows[i].priority, error));
    }
  jobs = br_tag_job_list_active (tx->db, station, 0, 100, error);
  g_assert_cmpuint (jobs->len, ==, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (((BrTagJob *) jobs->pdata[rows[i].place])->tag, ==, tags[i]);
  tag_shop_move (tx, ((BrTagJob *) jobs->pdata[0])->id, G_MAXUINT, BR_TAG_JOB_SENDING);
  g_assert_true (br_tag_job_unsure (tx, station, &n, error));
  g_assert_cmpuint (n, ==, 1);
  sending = br_tag_job_list_active (tx->db, station, BIT (BR_TAG_JOB_SENDING) | BIT (BR_TAG_JOB_UNKNOWN), 100, error);
  g_assert_cmpuint (sending->len, ==, 1);
  g_assert_cmpint (((BrTagJob *) sending->pdata[0])->state, ==, BR_TAG_JOB_UNKNOWN);
  return TRUE;
}

/* Whatever happens in whatever order, the one rule of br-tag-want-store.h holds. */
static gboolean
property_body (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char two[] = "SELECT count (*) FROM (SELECT tag FROM tag_job WHERE state < 10 GROUP BY tag HAVING count (*) > 1)";
  static const char left[] =
      "SELECT count (*) FROM tag t WHERE wanted_gen > 0 AND NOT EXISTS (SELECT 1 FROM tag_job WHERE tag = t.id AND state < 10)"
      " AND NOT EXISTS (SELECT 1 FROM tag_job WHERE tag = t.id AND gen = t.wanted_gen AND state >= 10)"
      " AND NOT EXISTS (SELECT 1 FROM tag_want WHERE tag = t.id AND gen = t.wanted_gen AND digest = t.shown_digest AND t.shown_proof >= 3)";
  static const char overlap[] =
      "SELECT count (*) FROM tag_shown a JOIN tag_shown b ON b.tag = a.tag AND b.from_us > a.from_us AND coalesce (a.until_us, 9223372036854775807) > b.from_us";
  Fixture *fixture = data;
  BrXorshift *random = &fixture->xorshift;
  gint64 station = tag_shop_station (tx, "a"), tags[3] = { tag_shop_tag (tx, station, "A"), tag_shop_tag (tx, station, "B"), tag_shop_tag (tx, station, "C") };

  for (guint i = 0; i < 600; i++)
    {
      gint64 tag = tags[br_xorshift_below (random, 3)];
      g_autoptr (BrTagJob) job = br_tag_job_find_active (tx->db, tag, error);
      g_autofree char *key = g_strdup_printf ("k%u", (guint) br_xorshift_below (random, 4));

      fixture->now_us += (gint64) br_xorshift_below (random, 1000000) - 300000; /* also set back */
      switch (br_xorshift_below (random, 4))
        {
        case 0: tag_shop_want (tx, tag, key, &sku, 100 + (gint64) i); break;
        case 1: g_assert_true (br_tag_store_lose (tx, tag, FALSE, NULL, error)); break;
        case 2:
          if (job != NULL)
            tag_shop_confirm (tx, tag, 'a' + (char) br_xorshift_below (random, 3), BR_TAG_PROOF_TAG);
          break;
        default:
          if (job != NULL)
            tag_shop_move (tx, job->id, G_MAXUINT, (BrTagJobState) (1 + br_xorshift_below (random, BR_TAG_JOB_RETRY_WAIT)));
          break;
        }
      g_assert_cmpint (number (tx, two), ==, 0);
      g_assert_cmpint (number (tx, left), ==, 0);
      g_assert_cmpint (number (tx, overlap), ==, 0);
    }
  return TRUE;
}

static void
test_body (gconstpointer body)
{
  g_autoptr (Fixture) fixture = fixture_new (fixture_seed ());

  tag_shop_run (fixture, (BrStoreFunc) body);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    BrStoreFunc body;
  } tests[] = { { "/store/tag-jobs/way", way_body },         { "/store/tag-jobs/newer", newer_body },      { "/store/tag-jobs/failure", failure_body },
                { "/store/tag-jobs/history", history_body }, { "/store/tag-jobs/next", next_body },        { "/store/tag-jobs/order", order_body },
                { "/store/tag-jobs/back", back_body },       { "/store/tag-jobs/property", property_body } };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, (gconstpointer) tests[i].body, test_body);
  return g_test_run ();
}
