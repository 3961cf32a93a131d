/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One SQLite connection: transactions, dry runs, savepoints, migrations, interruption. */
#include "config.h"

#include "br-db.h"
#include "br-error.h"

#include <glib/gstdio.h>

static const BrMigration steps[] = {
  { 1, "CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE t (n INTEGER PRIMARY KEY, p INTEGER REFERENCES parent (id)) STRICT" },
  { 2, "CREATE TABLE u (n INTEGER NOT NULL) STRICT" },
  { 3, "CREATE TABLE v (n INTEGER NOT NULL) STRICT; INSERT INTO t (n, p) VALUES (99, 12345)" }, /* leaves a broken reference */
};

static BrDb *
open_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  BrDb *db = br_db_open (&(BrDbParams) { .path = path, .mode = BR_DB_WRITER }, &error);

  g_assert_no_error (error);
  return db;
}

static gint64
count (BrDb *db, const char *sql)
{
  sqlite3_stmt *statement = br_db_statement (db, sql, NULL);
  gboolean has_row;
  gint64 n;

  g_assert_nonnull (statement);
  g_assert_true (br_db_step (db, statement, &has_row, NULL));
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return n;
}

static gboolean
insert (BrDb *db, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "INSERT INTO t (n) VALUES (:n)", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, GPOINTER_TO_INT (data));
  return br_db_run (db, statement, error);
}

static gboolean
insert_and_fail (BrDb *db, gpointer data, GError **error)
{
  if (!insert (db, data, error))
    return FALSE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_REFUSED, "no");
  return FALSE;
}

static gboolean
savepoints (BrDb *db, gpointer data, GError **error)
{
  g_autoptr (GError) local = NULL;

  g_assert_false (br_db_savepoint (db, insert_and_fail, GINT_TO_POINTER (11), &local));
  g_assert_error (local, BR_ERROR, BR_ERROR_REFUSED);
  return br_db_savepoint (db, insert, GINT_TO_POINTER (12), error);
}

static void
test_transactions (void)
{
  g_autoptr (GError) error = NULL;
  BrDb *db = open_file (":memory:");

  g_assert_true (br_db_migrate (db, steps, 1, NULL));
  g_assert_true (br_db_transaction (db, insert, GINT_TO_POINTER (1), NULL));
  g_assert_false (br_db_transaction (db, insert, GINT_TO_POINTER (1), &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (br_db_transaction (db, insert_and_fail, GINT_TO_POINTER (2), &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_REFUSED);
  g_assert_true (br_db_dry_run (db, insert, GINT_TO_POINTER (3), NULL));
  g_assert_cmpint (count (db, "SELECT count(*) FROM t"), ==, 1);
  g_assert_true (br_db_transaction (db, savepoints, NULL, NULL));
  g_assert_cmpint (count (db, "SELECT sum(n) FROM t"), ==, 13);
  g_assert_true (br_db_read (db, insert, GINT_TO_POINTER (50), NULL));
  g_assert_cmpint (count (db, "SELECT sum(n) FROM t"), ==, 13);
  br_db_close (db);
}

static void
test_reader (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "reader.db", NULL);
  BrDb *writer, *reader;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  g_assert_null (br_db_open (&(BrDbParams) { .path = path, .mode = BR_DB_READER }, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
  g_clear_error (&error);
  writer = open_file (path);
  g_assert_true (br_db_migrate (writer, steps, 1, NULL));
  reader = br_db_open (&(BrDbParams) { .path = path, .mode = BR_DB_READER }, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (reader, "SELECT count(*) FROM t"), ==, 0);
  g_assert_false (insert (reader, GINT_TO_POINTER (1), &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
  br_db_close (reader);
  br_db_close (writer);
}

static void
test_not_a_database (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "text.db", NULL);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "This is a letter, not a database. It goes on for a while, so that nobody mistakes it.", -1, NULL));
  g_assert_null (br_db_open (&(BrDbParams) { .path = path, .mode = BR_DB_WRITER }, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CORRUPT);
}

static void
test_migrate (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "migrate.db", NULL);
  g_autofree char *backup = g_strconcat (path, ".backup-v2", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_before, n_after;
  BrDb *db;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_cache_dir (), 0700), ==, 0);
  db = open_file (path);
  g_assert_true (br_db_migrate (db, steps, 2, NULL));
  g_assert_cmpint (count (db, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (count (db, "PRAGMA foreign_keys"), ==, 1);
  /* A step that breaks a reference is undone as a whole; a copy of the file was made first. */
  g_assert_false (br_db_migrate (db, steps, 3, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_cmpint (count (db, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (count (db, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (count (db, "SELECT count(*) FROM sqlite_schema WHERE name = 'v'"), ==, 0);
  g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS));
  br_db_close (db);
  /* A newer file is refused and not touched. */
  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  db = open_file (path);
  g_assert_false (br_db_migrate (db, steps, 1, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_TOO_NEW);
  br_db_close (db);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

static gboolean
cancel_and_count (BrDb *db, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c", error);

  br_db_interrupt_on (db, data);
  return statement != NULL && br_db_run (db, statement, error);
}

static void
test_interrupt (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  BrDb *db = open_file (":memory:");

  g_cancellable_cancel (cancellable);
  g_assert_false (br_db_transaction (db, cancel_and_count, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (br_db_migrate (db, steps, 1, NULL));
  br_db_close (db);
}

static void
test_many_statements (void)
{
  BrDb *db = open_file (":memory:");

  for (int i = 0; i < 1500; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %d", i);

      g_assert_cmpint (count (db, sql), ==, i);
    }
  br_db_close (db);
}

/* Nobody else may read a database, whatever the umask says. */
static void
test_private (void)
{
  g_autofree char *dir = g_dir_make_tmp ("backroom-db-XXXXXX", NULL), *path = g_build_filename (dir, "x.db", NULL);
  mode_t before = umask (0);
  BrDb *db = open_file (path);
  GStatBuf info;

  umask (before);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  br_db_close (db);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/db/transactions", test_transactions);
  g_test_add_func ("/db/reader", test_reader);
  g_test_add_func ("/db/not-a-database", test_not_a_database);
  g_test_add_func ("/db/migrate", test_migrate);
  g_test_add_func ("/db/interrupt", test_interrupt);
  g_test_add_func ("/db/many-statements", test_many_statements);
  g_test_add_func ("/db/private", test_private);
  return g_test_run ();
}
