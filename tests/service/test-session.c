/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in offline: right and wrong passwords, people switched off, waits after wrong tries, rights that change. */
#include "config.h"

#include "br-error.h"
#include "br-record-store.h"
#include "br-session-service.h"
#include "br-store.h"
#include <glib/gstdio.h>
#include <sodium.h>

/* A store on a clock the test moves. */
typedef struct
{
  gint64 now_us;
  BrClock clock;
  char *dir;
  BrStore *store;
  BrSessionService *session;
  BrRecord *person; /* Li Na, login "lina", password "secret" */
  int error;  /* code of the last try; 0 = signed in */
  gboolean done;
} Fixture;

static gint64
now_us (gpointer data)
{
  return ((Fixture *) data)->now_us;
}

static gboolean
put_job (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 id;

  br_store_tx_note_kind (tx, BR_KIND_PERSON);
  return br_record_store_put (tx, data, 0, &id, error);
}

static void
put_person (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  br_store_write (fixture->store, put_job, fixture->person, &error);
  g_assert_no_error (error);
}

static BrRecord *
create_person (void)
{
  BrId id = br_id_make (br_clock_system (), br_random_system ());
  BrRecord *person = br_record_new (BR_KIND_PERSON, &id);
  char hash[crypto_pwhash_STRBYTES];

  g_assert_cmpint (crypto_pwhash_str (hash, "secret", 6, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN), ==, 0);
  br_value_set_text (&person->cells[BR_PERSON_NAME], "Li Na");
  br_value_set_text (&person->cells[BR_PERSON_LOGIN], "lina");
  br_value_set_int (&person->cells[BR_PERSON_ROLE], BR_ROLE_CLERK);
  br_value_set_text (&person->cells[BR_PERSON_PASSWORD], hash);
  br_value_set_int (&person->cells[BR_PERSON_ACTIVE], 1);
  return person;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BrStoreParams params = { .clock = &fixture->clock, .random = br_random_system (), .threads = TRUE };

  g_assert_cmpint (sodium_init (), >=, 0);
  fixture->now_us = 1000000;
  fixture->clock = (BrClock) { now_us, now_us, NULL, fixture };
  fixture->dir = g_dir_make_tmp ("br-session-XXXXXX", &error);
  g_assert_no_error (error);
  params.dir = fixture->dir;
  fixture->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  fixture->session = br_session_service_new (fixture->store);
  fixture->person = create_person ();
  put_person (fixture);
}

static void
remove_dir (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_dir (child);
      g_remove (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer alive = fixture->session;

  /* The thread that checked a password lets go of its task a moment after the answer. */
  g_object_add_weak_pointer (G_OBJECT (fixture->session), &alive);
  g_object_unref (fixture->session);
  while (alive != NULL)
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  br_store_unref (fixture->store);
  br_record_free (fixture->person);
  remove_dir (fixture->dir);
  g_free (fixture->dir);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = br_session_service_sign_in_finish (BR_SESSION_SERVICE (source), result, &error);

  g_assert_true (done == (error == NULL));
  g_assert_true (error == NULL || error->domain == BR_ERROR);
  fixture->error = error != NULL ? error->code : 0;
  fixture->done = TRUE;
}

static int
try_sign_in (Fixture *fixture, const char *login, const char *password)
{
  fixture->done = FALSE;
  br_session_service_sign_in_async (fixture->session, login, password, NULL, tried_cb, fixture);
  while (!fixture->done)
    g_main_context_iteration (NULL, TRUE);
  return fixture->error;
}

static void
test_right_password (Fixture *fixture, gconstpointer data)
{
  g_assert_null (br_session_service_get_actor (fixture->session));
  g_assert_cmpint (try_sign_in (fixture, "lina", "secret"), ==, 0);
  g_assert_true (br_id_equal (&br_session_service_get_actor (fixture->session)->person, &fixture->person->id));
  g_assert_cmpint (br_session_service_get_actor (fixture->session)->role, ==, BR_ROLE_CLERK);
  g_assert_cmpstr (br_session_service_get_person_name (fixture->session), ==, "Li Na");
  br_session_service_sign_out (fixture->session);
  g_assert_null (br_session_service_get_actor (fixture->session));
}

/* A wrong password and a login that does not exist look the same. */
static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (try_sign_in (fixture, "lina", "Secret"), ==, BR_ERROR_AUTH);
  g_assert_cmpint (try_sign_in (fixture, "nobody", "secret"), ==, BR_ERROR_AUTH);
  g_assert_cmpint (try_sign_in (fixture, "lina", ""), ==, BR_ERROR_AUTH);
  g_assert_null (br_session_service_get_actor (fixture->session));
}

