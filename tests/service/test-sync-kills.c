/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The client and HQ as processes of their own, both killed with SIGKILL at random moments while one edits and syncs to the other.
 * What was saved is at HQ exactly once, both databases are whole, and a second machine reads the same.
 *
 * BACKROOM_KILLS sets how many kills there are (default 200; Valgrind's run asks for fewer). The seed is g_test's.
 */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "br-edit-store.h"
#include "br-record-store.h"
#include "br-soup-transport.h"
#include "br-store.h"
#include "br-sync-engine.h"

#define MAX_LIFE_US 150000 /* of the client before it is killed */
#define HQ_EVERY 5         /* each fifth kill takes HQ, too */
#define LOGIN "boss"
#define PASSWORD "correct horse battery\n"

/* The client: a child that makes products and sends them until it has made `target`, then until nothing waits */

typedef struct
{
  BrStore *store;
  BrId person;
  gint64 n_skus;
  gint64 n_waiting;
} Client;

static gboolean
look_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const sql[] = { "SELECT COUNT(*) FROM sku WHERE present = 1", "SELECT COUNT(*) FROM outbox WHERE state IN (1, 2)" };
  Client *self = data;
  gint64 n[G_N_ELEMENTS (sql)];
  gboolean found;

  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      sqlite3_stmt *statement = br_db_statement (db, sql[i], error);

      if (statement == NULL || !br_db_step (db, statement, &found, error))
        return FALSE;
      n[i] = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  self->n_skus = n[0];
  self->n_waiting = n[1];
  return br_record_store_find_by_text (db, BR_KIND_PERSON, BR_PERSON_LOGIN, LOGIN, &self->person, &found, error);
}

/* On the writer: the check of the search tables needs more than a reader may. */
static gboolean
check_job (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "SELECT integrity_check FROM pragma_integrity_check", error);
  gboolean has_row;

  if (statement == NULL || !br_db_step (tx->db, statement, &has_row, error))
    return FALSE;
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 0), ==, "ok");
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
make_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Client *self = data;
  BrEditor editor = { .actor = { .person = self->person, .role = BR_ROLE_HQ_ADMIN }, .label = "kills", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  BrId product_id = br_id_make (tx->clock, tx->random), sku_id = br_id_make (tx->clock, tx->random), change;
  g_autoptr (BrRecord) product = br_record_new (BR_KIND_PRODUCT, &product_id);
  g_autoptr (BrRecord) sku = br_record_new (BR_KIND_SKU, &sku_id);
  g_autofree char *code = g_strdup_printf ("K%06" G_GINT64_FORMAT, self->n_skus);

  br_value_set_text (&product->cells[BR_PRODUCT_NAME], code);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product_id);
  br_value_set_text (&sku->cells[BR_SKU_CODE], code);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  return br_edit_batch_put (batch, NULL, product, error) && br_edit_batch_put (batch, NULL, sku, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static void
look (Client *self)
{
  g_autoptr (GError) error = NULL;

  br_store_read (self->store, look_job, self, NULL, &error);
  check (error);
}

/* Enrols when `code` is given. HQ may be away at any time: that is no error here. */
static void
run_client (const char *dir, const char *url, const char *code, gint64 target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrSoupTransport) transport = br_soup_transport_new (url, NULL, &error);
  Client self = { .store =
                      br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error) };
  g_autoptr (BrDevice) device = NULL;
  g_autoptr (BrSyncEngine) engine = NULL;

  check (error);
  br_store_write (self.store, check_job, NULL, &error);
  check (error);
  if (code != NULL)
    br_sync_enrol (self.store, br_soup_transport_get (transport), &(BrEnrolment) { .url = url, .code = code, .name = "kills" }, NULL, &error);
  check (error);
  br_device_load (dir, &device, &error);
  check (error);
  engine = br_sync_engine_new (
      &(BrSyncEngineParams) { .store = self.store, .transport = br_soup_transport_get (transport), .device = device, .overlap = BR_SYNC_OVERLAPPED });
  do
    {
      BrSyncOutcome outcome = { 0 };
      gboolean done, is_away;

      look (&self);
      if (!br_id_is_none (&self.person) && self.n_skus < target)
        br_store_write (self.store, make_job, &self, &error);
      check (error);
      br_sync_engine_step (engine, NULL, &outcome);
      done = outcome.state == BR_SYNC_IDLE && self.n_skus >= target && self.n_waiting == 0;
      is_away = outcome.state == BR_SYNC_OFFLINE;
      br_sync_outcome_clear (&outcome);
      if (done)
        break;
      if (is_away)
        g_usleep (2000);
    }
  while (TRUE);
  g_clear_pointer (&engine, br_sync_engine_free);
  br_store_unref (self.store);
}

/* The parent */

typedef struct
{
  char *dir, *database, *url, *port;
  GSubprocess *hq;
} World;

static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* A process that does not outlive the test. */
static GSubprocess *
start_process (GSubprocessFlags flags, const char *const *argv)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  return process;
}

