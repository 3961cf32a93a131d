/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hostile-station.h"

#include "../device/raw-server.h"

#include <string.h>

#define OK "HTTP/1.1 200 OK\r\nConnection: close\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"
#define SWITCH "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
#define CONFIG                                                                                                                                                 \
  "{\"C6\":\"1\",\"H2\":\"0\",\"apstate\":\"1\",\"alias\":\"Front\",\"channel\":11,\"maxsleep\":10,\"stopsleep\":%s,\"preview\":1,\"nightlyreboot\":0,"        \
  "\"lock\":1,\"showtimestamp\":0,\"timezone\":\"UTC0\"}"
#define TAG                                                                                                                                                    \
  "{\"mac\":\"00007E1F25C0A1B2\",\"hash\":\"00000000000000000000000000000000\",\"lastseen\":1,\"nextupdate\":0,\"nextcheckin\":1,\"pending\":0,\"hwType\":1}"
#define TEXT 0x81
#define CONTINUED 0x00
#define BEGUN 0x01
#define PING 0x89
#define MAX_STATIONS 64
#define DEEP 60000
#define DRIP_US (100 * 1000) /* so often it is looked whether the test is over */

struct _HostileStation
{
  RawServer *server;
  const HostileWay *way;
  RawFunc func;
  int n_met, strayed; /* atomic */
};

/* A RawFunc knows its server only. */
static HostileStation *stations[MAX_STATIONS];
static GMutex lock;

static HostileStation *
find_station (RawServer *server)
{
  HostileStation *found = NULL;

  g_mutex_lock (&lock);
  for (guint i = 0; i < MAX_STATIONS; i++)
    if (stations[i] != NULL && stations[i]->server == server)
      found = stations[i];
  g_mutex_unlock (&lock);
  return found;
}

static void
say_json (GSocketConnection *connection, const char *json)
{
  g_autofree char *answer = g_strdup_printf (OK "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", strlen (json), json);

  raw_say (connection, answer, -1);
}

static gboolean
asks (const char *head, const char *path)
{
  const char *space = strchr (head, ' ');

  return space != NULL && g_str_has_prefix (space + 1, path);
}

static void
behave (RawServer *server, GSocketConnection *connection, const char *head, gboolean stop_sleep)
{
  static const char sys[] = "{\"sys\":{\"currtime\":1,\"heap\":100000,\"recordcount\":1,\"littlefsfree\":1000000,\"apstate\":1,\"runstate\":2,\"uptime\":100}}";
  g_autofree char *config = g_strdup_printf (CONFIG, stop_sleep ? "1" : "0");

  if (asks (head, "/ws"))
    {
      raw_upgrade (connection, head);
      raw_frame (connection, TEXT, sys, strlen (sys));
      raw_hang (server, connection);
    }
  else if (asks (head, "/get_ap_config"))
    say_json (connection, config);
  else if (asks (head, "/sysinfo"))
    say_json (connection, "{\"alias\":\"Front\",\"env\":\"ESP32_S3\",\"buildversion\":\"2.91\"}");
  else if (asks (head, "/get_db"))
    say_json (connection, "{\"tags\":[" TAG "]}");
  else
    raw_say (connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", -1);
}

static void
serve (RawServer *server, GSocketConnection *connection, const char *head)
{
  HostileStation *self;

  while ((self = find_station (server)) == NULL) /* it is being made */
    g_usleep (1000);
  if (asks (head, "/elsewhere"))
    g_atomic_int_set (&self->strayed, TRUE);
  if (!asks (head, self->way->path))
    {
      behave (server, connection, head, g_str_equal (self->way->path, "/save_apcfg"));
      return;
    }
  g_atomic_int_inc (&self->n_met);
  self->func (server, connection, head);
}

/* Whether the other side is still there and the test goes on. */
static gboolean
pause_a_while (RawServer *server, GSocketConnection *connection, guint n)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  for (guint i = 0; i < n; i++)
    {
      g_usleep (DRIP_US);
      if (raw_server_is_ending (server) || (g_socket_condition_check (socket, G_IO_IN | G_IO_HUP) & G_IO_HUP) != 0)
        return FALSE;
    }
  return TRUE;
}

/* A byte a second, again and again. */
static void
drip (RawServer *server, GSocketConnection *connection, const char *first, const char *bytes)
{
  if (!raw_say (connection, first, -1))
    return;
  for (gsize i = 0; pause_a_while (server, connection, 10) && raw_say (connection, bytes + i % strlen (bytes), 1); i++)
    ;
}

