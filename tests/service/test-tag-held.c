/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keeps a tag from what it is to show: a new look for many tags that waits to be started, and a tag that is looked for by its picture. Over a virtual clock. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-settings-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-finder.h"
#include "br-tag-job-store.h"
#include "br-tag-list-store.h"
#include "br-tag-store.h"
#include "br-tag-want-store.h"
#include "br-tag-wanted.h"
#include "import-fixture.h"
#include "tag-shop.h"

#define N_TAGS 4
#define MANY "3" /* so many with a new look wait */

/* A shop of four articles, each with a tag (1..4) that shows what it should. */
typedef struct
{
  Fixture *fixture;
  BrId skus[N_TAGS];
} World;

static void
import (World *world, const char *text)
{
  g_autoptr (BrImportReport) report = run_text (text, world->fixture->store, BR_IMPORT_REJECT_ALL);

  g_assert_cmpint (report->n_rejected, ==, 0);
}

static void
change (World *world, BrStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  br_store_tags_write (world->fixture->store, func, data, &error);
  g_assert_no_error (error);
}

/* As the program does after each commit, and when something is due; when to look again. */
static gint64
look (World *world)
{
  g_autoptr (GError) error = NULL;
  gint64 next_us;

  g_assert_true (br_tag_wanted_update (world->fixture->store, NULL, NULL, &error));
  g_assert_true (br_tag_wanted_due (world->fixture->store, &next_us, &error));
  g_assert_no_error (error);
  return next_us;
}

static gboolean
skus_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  World *world = data;
  sqlite3_stmt *statement = br_db_statement (db, "SELECT uid FROM sku ORDER BY code", error);
  gboolean has_row = TRUE;

  for (guint i = 0; i < N_TAGS && br_db_step (db, statement, &has_row, error); i++)
    memcpy (world->skus[i].bytes, sqlite3_column_blob (statement, 0), sizeof world->skus[i].bytes);
  sqlite3_reset (statement);
  return has_row;
}

static gboolean
bind_job (BrStoreTx *tx, gpointer data, GError **error)
{
  World *world = data;
  gint64 station = tag_shop_station (tx, "a");
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < N_TAGS; i++)
    {
      g_autofree char *key = g_strdup_printf ("TAG%u", i + 1);
      BrTagBinding binding = { .tag = tag_shop_tag (tx, station, key), .sku = world->skus[i] };

      g_assert_cmpint (binding.tag, ==, (gint64) i + 1);
      ok = br_tag_bind (tx, &binding, error);
    }
  return ok;
}

/* What is under way arrives. */
static gboolean
arrive_job (BrStoreTx *tx, gpointer data, GError **error)
{
  for (gint64 tag = 1; tag <= N_TAGS; tag++)
    {
      g_autoptr (BrTagJob) job = br_tag_job_find_active (tx->db, tag, error);

      if (job != NULL)
        tag_shop_confirm (tx, tag, (char) ('a' + (int) (job->gen % 6)), BR_TAG_PROOF_PIXELS);
    }
  return TRUE;
}

static gboolean
set_mass_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set_int (tx, BR_TAG_MASS, g_ascii_strtoll (MANY, NULL, 10), error);
}

static void
world_init (World *world)
{
  *world = (World) { .fixture = fixture_new (1) };
  import (world, "SKU,name,price\nA-1,Tea,10\nA-2,Rice,20\nA-3,Milk,3\nA-4,Soap,4\n");
  fixture_write (world->fixture, set_mass_job, NULL);
  fixture_read (world->fixture, skus_job, world);
  change (world, bind_job, world);
  look (world);
  change (world, arrive_job, NULL);
}

static void
world_clear (World *world)
{
  fixture_free (world->fixture);
}

static gboolean
design_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrTagDesignRule rule = { .template_key = data };

  return br_tag_design_put (tx, &rule, error);
}

/* Another design for all of them. */
static void
redesign (World *world, const char *key)
{
  change (world, design_job, (gpointer) key);
  look (world);
}

static gint64
count_active (World *world)
{
  return fixture_int (world->fixture, "SELECT count (*) FROM tags.tag_job WHERE state < 10");
}

/* The numbers of the tags that wait, in their order: "2 1 3 4 ". Caller frees. */
static gboolean
held_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) held = br_tag_want_held (db, error);

  for (guint i = 0; held != NULL && i < held->len; i++)
    g_string_append_printf (data, "%d ", (int) g_array_index (held, BrTagHeld, i).tag);
  return held != NULL;
}

static void
assert_held (World *world, const char *tags)
{
  g_autoptr (GString) text = g_string_new (NULL);

  fixture_read (world->fixture, held_job, text);
  g_assert_cmpstr (text->str, ==, tags);
}

static gboolean
shows_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  guint32 *number = data;
  g_autoptr (GPtrArray) rows = br_tag_list_rows (db, number, 1, 1, error);

  if (rows != NULL)
    *number = ((const BrTagView *) rows->pdata[0])->shows;
  return rows != NULL;
}

