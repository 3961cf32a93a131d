/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enrolment, tokens, revocation; the rules are in the header. */
#include "config.h"

#include "br-hq-auth.h"

#include <sodium.h>
#include <string.h>

#include "br-error.h"
#include "br-hq-feed.h"
#include "br-hq-token.h"
#include "br-wire-auth.h"

#define LOCATOR_LENGTH 4
#define HASH_BYTES 32
#define REFRESH_BYTES 32
#define CLOCK_LIMIT_US (24 * G_TIME_SPAN_HOUR)

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
hash_text (const char *text, guint8 out[HASH_BYTES])
{
  crypto_generichash (out, HASH_BYTES, (const guint8 *) text, strlen (text), NULL, 0);
}

/* A refresh token that only HQ can derive, and derives again when asked again. */
static void
derive_refresh (BrHq *hq, const char *purpose, const BrId *pc, const void *from, gsize n_from, char out[REFRESH_BYTES * 2 + 1])
{
  crypto_generichash_state state;
  guint8 bytes[REFRESH_BYTES];

  crypto_generichash_init (&state, br_hq_get_token_key (hq), BR_HQ_TOKEN_KEY_BYTES, sizeof bytes);
  crypto_generichash_update (&state, (const guint8 *) purpose, strlen (purpose) + 1);
  crypto_generichash_update (&state, pc->bytes, sizeof pc->bytes);
  crypto_generichash_update (&state, from, n_from);
  crypto_generichash_final (&state, bytes, sizeof bytes);
  sodium_bin2hex (out, REFRESH_BYTES * 2 + 1, bytes, sizeof bytes);
}

/** CodeMaking: the arguments of one transaction. */
typedef struct
{
  const char *code;
  const BrId *store;
} CodeMaking;

static gboolean
insert_code (BrHqTx *tx, gpointer data, GError **error)
{
  const CodeMaking *making = data;
  g_autofree char *locator = g_strndup (making->code, LOCATOR_LENGTH);
  guint8 hash[HASH_BYTES];
  BrSqlQuery query = br_sql_query (tx->sql, "DELETE FROM enrol_code WHERE expires_us < $1");

  br_sql_bind_int (&query, tx->now_us);
  if (!br_sql_run (&query, error))
    return FALSE;
  hash_text (making->code, hash);
  query = br_sql_query (tx->sql, "INSERT INTO enrol_code (locator, code_hash, store_id, expires_us, tries_left, pc_id)"
                                 " VALUES ($1, $2, $3, $4, $5, NULL)");
  br_sql_bind_text (&query, locator);
  br_sql_bind_blob (&query, hash, sizeof hash);
  br_sql_bind_id (&query, making->store);
  br_sql_bind_int (&query, tx->now_us + BR_HQ_CODE_LIFE_US);
  br_sql_bind_int (&query, BR_HQ_CODE_TRIES);
  return br_sql_run (&query, error);
}

gboolean
br_hq_auth_make_code (BrHq *hq, const BrId *store, char code[BR_HQ_CODE_LENGTH + 1], GError **error)
{
  const CodeMaking making = { .code = code, .store = store };
  guint8 bytes[BR_HQ_CODE_LENGTH];

  br_hq_fill_random (hq, bytes, sizeof bytes);
  for (int i = 0; i < BR_HQ_CODE_LENGTH; i++)
    code[i] = alphabet[bytes[i] % 32];
  code[BR_HQ_CODE_LENGTH] = '\0';
  return br_hq_write (hq, insert_code, (gpointer) &making, error);
}

static gboolean
revoke_device (BrHqTx *tx, gpointer data, GError **error)
{
  const BrId *pc = data;
  BrSqlQuery query = br_sql_query (tx->sql, "UPDATE pc SET revoked_us = $1 WHERE pc_id = $2 AND revoked_us IS NULL RETURNING pc_id");
  gboolean found = FALSE;

  br_sql_bind_int (&query, tx->now_us);
  br_sql_bind_id (&query, pc);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  br_sql_end (&query);
  if (!found)
    g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "no such device, or revoked before");
  return found;
}

gboolean
br_hq_auth_revoke (BrHq *hq, const BrId *pc, GError **error)
{
  return br_hq_write (hq, revoke_device, (gpointer) pc, error);
}

/** Enrolment: one request under way. */
typedef struct
{
  BrHq *hq;
  const BrEnrolRequest *request;
  BrHqResponse *response;
  BrId store; /* from the code */
  BrId pc;    /* who used the code already, then who the device is */
} Enrolment;

static gboolean
wear_out_code (BrHqTx *tx, const char *locator, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "UPDATE enrol_code SET tries_left = tries_left - 1 WHERE locator = $1 AND tries_left > 0");

  br_sql_bind_text (&query, locator);
  return br_sql_run (&query, error);
}

