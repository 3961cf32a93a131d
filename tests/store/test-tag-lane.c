/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tags.db: a file and a writer of its own, seen by readers beside the cache and the print queue. */
#include "config.h"

#include "br-error.h"
#include "br-settings-store.h"
#include "fixture.h"

static gboolean
insert_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "INSERT INTO station (driver, name, address, capacity) VALUES ('oepl', 'Door', '10.0.0.2', 100)", error);

  br_store_tx_note_tags (tx);
  return statement != NULL && br_db_run (tx->db, statement, error);
}

static gboolean
set_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set (tx, "k", "v", error);
}

/* What the listener heard last. */
typedef struct
{
  guint n;
  gboolean tags, bindings, printing, spares;
} Heard;

static void
heard_cb (BrChange *change, gpointer data)
{
  Heard *heard = data;

  *heard = (Heard) { heard->n + 1, change->tags, change->bindings, change->printing, br_change_spares_cache (change) };
}

static void
test_changes (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (GError) error = NULL;
  Heard heard = { 0 };
  guint id = br_store_listen (fixture->store, heard_cb, &heard);

  g_assert_true (br_store_tags_write (fixture->store, insert_job, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (heard.n, ==, 1);
  g_assert_true (heard.tags && heard.spares);
  g_assert_false (heard.bindings || heard.printing);
  fixture_write (fixture, set_job, NULL);
  g_assert_cmpuint (heard.n, ==, 2);
  g_assert_false (heard.tags || heard.spares);
  br_store_unlisten (fixture->store, id);
}

static void
test_join (void)
{
  static const char sql[] = "SELECT (SELECT count (*) FROM tags.station) + (SELECT count (*) FROM print.printer) + (SELECT count (*) FROM sku)";
  g_autoptr (Fixture) fixture = fixture_new (1);

  g_assert_true (br_store_tags_write (fixture->store, insert_job, NULL, NULL));
  g_assert_cmpint (fixture_int (fixture, sql), ==, 1);
  fixture_close (fixture);
  fixture_open (fixture, NULL); /* and it is there after closing */
  g_assert_cmpint (fixture_int (fixture, sql), ==, 1);
}

/* One program drives the stations; another one that has the profile open is told so. Printing is another claim. */
static void
test_claim (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  BrStoreParams params = { .dir = fixture->dir, .clock = &fixture->clock, .random = &fixture->random };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrStore) other = br_store_open (&params, &error);

  g_assert_no_error (error);
  g_assert_true (br_store_claim_tags (fixture->store, &error));
  g_assert_true (br_store_claim_tags (fixture->store, &error));
  g_assert_false (br_store_claim_tags (other, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_true (br_store_claim_printing (other, &error));
  fixture_close (fixture);
  g_assert_true (br_store_claim_tags (other, &error));
}

/* data: the store, and where finished jobs are counted. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  gpointer *both = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (br_store_tags_write_finish (both[0], result, NULL, &error));
  g_assert_no_error (error);
  ++*(guint *) both[1];
}

static void
test_threads (void)
{
  g_autoptr (Fixture) fixture = fixture_new_closed (1);
  BrStoreParams params = { .dir = fixture->dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrStore) store = br_store_open (&params, &error);
  guint n = 0;
  gpointer both[] = { store, &n };

  g_assert_no_error (error);
  br_store_tags_write_async (store, insert_job, NULL, NULL, NULL, written_cb, both);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (br_store_tags_write (store, insert_job, NULL, &error)); /* the same address twice */
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/tag-lane/changes", test_changes);
  g_test_add_func ("/store/tag-lane/join", test_join);
  g_test_add_func ("/store/tag-lane/claim", test_claim);
  g_test_add_func ("/store/tag-lane/threads", test_threads);
  return g_test_run ();
}
