/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A station over HTTP and a WebSocket: blocking calls over libsoup's asynchronous API on a private main context, so that one deadline covers
 * connecting, sending, waiting and reading, and so that the stream is read while a request waits. Each request has a connection of its own:
 * libsoup sends a request again by itself only when a connection that was used before breaks.
 */
#include "config.h"

#include "br-station-link.h"

#include <libsoup/soup.h>
#include <string.h>

#include "br-error.h"
#include "br-web-stream.h"

#define CHUNK_BYTES (16 * 1024)
#define STREAM_TIMEOUT_MS 10000
#define MAX_INTERIM 8 /* heads before that of the answer */

/** Deadline: of a call; it ends before, too, when the link is stopped. */
typedef struct
{
  GCancellable *cancellable;
  GSource *source;
  gboolean late;
} Deadline;

/** HttpLink: a link by HTTP. */
typedef struct
{
  BrStationLink link;
  SoupSession *session;
  GMainContext *context;
  char *address; /* host, host:port */
  BrWebStream *stream;  /* owned, or NULL */
  gboolean ended;   /* the stream did */
  GQueue messages; /* char *, owned */
  guint n_lost;
  int woken;   /* atomic */
  int stopped; /* atomic */
  Deadline *pending; /* of the call under way, or NULL */
} HttpLink;

/** Exchange: one call on its way. */
typedef struct
{
  HttpLink *link;
  SoupMessage *message;
  GCancellable *cancellable; /* of the deadline */
  GByteArray *body;
  gsize max_bytes;
  goffset length;  /* of the request's body */
  goffset sent;    /* of it */
  gboolean all_out; /* the request's last byte */
  guint n_interim;  /* heads before that of the answer */
  const char *nonsense; /* what came is not HTTP; or NULL */
  gboolean done;
  GError *error;
} Exchange;

static gboolean
deadline_cb (gpointer data)
{
  Deadline *deadline = data;

  deadline->late = TRUE;
  g_cancellable_cancel (deadline->cancellable);
  return G_SOURCE_REMOVE;
}

static void
deadline_begin (Deadline *deadline, HttpLink *link, int timeout_ms)
{
  *deadline = (Deadline) { .cancellable = g_cancellable_new (), .source = g_timeout_source_new ((guint) MAX (1, timeout_ms)) };
  g_source_set_callback (deadline->source, deadline_cb, deadline, NULL);
  g_source_attach (deadline->source, link->context);
  link->pending = deadline;
}

static void
deadline_end (Deadline *deadline, HttpLink *link)
{
  link->pending = NULL;
  g_source_destroy (deadline->source);
  g_source_unref (deadline->source);
  g_object_unref (deadline->cancellable);
}

/* FALSE: the link was stopped. */
static gboolean
check_stopped (HttpLink *self, GError **error)
{
  if (!g_atomic_int_get (&self->stopped))
    return TRUE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "it is not asked any more");
  return FALSE;
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
      finish (exchange, g_error_new (BR_ERROR, BR_ERROR_RANGE, "the answer is longer than %" G_GSIZE_FORMAT " bytes", exchange->max_bytes));
      return;
    }
  g_byte_array_append (exchange->body, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, exchange->cancellable, read_cb, exchange);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  GError *error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    finish (exchange, error);
  else
    g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, exchange->cancellable, read_cb, exchange);
}

/* Counted byte by byte: "wrote-body" comes some steps after the last byte went out, and the connection may break between. */
static void
wrote_data_cb (SoupMessage *message, guint n, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->sent += n;
  exchange->all_out = exchange->sent >= exchange->length;
}

static void
wrote_body_cb (SoupMessage *message, gpointer user_data)
{
  ((Exchange *) user_data)->all_out = TRUE;
}

/*
 * Called when a head is read, and before libsoup makes anything of it: it goes on for as long as heads of no answer (1xx) come, without a look at the time, and
 * makes a stream of any length, which one below zero is none.
 */
static void
status_cb (SoupMessage *message, GParamSpec *pspec, gpointer user_data)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  Exchange *exchange = user_data;

  if (SOUP_STATUS_IS_INFORMATIONAL (soup_message_get_status (message)))
    {
      if (++exchange->n_interim > MAX_INTERIM)
        exchange->nonsense = "heads without end";
    }
  else if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH && soup_message_headers_get_content_length (headers) < 0)
    {
      soup_message_headers_set_content_length (headers, 0);
      exchange->nonsense = "an answer of a length that cannot be";
    }
  if (exchange->nonsense != NULL)
    g_cancellable_cancel (exchange->cancellable);
}

/* Runs what was begun until it is done or its time is over. */
static void
run (Exchange *exchange)
{
  while (!exchange->done)
    g_main_context_iteration (exchange->link->context, TRUE);
  if (exchange->error != NULL)
    g_cancellable_cancel (exchange->cancellable); /* what is left of an answer is not read to its end */
}