static void
pour (GSocketConnection *connection, const char *first, const char *bytes, gsize length)
{
  if (raw_say (connection, first, -1))
    while (raw_say (connection, bytes, (gssize) length))
      ;
}

static void
endless_body (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, OK "\r\n", "[[[[[[[[[[[[[[[[", 16);
}

static void
endless_head (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, OK, "X-Much: xxxxxxxxxxxxxxxxxxxxxx\r\n", 32);
}

static void
endless_line (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, "HTTP/1.1 200 ", "OKOKOKOKOKOKOKOK", 16);
}

static void
endless_status (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, "", "HTTP/1.1 100 Continue\r\n\r\n", 25);
}

static void
endless_processing (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, "", "HTTP/1.1 102 Processing\r\n\r\n", 27);
}

static void
drip_body (RawServer *server, GSocketConnection *connection, const char *head)
{
  drip (server, connection, OK "Content-Length: 500\r\n\r\n", "{\"apstate\":1}");
}

static void
drip_head (RawServer *server, GSocketConnection *connection, const char *head)
{
  drip (server, connection, "HTTP/1.1 200", " OK");
}

static void
huge_json (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_autofree char *spaces = g_strnfill (1024 * 1024, ' ');

  raw_say (connection, OK "Content-Length: 104857600\r\n\r\n{", -1);
  for (guint i = 0; i < 100 && raw_say (connection, spaces, 1024 * 1024); i++)
    ;
}

static void
deep_json (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_autofree char *deep = g_strnfill (DEEP, '[');

  say_json (connection, deep);
}

static void
deep_closed_json (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_autofree char *open = g_strnfill (DEEP / 2, '['), *close = g_strnfill (DEEP / 2 - 100, ']'), *json = g_strconcat ("{\"tags\":", open, close, "}", NULL);

  say_json (connection, json);
}

static void
not_a_number (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_json (connection, "{\"apstate\":NaN,\"channel\":-Infinity,\"stopsleep\":1e999}");
}

static void
doubled_keys (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_json (connection, "{\"apstate\":\"1\",\"apstate\":\"5\",\"stopsleep\":0,\"stopsleep\":1,\"lock\":1,\"lock\":[],\"preview\":1}");
}

static void
wrong_types (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_json (connection, "{\"apstate\":[],\"channel\":{},\"alias\":7,\"stopsleep\":\"0\",\"preview\":[1],\"lock\":-99999999999999999999,\"timezone\":false}");
}

static void
not_utf8 (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_json (connection, "{\"apstate\":1,\"alias\":\"\xff\xfe\xc0\x80\"}");
}

static void
negative_length (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "Content-Length: -5\r\n\r\n{}", -1);
}

static void
two_lengths (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "Content-Length: 2\r\nContent-Length: 99999999999999999999\r\n\r\n{}", -1);
}

static void
redirect (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", -1);
}

static void
unwanted_upgrade (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, SWITCH "\r\n\x81\x7f", -1);
}

static void
huge_chunk (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, CHUNKED "FFFFFFFFFFFFFFFF\r\n", "0000000000000000", 16);
}

static void
endless_chunk_head (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, CHUNKED "1;", "xxxxxxxxxxxxxxxx", 16);
}

static void
tiny_chunks (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, CHUNKED, "1\r\n[\r\n", 6);
}

static void
endless_trailer (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, CHUNKED "2\r\n{}\r\n0\r\n", "X-Much: xxxxxxxxxxxxxxxxxxxxxx\r\n", 32);
}

