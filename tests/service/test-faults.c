/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cache under faults while a file is imported, a product is edited and a change-set is undone: the process is killed with SIGKILL at
 * numbered points (the n-th write, sync or truncate of a database file) and at random ones, and the disk is full from such a point on.
 * Afterwards the cache is whole, holds all of the work or none of it, and doing the work again gives what it gives without faults.
 *
 * BACKROOM_KILLS sets how many random kills there are (default 200; Valgrind's run asks for fewer).
 */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "br-edit-store.h"
#include "br-error.h"
#include "br-import.h"
#include "br-record-store.h"
#include "br-store.h"

#define N_ROWS 150

/* Counts the I/O of the database files, and acts at point n. */
typedef struct
{
  gint64 n;         /* the point; 0 = never */
  gint64 count;
  gboolean kill;    /* SIGKILL at n; else the disk is full from n on */
  BrDbFaults table; /* set by open_cache; the struct outlives the store */
} Faults;

static int
before_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  Faults *faults = data;

  faults->count++;
  if (faults->n == 0 || faults->count < faults->n)
    return SQLITE_OK;
  if (faults->kill)
    kill (getpid (), SIGKILL);
  return g_str_equal (what, "sync") ? SQLITE_OK : SQLITE_FULL;
}

static gint64
frozen_now (gpointer data)
{
  return G_GINT64_CONSTANT (1795356120000000);
}

static const BrClock clock_frozen = { .now_us = frozen_now, .monotonic_us = frozen_now };

/* Each opening makes other ids: the clock stands still, so the generator alone keeps them apart. */
static BrStore *
open_cache (const char *dir, Faults *faults, BrXorshift *xorshift, BrRandom *random)
{
  BrStoreParams params = { .dir = dir, .clock = &clock_frozen, .random = random, .faults = faults != NULL ? &faults->table : NULL };
  g_autoptr (GError) error = NULL;
  static guint64 n_openings = 0;
  BrStore *store;

  if (faults != NULL)
    faults->table = (BrDbFaults) { .before_io = before_io, .data = faults };
  br_xorshift_init (xorshift, ++n_openings);
  *random = br_xorshift_random (xorshift);
  store = br_store_open (&params, &error);
  g_assert_no_error (error);
  return store;
}

/* --- The three pieces of work. Each returns whether it was done, and is repeatable. --- */

typedef gboolean (*Work) (BrStore *store, GError **error);

static gboolean
work_import (BrStore *store, GError **error)
{
  g_autoptr (GString) text = g_string_new ("code,barcode,name,category,brand,price,cost\r\n");
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (BrImport) import = NULL;
  g_autoptr (GBytes) bytes = NULL;
  BrImportOptions options = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "Import", .policy = BR_IMPORT_SKIP_ROWS, .digits = 2 };

  for (int i = 0; i < N_ROWS; i++)
    g_string_append_printf (text, "K%d,,光明 Goods %d,Food/Dairy %d,Brand %d,%d.90,%d.10\r\n", i, i, i % 7, i % 5, i + 2, i + 1);
  bytes = g_bytes_new (text->str, text->len);
  import = br_import_new (bytes, "k.csv", error);
  report = import != NULL ? br_import_run (import, store, &options, NULL, NULL, error) : NULL;
  g_assert_true (report == NULL || report->n_rejected == 0);
  return report != NULL;
}

