/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream of a station: messages in order, its end, floods, and being woken. */
#include "config.h"

#include <string.h>

#include "br-error.h"
#include "br-station-link.h"
#include "raw-server.h"

#define LONG_US (20 * G_USEC_PER_SEC) /* never waited for */
#define TEXT 0x81
#define BEGIN 0x01
#define MORE 0x00

/** Stream: a server and a link with its stream open. */
typedef struct
{
  RawServer *server;
  BrStationLink *link;
} Stream;

static void
stream_clear (Stream *self)
{
  br_station_link_close (self->link);
  raw_server_free (self->server);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stream, stream_clear)

static Stream
stream_open (RawFunc func)
{
  Stream self = { raw_server_new (func), NULL };
  g_autoptr (GError) error = NULL;

  self.link = br_station_link_http (raw_server_address (self.server), NULL);
  br_station_link_open_stream (self.link, "/ws", &error);
  g_assert_no_error (error);
  return self;
}

static void
assert_ends_by (BrStationLink *link, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_lost;

  while ((text = br_station_link_receive (link, LONG_US, &n_lost, &error)) != NULL)
    g_clear_pointer (&text, g_free);
  g_assert_error (error, BR_ERROR, code);
}

static void
assert_ends (BrStationLink *link)
{
  assert_ends_by (link, BR_ERROR_OFFLINE);
}

static void
say_three (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  raw_frame (connection, TEXT, "one", 3);
  raw_frame (connection, BEGIN, "t", 1);
  raw_frame (connection, 0x89, "?", 1); /* a ping between */
  raw_frame (connection, 0x80, "wo", 2);
  raw_frame (connection, 0x82, "\x01", 1); /* not a text: passed over */
  raw_frame (connection, TEXT, "茶", 3);
}

static void
test_messages (void)
{
  g_auto (Stream) stream = stream_open (say_three);
  static const char *const expected[] = { "one", "two", "茶" };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GError) error = NULL;
      guint n_lost;
      g_autofree char *text = br_station_link_receive (stream.link, LONG_US, &n_lost, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, expected[i]);
      g_assert_cmpuint (n_lost, ==, 0);
    }
  assert_ends (stream.link);
  /* Once more, on the same link. */
  g_assert_true (br_station_link_open_stream (stream.link, "/ws", NULL));
  br_station_link_close_stream (stream.link);
  br_station_link_close_stream (stream.link);
  assert_ends (stream.link);
}

static void
say_invalid (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  raw_frame (connection, TEXT, "\xff\xfe", 2);
  raw_hang (server, connection);
}

static void
say_zero (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  raw_frame (connection, TEXT, "a\0b", 3);
  raw_hang (server, connection);
}

static void
say_long (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_autofree char *much = g_strnfill (BR_LINK_MAX_MESSAGE + 1, 'x');

  raw_upgrade (connection, head);
  raw_frame (connection, TEXT, much, BR_LINK_MAX_MESSAGE + 1);
  raw_hang (server, connection);
}

/* In parts, none of which is too long. */
static void
say_endless (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_autofree char *much = g_strnfill (1024, 'x');

  raw_upgrade (connection, head);
  for (guint8 first = BEGIN; raw_frame (connection, first, much, 1024); first = MORE)
    ;
}

static void
say_nonsense (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  raw_say (connection, "\xf7\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10);
  raw_hang (server, connection);
}

static void
say_masked (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  raw_say (connection, "\x81\x81\0\0\0\0x", 7);
  raw_hang (server, connection);
}

static void
say_close (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  raw_frame (connection, 0x88, "\x03\xe8", 2);
  raw_hang (server, connection);
}

static void
say_nothing (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
}

static void
test_ends (void)
{
  static const struct
  {
    RawFunc func;
    int code;
  } rows[] = {
    { say_invalid, BR_ERROR_PROTOCOL }, { say_zero, BR_ERROR_PROTOCOL }, { say_long, BR_ERROR_PROTOCOL },   { say_nonsense, BR_ERROR_PROTOCOL },
    { say_masked, BR_ERROR_PROTOCOL },  { say_close, BR_ERROR_OFFLINE }, { say_nothing, BR_ERROR_OFFLINE }, { say_endless, BR_ERROR_PROTOCOL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Stream) stream = stream_open (rows[i].func);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      assert_ends_by (stream.link, rows[i].code);
    }
}

static void
refuse (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "HTTP/1.1 503 Full\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", -1);
}

static void
close_at_once (RawServer *server, GSocketConnection *connection, const char *head)
{
}

static void
wrong_accept (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n", -1);
  raw_hang (server, connection);
}

static void
endless_head (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "HTTP/1.1 101 Switching Protocols\r\n", -1);
  while (raw_say (connection, "X-Much: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n", -1))
    ;
}

