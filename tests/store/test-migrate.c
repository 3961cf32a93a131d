/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Caches of every schema there was: tests/store/db/vN-what.sql holds the data of a cache of version N and what must still be true of it.
 * It is made by the steps 1..N, opened as a user's would be, and must then have exactly the schema of a fresh cache and pass its own questions.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "br-outbox-store.h"
#include "br-projection.h"
#include "fixture.h"

#define EXPECT "-- expect: "

static char *
read_text (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("BR_SOURCE_DIR"), dir, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static GPtrArray *
list_files (const char *dir)
{
  g_autofree char *path = g_build_filename (g_getenv ("BR_SOURCE_DIR"), dir, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".sql"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);
  return names;
}

static void
execute (sqlite3 *handle, const char *sql)
{
  char *message = NULL;

  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

/* A cache file of the version in the fixture's name. */
static void
make_old_cache (Fixture *fixture, const char *name, const char *data)
{
  static const char dir[] = "data/sql/cache";
  g_autofree char *path = g_build_filename (fixture->dir, "cache.db", NULL);
  g_autoptr (GPtrArray) steps = list_files (dir);
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", atoi (name + 1));
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpuint (steps->len, >=, (guint) atoi (name + 1));
  for (int i = 0; i < atoi (name + 1); i++)
    {
      g_autofree char *step = read_text (dir, g_ptr_array_index (steps, (guint) i));

      execute (handle, step);
    }
  execute (handle, data);
  execute (handle, version);
  sqlite3_close (handle);
}

/* A question, and its answer as text. */
typedef struct
{
  const char *sql;
  GString *answer;
} Question;

static gboolean
ask_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  sqlite3_stmt *statement = br_db_statement (db, question->sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (br_db_step (db, statement, &has_row, error) && has_row)
    for (int i = 0; i < sqlite3_column_count (statement); i++)
      {
        const char *text = (const char *) sqlite3_column_text (statement, i);

        g_string_append_printf (question->answer, "%s%s", question->answer->len > 0 ? "|" : "", text != NULL ? text : "");
      }
  return TRUE;
}

static char *
ask (Fixture *fixture, const char *sql)
{
  Question question = { sql, g_string_new (NULL) };

  fixture_read (fixture, ask_job, &question);
  return g_string_free (question.answer, FALSE);
}

static void
check_expectations (Fixture *fixture, const char *data)
{
  g_auto (GStrv) lines = g_strsplit (data, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = NULL;
      g_autofree char *answer = NULL;

      if (!g_str_has_prefix (lines[i], EXPECT))
        continue;
      parts = g_strsplit (lines[i] + strlen (EXPECT), " = ", 2);
      answer = ask (fixture, parts[1]);
      g_assert_cmpstr (answer, ==, parts[0]);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

static gboolean
rebuild_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_projection_rebuild (tx, error);
}

static gboolean
take_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrPush push = { 0 };
  gboolean empty;

  if (!br_outbox_store_take (tx, 10, G_MAXSIZE, &push, &empty, error))
    return FALSE;
  g_assert_false (empty);
  br_push_clear (&push);
  return TRUE;
}

static void
test_fixture (gconstpointer name)
{
  static const char schema[] = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";
  g_autoptr (Fixture) fresh = fixture_new (1);
  g_autoptr (Fixture) old = fixture_new_closed (2);
  g_autofree char *data = read_text ("tests/store/db", name);
  g_autofree char *fresh_schema = ask (fresh, schema);
  g_autofree char *old_schema = NULL;
  g_autofree char *integrity = NULL;
  g_autofree char *orphans = NULL;

  make_old_cache (old, name, data);
  fixture_open (old, NULL);
  old_schema = ask (old, schema);
  g_assert_cmpstr (fresh_schema, ==, old_schema);
  integrity = ask (old, "PRAGMA integrity_check");
  g_assert_cmpstr (integrity, ==, "ok");
  orphans = ask (old, "SELECT COUNT(*) FROM pragma_foreign_key_check");
  g_assert_cmpstr (orphans, ==, "0");
  check_expectations (old, data);
  fixture_write (old, rebuild_job, NULL); /* what is derived can be made again, and old operations can be sent */
  fixture_write (old, take_job, NULL);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) names = NULL;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  names = list_files ("tests/store/db");
  g_assert_cmpuint (names->len, >, 0);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_strdup_printf ("/store/migrate/%s", name);

      g_test_add_data_func (path, name, test_fixture);
    }
  return g_test_run ();
}
