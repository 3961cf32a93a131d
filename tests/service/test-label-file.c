/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantities of labels from delivery notes and stock lists. */
#include "config.h"

#include "br-label-service.h"
#include "br-sku-query.h"
#include "br-xlsx.h"
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
  { "SKU,qty\nA-1,minus\nA-2,-3\nB-1,10001\n", "", "2:file-quantity 3:file-negative 4:file-much", TRUE },
  { "SKU,qty\nA-1,99999999999999999999\nA-2,2 pcs\n", "", "2:file-much 3:file-quantity", TRUE },
  { "SKU,qty\nA-1,9999\nA-1,2\nA-1,1\n", "A-1×10000", "3:file-much", TRUE },             /* never more than an order takes, and no part of a line */
  { "SKU,qty\n,\nTotal,\n,12\n", "", "3:file-unknown 4:file-no-code", TRUE },
  { "SKU;qty\nA-1;1.5\nA-2;2\nB-2;1,5\n", "A-1×2 A-2×2", "4:file-quantity", TRUE },       /* a comma may stand for thousands: not guessed */
  { "SKU\tqty\n A-1\t3\nA-2 \xe3\x80\x80\t\xc2\xa0"
    "2\n",
    "A-1×3 A-2×2", "", TRUE },    /* blanks around, also of full width */
  { "EAN,qty\n'6901234567892,3\n\"=\"\"6909876543210\"\"\",2\n6.90123E+12,5\n", "A-1×3 A-2×2", "4:file-rounded", TRUE }, /* what spreadsheets do */
  { "\xef\xbb\xbfSKU,qty\r\nA-1,3\r\n", "A-1×3", "", TRUE },
  { "送货单\n日期;2026-11-23\n货号;品名;数量\nA-1;茶;3\n合计;;3\n", "A-1×3", "5:file-unknown", TRUE },   /* headers below a title */
  { "Barcodes of May\nEAN,pieces\n6901234567892,4\n", "A-1×4", "", TRUE },                 /* a title that sounds like a header */
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
read_bytes (BrStore *store, const char *bytes, gssize size, GError **error)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "list.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gboolean ok = g_file_set_contents (path, bytes, size, NULL);

  g_assert_true (ok);
  return br_label_file_read (store, file, NULL, error);
}

static BrLabelFile *
read_file (BrStore *store, const char *text, GError **error)
{
  return read_bytes (store, text, -1, error);
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
  static const struct
  {
    const char *text;
    int code;
  } refusals[] = {
    { "", BR_ERROR_NOT_FOUND },
    { "name,price\nTea,10\n", BR_ERROR_NOT_FOUND },
    { "SKU,qty\nA-1,\"3\n", BR_ERROR_INVALID }, /* a quotation mark is never closed */
  };
  g_autoptr (BrStore) store = open_store ("refused");
  g_autofree char *missing = g_build_filename (g_get_user_data_dir (), "missing.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (missing);
  g_autoptr (GError) gone = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_file (store, refusals[i].text, &error));
      g_assert_error (error, BR_ERROR, refusals[i].code);
    }
  g_assert_null (br_label_file_read (store, file, NULL, &gone));
  g_assert_error (gone, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* As Chinese and western spreadsheets save it. */
static void
test_encodings (void)
{
  static const char *const encodings[] = { "GB18030", "GBK", "UTF-16LE", "UTF-8" };
  static const char text[] = "\xef\xbb\xbf商品条码,品名,实收数量\n6901234567892,龙井茶叶,12\n6909876543210,东北大米,7\n";
  g_autoptr (BrStore) store = open_store ("encodings");
  g_autoptr (BrImportReport) report = run_text (goods, store, BR_IMPORT_REJECT_ALL);

  g_assert_cmpint (report->n_created, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean marked = g_str_has_prefix (encodings[i], "UTF");
      gsize size;
      g_autofree char *bytes = g_convert (marked ? text : text + 3, -1, encodings[i], "UTF-8", NULL, &size, &error);
      g_autoptr (BrLabelFile) file = NULL;

      g_assert_no_error (error);
      file = read_bytes (store, bytes, (gssize) size, &error);
      g_assert_no_error (error);
      g_test_message ("%s", encodings[i]);
      g_assert_cmpuint (file->lines->len, ==, 2);
      g_assert_cmpuint (file->problems->len, ==, 0);
      g_assert_cmpint (g_array_index (file->lines, BrLabelFileLine, 0).quantity, ==, 12);
      g_assert_cmpstr (file->name, ==, "list.csv");
    }
}

/* A workbook: codes as texts or as numbers, quantities as numbers, headers below a title. */
static void
test_workbook (void)
{
  const BrXlsxCell title[] = { { .text = "送货单" } };
  const BrXlsxCell headers[] = { { .text = "货号" }, { .text = "条码" }, { .text = "实收数量" } };
  const BrXlsxCell rows[][3] = {
    { { .text = "A-1" }, { .text = NULL }, { .number = 12, .is_number = TRUE } },
    { { .text = NULL }, { .number = 6909876543210, .is_number = TRUE }, { .number = 2.5, .is_number = TRUE, .digits = 1 } },
    { { .text = "NOPE" }, { .text = NULL }, { .number = 1, .is_number = TRUE } },
  };
  g_autoptr (BrStore) store = open_store ("workbook");
  g_autoptr (BrImportReport) report = run_text (goods, store, BR_IMPORT_REJECT_ALL);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BrLabelFile) file = NULL;
  g_autofree char *problems = NULL;
  BrXlsxWriter *writer = br_xlsx_writer_new ("Note");

  g_assert_cmpint (report->n_created, ==, 4);
  br_xlsx_writer_add_row (writer, title, G_N_ELEMENTS (title));
  br_xlsx_writer_add_row (writer, headers, G_N_ELEMENTS (headers));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    br_xlsx_writer_add_row (writer, rows[i], G_N_ELEMENTS (rows[i]));
  bytes = br_xlsx_writer_finish (writer, &error);
  g_assert_no_error (error);
  file = read_bytes (store, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  br_store_read (store, describe, &(Describe) { file, lines }, NULL, &error);
  g_assert_no_error (error);
  problems = describe_problems (file);
  g_assert_cmpstr (lines->str, ==, "A-1×12 A-2×3");
  g_assert_cmpstr (problems, ==, "5:file-unknown");
}

/* Every line is taken or listed. */
static void
test_many (void)
{
  g_autoptr (BrStore) store = open_store ("many");
  g_autoptr (BrImportReport) report = run_text (goods, store, BR_IMPORT_REJECT_ALL);
  g_autoptr (GString) text = g_string_new ("SKU,qty\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (BrLabelFile) file = NULL;

  g_assert_cmpint (report->n_created, ==, 4);
  for (guint i = 0; i < 10000; i++)
    g_string_append (text, i % 3 == 0 ? "A-1,1\n" : i % 3 == 1 ? "NOPE,1\n" : "B-2,x\n");
  file = read_file (store, text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (file->n_taken, ==, 3334);
  g_assert_cmpuint (file->n_taken + file->problems->len, ==, 10000);
  g_assert_cmpint (g_array_index (file->lines, BrLabelFileLine, 0).quantity, ==, 3334);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/label-file/lines", test_lines);
  g_test_add_func ("/service/label-file/refused", test_refused);
  g_test_add_func ("/service/label-file/encodings", test_encodings);
  g_test_add_func ("/service/label-file/workbook", test_workbook);
  g_test_add_func ("/service/label-file/many", test_many);
  return g_test_run ();
}
