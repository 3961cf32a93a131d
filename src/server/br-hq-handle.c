/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routing: one table of endpoints. */
#include "config.h"

#include "br-hq-handle.h"

#include <string.h>

#include "br-error.h"
#include "br-hq-auth.h"
#include "br-hq-blob.h"
#include "br-hq-hello.h"
#include "br-hq-push.h"
#include "br-wire-auth.h"

/** Call: a request taken apart. */
typedef struct
{
  BrHq *hq;
  const BrHqRequest *request;
  const char *argument; /* rest of the path behind a prefix, decoded */
  GHashTable *query;    /* or NULL */
  BrHqDevice device;   /* zero for endpoints without a token */
  BrHqResponse *response;
} Call;

static gboolean
call_enrol (Call *call, GError **error)
{
  return br_hq_auth_enrol (call->hq, call->request->body, call->response, error);
}

static gboolean
call_token (Call *call, GError **error)
{
  return br_hq_auth_token (call->hq, call->request->body, call->response, error);
}

static gboolean
call_hello (Call *call, GError **error)
{
  return br_hq_hello (call->hq, &call->device, call->response, error);
}

static gboolean
call_feed (Call *call, GError **error)
{
  return br_hq_feed (call->hq, &call->device, call->argument, call->query, call->response, error);
}

static gboolean
call_wait (Call *call, GError **error)
{
  return br_hq_wait (call->hq, &call->device, call->query, call->response, error);
}

static gboolean
call_push (Call *call, GError **error)
{
  return br_hq_push (call->hq, &call->device, call->request->body, call->response, error);
}

static gboolean
call_blob_get (Call *call, GError **error)
{
  return br_hq_blob_get (call->hq, call->argument, call->response, error);
}

static gboolean
call_blob_put (Call *call, GError **error)
{
  return br_hq_blob_put (call->hq, call->argument, call->request->body, call->response, error);
}

/** Endpoint: a row of the table. */
typedef struct
{
  const char *method;
  const char *path;      /* ends in '/': a prefix, with an argument behind it */
  gboolean is_open;   /* needs no token */
  gboolean is_read;   /* writes nothing */
  gsize max_body;  /* bytes */
  gboolean (*call) (Call *call, GError **error);
} Endpoint;

static const Endpoint endpoints[] = {
  { "POST", "/v1/enrol", TRUE, FALSE, BR_AUTH_MAX_BYTES, call_enrol },
  { "POST", "/v1/token", TRUE, FALSE, BR_AUTH_MAX_BYTES, call_token },
  { "GET", "/v1/hello", FALSE, TRUE, 0, call_hello },
  { "GET", "/v1/feed/", FALSE, TRUE, 0, call_feed },
  { "GET", "/v1/wait", FALSE, TRUE, 0, call_wait },
  { "POST", "/v1/push", FALSE, FALSE, BR_HQ_MAX_PUSH_BYTES, call_push },
  { "GET", "/v1/blob/", FALSE, TRUE, 0, call_blob_get },
  { "PUT", "/v1/blob/", FALSE, FALSE, BR_HQ_MAX_BLOB_BYTES, call_blob_put },
};

static gboolean
path_matches (const Endpoint *endpoint, const char *path)
{
  gsize length = strcspn (path, "?");
  gsize own = strlen (endpoint->path);

  if (endpoint->path[own - 1] == '/')
    return length > own && strncmp (path, endpoint->path, own) == 0;
  return length == own && strncmp (path, endpoint->path, own) == 0;
}

/* `known_path` tells a wrong method from a wrong path. */
static const Endpoint *
find_endpoint (const char *method, const char *path, gboolean *known_path)
{
  *known_path = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    if (path_matches (&endpoints[i], path))
      {
        *known_path = TRUE;
        if (strcmp (endpoints[i].method, method) == 0)
          return &endpoints[i];
      }
  return NULL;
}

gboolean
br_hq_request_is_read (const char *method, const char *path)
{
  gboolean known_path;
  const Endpoint *endpoint = find_endpoint (method, path, &known_path);

  return endpoint == NULL || endpoint->is_read;
}

gsize
br_hq_request_max_body (const char *method, const char *path)
{
  gboolean known_path;
  const Endpoint *endpoint = find_endpoint (method, path, &known_path);

  return endpoint != NULL ? endpoint->max_body : 0;
}

