/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real client against the real HQ over 127.0.0.1, in one process: enrolment, first sync, push, long poll, refusals, TLS. */
#include "config.h"

#include <string.h>

#include "br-edit-store.h"
#include "br-error.h"
#include "br-hq-admin.h"
#include "br-hq-auth.h"
#include "br-hq-http.h"
#include "br-picture-store.h"
#include "br-record-store.h"
#include "br-soup-transport.h"
#include "br-sync-service.h"
#include "br-transport.h"
#include <libsoup/soup.h>

#define PATIENCE_S 30 /* nothing here takes a second; a busy machine may */

/* An HQ on a socket, and a second handle on its database for what an administrator does. */
typedef struct
{
  char *dir;
  BrHq *admin;
  BrHqHttp *http;
  BrId product;
} Hq;

/* A store's PC. */
typedef struct
{
  BrStore *store;
  BrSyncService *service;
} Pc;

static gboolean
put_product (BrHqTx *tx, gpointer data, GError **error)
{
  g_autoptr (BrRecord) unit = NULL, product = NULL;
  BrId unit_id;
  gboolean changed, created;

  br_hq_make_id (tx->hq, &unit_id);
  br_hq_make_id (tx->hq, data);
  unit = br_record_new (BR_KIND_UNIT, &unit_id);
  br_value_set_text (&unit->cells[BR_UNIT_NAME], "piece");
  br_value_set_int (&unit->cells[BR_UNIT_DECIMALS], 0);
  product = br_record_new (BR_KIND_PRODUCT, data);
  br_value_set_text (&product->cells[BR_PRODUCT_NAME], "Green tea");
  br_value_set_id (&product->cells[BR_PRODUCT_UNIT], &unit_id);
  return br_hq_admin_put (tx, unit, &changed, &created, error) && br_hq_admin_put (tx, product, &changed, &created, error);
}

static void
open_hq (Hq *self, const char *certificate, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  const BrHqPerson person = { .login = "mei", .name = "Mei", .role = BR_ROLE_MERCHANDISER, .password = "long enough" };

  self->dir = g_dir_make_tmp ("backroom-http-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->dir, "hq.db", NULL);
  self->admin = br_hq_create (&(BrHqParams) { .database = path, .mode = BR_DB_WRITER }, "HQ", &error);
  g_assert_no_error (error);
  g_assert_true (br_hq_admin_add_person (self->admin, &person, &error));
  g_assert_true (br_hq_write (self->admin, put_product, &self->product, &error));
  self->http = br_hq_http_new (&(BrHqHttpParams) { .database = path, .tls_certificate = certificate, .tls_key = key }, &error);
  g_assert_no_error (error);
}

static void
close_hq (Hq *self)
{
  br_hq_http_free (self->http);
  br_hq_close (self->admin);
  g_free (self->dir);
}

static gboolean
late_cb (gpointer data)
{
  g_error ("waited %d s for %s", PATIENCE_S, (const char *) data);
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until the condition holds. */
#define WAIT_FOR(condition)                                                                                                                                    \
  G_STMT_START                                                                                                                                                 \
  {                                                                                                                                                            \
    guint late_ = g_timeout_add_seconds (PATIENCE_S, late_cb, (gpointer) #condition);                                                                          \
    while (!(condition))                                                                                                                                       \
      g_main_context_iteration (NULL, TRUE);                                                                                                                   \
    g_source_remove (late_);                                                                                                                                   \
  }                                                                                                                                                            \
  G_STMT_END

/* Something to wake the loop for conditions that no event tells of. */
static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **out = data;

  *out = g_object_ref (result);
}

static gboolean
enrol (Hq *hq, Pc *pc, const char *code, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  br_sync_service_enrol_async (pc->service, br_hq_http_get_url (hq->http), code, "Back office", NULL, enrolled_cb, &result);
  WAIT_FOR (result != NULL);
  return br_sync_service_enrol_finish (pc->service, result, error);
}

static void
open_pc (Hq *hq, Pc *self, const char *name)
{
  g_autofree char *dir = g_build_filename (hq->dir, name, NULL);
  g_autoptr (GError) error = NULL;

  self->store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error);
  g_assert_no_error (error);
  self->service = br_sync_service_new (self->store);
}

static void
open_enrolled_pc (Hq *hq, Pc *self, const char *name)
{
  char code[BR_HQ_CODE_LENGTH + 1];
  g_autoptr (GError) error = NULL;

  open_pc (hq, self, name);
  br_hq_auth_make_code (hq->admin, &(BrId) { 0 }, code, &error);
  g_assert_no_error (error);
  enrol (hq, self, code, &error);
  g_assert_no_error (error);
  WAIT_FOR (br_sync_service_get_status (self->service)->state == BR_SYNC_IDLE);
}

static void
close_pc (Pc *self)
{
  guint tick = g_timeout_add (5, tick_cb, NULL);

  /* A task's thread may hold the service a moment longer. */
  g_object_add_weak_pointer (G_OBJECT (self->service), (gpointer *) &self->service);
  g_object_unref (self->service);
  WAIT_FOR (self->service == NULL);
  g_source_remove (tick);
  br_store_unref (self->store);
}

/* The product's name in a cache. */
typedef struct
{
  const BrId *id;
  char *name;
} Name;

static gboolean
name_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Name *name = data;
  g_autoptr (BrRecord) record = NULL;

  if (!br_record_store_load (db, BR_KIND_PRODUCT, name->id, &record, error))
    return FALSE;
  name->name = record != NULL ? g_strdup (br_record_text (record, BR_PRODUCT_NAME)) : NULL;
  return TRUE;
}