/* Whether the code is good; then self->store and self->pc are set from it. */
static gboolean
check_code (BrHqTx *tx, Enrolment *self, gboolean *good, GError **error)
{
  g_autofree char *locator = g_strndup (self->request->code, LOCATOR_LENGTH);
  BrSqlQuery query = br_sql_query (tx->sql, "SELECT code_hash, store_id, expires_us, tries_left, pc_id FROM enrol_code WHERE locator = $1");
  guint8 hash[HASH_BYTES];
  const guint8 *stored;
  gsize n_bytes = 0;
  gboolean found = FALSE;

  *good = FALSE;
  br_sql_bind_text (&query, locator);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  hash_text (self->request->code, hash);
  stored = br_sql_blob (&query, 0, &n_bytes);
  *good = n_bytes == sizeof hash && sodium_memcmp (stored, hash, sizeof hash) == 0 && br_sql_int (&query, 2) >= tx->now_us && br_sql_int (&query, 3) > 0;
  br_sql_id (&query, 1, &self->store);
  br_sql_id (&query, 4, &self->pc);
  br_sql_end (&query);
  return *good || wear_out_code (tx, locator, error);
}

/* Whether the device that used the code is the one that asks again, and has not begun to use the answer. */
static gboolean
is_same_device (BrHqTx *tx, const Enrolment *self, gboolean *same, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "SELECT public_key FROM pc WHERE pc_id = $1 AND token_at_us = 0 AND revoked_us IS NULL");
  gboolean found = FALSE;
  gsize n_bytes = 0;
  const guint8 *key;

  br_sql_bind_id (&query, &self->pc);
  if (!br_sql_next (&query, &found, error))
    return FALSE;
  key = found ? br_sql_blob (&query, 0, &n_bytes) : NULL;
  *same = n_bytes == BR_PUBLIC_KEY_BYTES && memcmp (key, self->request->public_key, BR_PUBLIC_KEY_BYTES) == 0;
  br_sql_end (&query);
  return TRUE;
}

static gboolean
insert_device (BrHqTx *tx, Enrolment *self, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "INSERT INTO pc (pc_id, store_id, inc, last_seq, durable_seq, name, app, public_key,"
                                            " refresh_hash, token_at_us, enrolled_us, seen_us)"
                                            " VALUES ($1, $2, 1, 0, 0, $3, $4, $5, $6, 0, $7, $8)");
  char refresh[REFRESH_BYTES * 2 + 1];
  guint8 hash[HASH_BYTES];

  derive_refresh (self->hq, "enrol", &self->pc, self->request->public_key, BR_PUBLIC_KEY_BYTES, refresh);
  hash_text (refresh, hash);
  br_sql_bind_id (&query, &self->pc);
  br_sql_bind_id (&query, &self->store);
  br_sql_bind_text (&query, self->request->device);
  br_sql_bind_text (&query, self->request->app);
  br_sql_bind_blob (&query, self->request->public_key, BR_PUBLIC_KEY_BYTES);
  br_sql_bind_blob (&query, hash, sizeof hash);
  br_sql_bind_int (&query, tx->now_us);
  br_sql_bind_int (&query, tx->now_us);
  return br_sql_run (&query, error);
}

static gboolean
use_code (BrHqTx *tx, const Enrolment *self, GError **error)
{
  g_autofree char *locator = g_strndup (self->request->code, LOCATOR_LENGTH);
  BrSqlQuery query = br_sql_query (tx->sql, "UPDATE enrol_code SET pc_id = $1 WHERE locator = $2");

  br_sql_bind_id (&query, &self->pc);
  br_sql_bind_text (&query, locator);
  return br_sql_run (&query, error);
}

static gboolean
answer_enrolment (BrHqTx *tx, const Enrolment *self, GError **error)
{
  g_autoptr (GPtrArray) states = br_hq_feed_list (tx->sql, &self->store, error);
  char refresh[REFRESH_BYTES * 2 + 1];
  BrEnrolAnswer answer = { .pc = self->pc, .inc = 1, .refresh = refresh, .store = self->store };
  g_autoptr (GPtrArray) feeds = g_ptr_array_new ();

  if (states == NULL)
    return FALSE;
  for (guint i = 0; i < states->len; i++)
    g_ptr_array_add (feeds, ((BrFeedState *) g_ptr_array_index (states, i))->feed);
  g_ptr_array_add (feeds, NULL);
  derive_refresh (self->hq, "enrol", &self->pc, self->request->public_key, BR_PUBLIC_KEY_BYTES, refresh);
  answer.epoch = (char *) br_hq_get_epoch (self->hq);
  answer.name = (char *) br_hq_get_name (self->hq);
  answer.feeds = (char **) feeds->pdata;
  br_hq_respond (self->response, 200, "application/json", br_enrol_answer_write (&answer));
  return TRUE;
}

