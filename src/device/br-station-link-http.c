/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A station over HTTP and a WebSocket, both on one main context, so that the stream is read while a request waits. Each request has a connection of its
 * own: libsoup sends a request again by itself only when a connection that was used before breaks.
 */
#include "config.h"

#include "br-station-link.h"

#include <string.h>

#include "br-error.h"
#include "br-http-client.h"
#include "br-web-stream.h"

#define STREAM_TIMEOUT_MS 10000

/** HttpLink: a link by HTTP. */
typedef struct
{
  BrStationLink link;
  BrHttpClient http;
  char *address; /* host, host:port */
  BrWebStream *stream;  /* owned, or NULL */
  gboolean ended;   /* the stream did */
  GQueue messages; /* char *, owned */
  guint n_lost;
  int woken; /* atomic */
  GCancellable *stop; /* owned; cancelled: for good */
} HttpLink;

static SoupMessage *
make_upload (const char *url, const BrLinkRequest *request)
{
  SoupMultipart *multipart = soup_multipart_new (SOUP_FORM_MIME_TYPE_MULTIPART);
  SoupMessage *message;

  for (gsize i = 0; i < request->n_fields; i++)
    soup_multipart_append_form_string (multipart, request->fields[i].name, request->fields[i].value);
  soup_multipart_append_form_file (multipart, "file", request->file_name, request->file_type, request->file);
  message = soup_message_new_from_multipart (url, multipart);
  soup_multipart_free (multipart);
  return message;
}

static SoupMessage *
make_form (const char *url, const BrLinkRequest *request)
{
  SoupMessage *message = soup_message_new (request->method, url);
  g_autoptr (GString) form = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL;

  for (gsize i = 0; i < request->n_fields; i++)
    {
      g_autofree char *pair = soup_form_encode (request->fields[i].name, request->fields[i].value, NULL);

      g_string_append_printf (form, "%s%s", i > 0 ? "&" : "", pair);
    }
  body = g_string_free_to_bytes (g_steal_pointer (&form));
  if (message != NULL && request->n_fields > 0)
    soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, body);
  return message;
}

static SoupMessage *
make_message (HttpLink *self, const BrLinkRequest *request, GError **error)
{
  g_autofree char *url = g_strconcat ("http://", self->address, request->path, NULL);
  SoupMessage *message = request->file != NULL ? make_upload (url, request) : make_form (url, request);

  if (message == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "no such path: %s", request->path);
      return NULL;
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Connection", "close");
  return message;
}

static gboolean
http_request (BrStationLink *link, const BrLinkRequest *request, BrLinkAnswer *answer, GError **error)
{
  HttpLink *self = (HttpLink *) link;
  BrHttpLimits limits = { .max_bytes = request->max_bytes, .timeout_ms = request->timeout_ms, .cancellable = self->stop };
  g_autoptr (SoupMessage) message = make_message (self, request, error);
  g_autoptr (GError) why = NULL;
  gboolean all_out = FALSE;

  answer->fate = BR_LINK_NOT_SENT;
  if (message == NULL)
    return FALSE;
  answer->body = br_http_client_send (&self->http, message, &limits, &all_out, &why);
  answer->fate = all_out ? BR_LINK_NOT_KNOWN : BR_LINK_NOT_SENT;
  if (answer->body == NULL && why->domain != BR_ERROR)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "it is not asked any more");
  else if (answer->body == NULL)
    g_propagate_error (error, g_steal_pointer (&why));
  else
    answer->status = soup_message_get_status (message);
  return answer->body != NULL;
}

static void
stream_cb (char *text, gpointer user_data)
{
  HttpLink *self = user_data;

  if (text == NULL)
    {
      self->ended = TRUE;
      return;
    }
  if (g_queue_get_length (&self->messages) >= BR_LINK_MAX_QUEUE)
    {
      g_free (g_queue_pop_head (&self->messages));
      self->n_lost++;
    }
  g_queue_push_tail (&self->messages, text);
}

static void
http_close_stream (BrStationLink *link)
{
  HttpLink *self = (HttpLink *) link;

  g_clear_pointer (&self->stream, br_web_stream_close);
  g_queue_clear_full (&self->messages, g_free);
  self->n_lost = 0;
  self->ended = FALSE;
}