static gboolean
rename_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrEditor editor = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "Rename", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (BrRecord) before = NULL, after = NULL;
  BrId product, change;
  gboolean found;

  /* The work changes its own mind: "old" becomes "new" and the other way round is not done. */
  if (!br_record_store_find_by_text (tx->db, BR_KIND_PRODUCT, BR_PRODUCT_NAME, "old", &product, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  if (!br_record_store_load (tx->db, BR_KIND_PRODUCT, &product, &before, error))
    return FALSE;
  after = br_record_copy (before);
  br_value_set_text (&after->cells[BR_PRODUCT_NAME], "new");
  br_value_set_text (&after->cells[BR_PRODUCT_DESCRIPTION], "described");
  return br_edit_batch_put (batch, before, after, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

static gboolean
work_edit (BrStore *store, GError **error)
{
  return br_store_write (store, rename_job, NULL, error);
}

static gboolean
undo_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrEditor editor = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "Undo", .mode = BR_EDIT_EACH };
  sqlite3_stmt *statement = br_db_statement (tx->db, "SELECT uid FROM change_set WHERE undo_of IS NULL ORDER BY id LIMIT 1", error);
  g_autoptr (GPtrArray) losses = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean has_row;
  BrId change, undo;

  if (statement == NULL || !br_db_step (tx->db, statement, &has_row, error))
    return FALSE;
  g_assert_true (has_row);
  memcpy (change.bytes, sqlite3_column_blob (statement, 0), sizeof change.bytes);
  sqlite3_reset (statement);
  if (br_undo_apply (tx, &editor, &change, &undo, &losses, &problem) || g_error_matches (problem, BR_ERROR, BR_ERROR_EXISTS))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static gboolean
work_undo (BrStore *store, GError **error)
{
  return br_store_write (store, undo_job, NULL, error);
}

/* What stands in the cache before the work: one product called "old". */
static gboolean
seed_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrEditor editor = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "Seed", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  BrId ids[2] = { br_id_make (tx->clock, tx->random), br_id_make (tx->clock, tx->random) }, change;
  g_autoptr (BrRecord) product = br_record_new (BR_KIND_PRODUCT, &ids[0]), sku = br_record_new (BR_KIND_SKU, &ids[1]);

  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "old");
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &ids[0]);
  br_value_set_text (&sku->cells[BR_SKU_CODE], "SEED");
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  return br_edit_batch_put (batch, NULL, product, error) && br_edit_batch_put (batch, NULL, sku, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

/* --- Looking at a cache. --- */

static void
check_rules (BrDb *db)
{
  static const struct
  {
    const char *sql;
    const char *expected;
  } rules[] = {
    { "PRAGMA integrity_check", "ok" },
    { "SELECT count(*) FROM pragma_foreign_key_check", "0" },
    { "SELECT count(*) FROM change_part WHERE id NOT IN (SELECT part FROM outbox)", "0" },
    { "SELECT count(*) - coalesce(max(seq), 0) FROM outbox", "0" }, /* dense from 1 */
    { "SELECT count(*) FROM sku WHERE present = 1 AND id NOT IN (SELECT id FROM sku_list)", "0" },
    { "SELECT count(*) FROM sku_list WHERE id NOT IN (SELECT id FROM sku WHERE present = 1)", "0" },
    { "SELECT count(*) FROM change_set WHERE n_patches <> (SELECT count(*) FROM change_touch JOIN change_part ON change_part.id = part WHERE change = change_set.id)",
      "0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      sqlite3_stmt *statement = br_db_statement (db, rules[i].sql, NULL);
      gboolean has_row;

      g_assert_nonnull (statement);
      g_assert_true (br_db_step (db, statement, &has_row, NULL) && has_row);
      g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, rules[i].expected);
      sqlite3_reset (statement);
    }
}

/* Content of products, SKUs and prices, by names and codes and not by ids: those differ with how often the work was begun. */
static gboolean
content_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char sql[] =
      "SELECT coalesce(group_concat(row, ';'), '') FROM (SELECT coalesce(code, '') || '|' || coalesce(product.name, '') || '|' || coalesce(description, '')"
      " || '|' || coalesce(sku_list.price, '') || '|' || coalesce(sku_list.cost, '') || '|' || coalesce(category.name, '') AS row FROM sku_list"
      " JOIN product ON product.id = sku_list.product LEFT JOIN category ON category.id = sku_list.category ORDER BY code)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  g_assert_nonnull (statement);
  g_assert_true (br_db_step (db, statement, &has_row, error) && has_row);
  *(char **) data = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return TRUE;
}

/* The rules are checked on a connection of their own: the integrity check of an FTS5 table believes the segment list that its connection
 * read last, so that on a reader which looked before the change it reports damage that is not there (SQLite 3.46). */
static char *
look (BrStore *store)
{
  g_autofree char *path = g_build_filename (br_store_get_dir (store), "cache.db", NULL);
  g_autoptr (GError) error = NULL;
  BrDb *db = br_db_open (&(BrDbParams) { .path = path, .mode = BR_DB_READER }, &error);
  char *content = NULL;

  g_assert_no_error (error);
  check_rules (db);
  br_db_close (db);
  g_assert_true (br_store_read (store, content_job, &content, NULL, &error));
  g_assert_no_error (error);
  return content;
}

/* --- The campaign. --- */

typedef struct
{
  const char *name;
  Work prepare; /* or NULL: what must stand before the work */
  Work work;
} Case;

static const Case cases[] = { { "import", NULL, work_import }, { "edit", NULL, work_edit }, { "undo", work_import, work_undo } };

typedef struct
{
  const Case *the_case;
  char *origin;  /* folder of the cache before the work */
  char *before;  /* its content */
  char *after;   /* content once the work is done */
  gint64 n_io;    /* how many points the work has */
} Campaign;

