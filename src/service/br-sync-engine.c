/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going once around; what it does and why is in the header. Push is in br-sync-push.c, feeds in br-sync-pull.c, pictures in br-sync-pictures.c. */
#include "config.h"

#include "br-sync-engine.h"

#include "br-error.h"
#include "br-settings-store.h"
#include "br-sync-engine-private.h"
#include "br-sync-pictures.h"

#define HELLO_TIMEOUT_S 30
#define HELLO_EVERY_S 300
#define HELLO_MAX_BYTES (1024 * 1024)
#define BACKOFF_MIN_S 1
#define BACKOFF_MAX_S 300
#define WAIT_EXTRA_S 15 /* a parked request may take this much longer than HQ was asked to keep it */
#define DEFAULT_PUSH_OPS 500

/* A job that appends one line to the sync log. */
typedef struct
{
  BrSyncLogLevel level;
  const char *what;
  const char *detail;
} LogLine;

BrSyncEngine *
br_sync_engine_new (const BrSyncEngineParams *params)
{
  BrSyncEngine *self = g_new0 (BrSyncEngine, 1);

  self->params = *params;
  self->clock = br_store_get_clock (params->store);
  self->random = br_store_get_random (params->store);
  self->line = (BrSyncLine) { .transport = params->transport, .clock = self->clock, .random = self->random, .device = params->device };
  self->max_ops = DEFAULT_PUSH_OPS;
  self->read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refetched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
br_sync_engine_free (BrSyncEngine *self)
{
  br_sync_line_clear (&self->line);
  br_hello_clear (&self->hello);
  g_hash_table_unref (self->read);
  g_hash_table_unref (self->refetched);
  g_free (self);
}

void
br_sync_outcome_clear (BrSyncOutcome *outcome)
{
  g_clear_error (&outcome->error);
}

void
br_sync_engine_report (BrSyncEngine *self, BrSyncState state, gint64 done, gint64 total)
{
  if (self->params.observer != NULL)
    self->params.observer->progress (self->params.observer->data, state, done, total);
}

static gboolean
log_job (BrStoreTx *tx, gpointer data, GError **error)
{
  const LogLine *line = data;

  return br_sync_log_append (tx, line->level, line->what, line->detail, error);
}

gboolean
br_sync_engine_log (BrSyncEngine *self, BrSyncLogLevel level, const char *what, const char *detail, GError **error)
{
  LogLine line = { level, what, detail };

  if (br_store_write (self->params.store, log_job, &line, error))
    return TRUE;
  self->line.failure = BR_SYNC_FAILURE_LOCAL;
  return FALSE;
}

gboolean
br_sync_engine_need_person (BrSyncEngine *self, BrError code, const char *what, GError **error)
{
  self->line.failure = BR_SYNC_FAILURE_ATTENTION;
  g_set_error_literal (error, BR_ERROR, code, what);
  return FALSE;
}

static gboolean
read_next_seq_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return br_settings_get_int (db, BR_META_NEXT_SEQ, 1, data, error);
}

/* SYNC.md 3.6: another epoch, incarnation or a shorter outbox than HQ knows are not errors to try again: the outbox is kept, a
 * person is told. Handling them by itself is a later issue. */
static gboolean
check_hello (BrSyncEngine *self, const BrHello *hello, GError **error)
{
  const BrDevice *device = self->params.device;
  gint64 next_seq;

  if (hello->wire != BR_WIRE_VERSION || hello->schema_min > BR_WIRE_SCHEMA)
    return br_sync_engine_need_person (self, BR_ERROR_TOO_NEW, "HQ speaks a newer protocol", error);
  if (g_strcmp0 (hello->epoch, device->epoch) != 0)
    return br_sync_engine_need_person (self, BR_ERROR_CONFLICT, "epoch: HQ has been restored from a backup", error);
  if (hello->inc != device->inc)
    return br_sync_engine_need_person (self, BR_ERROR_FORK, "fork: HQ knows another incarnation of this device", error);
  if (!br_store_read (self->params.store, read_next_seq_job, &next_seq, NULL, error))
    {
      self->line.failure = BR_SYNC_FAILURE_LOCAL;
      return FALSE;
    }
  if (hello->last_seq >= next_seq)
    return br_sync_engine_need_person (self, BR_ERROR_FORK, "fork: HQ has operations of this device that it does not know", error);
  return TRUE;
}

