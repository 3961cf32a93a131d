/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A blocking request over libsoup's asynchronous API on a private main context: only so can one deadline cover connecting, sending,
 * waiting and reading (libsoup's own timeout is for each silence).
 */
#include "config.h"

#include "br-soup-transport.h"

#include <libsoup/soup.h>

#include "br-error.h"
#include "br-wire-auth.h"

#define CHUNK_BYTES (256 * 1024)
#define SILENCE_S 90 /* longer than a parked request is silent */

struct _BrSoupTransport
{
  BrTransport table;
  SoupSession *session;
  GMainContext *context;
  char *base;     /* scheme://host:port */
  gboolean loopback;
};

/* One request on its way. */
typedef struct
{
  SoupMessage *message;
  GCancellable *cancellable; /* cancelled by the caller's, or by the deadline */
  GByteArray *body;
  gsize max_bytes;
  gboolean done;
  gboolean late;        /* the deadline came */
  GError *error;
} Exchange;

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_str_equal (host, "localhost");
}

static gboolean
take_url (BrSoupTransport *self, const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "not the address of an HQ: %s", url);
      return FALSE;
    }
  self->loopback = is_loopback (host);
  if (g_str_equal (scheme, "http") && !self->loopback)
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_INVALID, "HQ on another machine is spoken to by https only");
      return FALSE;
    }
  self->base = g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, host, g_uri_get_port (uri), "", NULL, NULL);
  return TRUE;
}

static gboolean
trust (BrSoupTransport *self, const char *ca_file, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (ca_file, &local);

  if (database == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "the certificate file: %s", local->message);
      return FALSE;
    }
  soup_session_set_tls_database (self->session, database);
  return TRUE;
}

static gboolean
deadline_cb (gpointer data)
{
  Exchange *exchange = data;

  exchange->late = TRUE;
  g_cancellable_cancel (exchange->cancellable);
  return G_SOURCE_REMOVE;
}

static void
finish (Exchange *exchange, GError *error)
{
  exchange->error = error;
  exchange->done = TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GInputStream *stream = G_INPUT_STREAM (source);
  Exchange *exchange = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (stream, result, &error);

  if (chunk == NULL || g_bytes_get_size (chunk) == 0)
    {
      finish (exchange, error);
      return;
    }
  if (g_bytes_get_size (chunk) > exchange->max_bytes - exchange->body->len)
    {
      finish (exchange, g_error_new (BR_ERROR, BR_ERROR_RANGE, "the answer is larger than %" G_GSIZE_FORMAT " bytes", exchange->max_bytes));
      return;
    }
  g_byte_array_append (exchange->body, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, exchange->cancellable, read_cb, exchange);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  GError *error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    {
      finish (exchange, error);
      return;
    }
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, exchange->cancellable, read_cb, exchange);
}

static SoupMessage *
make_message (BrSoupTransport *self, const BrRequest *request)
{
  g_autofree char *url = g_strconcat (self->base, request->path, NULL);
  SoupMessage *message = soup_message_new (request->method, url);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  headers = soup_message_get_request_headers (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_append (headers, "X-Wire", G_STRINGIFY (BR_WIRE_VERSION));
  soup_message_headers_append (headers, "X-Schema", G_STRINGIFY (BR_WIRE_SCHEMA));
  soup_message_headers_append (headers, "X-App", BR_VERSION);
  if (self->loopback) /* compressing takes longer than copying */
    soup_message_headers_append (headers, "Accept-Encoding", "identity");
  if (request->request_id != NULL)
    soup_message_headers_append (headers, "X-Request-Id", request->request_id);
  if (request->token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", request->token, NULL);

      soup_message_headers_append (headers, "Authorization", value);
    }
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  return message;
}

static void
run_exchange (BrSoupTransport *self, Exchange *exchange, guint timeout_s)
{
  g_autoptr (GSource) deadline = g_timeout_source_new_seconds (timeout_s);

  g_source_set_callback (deadline, deadline_cb, exchange, NULL);
  g_source_attach (deadline, self->context);
  g_main_context_push_thread_default (self->context);
  soup_session_send_async (self->session, exchange->message, G_PRIORITY_DEFAULT, exchange->cancellable, sent_cb, exchange);
  while (!exchange->done)
    g_main_context_iteration (self->context, TRUE);
  g_main_context_pop_thread_default (self->context);
  g_source_destroy (deadline);
}

/* Seconds of a Retry-After header; dates are not used by HQ. */
static gint64
read_retry_after (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, 24 * 3600, &seconds, NULL) ? (gint64) seconds : -1;
}

/* Takes the exchange's error: BR_ERROR and the caller's cancelling as they are, all else means that nothing is known of the request. */
static gboolean
fail_exchange (Exchange *exchange, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) why = g_steal_pointer (&exchange->error);

  if (why->domain == BR_ERROR)
    g_propagate_error (error, g_steal_pointer (&why));
  else if (g_cancellable_is_cancelled (cancellable))
    g_cancellable_set_error_if_cancelled (cancellable, error);
  else
    g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "%s", exchange->late ? "no answer in time" : why->message);
  return FALSE;
}

static void
forward_cancel_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
send (gpointer data, const BrRequest *request, gsize max_bytes, BrResponse *response, GCancellable *cancellable, GError **error)
{
  BrSoupTransport *self = data;
  g_autoptr (SoupMessage) message = make_message (self, request);
  g_autoptr (GCancellable) inner = g_cancellable_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();
  Exchange exchange = { .message = message, .cancellable = inner, .body = body, .max_bytes = max_bytes };
  gulong handler;

  if (message == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "no such path: %s", request->path);
      return FALSE;
    }
  handler = cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (forward_cancel_cb), g_object_ref (inner), g_object_unref) : 0;
  run_exchange (self, &exchange, MAX (1, request->timeout_s));
  g_cancellable_disconnect (cancellable, handler);
  if (exchange.error != NULL)
    return fail_exchange (&exchange, cancellable, error);
  response->status = soup_message_get_status (message);
  response->retry_after_s = read_retry_after (message);
  response->body = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  return TRUE;
}

BrSoupTransport *
br_soup_transport_new (const char *url, const char *ca_file, GError **error)
{
  g_autoptr (BrSoupTransport) self = g_new0 (BrSoupTransport, 1);

  self->context = g_main_context_new ();
  self->table = (BrTransport) { .send = send, .data = self };
  self->session = soup_session_new_with_options ("timeout", SILENCE_S, "idle-timeout", SILENCE_S, "user-agent", "Backroom/" BR_VERSION, NULL);
  if (!take_url (self, url, error) || (ca_file != NULL && !trust (self, ca_file, error)))
    return NULL;
  if (self->loopback)
    soup_session_set_proxy_resolver (self->session, NULL);
  return g_steal_pointer (&self);
}

void
br_soup_transport_free (BrSoupTransport *self)
{
  g_main_context_push_thread_default (self->context);
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  g_free (self->base);
  g_free (self);
}

const BrTransport *
br_soup_transport_get (BrSoupTransport *self)
{
  return &self->table;
}
