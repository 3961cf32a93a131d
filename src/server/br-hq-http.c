/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SoupServer, its workers and its parked long polls. */
#include "config.h"

#include "br-hq-http.h"

#include <string.h>

#include "br-error.h"
#include "br-hq-exchange.h"
#include "br-hq-limit.h"
#include "br-hq-token.h"
#include "br-wire-auth.h"
#include "br-worker.h"

#define BACKLOG 4096
#define N_READERS 2
#define MAX_PARKED 20000
#define WATCH_MS 1000 /* how often other programs' commits are looked for */
#define GATHER_MS 10   /* how long changes are gathered before the parked are asked again */

/** Station: a worker and the HQ it alone uses. */
typedef struct
{
  BrWorker *worker;
  BrHq *hq;
} Station;

/** Parked: a long poll that waits for a feed to move. */
typedef struct
{
  BrHqHttp *http; /* borrowed */
  BrHqExchange *exchange;
  guint timeout_id;
} Parked;

struct _BrHqHttp
{
  SoupServer *server;
  Station writer;
  Station readers[N_READERS];
  guint next_reader;
  BrHqLimit *limit;
  char *url;
  GPtrArray *parked;      /* of Parked, owned */
  guint64 changes;     /* grows with every commit noticed */
  gint64 heads;       /* sum of all heads when last looked at */
  guint gather_id;
  guint watch_id;
  gboolean asking;      /* a look at the parked is under way */
  guint8 token_key[BR_HQ_TOKEN_KEY_BYTES];
};

static const BrHqResponse nothing_yet = { .status = 204, .retry_after_s = -1 };

static void
parked_free (gpointer data)
{
  Parked *parked = data;

  g_clear_handle_id (&parked->timeout_id, g_source_remove);
  br_hq_exchange_answer (parked->exchange, &nothing_yet, FALSE);
  br_hq_exchange_unref (parked->exchange);
  g_free (parked);
}

static gboolean
wait_over_cb (gpointer data)
{
  Parked *parked = data;

  parked->timeout_id = 0;
  g_ptr_array_remove_fast (parked->http->parked, parked);
  return G_SOURCE_REMOVE;
}

/* Seconds a long poll wants to wait; 0 for any other request. */
static guint
wait_seconds (const BrHqExchange *exchange)
{
  g_autoptr (GHashTable) query = NULL;
  const char *text;
  gint64 seconds = 0;

  if (!g_str_has_prefix (exchange->path, "/v1/wait?"))
    return 0;
  query = g_uri_parse_params (strchr (exchange->path, '?') + 1, -1, "&", G_URI_PARAMS_NONE, NULL);
  text = query != NULL ? g_hash_table_lookup (query, "t") : NULL;
  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &seconds, NULL))
    return 0;
  return (guint) MIN (seconds, BR_WAIT_MAX_S);
}

/** Job: one exchange on a worker. */
typedef struct
{
  BrHqHttp *http;      /* main only */
  BrHq *hq;        /* the worker's */
  BrHqExchange *exchange;
  BrHqResponse response;
  gboolean is_gzip;
  guint64 commits;   /* the writer's changes after the job */
  guint64 changes;   /* what main knew when the job was queued */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  br_hq_exchange_unref (job->exchange);
  br_hq_response_clear (&job->response);
  g_free (job);
}

static gboolean
handle_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  br_hq_handle (job->hq, &job->exchange->request, &job->response);
  job->is_gzip = br_hq_exchange_compress (job->exchange, &job->response);
  job->commits = br_hq_get_changes (job->hq);
  return TRUE;
}

static void
park (BrHqHttp *self, BrHqExchange *exchange, guint seconds)
{
  Parked *parked = g_new0 (Parked, 1);

  parked->http = self;
  parked->exchange = br_hq_exchange_ref (exchange);
  parked->timeout_id = g_timeout_add_seconds (seconds, wait_over_cb, parked);
  g_ptr_array_add (self->parked, parked);
}

/** Look: the parked exchanges asked again on a reader. */
typedef struct
{
  BrHqHttp *http;
  BrHq *hq;
  GPtrArray *exchanges; /* of BrHqExchange, references */
  BrHqResponse *responses; /* one for each */
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  for (guint i = 0; i < look->exchanges->len; i++)
    br_hq_response_clear (&look->responses[i]);
  g_ptr_array_unref (look->exchanges);
  g_free (look->responses);
  g_free (look);
}

static gboolean
look_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;

  for (guint i = 0; i < look->exchanges->len; i++)
    {
      const BrHqExchange *exchange = g_ptr_array_index (look->exchanges, i);

      br_hq_handle (look->hq, &exchange->request, &look->responses[i]);
    }
  return TRUE;
}

