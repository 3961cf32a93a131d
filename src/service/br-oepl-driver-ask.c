/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking: one exchange at a time, at least a second between two that change something, and what is known when one fails. */
#include "config.h"

#include "br-oepl-driver-private.h"

#define POST_GAP_US G_USEC_PER_SEC
#define TIMEOUT_MS 10000
#define UPLOAD_TIMEOUT_MS 30000

gint64
br_oepl_driver_now (BrOeplDriver *self)
{
  return self->clock->now_us (self->clock->data);
}

gint64
br_oepl_driver_mono (BrOeplDriver *self)
{
  return self->clock->monotonic_us (self->clock->data);
}

/* The board dies of two uploads at once, and stumbles over two close together. */
static void
keep_distance (BrOeplDriver *self)
{
  gint64 since = br_oepl_driver_mono (self) - self->post_mono_us;

  if (self->post_mono_us != 0 && since >= 0 && since < POST_GAP_US)
    self->clock->sleep_us (self->clock->data, POST_GAP_US - since);
}

static gboolean
explain (BrOeplDriver *self, gboolean post, const BrLinkAnswer *answer, GError *cause, GError **error)
{
  gboolean is_damage = g_error_matches (cause, BR_ERROR, BR_ERROR_PROTOCOL) || g_error_matches (cause, BR_ERROR, BR_ERROR_RANGE);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (is_damage)
    br_oepl_driver_damage (self, cause->message);
  /* What was asked only may be asked again; of what was handed over it must be found out first. */
  if (post && (is_damage || answer->fate != BR_LINK_NOT_SENT))
    g_set_error (error, BR_ERROR, BR_ERROR_IO, "the station may have taken it: %s", cause->message);
  else if (is_damage)
    g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "%s", cause->message);
  else
    g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "%s", cause->message);
  g_error_free (cause);
  return FALSE;
}

gboolean
br_oepl_driver_ask (BrOeplDriver *self, const BrOeplRequest *request, GBytes *jpeg, gsize max_bytes, BrLinkAnswer *answer, GError **error)
{
  BrLinkField fields[BR_OEPL_MAX_FIELDS];
  gboolean post = g_str_equal (request->method, "POST"), ok;
  GError *cause = NULL;
  BrLinkRequest out = {
    .method = request->method,
    .path = request->path,
    .fields = fields,
    .n_fields = request->n_fields,
    .file = jpeg,
    .file_name = request->file_name,
    .file_type = "image/jpeg",
    .max_bytes = max_bytes,
    .timeout_ms = jpeg != NULL ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS,
  };

  g_assert (request->n_fields <= BR_OEPL_MAX_FIELDS && (jpeg != NULL) == (request->file_name != NULL));
  for (guint i = 0; i < request->n_fields; i++)
    fields[i] = (BrLinkField) { request->fields[i].name, request->fields[i].value };
  if (post)
    keep_distance (self);
  ok = br_station_link_request (self->link, &out, answer, &cause);
  self->n_told++;
  if (post)
    self->post_mono_us = br_oepl_driver_mono (self);
  return ok || explain (self, post, answer, cause, error);
}

static gboolean
check_status (BrOeplDriver *self, const BrOeplRequest *request, guint status, GError **error)
{
  switch (status)
    {
    case 200: return TRUE;
    case 400: /* of what is asked here: no such tag */
    case 404: g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "%s: the station has none", request->path); return FALSE;
    case 409:
    case 503: g_set_error (error, BR_ERROR, BR_ERROR_BUSY, "%s: come back later", request->path); return FALSE;
    default:
      br_oepl_driver_damage (self, "an HTTP status it should not answer with");
      g_set_error (error, BR_ERROR, BR_ERROR_PROTOCOL, "%s: HTTP status %u", request->path, status);
      return FALSE;
    }
}

GBytes *
br_oepl_driver_get (BrOeplDriver *self, const BrOeplRequest *request, gsize max_bytes, GError **error)
{
  g_auto (BrLinkAnswer) answer = { 0 };

  if (!br_oepl_driver_ask (self, request, NULL, max_bytes, &answer, error) || !check_status (self, request, answer.status, error))
    return NULL;
  return answer.body != NULL ? g_steal_pointer (&answer.body) : g_bytes_new (NULL, 0);
}

gboolean
br_oepl_driver_post (BrOeplDriver *self, const BrOeplRequest *request, GError **error)
{
  g_auto (BrLinkAnswer) answer = { 0 };

  return br_oepl_driver_ask (self, request, NULL, BR_LINK_MAX_JSON, &answer, error) && check_status (self, request, answer.status, error);
}
