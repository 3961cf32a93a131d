/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transport to HQ, against whatever else may answer at its address; test-sync-http has it with a proper HQ. */
#include "config.h"

#include <string.h>

#include "../device/raw-server.h"
#include "br-error.h"
#include "br-soup-transport.h"

#define OK "HTTP/1.1 200 OK\r\n"
#define MAX_BYTES 5000
#define PATIENCE_S 60 /* for what is not about time, on a machine that has much else to do */

static BrSoupTransport *
open_transport (RawServer *server)
{
  g_autofree char *url = g_strconcat ("http://", raw_server_address (server), NULL);
  g_autoptr (GError) error = NULL;
  BrSoupTransport *transport = br_soup_transport_new (url, NULL, &error);

  g_assert_no_error (error);
  return transport;
}

static gboolean
ask (BrSoupTransport *transport, guint timeout_s, BrResponse *response, GCancellable *cancellable, GError **error)
{
  const BrTransport *table = br_soup_transport_get (transport);

  return table->send (table->data, &(BrRequest) { .method = "GET", .path = "/v1/hello", .timeout_s = timeout_s }, MAX_BYTES, response, cancellable, error);
}

static void
answer_endless (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_autofree char *much = g_strnfill (4096, 'x');

  raw_say (connection, OK "\r\n", -1);
  while (raw_say (connection, much, 4096))
    ;
}

static void
answer_slowly (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "\r\n", -1);
  while (raw_say (connection, "x", 1))
    g_usleep (20 * 1000);
}

/* One head after the other, none of which is the answer's. */
static void
answer_heads (RawServer *server, GSocketConnection *connection, const char *head)
{
  while (raw_say (connection, "HTTP/1.1 102 Processing\r\n\r\n", -1))
    ;
}

static void
answer_less_than_nothing (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "Content-Length: -5\r\n\r\n{}", -1);
}

static void
answer_half (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "Content-Length: 50\r\n\r\nhalf", -1);
}

static void
answer_garbage (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "\x01\x02 not http\r\n\r\n", -1);
}

static void
answer_never (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_hang (server, connection);
}

/* `n` times 'x', packed as a proxy does it. */
static void
say_packed (GSocketConnection *connection, gsize n)
{
  g_autoptr (GZlibCompressor) packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autofree char *text = g_strnfill (n, 'x'), *head = NULL;
  guint8 packed[1000];
  gsize n_read, n_packed = 0;

  g_assert_cmpint (g_converter_convert (G_CONVERTER (packer), text, n, packed, sizeof packed, G_CONVERTER_INPUT_AT_END, &n_read, &n_packed, NULL), ==,
                   G_CONVERTER_FINISHED);
  head = g_strdup_printf (OK "Content-Encoding: gzip\r\nContent-Length: %" G_GSIZE_FORMAT "\r\nRetry-After: 7\r\n\r\n", n_packed);
  raw_say (connection, head, -1);
  raw_say (connection, packed, (gssize) n_packed);
}

/* On the way it is shorter than it may be. */
static void
answer_bomb (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_packed (connection, 4 * MAX_BYTES);
}

/* Of none of these is anything known, but of an answer that is too long. */
static void
test_misbehaving (void)
{
  static const struct
  {
    RawFunc func;
    int code;
    guint timeout_s;
  } rows[] = {
    { answer_endless, BR_ERROR_RANGE, PATIENCE_S },   { answer_bomb, BR_ERROR_RANGE, PATIENCE_S },
    { answer_slowly, BR_ERROR_OFFLINE, 1 },           { answer_never, BR_ERROR_OFFLINE, 1 },
    { answer_heads, BR_ERROR_OFFLINE, PATIENCE_S },   { answer_half, BR_ERROR_OFFLINE, PATIENCE_S },
    { answer_garbage, BR_ERROR_OFFLINE, PATIENCE_S }, { answer_less_than_nothing, BR_ERROR_OFFLINE, PATIENCE_S },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RawServer) server = raw_server_new (rows[i].func);
      g_autoptr (BrSoupTransport) transport = open_transport (server);
      BrResponse response = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_false (ask (transport, rows[i].timeout_s, &response, NULL, &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
      g_assert_null (response.body);
    }
}

static void
answer_packed (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_assert_nonnull (strstr (head, "GET /v1/hello "));
  say_packed (connection, MAX_BYTES);
}

static void
test_packed (void)
{
  g_autoptr (RawServer) server = raw_server_new (answer_packed);
  g_autoptr (BrSoupTransport) transport = open_transport (server);
  BrResponse response = { 0 };
  g_autoptr (GError) error = NULL;

  ask (transport, PATIENCE_S, &response, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response.status, ==, 200);
  g_assert_cmpint (response.retry_after_s, ==, 7);
  g_assert_cmpuint (g_bytes_get_size (response.body), ==, MAX_BYTES);
  br_response_clear (&response);
}

typedef struct
{
  RawServer *server;
  GCancellable *cancellable;
} Cancelling;

/* Once the request is there. */
static gpointer
cancel (gpointer data)
{
  const Cancelling *what = data;

  while (raw_server_get_n (what->server) == 0)
    g_usleep (1000);
  g_cancellable_cancel (what->cancellable);
  return NULL;
}

/* By another thread while it waits; and before, when nothing is begun. */
static void
test_cancelled (void)
{
  g_autoptr (RawServer) server = raw_server_new (answer_never);
  g_autoptr (BrSoupTransport) transport = open_transport (server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) first = NULL, second = NULL;
  Cancelling what = { server, cancellable };
  GThread *thread = g_thread_new ("cancel", cancel, &what);
  BrResponse response = { 0 };

  g_assert_false (ask (transport, PATIENCE_S, &response, cancellable, &first));
  g_assert_error (first, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_false (ask (transport, PATIENCE_S, &response, cancellable, &second));
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (raw_server_get_n (server), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/soup-transport/misbehaving", test_misbehaving);
  g_test_add_func ("/service/soup-transport/packed", test_packed);
  g_test_add_func ("/service/soup-transport/cancelled", test_cancelled);
  return g_test_run ();
}
