/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between libsoup's messages and br_hq_handle. */
#include "config.h"

#include "br-hq-exchange.h"

#include <string.h>

#define GZIP_FROM_BYTES 1024
#define DRAIN_FACTOR 4 /* a body this many times too large ends the connection */

static char *
read_token (SoupMessageHeaders *headers)
{
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    return NULL;
  return g_strstrip (g_strdup (authorization + 7));
}

/* The caller's id goes to the log, so only what looks like one does. */
static char *
read_request_id (SoupMessageHeaders *headers)
{
  const char *id = soup_message_headers_get_one (headers, "X-Request-Id");

  if (id == NULL || strlen (id) > 36 || strspn (id, "0123456789abcdefABCDEF-") != strlen (id))
    return g_strdup ("-");
  return g_strdup (id);
}

static int
read_wire (SoupMessageHeaders *headers)
{
  const char *wire = soup_message_headers_get_one (headers, "X-Wire");
  guint64 number = 0;

  if (wire == NULL)
    return 0;
  return g_ascii_string_to_unsigned (wire, 10, 1, 1000000, &number, NULL) ? (int) number : -1;
}

BrHqExchange *
br_hq_exchange_new (SoupServerMessage *message)
{
  BrHqExchange *self = g_atomic_rc_box_new0 (BrHqExchange);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);
  const char *accepted = soup_message_headers_get_list (headers, "Accept-Encoding");

  self->message = g_object_ref (message);
  self->path = query != NULL ? g_strconcat (g_uri_get_path (uri), "?", query, NULL) : g_strdup (g_uri_get_path (uri));
  self->token = read_token (headers);
  self->epoch = g_strdup (soup_message_headers_get_one (headers, "X-Epoch"));
  self->request_id = read_request_id (headers);
  self->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  self->accepts_gzip = accepted != NULL && soup_header_contains (accepted, "gzip");
  self->start_us = g_get_monotonic_time ();
  self->request = (BrHqRequest) { .method = soup_server_message_get_method (message),
                                  .path = self->path,
                                  .token = self->token,
                                  .epoch = self->epoch,
                                  .wire = read_wire (headers),
                                  .body = self->body };
  soup_server_message_pause (message);
  return self;
}

BrHqExchange *
br_hq_exchange_ref (BrHqExchange *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_exchange (gpointer data)
{
  BrHqExchange *self = data;

  g_object_unref (self->message);
  g_free (self->path);
  g_free (self->token);
  g_free (self->epoch);
  g_free (self->request_id);
  g_clear_pointer (&self->body, g_bytes_unref);
}

void
br_hq_exchange_unref (BrHqExchange *self)
{
  g_atomic_rc_box_release_full (self, clear_exchange);
}

gboolean
br_hq_exchange_compress (const BrHqExchange *self, BrHqResponse *response)
{
  g_autoptr (GZlibCompressor) compressor = NULL;
  GBytes *small;

  if (!self->accepts_gzip || response->body == NULL || g_bytes_get_size (response->body) < GZIP_FROM_BYTES)
    return FALSE;
  compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  small = g_converter_convert_bytes (G_CONVERTER (compressor), response->body, NULL);
  if (small == NULL)
    return FALSE; /* plain is as good */
  g_bytes_unref (response->body);
  response->body = small;
  return TRUE;
}

/* What was asked and how it went; no token, no body, no names. The query of a path holds cursors and digests only. */
static void
log_exchange (const BrHqExchange *self, guint status, gsize n_bytes)
{
  g_autofree char *status_text = g_strdup_printf ("%u", status);
  gint64 ms = (g_get_monotonic_time () - self->start_us) / 1000;

  g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_INFO, "BR_REQUEST_ID", self->request_id, "BR_STATUS", status_text, "MESSAGE",
                    "%s %s %s: %u, %" G_GSIZE_FORMAT " bytes, %" G_GINT64_FORMAT " ms", self->request_id, self->request.method, self->path, status, n_bytes,
                    ms);
}

void
br_hq_exchange_answer (BrHqExchange *self, const BrHqResponse *response, gboolean is_gzip)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);

  if (self->answered)
    return;
  self->answered = TRUE;
  soup_server_message_set_status (self->message, response->status, NULL);
  if (response->content_type != NULL)
    soup_message_headers_set_content_type (headers, response->content_type, NULL);
  if (response->body != NULL)
    soup_message_body_append_bytes (body, response->body);
  if (is_gzip)
    soup_message_headers_append (headers, "Content-Encoding", "gzip");
  if (response->retry_after_s >= 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, response->retry_after_s);

      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  log_exchange (self, response->status, response->body != NULL ? g_bytes_get_size (response->body) : 0);
  soup_server_message_unpause (self->message);
}

/** Guard: how much of a body has come. */
typedef struct
{
  gsize limit;
  gsize n_bytes;
} Guard;

static void
refuse_large (SoupServerMessage *message)
{
  g_auto (BrHqResponse) response = { 0 };
  gsize length;
  gconstpointer bytes;

  br_hq_respond_problem (&response, 413, "too_large", "The request is larger than this endpoint takes.");
  bytes = g_bytes_get_data (response.body, &length);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  soup_server_message_set_status (message, response.status, NULL);
  soup_server_message_set_response (message, response.content_type, SOUP_MEMORY_COPY, bytes, length);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  Guard *guard = data;

  guard->n_bytes += g_bytes_get_size (chunk);
  if (guard->n_bytes <= guard->limit)
    return;
  if (soup_server_message_get_status (message) == 0)
    refuse_large (message);
  if (guard->n_bytes > (guard->limit + GZIP_FROM_BYTES) * DRAIN_FACTOR)
    g_socket_close (soup_server_message_get_socket (message), NULL);
}

static void
free_guard (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
br_hq_exchange_guard (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gsize limit = br_hq_request_max_body (soup_server_message_get_method (message), g_uri_get_path (soup_server_message_get_uri (message)));
  Guard *guard = g_new0 (Guard, 1);

  guard->limit = limit;
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (got_chunk_cb), guard, free_guard, G_CONNECT_DEFAULT);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH && soup_message_headers_get_content_length (headers) > (goffset) limit)
    refuse_large (message);
}