static void
test_refused (void)
{
  static const struct
  {
    RawFunc func;
    int code;
  } rows[] = { { refuse, BR_ERROR_PROTOCOL }, { wrong_accept, BR_ERROR_PROTOCOL }, { endless_head, BR_ERROR_PROTOCOL }, { close_at_once, BR_ERROR_OFFLINE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RawServer) server = raw_server_new (rows[i].func);
      g_autoptr (BrStationLink) link = br_station_link_http (raw_server_address (server), NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (br_station_link_open_stream (link, "/ws", &error));
      g_assert_error (error, BR_ERROR, rows[i].code);
      assert_ends (link);
    }
}

#define N_FLOOD 3000

/* Says very much and then answers the request that waits meanwhile. */
static void
flood (RawServer *server, GSocketConnection *connection, const char *head)
{
  static int flooded;

  if (strstr (head, "GET /ws") != NULL)
    {
      raw_upgrade (connection, head);
      for (guint i = 0; i < N_FLOOD; i++)
        {
          g_autofree char *text = g_strdup_printf ("%u", i);

          raw_frame (connection, TEXT, text, strlen (text));
        }
      g_atomic_int_set (&flooded, TRUE);
      raw_hang (server, connection);
      return;
    }
  while (!g_atomic_int_get (&flooded))
    g_usleep (1000);
  g_usleep (50 * 1000); /* the rest of it is on its way to a reader that is not held up by us */
  raw_say (connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", -1);
}

/* The newest are kept, in order; it is said how many were lost. The last of the flood may come after the answer. */
static void
test_flood (void)
{
  g_auto (Stream) stream = stream_open (flood);
  g_auto (BrLinkAnswer) answer = { 0 };
  guint64 last = 0, lost = 0, got = 0;
  guint n_lost;

  g_assert_true (
      br_station_link_request (stream.link, &(BrLinkRequest) { .method = "GET", .path = "/x", .max_bytes = 10, .timeout_ms = 10000 }, &answer, NULL));
  while (last < N_FLOOD - 1)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = br_station_link_receive (stream.link, LONG_US, &n_lost, &error);
      guint64 number;

      g_assert_no_error (error);
      g_assert_true (g_ascii_string_to_unsigned (text, 10, 0, N_FLOOD, &number, NULL));
      g_assert_true (got == 0 || number > last);
      last = number;
      lost += n_lost;
      got++;
    }
  g_assert_cmpuint (got + lost, ==, N_FLOOD);
  g_assert_cmpuint (got, >=, BR_LINK_MAX_QUEUE);
}

static void
say_never (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  raw_hang (server, connection);
}

static void
never_begin (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_hang (server, connection);
}

static gpointer
wake (gpointer data)
{
  g_usleep (20 * 1000);
  br_station_link_wake (data);
  return NULL;
}

/* Woken while it waits, and before, also when somebody looked meanwhile without waiting: none waits to the end. Without being woken, the time counts. */
static void
test_wake (void)
{
  g_auto (Stream) stream = stream_open (say_never);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("wake", wake, stream.link);
  guint n_lost;

  g_assert_null (br_station_link_receive (stream.link, LONG_US, &n_lost, &error));
  g_thread_join (thread);
  br_station_link_wake (stream.link);
  g_assert_null (br_station_link_receive (stream.link, 0, &n_lost, &error));
  g_assert_null (br_station_link_receive (stream.link, LONG_US, &n_lost, &error));
  g_assert_null (br_station_link_receive (stream.link, 30 * 1000, &n_lost, &error));
  g_assert_null (br_station_link_receive (stream.link, 0, &n_lost, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 45 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, LONG_US);
}

static gpointer
stop (gpointer data)
{
  g_usleep (50 * 1000);
  br_station_link_stop (data);
  return NULL;
}

/* While it opens a stream, and while it waits for a message of one. */
static void
test_stop (void)
{
  gint64 begin = g_get_monotonic_time ();
  g_auto (Stream) stream = stream_open (say_never);
  g_autoptr (RawServer) silent = raw_server_new (never_begin);
  g_autoptr (BrStationLink) link = br_station_link_http (raw_server_address (silent), NULL);
  GThread *threads[] = { g_thread_new ("stop", stop, stream.link), g_thread_new ("stop", stop, link) };
  g_autoptr (GError) error = NULL;
  guint n_lost;

  g_assert_null (br_station_link_receive (stream.link, LONG_US, &n_lost, NULL));
  g_assert_null (br_station_link_receive (stream.link, LONG_US, &n_lost, NULL));
  g_assert_false (br_station_link_open_stream (link, "/ws", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_OFFLINE);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/device/station-stream/messages", test_messages);
  g_test_add_func ("/device/station-stream/ends", test_ends);
  g_test_add_func ("/device/station-stream/refused", test_refused);
  g_test_add_func ("/device/station-stream/flood", test_flood);
  g_test_add_func ("/device/station-stream/wake", test_wake);
  g_test_add_func ("/device/station-stream/stop", test_stop);
  return g_test_run ();
}
