/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-http-client.h"

#include "br-error.h"

#define CHUNK_BYTES (256 * 1024)
#define MAX_INTERIM 8 /* heads before that of the answer */
#define MAX_SETTLE 100 /* iterations */

/** Exchange: one message on its way. */
typedef struct
{
  SoupMessage *message;
  BrHttpDeadline deadline;
  GByteArray *body;
  gsize max_bytes;
  gsize chunk;     /* bytes that are asked for at a time */
  goffset length;  /* of the request's body */
  goffset sent;    /* of it */
  gboolean all_out; /* the request's last byte */
  guint n_interim;  /* heads before that of the answer */
  const char *nonsense; /* what came is not HTTP; or NULL */
  gboolean done;
  GError *error;
} Exchange;

static gboolean
late_cb (gpointer data)
{
  BrHttpDeadline *self = data;

  self->late = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
stop_cb (GCancellable *outer, gpointer data)
{
  g_cancellable_cancel (((BrHttpDeadline *) data)->cancellable);
  return G_SOURCE_REMOVE;
}

void
br_http_deadline_begin (BrHttpDeadline *self, GMainContext *context, int timeout_ms, GCancellable *outer)
{
  *self = (BrHttpDeadline) { .cancellable = g_cancellable_new (), .outer = outer, .timer = g_timeout_source_new ((guint) MAX (1, timeout_ms)) };
  g_source_set_callback (self->timer, late_cb, self, NULL);
  g_source_attach (self->timer, context);
  if (outer == NULL)
    return;
  if (g_cancellable_is_cancelled (outer)) /* before anything is begun */
    g_cancellable_cancel (self->cancellable);
  self->stop = g_cancellable_source_new (outer);
  g_source_set_callback (self->stop, G_SOURCE_FUNC (stop_cb), self, NULL);
  g_source_attach (self->stop, context);
}

void
br_http_deadline_end (BrHttpDeadline *self)
{
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (self->stop != NULL)
    g_source_destroy (self->stop);
  g_clear_pointer (&self->stop, g_source_unref);
  g_clear_object (&self->cancellable);
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
  g_input_stream_read_bytes_async (stream, exchange->chunk, G_PRIORITY_DEFAULT, exchange->deadline.cancellable, read_cb, exchange);
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
    g_input_stream_read_bytes_async (stream, exchange->chunk, G_PRIORITY_DEFAULT, exchange->deadline.cancellable, read_cb, exchange);
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
    g_cancellable_cancel (exchange->deadline.cancellable);
}

/* Until it is done or its time is over. */
static void
run (BrHttpClient *self, Exchange *exchange)
{
  g_signal_connect (exchange->message, "wrote-body-data", G_CALLBACK (wrote_data_cb), exchange);
  g_signal_connect (exchange->message, "wrote-body", G_CALLBACK (wrote_body_cb), exchange);
  g_signal_connect (exchange->message, "notify::status-code", G_CALLBACK (status_cb), exchange);
  g_main_context_push_thread_default (self->context);
  soup_session_send_async (self->session, exchange->message, G_PRIORITY_DEFAULT, exchange->deadline.cancellable, sent_cb, exchange);
  while (!exchange->done)
    g_main_context_iteration (self->context, TRUE);
  if (exchange->error != NULL)
    g_cancellable_cancel (exchange->deadline.cancellable); /* what is left of an answer is not read to its end */
  g_main_context_pop_thread_default (self->context);
  g_signal_handlers_disconnect_by_data (exchange->message, exchange);
}

/* What came is not HTTP. */
static gboolean
is_nonsense (const GError *error)
{
  return g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) || g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING);
}

/* libsoup takes the end of a connection for the end of the answer, whatever length was told; that of a packed one is not the body's. */
static gboolean
is_cut_off (const Exchange *exchange)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH && soup_message_headers_get_list (headers, "Content-Encoding") == NULL
         && soup_message_headers_get_content_length (headers) != (goffset) exchange->body->len;
}

/* Takes the exchange's error. */
static gboolean
check (Exchange *exchange, GError **error)
{
  g_autoptr (GError) why = g_steal_pointer (&exchange->error);

  if (exchange->nonsense != NULL)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_PROTOCOL, exchange->nonsense);
  else if (why == NULL && !is_cut_off (exchange))
    return TRUE;
  else if (why == NULL)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the answer broke off");
  else if (why->domain == BR_ERROR)
    g_propagate_error (error, g_steal_pointer (&why));
  else if (g_cancellable_set_error_if_cancelled (exchange->deadline.outer, error))
    return FALSE;
  else if (exchange->deadline.late)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "no answer in time");
  else
    g_set_error (error, BR_ERROR, is_nonsense (why) ? BR_ERROR_PROTOCOL : BR_ERROR_OFFLINE, "%s", why->message);
  return FALSE;
}

GBytes *
br_http_client_send (BrHttpClient *self, SoupMessage *message, const BrHttpLimits *limits, gboolean *all_out, GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  Exchange exchange = { .message = message, .body = body, .max_bytes = limits->max_bytes, .chunk = CLAMP (limits->max_bytes, 1, CHUNK_BYTES) };
  gboolean is_whole;

  exchange.length = soup_message_headers_get_content_length (soup_message_get_request_headers (message));
  br_http_deadline_begin (&exchange.deadline, self->context, limits->timeout_ms, limits->cancellable);
  run (self, &exchange);
  is_whole = check (&exchange, error);
  br_http_deadline_end (&exchange.deadline);
  if (all_out != NULL)
    *all_out = exchange.all_out;
  return is_whole ? g_byte_array_free_to_bytes (g_steal_pointer (&body)) : NULL;
}

void
br_http_client_init (BrHttpClient *self, SoupSession *session)
{
  *self = (BrHttpClient) { .session = session, .context = g_main_context_new () };
}

/* Lets what was given up come to its end. */
static void
settle (BrHttpClient *self)
{
  for (guint i = 0; i < MAX_SETTLE && g_main_context_iteration (self->context, FALSE); i++)
    ;
}

void
br_http_client_clear (BrHttpClient *self)
{
  g_main_context_push_thread_default (self->context);
  soup_session_abort (self->session);
  settle (self);
  g_clear_object (&self->session);
  settle (self);
  g_main_context_pop_thread_default (self->context);
  g_clear_pointer (&self->context, g_main_context_unref);
}
