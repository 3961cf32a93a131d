/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signing in. People and their Argon2id hashes are records of the cache, so it works without HQ. Wrong tries cost time:
 * after FREE_TRIES the next one waits 2, 4, 8 … seconds, at most MAX_WAIT_S, counted for each login on the monotonic
 * clock; a login that does not exist is treated, and timed, like one that does.
 */
#include "config.h"

#include "br-session-service.h"

#include "br-error.h"
#include "br-list-task.h"
#include "br-record-store.h"
#include "br-store.h"
#include <sodium.h>

#define FREE_TRIES 3
#define MAX_WAIT_S 300
/* Logins whose wrong tries are remembered; more than any shop has people. */
#define MAX_FAILURES 4096

/* Verified when there is no such login, so that the answer takes as long. Argon2id, 64 MiB, of a random password. */
static const char decoy_hash[] = "$argon2id$v=19$m=65536,t=2,p=1$eM2pycTqdtaeOHjpjtKupg$6BNw/ryGgOwrbZT6bm00otPX6pAU+704dUU/qU15pdc";

/* Wrong tries of one login. */
typedef struct
{
  guint count;
  gint64 until_us; /* monotonic; no try before */
} Failures;

struct _BrSessionService
{
  GObject parent_instance;

  BrStore *store;
  GHashTable *failures; /* login -> Failures */
  gboolean signed_in;
  BrActor actor;
  char *person_name;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrSessionService, br_session_service, G_TYPE_OBJECT)

/* One try to sign in, on its way through a reader and a checking thread. */
typedef struct
{
  char *login;
  char *password;
  BrId id;     /* when reading a known person again */
  BrRecord *person; /* or NULL: no such login */
  gboolean right;  /* the password is the person's */
} Try;

static void
free_try (gpointer data)
{
  Try *try = data;

  if (try->password != NULL)
    sodium_memzero (try->password, strlen (try->password));
  g_free (try->password);
  g_free (try->login);
  g_clear_pointer (&try->person, br_record_free);
  g_free (try);
}

static gint64
monotonic_us (BrSessionService *self)
{
  const BrClock *clock = br_store_get_clock (self->store);

  return clock->monotonic_us (clock->data);
}

static gboolean
check_wait (BrSessionService *self, const char *login, GError **error)
{
  int wait_s = br_session_service_get_wait_s (self, login);

  if (wait_s == 0)
    return TRUE;
  g_set_error (error, BR_ERROR, BR_ERROR_BUSY, "too many tries: wait %d s", wait_s);
  return FALSE;
}

static void
note_failure (BrSessionService *self, const char *login)
{
  Failures *failures = g_hash_table_lookup (self->failures, login);
  gint64 wait_s;

  if (failures == NULL)
    {
      if (g_hash_table_size (self->failures) >= MAX_FAILURES)
        g_hash_table_remove_all (self->failures);
      failures = g_new0 (Failures, 1);
      g_hash_table_insert (self->failures, g_strdup (login), failures);
    }
  failures->count++;
  if (failures->count < FREE_TRIES)
    return;
  wait_s = MIN (MAX_WAIT_S, 2ll << MIN (failures->count - FREE_TRIES, 16));
  failures->until_us = monotonic_us (self) + wait_s * G_USEC_PER_SEC;
}

static void
accept_person (BrSessionService *self, const BrRecord *person)
{
  const BrId *store = br_record_ref (person, BR_PERSON_STORE);

  self->actor = (BrActor) { .person = person->id, .role = (BrRole) br_record_int (person, BR_PERSON_ROLE) };
  if (store != NULL)
    self->actor.store = *store;
  g_free (self->person_name);
  self->person_name = g_strdup (br_record_text (person, BR_PERSON_NAME));
  self->signed_in = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
find_person_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Try *try = data;
  BrId id;
  gboolean found;

  if (!br_record_store_find_by_text (db, BR_KIND_PERSON, BR_PERSON_LOGIN, try->login, &id, &found, error))
    return FALSE;
  return !found || br_record_store_load (db, BR_KIND_PERSON, &id, &try->person, error);
}

/* On a thread of its own: takes about a tenth of a second and 64 MiB by design. */
static void
check_password_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Try *try = data;
  const char *hash = try->person != NULL ? br_record_text (try->person, BR_PERSON_PASSWORD) : NULL;
  gboolean matches = crypto_pwhash_str_verify (hash != NULL ? hash : decoy_hash, try->password, strlen (try->password)) == 0;

  try->right = matches && hash != NULL;
  g_task_return_boolean (task, TRUE);
}

static void
password_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrSessionService *self = g_task_get_source_object (task);
  Try *try = g_task_get_task_data (task);

  if (!try->right)
    {
      note_failure (self, try->login);
      g_task_return_new_error_literal (task, BR_ERROR, BR_ERROR_AUTH, "wrong login or password");
      return;
    }
  if (br_record_int (try->person, BR_PERSON_ACTIVE) == 0)
    {
      g_task_return_new_error_literal (task, BR_ERROR, BR_ERROR_REFUSED, "this person is switched off");
      return;
    }
  g_hash_table_remove (self->failures, try->login);
  accept_person (self, try->person);
  g_task_return_boolean (task, TRUE);
}