/* What came is not HTTP. */
static gboolean
is_nonsense (const GError *error)
{
  return g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) || g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING);
}

/* Takes the exchange's error. */
static gboolean
fail (Exchange *exchange, gboolean late, GError **error)
{
  g_autoptr (GError) why = g_steal_pointer (&exchange->error);

  if (exchange->nonsense != NULL)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_PROTOCOL, exchange->nonsense);
  else if (why->domain == BR_ERROR)
    g_propagate_error (error, g_steal_pointer (&why));
  else if (late)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "no answer in time");
  else if (is_nonsense (why))
    g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "%s", why->message);
  else
    g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "%s", why->message);
  return FALSE;
}

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

/* libsoup takes the end of a connection for the end of the answer, whatever length was told. */
static gboolean
is_cut_off (SoupMessage *message, gsize length)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH && soup_message_headers_get_content_length (headers) != (goffset) length;
}

static gboolean
http_request (BrStationLink *link, const BrLinkRequest *request, BrLinkAnswer *answer, GError **error)
{
  HttpLink *self = (HttpLink *) link;
  g_autoptr (SoupMessage) message = make_message (self, request, error);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  Exchange exchange = { .link = self, .message = message, .body = body, .max_bytes = request->max_bytes };
  Deadline deadline;

  answer->fate = BR_LINK_NOT_SENT;
  if (message == NULL || !check_stopped (self, error))
    return FALSE;
  deadline_begin (&deadline, self, request->timeout_ms);
  exchange.cancellable = deadline.cancellable;
  exchange.length = soup_message_headers_get_content_length (soup_message_get_request_headers (message));
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_data_cb), &exchange);
  g_signal_connect (message, "wrote-body", G_CALLBACK (wrote_body_cb), &exchange);
  g_signal_connect (message, "notify::status-code", G_CALLBACK (status_cb), &exchange);
  g_main_context_push_thread_default (self->context);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, exchange.cancellable, sent_cb, &exchange);
  run (&exchange);
  g_main_context_pop_thread_default (self->context);
  g_signal_handlers_disconnect_by_data (message, &exchange);
  deadline_end (&deadline, self);
  answer->fate = exchange.all_out ? BR_LINK_NOT_KNOWN : BR_LINK_NOT_SENT;
  if (exchange.error != NULL || exchange.nonsense != NULL)
    return fail (&exchange, deadline.late, error);
  if (is_cut_off (message, body->len))
    {
      g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the answer broke off");
      return FALSE;
    }
  answer->status = soup_message_get_status (message);
  answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  return TRUE;
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
  Deadline deadline;

  http_close_stream (link);
  if (!check_stopped (self, error))
    return FALSE;
  deadline_begin (&deadline, self, STREAM_TIMEOUT_MS);
  self->stream = br_web_stream_open (self->context, self->address, path, BR_LINK_MAX_MESSAGE, deadline.cancellable, error);
  deadline_end (&deadline, self);
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
  g_source_attach (timer, self->context);
  g_main_context_push_thread_default (self->context);
  while (!late && !self->ended && g_queue_is_empty (&self->messages) && !g_atomic_int_get (&self->woken) && !g_atomic_int_get (&self->stopped))
    g_main_context_iteration (self->context, TRUE);
  g_main_context_pop_thread_default (self->context);
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
  g_main_context_wakeup (self->context);
}

static gboolean
stop_cb (gpointer data)
{
  HttpLink *self = data;

  if (self->pending != NULL)
    g_cancellable_cancel (self->pending->cancellable);
  return G_SOURCE_REMOVE;
}

/* What is under way is cancelled by its own thread: libsoup's objects are that one's. */
static void
http_stop (BrStationLink *link)
{
  HttpLink *self = (HttpLink *) link;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_atomic_int_set (&self->stopped, TRUE);
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, stop_cb, self, NULL);
  g_source_attach (source, self->context);
}

/* Lets what was given up come to its end. */
static void
settle (HttpLink *self)
{
  for (guint i = 0; i < 100 && g_main_context_iteration (self->context, FALSE); i++)
    ;
}

static void
http_close (BrStationLink *link)
{
  HttpLink *self = (HttpLink *) link;

  http_close_stream (link);
  g_main_context_push_thread_default (self->context);
  soup_session_abort (self->session);
  settle (self);
  g_clear_object (&self->session);
  settle (self);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
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
  HttpLink *self;

  if (!is_address (address))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "not the address of a station: %s", address);
      return NULL;
    }
  self = g_new0 (HttpLink, 1);
  self->link.ops = &HTTP;
  self->address = g_strdup (address);
  self->context = g_main_context_new ();
  g_queue_init (&self->messages);
  self->session = soup_session_new_with_options ("max-conns", 1, "max-conns-per-host", 1, "user-agent", "Backroom/" BR_VERSION, NULL);
  soup_session_set_proxy_resolver (self->session, NULL);
  /* Neither signing in, nor unpacking what may unpack to anything. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  return &self->link;
}
