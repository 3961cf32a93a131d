/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import: mapping, verdicts, policies, repeating, variants, fix file, cancelling. */
#include "config.h"

#include "br-edit-store.h"
#include "br-record-store.h"
#include "br-sku-query.h"
#include "import-fixture.h"

static const struct
{
  const char *headers; /* separated by | */
  const char *targets; /* what is guessed */
} guesses[] = {
  { "stock_code|description", "code|name" },
  { "barcode|name", "barcode|name" },
  { "SKU|Product Name|EAN-13|Retail Price (CNY)|Cost price|Category path", "code|name|barcode|price|cost|category" },
  { "货号|商品名称|条形码|零售价|进价|分类|品牌|单位|供应商|税率|状态", "code|name|barcode|price|cost|category|brand|unit|supplier|tax_class|status" },
  { "商品编码|英文名称|品名|规格|备注", "code|name_alt|name|option.规格|description" },
  { "Code|Name|Size|Colour|attr.origin|Description", "code|name|option.Size|option.Colour|attr.origin|description" },
  { "code|code|whatever|", "code|-|-|-" },
  { "Ｐｒｉｃｅ|Community", "price|-" },
};

static void
test_guess (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      g_auto (GStrv) headers = g_strsplit (guesses[i].headers, "|", -1);
      g_auto (GStrv) targets = g_strsplit (guesses[i].targets, "|", -1);
      g_autoptr (BrImportMap) map = br_import_map_guess ((const char *const *) headers, g_strv_length (headers));

      for (guint j = 0; j < map->n_columns; j++)
        {
          g_autofree char *target = br_import_map_dup_target (map, j);

          g_test_message ("%s", headers[j]);
          g_assert_cmpstr (target, ==, targets[j]);
        }
    }
}

