/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo shop as `./dev run` and "Try the demo shop" start it: the program itself, a machine that enrols there, and its traffic. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "br-store.h"
#include "br-sync-service.h"

#define PATIENCE_S 60
#define TICK_MS 50
#define N_SKUS "200"

/** Demo: a running backroom-sim and what it told. */
typedef struct
{
  GSubprocess *process;
  char *url, *code, *code_all, *printer, *web, *station, *tags_web, *login;
} Demo;

/** Machine: a device that reads from it. */
typedef struct
{
  BrStore *store;
  BrSyncService *service;
} Machine;

static void
demo_start (Demo *self, const char *dir, const char *traffic)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  char **const wanted[] = { &self->url, &self->code, &self->code_all, &self->printer, &self->web, &self->station, &self->tags_web, &self->login };
  static const char *const names[] = { "hq ", "code ", "code-all ", "printer ", "web ", "station ", "tags-web ", "login " };

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("BR_SIM_PROGRAM"), "demo", "--dir", dir,
                                    "--skus", N_SKUS, "--traffic", traffic, "--tags", "10", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (line != NULL && g_str_has_prefix (line, names[i]));
      *wanted[i] = g_strdup (line + strlen (names[i]));
    }
}

/* It ends when its input does, as when the program that started it is killed. */
static void
demo_stop (Demo *self)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (self->process, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&self->process);
  g_free (self->url);
  g_free (self->code);
  g_free (self->code_all);
  g_free (self->printer);
  g_free (self->web);
  g_free (self->station);
  g_free (self->tags_web);
  g_free (self->login);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until (gboolean (*condition) (gpointer data), gpointer data, const char *what)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) PATIENCE_S * G_USEC_PER_SEC;
  guint tick = g_timeout_add (TICK_MS, tick_cb, NULL);

  while (!condition (data))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("waited %d s for %s", PATIENCE_S, what);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_idle (gpointer data)
{
  return br_sync_service_get_status (((Machine *) data)->service)->state == BR_SYNC_IDLE;
}

static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const sql[] = { "SELECT count(*) FROM sku WHERE present = 1", "SELECT count(*) FROM store WHERE present = 1",
                                     "SELECT count(*) FROM person WHERE present = 1", "SELECT sum(rev) FROM price WHERE present = 1" };

  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      sqlite3_stmt *statement = br_db_statement (db, sql[i], error);
      gboolean has_row;

      if (statement == NULL || !br_db_step (db, statement, &has_row, error))
        return FALSE;
      ((gint64 *) data)[i] = sqlite3_column_int64 (statement, 0);
    }
  return TRUE;
}

static void
count (Machine *self, gint64 counts[4])
{
  g_autoptr (GError) error = NULL;

  br_store_read (self->store, count_job, counts, NULL, &error);
  g_assert_no_error (error);
}

static void
machine_open (Machine *self, const Demo *demo, const char *code, const char *dir)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  self->store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error);
  g_assert_no_error (error);
  self->service = br_sync_service_new (self->store);
  br_sync_service_enrol_async (self->service, demo->url, code, "test", NULL, result_cb, &result);
  wait_until (has_result, &result, "enrolment");
  br_sync_service_enrol_finish (self->service, result, &error);
  g_assert_no_error (error);
  wait_until (is_idle, self, "the first sync");
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
machine_close (Machine *self)
{
  gpointer service = self->service;

  g_object_add_weak_pointer (G_OBJECT (self->service), &service);
  br_sync_service_stop (self->service);
  g_object_unref (self->service);
  wait_until (is_gone, &service, "the end of the sync service");
  br_store_unref (self->store);
}

typedef struct
{
  Machine *machine;
  gint64 before;
} Traffic;

static gboolean
has_changed (gpointer data)
{
  Traffic *traffic = data;
  gint64 counts[4];

  count (traffic->machine, counts);
  return counts[3] > traffic->before;
}

/* Both codes work, the shop is whole, prices change while one looks, and a second start finds the same shop. */
static void
test_demo (void)
{
  g_autofree char *dir = g_dir_make_tmp ("backroom-test-XXXXXX", NULL);
  g_autofree char *hq_dir = g_build_filename (dir, "hq", NULL), *first_dir = g_build_filename (dir, "first", NULL),
                  *second_dir = g_build_filename (dir, "second", NULL);
  Demo demo = { 0 };
  Machine first = { 0 }, second = { 0 };
  Traffic traffic = { .machine = &first };
  gint64 counts[4], again[4];

  demo_start (&demo, hq_dir, "1");
  g_assert_true (g_str_has_prefix (demo.url, "http://127.0.0.1:"));
  g_assert_true (g_str_has_prefix (demo.printer, "127.0.0.1:"));
  g_assert_true (g_str_has_prefix (demo.web, "http://127.0.0.1:"));
  g_assert_true (g_str_has_prefix (demo.station, "127.0.0.1:"));
  g_assert_true (g_str_has_prefix (demo.tags_web, "http://127.0.0.1:"));
  machine_open (&first, &demo, demo.code, first_dir);
  count (&first, counts);
  g_assert_cmpint (counts[0], ==, atoi (N_SKUS));
  g_assert_cmpint (counts[1], ==, 2);
  g_assert_cmpint (counts[2], >=, 3);
  traffic.before = counts[3];
  wait_until (has_changed, &traffic, "a price that changes at HQ");
  machine_close (&first);
  demo_stop (&demo);

  demo_start (&demo, hq_dir, "0");
  machine_open (&second, &demo, demo.code_all, second_dir);
  count (&second, again);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (again[i], ==, counts[i]);
  machine_close (&second);
  demo_stop (&demo);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim-demo/shop", test_demo);
  return g_test_run ();
}
