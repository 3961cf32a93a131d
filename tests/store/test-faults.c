/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Disk full at every write, and kill -9 at random: what was committed is there, what was not is not, and work goes on.
 * Quick: 30 kills; with -m slow: 200.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "br-error.h"
#include "br-feed-store.h"
#include "br-wire-record.h"
#include "fixture.h"

#define QUICK_KILLS 30
#define SLOW_KILLS 200
#define BATCH 5

/* A disk with room for `left` more writes. */
typedef struct
{
  gint64 left; /* -1 = endless */
} Disk;

static int
before_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  Disk *disk = data;

  if (disk->left < 0)
    return SQLITE_OK;
  if (disk->left == 0)
    return SQLITE_FULL;
  disk->left--;
  return SQLITE_OK;
}

/* One change-set of BATCH new brands. */
static gboolean
edit_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;
  BrEditor editor = fixture_editor ("kill", BR_EDIT_ATOMIC);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  BrId change;

  for (guint i = 0; i < BATCH; i++)
    {
      g_autoptr (BrRecord) brand = fixture_record (fixture, BR_KIND_BRAND);

      if (!br_edit_batch_put (batch, NULL, brand, error))
        return FALSE;
    }
  return br_edit_batch_finish (batch, &change, NULL, error);
}

static GBytes *
make_page (Fixture *fixture, gint64 from)
{
  static const BrKind kinds[] = { BR_KIND_SUPPLIER };
  BrFeedEnd end = { .next = from + BATCH, .head = from + BATCH };
  GString *page = g_string_new (NULL);

  br_feed_write_head (page, "cat", "e1", from, kinds, 1);
  for (guint i = 1; i <= BATCH; i++)
    {
      g_autoptr (BrRecord) supplier = fixture_record (fixture, BR_KIND_SUPPLIER);
      g_autoptr (GString) body = g_string_new (NULL);

      supplier->rev = 1;
      br_wire_record_write (supplier, body);
      br_feed_write_row (page, BR_KIND_SUPPLIER, &supplier->id, from + i, body->str);
    }
  br_feed_write_end (page, &end);
  return g_string_free_to_bytes (page);
}

/* The next page of a feed of suppliers. */
static gboolean
page_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (GBytes) page = NULL;
  gboolean applied, more;
  gint64 from;

  if (!br_feed_store_get_cursor (tx->db, "cat", &from, error))
    return FALSE;
  page = make_page (data, from);
  return br_feed_store_apply_page (tx, page, &applied, &more, error);
}

static gboolean
integrity_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "PRAGMA integrity_check", error);
  gboolean has_row;

  g_assert_true (br_db_step (db, statement, &has_row, error));
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_reset (statement);
  return TRUE;
}

/* Everything hangs together: whole change-sets with their operations, whole pages with their cursor. Returns how many there are of both. */
static gint64
check_whole (Fixture *fixture)
{
  gint64 n_changes = fixture_int (fixture, "SELECT COUNT(*) FROM change_set");
  gint64 n_pages = fixture_int (fixture, "SELECT COALESCE (MAX(seq), 0) FROM feed_cursor") / BATCH;

  fixture_read (fixture, integrity_job, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM pragma_foreign_key_check"), ==, 0);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM brand WHERE present AND pending = 1"), ==, n_changes * BATCH);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM supplier WHERE present"), ==, n_pages * BATCH);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_set WHERE n_patches <> 5"), ==, 0);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM change_touch"), ==, n_changes * BATCH);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM replay"), ==, n_changes * BATCH);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM shadow"), ==, n_changes * BATCH);
  g_assert_cmpint (fixture_int (fixture, "SELECT COUNT(*) FROM outbox"), ==, n_changes);
  g_assert_cmpint (fixture_int (fixture, "SELECT COALESCE ((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'next_seq'), 1)"), ==, n_changes + 1);
  return n_changes + n_pages;
}

static void
test_disk_full (gconstpointer job)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  Disk disk = { -1 };
  BrDbFaults faults = { before_io, &disk };
  gboolean done = FALSE;
  guint n_full = 0;

  fixture_open (fixture, &faults);
  for (gint64 room = 0; !done && room < 1000; room++)
    {
      g_autofree char *before = fixture_hash (fixture);
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;

      disk.left = room;
      done = br_store_write (fixture->store, *(BrStoreFunc *) job, fixture, &error);
      disk.left = -1;
      check_whole (fixture);
      if (done)
        break;
      g_assert_error (error, BR_ERROR, BR_ERROR_FULL);
      n_full++;
      after = fixture_hash (fixture);
      g_assert_cmpstr (before, ==, after);
    }
  g_assert_true (done);
  g_assert_cmpuint (n_full, >, 2);
  fixture_write (fixture, *(BrStoreFunc *) job, fixture);
  g_assert_cmpint (check_whole (fixture), ==, 2);
}

/* The child: commits for ever, and says so after each commit. */
static void
work_until_killed (Fixture *fixture, int pipe_fd)
{
  br_xorshift_init (&fixture->xorshift, (guint64) g_get_real_time () | 1); /* or every child would make the same ids */
  fixture_open (fixture, NULL);
  for (guint i = 0;; i++)
    {
      fixture_write (fixture, i % 2 ? page_job : edit_job, fixture);
      if (write (pipe_fd, "c", 1) != 1)
        _exit (1);
    }
}

/* Reads until the writer is gone. */
static gint64
count_bytes (int fd)
{
  char buffer[4096];
  gint64 n = 0;

  while (TRUE)
    {
      gssize got = read (fd, buffer, sizeof buffer);

      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return n;
      n += got;
    }
}

/* Lets a child work for a random while after its first commit, kills it; how many commits it told of. */
static gint64
kill_one (Fixture *fixture, BrXorshift *random)
{
  int fds[2];
  pid_t pid;
  char first;
  gint64 n;

  g_assert_cmpint (pipe (fds), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      close (fds[0]);
      work_until_killed (fixture, fds[1]);
    }
  close (fds[1]);
  n = read (fds[0], &first, 1);
  g_assert_cmpint (n, ==, 1);
  g_usleep (br_xorshift_below (random, 30000));
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  n += count_bytes (fds[0]);
  close (fds[0]);
  return n;
}

static void
test_kill (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  guint n_kills = g_test_slow () ? SLOW_KILLS : QUICK_KILLS;
  BrXorshift random;
  gint64 told = 0;

  br_xorshift_init (&random, fixture_seed ());
  for (guint i = 0; i < n_kills; i++)
    {
      gint64 there;

      fixture_close (fixture);
      told += kill_one (fixture, &random);
      fixture_open (fixture, NULL);
      there = check_whole (fixture);
      g_assert_cmpint (there, >=, told); /* nothing committed is lost; the last one may have been killed before it told */
      g_assert_cmpint (there, <=, told + 1);
      told = there;
    }
}

int
main (int argc, char *argv[])
{
  static const BrStoreFunc edit = edit_job, page = page_job;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/store/faults/disk-full-edit", &edit, test_disk_full);
  g_test_add_data_func ("/store/faults/disk-full-page", &page, test_disk_full);
  g_test_add_func ("/store/faults/kill", test_kill);
  return g_test_run ();
}
