/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A link without a wire: requests are calls, waiting moves the virtual clock. */
#include "config.h"

#include "br-ap-link.h"

#include <libsoup/soup.h>
#include <string.h>

#include "br-ap-private.h"
#include "br-error.h"

/** Link: the station behind it. */
typedef struct
{
  BrStationLink parent;
  BrAir *air;
  BrAp *ap;
  const BrClock *clock;
  BrApClient *client; /* NULL: no stream */
  gboolean cut, woken;
  BrApLinkGate gate;
  gpointer gate_data;
} Link;

static void
wait_for (Link *self, gint64 us)
{
  self->clock->sleep_us (self->clock->data, us);
  ap_air_catch_up (self->air);
}

static gboolean
fail (BrLinkAnswer *answer, BrLinkFate fate, const char *what, GError **error)
{
  answer->status = 0;
  answer->fate = fate;
  g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "the station %s", what);
  return FALSE;
}

static GBytes *
encode_form (const BrLinkRequest *request)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < request->n_fields; i++)
    {
      g_autofree char *name = g_uri_escape_string (request->fields[i].name, NULL, FALSE);
      g_autofree char *value = g_uri_escape_string (request->fields[i].value, NULL, FALSE);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? "&" : "", name, value);
    }
  return g_string_free_to_bytes (text);
}

static GBytes *
encode_multipart (const BrLinkRequest *request, char **content_type)
{
  SoupMultipart *multipart = soup_multipart_new (SOUP_FORM_MIME_TYPE_MULTIPART);
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  GBytes *body = NULL;

  for (gsize i = 0; i < request->n_fields; i++)
    soup_multipart_append_form_string (multipart, request->fields[i].name, request->fields[i].value);
  soup_multipart_append_form_file (multipart, "file", request->file_name, request->file_type, request->file);
  soup_multipart_to_message (multipart, headers, &body);
  *content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  soup_message_headers_unref (headers);
  soup_multipart_free (multipart);
  return body;
}

static void
send (Link *self, const BrLinkRequest *request, BrApReply *reply)
{
  g_autofree char *content_type = NULL;
  g_autoptr (GBytes) body = NULL;

  if (request->file != NULL)
    body = encode_multipart (request, &content_type);
  else if (g_str_equal (request->method, "POST"))
    {
      body = encode_form (request);
      content_type = g_strdup (SOUP_FORM_MIME_TYPE_URLENCODED);
    }
  br_ap_request (self->ap, &(BrApRequest) { .method = request->method, .path = request->path, .content_type = content_type, .body = body }, reply);
}

static gboolean
request_link (BrStationLink *link, const BrLinkRequest *request, BrLinkAnswer *answer, GError **error)
{
  Link *self = (Link *) link;
  g_auto (BrApReply) reply = { 0 };
  gint64 timeout_us = (gint64) request->timeout_ms * 1000;

  *answer = (BrLinkAnswer) { 0 };
  if (self->cut || (self->gate != NULL && !self->gate (request, self->gate_data)))
    return fail (answer, BR_LINK_NOT_SENT, "cannot be reached", error);
  send (self, request, &reply);
  if (reply.outcome == BR_AP_REFUSED)
    return fail (answer, BR_LINK_NOT_SENT, "refuses", error);
  if (reply.outcome == BR_AP_HANGS || reply.delay_us > timeout_us)
    {
      wait_for (self, timeout_us);
      self->ap->busy_until_us = 0; /* the connection was closed */
      return fail (answer, BR_LINK_NOT_KNOWN, "does not answer", error);
    }
  wait_for (self, reply.delay_us);
  if (reply.outcome == BR_AP_DROPPED_EARLY)
    return fail (answer, BR_LINK_NOT_SENT, "broke off", error);
  if (reply.outcome == BR_AP_DROPPED_LATE || self->cut)
    return fail (answer, BR_LINK_NOT_KNOWN, "broke off", error);
  if (g_bytes_get_size (reply.body) > request->max_bytes)
    {
      answer->fate = BR_LINK_NOT_KNOWN;
      g_set_error_literal (error, BR_ERROR, BR_ERROR_RANGE, "the station's answer is too long");
      return FALSE;
    }
  answer->status = reply.status;
  answer->body = g_steal_pointer (&reply.body);
  return TRUE;
}

static void
close_stream (BrStationLink *link)
{
  g_clear_pointer (&((Link *) link)->client, br_ap_client_free);
}

static gboolean
open_stream (BrStationLink *link, const char *path, GError **error)
{
  Link *self = (Link *) link;

  close_stream (link);
  if (!self->cut && g_str_equal (path, "/ws"))
    self->client = br_ap_subscribe (self->ap);
  if (self->client != NULL)
    return TRUE;
  g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the station opens no stream");
  return FALSE;
}

static char *
receive (BrStationLink *link, gint64 wait_us, guint *n_lost, GError **error)
{
  Link *self = (Link *) link;
  gint64 until = br_clock_now_us (self->clock) + wait_us;

  *n_lost = 0;
  while (TRUE)
    {
      g_autofree char *text = self->client != NULL ? br_ap_client_pop (self->client) : NULL;
      gint64 now = br_clock_now_us (self->clock);

      if (text != NULL && g_utf8_validate (text, -1, NULL))
        return g_steal_pointer (&text);
      if (self->cut || self->client == NULL || (text == NULL && !br_ap_client_is_open (self->client)))
        {
          g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the stream ended");
          return NULL;
        }
      if (text == NULL && (self->woken || now >= until))
        {
          self->woken = FALSE;
          return NULL;
        }
      if (text == NULL)
        wait_for (self, MIN (until, MAX (br_air_next_due (self->air), now + 1)) - now);
    }
}

static void
wake (BrStationLink *link)
{
  ((Link *) link)->woken = TRUE;
}

static void
close_link (BrStationLink *link)
{
  close_stream (link);
  g_free (link);
}

BrStationLink *
br_ap_link_new (BrAir *air, BrAp *ap, const BrClock *clock)
{
  static const BrStationLinkOps ops = {
    .request = request_link,
    .open_stream = open_stream,
    .receive = receive,
    .close_stream = close_stream,
    .wake = wake,
    .stop = wake,
    .close = close_link,
  };
  Link *self = g_new0 (Link, 1);

  *self = (Link) { .parent = { .ops = &ops }, .air = air, .ap = ap, .clock = clock };
  return &self->parent;
}

void
br_ap_link_set_cut (BrStationLink *link, gboolean cut)
{
  ((Link *) link)->cut = cut;
  if (cut)
    close_stream (link);
}

void
br_ap_link_set_gate (BrStationLink *link, BrApLinkGate gate, gpointer data)
{
  ((Link *) link)->gate = gate;
  ((Link *) link)->gate_data = data;
}

gboolean
br_ap_link_has_news (BrStationLink *link)
{
  const Link *self = (const Link *) link;

  return self->client == NULL || br_ap_client_has_news (self->client);
}