/* 64 MiB of spaces in 64 KiB, for whoever unpacks it. */
static void
packed (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_autoptr (GZlibCompressor) packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable (), out = g_converter_output_stream_new (memory, G_CONVERTER (packer));
  g_autofree char *spaces = g_strnfill (1024 * 1024, ' '), *say = NULL;

  for (guint i = 0; i < 64; i++)
    g_output_stream_write_all (out, spaces, 1024 * 1024, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  say = g_strdup_printf (OK "Content-Encoding: gzip\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                         g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
  raw_say (connection, say, -1);
  raw_say (connection, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
           (gssize) g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
}

static void
tls (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, "\x15\x03\x01\x00\x02\x02\x46", 7);
}

static void
half (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, OK "Content-Length: 100\r\n\r\n{\"apstate\":", -1);
}

static void
reset (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_reset (connection);
}

static void
silence (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_hang (server, connection);
}

static void
empty (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_json (connection, "");
}

static void
endless_pages (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_json (connection, "{\"tags\":[" TAG "],\"continu\":1}");
}

static void
strange_tags (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_json (connection,
            "{\"tags\":[7,null,{},[],{\"mac\":\"zz\"},{\"mac\":-1},{\"mac\":\"00007E1F25C0A1B2\",\"hwType\":-5,\"RSSI\":99999999999,\"modecfgjson\":\"{\"},"
            "{\"mac\":\"\xe4\xb8\",\"hash\":[]}]}");
}

static void
wrong_accept (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_say (connection, SWITCH "Sec-WebSocket-Accept: x\r\n\r\n", -1);
  raw_hang (server, connection);
}

static void
endless_switch (RawServer *server, GSocketConnection *connection, const char *head)
{
  pour (connection, SWITCH, "X-Much: xxxxxxxxxxxxxxxxxxxxxx\r\n", 32);
}

/* Bytes after a proper beginning; then nothing. */
static void
say_frames (RawServer *server, GSocketConnection *connection, const char *head, const char *bytes, gsize length)
{
  raw_upgrade (connection, head);
  raw_say (connection, bytes, (gssize) length);
  raw_hang (server, connection);
}

static void
parted_ping (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_frames (server, connection, head, "\x09\x01x\x80\x01y", 6);
}

static void
long_ping (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_frames (server, connection, head, "\x89\x7e\xff\xff", 4);
}

static void
masked (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_frames (server, connection, head, "\x81\x82\x01\x02\x03\x04zx", 8);
}

static void
endless_length (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_frames (server, connection, head, "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10);
}

static void
half_frame (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  raw_say (connection, "\x81\x20half", 6);
}

static void
frame_not_utf8 (RawServer *server, GSocketConnection *connection, const char *head)
{
  say_frames (server, connection, head, "\x81\x02\xc0\x80", 4);
}

static void
drip_frames (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  drip (server, connection, "\x01\x40", "{");
}

static void
flood (GSocketConnection *connection, const char *head, guint8 first, const char *text)
{
  raw_upgrade (connection, head);
  while (raw_frame (connection, first, text, strlen (text)))
    ;
}

static void
flood_parts (RawServer *server, GSocketConnection *connection, const char *head)
{
  raw_upgrade (connection, head);
  raw_frame (connection, BEGUN, "", 0);
  while (raw_frame (connection, CONTINUED, "", 0))
    ;
}

static void
flood_pings (RawServer *server, GSocketConnection *connection, const char *head)
{
  flood (connection, head, PING, "?");
}

static void
flood_texts (RawServer *server, GSocketConnection *connection, const char *head)
{
  flood (connection, head, TEXT, "{\"logMsg\":\"x\"}");
}

static void
flood_tags (RawServer *server, GSocketConnection *connection, const char *head)
{
  flood (connection, head, TEXT, "{\"tags\":[" TAG "]}");
}

static void
flood_nonsense (RawServer *server, GSocketConnection *connection, const char *head)
{
  g_autofree char *deep = g_strnfill (DEEP, '[');

  flood (connection, head, TEXT, deep);
}

static const struct
{
  HostileWay way;
  RawFunc func;
} rows[] = {
  { { "endless body", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, endless_body },
  { { "endless head", "/get_ap_config", FALSE, HOSTILE_DOWN }, endless_head },
  { { "endless first line", "/get_ap_config", FALSE, HOSTILE_DOWN }, endless_line },
  { { "drips its body", "/get_ap_config", FALSE, HOSTILE_DOWN }, drip_body },
  { { "drips its head", "/get_ap_config", FALSE, HOSTILE_DOWN }, drip_head },
  { { "100 MiB of JSON", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, huge_json },
  { { "deep JSON", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, deep_json },
  { { "deep JSON of tags", "/get_db", FALSE, HOSTILE_ANY }, deep_closed_json },
  { { "not a number", "/get_ap_config", FALSE, HOSTILE_ANY }, not_a_number },
  { { "doubled keys", "/get_ap_config", FALSE, HOSTILE_ANY }, doubled_keys },
  { { "wrong types", "/get_ap_config", FALSE, HOSTILE_ANY }, wrong_types },
  { { "not UTF-8", "/get_ap_config", FALSE, HOSTILE_ANY }, not_utf8 },
  { { "negative length", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, negative_length },
  { { "two lengths", "/get_ap_config", FALSE, HOSTILE_DOWN }, two_lengths },
  { { "redirect", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, redirect },
  { { "unwanted upgrade", "/get_ap_config", FALSE, HOSTILE_DOWN }, unwanted_upgrade },
  { { "huge chunk", "/get_ap_config", FALSE, HOSTILE_DOWN }, huge_chunk },
  { { "endless chunk head", "/get_ap_config", FALSE, HOSTILE_DOWN }, endless_chunk_head },
  { { "tiny chunks", "/get_ap_config", FALSE, HOSTILE_DOWN },
    tiny_chunks }, /* damaged, or given up: whether the limit or the time comes first is the machine's */
  { { "endless trailer", "/get_ap_config", FALSE, HOSTILE_ANY }, endless_trailer },
  { { "packed", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, packed },
  { { "TLS", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, tls },
  { { "half an answer", "/get_ap_config", FALSE, HOSTILE_DOWN }, half },
  { { "reset", "/get_ap_config", FALSE, HOSTILE_DOWN }, reset },
  { { "silence", "/get_ap_config", FALSE, HOSTILE_DOWN }, silence },
  { { "empty", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, empty },
  { { "empty of itself", "/sysinfo", FALSE, HOSTILE_DAMAGED }, empty },
  { { "silence to a setting", "/save_apcfg", FALSE, HOSTILE_ANY }, silence },
  { { "silence of tags", "/get_db", FALSE, HOSTILE_ANY }, silence },
  { { "endless tags", "/get_db", FALSE, HOSTILE_ANY }, endless_body },
  { { "endless pages", "/get_db", FALSE, HOSTILE_ANY }, endless_pages },
  { { "strange tags", "/get_db", FALSE, HOSTILE_ANY }, strange_tags },
  { { "wrong accept", "/ws", FALSE, HOSTILE_ANY }, wrong_accept },
  { { "endless switch", "/ws", FALSE, HOSTILE_ANY }, endless_switch },
  { { "ping in parts", "/ws", FALSE, HOSTILE_ANY }, parted_ping },
  { { "long ping", "/ws", FALSE, HOSTILE_ANY }, long_ping },
  { { "masked", "/ws", FALSE, HOSTILE_ANY }, masked },
  { { "endless length", "/ws", FALSE, HOSTILE_ANY }, endless_length },
  { { "half a frame", "/ws", FALSE, HOSTILE_ANY }, half_frame },
  { { "frame not UTF-8", "/ws", FALSE, HOSTILE_ANY }, frame_not_utf8 },
  { { "drips frames", "/ws", FALSE, HOSTILE_ANY }, drip_frames },
  { { "endless continue", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, endless_status },
  { { "endless processing", "/get_ap_config", FALSE, HOSTILE_DAMAGED }, endless_processing },
  { { "flood of parts", "/ws", TRUE, HOSTILE_ANY }, flood_parts },
  { { "flood of pings", "/ws", TRUE, HOSTILE_ANY }, flood_pings },
  { { "flood of texts", "/ws", TRUE, HOSTILE_ANY }, flood_texts },
  { { "flood of tags", "/ws", TRUE, HOSTILE_ANY }, flood_tags },
  { { "flood of nonsense", "/ws", TRUE, HOSTILE_ANY }, flood_nonsense },
};

const HostileWay *
hostile_ways (void)
{
  static HostileWay ways[G_N_ELEMENTS (rows) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    ways[i] = rows[i].way;
  return ways;
}

HostileStation *
hostile_station_new (const HostileWay *way)
{
  HostileStation *self = g_new0 (HostileStation, 1);

  self->way = way;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].way.name, way->name))
      self->func = rows[i].func;
  g_assert_nonnull (self->func);
  self->server = raw_server_new (serve);
  g_mutex_lock (&lock);
  for (guint i = 0; i < MAX_STATIONS; i++)
    if (stations[i] == NULL)
      {
        stations[i] = self;
        break;
      }
  g_mutex_unlock (&lock);
  return self;
}

void
hostile_station_free (HostileStation *self)
{
  raw_server_free (self->server);
  g_mutex_lock (&lock);
  for (guint i = 0; i < MAX_STATIONS; i++)
    if (stations[i] == self)
      stations[i] = NULL;
  g_mutex_unlock (&lock);
  g_free (self);
}

const char *
hostile_station_address (HostileStation *self)
{
  return raw_server_address (self->server);
}

guint
hostile_station_n_met (HostileStation *self)
{
  return (guint) g_atomic_int_get (&self->n_met);
}

gboolean
hostile_station_is_strayed (HostileStation *self)
{
  return g_atomic_int_get (&self->strayed);
}
