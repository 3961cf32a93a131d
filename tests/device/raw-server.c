/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "raw-server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct _RawServer
{
  GSocketListener *listener;
  GCancellable *cancellable;
  GThread *thread;
  GPtrArray *workers; /* GThread; of the accepting thread */
  RawFunc func;
  char *address;
  int n;       /* atomic */
  GMutex lock;
  char *body;    /* under lock */
};

/** Worker: one connection. */
typedef struct
{
  RawServer *server;
  GSocketConnection *connection;
} Worker;

static char *
read_head (GSocketConnection *connection, GCancellable *cancellable)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GString *head = g_string_new (NULL);
  char c;

  while (!g_str_has_suffix (head->str, "\r\n\r\n") && head->len < 65536 && g_input_stream_read (in, &c, 1, cancellable, NULL) == 1)
    g_string_append_c (head, c);
  return g_string_free (head, FALSE);
}

static gpointer
work (gpointer data)
{
  g_autofree Worker *worker = data;
  g_autofree char *head = read_head (worker->connection, worker->server->cancellable);

  worker->server->func (worker->server, worker->connection, head);
  g_io_stream_close (G_IO_STREAM (worker->connection), NULL, NULL);
  g_object_unref (worker->connection);
  return NULL;
}

static gpointer
accept_all (gpointer data)
{
  RawServer *self = data;
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL)) != NULL)
    {
      Worker *worker = g_new (Worker, 1);

      *worker = (Worker) { self, connection };
      g_atomic_int_inc (&self->n);
      g_ptr_array_add (self->workers, g_thread_new ("raw-worker", work, worker));
    }
  for (guint i = 0; i < self->workers->len; i++)
    g_thread_join (self->workers->pdata[i]);
  return NULL;
}

RawServer *
raw_server_new (RawFunc func)
{
  RawServer *self = g_new0 (RawServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0), bound = NULL;

  self->func = func;
  self->listener = g_socket_listener_new ();
  self->cancellable = g_cancellable_new ();
  self->workers = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_assert_true (g_socket_listener_add_address (self->listener, any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  self->address = g_strdup_printf ("127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->thread = g_thread_new ("raw-server", accept_all, self);
  return self;
}

void
raw_server_free (RawServer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->workers);
  g_mutex_clear (&self->lock);
  g_free (self->body);
  g_free (self->address);
  g_free (self);
}

const char *
raw_server_address (RawServer *self)
{
  return self->address;
}

guint
raw_server_get_n (RawServer *self)
{
  return (guint) g_atomic_int_get (&self->n);
}

char *
raw_server_get_body (RawServer *self)
{
  char *body;

  g_mutex_lock (&self->lock);
  body = g_strdup (self->body);
  g_mutex_unlock (&self->lock);
  return body;
}

gboolean
raw_server_is_ending (RawServer *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

gboolean
raw_say (GSocketConnection *connection, gconstpointer bytes, gssize length)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  return g_output_stream_write_all (out, bytes, length < 0 ? strlen (bytes) : (gsize) length, NULL, NULL, NULL);
}

void
raw_read_body (RawServer *self, GSocketConnection *connection, const char *head, gsize missing)
{
  const char *length = strstr (head, "Content-Length: ");
  gsize n = length != NULL ? strtoul (length + strlen ("Content-Length: "), NULL, 10) : 0;
  char *body = g_malloc0 (n + 1);

  g_assert_cmpuint (n, >=, missing);
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), body, n - missing, NULL, self->cancellable, NULL);
  g_mutex_lock (&self->lock);
  g_free (self->body);
  self->body = body;
  g_mutex_unlock (&self->lock);
}

gboolean
raw_hang (RawServer *self, GSocketConnection *connection)
{
  char buffer[256];
  gssize n;

  do
    n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer, self->cancellable, NULL);
  while (n > 0);
  return !g_cancellable_is_cancelled (self->cancellable);
}

void
raw_reset (GSocketConnection *connection)
{
  const struct linger now = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void
raw_upgrade (GSocketConnection *connection, const char *head)
{
  const char *at = strstr (head, "Sec-WebSocket-Key: ");
  g_autofree char *key = NULL, *accept = NULL, *answer = NULL;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize size = sizeof digest;

  g_assert_nonnull (at);
  at += strlen ("Sec-WebSocket-Key: ");
  key = g_strdup_printf ("%.*s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", (int) strcspn (at, "\r\n"), at);
  g_checksum_update (sum, (const guchar *) key, -1);
  g_checksum_get_digest (sum, digest, &size);
  accept = g_base64_encode (digest, size);
  answer = g_strdup_printf ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
  raw_say (connection, answer, -1);
}

gboolean
raw_frame (GSocketConnection *connection, guint8 first, const char *payload, gsize length)
{
  guint8 head[10] = { first };
  gsize n_head = 2;

  if (length < 126)
    head[1] = (guint8) length;
  else if (length < 65536)
    {
      head[1] = 126;
      head[2] = (guint8) (length >> 8);
      head[3] = (guint8) length;
      n_head = 4;
    }
  else
    {
      head[1] = 127;
      for (guint i = 0; i < 8; i++)
        head[2 + i] = (guint8) ((guint64) length >> (56 - 8 * i));
      n_head = 10;
    }
  return raw_say (connection, head, (gssize) n_head) && raw_say (connection, payload, (gssize) length);
}
