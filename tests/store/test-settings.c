/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures, settings, saved filters, import mappings, the sync log; opening a cache again, with threads, and one that is too new. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "br-error.h"
#include "br-picture-store.h"
#include "br-settings-store.h"
#include "fixture.h"

static GBytes *
make_picture (const char *head, gsize n_head, gsize size)
{
  char *data = g_malloc0 (size);

  memcpy (data, head, n_head);
  return g_bytes_new_take (data, size);
}

static void
test_picture_formats (void)
{
  static const struct
  {
    const char *head;
    gsize n_head, size;
    int format; /* 0 = none */
  } rows[] = {
    { "\x89PNG\r\n\x1a\n", 8, 100, BR_PICTURE_PNG },
    { "\xff\xd8\xff\xe0", 4, 100, BR_PICTURE_JPEG },
    { "RIFF\x10\0\0\0WEBPVP8 ", 16, 100, BR_PICTURE_WEBP },
    { "RIFF\x10\0\0\0WAVE", 12, 100, 0 }, /* a sound in the same container */
    { "GIF89a", 6, 100, 0 },
    { "\x89PNG", 4, 4, 0 },               /* cut off inside the signature */
    { "XXXX\x10\0\0\0WEBP", 12, 100, 0 }, /* WEBP outside RIFF */
    { "<svg/>", 6, 6, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = make_picture (rows[i].head, rows[i].n_head, rows[i].size);
      BrPictureFormat format = 0;

      g_assert_cmpint (br_picture_find_format (bytes, &format), ==, rows[i].format != 0);
      g_assert_cmpint (format, ==, rows[i].format);
    }
}

static void
test_pictures (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (GBytes) png = make_picture ("\x89PNG\r\n\x1a\n", 8, 5000);
  g_autoptr (GBytes) huge = make_picture ("\x89PNG\r\n\x1a\n", 8, BR_PICTURE_MAX_BYTES + 1);
  g_autoptr (GBytes) text = g_bytes_new_static ("hello", 5);
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = br_picture_store_put (fixture->dir, png, &error);
  g_autofree char *again = br_picture_store_put (fixture->dir, png, &error);
  g_autofree char *path = br_picture_store_dup_path (fixture->dir, name);

  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, again);
  loaded = br_picture_store_load (fixture->dir, name, &error);
  g_assert_true (g_bytes_equal (png, loaded));
  g_assert_null (br_picture_store_put (fixture->dir, huge, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_clear_error (&error);
  g_assert_null (br_picture_store_put (fixture->dir, text, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (br_picture_store_dup_path (fixture->dir, "../../etc/passwd"));
  g_assert_null (br_picture_store_load (fixture->dir, "../../etc/passwd", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  g_assert_null (br_picture_store_load (fixture->dir, name, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_CORRUPT);
  g_clear_error (&error);
  g_unlink (path);
  g_assert_null (br_picture_store_load (fixture->dir, name, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

static gboolean
settings_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autofree char *value = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *mapping = NULL;
  gint64 number;

  g_assert_true (br_settings_set (tx, "k", "one", error) && br_settings_set (tx, "k", "two", error));
  g_assert_true (br_settings_get (tx->db, "k", &value, error));
  g_assert_cmpstr (value, ==, "two");
  g_assert_true (br_settings_set (tx, "k", NULL, error));
  g_assert_true (br_settings_get (tx->db, "k", &gone, error));
  g_assert_null (gone);
  g_assert_true (br_settings_get_int (tx->db, "n", 42, &number, error));
  g_assert_cmpint (number, ==, 42);
  g_assert_true (br_settings_set_int (tx, "n", G_MININT64, error) && br_settings_get_int (tx->db, "n", 42, &number, error));
  g_assert_cmpint (number, ==, G_MININT64);
  g_assert_true (br_import_mapping_put (tx, "a,b", "1", error) && br_import_mapping_put (tx, "a,b", "2", error));
  g_assert_true (br_import_mapping_get (tx->db, "a,b", &mapping, error));
  g_assert_cmpstr (mapping, ==, "2");
  return TRUE;
}

static gboolean
filters_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) filters = NULL;
  g_autoptr (GPtrArray) left = NULL;

  g_assert_true (br_saved_filter_put (tx, "products", "b", "cat:tea", error) && br_saved_filter_put (tx, "products", "a", "x", error));
  g_assert_true (br_saved_filter_put (tx, "products", "a", "price:<5", error) && br_saved_filter_put (tx, "orders", "c", "y", error));
  filters = br_saved_filter_list (tx->db, "products", error);
  g_assert_cmpuint (filters->len, ==, 2);
  g_assert_cmpstr (((BrSavedFilter *) g_ptr_array_index (filters, 0))->query, ==, "price:<5");
  g_assert_true (br_saved_filter_remove (tx, "products", "a", error) && br_saved_filter_remove (tx, "products", "nothing", error));
  left = br_saved_filter_list (tx->db, "products", error);
  g_assert_cmpuint (left->len, ==, 1);
  return TRUE;
}

static gboolean
log_job (BrStoreTx *tx, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  for (guint i = 0; i < 2100; i++)
    g_assert_true (br_sync_log_append (tx, BR_SYNC_LOG_INFO, "push", i == 2099 ? "last" : NULL, error));
  entries = br_sync_log_list (tx->db, 5000, error);
  g_assert_cmpuint (entries->len, ==, 2000);
  g_assert_cmpstr (((BrSyncLogEntry *) g_ptr_array_index (entries, 0))->detail, ==, "last");
  return TRUE;
}

static void
test_settings (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);

  fixture_write (fixture, settings_job, NULL);
  fixture_write (fixture, filters_job, NULL);
  fixture_write (fixture, log_job, NULL);
  fixture_open (fixture, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT value FROM meta WHERE key = 'n'"), ==, G_MININT64);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
count_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  *(int *) data += 1;
  return TRUE;
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* Jobs by _async, with threads and without: the result comes by the main context, with the job's data. */
static void
test_async (gconstpointer threads)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  BrStoreParams params = { .dir = fixture->dir, .clock = &fixture->clock, .random = &fixture->random, .threads = GPOINTER_TO_INT (threads) };
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GAsyncResult) written = NULL;
  g_autoptr (GAsyncResult) counted = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GError) error = NULL;
  gpointer data;
  int n = 0;

  fixture_close (fixture);
  fixture->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  br_store_write_async (fixture->store, settings_job, &n, NULL, NULL, done_cb, &written);
  g_assert_true (br_store_write_finish (fixture->store, wait_for (&written), &data, &error));
  g_assert_true (data == &n);
  br_store_read_async (fixture->store, G_PRIORITY_DEFAULT, count_job, &n, NULL, NULL, done_cb, &counted);
  g_assert_true (br_store_read_finish (fixture->store, wait_for (&counted), NULL, &error));
  g_assert_cmpint (n, ==, 1);
  g_cancellable_cancel (cancelled);
  br_store_read_async (fixture->store, G_PRIORITY_DEFAULT, count_job, &n, NULL, cancelled, done_cb, &refused);
  g_assert_false (br_store_read_finish (fixture->store, wait_for (&refused), NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (n, ==, 1);
  g_clear_error (&error);
  g_assert_true (br_store_write (fixture->store, filters_job, NULL, &error));
  g_assert_true (br_store_read (fixture->store, count_job, &n, NULL, &error));
}

/* A cache made by a newer Backroom is refused and not touched. */
static void
test_too_new (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autofree char *path = g_build_filename (fixture->dir, "cache.db", NULL);
  BrStoreParams params = { .dir = fixture->dir, .clock = &fixture->clock, .random = &fixture->random };
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_before, n_after;
  sqlite3 *handle;

  fixture_close (fixture);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "PRAGMA journal_mode=DELETE; PRAGMA user_version=9999; PRAGMA journal_mode=WAL", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  g_assert_null (br_store_open (&params, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_TOO_NEW);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/picture/formats", test_picture_formats);
  g_test_add_func ("/store/picture/files", test_pictures);
  g_test_add_func ("/store/settings", test_settings);
  g_test_add_data_func ("/store/open/async-threads", GINT_TO_POINTER (TRUE), test_async);
  g_test_add_data_func ("/store/open/async-here", GINT_TO_POINTER (FALSE), test_async);
  g_test_add_func ("/store/open/too-new", test_too_new);
  return g_test_run ();
}
