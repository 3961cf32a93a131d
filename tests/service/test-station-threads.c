/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads of stations that do not end when they are told to, and a file that cannot be written: the window waits for neither, and no station has two drivers. */
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "br-error.h"
#include "tag-desk.h"

/* Drivers that take as long for a question as the test wants, whoever stops them. */
static struct
{
  GMutex mutex;
  GCond cond;
  gboolean answers;
  guint n_open, most_open, n_asked;
  char *last; /* address opened last */
} slow;

static gboolean
slow_probe (BrStationDriver *driver, BrStationHealth *health, GError **error)
{
  g_mutex_lock (&slow.mutex);
  slow.n_asked++;
  while (!slow.answers)
    g_cond_wait (&slow.cond, &slow.mutex);
  g_mutex_unlock (&slow.mutex);
  g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "nobody is there");
  return FALSE;
}

static gboolean
slow_wait (BrStationDriver *driver, gint64 wait_us, BrStationEvent *event, GError **error)
{
  g_usleep ((gulong) MIN (wait_us, 10 * 1000));
  return FALSE;
}

static void
slow_wake (BrStationDriver *driver)
{
}

static void
slow_close (BrStationDriver *driver)
{
  g_mutex_lock (&slow.mutex);
  slow.n_open--;
  g_mutex_unlock (&slow.mutex);
  g_free (driver);
}

static const BrStationDriverOps slow_ops = {
  .id = "oepl", .best_proof = BR_TAG_PROOF_TAG, .probe = slow_probe, .wait = slow_wait, .wake = slow_wake, .stop = slow_wake, .close = slow_close
};

static BrStationDriver *
open_slow (const char *kind, const char *address, const BrClock *clock, GError **error)
{
  BrStationDriver *driver = g_new0 (BrStationDriver, 1);

  driver->ops = &slow_ops;
  g_mutex_lock (&slow.mutex);
  slow.n_open++;
  slow.most_open = MAX (slow.most_open, slow.n_open);
  g_set_str (&slow.last, address);
  g_mutex_unlock (&slow.mutex);
  return driver;
}

static gboolean
is_asked (TagDesk *desk)
{
  gboolean asked;

  g_mutex_lock (&slow.mutex);
  asked = slow.n_asked > 0;
  g_mutex_unlock (&slow.mutex);
  return asked;
}

static gboolean
is_known (TagDesk *desk)
{
  g_autoptr (GPtrArray) stations = br_tag_service_get_stations (desk->service);

  return stations->len == 1 && g_str_equal (((const BrStationView *) stations->pdata[0])->address, "there");
}

static gboolean
is_driven (TagDesk *desk)
{
  gboolean driven;

  g_mutex_lock (&slow.mutex);
  driven = g_str_equal (slow.last, "there");
  g_mutex_unlock (&slow.mutex);
  return driven;
}

static void
test_slow_end (void)
{
  BrStationSettings settings = { .driver = (char *) "oepl", .name = (char *) "n", .address = (char *) "there" };
  g_autoptr (GPtrArray) stations = NULL;
  TagDesk desk;

  tag_desk_init_with (&desk, "slow-end", open_slow);
  tag_desk_add_station (&desk, "here");
  tag_desk_until (&desk, is_asked);
  stations = br_tag_service_get_stations (desk.service);
  settings.id = ((const BrStationView *) stations->pdata[0])->id;
  br_tag_service_save_station_async (desk.service, &settings, NULL, tag_desk_ready_cb, &desk);
  tag_desk_write (&desk, 0);
  tag_desk_until (&desk, is_known); /* shown, though the one before has not ended */
  g_assert_false (is_driven (&desk));
  g_mutex_lock (&slow.mutex);
  slow.answers = TRUE;
  g_cond_broadcast (&slow.cond);
  g_mutex_unlock (&slow.mutex);
  tag_desk_until (&desk, is_driven);
  g_assert_cmpuint (slow.most_open, ==, 1);
  tag_desk_clear (&desk);
  g_assert_cmpuint (slow.n_open, ==, 0);
  g_clear_pointer (&slow.last, g_free);
}

static gboolean
is_kept (TagDesk *desk)
{
  return br_tag_service_get_kept (desk->service);
}

static gboolean
is_not_kept (TagDesk *desk)
{
  return !br_tag_service_get_kept (desk->service);
}

static void
execute (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static gboolean
knows_tags (TagDesk *desk)
{
  return br_tag_service_get_counts (desk->service)->tags == 2;
}

static gboolean
shows_picture (TagDesk *desk)
{
  g_autoptr (BrTagImage) shown = tag_desk_shown (TAG_DESK_LED);

  return shown != NULL;
}

/* Another program has the file locked for longer than is waited for: that is said, nothing is sent, and it goes on by itself. */
static void
test_locked (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "locked", "tags.db", NULL);
  sqlite3 *db = NULL;
  TagDesk desk;

  tag_desk_init (&desk, "locked");
  tag_desk_add_station (&desk, "here");
  tag_desk_until (&desk, knows_tags);
  g_assert_true (is_kept (&desk));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  execute (db, "BEGIN IMMEDIATE");
  tag_desk_press (TAG_DESK_DARK); /* what cannot wait to be written */
  tag_desk_until (&desk, is_not_kept);
  execute (db, "ROLLBACK");
  sqlite3_close (db);
  tag_desk_until (&desk, is_kept);
  tag_desk_bind (&desk, TAG_DESK_LED, "A-1", FALSE, 0);
  tag_desk_until (&desk, shows_picture);
  g_assert_cmpuint (tag_desk_n_sent (), ==, 1);
  tag_desk_clear (&desk);
}

static gboolean
is_other (TagDesk *desk)
{
  return br_tag_service_get_other (desk->service);
}

/* Somebody deleted the lock, and another program was faster: this one stops driving, and only shows. */
static void
test_lost_claim (void)
{
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), "lost-claim", NULL), *lock = g_build_filename (dir, "tags.lock", NULL);
  BrStoreParams params = { .dir = dir, .clock = br_clock_system (), .random = br_random_system () };
  g_autoptr (GError) error = NULL;
  BrStore *store;
  TagDesk desk;

  tag_desk_init (&desk, "lost-claim");
  tag_desk_add_station (&desk, "here");
  tag_desk_until (&desk, knows_tags);
  store = br_store_open (&params, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (lock), ==, 0);
  g_assert_true (br_store_claim_tags (store, NULL));
  tag_desk_bind (&desk, TAG_DESK_LED, "A-1", FALSE, 0);
  tag_desk_until (&desk, is_other);
  tag_desk_press (TAG_DESK_DARK); /* nobody hears it */
  tag_desk_bind (&desk, TAG_DESK_DARK, "A-2", FALSE, 0);
  for (guint i = 0; i < 100; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10 * 1000);
    }
  g_assert_cmpuint (tag_desk_n_sent (), ==, 0);
  br_store_unref (store);
  tag_desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL); /* that a file is locked is said in the log, too */
  g_test_add_func ("/service/station-threads/slow-end", test_slow_end);
  g_test_add_func ("/service/station-threads/locked", test_locked);
  g_test_add_func ("/service/station-threads/lost-claim", test_lost_claim);
  return g_test_run ();
}
