/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Administration at HQ. Passwords are Argon2id strings (RFC 9106) made by libsodium with its interactive limits (64 MiB), which a
 * shop's machine can check too. */
#include "config.h"

#include "br-hq-admin.h"

#include <sodium.h>
#include <string.h>

#include "br-error.h"
#include "br-hq-check.h"

#define MIN_PASSWORD_BYTES 8
#define MAX_PASSWORD_BYTES 1000

static gboolean
fail_verdict (const BrHqVerdict *verdict, GError **error)
{
  gboolean duplicate = g_str_has_prefix (verdict->code, "duplicate_");
  gboolean unknown = g_str_has_prefix (verdict->code, "unknown_");
  gboolean in_use = strcmp (verdict->code, "in_use") == 0;

  g_set_error_literal (error, BR_ERROR,
                       duplicate ? BR_ERROR_EXISTS
                       : unknown ? BR_ERROR_NOT_FOUND
                       : in_use  ? BR_ERROR_IN_USE
                                 : BR_ERROR_INVALID,
                       verdict->text);
  return FALSE;
}

gboolean
br_hq_admin_put (BrHqTx *tx, BrRecord *record, gboolean *changed, gboolean *created, GError **error)
{
  g_auto (BrHqRecord) stored = BR_HQ_RECORD_INIT;
  const BrHqAuthor author = { .by = br_hq_get_name (tx->hq), .at_us = tx->now_us };
  const BrHqChange change = { .stored = &stored, .next = record };
  BrHqVerdict verdict = { NULL, NULL };
  gboolean ok;

  if (!br_hq_record_load (tx->sql, record->kind, &record->id, &stored, error))
    return FALSE;
  *created = !stored.found;
  ok = br_hq_check (tx->sql, &change, &verdict, error);
  if (ok && !br_hq_verdict_is_ok (&verdict))
    ok = fail_verdict (&verdict, error);
  br_hq_verdict_clear (&verdict);
  return ok && br_hq_record_put (tx, &stored, record, &author, changed, error);
}

static gboolean
put (BrHqTx *tx, gpointer data, GError **error)
{
  gboolean changed, created;

  return br_hq_admin_put (tx, data, &changed, &created, error);
}

static BrRecord *
new_record (BrHq *hq, BrKind kind)
{
  BrId id;

  br_hq_make_id (hq, &id);
  return br_record_new (kind, &id);
}

/** Search: a zone or store by its code. */
typedef struct
{
  const char *code;
  guint field;
  BrId found;
} Search;

static gboolean
match_code (const BrRecord *record, gpointer data, GError **error)
{
  Search *search = data;

  if (g_strcmp0 (br_record_text (record, search->field), search->code) == 0)
    search->found = record->id;
  return TRUE;
}

static gboolean
search_place (BrSql *sql, BrKind kind, const char *code, BrId *out, GError **error)
{
  Search search = { .code = code, .field = kind == BR_KIND_ZONE ? BR_ZONE_CODE : BR_STORE_CODE };

  if (!br_hq_record_each (sql, kind, match_code, &search, error))
    return FALSE;
  *out = search.found;
  return TRUE;
}

gboolean
br_hq_admin_find_place (BrSql *sql, BrKind kind, const char *code, BrId *out, GError **error)
{
  if (!search_place (sql, kind, code, out, error))
    return FALSE;
  if (!br_id_is_none (out))
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no %s with the code \"%s\"", br_schema_get (kind)->name, code);
  return FALSE;
}

char *
br_hq_admin_dup_place_code (BrSql *sql, BrKind kind, const BrId *id, GError **error)
{
  g_auto (BrHqRecord) place = BR_HQ_RECORD_INIT;
  guint field = kind == BR_KIND_ZONE ? BR_ZONE_CODE : BR_STORE_CODE;

  if (!br_hq_record_load (sql, kind, id, &place, error))
    return NULL;
  if (place.found)
    return g_strdup (br_record_text (&place.record, field));
  g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "a %s that is referred to is not there", br_schema_get (kind)->name);
  return NULL;
}

static gboolean
check_new_code (BrSql *sql, BrKind kind, const char *code, GError **error)
{
  BrId other;

  if (!search_place (sql, kind, code, &other, error))
    return FALSE;
  if (br_id_is_none (&other))
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_EXISTS, "there is a %s with the code \"%s\" already", br_schema_get (kind)->name, code);
  return FALSE;
}

gboolean
br_hq_admin_add_zone (BrHq *hq, const char *code, const char *name, GError **error)
{
  g_autoptr (BrRecord) record = new_record (hq, BR_KIND_ZONE);

  if (!check_new_code (br_hq_get_sql (hq), BR_KIND_ZONE, code, error))
    return FALSE;
  br_value_set_text (&record->cells[BR_ZONE_CODE], code);
  br_value_set_text (&record->cells[BR_ZONE_NAME], name);
  return br_hq_write (hq, put, record, error);
}

