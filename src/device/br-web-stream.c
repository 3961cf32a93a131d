/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-web-stream.h"

#include <libsoup/soup.h>
#include <string.h>

#include "br-error.h"
#include "br-frame-reader.h"

#define HTTP_PORT 80
#define MAX_HEAD 8192 /* bytes of the answer's */
#define READ_BYTES 4096 /* at a time */
#define KEEPALIVE_S 20
#define ACCEPT_GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455, 1.3 */
#define PING 0x89
#define PONG 0x8a
#define CLOSE 0x88

struct _BrWebStream
{
  GMainContext *context;
  GSocketConnection *connection;
  GSource *readable, *keepalive; /* owned; NULL once it ended */
  BrFrameReader reader;
  gboolean heard; /* since the last ping */
  gboolean broken; /* what came were no frames, or such as may not be */
  BrWebStreamFunc func;
  gpointer data;
};

/** Opening: one on its way. */
typedef struct
{
  BrWebStream *stream;
  GCancellable *cancellable;
  const char *request;
  GString *head;    /* of the answer */
  char byte;
  gboolean done;
  GError *error;
} Opening;

static void
stop_sources (BrWebStream *self)
{
  if (self->readable == NULL)
    return;
  g_source_destroy (self->readable);
  g_source_destroy (self->keepalive);
  g_clear_pointer (&self->readable, g_source_unref);
  g_clear_pointer (&self->keepalive, g_source_unref);
}

static void
end (BrWebStream *self)
{
  stop_sources (self);
  self->func (NULL, self->data);
}

/* FALSE when it does not go out at once: whoever does not read is as good as gone. */
static gboolean
say (BrWebStream *self, guint8 first, const guint8 *payload, gsize length)
{
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  GPollableOutputStream *out = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)));

  br_frame_append (frame, first, payload, length, g_random_int ());
  return g_pollable_output_stream_write_nonblocking (out, frame->data, frame->len, NULL, NULL) == (gssize) frame->len;
}

/* FALSE when it ended. */
static gboolean
take (BrWebStream *self, const guint8 *bytes, gsize n)
{
  while (n > 0)
    switch (br_frame_reader_eat (&self->reader, &bytes, &n))
      {
      case BR_FRAME_TEXT: self->func (g_strndup (self->reader.message->str, self->reader.message->len), self->data); break;
      case BR_FRAME_PING:
        if (!say (self, PONG, self->reader.control, self->reader.n_control))
          return FALSE;
        break;
      case BR_FRAME_MORE: break;
      case BR_FRAME_BROKEN: self->broken = TRUE; return FALSE;
      case BR_FRAME_CLOSE:
      default: return FALSE;
      }
  return TRUE;
}

/* One read a dispatch, so that time goes on for the others of the context, however fast bytes come. */
static gboolean
readable_cb (GObject *source, gpointer user_data)
{
  BrWebStream *self = user_data;
  g_autoptr (GError) error = NULL;
  guint8 bytes[READ_BYTES];
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (source), bytes, sizeof bytes, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;
  self->heard = TRUE;
  if (n <= 0 || !take (self, bytes, (gsize) n))
    {
      end (self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
keepalive_cb (gpointer user_data)
{
  BrWebStream *self = user_data;

  if (!self->heard || !say (self, PING, NULL, 0))
    {
      end (self);
      return G_SOURCE_REMOVE;
    }
  self->heard = FALSE;
  return G_SOURCE_CONTINUE;
}

gboolean
br_web_stream_is_broken (const BrWebStream *self)
{
  return self->broken;
}

void
br_web_stream_listen (BrWebStream *self, BrWebStreamFunc func, gpointer data)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (self->connection));

  self->func = func;
  self->data = data;
  self->heard = TRUE;
  self->readable = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (in), NULL);
  g_source_set_callback (self->readable, G_SOURCE_FUNC (readable_cb), self, NULL);
  g_source_attach (self->readable, self->context);
  self->keepalive = g_timeout_source_new_seconds (KEEPALIVE_S);
  g_source_set_callback (self->keepalive, keepalive_cb, self, NULL);
  g_source_attach (self->keepalive, self->context);
}

static void
finish (Opening *opening, GError *error)
{
  opening->error = error;
  opening->done = TRUE;
}

