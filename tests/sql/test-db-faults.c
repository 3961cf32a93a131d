/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that fills up or fails at the n-th operation: the right error, nothing half done, and on it goes afterwards. */
#include "config.h"

#include "br-db.h"
#include "br-error.h"

typedef struct
{
  int left; /* operations until the fault; below 0: never */
  int code;
} Disk;

static int
before_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  Disk *disk = data;

  return disk->left < 0 || disk->left-- > 0 ? SQLITE_OK : (disk->left = 0, disk->code);
}

static gboolean
insert_rows (BrDb *db, gpointer data, GError **error)
{
  for (int i = 0; i < 200; i++)
    {
      sqlite3_stmt *statement = br_db_statement (db, "INSERT INTO t (text) VALUES (hex (randomblob (500)))", error);

      if (statement == NULL || !br_db_run (db, statement, error))
        return FALSE;
    }
  return TRUE;
}

static gint64
count (BrDb *db, const char *sql)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, NULL);
  gboolean has_row;
  gint64 n;

  g_assert_true (br_db_step (db, statement, &has_row, NULL));
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return n;
}

/* Makes the disk fail after 0, 1, 2 … operations until a transaction gets through. */
static void
run (int code, int expected)
{
  static const BrMigration steps[] = { { 1, "CREATE TABLE t (text TEXT NOT NULL) STRICT" } };
  g_autofree char *path = g_strdup_printf ("%s/fault-%d.db", g_get_user_cache_dir (), code);
  Disk disk = { -1, code };
  BrDbFaults faults = { before_io, &disk };
  gint64 committed = 0;
  int n_failed = 0;
  BrDb *db;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  db = br_db_open (&(BrDbParams) { .path = path, .mode = BR_DB_WRITER, .faults = &faults, .cache_kib = 64 }, NULL);
  g_assert_nonnull (db);
  g_assert_true (br_db_migrate (db, steps, 1, NULL));
  for (int n = 0;; n += 7)
    {
      g_autoptr (GError) error = NULL;

      disk.left = n;
      if (br_db_transaction (db, insert_rows, NULL, &error))
        break;
      disk.left = -1;
      g_assert_true (g_error_matches (error, BR_ERROR, expected));
      g_assert_cmpint (count (db, "SELECT count(*) FROM t"), ==, committed);
      n_failed++;
    }
  disk.left = -1;
  g_assert_cmpint (n_failed, >, 3);
  g_assert_cmpint (count (db, "SELECT count(*) FROM t"), ==, 200);
  g_assert_cmpint (count (db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), ==, 1);
  br_db_close (db);
}

static void
test_full (void)
{
  run (SQLITE_FULL, BR_ERROR_FULL);
}

static void
test_io (void)
{
  run (SQLITE_IOERR_WRITE, BR_ERROR_IO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/db/faults/full", test_full);
  g_test_add_func ("/db/faults/io", test_io);
  return g_test_run ();
}