static BrTagShows
get_shows (World *world, guint32 tag)
{
  fixture_read (world->fixture, shows_job, &tag);
  return (BrTagShows) tag;
}

static gboolean
priority_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *number = data;
  g_autoptr (BrTagJob) job = br_tag_job_find_active (db, *number, error);

  *number = job != NULL ? (gint64) job->priority : -1;
  return TRUE;
}

/* Of the tag's job; -1 = it has none. */
static gint64
get_priority (World *world, gint64 tag)
{
  fixture_read (world->fixture, priority_job, &tag);
  return tag;
}

static gboolean
start_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrTagHeld held = { *(gint64 *) data, BR_TAG_PRIORITY_CHECK };
  gboolean started = FALSE;

  g_assert_true (br_tag_want_start (tx, &held, &started, error));
  g_assert_true (started);
  return br_tag_want_start (tx, &held, &started, error) && !started; /* once */
}

static gboolean
lose_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_store_lose (tx, *(gint64 *) data, FALSE, "it was reset", error);
}

/* A new look for many waits for a person. A price does not, nor what else is said of the goods, nor a tag that lost what it showed. */
static void
test_held (void)
{
  World world;
  gint64 first = 1, fourth = 4;

  world_init (&world);
  g_assert_cmpint (count_active (&world), ==, 0);
  redesign (&world, "tag-price-296x128");
  assert_held (&world, "1 2 3 4 ");
  g_assert_cmpint (count_active (&world), ==, 0);
  g_assert_cmpint (get_shows (&world, 1), ==, BR_TAG_SHOWS_HELD);
  redesign (&world, "tag-price-250x128"); /* what waits goes on waiting */
  assert_held (&world, "1 2 3 4 ");
  import (&world, "SKU,price\nA-2,19\n");
  look (&world);
  g_assert_cmpint (get_priority (&world, 2), ==, BR_TAG_PRIORITY_PRICE);
  import (&world, "SKU,name\nA-3,Goat milk\n");
  look (&world);
  g_assert_cmpint (get_priority (&world, 3), ==, BR_TAG_PRIORITY_DESIGN);
  assert_held (&world, "1 4 ");
  change (&world, start_job, &first);
  g_assert_cmpint (get_priority (&world, 1), ==, BR_TAG_PRIORITY_CHECK);
  change (&world, lose_job, &fourth);
  g_assert_cmpint (get_priority (&world, 4), ==, BR_TAG_PRIORITY_DESIGN);
  assert_held (&world, "");
  change (&world, arrive_job, NULL);
  g_assert_cmpint (get_shows (&world, 1), ==, BR_TAG_SHOWS_WANTED);
  world_clear (&world);
}

static gboolean
pin_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_auto (BrTagBinding) binding = { 0 };

  g_assert_true (br_tag_binding_find (tx->db, 1, &binding, error));
  g_set_str (&binding.design, data);
  return br_tag_bind (tx, &binding, error);
}

/* One tag is not many; a look taken back before it began has nothing to begin; what is not shown yet is not kept back by its look. */
static void
test_not_held (void)
{
  World world;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  change (&world, pin_job, (gpointer) "tag-price-296x128");
  look (&world);
  g_assert_cmpint (get_priority (&world, 1), ==, BR_TAG_PRIORITY_DESIGN);
  change (&world, pin_job, NULL);
  look (&world);
  change (&world, arrive_job, NULL);
  redesign (&world, "tag-price-250x128");
  assert_held (&world, "1 2 3 4 ");
  redesign (&world, "tag-price-384x168"); /* as before */
  assert_held (&world, "");
  change (&world, arrive_job, NULL);
  import (&world, "SKU,price\nA-2,19\n");
  look (&world);
  redesign (&world, "tag-price-250x128");
  g_assert_cmpint (get_priority (&world, 2), !=, -1);
  assert_held (&world, "1 3 4 ");
  world_clear (&world);
}

static gboolean
find_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_finder_show (tx, *(gint64 *) data, "Ada", error);
}

static gboolean
found_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_finder_end (tx, *(gint64 *) data, "Ada", error);
}

static gboolean
wrong_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *moment = data, at_us = moment[0];
  BrShelfQuery query = { .least_proof = BR_TAG_PROOF_TAG, .now_us = moment[1], .at_us = at_us, .limit = 10 };
  BrShelfSum sum = { 0 };
  g_autoptr (GPtrArray) list = br_shelf_list (db, &query, &sum, cancellable, error);

  moment[0] = sum.total;
  if (list != NULL && list->len > 0)
    g_assert_cmpint (((const BrShelfTruth *) list->pdata[0])->differs & BR_SHELF_TAG_DIFFERS, !=, 0);
  return list != NULL;
}

