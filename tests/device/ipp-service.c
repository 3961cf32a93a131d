/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ipp-service.h"

#include <string.h>

/* Bytes being read or written as IPP. */
typedef struct
{
  const guint8 *bytes;
  gsize n, at;
  GByteArray *out;
} Stream;

static ssize_t
read_cb (void *context, ipp_uchar_t *buffer, size_t n)
{
  Stream *stream = context;

  n = MIN (n, stream->n - stream->at);
  memcpy (buffer, stream->bytes + stream->at, n);
  stream->at += n;
  return (ssize_t) n;
}

static ssize_t
write_cb (void *context, ipp_uchar_t *buffer, size_t n)
{
  Stream *stream = context;

  g_byte_array_append (stream->out, buffer, (guint) n);
  return (ssize_t) n;
}

static void
add_printer (ipp_t *response, guint i)
{
  static const char *const stopped[] = { "media-empty-error", "cover-open-warning" }, *const fine[] = { "none" };
  g_autofree char *name = g_strdup_printf ("office-%u", i);

  if (i > 0)
    ippAddSeparator (response);
  ippAddString (response, IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", NULL, i == 2 ? "" : name);
  ippAddString (response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-info", NULL, i == 0 ? "二楼打印机" : "");
  ippAddString (response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-make-and-model", NULL, "Maker Model 9");
  ippAddBoolean (response, IPP_TAG_PRINTER, "printer-is-accepting-jobs", i == 0);
  ippAddInteger (response, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", i == 0 ? IPP_PSTATE_IDLE : IPP_PSTATE_STOPPED);
  ippAddStrings (response, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "printer-state-reasons", i == 0 ? 1 : 2, NULL, i == 0 ? fine : stopped);
}

static ipp_t *
answer (IppService *self)
{
  ipp_t *response = ippNewResponse (self->request);

  ippSetStatusCode (response, self->status);
  if (self->status != IPP_STATUS_OK)
    return response;
  if (ippGetOperation (self->request) == IPP_OP_CUPS_GET_PRINTERS)
    for (guint i = 0; i < self->n_queues; i++)
      add_printer (response, i);
  else if (self->numbered)
    ippAddInteger (response, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", 42);
  return response;
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  IppService *self = user_data;
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  Stream in = { .bytes = g_bytes_get_data (body, NULL), .n = g_bytes_get_size (body) }, out = { .out = g_byte_array_new () };
  ipp_t *response;

  g_free (self->path);
  self->path = g_strdup (path);
  ippDelete (self->request);
  self->request = ippNew ();
  g_assert_cmpint (ippReadIO (&in, read_cb, 1, NULL, self->request), ==, IPP_STATE_DATA);
  g_clear_pointer (&self->document, g_bytes_unref);
  self->document = g_bytes_new_from_bytes (body, in.at, in.n - in.at);
  response = answer (self);
  if (self->garbage)
    g_byte_array_append (out.out, (const guint8 *) "<html>", 6);
  else
    g_assert_cmpint (ippWriteIO (&out, write_cb, 1, NULL, response), ==, IPP_STATE_DATA);
  ippDelete (response);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/ipp", SOUP_MEMORY_COPY, (const char *) out.out->data, out.out->len);
  g_byte_array_unref (out.out);
}

void
ipp_service_init (IppService *self)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  *self = (IppService) { .server = soup_server_new (NULL, NULL), .status = IPP_STATUS_OK, .numbered = TRUE, .n_queues = 2 };
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  g_assert_true (soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->address = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

void
ipp_service_clear (IppService *self)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self->address);
  g_free (self->path);
  ippDelete (self->request);
  g_clear_pointer (&self->document, g_bytes_unref);
}
