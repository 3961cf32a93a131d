/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commits told on main: each once, in order, none after the end of the watch or of who watches. */
#include "config.h"

#include "br-commit-watch.h"
#include "br-settings-store.h"

#define N_COMMITS 40

static gboolean
put_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set (tx, "test", data, error);
}

static BrStore *
open_store (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("backroom-test-XXXXXX", &error);
  BrStore *store = br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE }, &error);

  g_assert_no_error (error);
  return store;
}

static void
commit (BrStore *store, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autoptr (GError) error = NULL;

  br_store_write (store, put_job, text, &error);
  g_assert_no_error (error);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
told_cb (gpointer object, const BrChange *change)
{
  guint *n_told = g_object_get_data (object, "told");

  g_assert_true (g_main_context_is_owner (NULL));
  g_assert_true (change->settings);
  (*n_told)++;
}

static GObject *
new_watcher (guint *n_told)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data (object, "told", n_told);
  return object;
}

static void
test_told (void)
{
  g_autoptr (BrStore) store = open_store ();
  guint n_told = 0;
  g_autoptr (GObject) object = new_watcher (&n_told);
  g_autoptr (BrCommitWatch) watch = br_commit_watch_new (store, object, told_cb);

  for (guint i = 0; i < N_COMMITS; i++)
    commit (store, i);
  g_assert_cmpuint (n_told, ==, 0); /* on main, not on the writer's thread */
  settle ();
  g_assert_cmpuint (n_told, ==, N_COMMITS);
}

static void
test_freed (void)
{
  g_autoptr (BrStore) store = open_store ();
  guint n_told = 0;
  g_autoptr (GObject) object = new_watcher (&n_told);
  BrCommitWatch *watch = br_commit_watch_new (store, object, told_cb);

  commit (store, 1);
  br_commit_watch_free (watch); /* with one on its way */
  commit (store, 2);
  settle ();
  g_assert_cmpuint (n_told, ==, 0);
}

static void
test_watcher_gone (void)
{
  g_autoptr (BrStore) store = open_store ();
  guint n_told = 0;
  GObject *object = new_watcher (&n_told);
  g_autoptr (BrCommitWatch) watch = br_commit_watch_new (store, object, told_cb);

  commit (store, 1);
  g_object_unref (object);
  settle ();
  g_assert_cmpuint (n_told, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/commit-watch/told", test_told);
  g_test_add_func ("/commit-watch/freed", test_freed);
  g_test_add_func ("/commit-watch/watcher-gone", test_watcher_gone);
  return g_test_run ();
}
