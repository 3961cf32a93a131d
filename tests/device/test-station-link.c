/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The link to a station by HTTP: what is sent, and what becomes of every way in which a server can misbehave. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-station-link.h"
#include "raw-server.h"

#define OK "HTTP/1.1 200 OK\r\nConnection: close\r\n"
#define QUICK_MS 300

static gboolean
get (BrStationLink *link, const char *path, gsize max_bytes, int timeout_ms, BrLinkAnswer *answer, GError **error)
{
  return br_station_link_request (link, &(BrLinkRequest) { .method = "GET", .path = path, .max_bytes = max_bytes, .timeout_ms = timeout_ms }, answer, error);
}

static gboolean
upload (BrStationLink *link, GBytes *file, int timeout_ms, BrLinkAnswer *answer, GError **error)
{
  static const BrLinkField fields[] = { { "mac", "00007E1F25A4B2C6" }, { "dither", "0" } };

  return br_station_link_request (link,
                                  &(BrLinkRequest) { .method = "POST",
                                                     .path = "/imgupload",
                                                     .fields = fields,
                                                     .n_fields = 2,
                                                     .file = file,
                                                     .file_name = "image.jpg",
                                                     .file_type = "image/jpeg",
                                                     .max_bytes = BR_LINK_MAX_JSON,
                                                     .timeout_ms = timeout_ms },
                                  answer, error);
}

static void
assert_fails (RawFunc func, const char *path, int code)
{
  g_autoptr (RawServer) server = raw_server_new (func);
  g_autoptr (BrStationLink) link = br_station_link_http (raw_server_address (server), NULL);
  g_auto (BrLinkAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (get (link, path, 1000, QUICK_MS, &answer, &error));
  g_assert_error (error, BR_ERROR, code);
  g_assert_cmpuint (answer.status, ==, 0);
  g_assert_null (answer.body);
  g_assert_cmpuint (raw_server_get_n (server), ==, 1); /* nothing was sent again */
}

static void
answer_path (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_autofree char *answer = NULL;
  const char *end = strchr (head, '\r');

  g_assert_null (strstr (head, "Cookie"));
  g_assert_null (strstr (head, "Accept-Encoding"));
  raw_read_body (server, connection, head, 0);
  answer = g_strdup_printf (OK "Set-Cookie: a=b\r\nContent-Length: %d\r\n\r\n%.*s", (int) (end - head), (int) (end - head), head);
  raw_say (connection, answer, -1);
}

static void
test_get (void)
{
  g_autoptr (RawServer) server = raw_server_new (answer_path);
  g_autoptr (BrStationLink) link = br_station_link_http (raw_server_address (server), NULL);

  for (guint i = 1; i <= 3; i++)
    {
      g_auto (BrLinkAnswer) answer = { 0 };
      g_autoptr (GError) error = NULL;

      get (link, "/get_db?mac=00007E1F25A4B2C6", 1000, 5000, &answer, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (answer.status, ==, 200);
      g_assert_cmpmem (g_bytes_get_data (answer.body, NULL), g_bytes_get_size (answer.body), "GET /get_db?mac=00007E1F25A4B2C6 HTTP/1.1", 41);
      g_assert_cmpuint (raw_server_get_n (server), ==, i); /* a connection each */
    }
}

static void
test_form (void)
{
  static const BrLinkField fields[] = { { "mac", "00007E1F25A4B2C6" }, { "alias", "a&b=c d/é" }, { "x", "" } };
  g_autoptr (RawServer) server = raw_server_new (answer_path);
  g_autoptr (BrStationLink) link = br_station_link_http (raw_server_address (server), NULL);
  g_auto (BrLinkAnswer) answer = { 0 };
  g_autofree char *body = NULL;

  g_assert_true (br_station_link_request (
      link, &(BrLinkRequest) { .method = "POST", .path = "/save_cfg", .fields = fields, .n_fields = 3, .max_bytes = 1000, .timeout_ms = 5000 }, &answer, NULL));
  body = raw_server_get_body (server);
  g_assert_cmpstr (body, ==, "mac=00007E1F25A4B2C6&alias=a%26b%3Dc+d%2F%C3%A9&x=");
}

/* The station's parser is a poor one (esl.md 2.2): quoted names, no type on texts, the file last, a short boundary, no preamble. */
static void
test_upload (void)
{
  g_autoptr (RawServer) server = raw_server_new (answer_path);
  g_autoptr (BrStationLink) link = br_station_link_http (raw_server_address (server), NULL);
  g_autoptr (GBytes) file = g_bytes_new_static ("JPEG", 4);
  g_auto (BrLinkAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL, *boundary = NULL, *expected = NULL;

  upload (link, file, 5000, &answer, &error);
  g_assert_no_error (error);
  body = raw_server_get_body (server);
  boundary = g_strndup (body, strcspn (body, "\r"));
  g_assert_cmpuint (strlen (boundary), <=, 2 + 70);
  expected = g_strdup_printf (
      "%s\r\nContent-Disposition: form-data; name=\"mac\"\r\n\r\n00007E1F25A4B2C6\r\n%s\r\nContent-Disposition: form-data; name=\"dither\"\r\n\r\n0\r\n"
      "%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"image.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n%s--\r\n",
      boundary, boundary, boundary, boundary);
  g_assert_cmpstr (body, ==, expected);
}

static void
answer_error (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "HTTP/1.1 400 Bad Request\r\nContent-Length: 13\r\n\r\nmac not found", -1);
}

static void
answer_redirect (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", -1);
}

static void
answer_unauthorized (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n", -1);
}

/* An error of the other side is an answer; nothing is followed. */
static void
test_statuses (void)
{
  static const struct
  {
    RawFunc func;
    guint status;
    gsize length;
  } rows[] = { { answer_error, 400, 13 }, { answer_redirect, 302, 0 }, { answer_unauthorized, 401, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RawServer) server = raw_server_new (rows[i].func);
      g_autoptr (BrStationLink) link = br_station_link_http (raw_server_address (server), NULL);
      g_auto (BrLinkAnswer) answer = { 0 };

      g_assert_true (get (link, "/x", 100, 5000, &answer, NULL));
      g_assert_cmpuint (answer.status, ==, rows[i].status);
      g_assert_cmpuint (g_bytes_get_size (answer.body), ==, rows[i].length);
      g_assert_cmpuint (raw_server_get_n (server), ==, 1);
    }
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
answer_endless_head (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK, -1);
  while (raw_say (connection, "X-Much: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n", -1))
    ;
}

static void
answer_long (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "Content-Length: 100000000\r\n\r\nabc", -1);
  raw_hang (server, connection);
}

static void
answer_half (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "Content-Length: 50\r\n\r\nhalf", -1);
}

