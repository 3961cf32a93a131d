/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a profile: new, twice at once, over garbage, of a newer Backroom, where no folder can be made; and what it says when the cache changes. */
#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "br-edit-store.h"
#include "br-error.h"
#include "br-profile.h"
#include "br-record-store.h"
#include "br-store.h"

#define LATE_S 30

static gboolean
late_cb (gpointer data)
{
  g_error ("nothing came back in %d s", LATE_S);
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until the condition holds. */
#define WAIT_FOR(condition)                                                                                                                                    \
  G_STMT_START                                                                                                                                                 \
  {                                                                                                                                                            \
    guint late_ = g_timeout_add_seconds (LATE_S, late_cb, NULL);                                                                                               \
    while (!(condition))                                                                                                                                       \
      g_main_context_iteration (NULL, TRUE);                                                                                                                   \
    g_source_remove (late_);                                                                                                                                   \
  }                                                                                                                                                            \
  G_STMT_END

static void
got_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static BrProfile *
open_profile (const char *dir, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  br_profile_open_async (dir, br_clock_system (), NULL, got_cb, &result);
  WAIT_FOR (result != NULL);
  return br_profile_open_finish (result, error);
}

static char *
make_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("backroom-profile-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

static void
remove_dir (const char *dir)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", dir);

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

/* A folder that is not there is made, with those above it; a new profile stands nowhere. */
static void
test_missing_dir (void)
{
  g_autofree char *top = make_dir ();
  g_autofree char *dir = g_build_filename (top, "one", "two", NULL);
  g_autofree char *cache = g_build_filename (dir, "cache.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrProfile) profile = open_profile (dir, &error);
  const BrProfileInfo *info;

  g_assert_no_error (error);
  g_assert_true (g_file_test (cache, G_FILE_TEST_IS_REGULAR));
  info = br_profile_get_info (profile);
  g_assert_null (info->hq_url);
  g_assert_null (info->place_name);
  g_assert_true (br_id_is_none (&info->home));
  remove_dir (top);
}

/* Where no folder can be made, that is an error and nothing else. */
static void
test_no_dir (void)
{
  g_autofree char *top = make_dir ();
  g_autofree char *file = g_build_filename (top, "file", NULL);
  g_autofree char *dir = g_build_filename (file, "profile", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "in the way", -1, NULL));
  g_assert_null (open_profile (dir, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
  remove_dir (top);
}

static void
put_file (const char *dir, const char *bytes, gssize length)
{
  g_autofree char *path = g_build_filename (dir, "cache.db", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
}

/* What is no cache is refused and left as it is. */
static void
test_garbage (void)
{
  static const struct
  {
    const char *bytes;
    gssize length;
  } rows[] = {
    { "this is no database at all, only some text that somebody put here", -1 },
    { "SQLite format 3\0and then nothing that makes sense, for longer than a header of a hundred bytes would be, which it is", 116 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *dir = make_dir ();
      g_autofree char *path = g_build_filename (dir, "cache.db", NULL);
      g_autofree char *after = NULL;
      gsize length, expected = rows[i].length < 0 ? strlen (rows[i].bytes) : (gsize) rows[i].length;
      g_autoptr (GError) error = NULL;

      put_file (dir, rows[i].bytes, rows[i].length);
      g_assert_null (open_profile (dir, &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_CORRUPT);
      g_assert_true (g_file_get_contents (path, &after, &length, NULL));
      g_assert_cmpmem (after, length, rows[i].bytes, expected);
      remove_dir (dir);
    }
}

static void
set_version (const char *dir, int version)
{
  g_autofree char *path = g_build_filename (dir, "cache.db", NULL);
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", version);
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

static int
read_version (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "cache.db", NULL);
  sqlite3_stmt *statement;
  sqlite3 *handle;
  int version;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "PRAGMA user_version", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  version = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return version;
}

/* A cache of a newer Backroom is refused, untouched. */
static void
test_newer (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GError) error = NULL;
  BrProfile *profile = open_profile (dir, &error);

  g_assert_no_error (error);
  g_assert_finalize_object (profile);
  set_version (dir, 9999);
  g_assert_null (open_profile (dir, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_TOO_NEW);
  g_assert_cmpint (read_version (dir), ==, 9999);
  remove_dir (dir);
}

static gboolean
put_brand_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrEditor editor = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "brand", .mode = BR_EDIT_ATOMIC };
  BrId id = br_id_make (tx->clock, tx->random), change;
  g_autoptr (BrRecord) brand = br_record_new (BR_KIND_BRAND, &id);
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);

  br_value_set_text (&brand->cells[BR_BRAND_NAME], data);
  return br_edit_batch_put (batch, NULL, brand, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

/* What "committed" said. */
typedef struct
{
  guint kinds;
  gboolean outbox;
} Heard;

static void
committed_cb (BrProfile *profile, guint kinds, gboolean outbox, Heard *heard)
{
  heard->kinds |= kinds;
  heard->outbox |= outbox;
}

/* A commit is told on main, with its kinds; nobody is told once the profile is gone. */
static void
test_committed (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GError) error = NULL;
  BrProfile *profile = open_profile (dir, &error);
  BrStore *store = br_store_ref (br_profile_get_store (profile));
  Heard heard = { 0 };

  g_signal_connect (profile, "committed", G_CALLBACK (committed_cb), &heard);
  g_assert_true (br_store_write (store, put_brand_job, (gpointer) "one", &error));
  WAIT_FOR (heard.outbox);
  g_assert_cmpuint (heard.kinds & 1u << BR_KIND_BRAND, !=, 0);
  g_object_add_weak_pointer (G_OBJECT (profile), (gpointer *) &profile);
  g_object_unref (profile);
  WAIT_FOR (profile == NULL); /* a read of its info may hold it a moment longer */
  heard = (Heard) { 0 };
  g_assert_true (br_store_write (store, put_brand_job, (gpointer) "two", &error));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (heard.outbox);
  br_store_unref (store);
  remove_dir (dir);
}

static gboolean
count_brands_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) brands = br_record_store_list (db, BR_KIND_BRAND, error);

  if (brands == NULL)
    return FALSE;
  *(guint *) data = brands->len;
  return TRUE;
}

/* Two programs may open one profile, the first time too: both get it, and each sees what the other wrote. */
static void
test_two_at_once (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GAsyncResult) first_result = NULL, second_result = NULL;
  g_autoptr (BrProfile) first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  br_profile_open_async (dir, br_clock_system (), NULL, got_cb, &first_result);
  br_profile_open_async (dir, br_clock_system (), NULL, got_cb, &second_result);
  WAIT_FOR (first_result != NULL && second_result != NULL);
  first = br_profile_open_finish (first_result, &error);
  g_assert_no_error (error);
  second = br_profile_open_finish (second_result, &error);
  g_assert_no_error (error);
  g_assert_true (br_store_write (br_profile_get_store (first), put_brand_job, (gpointer) "one", &error));
  g_assert_true (br_store_write (br_profile_get_store (second), put_brand_job, (gpointer) "two", &error));
  g_assert_true (br_store_read (br_profile_get_store (first), count_brands_job, &n, NULL, &error));
  g_assert_cmpuint (n, ==, 2);
  g_clear_object (&first);
  g_clear_object (&second);
  remove_dir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/profile/missing-dir", test_missing_dir);
  g_test_add_func ("/service/profile/no-dir", test_no_dir);
  g_test_add_func ("/service/profile/garbage", test_garbage);
  g_test_add_func ("/service/profile/newer", test_newer);
  g_test_add_func ("/service/profile/committed", test_committed);
  g_test_add_func ("/service/profile/two-at-once", test_two_at_once);
  return g_test_run ();
}