static void
test_assign (void)
{
  const char *const headers[] = { "a", "b", "x=y" };
  g_autoptr (BrImportMap) map = br_import_map_guess (headers, 3);
  g_autoptr (BrImportMap) other = br_import_map_guess (headers, 3);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_false (br_import_map_check (map, NULL));
  g_assert_true (br_import_map_assign (map, "a=code", &error));
  g_assert_true (br_import_map_assign (map, "2=attr.origin", &error));
  g_assert_true (br_import_map_assign (map, "x=y=price", &error));
  g_assert_true (br_import_map_check (map, NULL));
  text = br_import_map_write (map);
  g_assert_cmpstr (text, ==, "code\nattr.origin\nprice");
  br_import_map_read (other, text);
  g_assert_cmpint (br_import_map_find (other, BR_IMPORT_PRICE), ==, 2);
  g_assert_true (br_import_map_assign (map, "b=code", &error)); /* taken from a */
  g_assert_cmpint (br_import_map_find (map, BR_IMPORT_CODE), ==, 1);
  g_assert_false (br_import_map_assign (map, "zz=code", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (br_import_map_assign (map, "a=colour", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  br_import_map_read (map, "code"); /* another shape: nothing changes */
  g_assert_cmpint (br_import_map_find (map, BR_IMPORT_CODE), ==, 1);
}

static const struct
{
  const char *row;    /* below "code,barcode,name,price,cost,status,tax" */
  BrImportVerdict verdict;
  BrImportReason reason;
  int column;
} rows[] = {
  { "A1,6901234567892,Tea,12.50,8,listed,13%", BR_VERDICT_CREATED, BR_REASON_NONE, -1 },
  { "a1,,tea in small letters,1,,,", BR_VERDICT_CREATED, BR_REASON_NONE, -1 },          /* another SKU than A1 */
  { "A1,,Tea again,1,,,", BR_VERDICT_REJECTED, BR_REASON_REPEATED, -1 },
  { ",6901234567892,Tea by its barcode,1,,,", BR_VERDICT_REJECTED, BR_REASON_REPEATED, -1 },
  { ",6.901234567885E+12,Whole,1,,,", BR_VERDICT_CREATED, BR_REASON_NONE, -1 },         /* all 13 digits are there */
  { ",6.90123E+12,Rounded,1,,,", BR_VERDICT_REJECTED, BR_REASON_BAD_BARCODE, 1 },
  { ",,Nobody,1,,,", BR_VERDICT_REJECTED, BR_REASON_NO_KEY, -1 },
  { "A3,,,1,,,", BR_VERDICT_REJECTED, BR_REASON_NO_NAME, -1 },
  { "A3b,,,1,,,0%", BR_VERDICT_CREATED, BR_REASON_NONE, -1 },                           /* without a name, but not nothing */
  { "A4,,x,twelve,,,", BR_VERDICT_REJECTED, BR_REASON_BAD_AMOUNT, 3 },
  { "A5,,x,-1,,,", BR_VERDICT_REJECTED, BR_REASON_BAD_AMOUNT, 3 },
  { "A6,,x,1,99999999999999999999,,", BR_VERDICT_REJECTED, BR_REASON_BAD_AMOUNT, 4 },
  { "A7,,x,1,,sleeping,", BR_VERDICT_REJECTED, BR_REASON_BAD_STATUS, 5 },
  { "A8,,x,1,,清仓,", BR_VERDICT_CREATED, BR_REASON_NONE, -1 },
  { "A9,,x,1,,,thirteen", BR_VERDICT_REJECTED, BR_REASON_BAD_TAX_CLASS, -1 },
  { "A10,,\"two\nlines\",1,,,", BR_VERDICT_CREATED, BR_REASON_NONE, -1 },
  { "A11,,bad\x01 letter,1,,,", BR_VERDICT_REJECTED, BR_REASON_BAD_TEXT, 2 },
  { "0123456789012345678901234567890123456789012345678901234567890123456789,,x,1,,,", BR_VERDICT_REJECTED, BR_REASON_TOO_LONG, 0 },
  { "A12,编,x,1,,,", BR_VERDICT_REJECTED, BR_REASON_BAD_BARCODE, 1 },
  { "A13,6901234567892 16901234567899;X-1,x,1,,,", BR_VERDICT_CREATED, BR_REASON_NONE, -1 },
};

static char *
make_file (void)
{
  GString *text = g_string_new ("code,barcode,name,price,cost,status,tax\r\n");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_string_append_printf (text, "%s\r\n", rows[i].row);
  return g_string_free (text, FALSE);
}

static void
test_verdicts (void)
{
  g_autoptr (BrStore) store = open_store ("verdicts");
  g_autofree char *text = make_file ();
  g_autoptr (BrImportReport) report = run_text (text, store, BR_IMPORT_SKIP_ROWS);

  g_assert_cmpuint (report->lines->len, ==, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const BrImportLine *line = &g_array_index (report->lines, BrImportLine, i);

      g_test_message ("%s: %s", rows[i].row, br_import_reason_name (line->reason));
      g_assert_cmpint (line->verdict, ==, rows[i].verdict);
      g_assert_cmpint (line->reason, ==, rows[i].reason);
      g_assert_cmpint (line->column, ==, rows[i].column);
    }
}

/* A status the SKU cannot step to: the row is rejected whole, or keeps its other cells when that is asked for. */
static void
test_steps (void)
{
  g_autoptr (BrStore) store = open_store ("steps");
  g_autoptr (BrImportReport) made = run_text ("code,name,price,status\r\nA1,Tea,5.00,listed\r\nA2,Salt,1.00,listed\r\n", store, BR_IMPORT_SKIP_ROWS);
  g_autoptr (BrImportReport) skipped = NULL, kept = NULL, again = NULL;
  const BrImportLine *line;

  assert_counts (made, 2, 2, 0, 0, 0);
  skipped = run_text ("code,name,price,status\r\nA1,Green tea,6.00,draft\r\nA2,Salt,1.00,delisted\r\n", store, BR_IMPORT_SKIP_ROWS);
  assert_counts (skipped, 2, 0, 1, 0, 1);
  line = &g_array_index (skipped->lines, BrImportLine, 0);
  g_assert_cmpint (line->reason, ==, BR_REASON_BAD_STEP);
  g_assert_cmpstr (br_import_reason_name (line->reason), ==, "bad-step");
  again = run_text ("code,name,price\r\nA1,Tea,5.00\r\n", store, BR_IMPORT_SKIP_ROWS); /* nothing of the row came in */
  assert_counts (again, 1, 0, 0, 1, 0);
  kept = run_text ("code,name,price,status\r\nA1,Green tea,6.00,draft\r\n", store, BR_IMPORT_KEEP_VALID);
  assert_counts (kept, 1, 0, 1, 0, 0);
  g_assert_cmpint (kept->n_partial, ==, 1);
}

/* The number of present records of a kind, and their content. */
static gboolean
hash_kind (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  guint8 *hash = data;
  gint64 n;

  if (!br_record_store_content_hash (db, hash[32], hash, &n, error))
    return FALSE;
  hash[33] = (guint8) n;
  return TRUE;
}

static guint
count_kind (BrStore *store, BrKind kind)
{
  guint8 hash[34] = { [32] = (guint8) kind };

  g_assert_true (br_store_read (store, hash_kind, hash, NULL, NULL));
  return hash[33];
}

static void
test_repeat (void)
{
  g_autoptr (BrStore) store = open_store ("repeat");
  g_autofree char *text = make_file ();
  g_autoptr (BrImportReport) first = run_text (text, store, BR_IMPORT_SKIP_ROWS);
  guint n_skus = count_kind (store, BR_KIND_SKU);
  g_autoptr (BrImportReport) second = run_text (text, store, BR_IMPORT_SKIP_ROWS);

  g_assert_true (first->committed);
  g_assert_false (br_id_is_none (&first->change_id));
  g_assert_cmpint (n_skus, ==, first->n_created);
  g_assert_false (second->committed);
  g_assert_true (br_id_is_none (&second->change_id));
  assert_counts (second, first->n_rows, 0, 0, first->n_created, first->n_rejected);
  g_assert_cmpuint (count_kind (store, BR_KIND_SKU), ==, n_skus);
  g_assert_cmpuint (count_kind (store, BR_KIND_TAX_CLASS), ==, 2);
}

static void
test_update (void)
{
  g_autoptr (BrStore) store = open_store ("update");
  g_autoptr (BrImportReport) first = run_text ("code,name,barcode,price,attr.a,attr.b\nA,Tea,6901234567892,5,1,2\nB,Coffee,,6,,\n", store, BR_IMPORT_SKIP_ROWS);
  /* By barcode, in its 14-digit form too; new barcodes and attributes are added; what is not said stays. */
  g_autoptr (BrImportReport) second = run_text ("barcode,price,attr.b\n06901234567892,5.50,3\n", store, BR_IMPORT_SKIP_ROWS);
  g_autoptr (BrImportReport) third = run_text ("code,name,price,attr.a,attr.b\nA,Tea,5.5,1,3\nB,Coffee,6,,\n", store, BR_IMPORT_SKIP_ROWS);

  assert_counts (first, 2, 2, 0, 0, 0);
  assert_counts (second, 1, 0, 1, 0, 0);
  assert_counts (third, 2, 0, 0, 2, 0);
}

static void
test_policies (void)
{
  const char *text = "code,name,price\nA,Tea,5\nB,Coffee,lots\n";
  g_autoptr (BrStore) store = open_store ("policies");
  g_autoptr (BrImportReport) none = run_text (text, store, BR_IMPORT_REJECT_ALL);
  g_autoptr (BrImportReport) some = NULL;
  g_autoptr (BrImportReport) all = NULL;

  assert_counts (none, 2, 1, 0, 0, 1);
  g_assert_false (none->committed);
  g_assert_cmpuint (count_kind (store, BR_KIND_SKU), ==, 0);
  some = run_text (text, store, BR_IMPORT_SKIP_ROWS);
  assert_counts (some, 2, 1, 0, 0, 1);
  g_assert_cmpint (some->reasons[BR_REASON_BAD_AMOUNT], ==, 1);
  g_assert_cmpuint (count_kind (store, BR_KIND_SKU), ==, 1);
  all = run_text (text, store, BR_IMPORT_KEEP_VALID);
  assert_counts (all, 2, 1, 0, 1, 0);
  g_assert_cmpint (all->n_partial, ==, 1);
  g_assert_cmpuint (count_kind (store, BR_KIND_SKU), ==, 2);
  g_assert_cmpuint (count_kind (store, BR_KIND_PRICE), ==, 1);
}

static void
test_dry_run (void)
{
  g_autoptr (BrStore) store = open_store ("dry");
  g_autoptr (BrImport) import = read_text ("code,name,category\nA,Tea,Food/Drinks\nB,Coffee,Food > Drinks\n");
  BrImportOptions options = make_options (BR_IMPORT_SKIP_ROWS);
  BrImportProgress progress = { 0 };
  g_autoptr (BrImportReport) report = NULL;

  options.dry_run = TRUE;
  report = br_import_run (import, store, &options, &progress, NULL, NULL);
  assert_counts (report, 2, 2, 0, 0, 0);
  g_assert_false (report->committed);
  g_assert_cmpint (progress.done, ==, 2);
  g_assert_cmpint (progress.total, ==, 2);
  g_assert_cmpuint (count_kind (store, BR_KIND_SKU), ==, 0);
  g_assert_cmpuint (count_kind (store, BR_KIND_CATEGORY), ==, 0);
  g_clear_pointer (&report, br_import_report_unref);
  options.dry_run = FALSE;
  report = br_import_run (import, store, &options, &progress, NULL, NULL);
  g_assert_true (report->committed);
  g_assert_cmpuint (count_kind (store, BR_KIND_CATEGORY), ==, 2);
}

static void
test_variants (void)
{
  const char *text = "code,name,Size,Colour\nT-S,Shirt,S,red\nT-M,Shirt,M,red\nC,Cup,,\n";
  g_autoptr (BrStore) store = open_store ("variants");
  g_autoptr (BrImportReport) first = run_text (text, store, BR_IMPORT_SKIP_ROWS);
  g_autoptr (BrImportReport) again = run_text (text, store, BR_IMPORT_SKIP_ROWS);
  g_autoptr (BrImportReport) other = run_text ("code,name,Flavour\nT-S,Shirt,mint\n", store, BR_IMPORT_SKIP_ROWS);

  assert_counts (first, 3, 3, 0, 0, 0);
  g_assert_cmpuint (count_kind (store, BR_KIND_PRODUCT), ==, 2);
  assert_counts (again, 3, 0, 0, 3, 0);
  assert_counts (other, 1, 0, 0, 0, 1);
  g_assert_cmpint (other->reasons[BR_REASON_BAD_OPTIONS], ==, 1);
}

static void
test_fix_file (void)
{
  g_autoptr (BrStore) store = open_store ("fix");
  g_autoptr (BrImport) import = read_text ("code,name,price\nA,Tea,5\nB,\"Coffee, black\",lots\n=C,x,1\n");
  g_autoptr (BrImportReport) report = run_import (import, store, BR_IMPORT_SKIP_ROWS);
  g_autoptr (GBytes) fix = br_import_dup_fix_file (import, report, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (fix, NULL), g_bytes_get_size (fix));
  g_autoptr (BrImport) next = br_import_new (fix, "fix.csv", NULL);
  g_autoptr (BrImportReport) again = run_import (next, store, BR_IMPORT_SKIP_ROWS);
  g_autoptr (GBytes) second = br_import_dup_fix_file (next, again, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *mended = NULL;

  g_assert_cmpstr (text, ==,
                   "\xef\xbb\xbf"
                   "code,name,price,reason\r\nB,\"Coffee, black\",lots,bad-amount: price\r\n");
  assert_counts (again, 1, 0, 0, 0, 1);
  /* Twice through gives the same file; mended, it is imported. */
  g_assert_true (g_bytes_equal (fix, second));
  mended = g_strconcat (lines[0], "\n", "B,\"Coffee, black\",6,bad-amount: price\n", NULL);
  g_clear_pointer (&again, br_import_report_unref);
  again = run_text (mended, store, BR_IMPORT_SKIP_ROWS);
  assert_counts (again, 1, 1, 0, 0, 0);
}

static void
test_refusals (void)
{
  g_autoptr (BrStore) store = open_store ("refusals");
  g_autoptr (BrImport) import = read_text ("code,name\nA,Tea\n");
  g_autoptr (BrImport) keyless = read_text ("name,price\nTea,1\n");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  BrImportOptions options = make_options (BR_IMPORT_SKIP_ROWS);
  g_autoptr (GError) error = NULL;

  g_assert_null (br_import_run (keyless, store, &options, NULL, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (br_import_run (import, store, &options, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  options.actor.role = BR_ROLE_CLERK;
  g_assert_null (br_import_run (import, store, &options, NULL, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (br_import_new (empty, "empty.csv", &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
  g_assert_cmpuint (count_kind (store, BR_KIND_SKU), ==, 0);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(BrImportReport **) user_data = br_import_run_finish (result, NULL);
}

static void
test_async_and_map (void)
{
  g_autoptr (BrStore) store = open_store ("async");
  g_autoptr (BrImport) import = read_text ("what,is,this\nA,Tea,5\n");
  g_autoptr (BrImport) next = read_text ("what,is,this\nA,Tea,6\n");
  g_autoptr (BrImportReport) report = NULL;
  BrImportOptions options = make_options (BR_IMPORT_SKIP_ROWS);

  g_assert_true (br_import_map_assign (br_import_get_map (import), "what=code", NULL));
  g_assert_true (br_import_map_assign (br_import_get_map (import), "this=price", NULL));
  g_assert_true (br_import_map_assign (br_import_get_map (import), "is=name", NULL));
  br_import_run_async (import, store, &options, NULL, NULL, finished_cb, &report);
  while (report == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_counts (report, 1, 1, 0, 0, 0);
  /* The next file of this shape is understood. */
  g_assert_false (br_import_map_check (br_import_get_map (next), NULL));
  g_assert_true (br_import_recall_map (next, store, NULL));
  g_clear_pointer (&report, br_import_report_unref);
  report = run_import (next, store, BR_IMPORT_SKIP_ROWS);
  assert_counts (report, 1, 0, 1, 0, 0);
}

static gboolean
put_dear_category (BrStoreTx *tx, gpointer data, GError **error)
{
  BrEditor editor = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "test", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  BrId id = br_id_make (tx->clock, tx->random);
  g_autoptr (BrRecord) category = br_record_new (BR_KIND_CATEGORY, &id);
  BrId change;

  br_value_set_text (&category->cells[BR_CATEGORY_NAME], "Dear");
  br_value_set_int (&category->cells[BR_CATEGORY_MARGIN_FLOOR], 5000);
  return br_edit_batch_put (batch, NULL, category, error) && br_edit_batch_finish (batch, &change, NULL, error);
}

/* A merchandiser may not sell below the floor: the goods come in, the price does not, and the row says so. */
static void
test_below_floor (void)
{
  g_autoptr (BrStore) store = open_store ("floor");
  g_autoptr (BrImport) import = read_text ("code,name,category,cost,price\nA,Tea,Dear,10,12\nB,Coffee,Dear,10,15\n");
  BrImportOptions options = make_options (BR_IMPORT_SKIP_ROWS);
  g_autoptr (BrImportReport) report = NULL;

  g_assert_true (br_store_write (store, put_dear_category, NULL, NULL));
  options.actor.role = BR_ROLE_MERCHANDISER;
  report = br_import_run (import, store, &options, NULL, NULL, NULL);
  assert_counts (report, 2, 2, 0, 0, 0);
  g_assert_cmpint (report->n_partial, ==, 1);
  g_assert_cmpint (g_array_index (report->lines, BrImportLine, 0).reason, ==, BR_REASON_REFUSED);
  g_assert_cmpuint (count_kind (store, BR_KIND_PRICE), ==, 1);
  g_clear_pointer (&report, br_import_report_unref);
  options.policy = BR_IMPORT_REJECT_ALL;
  report = br_import_run (import, store, &options, NULL, NULL, NULL);
  assert_counts (report, 2, 0, 0, 1, 1);
  g_assert_false (report->committed);
}

/* A disk that has no room after `left` writes. */
static int
before_io (gpointer data, const char *path, const char *what, gint64 offset, int n_bytes)
{
  int *left = data;

  if (*left < 0)
    return SQLITE_OK;
  return (*left)-- > 0 ? SQLITE_OK : (*left = 0, SQLITE_FULL);
}

static void
test_full_disk (void)
{
  int left = -1;
  BrDbFaults faults = { before_io, &left };
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), "full", NULL);
  g_autoptr (BrStore) store =
      br_store_open (&(BrStoreParams) { .dir = dir, .clock = br_clock_system (), .random = br_random_system (), .faults = &faults }, NULL);
  g_autoptr (GString) text = g_string_new ("code,name,price\n");
  g_autoptr (BrImport) import = NULL;
  g_autoptr (BrImportReport) report = NULL;
  BrImportOptions options = make_options (BR_IMPORT_SKIP_ROWS);
  int n_failed = 0;

  for (int i = 0; i < 200; i++)
    g_string_append_printf (text, "C%d,Goods %d,%d\n", i, i, i);
  import = read_text (text->str);
  for (int room = 0; report == NULL; room += 20)
    {
      g_autoptr (GError) error = NULL;

      left = room;
      report = br_import_run (import, store, &options, NULL, NULL, &error);
      left = -1;
      if (report != NULL)
        break;
      n_failed++;
      g_assert_error (error, BR_ERROR, BR_ERROR_FULL);
      g_assert_cmpuint (count_kind (store, BR_KIND_SKU), ==, 0);
    }
  g_assert_cmpint (n_failed, >, 0);
  assert_counts (report, 200, 200, 0, 0, 0);
  g_assert_cmpuint (count_kind (store, BR_KIND_SKU), ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/import/guess", test_guess);
  g_test_add_func ("/import/assign", test_assign);
  g_test_add_func ("/import/verdicts", test_verdicts);
  g_test_add_func ("/import/steps", test_steps);
  g_test_add_func ("/import/repeat", test_repeat);
  g_test_add_func ("/import/update", test_update);
  g_test_add_func ("/import/policies", test_policies);
  g_test_add_func ("/import/dry-run", test_dry_run);
  g_test_add_func ("/import/variants", test_variants);
  g_test_add_func ("/import/fix-file", test_fix_file);
  g_test_add_func ("/import/refusals", test_refusals);
  g_test_add_func ("/import/async-and-map", test_async_and_map);
  g_test_add_func ("/import/below-floor", test_below_floor);
  g_test_add_func ("/import/full-disk", test_full_disk);
  return g_test_run ();
}