gboolean
br_hq_admin_add_store (BrHq *hq, const BrHqStore *store, GError **error)
{
  g_autoptr (BrRecord) record = new_record (hq, BR_KIND_STORE);
  BrId zone = { { 0 } };

  if (!check_new_code (br_hq_get_sql (hq), BR_KIND_STORE, store->code, error)
      || (store->zone != NULL && !br_hq_admin_find_place (br_hq_get_sql (hq), BR_KIND_ZONE, store->zone, &zone, error)))
    return FALSE;
  br_value_set_text (&record->cells[BR_STORE_CODE], store->code);
  br_value_set_text (&record->cells[BR_STORE_NAME], store->name);
  br_value_set_id (&record->cells[BR_STORE_ZONE], &zone);
  br_value_set_text (&record->cells[BR_STORE_TIME_ZONE], store->time_zone);
  br_value_set_text (&record->cells[BR_STORE_CURRENCY], store->currency);
  return br_hq_write (hq, put, record, error);
}

static gboolean
set_password (BrRecord *person, const char *password, GError **error)
{
  gsize length = strlen (password);
  char hash[crypto_pwhash_STRBYTES];

  if (length < MIN_PASSWORD_BYTES || length > MAX_PASSWORD_BYTES)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_INVALID, "a password has %d characters or more", MIN_PASSWORD_BYTES);
      return FALSE;
    }
  if (crypto_pwhash_str_alg (hash, password, length, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "no memory to hash the password");
      return FALSE;
    }
  br_value_set_text (&person->cells[BR_PERSON_PASSWORD], hash);
  return TRUE;
}

static gboolean
check_new_login (BrSql *sql, const char *login, GError **error)
{
  BrId other;

  if (!br_hq_record_find_key (sql, BR_KIND_PERSON, login, &other, error))
    return FALSE;
  if (br_id_is_none (&other))
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_EXISTS, "there is a person with the login \"%s\" already", login);
  return FALSE;
}

gboolean
br_hq_admin_add_person (BrHq *hq, const BrHqPerson *person, GError **error)
{
  g_autoptr (BrRecord) record = new_record (hq, BR_KIND_PERSON);
  BrId store = { { 0 } };

  if (person->store != NULL && !br_hq_admin_find_place (br_hq_get_sql (hq), BR_KIND_STORE, person->store, &store, error))
    return FALSE;
  if (!check_new_login (br_hq_get_sql (hq), person->login, error) || !set_password (record, person->password, error))
    return FALSE;
  br_value_set_text (&record->cells[BR_PERSON_LOGIN], person->login);
  br_value_set_text (&record->cells[BR_PERSON_NAME], person->name);
  br_value_set_int (&record->cells[BR_PERSON_ROLE], person->role);
  br_value_set_id (&record->cells[BR_PERSON_STORE], &store);
  br_value_set_int (&record->cells[BR_PERSON_ACTIVE], 1);
  return br_hq_write (hq, put, record, error);
}

static BrRecord *
load_person (BrSql *sql, const char *login, GError **error)
{
  g_auto (BrHqRecord) stored = BR_HQ_RECORD_INIT;
  BrId id;

  if (!br_hq_record_find_key (sql, BR_KIND_PERSON, login, &id, error)
      || (!br_id_is_none (&id) && !br_hq_record_load (sql, BR_KIND_PERSON, &id, &stored, error)))
    return NULL;
  if (stored.found)
    return br_record_copy (&stored.record);
  g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is nobody with the login \"%s\"", login);
  return NULL;
}

gboolean
br_hq_admin_set_password (BrHq *hq, const char *login, const char *password, GError **error)
{
  g_autoptr (BrRecord) person = load_person (br_hq_get_sql (hq), login, error);

  if (person == NULL || !set_password (person, password, error))
    return FALSE;
  br_value_set_int (&person->cells[BR_PERSON_ACTIVE], 1);
  return br_hq_write (hq, put, person, error);
}

gboolean
br_hq_admin_set_role (BrHq *hq, const char *login, BrRole role, GError **error)
{
  g_autoptr (BrRecord) person = load_person (br_hq_get_sql (hq), login, error);

  if (person == NULL)
    return FALSE;
  br_value_set_int (&person->cells[BR_PERSON_ROLE], role);
  return br_hq_write (hq, put, person, error);
}

gboolean
br_hq_admin_deactivate (BrHq *hq, const char *login, GError **error)
{
  g_autoptr (BrRecord) person = load_person (br_hq_get_sql (hq), login, error);

  if (person == NULL)
    return FALSE;
  br_value_set_int (&person->cells[BR_PERSON_ACTIVE], 0);
  br_value_clear (&person->cells[BR_PERSON_PASSWORD]);
  return br_hq_write (hq, put, person, error);
}