static gboolean
enrol (BrHqTx *tx, gpointer data, GError **error)
{
  Enrolment *self = data;
  gboolean good, same = FALSE;

  br_hq_response_clear (self->response);
  memset (&self->store, 0, sizeof self->store);
  memset (&self->pc, 0, sizeof self->pc);
  if (!check_code (tx, self, &good, error))
    return FALSE;
  if (good && !br_id_is_none (&self->pc))
    {
      if (!is_same_device (tx, self, &same, error))
        return FALSE;
      good = same;
    }
  if (!good)
    {
      br_hq_respond_problem (self->response, 401, "code", "The code is wrong, used, or too old.");
      return TRUE;
    }
  if (!same)
    {
      br_hq_make_id (self->hq, &self->pc);
      if (!insert_device (tx, self, error) || !use_code (tx, self, error))
        return FALSE;
    }
  return answer_enrolment (tx, self, error);
}

gboolean
br_hq_auth_enrol (BrHq *hq, GBytes *body, BrHqResponse *response, GError **error)
{
  BrEnrolRequest request = { 0 };
  Enrolment self = { .hq = hq, .request = &request, .response = response };
  g_autoptr (GError) problem = NULL;
  gboolean ok = TRUE;

  if (!br_enrol_request_read (body, &request, &problem))
    br_hq_respond_problem (response, 400, "invalid", problem->message);
  else
    ok = br_hq_write (hq, enrol, &self, error);
  br_enrol_request_clear (&request);
  return ok;
}

/** Device: a row of pc, as tokens need it. */
typedef struct
{
  gboolean found;
  gboolean revoked;
  BrId store;
  gint64 inc;
  gint64 token_at_us;
  guint8 public_key[BR_PUBLIC_KEY_BYTES];
  guint8 refresh_hash[HASH_BYTES];
  guint8 previous_hash[HASH_BYTES]; /* zero = none */
} Device;

static void
copy_bytes (const BrSqlQuery *query, int column, guint8 *to, gsize n_bytes)
{
  gsize length = 0;
  const guint8 *bytes = br_sql_blob (query, column, &length);

  if (bytes != NULL && length == n_bytes)
    memcpy (to, bytes, n_bytes);
}

static gboolean
load_device (BrSql *sql, const BrId *pc, Device *out, GError **error)
{
  BrSqlQuery query = br_sql_query (sql, "SELECT store_id, inc, token_at_us, public_key, refresh_hash, refresh_previous_hash,"
                                        " revoked_us FROM pc WHERE pc_id = $1");

  memset (out, 0, sizeof *out);
  br_sql_bind_id (&query, pc);
  if (!br_sql_next (&query, &out->found, error))
    return FALSE;
  if (!out->found)
    return TRUE;
  br_sql_id (&query, 0, &out->store);
  out->inc = br_sql_int (&query, 1);
  out->token_at_us = br_sql_int (&query, 2);
  copy_bytes (&query, 3, out->public_key, sizeof out->public_key);
  copy_bytes (&query, 4, out->refresh_hash, sizeof out->refresh_hash);
  copy_bytes (&query, 5, out->previous_hash, sizeof out->previous_hash);
  out->revoked = br_sql_int (&query, 6) != 0;
  br_sql_end (&query);
  return TRUE;
}

/** Renewal: one token request under way. */
typedef struct
{
  BrHq *hq;
  const BrTokenRequest *request;
  BrHqResponse *response;
} Renewal;

static gboolean
is_signed (const BrTokenRequest *request, const Device *device)
{
  g_autofree char *text = br_token_request_text (request);

  return crypto_sign_verify_detached (request->signature, (const guint8 *) text, strlen (text), device->public_key) == 0;
}

/* The new token becomes the present one; the one that was sent stays valid until the new one is used. */
static gboolean
put_refresh (BrHqTx *tx, const BrTokenRequest *request, gint64 token_at_us, const char *refresh, GError **error)
{
  BrSqlQuery query = br_sql_query (tx->sql, "UPDATE pc SET refresh_hash = $1, refresh_previous_hash = $2,"
                                            " token_at_us = $3, seen_us = $4 WHERE pc_id = $5");
  guint8 hash[HASH_BYTES], previous_hash[HASH_BYTES];

  hash_text (refresh, hash);
  hash_text (request->refresh, previous_hash);
  br_sql_bind_blob (&query, hash, sizeof hash);
  br_sql_bind_blob (&query, previous_hash, sizeof previous_hash);
  br_sql_bind_int (&query, token_at_us);
  br_sql_bind_int (&query, tx->now_us);
  br_sql_bind_id (&query, &request->pc);
  return br_sql_run (&query, error);
}