static char *
run_hq_command (World *self, const char *input, const char *command, const char *option)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("BR_HQ_PROGRAM"),
                                                      command, "--database", self->database, option, NULL);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return g_strstrip (output);
}

/* On the port it had before. */
static void
start_hq (World *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;

  self->hq = start_process (G_SUBPROCESS_FLAGS_STDOUT_PIPE, (const char *[]) { g_getenv ("BR_HQ_PROGRAM"), "serve", "--database", self->database, "--port",
                                                                               self->port != NULL ? self->port : "0", "--rate", "0", NULL });
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->hq));
  g_free (self->url);
  self->url = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->url);
  g_set_str (&self->port, strrchr (self->url, ':') + 1);
}

static void
end_process (GSubprocess **process, int signal_number)
{
  g_subprocess_send_signal (*process, signal_number);
  g_subprocess_wait (*process, NULL, NULL);
  g_clear_object (process);
}

static GSubprocess *
start_client (World *self, const char *name, const char *code, const char *target)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir = g_build_filename (self->dir, name, NULL);

  return start_process (G_SUBPROCESS_FLAGS_NONE, (const char *[]) { program, "--client", dir, self->url, code, target, NULL });
}

static void
run_to_the_end (World *self, const char *name, const char *code, const char *target)
{
  g_autoptr (GSubprocess) client = start_client (self, name, code, target);

  g_subprocess_wait (client, NULL, NULL);
  g_assert_true (g_subprocess_get_successful (client));
}

static gboolean
hash_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  guint8 (*hashes)[32] = data;
  gint64 n;

  return br_record_store_content_hash (db, BR_KIND_PRODUCT, hashes[0], &n, error) && br_record_store_content_hash (db, BR_KIND_SKU, hashes[1], &n, error);
}

/* What a machine holds: how many SKUs, and a hash of all. */
static gint64
read_machine (World *self, const char *name, guint8 hashes[2][32])
{
  g_autofree char *dir = g_build_filename (self->dir, name, NULL);
  g_autoptr (GError) error = NULL;
  Client client = { .store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system () }, &error) };

  g_assert_no_error (error);
  br_store_write (client.store, check_job, NULL, &error);
  g_assert_no_error (error);
  look (&client);
  br_store_read (client.store, hash_job, hashes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (client.n_waiting, ==, 0);
  br_store_unref (client.store);
  return client.n_skus;
}

/* A life of random length for the client; sometimes HQ goes first, or comes back only while the client runs. */
static void
kill_once (World *self, guint number)
{
  GSubprocess *client = start_client (self, "killed", "", "1000000");

  g_usleep ((gulong) g_test_rand_int_range (0, MAX_LIFE_US));
  if (number % HQ_EVERY == 0)
    {
      end_process (&self->hq, SIGKILL);
      g_usleep ((gulong) g_test_rand_int_range (0, MAX_LIFE_US / 10));
      start_hq (self);
      g_usleep ((gulong) g_test_rand_int_range (0, MAX_LIFE_US));
    }
  g_assert_nonnull (g_subprocess_get_identifier (client)); /* it ends only when it is killed */
  end_process (&client, SIGKILL);
}

static void
test_kills (void)
{
  const char *wanted = g_getenv ("BACKROOM_KILLS");
  guint n_kills = wanted != NULL ? (guint) atoi (wanted) : 200;
  g_autofree char *dir = g_dir_make_tmp ("backroom-test-XXXXXX", NULL);
  World world = { .dir = dir, .database = g_build_filename (dir, "hq.db", NULL) };
  guint8 first[2][32], second[2][32];
  g_autofree char *said = run_hq_command (&world, PASSWORD, "init", "--admin=" LOGIN);
  g_autofree char *code = NULL, *other_code = NULL, *target = NULL, *status = NULL;
  gint64 n_skus;

  start_hq (&world);
  code = run_hq_command (&world, NULL, "enrol-code", "--all-stores");
  run_to_the_end (&world, "killed", code, "1");
  for (guint i = 1; i <= n_kills; i++)
    kill_once (&world, i);
  run_to_the_end (&world, "killed", "", "1");
  n_skus = read_machine (&world, "killed", first);
  g_test_message ("%" G_GINT64_FORMAT " products over %u kills", n_skus, n_kills);
  g_assert_cmpint (n_skus, >, n_kills / 10); /* it did work between them */
  other_code = run_hq_command (&world, NULL, "enrol-code", "--all-stores");
  run_to_the_end (&world, "second", other_code, "1");
  g_assert_cmpint (read_machine (&world, "second", second), ==, n_skus);
  g_assert_cmpmem (first, sizeof first, second, sizeof second);
  end_process (&world.hq, SIGTERM);
  g_free (world.database);
  g_free (world.url);
  g_free (world.port);
}

int
main (int argc, char **argv)
{
  if (argc == 6 && g_str_equal (argv[1], "--client"))
    {
      run_client (argv[2], argv[3], *argv[4] != '\0' ? argv[4] : NULL, g_ascii_strtoll (argv[5], NULL, 10));
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync-kills/client-and-hq", test_kills);
  return g_test_run ();
}
