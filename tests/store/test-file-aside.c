/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged print queue, or what is known of shelf tags, is set aside; the rest of the shop opens, and nothing is set aside without need. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "br-file-aside.h"
#include "fixture.h"

/* One of the files beside the cache. */
typedef struct
{
  const char *stem, *insert, *count;
  gboolean (*write) (BrStore *store, BrStoreFunc func, gpointer data, GError **error);
  const char *(*get_aside) (BrStore *store);
} Beside;

static const Beside print = { "print", "INSERT INTO label_sequence VALUES ('n', 1)", "SELECT count (*) FROM print.label_sequence", br_store_print_write,
                              br_store_get_print_aside };
static const Beside tags = { "tags", "INSERT INTO station (driver, name, address, capacity) VALUES ('oepl', 'n', 'h', 1)", "SELECT count (*) FROM tags.station",
                             br_store_tags_write, br_store_get_tags_aside };

static void
damage (Fixture *fixture, const Beside *file)
{
  g_autofree char *name = g_strconcat (file->stem, ".db", NULL), *path = g_build_filename (fixture->dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "this has never been a database, and it is longer than the header of one, which has a hundred bytes in all.", -1, &error);
  g_assert_no_error (error);
}

static gboolean
has_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
insert_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Beside *file = data;
  sqlite3_stmt *statement = br_db_statement (tx->db, file->insert, error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

static gboolean
corrupt_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_CORRUPT, "a page is not what it was");
  return FALSE;
}

/* A shop with one row in the file. */
static Fixture *
new_shop (const Beside *file)
{
  Fixture *fixture = fixture_new (1);
  g_autoptr (GError) error = NULL;

  file->write (fixture->store, insert_job, (gpointer) file, &error);
  g_assert_no_error (error);
  g_assert_null (file->get_aside (fixture->store));
  return fixture;
}

static void
assert_begun_anew (Fixture *fixture, const Beside *file)
{
  const char *aside = file->get_aside (fixture->store);

  g_assert_nonnull (aside);
  g_assert_true (has_file (fixture, aside));
  g_assert_false (br_file_aside_is_marked (fixture->dir, file->stem));
  g_assert_cmpint (fixture_int (fixture, file->count), ==, 0);
}

static void
test_header (gconstpointer data)
{
  const Beside *file = data;
  g_autoptr (Fixture) fixture = new_shop (file);

  fixture_close (fixture);
  damage (fixture, file);
  fixture_open (fixture, NULL);
  assert_begun_anew (fixture, file);
}

/* What was found while it was open is acted on at the next opening, once. */
static void
test_mark (gconstpointer data)
{
  const Beside *file = data;
  g_autoptr (Fixture) fixture = new_shop (file);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;

  g_assert_false (file->write (fixture->store, corrupt_job, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CORRUPT);
  g_assert_cmpint (fixture_int (fixture, file->count), ==, 1);
  fixture_close (fixture);
  fixture_open (fixture, NULL);
  assert_begun_anew (fixture, file);
  first = g_strdup (file->get_aside (fixture->store));
  file->write (fixture->store, insert_job, (gpointer) file, NULL);
  fixture_close (fixture);
  fixture_open (fixture, NULL);
  g_assert_cmpint (fixture_int (fixture, file->count), ==, 1);
  g_assert_cmpstr (file->get_aside (fixture->store), ==, first);
}

/* The cache is another thing: damage there is not the queue's. */
static void
test_others (gconstpointer data)
{
  const Beside *file = data;
  g_autoptr (Fixture) fixture = new_shop (file);
  g_autoptr (GError) error = NULL;

  g_assert_false (br_store_write (fixture->store, corrupt_job, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CORRUPT);
  g_assert_false (br_file_aside_is_marked (fixture->dir, file->stem));
}

/* As another program that acts on it. */
static int
lock_file (Fixture *fixture, const Beside *file)
{
  g_autofree char *name = g_strconcat (file->stem, ".lock", NULL), *path = g_build_filename (fixture->dir, name, NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  return fd;
}

/* What another program acts on stays where it is: opened if that is possible, else said. */
static void
test_another_acts (gconstpointer data)
{
  const Beside *file = data;
  g_autoptr (Fixture) fixture = new_shop (file);
  BrStoreParams params = { .dir = fixture->dir, .clock = &fixture->clock, .random = &fixture->random };
  g_autoptr (GError) error = NULL;
  int fd;

  fixture_close (fixture);
  fd = lock_file (fixture, file);
  br_file_aside_mark (fixture->dir, file->stem);
  fixture_open (fixture, NULL);
  g_assert_null (file->get_aside (fixture->store));
  g_assert_true (br_file_aside_is_marked (fixture->dir, file->stem));
  g_assert_cmpint (fixture_int (fixture, file->count), ==, 1);
  fixture_close (fixture);
  damage (fixture, file);
  g_assert_null (br_store_open (&params, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  close (fd);
  fixture_open (fixture, NULL);
  assert_begun_anew (fixture, file);
}

/* One file's damage is not the other's. */
static void
test_each_its_own (void)
{
  g_autoptr (Fixture) fixture = new_shop (&print);
  g_autoptr (GError) error = NULL;

  tags.write (fixture->store, insert_job, (gpointer) &tags, &error);
  g_assert_no_error (error);
  fixture_close (fixture);
  damage (fixture, &tags);
  fixture_open (fixture, NULL);
  assert_begun_anew (fixture, &tags);
  g_assert_null (print.get_aside (fixture->store));
  g_assert_cmpint (fixture_int (fixture, print.count), ==, 1);
}

int
main (int argc, char **argv)
{
  static const Beside *const files[] = { &print, &tags };
  static const struct
  {
    const char *name;
    GTestDataFunc func;
  } tests[] = { { "header", test_header }, { "mark", test_mark }, { "others", test_others }, { "another-acts", test_another_acts } };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree char *path = g_strdup_printf ("/store/file-aside/%s/%s", files[i]->stem, tests[j].name);

        g_test_add_data_func (path, files[i], tests[j].func);
      }
  g_test_add_func ("/store/file-aside/each-its-own", test_each_its_own);
  return g_test_run ();
}
