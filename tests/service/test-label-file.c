/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantities of labels from delivery notes and stock lists. */
#include "config.h"

#include "br-label-service.h"
#include "br-sku-query.h"
#include "import-fixture.h"

static const char goods[] = "SKU,name,barcode,price\n"
                            "A-1,Tea,6901234567892,10\n"
                            "A-2,Rice,6909876543210,20\n"
                            "B-1,Milk,4006381333931,3\n"
                            "B-2,Milk again,4006381333931,3\n"; /* the same barcode twice */

typedef struct
{
  const char *text;
  const char *lines;    /* "code×quantity", by spaces, in order */
  const char *problems; /* "line:what", by spaces */
  gboolean has_quantity;
} Case;

static const Case cases[] = {
  { "SKU,qty\nA-1,3\nA-2,1\n", "A-1×3 A-2×1", "", TRUE },
  { "条码,实收数量\n6901234567892,12\n", "A-1×12", "", TRUE },
  { "Item code,Quantity,Received\nA-1,10,8\n", "A-1×8", "", TRUE },                         /* what came, not what was ordered */
  { "SKU\nA-1\nA-2\nA-1\n", "A-1×2 A-2×1", "", FALSE },                                     /* a list of codes: one each, twice is two */
  { "SKU,qty\nA-1,2\nA-1,3\n", "A-1×5", "", TRUE },                                         /* summed */
  { "SKU,qty\nA-1,0.350\nA-2,0\n", "A-1×1 A-2×0", "", TRUE },                               /* weighed goods need a whole label */
  { "SKU,qty\nNOPE,2\nA-1,1\n", "A-1×1", "2:file-unknown", TRUE },
  { "EAN,qty\n4006381333931,2\n", "", "2:file-ambiguous", TRUE },
  { "EAN,SKU,qty\n4006381333931,B-2,2\n0000000000000,A-1,4\n", "A-1×4", "2:file-ambiguous", TRUE }, /* an unknown barcode: its code helps */
  { "SKU,qty\nA-1,minus\nA-2,-3\nB-1,10001\n", "", "2:file-quantity 3:file-quantity 4:file-quantity", TRUE },
  { "SKU,qty\nA-1,9999\nA-1,9999\n", "A-1×10000", "", TRUE },                               /* never more than an order takes */
  { "SKU,qty\n,\nTotal,\n", "", "3:file-unknown", TRUE },
};

static char *
code_of (BrDb *db, guint32 sku)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = br_sku_query_rows (db, &sku, 1, &error);

  g_assert_no_error (error);
  return g_strdup (((BrSkuRow *) rows->pdata[0])->code);
}

/* The result as the table above has it. */
typedef struct
{
  const BrLabelFile *file;
  GString *lines;
} Describe;

static gboolean
describe (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Describe *describe = data;

  for (guint i = 0; i < describe->file->lines->len; i++)
    {
      const BrLabelFileLine *line = &g_array_index (describe->file->lines, BrLabelFileLine, i);
      g_autofree char *code = code_of (db, line->sku);

      g_string_append_printf (describe->lines, "%s%s×%" G_GINT64_FORMAT, i > 0 ? " " : "", code, line->quantity);
    }
  return TRUE;
}

static char *
describe_problems (const BrLabelFile *file)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < file->problems->len; i++)
    {
      const BrLabelProblem *problem = g_ptr_array_index (file->problems, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT ":%s", i > 0 ? " " : "", problem->row, problem->what);
    }
  return g_string_free (text, FALSE);
}

static BrLabelFile *
read_file (BrStore *store, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "list.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gboolean ok = g_file_set_contents (path, text, -1, NULL);

  g_assert_true (ok);
  return br_label_file_read (store, file, NULL, error);
}

static void
test_lines (void)
{
  g_autoptr (BrStore) store = open_store ("lines");
  g_autoptr (BrImportReport) report = run_text (goods, store, BR_IMPORT_REJECT_ALL);

  g_assert_cmpint (report->n_created, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BrLabelFile) file = read_file (store, cases[i].text, &error);
      g_autoptr (GString) lines = g_string_new (NULL);
      g_autofree char *problems = NULL;
      Describe description = { file, lines };

      g_test_message ("%u", i);
      g_assert_no_error (error);
      br_store_read (store, describe, &description, NULL, &error);
      g_assert_no_error (error);
      problems = describe_problems (file);
      g_assert_cmpstr (lines->str, ==, cases[i].lines);
      g_assert_cmpstr (problems, ==, cases[i].problems);
      g_assert_cmpint (file->has_quantity, ==, cases[i].has_quantity);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = { "", "name,price\nTea,10\n" };
  g_autoptr (BrStore) store = open_store ("refused");
  g_autofree char *missing = g_build_filename (g_get_user_data_dir (), "missing.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (missing);
  g_autoptr (GError) gone = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_file (store, texts[i], &error));
      g_assert_error (error, BR_ERROR, BR_ERROR_INVALID);
    }
  g_assert_null (br_label_file_read (store, file, NULL, &gone));
  g_assert_error (gone, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/label-file/lines", test_lines);
  g_test_add_func ("/service/label-file/refused", test_refused);
  return g_test_run ();
}