static void
answer_half_chunks (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n9\r\nx", -1);
}

static void
answer_garbage (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "\x01\x02 not http\r\n\r\n", -1);
}

static void
answer_nothing (RawServer *server, GSocketConnection *connection, const char *head)
{
}

static void
answer_reset (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_reset (connection);
}

static void
answer_never (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_hang (server, connection);
}

static void
answer_slowly (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "\r\n", -1);
  while (raw_say (connection, "x", 1))
    g_usleep (20 * 1000);
}

static void
test_misbehaving (void)
{
  static const struct
  {
    RawFunc func;
    int code;
  } rows[] = {
    { answer_endless, BR_ERROR_RANGE },   { answer_endless_head, BR_ERROR_OFFLINE }, { answer_long, BR_ERROR_OFFLINE },
    { answer_half, BR_ERROR_OFFLINE },    { answer_half_chunks, BR_ERROR_OFFLINE },  { answer_garbage, BR_ERROR_PROTOCOL },
    { answer_nothing, BR_ERROR_OFFLINE }, { answer_reset, BR_ERROR_OFFLINE },        { answer_never, BR_ERROR_OFFLINE },
    { answer_slowly, BR_ERROR_OFFLINE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      assert_fails (rows[i].func, "/x", rows[i].code);
    }
}

static void
read_all_and_close (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_read_body (server, connection, head, 0);
}

static void
read_less_and_reset (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_read_body (server, connection, head, 7 * 1024 * 1024);
  raw_reset (connection);
}

/* Until the other side has given up and asks for something else. */
static void
read_nothing (RawServer *server, GSocketConnection *connection, const char *head)
{
  while (raw_server_get_n (server) < 2)
    g_usleep (5000);
}

static BrLinkFate
upload_fate (RawFunc func, gsize size)
{
  g_autoptr (RawServer) server = raw_server_new (func);
  g_autoptr (BrStationLink) link = br_station_link_http (raw_server_address (server), NULL);
  g_autoptr (GBytes) file = g_bytes_new_take (g_malloc0 (size), size);
  g_auto (BrLinkAnswer) answer = { 0 }, other = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_false (upload (link, file, QUICK_MS, &answer, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  g_assert_cmpuint (raw_server_get_n (server), ==, 1); /* an upload is never sent again */
  if (func == read_nothing)
    get (link, "/end", 10, QUICK_MS, &other, NULL);
  return answer.fate;
}

/* Whether the last byte went out decides whether it may be sent again. */
static void
test_fate (void)
{
  g_assert_cmpint (upload_fate (read_all_and_close, 17000), ==, BR_LINK_NOT_KNOWN);
  g_assert_cmpint (upload_fate (answer_never, 17000), ==, BR_LINK_NOT_KNOWN);
  g_assert_cmpint (upload_fate (read_less_and_reset, 16 * 1024 * 1024), ==, BR_LINK_NOT_SENT);
  g_assert_cmpint (upload_fate (read_nothing, 16 * 1024 * 1024), ==, BR_LINK_NOT_SENT);
}

static void
test_nobody (void)
{
  g_autoptr (RawServer) server = raw_server_new (answer_nothing);
  g_autofree char *address = g_strdup (raw_server_address (server));
  g_autoptr (BrStationLink) link = br_station_link_http (address, NULL);
  g_autoptr (GBytes) file = g_bytes_new_static ("x", 1);
  g_auto (BrLinkAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&server, raw_server_free);
  g_assert_false (upload (link, file, 5000, &answer, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  g_assert_cmpint (answer.fate, ==, BR_LINK_NOT_SENT);
}

static gpointer
stop (gpointer data)
{
  g_usleep (50 * 1000);
  br_station_link_stop (data);
  return NULL;
}

/* Whatever it waits for, it ends, and nothing is begun any more. */
static void
test_stop (void)
{
  static const RawFunc funcs[] = { answer_never, answer_slowly, answer_long, read_all_and_close };

  for (gsize i = 0; i < G_N_ELEMENTS (funcs); i++)
    {
      g_autoptr (RawServer) server = raw_server_new (funcs[i]);
      g_autoptr (BrStationLink) link = br_station_link_http (raw_server_address (server), NULL);
      g_autoptr (GBytes) file = g_bytes_new_static ("x", 1);
      gint64 begin = g_get_monotonic_time ();
      GThread *thread = g_thread_new ("stop", stop, link);
      g_autoptr (GError) first = NULL, second = NULL, third = NULL;
      g_auto (BrLinkAnswer) answer = { 0 }, other = { 0 };

      g_assert_false (upload (link, file, 60000, &answer, &first));
      g_assert_error (first, BR_ERROR, BR_ERROR_OFFLINE);
      g_assert_cmpint (answer.fate, ==, BR_LINK_NOT_KNOWN);
      g_thread_join (thread);
      g_assert_false (upload (link, file, 60000, &other, &second));
      g_assert_error (second, BR_ERROR, BR_ERROR_OFFLINE);
      g_assert_cmpint (other.fate, ==, BR_LINK_NOT_SENT);
      g_assert_false (br_station_link_open_stream (link, "/ws", &third));
      g_assert_error (third, BR_ERROR, BR_ERROR_OFFLINE);
      g_assert_cmpuint (raw_server_get_n (server), ==, 1);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
    }
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *address;
    gboolean good;
  } rows[] = { { "192.168.3.7", TRUE }, { "ap.local:8080", TRUE }, { "[::1]:80", TRUE },   { "", FALSE },       { "a/b", FALSE },
               { "u@host", FALSE },     { "a b", FALSE },          { "host:port", FALSE }, { "host?x", FALSE }, { "host\r\nX: y", FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BrStationLink) link = br_station_link_http (rows[i].address, &error);

      g_assert_true ((link != NULL) == rows[i].good);
      if (!rows[i].good)
        g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/device/station-link/get", test_get);
  g_test_add_func ("/device/station-link/form", test_form);
  g_test_add_func ("/device/station-link/upload", test_upload);
  g_test_add_func ("/device/station-link/statuses", test_statuses);
  g_test_add_func ("/device/station-link/misbehaving", test_misbehaving);
  g_test_add_func ("/device/station-link/fate", test_fate);
  g_test_add_func ("/device/station-link/nobody", test_nobody);
  g_test_add_func ("/device/station-link/stop", test_stop);
  g_test_add_func ("/device/station-link/addresses", test_addresses);
  return g_test_run ();
}