static gboolean
has_name (Pc *pc, const BrId *id, const char *expected)
{
  Name name = { .id = id };
  g_autoptr (GError) error = NULL;
  gboolean same;

  br_store_read (pc->store, name_job, &name, NULL, &error);
  g_assert_no_error (error);
  same = g_strcmp0 (name.name, expected) == 0;
  g_free (name.name);
  return same;
}

/* A person's edit: one text cell of a product. */
typedef struct
{
  const BrId *id;
  guint field;
  const char *name;
  BrActor actor;
} Rename;

static gboolean
rename_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const Rename *work = data;
  BrEditor editor = { .actor = work->actor, .label = "rename", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  g_autoptr (BrRecord) before = NULL, after = NULL;
  BrId change;

  if (!br_record_store_load (tx->db, BR_KIND_PRODUCT, work->id, &before, error))
    return FALSE;
  after = br_record_copy (before);
  br_value_set_text (&after->cells[work->field], work->name);
  return br_edit_batch_put (batch, before, after, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

static gboolean
find_person_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean found;

  return br_record_store_find_by_text (db, BR_KIND_PERSON, BR_PERSON_LOGIN, "mei", data, &found, error);
}

static void
set_text (Pc *pc, const BrId *id, guint field, const char *text)
{
  Rename work = { .id = id, .field = field, .name = text, .actor = { .role = BR_ROLE_MERCHANDISER } };
  g_autoptr (GError) error = NULL;

  br_store_read (pc->store, find_person_job, &work.actor.person, NULL, &error);
  g_assert_no_error (error);
  br_store_write (pc->store, rename_job, &work, &error);
  g_assert_no_error (error);
}

static void
rename_product (Pc *pc, const BrId *id, const char *name)
{
  set_text (pc, id, BR_PRODUCT_NAME, name);
}

static void
test_two_stores (void)
{
  Hq hq;
  Pc first, second;
  gint64 begin_us;
  guint tick = g_timeout_add (5, tick_cb, NULL);

  open_hq (&hq, NULL, NULL);
  open_enrolled_pc (&hq, &first, "first");
  open_enrolled_pc (&hq, &second, "second");
  g_assert_true (has_name (&first, &hq.product, "Green tea"));
  g_assert_true (has_name (&second, &hq.product, "Green tea"));
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("Tea %u", i);

      begin_us = g_get_monotonic_time ();
      rename_product (&first, &hq.product, name);
      WAIT_FOR (has_name (&second, &hq.product, name));
      g_test_message ("from one store's commit to the other store's cache: %.0f ms", (g_get_monotonic_time () - begin_us) / 1000.0);
    }
  WAIT_FOR (br_sync_service_get_status (first.service)->waiting_changes == 0);
  g_assert_cmpint (br_sync_service_get_status (first.service)->refused, ==, 0);
  g_source_remove (tick);
  close_pc (&first);
  close_pc (&second);
  close_hq (&hq);
}

