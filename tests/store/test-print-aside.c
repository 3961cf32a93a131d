/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged print queue is set aside; the rest of the shop opens, and nothing is set aside without need. */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "br-print-aside.h"
#include "fixture.h"

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static gboolean
has_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
put_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "INSERT INTO label_sequence VALUES ('n', 1)", error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

static gboolean
corrupt_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_CORRUPT, "a page is not what it was");
  return FALSE;
}

/* A shop with one counter in its queue. */
static Fixture *
new_shop (void)
{
  Fixture *fixture = fixture_new (1);
  g_autoptr (GError) error = NULL;

  br_store_print_write (fixture->store, put_job, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (br_store_get_print_aside (fixture->store));
  return fixture;
}

static void
assert_begun_anew (Fixture *fixture)
{
  const char *aside = br_store_get_print_aside (fixture->store);

  g_assert_nonnull (aside);
  g_assert_true (has_file (fixture, aside));
  g_assert_false (br_print_aside_is_marked (fixture->dir));
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print.label_sequence"), ==, 0);
}

static void
test_header (void)
{
  g_autoptr (Fixture) fixture = new_shop ();

  fixture_close (fixture);
  write_file (fixture, "print.db", "this has never been a database, and it is longer than the header of one, which has a hundred bytes in all.");
  fixture_open (fixture, NULL);
  assert_begun_anew (fixture);
}

/* What was found while it was open is acted on at the next opening, once. */
static void
test_mark (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;

  g_assert_false (br_store_print_write (fixture->store, corrupt_job, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CORRUPT);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print.label_sequence"), ==, 1);
  fixture_close (fixture);
  fixture_open (fixture, NULL);
  assert_begun_anew (fixture);
  first = g_strdup (br_store_get_print_aside (fixture->store));
  br_store_print_write (fixture->store, put_job, NULL, NULL);
  fixture_close (fixture);
  fixture_open (fixture, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print.label_sequence"), ==, 1);
  g_assert_cmpstr (br_store_get_print_aside (fixture->store), ==, first);
}

/* The cache is another thing: damage there is not the queue's. */
static void
test_others (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  g_autoptr (GError) error = NULL;

  g_assert_false (br_store_write (fixture->store, corrupt_job, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CORRUPT);
  g_assert_false (br_print_aside_is_marked (fixture->dir));
}

/* As another program that prints. */
static int
lock_printing (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->dir, "print.lock", NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  return fd;
}

/* What another program prints from stays where it is: opened if that is possible, else said. */
static void
test_another_prints (void)
{
  g_autoptr (Fixture) fixture = new_shop ();
  BrStoreParams params = { .dir = fixture->dir, .clock = &fixture->clock, .random = &fixture->random };
  g_autoptr (GError) error = NULL;
  int fd;

  fixture_close (fixture);
  fd = lock_printing (fixture);
  br_print_aside_mark (fixture->dir);
  fixture_open (fixture, NULL);
  g_assert_null (br_store_get_print_aside (fixture->store));
  g_assert_true (br_print_aside_is_marked (fixture->dir));
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM print.label_sequence"), ==, 1);
  fixture_close (fixture);
  write_file (fixture, "print.db", "this has never been a database, and it is longer than the header of one, which has a hundred bytes in all.");
  g_assert_null (br_store_open (&params, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_BUSY);
  close (fd);
  fixture_open (fixture, NULL);
  assert_begun_anew (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/print-aside/header", test_header);
  g_test_add_func ("/store/print-aside/mark", test_mark);
  g_test_add_func ("/store/print-aside/others", test_others);
  g_test_add_func ("/store/print-aside/another-prints", test_another_prints);
  return g_test_run ();
}
