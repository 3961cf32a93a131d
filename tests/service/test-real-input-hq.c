/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The real files once around: imported at one PC, pushed to HQ over HTTP, read by a second PC. Content hashes of both caches are
 * equal, and what the second has is what the first imported.
 */
#include "config.h"

#include "br-hq-admin.h"
#include "br-hq-auth.h"
#include "br-hq-http.h"
#include "br-record-store.h"
#include "br-sync-service.h"
#include "import-fixture.h"

#define PATIENCE_S 240 /* for 128,000 records there and back, on a busy machine */
#define TICK_MS 100

/* HQ on a socket, and a second handle on its database. */
typedef struct
{
  char *dir;
  BrHq *admin;
  BrHqHttp *http;
} Hq;

typedef struct
{
  BrStore *store;
  BrSyncService *service;
} Pc;

/* What two caches are compared by. */
typedef struct
{
  guint8 hashes[BR_N_KINDS][32];
  gint64 counts[BR_N_KINDS];
} Content;

static GBytes *
load (const char *folder, const char *name)
{
  const char *data = g_getenv ("BACKROOM_TEST_DATA");
  g_autofree char *beside = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "..", "shared", "data", NULL);
  g_autofree char *path = g_build_filename (data != NULL ? data : beside, folder, name, NULL);
  char *text;
  gsize n;

  return g_file_get_contents (path, &text, &n, NULL) ? g_bytes_new_take (text, n) : NULL;
}

static void
open_hq (Hq *self)
{
  const BrHqPerson person = { .login = "mei", .name = "Mei", .role = BR_ROLE_MERCHANDISER, .password = "long enough" };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->dir = g_dir_make_tmp ("backroom-real-XXXXXX", &error);
  path = g_build_filename (self->dir, "hq.db", NULL);
  self->admin = br_hq_create (&(BrHqParams) { .database = path, .mode = BR_DB_WRITER }, "HQ", &error);
  g_assert_no_error (error);
  g_assert_true (br_hq_admin_add_person (self->admin, &person, &error));
  self->http = br_hq_http_new (&(BrHqHttpParams) { .database = path }, &error);
  g_assert_no_error (error);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

typedef gboolean (*Condition) (gpointer data);

/* Runs the main loop until the condition holds; `what` says what was waited for in vain. */
static void
wait_until (Condition condition, gpointer data, const char *what)
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

/* Everything sent, everything read. */
static gboolean
is_idle (gpointer data)
{
  const BrSyncStatus *status = br_sync_service_get_status (data);

  return status->state == BR_SYNC_IDLE && status->waiting_changes == 0;
}

static void
open_pc (Hq *hq, Pc *self, const char *name)
{
  g_autofree char *dir = g_build_filename (hq->dir, name, NULL);
  char code[BR_HQ_CODE_LENGTH + 1];
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  self->store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error);
  g_assert_no_error (error);
  self->service = br_sync_service_new (self->store);
  br_hq_auth_make_code (hq->admin, &(BrId) { 0 }, code, &error);
  g_assert_no_error (error);
  br_sync_service_enrol_async (self->service, br_hq_http_get_url (hq->http), code, name, NULL, result_cb, &result);
  wait_until (has_result, &result, "enrolment");
  g_assert_true (br_sync_service_enrol_finish (self->service, result, &error));
  wait_until (is_idle, self->service, "the first sync");
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
close_pc (Pc *self)
{
  /* A task's thread may hold the service a moment longer. */
  g_object_add_weak_pointer (G_OBJECT (self->service), (gpointer *) &self->service);
  g_object_unref (self->service);
  wait_until (is_gone, &self->service, "the end of the sync thread");
  br_store_unref (self->store);
}

static gboolean
read_content (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Content *content = data;

  for (int kind = BR_KIND_CATEGORY; kind <= BR_KIND_PRICE; kind++)
    {
      if (!br_record_store_content_hash (db, (BrKind) kind, content->hashes[kind], &content->counts[kind], error))
        return FALSE;
    }
  return TRUE;
}

static Content
get_content (Pc *pc)
{
  Content content = { 0 };

  g_assert_true (br_store_read (pc->store, read_content, &content, NULL, NULL));
  return content;
}

static gboolean
find_mei (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean found;

  return br_record_store_find_by_text (db, BR_KIND_PERSON, BR_PERSON_LOGIN, "mei", data, &found, error) && found;
}

static gint64
import_at (Pc *pc, const char *folder, const char *name)
{
  g_autoptr (GBytes) bytes = load (folder, name);
  g_autoptr (BrImport) import = br_import_new (bytes, name, NULL);
  BrImportOptions options = make_options (BR_IMPORT_SKIP_ROWS);
  g_autoptr (BrImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  options.actor.role = BR_ROLE_MERCHANDISER;
  g_assert_true (br_store_read (pc->store, find_mei, &options.actor.person, NULL, NULL));
  report = br_import_run (import, pc->store, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return report->n_created;
}

typedef struct
{
  Pc *pc;
  gint64 n_skus;
} Arrival;

static gboolean
has_arrived (gpointer data)
{
  Arrival *arrival = data;

  return is_idle (arrival->pc->service) && get_content (arrival->pc).counts[BR_KIND_SKU] >= arrival->n_skus;
}

static void
test_once_around (void)
{
  g_autoptr (GBytes) present = load ("online_retail", "products.csv");
  Hq hq = { 0 };
  Pc first = { 0 }, second = { 0 };
  Content here, there;
  gint64 n_created;

  if (present == NULL)
    {
      g_test_skip ("no test data");
      return;
    }
  open_hq (&hq);
  open_pc (&hq, &first, "first");
  open_pc (&hq, &second, "second");
  n_created = import_at (&first, "online_retail", "products.csv");
  n_created += import_at (&first, "off_ean", "ean_names_1.csv");
  n_created += import_at (&first, "off_ean", "ean_names_2.csv");
  br_sync_service_sync_now (first.service);
  wait_until (is_idle, first.service, "the push");
  g_assert_cmpint (get_content (&first).counts[BR_KIND_SKU], ==, n_created); /* nothing vanishes while it comes back */
  g_assert_cmpint (br_sync_service_get_status (first.service)->refused, ==, 0);
  br_sync_service_sync_now (second.service);
  wait_until (has_arrived, &((Arrival) { &second, n_created }), "the second store");
  here = get_content (&first);
  there = get_content (&second);
  g_assert_cmpint (here.counts[BR_KIND_SKU], ==, n_created);
  g_assert_cmpmem (here.counts, sizeof here.counts, there.counts, sizeof there.counts);
  g_assert_cmpmem (here.hashes, sizeof here.hashes, there.hashes, sizeof there.hashes);
  close_pc (&first);
  close_pc (&second);
  br_hq_http_free (hq.http);
  br_hq_close (hq.admin);
  g_free (hq.dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/real-input/once-around", test_once_around);
  return g_test_run ();
}