static void
test_wrong_code (void)
{
  Hq hq;
  Pc pc;
  g_autoptr (GError) error = NULL;

  open_hq (&hq, NULL, NULL);
  open_pc (&hq, &pc, "pc");
  g_assert_false (enrol (&hq, &pc, "WRONGWRONG", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_AUTH);
  g_assert_cmpint (br_sync_service_get_status (pc.service)->state, ==, BR_SYNC_NOT_ENROLLED);
  close_pc (&pc);
  close_hq (&hq);
}

static void
test_second_enrolment (void)
{
  Hq hq;
  Pc pc;
  g_autoptr (GError) error = NULL;

  open_hq (&hq, NULL, NULL);
  open_enrolled_pc (&hq, &pc, "pc");
  g_assert_false (enrol (&hq, &pc, "WHATEVER00", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
  close_pc (&pc);
  close_hq (&hq);
}

static gboolean
find_device (BrHqTx *tx, gpointer data, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "SELECT pc_id FROM pc");
  gboolean has_row;

  if (!br_sql_next (&query, &has_row, error) || !has_row || !br_sql_id (&query, 0, data))
    return FALSE;
  br_sql_end (&query);
  return TRUE;
}

/* A revoked device stops and says so, and keeps what it has not sent. */
static void
test_revoked (void)
{
  Hq hq;
  Pc pc;
  BrId id;
  g_autoptr (GError) error = NULL;

  open_hq (&hq, NULL, NULL);
  open_enrolled_pc (&hq, &pc, "pc");
  g_assert_true (br_hq_write (hq.admin, find_device, &id, &error));
  br_hq_auth_revoke (hq.admin, &id, &error);
  g_assert_no_error (error);
  rename_product (&pc, &hq.product, "Black tea");
  WAIT_FOR (br_sync_service_get_status (pc.service)->state == BR_SYNC_REVOKED);
  WAIT_FOR (br_sync_service_get_status (pc.service)->waiting_changes == 1);
  close_pc (&pc);
  close_hq (&hq);
}

/* HQ goes away and comes back. */
static void
test_offline (void)
{
  Hq hq;
  Pc pc;

  open_hq (&hq, NULL, NULL);
  open_enrolled_pc (&hq, &pc, "pc");
  g_clear_pointer (&hq.http, br_hq_http_free);
  rename_product (&pc, &hq.product, "Black tea");
  WAIT_FOR (br_sync_service_get_status (pc.service)->state == BR_SYNC_OFFLINE);
  g_assert_cmpint (br_sync_service_get_status (pc.service)->offline_since_us, >, 0);
  WAIT_FOR (br_sync_service_get_status (pc.service)->waiting_changes == 1);
  g_assert_cmpint (br_sync_service_get_status (pc.service)->waiting_since_us, >, 0);
  close_pc (&pc);
  br_hq_close (hq.admin);
  g_free (hq.dir);
}

static BrHqHttp *
open_http_again (Hq *hq, const char *url)
{
  g_autofree char *path = g_build_filename (hq->dir, "hq.db", NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;
  BrHqHttp *http = br_hq_http_new (&(BrHqHttpParams) { .database = path, .port = (guint16) g_uri_get_port (uri) }, &error);

  g_assert_no_error (error);
  return http;
}

/* An HQ that has no time: it asks to be left alone for an hour. */
typedef struct
{
  SoupServer *server;
  guint n_asked;
} BusyHq;

static void
busy_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  BusyHq *self = data;

  self->n_asked++;
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After", "3600");
  soup_server_message_set_status (message, 503, NULL);
}

static void
open_busy_hq (BusyHq *self, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;

  *self = (BusyHq) { .server = soup_server_new (NULL, NULL) };
  soup_server_add_handler (self->server, NULL, busy_cb, self, NULL);
  soup_server_listen_local (self->server, (guint) g_uri_get_port (uri), SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
}

/* A pause ends when the network changes. */
static void
test_network_change (void)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  Hq hq;
  BusyHq busy;
  Pc pc;
  g_autofree char *url = NULL;
  guint n_asked;

  open_hq (&hq, NULL, NULL);
  open_enrolled_pc (&hq, &pc, "pc");
  url = g_strdup (br_hq_http_get_url (hq.http));
  g_clear_pointer (&hq.http, br_hq_http_free);
  open_busy_hq (&busy, url);
  WAIT_FOR (busy.n_asked > 0 && br_sync_service_get_status (pc.service)->state == BR_SYNC_OFFLINE);
  n_asked = busy.n_asked;
  g_signal_emit_by_name (monitor, "network-changed", TRUE);
  WAIT_FOR (busy.n_asked > n_asked);
  soup_server_disconnect (busy.server);
  g_object_unref (busy.server);

  hq.http = open_http_again (&hq, url);
  rename_product (&pc, &hq.product, "Black tea");
  g_signal_emit_by_name (monitor, "network-changed", TRUE);
  WAIT_FOR (br_sync_service_get_status (pc.service)->state == BR_SYNC_IDLE && br_sync_service_get_status (pc.service)->waiting_changes == 0);
  br_sync_service_stop (pc.service);
  g_signal_emit_by_name (monitor, "network-changed", TRUE); /* nobody listens any more */
  close_pc (&pc);
  close_hq (&hq);
}

/* Gives the picture's name; caller frees. */
static char *
add_picture (Pc *pc, const BrId *product, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  char *name = br_picture_store_put (br_store_get_dir (pc->store), bytes, &error);

  g_assert_no_error (error);
  set_text (pc, product, BR_PRODUCT_PICTURES, name);
  return name;
}

static gboolean
has_picture (Pc *pc, const char *name, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) found = br_picture_store_load (br_store_get_dir (pc->store), name, &error);

  return found != NULL && g_bytes_equal (found, bytes);
}

static GBytes *
make_picture (char first)
{
  char *bytes = g_malloc0 (BR_PICTURE_MAX_BYTES);

  memcpy (bytes, "\x89PNG\r\n\x1a\n", 8);
  bytes[8] = first;
  return g_bytes_new_take (bytes, BR_PICTURE_MAX_BYTES);
}

/* The largest picture there may be goes from store to store; one that is added without a line goes when it is back. */
static void
test_pictures (void)
{
  Hq hq;
  Pc first, second;
  guint tick = g_timeout_add (5, tick_cb, NULL);
  g_autoptr (GBytes) one = make_picture ('1'), two = make_picture ('2');
  g_autofree char *one_name = NULL, *two_name = NULL, *url = NULL;

  open_hq (&hq, NULL, NULL);
  open_enrolled_pc (&hq, &first, "first");
  open_enrolled_pc (&hq, &second, "second");
  one_name = add_picture (&first, &hq.product, one);
  WAIT_FOR (has_picture (&second, one_name, one));
  url = g_strdup (br_hq_http_get_url (hq.http));
  g_clear_pointer (&hq.http, br_hq_http_free);
  two_name = add_picture (&first, &hq.product, two);
  WAIT_FOR (br_sync_service_get_status (first.service)->state == BR_SYNC_OFFLINE);
  g_assert_false (has_picture (&second, two_name, two));
  hq.http = open_http_again (&hq, url);
  br_sync_service_sync_now (first.service);
  WAIT_FOR (br_sync_service_get_status (first.service)->waiting_changes == 0);
  br_sync_service_sync_now (second.service);
  WAIT_FOR (has_picture (&second, two_name, two));
  g_source_remove (tick);
  close_pc (&first);
  close_pc (&second);
  close_hq (&hq);
}

typedef struct
{
  const char *url;
  guint status;
  gboolean done;
} Ask;

static gpointer
ask_thread (gpointer data)
{
  Ask *ask = data;
  BrRequest request = { .method = "GET", .path = "/v1/hello", .token = "not.a.token", .timeout_s = 10 };
  BrResponse response = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrSoupTransport) transport = br_soup_transport_new (ask->url, NULL, &error);
  const BrTransport *table = br_soup_transport_get (transport);

  g_assert_true (table->send (table->data, &request, 1000, &response, NULL, &error));
  ask->status = response.status;
  br_response_clear (&response);
  g_assert_false (table->send (table->data, &request, 3, &response, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_atomic_int_set (&ask->done, TRUE);
  return NULL;
}

static void
test_wrong_token (void)
{
  Hq hq;
  Ask ask = { 0 };
  GThread *thread;
  guint tick = g_timeout_add (5, tick_cb, NULL);

  open_hq (&hq, NULL, NULL);
  ask.url = br_hq_http_get_url (hq.http);
  thread = g_thread_new ("ask", ask_thread, &ask);
  WAIT_FOR (g_atomic_int_get (&ask.done));
  g_thread_join (thread);
  g_assert_cmpuint (ask.status, ==, 401);
  g_source_remove (tick);
  close_hq (&hq);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *url;
    gboolean good;
  } rows[] = {
    { "https://hq.example", TRUE },
    { "https://hq.example:8443/", TRUE },
    { "http://127.0.0.1:8080", TRUE },
    { "http://localhost", TRUE },
    { "http://[::1]:80", TRUE },
    { "http://hq.example", FALSE },
    { "http://192.168.1.2", FALSE },
    { "http://127.0.0.1.evil.example", FALSE },
    { "ftp://hq.example", FALSE },
    { "hq.example", FALSE },
    { "", FALSE },
    { "https://", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      BrSoupTransport *transport = br_soup_transport_new (rows[i].url, NULL, &error);

      g_test_message ("%s", rows[i].url);
      g_assert_true ((transport != NULL) == rows[i].good);
      if (transport == NULL)
        g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
      g_clear_pointer (&transport, br_soup_transport_free);
    }
}

/* HQ with a certificate of its own: trusted only by whoever was given its authority. */
static void
test_tls (void)
{
  g_autofree char *certificate = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "tests/service/data/hq-test-certificate.pem", NULL);
  g_autofree char *key = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "tests/service/data/hq-test-key.pem", NULL);
  Hq hq;
  Pc pc;
  g_autoptr (GError) error = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("no TLS here");
      return;
    }
  open_hq (&hq, certificate, key);
  g_assert_true (g_str_has_prefix (br_hq_http_get_url (hq.http), "https:"));
  open_pc (&hq, &pc, "stranger");
  g_assert_false (enrol (&hq, &pc, "WRONGWRONG", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  close_pc (&pc);
  g_setenv ("BACKROOM_CA_FILE", certificate, TRUE);
  open_enrolled_pc (&hq, &pc, "friend");
  g_assert_true (has_name (&pc, &hq.product, "Green tea"));
  g_unsetenv ("BACKROOM_CA_FILE");
  close_pc (&pc);
  close_hq (&hq);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/sync-http/two-stores", test_two_stores);
  g_test_add_func ("/service/sync-http/wrong-code", test_wrong_code);
  g_test_add_func ("/service/sync-http/second-enrolment", test_second_enrolment);
  g_test_add_func ("/service/sync-http/revoked", test_revoked);
  g_test_add_func ("/service/sync-http/offline", test_offline);
  g_test_add_func ("/service/sync-http/network-change", test_network_change);
  g_test_add_func ("/service/sync-http/pictures", test_pictures);
  g_test_add_func ("/service/sync-http/wrong-token", test_wrong_token);
  g_test_add_func ("/service/sync-http/addresses", test_addresses);
  g_test_add_func ("/service/sync-http/tls", test_tls);
  return g_test_run ();
}
