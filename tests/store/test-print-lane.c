/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print.db: a file and a writer of its own, seen by readers beside the cache. */
#include "config.h"

#include <glib.h>

#include "br-printer-store.h"
#include "br-settings-store.h"
#include "br-error.h"
#include "fixture.h"

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean label_done, import_done;
} Race;

static gboolean
put_printer_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_printer_store_put (tx, data, error);
}

static gboolean
join_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char sql[] = "SELECT (SELECT count (*) FROM print.printer), (SELECT count (*) FROM meta), (SELECT count (*) FROM print.shelf_label l"
                            " JOIN sku s ON s.uid = l.sku)";
  sqlite3_stmt *statement = br_db_statement (db, sql, error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (db, statement, &has_row, error))
    return FALSE;
  *(gint64 *) data = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static void
test_join (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrPrinter) printer = br_printer_new ("tcp:127.0.0.1:9100");
  gint64 n = 0;

  fixture_print_write (fixture, put_printer_job, printer);
  fixture_read (fixture, join_job, &n);
  g_assert_cmpint (n, ==, 1);
  fixture_close (fixture);
  fixture_open (fixture, NULL); /* and it is there after closing */
  fixture_read (fixture, join_job, &n);
  g_assert_cmpint (n, ==, 1);
}

static void
heard_cb (BrChange *change, gpointer data)
{
  guint *heard = data;

  heard[br_change_spares_cache (change) ? 0 : 1]++;
}

static gboolean
set_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set (tx, "k", "v", error);
}

static void
test_changes (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrPrinter) printer = br_printer_new ("tcp:127.0.0.1:9100");
  guint heard[2] = { 0 };
  guint id = br_store_listen (fixture->store, heard_cb, heard);

  fixture_print_write (fixture, put_printer_job, printer);
  fixture_write (fixture, set_job, NULL);
  br_store_unlisten (fixture->store, id);
  g_assert_cmpuint (heard[0], ==, 1);
  g_assert_cmpuint (heard[1], ==, 1);
}

/* An import that goes on until a label was committed: it would wait for ever if labels waited for it. */
static gboolean
import_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Race *race = data;
  gint64 until = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  gboolean in_time = TRUE;

  if (!br_settings_set (tx, "import", "running", error))
    return FALSE;
  g_mutex_lock (&race->lock);
  while (!race->label_done && in_time)
    in_time = g_cond_wait_until (&race->cond, &race->lock, until);
  race->import_done = race->label_done;
  g_mutex_unlock (&race->lock);
  return TRUE;
}

static gpointer
import_thread (gpointer data)
{
  gpointer *both = data;

  g_assert_true (br_store_write (both[0], import_job, both[1], NULL));
  return NULL;
}

static void
test_lanes (void)
{
  g_autofree char *dir = g_dir_make_tmp ("br-print-XXXXXX", NULL);
  g_autoptr (BrPrinter) printer = br_printer_new ("tcp:127.0.0.1:9100");
  g_autoptr (GError) error = NULL;
  BrStoreParams params = { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };
  g_autoptr (BrStore) store = br_store_open (&params, &error);
  Race race = { 0 };
  gpointer both[] = { store, &race };
  GThread *thread;

  g_assert_no_error (error);
  thread = g_thread_new ("import", import_thread, both);
  g_assert_true (br_store_print_write (store, put_printer_job, printer, &error));
  while (br_store_is_idle (store))
    g_usleep (1000);
  g_mutex_lock (&race.lock);
  race.label_done = TRUE;
  g_cond_signal (&race.cond);
  g_mutex_unlock (&race.lock);
  g_thread_join (thread);
  g_assert_true (race.import_done);
  g_assert_true (br_store_is_idle (store));
}

typedef struct
{
  const char *key;
  gint64 number;
  BrPrinter *printer;
  GPtrArray *all;
  gint64 session;
  gboolean same;
} PrinterJob;

static gboolean
fed_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrinterJob *job = data;

  return br_printer_store_fed (tx, job->key, job->number, error);
}

static gboolean
begin_job (BrStoreTx *tx, gpointer data, GError **error)
{
  PrinterJob *job = data;

  return br_printer_store_begin (tx, job->key, job->number == 0 ? NULL : job->number == 1 ? "one" : "two", &job->session, &job->same, error);
}

static gboolean
find_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  PrinterJob *job = data;

  g_clear_pointer (&job->printer, br_printer_free);
  job->printer = br_printer_store_find (db, job->key, error);
  return job->printer != NULL;
}

static void
test_printer (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrPrinter) printer = br_printer_new ("usb:1203:0230:A1");
  PrinterJob job = { .key = "usb:1203:0230:A1", .number = 120 };

  printer->name = g_strdup ("收银台");
  printer->language = BR_LANGUAGE_TSPL;
  printer->head = (BrHead) { 12, 1, 832, 1 };
  printer->media_width = 6000;
  printer->offset_x = -30;
  printer->odometer_mm = 5; /* not a setting */
  fixture_print_write (fixture, put_printer_job, printer);
  fixture_print_write (fixture, fed_job, &job);
  fixture_read (fixture, find_job, &job);
  g_assert_cmpint (job.printer->odometer_mm, ==, 120);
  g_assert_cmpint (job.printer->offset_x, ==, -30);
  g_assert_cmpuint (job.printer->head.width_dots, ==, 832);
  g_assert_cmpstr (job.printer->name, ==, printer->name);
  fixture_print_write (fixture, put_printer_job, printer); /* saving settings keeps it */
  fixture_read (fixture, find_job, &job);
  g_assert_cmpint (job.printer->odometer_mm, ==, 120);
  job.number = -1;
  fixture_print_write (fixture, fed_job, &job);
  fixture_read (fixture, find_job, &job);
  g_assert_cmpint (job.printer->odometer_mm, ==, 0);
  br_printer_free (job.printer);
}

/* Sessions count up; only a printer that can be told from its next power-up is ever the same. */
static void
test_session (void)
{
  static const struct
  {
    gint64 identity; /* 0 = none */
    gboolean same;
  } rows[] = { { 1, FALSE }, { 1, TRUE }, { 2, FALSE }, { 0, FALSE }, { 0, FALSE }, { 2, FALSE } };
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrPrinter) printer = br_printer_new ("file:/x");
  PrinterJob job = { .key = "file:/x" };

  fixture_print_write (fixture, put_printer_job, printer);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      job.number = rows[i].identity;
      fixture_print_write (fixture, begin_job, &job);
      g_assert_cmpint (job.session, ==, (gint64) i + 1);
      g_assert_cmpint (job.same, ==, rows[i].same);
    }
}

static void
test_printer_limits (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (BrPrinter) printer = br_printer_new ("file:/x");
  g_autoptr (GError) error = NULL;

  printer->darkness = 101;
  g_assert_false (br_store_print_write (fixture->store, put_printer_job, printer, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_clear_error (&error);
  printer->darkness = 50;
  printer->head.dots_den = 0;
  g_assert_false (br_store_print_write (fixture->store, put_printer_job, printer, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/print/join", test_join);
  g_test_add_func ("/store/print/changes", test_changes);
  g_test_add_func ("/store/print/lanes", test_lanes);
  g_test_add_func ("/store/print/printer", test_printer);
  g_test_add_func ("/store/print/session", test_session);
  g_test_add_func ("/store/print/printer-limits", test_printer_limits);
  return g_test_run ();
}