static gboolean
issue (BrHqTx *tx, Renewal *self, const Device *device, GError **error)
{
  const BrTokenRequest *request = self->request;
  const BrHqToken token = { .pc = request->pc, .store = device->store, .inc = device->inc, .scope = 1, .expires_us = tx->now_us + BR_HQ_TOKEN_LIFE_US };
  g_autofree char *access = br_hq_token_write (br_hq_get_token_key (self->hq), &token);
  char refresh[REFRESH_BYTES * 2 + 1];
  const BrTokenAnswer answer = { .access = access, .expires_in_s = BR_HQ_TOKEN_LIFE_US / G_USEC_PER_SEC, .refresh = refresh };

  derive_refresh (self->hq, "refresh", &request->pc, request->refresh, strlen (request->refresh), refresh);
  if (!put_refresh (tx, request, MAX (request->at_us, device->token_at_us), refresh, error))
    return FALSE;
  br_hq_respond (self->response, 200, "application/json", br_token_answer_write (&answer));
  return TRUE;
}

/* A token that is neither the present nor the previous one, in a well-signed request: an old message told again, or, when newer
 * than all before, a second holder of the key. */
static gboolean
refuse_stale (BrHqTx *tx, Renewal *self, const Device *device, GError **error)
{
  if (self->request->at_us > device->token_at_us)
    {
      if (!revoke_device (tx, (gpointer) &self->request->pc, error))
        return FALSE;
      br_hq_respond_problem (self->response, 403, "revoked", "The device was revoked: its key is in use twice.");
    }
  else
    br_hq_respond_problem (self->response, 401, "token", "The refresh token has been replaced.");
  return TRUE;
}

static gboolean
renew (BrHqTx *tx, gpointer data, GError **error)
{
  Renewal *self = data;
  guint8 hash[HASH_BYTES];
  Device device;

  br_hq_response_clear (self->response);
  if (!load_device (tx->sql, &self->request->pc, &device, error))
    return FALSE;
  if (!device.found || !is_signed (self->request, &device))
    br_hq_respond_problem (self->response, 401, "token", "No such device, or not signed by it.");
  else if (device.revoked)
    br_hq_respond_problem (self->response, 403, "revoked", "The device has been revoked.");
  else if (self->request->at_us < tx->now_us - CLOCK_LIMIT_US || self->request->at_us > tx->now_us + CLOCK_LIMIT_US)
    br_hq_respond_problem (self->response, 409, "clock", "The clocks are more than a day apart.");
  if (self->response->status != 0)
    return TRUE;
  hash_text (self->request->refresh, hash);
  if (sodium_memcmp (hash, device.refresh_hash, sizeof hash) == 0 || sodium_memcmp (hash, device.previous_hash, sizeof hash) == 0)
    return issue (tx, self, &device, error);
  return refuse_stale (tx, self, &device, error);
}

gboolean
br_hq_auth_token (BrHq *hq, GBytes *body, BrHqResponse *response, GError **error)
{
  BrTokenRequest request = { 0 };
  Renewal self = { .hq = hq, .request = &request, .response = response };
  g_autoptr (GError) problem = NULL;
  gboolean ok = TRUE;

  if (!br_token_request_read (body, &request, &problem))
    br_hq_respond_problem (response, 400, "invalid", problem->message);
  else
    ok = br_hq_write (hq, renew, &self, error);
  br_token_request_clear (&request);
  return ok;
}

gboolean
br_hq_auth_identify (BrHq *hq, const char *token, BrHqDevice *device, gboolean *known, BrHqResponse *response, GError **error)
{
  BrHqToken said;
  Device row;

  *known = FALSE;
  if (token == NULL || !br_hq_token_read (br_hq_get_token_key (hq), token, &said) || said.expires_us <= br_hq_now_us (hq))
    {
      br_hq_respond_problem (response, 401, "token", "The access token is missing, wrong or too old.");
      return TRUE;
    }
  if (!load_device (br_hq_get_sql (hq), &said.pc, &row, error))
    return FALSE;
  if (!row.found || !br_id_equal (&row.store, &said.store))
    br_hq_respond_problem (response, 401, "token", "The device is not known in this place.");
  else if (row.revoked)
    br_hq_respond_problem (response, 403, "revoked", "The device has been revoked.");
  else if (row.inc != said.inc)
    br_hq_respond_problem (response, 409, "fork", "The device has been enrolled again elsewhere.");
  else
    *known = TRUE;
  *device = (BrHqDevice) { .pc = said.pc, .store = said.store, .inc = said.inc };
  return TRUE;
}