static void
test_switched_off (Fixture *fixture, gconstpointer data)
{
  br_value_set_int (&fixture->person->cells[BR_PERSON_ACTIVE], 0);
  put_person (fixture);
  g_assert_cmpint (try_sign_in (fixture, "lina", "secret"), ==, BR_ERROR_REFUSED);
}

/* After three wrong tries the right password has to wait too; every further wrong one doubles the wait. */
static void
test_waits (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (try_sign_in (fixture, "lina", "wrong"), ==, BR_ERROR_AUTH);
  g_assert_cmpint (br_session_service_get_wait_s (fixture->session, "lina"), ==, 2);
  g_assert_cmpint (try_sign_in (fixture, "lina", "secret"), ==, BR_ERROR_BUSY);
  g_assert_cmpint (br_session_service_get_wait_s (fixture->session, "wang"), ==, 0);
  fixture->now_us += 2 * G_USEC_PER_SEC;
  g_assert_cmpint (try_sign_in (fixture, "lina", "wrong"), ==, BR_ERROR_AUTH);
  g_assert_cmpint (br_session_service_get_wait_s (fixture->session, "lina"), ==, 4);
  fixture->now_us += 4 * G_USEC_PER_SEC;
  g_assert_cmpint (try_sign_in (fixture, "lina", "secret"), ==, 0);
  g_assert_cmpint (br_session_service_get_wait_s (fixture->session, "lina"), ==, 0);
}

static void
set_flag_cb (BrSessionService *session, gboolean *flag)
{
  *flag = TRUE;
}

static void
refresh (Fixture *fixture)
{
  gboolean changed = FALSE;
  gulong handler = g_signal_connect (fixture->session, "changed", G_CALLBACK (set_flag_cb), &changed);

  br_session_service_refresh (fixture->session);
  while (!changed)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (fixture->session, handler);
}

/* HQ gives somebody another role, then switches them off, while they are signed in. */
static void
test_rights_change (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (try_sign_in (fixture, "lina", "secret"), ==, 0);
  br_value_set_int (&fixture->person->cells[BR_PERSON_ROLE], BR_ROLE_MANAGER);
  put_person (fixture);
  refresh (fixture);
  g_assert_cmpint (br_session_service_get_actor (fixture->session)->role, ==, BR_ROLE_MANAGER);
  br_value_set_int (&fixture->person->cells[BR_PERSON_ACTIVE], 0);
  put_person (fixture);
  refresh (fixture);
  g_assert_null (br_session_service_get_actor (fixture->session));
}

static void
people_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(GPtrArray **) user_data = br_session_service_people_finish (BR_SESSION_SERVICE (source), result, &error);
  g_assert_no_error (error);
}

/* The list for the sign-in page carries no hash. */
static void
test_people (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) people = NULL;

  br_session_service_people_async (fixture->session, NULL, people_cb, &people);
  while (people == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (people->len, ==, 1);
  g_assert_cmpstr (br_record_text (people->pdata[0], BR_PERSON_LOGIN), ==, "lina");
  g_assert_null (br_record_text (people->pdata[0], BR_PERSON_PASSWORD));
}

#define ADD(path, func) g_test_add ("/session/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("right-password", test_right_password);
  ADD ("wrong", test_wrong);
  ADD ("switched-off", test_switched_off);
  ADD ("waits", test_waits);
  ADD ("rights-change", test_rights_change);
  ADD ("people", test_people);
  return g_test_run ();
}