/* Shelves that did not show their price then; 0 = now. */
static gint64
count_wrong (World *world, gint64 at_us)
{
  gint64 moment[2] = { at_us, world->fixture->now_us };

  fixture_read (world->fixture, wrong_job, moment);
  return moment[0];
}

/* The price is off the shelf as long as the tag shows the picture it is found by, and lists say so, also of that moment afterwards. It comes back when it was found. */
static void
test_finder (void)
{
  World world;
  gint64 first = 1, shown_us;

  world_init (&world);
  g_assert_cmpint (count_wrong (&world, 0), ==, 0);
  change (&world, find_job, &first);
  look (&world);
  g_assert_cmpint (get_shows (&world, 1), ==, BR_TAG_SHOWS_FINDER);
  g_assert_cmpint (get_priority (&world, 1), ==, BR_TAG_PRIORITY_PERSON);
  g_assert_cmpint (count_wrong (&world, 0), ==, 0); /* the price is still there */
  change (&world, arrive_job, NULL);
  g_assert_cmpint (count_wrong (&world, 0), ==, 1);
  shown_us = world.fixture->now_us;
  import (&world, "SKU,price\nA-1,9\n");
  look (&world); /* it stays through what changes meanwhile */
  g_assert_cmpint (get_shows (&world, 1), ==, BR_TAG_SHOWS_FINDER);
  g_assert_cmpint (count_active (&world), ==, 0);
  world.fixture->now_us += TAG_SHOP_MINUTE;
  change (&world, found_job, &first);
  look (&world);
  g_assert_cmpint (get_priority (&world, 1), ==, BR_TAG_PRIORITY_PERSON);
  change (&world, arrive_job, NULL);
  g_assert_cmpint (get_shows (&world, 1), ==, BR_TAG_SHOWS_WANTED);
  g_assert_cmpint (count_wrong (&world, 0), ==, 0);
  g_assert_cmpint (count_wrong (&world, shown_us), ==, 1);
  change (&world, found_job, &first); /* nobody looks for it any more */
  look (&world);
  g_assert_cmpint (count_active (&world), ==, 0);
  world_clear (&world);
}

/* Nobody says that it was found: it goes by itself, and its picture needs no drawing then. */
static void
test_finder_ends (void)
{
  World world;
  gint64 first = 1, until_us, later_us;

  world_init (&world);
  change (&world, find_job, &first);
  change (&world, arrive_job, NULL);
  until_us = look (&world);
  g_assert_cmpint (until_us, >=, world.fixture->now_us + BR_TAG_FINDER_US);
  g_assert_cmpint (until_us, <, world.fixture->now_us + BR_TAG_FINDER_US + 2 * BR_TAG_INTERVAL_UNKNOWN_US);
  world.fixture->now_us += TAG_SHOP_MINUTE;
  change (&world, find_job, &first); /* still looking: for as long anew */
  later_us = look (&world);
  g_assert_cmpint (later_us, >=, until_us + TAG_SHOP_MINUTE);
  world.fixture->now_us = later_us;
  g_assert_cmpint (look (&world), ==, G_MAXINT64);
  g_assert_cmpint (get_priority (&world, 1), ==, BR_TAG_PRIORITY_PERSON);
  g_assert_cmpint (fixture_int (world.fixture, "SELECT price_minor FROM tags.tag_want WHERE tag = 1 ORDER BY gen DESC LIMIT 1"), ==, 1000);
  world_clear (&world);
}

static gboolean
rebind_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrTagBinding binding = { .tag = 1, .sku = ((World *) data)->skus[1] };

  return br_tag_bind (tx, &binding, error);
}

static gboolean
unbind_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_tag_unbind (tx, *(gint64 *) data, "Ada", error);
}

/* Bound anew, or not at all any more: it is not looked for. */
static void
test_finder_bound (void)
{
  World world;
  gint64 first = 1, second = 2;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  change (&world, find_job, &first);
  change (&world, rebind_job, &world);
  look (&world);
  g_assert_cmpint (fixture_int (world.fixture, "SELECT price_minor FROM tags.tag_want WHERE tag = 1 ORDER BY gen DESC LIMIT 1"), ==, 2000);
  change (&world, find_job, &second);
  change (&world, unbind_job, &second);
  g_assert_cmpint (look (&world), ==, G_MAXINT64);
  g_assert_cmpint (get_shows (&world, 2), ==, BR_TAG_SHOWS_BLANKING);
  g_assert_false (br_store_tags_write (world.fixture->store, find_job, &second, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/tag-held/held", test_held);
  g_test_add_func ("/service/tag-held/not-held", test_not_held);
  g_test_add_func ("/service/tag-held/finder", test_finder);
  g_test_add_func ("/service/tag-held/finder-ends", test_finder_ends);
  g_test_add_func ("/service/tag-held/finder-bound", test_finder_bound);
  return g_test_run ();
}
