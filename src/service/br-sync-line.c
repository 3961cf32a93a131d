/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests, tokens and the meaning of HTTP statuses. */
#include "config.h"

#include "br-sync-line.h"

#include <string.h>

#include "br-error.h"

#define TOKEN_TIMEOUT_S 20
#define RENEW_BEFORE_S 60 /* an access token is renewed this long before it ends */

void
br_sync_line_clear (BrSyncLine *self)
{
  g_clear_pointer (&self->access, g_free);
}

gboolean
br_sync_line_damaged (BrSyncLine *self)
{
  self->failure = BR_SYNC_FAILURE_SERVER;
  return FALSE;
}

/* What an error status means: one row each; the first that fits counts. code NULL = any. */
static const struct
{
  guint status;
  const char *code;
  BrSyncFailure failure;
  BrError error;
} meanings[] = {
  { 401, NULL, BR_SYNC_FAILURE_ATTENTION, BR_ERROR_AUTH },        { 403, "revoked", BR_SYNC_FAILURE_REVOKED, BR_ERROR_REFUSED },
  { 403, NULL, BR_SYNC_FAILURE_ATTENTION, BR_ERROR_REFUSED },     { 404, NULL, BR_SYNC_FAILURE_SERVER, BR_ERROR_NOT_FOUND },
  { 409, "epoch", BR_SYNC_FAILURE_ATTENTION, BR_ERROR_CONFLICT }, { 409, "fork", BR_SYNC_FAILURE_ATTENTION, BR_ERROR_FORK },
  { 409, "clock", BR_SYNC_FAILURE_ATTENTION, BR_ERROR_INVALID },  { 410, NULL, BR_SYNC_FAILURE_RESYNC, BR_ERROR_NOT_FOUND },
  { 413, NULL, BR_SYNC_FAILURE_SPLIT, BR_ERROR_RANGE },           { 426, NULL, BR_SYNC_FAILURE_ATTENTION, BR_ERROR_TOO_NEW },
  { 429, NULL, BR_SYNC_FAILURE_SERVER, BR_ERROR_BUSY },           { 503, NULL, BR_SYNC_FAILURE_SERVER, BR_ERROR_BUSY },
  { 0, NULL, BR_SYNC_FAILURE_SERVER, BR_ERROR_PROTOCOL },
};

static gboolean
fail_status (BrSyncLine *self, const BrSyncCall *call, const BrResponse *response, GError **error)
{
  BrWireError why;
  guint i = 0;

  br_wire_error_read (response->body, &why);
  while (meanings[i].status != 0 && (meanings[i].status != response->status || (meanings[i].code != NULL && strcmp (meanings[i].code, why.code) != 0)))
    i++;
  self->failure = meanings[i].failure;
  self->retry_after_s = response->retry_after_s;
  g_set_error (error, BR_ERROR, meanings[i].error, "%s %.40s: %u %s %s", call->method, call->path, response->status, why.code, why.text);
  br_wire_error_clear (&why);
  return FALSE;
}

static gboolean
send (BrSyncLine *self, const BrSyncCall *call, const char *token, BrResponse *response, GCancellable *cancellable, GError **error)
{
  BrId id = br_id_make (self->clock, self->random);
  char request_id[BR_ID_STRING_LENGTH + 1];
  BrRequest request = {
    .method = call->method,
    .path = call->path,
    .token = token,
    .request_id = request_id,
    .body = call->body,
    .timeout_s = call->timeout_s,
    .content_type = call->body == NULL || call->content_type != NULL ? call->content_type : "application/json",
  };
  g_autoptr (GError) local = NULL;

  br_id_write (&id, request_id);
  self->failure = BR_SYNC_FAILURE_NONE;
  self->retry_after_s = -1;
  if (self->transport->send (self->transport->data, &request, call->max_bytes, response, cancellable, &local))
    return TRUE;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->failure = BR_SYNC_FAILURE_CANCELLED;
  else
    self->failure = local->domain == BR_ERROR && local->code == BR_ERROR_OFFLINE ? BR_SYNC_FAILURE_OFFLINE : BR_SYNC_FAILURE_SERVER;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
is_good (const BrResponse *response)
{
  return response->status >= 200 && response->status < 300;
}

gboolean
br_sync_line_call_open (BrSyncLine *self, const BrSyncCall *call, BrResponse *response, GCancellable *cancellable, GError **error)
{
  if (!send (self, call, NULL, response, cancellable, error))
    return FALSE;
  if (is_good (response))
    return TRUE;
  fail_status (self, call, response, error);
  br_response_clear (response);
  return FALSE;
}

/* The new refresh token is on disk before the access token is used: HQ forgets the old one then. */
static gboolean
take_token (BrSyncLine *self, const BrTokenAnswer *answer, GError **error)
{
  g_set_str (&self->device->refresh, answer->refresh);
  if (!br_device_save (self->device, error))
    {
      self->failure = BR_SYNC_FAILURE_LOCAL;
      return FALSE;
    }
  g_set_str (&self->access, answer->access);
  self->access_until_us = self->clock->monotonic_us (self->clock->data) + MAX (1, answer->expires_in_s - RENEW_BEFORE_S) * G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
renew_token (BrSyncLine *self, GCancellable *cancellable, GError **error)
{
  BrTokenRequest request;
  BrTokenAnswer answer;
  BrResponse response = { 0 };
  g_autoptr (GBytes) body = NULL;
  BrSyncCall call = { .method = "POST", .path = "/v1/token", .timeout_s = TOKEN_TIMEOUT_S, .max_bytes = BR_AUTH_MAX_BYTES };
  gboolean ok;

  g_clear_pointer (&self->access, g_free);
  br_device_sign (self->device, br_clock_now_us (self->clock), &request);
  call.body = body = br_token_request_write (&request);
  br_token_request_clear (&request);
  if (!br_sync_line_call_open (self, &call, &response, cancellable, error))
    return FALSE;
  ok = br_token_answer_read (response.body, &answer, error);
  br_response_clear (&response);
  if (!ok)
    return br_sync_line_damaged (self);
  ok = take_token (self, &answer, error);
  br_token_answer_clear (&answer);
  return ok;
}

gboolean
br_sync_line_call (BrSyncLine *self, const BrSyncCall *call, BrResponse *response, GCancellable *cancellable, GError **error)
{
  gboolean fresh = self->access == NULL || self->clock->monotonic_us (self->clock->data) >= self->access_until_us;

  if (fresh && !renew_token (self, cancellable, error))
    return FALSE;
  if (!send (self, call, self->access, response, cancellable, error))
    return FALSE;
  if (response->status == 401 && !fresh)
    {
      br_response_clear (response);
      if (!renew_token (self, cancellable, error) || !send (self, call, self->access, response, cancellable, error))
        return FALSE;
    }
  if (is_good (response))
    return TRUE;
  if (response->status == 401)
    g_clear_pointer (&self->access, g_free);
  fail_status (self, call, response, error);
  br_response_clear (response);
  return FALSE;
}