void
br_hq_response_clear (BrHqResponse *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  self->status = 0;
  self->content_type = NULL;
  self->retry_after_s = -1;
}

void
br_hq_respond (BrHqResponse *response, guint status, const char *content_type, GBytes *body)
{
  br_hq_response_clear (response);
  response->status = status;
  response->content_type = content_type;
  response->body = body;
}

void
br_hq_respond_problem (BrHqResponse *response, guint status, const char *code, const char *text)
{
  br_hq_respond (response, status, "application/json", br_wire_error_write (code, text));
}

/* What no endpoint could carry out: the caller may come again. Nothing of the cause leaves HQ but its kind. A full or failing
 * disk and a busy database are the machine's trouble, all else is a bug. */
static void
respond_failure (BrHqResponse *response, const char *path, const GError *error)
{
  gboolean passing =
      g_error_matches (error, BR_ERROR, BR_ERROR_BUSY) || g_error_matches (error, BR_ERROR, BR_ERROR_FULL) || g_error_matches (error, BR_ERROR, BR_ERROR_IO);

  if (passing)
    g_info ("request to %s failed: %s", path, error->message);
  else
    g_warning ("request to %s failed: %s", path, error->message);
  if (passing)
    br_hq_respond_problem (response, 503, "busy", "HQ cannot write now; come again.");
  else
    br_hq_respond_problem (response, 500, "internal", "HQ failed; its log says why.");
  response->retry_after_s = 5;
}

static void
run_call (const Endpoint *endpoint, Call *call)
{
  g_autoptr (GError) error = NULL;
  gboolean known = TRUE, ok = TRUE;

  if (!endpoint->is_open)
    ok = br_hq_auth_identify (call->hq, call->request->token, &call->device, &known, call->response, &error);
  if (ok && known && call->request->epoch != NULL && strcmp (call->request->epoch, br_hq_get_epoch (call->hq)) != 0)
    br_hq_respond_problem (call->response, 409, "epoch", "HQ has been restored; start again from its feeds.");
  else if (ok && known)
    ok = endpoint->call (call, &error);
  if (!ok)
    respond_failure (call->response, endpoint->path, error);
}

static gboolean
take_path_apart (const Endpoint *endpoint, Call *call, char **argument)
{
  const char *path = call->request->path;
  const char *query = strchr (path, '?');
  gsize own = strlen (endpoint->path);

  if (endpoint->path[own - 1] == '/')
    {
      *argument = g_uri_unescape_segment (path + own, query, "/");
      if (*argument == NULL)
        return FALSE;
      call->argument = *argument;
    }
  if (query == NULL)
    return TRUE;
  call->query = g_uri_parse_params (query + 1, -1, "&", G_URI_PARAMS_NONE, NULL);
  return call->query != NULL;
}

void
br_hq_handle (BrHq *hq, const BrHqRequest *request, BrHqResponse *response)
{
  static const guint8 nothing[1] = { 0 };
  g_autoptr (GBytes) empty = g_bytes_new_static (nothing, 0);
  BrHqRequest complete = *request;
  Call call = { .hq = hq, .request = &complete, .response = response };
  g_autofree char *argument = NULL;
  gboolean known_path;
  const Endpoint *endpoint = find_endpoint (request->method, request->path, &known_path);

  *response = (BrHqResponse) { .retry_after_s = -1 };
  if (complete.body == NULL)
    complete.body = empty;
  if (endpoint == NULL)
    br_hq_respond_problem (response, known_path ? 405 : 404, "not_found", "HQ has no such place.");
  else if (request->wire != 0 && request->wire != BR_WIRE_VERSION)
    br_hq_respond_problem (response, 426, "upgrade", "This HQ speaks another version; update the program.");
  else if (g_bytes_get_size (complete.body) > endpoint->max_body)
    br_hq_respond_problem (response, 413, "too_large", "The request is larger than this endpoint takes.");
  else if (!take_path_apart (endpoint, &call, &argument))
    br_hq_respond_problem (response, 400, "invalid", "The address is malformed.");
  else
    run_call (endpoint, &call);
  g_clear_pointer (&call.query, g_hash_table_unref);
}