static void
look_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  BrHqHttp *self = data;
  Look *look = br_worker_get_job_data (result);

  for (guint i = 0; i < look->exchanges->len; i++)
    if (look->responses[i].status != 204)
      br_hq_exchange_answer (g_ptr_array_index (look->exchanges, i), &look->responses[i], FALSE);
  for (guint i = self->parked->len; i > 0; i--)
    {
      Parked *parked = g_ptr_array_index (self->parked, i - 1);

      if (parked->exchange->answered)
        g_ptr_array_remove_index_fast (self->parked, i - 1);
    }
  self->asking = FALSE;
}

static gboolean
ask_parked_cb (gpointer data)
{
  BrHqHttp *self = data;
  Station *station = &self->readers[0];
  Look *look;

  if (self->asking)
    return G_SOURCE_CONTINUE; /* after the look under way */
  self->gather_id = 0;
  if (self->parked->len == 0)
    return G_SOURCE_REMOVE;
  self->asking = TRUE;
  look = g_new0 (Look, 1);
  look->hq = station->hq;
  look->exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) br_hq_exchange_unref);
  look->responses = g_new0 (BrHqResponse, self->parked->len);
  for (guint i = 0; i < self->parked->len; i++)
    g_ptr_array_add (look->exchanges, br_hq_exchange_ref (((Parked *) g_ptr_array_index (self->parked, i))->exchange));
  br_worker_run_async (station->worker, G_PRIORITY_DEFAULT, look_job, look, look_free, NULL, look_done_cb, self);
  return G_SOURCE_REMOVE;
}

static void
gather_changes (BrHqHttp *self)
{
  if (self->gather_id == 0)
    self->gather_id = g_timeout_add (GATHER_MS, ask_parked_cb, self);
}

static void
note_commits (BrHqHttp *self, const Job *job)
{
  if (job->hq != self->writer.hq || job->commits <= self->changes)
    return;
  self->changes = job->commits;
  gather_changes (self);
}

static void
handled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  BrHqHttp *self = data;
  Job *job = br_worker_get_job_data (result);
  guint seconds = job->response.status == 204 ? wait_seconds (job->exchange) : 0;

  note_commits (self, job);
  if (seconds == 0 || self->parked->len >= MAX_PARKED)
    br_hq_exchange_answer (job->exchange, &job->response, job->is_gzip);
  else
    {
      park (self, job->exchange, seconds);
      if (job->changes != self->changes)
        gather_changes (self); /* something moved between the question and here */
    }
}

static void
queue (BrHqHttp *self, BrHqExchange *exchange)
{
  gboolean is_read = br_hq_request_is_read (exchange->request.method, exchange->request.path);
  Station *station = is_read ? &self->readers[self->next_reader++ % N_READERS] : &self->writer;
  Job *job = g_new0 (Job, 1);

  job->http = self;
  job->hq = station->hq;
  job->exchange = exchange;
  job->changes = self->changes;
  br_worker_run_async (station->worker, G_PRIORITY_DEFAULT, handle_job, job, job_free, NULL, handled_cb, self);
}

/* Who is counted: the device of a token HQ has written, else the address. */
static char *
caller (BrHqHttp *self, const BrHqExchange *exchange)
{
  const char *host = soup_server_message_get_remote_host (exchange->message);
  BrHqToken token;
  char pc[BR_ID_STRING_LENGTH + 1];

  if (exchange->token == NULL || !br_hq_token_read (self->token_key, exchange->token, &token))
    return g_strdup (host != NULL ? host : "?");
  br_id_write (&token.pc, pc);
  return g_strdup (pc);
}

static gboolean
may_pass (BrHqHttp *self, const BrHqExchange *exchange)
{
  g_autofree char *key = caller (self, exchange);
  double cost = g_str_has_prefix (exchange->path, "/v1/feed/") ? 0.1 : 1;

  return br_hq_limit_take (self->limit, key, cost, g_get_monotonic_time ());
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  BrHqHttp *self = data;
  BrHqExchange *exchange = br_hq_exchange_new (message);
  g_auto (BrHqResponse) response = { 0 };

  if (may_pass (self, exchange))
    {
      queue (self, exchange);
      return;
    }
  br_hq_respond_problem (&response, 429, "slower", "Too many requests.");
  response.retry_after_s = 1;
  br_hq_exchange_answer (exchange, &response, FALSE);
  br_hq_exchange_unref (exchange);
}

static void
early_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  br_hq_exchange_guard (message);
}

/** Watch: the sum of all heads, to notice what other programs commit. */
typedef struct
{
  BrHq *hq;
  gint64 heads;
} Watch;

static gboolean
watch_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Watch *watch = data;
  BrSqlQuery query = br_sql_query (br_hq_get_sql (watch->hq), "SELECT COALESCE (SUM (head), 0) + COUNT (*) FROM feed");
  gboolean found = FALSE;

  if (!br_sql_next (&query, &found, error))
    return FALSE;
  watch->heads = found ? br_sql_int (&query, 0) : 0;
  br_sql_end (&query);
  return TRUE;
}