static gboolean
say_hello (BrSyncEngine *self, GCancellable *cancellable, GError **error)
{
  BrSyncCall call = { .method = "GET", .path = "/v1/hello", .timeout_s = HELLO_TIMEOUT_S, .max_bytes = HELLO_MAX_BYTES };
  gint64 now_us = self->clock->monotonic_us (self->clock->data);
  BrResponse response = { 0 };
  BrHello hello;
  gboolean ok;

  if (self->greeted && now_us < self->hello_due_us)
    return TRUE;
  if (!br_sync_line_call (&self->line, &call, &response, cancellable, error))
    return FALSE;
  ok = br_hello_read (response.body, &hello, error);
  br_response_clear (&response);
  if (!ok)
    return br_sync_line_damaged (&self->line);
  br_hello_clear (&self->hello);
  self->hello = hello;
  if (!check_hello (self, &self->hello, error))
    return FALSE;
  self->greeted = TRUE;
  self->hello_due_us = now_us + HELLO_EVERY_S * G_USEC_PER_SEC;
  return TRUE;
}

/* Full jitter: anything up to the limit, so that a thousand stores do not come back in step. */
static gint64
choose_delay (BrSyncEngine *self)
{
  gint64 limit_s = MIN (BACKOFF_MAX_S, (gint64) BACKOFF_MIN_S << MIN (self->n_failures, 9));
  gint64 jitter_us = br_random_u64 (self->random) % (guint64) (limit_s * G_USEC_PER_SEC);

  return MAX (MAX (jitter_us, BACKOFF_MIN_S * G_USEC_PER_SEC), self->line.retry_after_s * G_USEC_PER_SEC);
}

static BrSyncState
state_of_failure (BrSyncFailure failure)
{
  switch (failure)
    {
    case BR_SYNC_FAILURE_REVOKED: return BR_SYNC_REVOKED;
    case BR_SYNC_FAILURE_ATTENTION:
    case BR_SYNC_FAILURE_LOCAL:
    case BR_SYNC_FAILURE_RESYNC:
    case BR_SYNC_FAILURE_SPLIT: return BR_SYNC_ATTENTION;
    case BR_SYNC_FAILURE_NONE:
    case BR_SYNC_FAILURE_OFFLINE:
    case BR_SYNC_FAILURE_SERVER:
    case BR_SYNC_FAILURE_CANCELLED:
    default: return BR_SYNC_OFFLINE;
    }
}

/* What needs a person is said by what the person can do. */
static const char *
attention_word (const GError *error)
{
  switch (error != NULL && error->domain == BR_ERROR ? error->code : 0)
    {
    case BR_ERROR_FORK: return "attention-fork";
    case BR_ERROR_CONFLICT: return "attention-restored";
    case BR_ERROR_TOO_NEW: return "attention-too-new";
    case BR_ERROR_FULL: return "attention-full";
    default: return "attention";
    }
}

/* A line in the log for each change of state, not for each try; that HQ answers at the start is no news. */
static void
note_state (BrSyncEngine *self, BrSyncState state, const GError *error)
{
  static const char *const whats[] = { [BR_SYNC_IDLE] = "online", [BR_SYNC_OFFLINE] = "offline", [BR_SYNC_REVOKED] = "revoked" };
  g_autoptr (GError) local = NULL;

  if (state == self->state || (self->state == 0 && state == BR_SYNC_IDLE))
    {
      self->state = state;
      return;
    }
  self->state = state;
  if (!br_sync_engine_log (self,
                           state == BR_SYNC_IDLE      ? BR_SYNC_LOG_INFO
                           : state == BR_SYNC_OFFLINE ? BR_SYNC_LOG_WARNING
                                                      : BR_SYNC_LOG_ERROR,
                           state == BR_SYNC_ATTENTION ? attention_word (error) : whats[state], error != NULL ? error->message : NULL, &local))
    g_info ("the sync log cannot be written: %s", local->message);
}

/* Takes `error`. */
static void
fill_outcome (BrSyncEngine *self, GError *error, BrSyncOutcome *outcome)
{
  BrSyncFailure failure = error != NULL ? self->line.failure : BR_SYNC_FAILURE_NONE;

  *outcome = (BrSyncOutcome) { .state = BR_SYNC_IDLE, .error = error };
  if (error == NULL)
    {
      self->n_failures = 0;
      note_state (self, BR_SYNC_IDLE, NULL);
      return;
    }
  outcome->state = state_of_failure (failure);
  if (failure == BR_SYNC_FAILURE_CANCELLED)
    return;
  self->greeted = FALSE;
  self->n_failures++;
  outcome->delay_us = outcome->state == BR_SYNC_OFFLINE || failure == BR_SYNC_FAILURE_LOCAL ? choose_delay (self) : BACKOFF_MAX_S * G_USEC_PER_SEC;
  note_state (self, outcome->state, error);
}

