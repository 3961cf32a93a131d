/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SoupServer in front of the emulated access point. A request that is to break off early is known by its head; the answer of another one is
 * worked out when its body is there, and given after its delay.
 */
#include "config.h"

#include "br-ap-server.h"

#include <libsoup/soup.h>
#include <string.h>

#define STEP_MS 50 /* how often the world goes on */
#define STREAM_PATH "/ws"

struct _BrApServer
{
  BrAir *air;
  BrAp *ap;
  SoupServer *server;
  guint16 port;
  guint timer;
  GPtrArray *streams;  /* of Stream */
  GHashTable *waiting; /* Answer, itself */
};

/** Stream: a WebSocket that is open. */
typedef struct
{
  SoupWebsocketConnection *connection;
  BrApClient *client;
} Stream;

/** Answer: one that is under way. */
typedef struct
{
  BrApServer *server;
  SoupServerMessage *message;
  BrApReply reply;
  guint timer;
} Answer;

static void
stream_free (gpointer data)
{
  Stream *self = data;

  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  g_object_unref (self->connection);
  br_ap_client_free (self->client);
  g_free (self);
}

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_object_unref (self->message);
  br_ap_reply_clear (&self->reply);
  g_free (self);
}

static void
forward (Stream *stream)
{
  char *text;

  while ((text = br_ap_client_pop (stream->client)) != NULL)
    {
      g_autofree char *valid = g_utf8_make_valid (text, -1);

      if (soup_websocket_connection_get_state (stream->connection) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_send_text (stream->connection, valid);
      g_free (text);
    }
}

static gboolean
step_cb (gpointer data)
{
  BrApServer *self = data;

  br_air_now (self->air); /* lets happen what is due, also when nobody listens */
  for (guint i = self->streams->len; i > 0; i--)
    {
      Stream *stream = g_ptr_array_index (self->streams, i - 1);

      forward (stream);
      if (!br_ap_client_is_open (stream->client) || soup_websocket_connection_get_state (stream->connection) == SOUP_WEBSOCKET_STATE_CLOSED)
        g_ptr_array_remove_index (self->streams, i - 1);
    }
  return G_SOURCE_CONTINUE;
}

static void
break_off (SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static void
fill (SoupServerMessage *message, const BrApReply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize n;
  const char *bytes = g_bytes_get_data (reply->body, &n);

  soup_server_message_set_status (message, reply->status, NULL);
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Access-Control-Allow-Origin", "*");
  soup_message_headers_replace (headers, "Access-Control-Allow-Headers", "content-type");
  if (reply->cache != NULL)
    soup_message_headers_replace (headers, "Cache-Control", reply->cache);
  if (reply->etag != NULL)
    soup_message_headers_replace (headers, "ETag", reply->etag);
  soup_server_message_set_response (message, reply->content_type, SOUP_MEMORY_COPY, bytes != NULL ? bytes : "", n);
}

static gboolean
answer_cb (gpointer data)
{
  Answer *self = data;

  self->timer = 0;
  if (self->reply.outcome == BR_AP_ANSWERED)
    fill (self->message, &self->reply);
  else
    break_off (self->message);
  soup_server_message_unpause (self->message);
  g_hash_table_remove (self->server->waiting, self);
  return G_SOURCE_REMOVE;
}

static char *
path_of (SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);

  return query != NULL ? g_strconcat (g_uri_get_path (uri), "?", query, NULL) : g_strdup (g_uri_get_path (uri));
}

static void
ask (BrApServer *self, SoupServerMessage *message, BrApOutcome foreseen, BrApReply *reply)
{
  g_autofree char *path = path_of (message);
  SoupMessageBody *content = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) body = soup_message_body_flatten (content);
  const BrApRequest request = { .method = soup_server_message_get_method (message),
                                .path = path,
                                .content_type = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Content-Type"),
                                .body = body,
                                .foreseen = foreseen };

  br_ap_request (self->ap, &request, reply);
}

static BrApOutcome
get_foreseen (SoupServerMessage *message)
{
  return (BrApOutcome) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (message), "br-ap-foreseen"));
}

/* At its head. */
static void
begin_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  BrApServer *self = data;
  BrApOutcome foreseen;
  g_auto (BrApReply) reply = { 0 };

  if (g_str_equal (path, STREAM_PATH))
    return;
  foreseen = br_ap_foresee (self->ap);
  g_object_set_data (G_OBJECT (message), "br-ap-foreseen", GINT_TO_POINTER (foreseen));
  if (foreseen != BR_AP_REFUSED && foreseen != BR_AP_DROPPED_EARLY)
    return;
  ask (self, message, foreseen, &reply);
  break_off (message);
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  BrApServer *self = data;
  BrApOutcome foreseen = get_foreseen (message);
  Answer *answer;

  if (foreseen == BR_AP_REFUSED || foreseen == BR_AP_DROPPED_EARLY)
    return;
  answer = g_new0 (Answer, 1);
  answer->server = self;
  answer->message = g_object_ref (message);
  g_hash_table_add (self->waiting, answer);
  ask (self, message, foreseen, &answer->reply);
  soup_server_message_pause (message);
  if (answer->reply.outcome != BR_AP_HANGS)
    answer->timer = g_timeout_add ((guint) (answer->reply.delay_us / 1000 + 1), answer_cb, answer);
}

static void
stream_cb (SoupServer *server, SoupServerMessage *message, const char *path, SoupWebsocketConnection *connection, gpointer data)
{
  BrApServer *self = data;
  BrApClient *client = br_ap_subscribe (self->ap);
  Stream *stream;

  if (client == NULL)
    {
      soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
      return;
    }
  stream = g_new0 (Stream, 1);
  *stream = (Stream) { .connection = g_object_ref (connection), .client = client };
  g_ptr_array_add (self->streams, stream);
}

static guint16
find_port (SoupServer *server)
{
  GSList *uris = soup_server_get_uris (server);
  guint16 port = (guint16) g_uri_get_port (uris->data);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return port;
}

BrApServer *
br_ap_server_new (BrAir *air, BrAp *ap, guint16 port, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", NULL, NULL);
  BrApServer *self;

  if (!soup_server_listen_local (server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return NULL;
  self = g_new0 (BrApServer, 1);
  *self = (BrApServer) { .air = air, .ap = ap, .port = find_port (server) };
  self->server = g_steal_pointer (&server);
  self->streams = g_ptr_array_new_with_free_func (stream_free);
  self->waiting = g_hash_table_new_full (NULL, NULL, answer_free, NULL);
  soup_server_add_early_handler (self->server, NULL, begin_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  soup_server_add_websocket_handler (self->server, STREAM_PATH, NULL, NULL, stream_cb, self, NULL);
  self->timer = g_timeout_add (STEP_MS, step_cb, self);
  return self;
}

guint16
br_ap_server_get_port (const BrApServer *self)
{
  return self->port;
}

void
br_ap_server_free (BrApServer *self)
{
  if (self == NULL)
    return;
  g_source_remove (self->timer);
  g_hash_table_unref (self->waiting);
  g_ptr_array_unref (self->streams);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self);
}