/* Byte by byte: what follows the head belongs to the stream. */
static void
head_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  GError *error = NULL;

  if (g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error) != 1)
    {
      finish (opening, error != NULL ? error : g_error_new_literal (BR_ERROR, BR_ERROR_OFFLINE, "the station closed the connection"));
      return;
    }
  g_string_append_c (opening->head, opening->byte);
  if (g_str_has_suffix (opening->head->str, "\r\n\r\n"))
    finish (opening, NULL);
  else if (opening->head->len >= MAX_HEAD)
    finish (opening, g_error_new_literal (BR_ERROR, BR_ERROR_PROTOCOL, "the head of the answer is too long"));
  else
    g_input_stream_read_async (G_INPUT_STREAM (source), &opening->byte, 1, G_PRIORITY_DEFAULT, opening->cancellable, head_cb, opening);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (opening->stream->connection));
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    finish (opening, error);
  else
    g_input_stream_read_async (in, &opening->byte, 1, G_PRIORITY_DEFAULT, opening->cancellable, head_cb, opening);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  BrWebStream *self = opening->stream;
  GError *error = NULL;

  self->connection = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);
  if (self->connection == NULL)
    finish (opening, error);
  else
    g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)), opening->request, strlen (opening->request),
                                     G_PRIORITY_DEFAULT, opening->cancellable, written_cb, opening);
}

static void
run (Opening *opening, const char *host_and_port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GMainContext *context = opening->stream->context;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_main_context_push_thread_default (context);
  g_socket_client_connect_to_host_async (client, host_and_port, HTTP_PORT, opening->cancellable, connected_cb, opening);
  while (!opening->done)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
}

static char *
dup_accept (const char *key)
{
  g_autofree char *text = g_strconcat (key, ACCEPT_GUID, NULL);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize size = sizeof digest;

  g_checksum_update (sum, (const guchar *) text, -1);
  g_checksum_get_digest (sum, digest, &size);
  return g_base64_encode (digest, size);
}

/* An extension that was not asked for would change what frames mean. */
static gboolean
check_head (const GString *head, const char *key, GError **error)
{
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autofree char *accept = dup_accept (key);
  guint status = 0;
  gboolean is_right = soup_headers_parse_response (head->str, (int) head->len - 2, headers, NULL, &status, NULL) && status == SOUP_STATUS_SWITCHING_PROTOCOLS
                      && g_strcmp0 (soup_message_headers_get_one (headers, "Sec-WebSocket-Accept"), accept) == 0
                      && soup_message_headers_get_one (headers, "Sec-WebSocket-Extensions") == NULL;

  soup_message_headers_unref (headers);
  if (!is_right)
    g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "no WebSocket was begun (status %u)", status);
  return is_right;
}

static gboolean
check_opening (const Opening *opening, const char *key, GError **error)
{
  if (opening->error == NULL)
    return check_head (opening->head, key, error);
  if (opening->error->domain == BR_ERROR)
    g_propagate_error (error, g_error_copy (opening->error));
  else
    g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "%s", opening->error->message);
  return FALSE;
}

static char *
dup_key (void)
{
  guint32 random[4];

  for (gsize i = 0; i < G_N_ELEMENTS (random); i++)
    random[i] = g_random_int ();
  return g_base64_encode ((const guchar *) random, sizeof random);
}

BrWebStream *
br_web_stream_open (GMainContext *context, const char *host_and_port, const char *path, gsize max_message, GCancellable *cancellable, GError **error)
{
  g_autoptr (BrWebStream) self = g_new0 (BrWebStream, 1);
  g_autoptr (GString) head = g_string_new (NULL);
  g_autofree char *key = dup_key ();
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: %s\r\n"
                                              "Sec-WebSocket-Version: 13\r\n\r\n",
                                              path, host_and_port, key);
  Opening opening = { .stream = self, .cancellable = cancellable, .request = request, .head = head };
  gboolean is_open;

  self->context = context;
  self->reader.max_message = max_message;
  run (&opening, host_and_port);
  is_open = check_opening (&opening, key, error);
  g_clear_error (&opening.error);
  return is_open ? g_steal_pointer (&self) : NULL;
}

void
br_web_stream_close (BrWebStream *self)
{
  if (self->readable != NULL)
    say (self, CLOSE, NULL, 0);
  stop_sources (self);
  if (self->connection != NULL)
    g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_clear_object (&self->connection);
  br_frame_reader_clear (&self->reader);
  g_free (self);
}
