/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-soup-transport.h"

#include "br-error.h"
#include "br-http-client.h"
#include "br-wire-auth.h"

#define SILENCE_S 90 /* longer than a parked request is silent */

struct _BrSoupTransport
{
  BrTransport table;
  BrHttpClient http;
  char *base;     /* scheme://host:port */
  gboolean loopback;
};

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
  soup_session_set_tls_database (self->http.session, database);
  return TRUE;
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

/* Seconds of a Retry-After header; dates are not used by HQ. */
static gint64
read_retry_after (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, 24 * 3600, &seconds, NULL) ? (gint64) seconds : -1;
}

static gboolean
send (gpointer data, const BrRequest *request, gsize max_bytes, BrResponse *response, GCancellable *cancellable, GError **error)
{
  BrSoupTransport *self = data;
  BrHttpLimits limits = { .max_bytes = max_bytes, .timeout_ms = (int) CLAMP (request->timeout_s, 1, G_MAXINT / 1000) * 1000, .cancellable = cancellable };
  g_autoptr (SoupMessage) message = make_message (self, request);
  g_autoptr (GError) why = NULL;

  if (message == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "no such path: %s", request->path);
      return FALSE;
    }
  response->body = br_http_client_send (&self->http, message, &limits, NULL, &why);
  if (g_error_matches (why, BR_ERROR, BR_ERROR_PROTOCOL)) /* some other box answered: of the request nothing is known */
    why->code = BR_ERROR_OFFLINE;
  if (response->body == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  response->status = soup_message_get_status (message);
  response->retry_after_s = read_retry_after (message);
  return TRUE;
}

BrSoupTransport *
br_soup_transport_new (const char *url, const char *ca_file, GError **error)
{
  g_autoptr (BrSoupTransport) self = g_new0 (BrSoupTransport, 1);

  br_http_client_init (&self->http,
                       soup_session_new_with_options ("timeout", SILENCE_S, "idle-timeout", SILENCE_S, "user-agent", "Backroom/" BR_VERSION, NULL));
  self->table = (BrTransport) { .send = send, .data = self };
  if (!take_url (self, url, error) || (ca_file != NULL && !trust (self, ca_file, error)))
    return NULL;
  if (self->loopback)
    soup_session_set_proxy_resolver (self->http.session, NULL);
  return g_steal_pointer (&self);
}

void
br_soup_transport_free (BrSoupTransport *self)
{
  br_http_client_clear (&self->http);
  g_free (self->base);
  g_free (self);
}

const BrTransport *
br_soup_transport_get (BrSoupTransport *self)
{
  return &self->table;
}
