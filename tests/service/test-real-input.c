/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real files (shared/data): 60,000 barcodes of Open Food Facts with names in many scripts, and 4,070 codes of Online Retail, 112
 * pairs of which differ in case only; 112 others have no description. Counts and reasons are exact; a second import changes nothing.
 */
#include "config.h"

#include "br-record-store.h"
#include "import-fixture.h"

static GBytes *
load (const char *folder, const char *name)
{
  const char *data = g_getenv ("BACKROOM_TEST_DATA");
  g_autofree char *beside = g_build_filename (g_getenv ("BR_SOURCE_DIR"), "..", "shared", "data", NULL);
  g_autofree char *path = g_build_filename (data != NULL ? data : beside, folder, name, NULL);
  char *text;
  gsize n;

  return g_file_get_contents (path, &text, &n, NULL) ? g_bytes_new_take (text, n) : NULL;
}

static BrImportReport *
import_bytes (GBytes *bytes, BrStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrImport) import = br_import_new (bytes, "real.csv", &error);

  g_assert_no_error (error);
  return run_import (import, store, BR_IMPORT_SKIP_ROWS);
}

static gboolean
count_skus (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  guint8 hash[32];

  return br_record_store_content_hash (db, BR_KIND_SKU, hash, data, error);
}

static void
assert_n_skus (BrStore *store, gint64 expected)
{
  gint64 n;

  g_assert_true (br_store_read (store, count_skus, &n, NULL, NULL));
  g_assert_cmpint (n, ==, expected);
}

/* A rejected row must say why. */
static void
assert_reasons (const BrImportReport *report)
{
  for (guint i = 0; i < report->lines->len; i++)
    {
      const BrImportLine *line = &g_array_index (report->lines, BrImportLine, i);

      g_assert_true ((line->verdict == BR_VERDICT_REJECTED) == (line->reason != BR_REASON_NONE));
    }
}

static void
test_open_food_facts (void)
{
  g_autoptr (BrStore) store = open_store ("off");
  g_autoptr (GBytes) first = load ("off_ean", "ean_names_1.csv");
  g_autoptr (GBytes) second = load ("off_ean", "ean_names_2.csv");
  g_autoptr (BrImportReport) one = NULL;
  g_autoptr (BrImportReport) two = NULL;
  g_autoptr (BrImportReport) again = NULL;

  if (first == NULL || second == NULL)
    {
      g_test_skip ("no test data");
      return;
    }
  one = import_bytes (first, store);
  two = import_bytes (second, store);
  again = import_bytes (first, store);
  assert_counts (one, 30000, 29996, 0, 0, 4);
  g_assert_cmpint (one->reasons[BR_REASON_BAD_TEXT], ==, 4); /* control characters in names */
  assert_counts (two, 30000, 29998, 0, 0, 2);
  g_assert_cmpint (two->reasons[BR_REASON_BAD_TEXT], ==, 2);
  assert_counts (again, 30000, 0, 0, 29996, 4);
  assert_reasons (one);
  assert_n_skus (store, 59994);
}

static void
test_online_retail (void)
{
  g_autoptr (BrStore) store = open_store ("retail");
  g_autoptr (GBytes) bytes = load ("online_retail", "products.csv");
  g_autoptr (BrImportReport) first = NULL;
  g_autoptr (BrImportReport) again = NULL;

  if (bytes == NULL)
    {
      g_test_skip ("no test data");
      return;
    }
  first = import_bytes (bytes, store);
  again = import_bytes (bytes, store);
  assert_counts (first, 4070, 3958, 0, 0, 112);
  g_assert_cmpint (first->reasons[BR_REASON_NO_NAME], ==, 112); /* goods of which only the code is known */
  assert_counts (again, 4070, 0, 0, 3958, 112);
  assert_reasons (first);
  assert_n_skus (store, 3958);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/real-input/open-food-facts", test_open_food_facts);
  g_test_add_func ("/real-input/online-retail", test_online_retail);
  return g_test_run ();
}
