/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tags.db of a newer Backroom, on a full disk or one that only reads, and deleted while it is used: said as what it is, nothing lost, and the rest of the shop goes on. */
#include "config.h"

#include <glib/gstdio.h>

#include "br-error.h"
#include "br-settings-store.h"
#include "tag-shop.h"

#define N_STATIONS "SELECT count (*) FROM tags.station"

static gboolean
station_body (BrStoreTx *tx, gpointer data, GError **error)
{
  tag_shop_tag (tx, tag_shop_station (tx, "a"), "TAG");
  return TRUE;
}

static void
set_version (Fixture *fixture, int version)
{
  g_autofree char *path = g_build_filename (fixture->dir, "tags.db", NULL), *sql = g_strdup_printf ("PRAGMA user_version = %d", version);
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static void
test_newer (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  BrStoreParams params = { .dir = fixture->dir, .clock = &fixture->clock, .random = &fixture->random };
  int version = (int) fixture_int (fixture, "PRAGMA tags.user_version");
  g_autoptr (GError) error = NULL;

  tag_shop_run (fixture, station_body);
  fixture_close (fixture);
  set_version (fixture, 9999);
  for (guint i = 0; i < 2; i++) /* the same the second time: nothing was set aside, nothing was written */
    {
      g_assert_null (br_store_open (&params, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_TOO_NEW);
      g_clear_error (&error);
    }
  set_version (fixture, version);
  fixture_open (fixture, NULL);
  g_assert_null (br_store_get_tags_aside (fixture->store));
  g_assert_cmpint (fixture_int (fixture, N_STATIONS), ==, 1);
}

/* A disk on which tags.db has room for `left` more writes, and all other files for any. */
typedef struct
{
  gint64 left; /* -1 = endless */
  int code; /* of what fails */
} Disk;

static int
before_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  Disk *disk = data;

  if (disk->left < 0 || path == NULL || strstr (path, "tags.db") == NULL)
    return SQLITE_OK;
  if (disk->left == 0)
    return disk->code;
  disk->left--;
  return SQLITE_OK;
}

static gboolean
second_body (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char sql[] = "INSERT INTO station (driver, name, address, capacity) VALUES ('oepl', 'n', 'b', 100)";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  br_store_tx_note_tags (tx);
  return statement != NULL && br_db_run (tx->db, statement, error);
}

static gboolean
setting_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set (tx, "k", "v", error);
}

/* Full at each write of a transaction in turn. */
static void
test_full (void)
{
  g_autoptr (Fixture) fixture = fixture_new_closed (1);
  Disk disk = { -1, SQLITE_FULL };
  BrDbFaults faults = { .before_io = before_io, .data = &disk };
  gboolean enough = FALSE;
  gint64 room;

  fixture_open (fixture, &faults);
  tag_shop_run (fixture, station_body);
  for (room = 0; !enough; room++)
    {
      g_autoptr (GError) error = NULL;

      disk.left = room;
      enough = br_store_tags_write (fixture->store, second_body, NULL, &error);
      if (!enough)
        {
          g_assert_error (error, BR_ERROR, BR_ERROR_FULL);
          g_assert_cmpint (fixture_int (fixture, N_STATIONS), ==, 1); /* all of it or nothing */
        }
      fixture_write (fixture, setting_job, NULL); /* goods are not concerned */
      disk.left = -1;
      g_assert_cmpint (room, <, 50);
    }
  g_assert_cmpint (room, >, 1);
  g_assert_cmpint (fixture_int (fixture, N_STATIONS), ==, 2);
  fixture_close (fixture);
  fixture_open (fixture, NULL);
  g_assert_cmpint (fixture_int (fixture, N_STATIONS), ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM tags.tag"), ==, 1);
}

static void
test_read_only (void)
{
  g_autoptr (Fixture) fixture = fixture_new_closed (1);
  Disk disk = { -1, SQLITE_READONLY };
  BrDbFaults faults = { .before_io = before_io, .data = &disk };
  g_autoptr (GError) error = NULL;

  fixture_open (fixture, &faults);
  tag_shop_run (fixture, station_body);
  disk.left = 0;
  g_assert_false (br_store_tags_write (fixture->store, second_body, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
  g_clear_error (&error);
  fixture_write (fixture, setting_job, NULL);
  g_assert_cmpint (fixture_int (fixture, N_STATIONS), ==, 1);
  disk.left = -1;
  g_assert_true (br_store_tags_write (fixture->store, second_body, NULL, &error));
  g_assert_no_error (error);
}

static void
delete_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
assert_not_written (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (br_store_tags_write (fixture->store, second_body, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
  g_assert_cmpint (fixture_int (fixture, N_STATIONS), ==, 1);
  fixture_write (fixture, setting_job, NULL);
}

/* With its log, or without: what was committed is there at the next start. */
static void
test_deleted (void)
{
  for (guint with_log = 0; with_log < 2; with_log++)
    {
      g_autoptr (Fixture) fixture = fixture_new (1);

      tag_shop_run (fixture, station_body);
      delete_file (fixture, "tags.db");
      if (with_log)
        {
          delete_file (fixture, "tags.db-wal");
          delete_file (fixture, "tags.db-shm");
        }
      for (guint i = 0; i < 2; i++)
        assert_not_written (fixture);
      fixture_close (fixture);
      fixture_open (fixture, NULL);
      g_assert_null (br_store_get_tags_aside (fixture->store));
      g_assert_cmpint (fixture_int (fixture, N_STATIONS), ==, 1);
      g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM tags.tag"), ==, 1);
      tag_shop_run (fixture, second_body);
    }
}

/* A file that somebody put in its place, as from a backup, is left as it is. */
static void
test_replaced (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autofree char *path = NULL, *backup = NULL;

  fixture_close (fixture);
  path = g_build_filename (fixture->dir, "tags.db", NULL);
  backup = g_build_filename (fixture->dir, "backup", NULL);
  g_assert_cmpint (g_rename (path, backup), ==, 0);
  fixture_open (fixture, NULL);
  tag_shop_run (fixture, station_body);
  g_assert_cmpint (g_rename (backup, path), ==, 0);
  assert_not_written (fixture);
  fixture_close (fixture);
  delete_file (fixture, "tags.db-wal");
  fixture_open (fixture, NULL);
  g_assert_cmpint (fixture_int (fixture, N_STATIONS), ==, 0);
}

/* Whoever deletes the lock has another program drive the stations, once that asks first. */
static void
test_lock_deleted (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  BrStoreParams params = { .dir = fixture->dir, .clock = &fixture->clock, .random = &fixture->random };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrStore) other = br_store_open (&params, &error);

  g_assert_no_error (error);
  g_assert_true (br_store_claim_tags (fixture->store, NULL));
  delete_file (fixture, "tags.lock");
  g_assert_true (br_store_claim_tags (fixture->store, NULL)); /* in time */
  g_assert_false (br_store_claim_tags (other, NULL));
  delete_file (fixture, "tags.lock");
  g_assert_true (br_store_claim_tags (other, NULL));
  g_assert_false (br_store_claim_tags (fixture->store, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/tag-file/newer", test_newer);
  g_test_add_func ("/store/tag-file/full", test_full);
  g_test_add_func ("/store/tag-file/read-only", test_read_only);
  g_test_add_func ("/store/tag-file/deleted", test_deleted);
  g_test_add_func ("/store/tag-file/replaced", test_replaced);
  g_test_add_func ("/store/tag-file/lock-deleted", test_lock_deleted);
  return g_test_run ();
}
