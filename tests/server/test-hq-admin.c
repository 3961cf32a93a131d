/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an administrator does: people, places, loading a catalogue; and the token bucket. */
#include "config.h"

#include <sodium.h>

#include "br-error.h"
#include "br-hq-admin.h"
#include "br-hq-feed.h"
#include "br-hq-fixture.h"
#include "br-hq-import.h"
#include "br-hq-limit.h"

static void
load_person (Shop *shop, const char *login, BrHqRecord *out)
{
  BrId id;

  g_assert_true (br_hq_record_find_key (br_hq_get_sql (shop->hq), BR_KIND_PERSON, login, &id, NULL));
  shop_load (shop, BR_KIND_PERSON, &id, out);
  g_assert_true (out->found);
}

static void
test_people (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  BrHqPerson person = { .login = "lin", .name = "Lin", .role = BR_ROLE_MANAGER, .store = "SA", .password = "correct horse" };
  g_auto (BrHqRecord) record = BR_HQ_RECORD_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (br_hq_admin_add_person (shop->hq, &person, &error));
  load_person (shop, "lin", &record);
  g_assert_cmpint (crypto_pwhash_str_verify (br_record_text (&record.record, BR_PERSON_PASSWORD), "correct horse", 13), ==, 0);
  g_assert_true (g_str_has_prefix (record.feed, "st:"));
  /* The same login again, an unknown store, a short password. */
  g_assert_false (br_hq_admin_add_person (shop->hq, &person, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
  g_clear_error (&error);
  person.login = "other";
  person.store = "nowhere";
  g_assert_false (br_hq_admin_add_person (shop->hq, &person, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (br_hq_admin_set_password (shop->hq, "lin", "short", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
  /* A person who left has no password any more, until a new one is set. */
  g_assert_true (br_hq_admin_deactivate (shop->hq, "lin", &error));
  load_person (shop, "lin", &record);
  g_assert_null (br_record_text (&record.record, BR_PERSON_PASSWORD));
  g_assert_cmpint (br_record_int (&record.record, BR_PERSON_ACTIVE), ==, 0);
  g_assert_true (br_hq_admin_set_password (shop->hq, "lin", "battery staple", &error));
  load_person (shop, "lin", &record);
  g_assert_cmpint (br_record_int (&record.record, BR_PERSON_ACTIVE), ==, 1);
  g_assert_true (br_hq_admin_set_role (shop->hq, "lin", BR_ROLE_CLERK, &error));
  load_person (shop, "lin", &record);
  g_assert_cmpint (br_record_int (&record.record, BR_PERSON_ROLE), ==, BR_ROLE_CLERK);
  g_assert_false (br_hq_admin_set_role (shop->hq, "nobody", BR_ROLE_CLERK, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
}

static void
test_places (void)
{
  g_autoptr (Shop) shop = shop_new (NULL, 1);
  BrHqStore store = { .code = "SC", .name = "Third", .zone = "ZA", .time_zone = "Asia/Shanghai", .currency = "CNY" };
  g_autoptr (GError) error = NULL;

  g_assert_true (br_hq_admin_add_store (shop->hq, &store, &error));
  g_assert_false (br_hq_admin_add_store (shop->hq, &store, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (br_hq_admin_add_zone (shop->hq, "ZA", "Again", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_EXISTS);
}

/* Pages of another HQ's feed, twice: all new, then nothing new. Then the same cut off, and with a bad row. */
static void
test_import (void)
{
  g_autoptr (Shop) from = shop_new (NULL, 1);
  g_autoptr (Shop) to = shop_new (NULL, 2);
  g_autoptr (GString) out = g_string_new (NULL);
  BrHqPage page = { .feed = "cat", .limit = 100, .out = out };
  g_autofree char *folder = g_dir_make_tmp ("hq-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cat.ndjson", NULL);
  g_autoptr (GError) error = NULL;
  BrHqImportReport report;
  BrEdit *edit;
  g_autoptr (Device) device = device_new (to, NULL);

  /* The receiver's own SKU has the code of the sender's: give it another. */
  edit = edit_new (to, BR_EDIT_ATOMIC);
  patch_text (edit_patch (edit, BR_KIND_SKU, &to->sku, 1, FALSE), BR_SKU_CODE, "A-1", "Z-9");
  g_assert_cmpstr (device_edit (device, &to->merchandiser, edit), ==, "ok");
  g_assert_true (br_hq_feed_page (from->hq, &page, &error));
  g_assert_true (g_file_set_contents (path, out->str, (gssize) out->len, &error));
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (br_hq_import (to->hq, path, &report, &error));
      g_assert_cmpint (report.rows, ==, 4);
      g_assert_cmpint (report.created, ==, i == 0 ? 4 : 0);
      g_assert_cmpint (report.unchanged, ==, i == 0 ? 0 : 4);
      g_assert_cmpint (report.rejected, ==, 0);
      br_hq_import_report_clear (&report);
    }
  g_assert_true (g_file_set_contents (path, out->str, (gssize) out->len / 2, &error));
  g_assert_false (br_hq_import (to->hq, path, &report, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_PROTOCOL);
  g_clear_error (&error);
  br_hq_import_report_clear (&report);
}

/* A code that is taken rejects its row, and only that. */
static void
test_import_rejects (void)
{
  g_autoptr (Shop) from = shop_new (NULL, 1);
  g_autoptr (Shop) to = shop_new (NULL, 2);
  g_autoptr (GString) out = g_string_new (NULL);
  BrHqPage page = { .feed = "cat", .limit = 100, .out = out };
  g_autofree char *folder = g_dir_make_tmp ("hq-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cat.ndjson", NULL);
  BrHqImportReport report;

  g_assert_true (br_hq_feed_page (from->hq, &page, NULL));
  g_assert_true (g_file_set_contents (path, out->str, (gssize) out->len, NULL));
  g_assert_true (br_hq_import (to->hq, path, &report, NULL));
  g_assert_cmpint (report.created, ==, 3);
  g_assert_cmpint (report.rejected, ==, 1);
  g_assert_cmpuint (report.reasons->len, ==, 1);
  br_hq_import_report_clear (&report);
}

static void
test_limit (void)
{
  BrHqLimit *limit = br_hq_limit_new (10, 3);
  BrHqLimit *none = br_hq_limit_new (0, 0);

  for (int i = 0; i < 3; i++)
    g_assert_true (br_hq_limit_take (limit, "a", 1, 0));
  g_assert_false (br_hq_limit_take (limit, "a", 1, 0));
  g_assert_true (br_hq_limit_take (limit, "b", 1, 0));
  g_assert_false (br_hq_limit_take (limit, "a", 1, 99000));
  g_assert_true (br_hq_limit_take (limit, "a", 1, 200000));
  for (int i = 0; i < 1000; i++)
    g_assert_true (br_hq_limit_take (none, "a", 1, 0));
  br_hq_limit_free (limit);
  br_hq_limit_free (none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/hq/admin/people", test_people);
  g_test_add_func ("/hq/admin/places", test_places);
  g_test_add_func ("/hq/admin/import", test_import);
  g_test_add_func ("/hq/admin/import-rejects", test_import_rejects);
  g_test_add_func ("/hq/admin/limit", test_limit);
  return g_test_run ();
}