static gboolean
http_open_stream (BrStationLink *link, const char *path, GError **error)
{
  HttpLink *self = (HttpLink *) link;
  BrHttpDeadline deadline;

  http_close_stream (link);
  br_http_deadline_begin (&deadline, self->http.context, STREAM_TIMEOUT_MS, self->stop);
  self->stream = br_web_stream_open (self->http.context, self->address, path, BR_LINK_MAX_MESSAGE, deadline.cancellable, error);
  br_http_deadline_end (&deadline);
  if (self->stream != NULL)
    br_web_stream_listen (self->stream, stream_cb, self);
  return self->stream != NULL;
}

static gboolean
timeout_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
take_wake (HttpLink *self)
{
  return g_atomic_int_compare_and_exchange (&self->woken, TRUE, FALSE);
}

/* Until there is a message, the stream ends, somebody wakes it or time is over. */
static void
wait_for_message (HttpLink *self, gint64 wait_us)
{
  g_autoptr (GSource) timer = g_timeout_source_new ((guint) CLAMP (wait_us / 1000, 0, G_MAXINT));
  gboolean late = FALSE;

  g_source_set_callback (timer, timeout_cb, &late, NULL);
  g_source_attach (timer, self->http.context);
  g_main_context_push_thread_default (self->http.context);
  while (!late && !self->ended && g_queue_is_empty (&self->messages) && !g_atomic_int_get (&self->woken) && !g_cancellable_is_cancelled (self->stop))
    g_main_context_iteration (self->http.context, TRUE);
  g_main_context_pop_thread_default (self->http.context);
  g_source_destroy (timer);
}

static char *
http_receive (BrStationLink *link, gint64 wait_us, guint *n_lost, GError **error)
{
  HttpLink *self = (HttpLink *) link;
  char *text;

  if (self->stream != NULL && g_queue_is_empty (&self->messages))
    wait_for_message (self, wait_us);
  if (wait_us > 0) /* what wakes is left for the one who waits */
    take_wake (self);
  *n_lost = self->n_lost;
  self->n_lost = 0;
  text = g_queue_pop_head (&self->messages);
  if (text == NULL && self->stream == NULL)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "no stream");
  else if (text == NULL && self->ended && br_web_stream_is_broken (self->stream))
    g_set_error_literal (error, BR_ERROR, BR_ERROR_PROTOCOL, "the stream is none");
  else if (text == NULL && self->ended)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the stream ended");
  return text;
}

static void
http_wake (BrStationLink *link)
{
  HttpLink *self = (HttpLink *) link;

  g_atomic_int_set (&self->woken, TRUE);
  g_main_context_wakeup (self->http.context);
}

static void
http_stop (BrStationLink *link)
{
  HttpLink *self = (HttpLink *) link;

  g_cancellable_cancel (self->stop);
  g_main_context_wakeup (self->http.context);
}

static void
http_close (BrStationLink *link)
{
  HttpLink *self = (HttpLink *) link;

  http_close_stream (link);
  br_http_client_clear (&self->http);
  g_object_unref (self->stop);
  g_free (self->address);
  g_free (self);
}

static const BrStationLinkOps HTTP = {
  .request = http_request,
  .open_stream = http_open_stream,
  .receive = http_receive,
  .close_stream = http_close_stream,
  .wake = http_wake,
  .stop = http_stop,
  .close = http_close,
};

/* "host" or "host:port", and nothing that would turn it into another URL. */
static gboolean
is_address (const char *text)
{
  g_autofree char *url = g_strconcat ("http://", text, NULL);
  g_autoptr (GUri) uri = strpbrk (text, "/?#@\\ \t\r\n") == NULL ? g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}

BrStationLink *
br_station_link_http (const char *address, GError **error)
{
  SoupSession *session;
  HttpLink *self;

  if (!is_address (address))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "not the address of a station: %s", address);
      return NULL;
    }
  session = soup_session_new_with_options ("max-conns", 1, "max-conns-per-host", 1, "user-agent", "Backroom/" BR_VERSION, NULL);
  soup_session_set_proxy_resolver (session, NULL);
  /* Neither signing in, nor unpacking what may unpack to anything. */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  self = g_new0 (HttpLink, 1);
  self->link.ops = &HTTP;
  self->address = g_strdup (address);
  self->stop = g_cancellable_new ();
  br_http_client_init (&self->http, session);
  g_queue_init (&self->messages);
  return &self->link;
}