/* One line for each run that carried something. */
static void
note_run (BrSyncEngine *self)
{
  g_autofree char *detail = br_sync_run_write (&self->run);
  g_autoptr (GError) error = NULL;

  if (detail != NULL && !br_sync_engine_log (self, self->run.refused > 0 ? BR_SYNC_LOG_WARNING : BR_SYNC_LOG_INFO, "run", detail, &error))
    g_info ("the sync log cannot be written: %s", error->message);
  self->run = (BrSyncRun) { 0 };
}

void
br_sync_engine_step (BrSyncEngine *self, GCancellable *cancellable, BrSyncOutcome *outcome)
{
  GError *error = NULL;
  BrSyncFailure failure;
  gboolean more = FALSE;

  self->line.failure = BR_SYNC_FAILURE_LOCAL; /* until a request says otherwise, only the cache can have failed */
  br_sync_engine_report (self, self->greeted ? BR_SYNC_WORKING : BR_SYNC_CONNECTING, 0, 0);
  if (say_hello (self, cancellable, &error) && br_sync_pictures (self, BR_SYNC_PICTURES_SEND, &more, cancellable, &error)
      && br_sync_push (self, cancellable, &error) && br_sync_pull (self, cancellable, &error))
    br_sync_pictures (self, BR_SYNC_PICTURES_CARRY, &more, cancellable, &error);
  failure = self->line.failure;
  note_run (self);
  self->line.failure = failure;
  fill_outcome (self, error, outcome);
  outcome->more = more && error == NULL;
}

/* New heads; a feed nobody told of means that hello is due. */
static void
take_heads (BrSyncEngine *self, GPtrArray *heads)
{
  for (guint i = 0; i < heads->len; i++)
    {
      const BrFeedState *state = g_ptr_array_index (heads, i);

      br_sync_engine_take_head (self, state->feed, state->head);
    }
  if (heads->len != self->hello.feeds->len)
    self->greeted = FALSE;
}

void
br_sync_engine_take_head (BrSyncEngine *self, const char *feed, gint64 head)
{
  for (guint i = 0; i < self->hello.feeds->len; i++)
    {
      BrFeedState *state = g_ptr_array_index (self->hello.feeds, i);

      if (g_str_equal (state->feed, feed))
        {
          state->head = MAX (state->head, head);
          return;
        }
    }
  self->greeted = FALSE;
}

static gboolean
park (BrSyncEngine *self, guint timeout_s, GCancellable *cancellable, GError **error)
{
  g_autofree char *digest = NULL, *path = NULL;
  BrSyncCall call = { .method = "GET", .timeout_s = timeout_s + WAIT_EXTRA_S, .max_bytes = HELLO_MAX_BYTES };
  BrResponse response = { 0 };
  g_autoptr (GPtrArray) heads = NULL;
  guint status;

  if (!self->greeted)
    return TRUE;
  digest = br_heads_digest (self->hello.feeds);
  call.path = path = g_strdup_printf ("/v1/wait?heads=%s&t=%u", digest, timeout_s);
  if (!br_sync_line_call (&self->line, &call, &response, cancellable, error))
    return self->line.failure == BR_SYNC_FAILURE_CANCELLED ? (g_clear_error (error), TRUE) : FALSE;
  status = response.status;
  if (status != 204)
    heads = br_heads_read (response.body, error);
  br_response_clear (&response);
  if (status == 204)
    return TRUE;
  if (heads == NULL)
    return br_sync_line_damaged (&self->line);
  take_heads (self, heads);
  return TRUE;
}

void
br_sync_engine_wait (BrSyncEngine *self, guint timeout_s, GCancellable *cancellable, BrSyncOutcome *outcome)
{
  GError *error = NULL;

  self->line.failure = BR_SYNC_FAILURE_LOCAL;
  park (self, MIN (timeout_s, BR_WAIT_MAX_S), cancellable, &error);
  fill_outcome (self, error, outcome);
}