static void
person_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrSessionService *self = g_task_get_source_object (task);
  g_autoptr (GTask) check = NULL;
  Try *try = g_task_get_task_data (task);
  GError *error = NULL;

  if (!br_store_read_finish (self->store, result, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* Without the service as its source: a task run in a thread may end there, after all of main's references are gone. */
  check = g_task_new (NULL, g_task_get_cancellable (task), password_checked_cb, g_object_ref (task));
  g_task_set_check_cancellable (check, FALSE);
  g_task_set_task_data (check, try, NULL); /* task owns it and outlives the check */
  g_task_run_in_thread (check, check_password_thread);
}

static void
br_session_service_dispose (GObject *object)
{
  g_clear_pointer (&BR_SESSION_SERVICE (object)->store, br_store_unref);
  G_OBJECT_CLASS (br_session_service_parent_class)->dispose (object);
}

static void
br_session_service_finalize (GObject *object)
{
  BrSessionService *self = BR_SESSION_SERVICE (object);

  g_hash_table_unref (self->failures);
  g_free (self->person_name);
  G_OBJECT_CLASS (br_session_service_parent_class)->finalize (object);
}

static void
br_session_service_class_init (BrSessionServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = br_session_service_dispose;
  object_class->finalize = br_session_service_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
br_session_service_init (BrSessionService *self)
{
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

BrSessionService *
br_session_service_new (BrStore *store)
{
  BrSessionService *self = g_object_new (BR_TYPE_SESSION_SERVICE, NULL);

  g_assert (sodium_init () >= 0);
  self->store = br_store_ref (store);
  return self;
}

void
br_session_service_sign_in_async (BrSessionService *self, const char *login, const char *password, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  Try *try;

  g_return_if_fail (BR_IS_SESSION_SERVICE (self));
  g_return_if_fail (login != NULL && password != NULL);

  g_task_set_source_tag (task, br_session_service_sign_in_async);
  if (!check_wait (self, login, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  try = g_new0 (Try, 1);
  try->login = g_strdup (login);
  try->password = g_strdup (password);
  g_task_set_task_data (task, try, free_try);
  br_store_read_async (self->store, G_PRIORITY_DEFAULT, find_person_job, try, NULL, cancellable, person_found_cb, g_object_ref (task));
}

gboolean
br_session_service_sign_in_finish (BrSessionService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

int
br_session_service_get_wait_s (BrSessionService *self, const char *login)
{
  Failures *failures;
  gint64 left_us;

  g_return_val_if_fail (BR_IS_SESSION_SERVICE (self), 0);

  failures = g_hash_table_lookup (self->failures, login);
  left_us = failures != NULL ? failures->until_us - monotonic_us (self) : 0;
  return left_us > 0 ? (int) ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

void
br_session_service_sign_out (BrSessionService *self)
{
  g_return_if_fail (BR_IS_SESSION_SERVICE (self));

  if (!self->signed_in)
    return;
  self->signed_in = FALSE;
  self->actor = (BrActor) { 0 };
  g_clear_pointer (&self->person_name, g_free);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const BrActor *
br_session_service_get_actor (BrSessionService *self)
{
  g_return_val_if_fail (BR_IS_SESSION_SERVICE (self), NULL);
  return self->signed_in ? &self->actor : NULL;
}

const char *
br_session_service_get_person_name (BrSessionService *self)
{
  g_return_val_if_fail (BR_IS_SESSION_SERVICE (self), NULL);
  return self->person_name;
}

static gboolean
load_person_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Try *try = data;

  return br_record_store_load (db, BR_KIND_PERSON, &try->id, &try->person, error);
}

static void
person_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrSessionService) self = BR_SESSION_SERVICE (user_data);
  g_autoptr (GError) error = NULL;
  gpointer data;
  Try *try;

  if (self->store == NULL)
    return;
  if (!br_store_read_finish (self->store, result, &data, &error))
    {
      g_warning ("Cannot read the person signed in: %s", error->message);
      return;
    }
  try = data;
  if (!self->signed_in || !br_id_equal (&try->id, &self->actor.person))
    return;
  if (try->person == NULL || br_record_int (try->person, BR_PERSON_ACTIVE) == 0)
    br_session_service_sign_out (self);
  else
    accept_person (self, try->person);
}

void
br_session_service_refresh (BrSessionService *self)
{
  Try *try;

  g_return_if_fail (BR_IS_SESSION_SERVICE (self));

  if (!self->signed_in)
    return;
  try = g_new0 (Try, 1);
  try->id = self->actor.person;
  br_store_read_async (self->store, G_PRIORITY_DEFAULT, load_person_job, try, free_try, NULL, person_loaded_cb, g_object_ref (self));
}

/* People who may sign in, without their hashes. */
static GPtrArray *
list_people (BrDb *db, gconstpointer argument, GError **error)
{
  g_autoptr (GPtrArray) all = br_record_store_list (db, BR_KIND_PERSON, error);
  GPtrArray *people;

  if (all == NULL)
    return NULL;
  people = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
  for (guint i = 0; i < all->len; i++)
    {
      const BrRecord *person = all->pdata[i];

      if (br_record_int (person, BR_PERSON_ACTIVE) != 0 && br_record_text (person, BR_PERSON_LOGIN) != NULL)
        {
          BrRecord *copy = br_record_copy (person);

          br_value_clear (&copy->cells[BR_PERSON_PASSWORD]);
          g_ptr_array_add (people, copy);
        }
    }
  return people;
}

void
br_session_service_people_async (BrSessionService *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (BR_IS_SESSION_SERVICE (self));

  br_list_task_run (G_OBJECT (self), self->store, list_people, NULL, cancellable, callback, user_data);
}

GPtrArray *
br_session_service_people_finish (BrSessionService *self, GAsyncResult *result, GError **error)
{
  return br_list_task_finish (result, error);
}
