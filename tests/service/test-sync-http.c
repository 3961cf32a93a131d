/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real client against the real HQ over 127.0.0.1, in one process: enrolment, first sync, push, long poll, refusals, TLS. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-hq-auth.h"
#include "br-hq-http.h"
#include "br-picture-store.h"
#include "br-soup-transport.h"
#include "http-world.h"
#include <libsoup/soup.h>

static void
test_two_stores (void)
{
  Hq hq;
  Pc first, second;
  gint64 begin_us;

  hq_open (&hq, NULL, NULL);
  pc_open_enrolled (&hq, &first, "first");
  pc_open_enrolled (&hq, &second, "second");
  g_assert_true (pc_has_name (&first, &hq.product, "Green tea"));
  g_assert_true (pc_has_name (&second, &hq.product, "Green tea"));
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("Tea %u", i);

      begin_us = g_get_monotonic_time ();
      pc_rename (&first, &hq.product, name);
      WAIT_FOR (pc_has_name (&second, &hq.product, name));
      g_test_message ("from one store's commit to the other store's cache: %.0f ms", (g_get_monotonic_time () - begin_us) / 1000.0);
    }
  WAIT_FOR (br_sync_service_get_status (first.service)->waiting_changes == 0);
  g_assert_cmpint (br_sync_service_get_status (first.service)->refused, ==, 0);
  pc_close (&first);
  pc_close (&second);
  hq_close (&hq);
}

static void
test_wrong_code (void)
{
  Hq hq;
  Pc pc;
  g_autoptr (GError) error = NULL;

  hq_open (&hq, NULL, NULL);
  pc_open (&hq, &pc, "pc");
  g_assert_false (pc_enrol (&hq, &pc, "WRONGWRONG", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_AUTH);
  g_assert_cmpint (br_sync_service_get_status (pc.service)->state, ==, BR_SYNC_NOT_ENROLLED);
  pc_close (&pc);
  hq_close (&hq);
}

static void
test_second_enrolment (void)
{
  Hq hq;
  Pc pc;
  g_autoptr (GError) error = NULL;

  hq_open (&hq, NULL, NULL);
  pc_open_enrolled (&hq, &pc, "pc");
  g_assert_false (pc_enrol (&hq, &pc, "WHATEVER00", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
  pc_close (&pc);
  hq_close (&hq);
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

  hq_open (&hq, NULL, NULL);
  pc_open_enrolled (&hq, &pc, "pc");
  g_assert_true (br_hq_write (hq.admin, find_device, &id, &error));
  br_hq_auth_revoke (hq.admin, &id, &error);
  g_assert_no_error (error);
  pc_rename (&pc, &hq.product, "Black tea");
  WAIT_FOR (br_sync_service_get_status (pc.service)->state == BR_SYNC_REVOKED);
  WAIT_FOR (br_sync_service_get_status (pc.service)->waiting_changes == 1);
  pc_close (&pc);
  hq_close (&hq);
}

/* HQ goes away and comes back. */
static void
test_offline (void)
{
  Hq hq;
  Pc pc;

  hq_open (&hq, NULL, NULL);
  pc_open_enrolled (&hq, &pc, "pc");
  g_clear_pointer (&hq.http, br_hq_http_free);
  pc_rename (&pc, &hq.product, "Black tea");
  WAIT_FOR (br_sync_service_get_status (pc.service)->state == BR_SYNC_OFFLINE);
  g_assert_cmpint (br_sync_service_get_status (pc.service)->offline_since_us, >, 0);
  WAIT_FOR (br_sync_service_get_status (pc.service)->waiting_changes == 1);
  g_assert_cmpint (br_sync_service_get_status (pc.service)->waiting_since_us, >, 0);
  pc_close (&pc);
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

  hq_open (&hq, NULL, NULL);
  pc_open_enrolled (&hq, &pc, "pc");
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
  pc_rename (&pc, &hq.product, "Black tea");
  g_signal_emit_by_name (monitor, "network-changed", TRUE);
  WAIT_FOR (br_sync_service_get_status (pc.service)->state == BR_SYNC_IDLE && br_sync_service_get_status (pc.service)->waiting_changes == 0);
  br_sync_service_stop (pc.service);
  g_signal_emit_by_name (monitor, "network-changed", TRUE); /* nobody listens any more */
  pc_close (&pc);
  hq_close (&hq);
}

/* Gives the picture's name; caller frees. */
static char *
add_picture (Pc *pc, const BrId *product, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  char *name = br_picture_store_put (br_store_get_dir (pc->store), bytes, &error);

  g_assert_no_error (error);
  pc_set_text (pc, product, BR_PRODUCT_PICTURES, name);
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
  g_autoptr (GBytes) one = make_picture ('1'), two = make_picture ('2');
  g_autofree char *one_name = NULL, *two_name = NULL, *url = NULL;

  hq_open (&hq, NULL, NULL);
  pc_open_enrolled (&hq, &first, "first");
  pc_open_enrolled (&hq, &second, "second");
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
  pc_close (&first);
  pc_close (&second);
  hq_close (&hq);
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

  hq_open (&hq, NULL, NULL);
  ask.url = br_hq_http_get_url (hq.http);
  thread = g_thread_new ("ask", ask_thread, &ask);
  WAIT_FOR (g_atomic_int_get (&ask.done));
  g_thread_join (thread);
  g_assert_cmpuint (ask.status, ==, 401);
  hq_close (&hq);
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
  hq_open (&hq, certificate, key);
  g_assert_true (g_str_has_prefix (br_hq_http_get_url (hq.http), "https:"));
  pc_open (&hq, &pc, "stranger");
  g_assert_false (pc_enrol (&hq, &pc, "WRONGWRONG", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  pc_close (&pc);
  g_setenv ("BACKROOM_CA_FILE", certificate, TRUE);
  pc_open_enrolled (&hq, &pc, "friend");
  g_assert_true (pc_has_name (&pc, &hq.product, "Green tea"));
  g_unsetenv ("BACKROOM_CA_FILE");
  pc_close (&pc);
  hq_close (&hq);
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