static void
copy_cache (const char *from, const char *to)
{
  g_autofree char *source = g_build_filename (from, "cache.db", NULL), *target = g_build_filename (to, "cache.db", NULL);
  g_autofree char *contents = NULL;
  gsize length;
  static const char *const leftovers[] = { "cache.db-wal", "cache.db-shm" };

  g_mkdir_with_parents (to, 0700);
  g_assert_true (g_file_get_contents (source, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (target, contents, (gssize) length, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (leftovers); i++)
    {
      g_autofree char *path = g_build_filename (to, leftovers[i], NULL);

      g_unlink (path);
    }
}

static void
set_up (Campaign *campaign, const Case *the_case)
{
  g_autofree char *done = g_build_filename (g_get_user_data_dir (), the_case->name, "done", NULL);
  BrXorshift xorshift;
  BrRandom random;
  Faults faults = { 0 };
  g_autoptr (GError) error = NULL;
  BrStore *store;

  campaign->the_case = the_case;
  campaign->origin = g_build_filename (g_get_user_data_dir (), the_case->name, "origin", NULL);
  store = open_cache (campaign->origin, NULL, &xorshift, &random);
  g_assert_true (the_case->prepare == NULL ? br_store_write (store, seed_job, NULL, &error) : the_case->prepare (store, &error));
  campaign->before = look (store);
  br_store_unref (store);
  copy_cache (campaign->origin, done);
  store = open_cache (done, &faults, &xorshift, &random);
  faults.count = 0;
  g_assert_true (the_case->work (store, &error));
  g_assert_no_error (error);
  campaign->n_io = faults.count;
  campaign->after = look (store);
  br_store_unref (store);
  g_assert_cmpint (campaign->n_io, >, 3);
  g_assert_cmpstr (campaign->before, !=, campaign->after);
}

static void
tear_down (Campaign *campaign)
{
  g_free (campaign->origin);
  g_free (campaign->before);
  g_free (campaign->after);
}

/* In the child: never returns. */
static void
work_until_killed (const Campaign *campaign, const char *dir, gint64 point)
{
  Faults faults = { .kill = TRUE };
  BrXorshift xorshift;
  BrRandom random;
  BrStore *store = open_cache (dir, &faults, &xorshift, &random);

  faults.count = 0;
  faults.n = point;
  campaign->the_case->work (store, NULL);
  kill (getpid (), SIGKILL); /* the last point: after the commit, before anybody heard of it */
}

static void
check_recovery (const Campaign *campaign, const char *dir)
{
  BrXorshift xorshift;
  BrRandom random;
  BrStore *store = open_cache (dir, NULL, &xorshift, &random);
  g_autofree char *content = look (store), *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_equal (content, campaign->before) || g_str_equal (content, campaign->after));
  g_assert_true (campaign->the_case->work (store, &error));
  g_assert_no_error (error);
  again = look (store);
  g_assert_cmpstr (again, ==, campaign->after);
  br_store_unref (store);
}

static void
kill_at (const Campaign *campaign, gint64 point)
{
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), campaign->the_case->name, "killed", NULL);
  int status;
  pid_t child;

  g_test_message ("%s killed at %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, campaign->the_case->name, point, campaign->n_io);
  copy_cache (campaign->origin, dir);
  child = fork ();
  if (child == 0)
    work_until_killed (campaign, dir, point);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  check_recovery (campaign, dir);
}

/* How many points are spread over the work, the first and the last among them. */
static int
n_numbered (void)
{
  return g_getenv ("BR_UNDER_VALGRIND") != NULL ? 4 : 16;
}

static void
test_kill (gconstpointer data)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  const char *wanted = g_getenv ("BACKROOM_KILLS");
  int n_random = (wanted != NULL ? atoi (wanted) : 200) / (int) G_N_ELEMENTS (cases);
  Campaign campaign;

  g_test_message ("seed=%u", seed);
  set_up (&campaign, data);
  for (int i = 0; i < n_numbered (); i++)
    kill_at (&campaign, 1 + (campaign.n_io - 1) * i / (n_numbered () - 1));
  kill_at (&campaign, campaign.n_io + 1);
  for (int i = 0; i < n_random; i++)
    kill_at (&campaign, g_rand_int_range (rand, 1, (gint32) campaign.n_io + 2));
  tear_down (&campaign);
}

/* Full from point n on: a clear error, the cache as before; once there is room, the same open cache goes on. */
static void
fill_at (const Campaign *campaign, gint64 point)
{
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), campaign->the_case->name, "full", NULL);
  Faults faults = { 0 };
  BrXorshift xorshift;
  BrRandom random;
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL, *again = NULL;
  BrStore *store;

  g_test_message ("%s full at %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, campaign->the_case->name, point, campaign->n_io);
  copy_cache (campaign->origin, dir);
  store = open_cache (dir, &faults, &xorshift, &random);
  faults.count = 0;
  faults.n = point;
  if (campaign->the_case->work (store, &error))
    g_assert_no_error (error); /* the rest of the work needed no room */
  else
    g_assert_error (error, BR_ERROR, BR_ERROR_FULL);
  faults.n = 0;
  content = look (store);
  g_assert_cmpstr (content, ==, error != NULL ? campaign->before : campaign->after);
  g_clear_error (&error);
  g_assert_true (campaign->the_case->work (store, &error));
  g_assert_no_error (error);
  again = look (store);
  g_assert_cmpstr (again, ==, campaign->after);
  br_store_unref (store);
}

static void
test_full (gconstpointer data)
{
  Campaign campaign;

  set_up (&campaign, data);
  for (int i = 0; i < n_numbered (); i++)
    fill_at (&campaign, 1 + (campaign.n_io - 1) * i / (n_numbered () - 1));
  tear_down (&campaign);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *killed = g_strdup_printf ("/service/faults/kill/%s", cases[i].name), *full = g_strdup_printf ("/service/faults/full/%s", cases[i].name);

      g_test_add_data_func (killed, &cases[i], test_kill);
      g_test_add_data_func (full, &cases[i], test_full);
    }
  return g_test_run ();
}