static void
watched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  BrHqHttp *self = data;
  const Watch *watch = br_worker_get_job_data (result);
  g_autoptr (GError) error = NULL;

  if (!br_worker_run_finish (BR_WORKER (source), result, &error))
    g_info ("looking for changes failed: %s", error->message);
  else if (watch->heads != self->heads)
    {
      self->heads = watch->heads;
      gather_changes (self);
    }
}

static gboolean
watch_cb (gpointer data)
{
  BrHqHttp *self = data;
  Watch *watch;

  if (self->parked->len == 0)
    return G_SOURCE_CONTINUE;
  watch = g_new0 (Watch, 1);
  watch->hq = self->readers[0].hq;
  br_worker_run_async (self->readers[0].worker, G_PRIORITY_LOW, watch_job, watch, g_free, NULL, watched_cb, self);
  return G_SOURCE_CONTINUE;
}

static gboolean
open_station (Station *station, const char *name, const BrHqHttpParams *params, BrDbMode mode, GError **error)
{
  const BrHqParams hq_params = { .database = params->database, .mode = mode };

  station->hq = br_hq_open (&hq_params, error);
  if (station->hq == NULL)
    return FALSE;
  station->worker = br_worker_new (name);
  return TRUE;
}

static void
close_station (Station *station)
{
  if (station->worker != NULL)
    br_worker_stop (station->worker);
  g_clear_object (&station->worker);
  g_clear_pointer (&station->hq, br_hq_close);
}

static GSocket *
listen_on (GInetAddress *address, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) where = g_inet_socket_address_new (address, port);
  g_autoptr (GSocket) socket = g_socket_new (g_inet_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, where, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static gboolean
set_tls (BrHqHttp *self, const BrHqHttpParams *params, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;

  if (params->tls_certificate == NULL)
    return TRUE;
  certificate = g_tls_certificate_new_from_files (params->tls_certificate, params->tls_key != NULL ? params->tls_key : params->tls_certificate, error);
  if (certificate == NULL)
    return FALSE;
  soup_server_set_tls_certificate (self->server, certificate);
  return TRUE;
}

static gboolean
start_listening (BrHqHttp *self, const BrHqHttpParams *params, GError **error)
{
  const char *address = params->address != NULL ? params->address : "127.0.0.1";
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  gboolean is_tls = params->tls_certificate != NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) local = NULL;

  if (inet == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "%s is not an address to listen on", address);
      return FALSE;
    }
  if (!is_tls && !params->allow_plain && !g_inet_address_get_is_loopback (inet))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_REFUSED, "plain HTTP is served on the loopback address only; give a certificate and a key");
      return FALSE;
    }
  socket = listen_on (inet, params->port, error);
  if (socket == NULL || !set_tls (self, params, error) || !soup_server_listen_socket (self->server, socket, is_tls ? SOUP_SERVER_LISTEN_HTTPS : 0, error))
    return FALSE;
  local = g_socket_get_local_address (socket, error);
  if (local == NULL)
    return FALSE;
  self->url = g_strdup_printf (strchr (address, ':') != NULL ? "%s://[%s]:%u" : "%s://%s:%u", is_tls ? "https" : "http", address,
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)));
  return TRUE;
}

BrHqHttp *
br_hq_http_new (const BrHqHttpParams *params, GError **error)
{
  g_autoptr (BrHqHttp) self = g_new0 (BrHqHttp, 1);

  self->parked = g_ptr_array_new_with_free_func (parked_free);
  self->limit = br_hq_limit_new (params->rate, params->burst);
  self->server = soup_server_new ("server-header", NULL, NULL);
  if (!open_station (&self->writer, "hq-writer", params, BR_DB_WRITER, error))
    return NULL;
  memcpy (self->token_key, br_hq_get_token_key (self->writer.hq), sizeof self->token_key);
  for (guint i = 0; i < N_READERS; i++)
    if (!open_station (&self->readers[i], "hq-reader", params, BR_DB_READER, error))
      return NULL;
  soup_server_add_early_handler (self->server, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  if (!start_listening (self, params, error))
    return NULL;
  self->watch_id = g_timeout_add (WATCH_MS, watch_cb, self);
  return g_steal_pointer (&self);
}

void
br_hq_http_free (BrHqHttp *self)
{
  g_clear_handle_id (&self->gather_id, g_source_remove);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  soup_server_disconnect (self->server);
  close_station (&self->writer);
  for (guint i = 0; i < N_READERS; i++)
    close_station (&self->readers[i]);
  while (g_main_context_iteration (NULL, FALSE))
    ; /* the callbacks of the last jobs */
  g_clear_handle_id (&self->gather_id, g_source_remove);
  g_ptr_array_unref (self->parked);
  g_object_unref (self->server);
  br_hq_limit_free (self->limit);
  g_free (self->url);
  g_free (self);
}

const char *
br_hq_http_get_url (BrHqHttp *self)
{
  return self->url;
}
