/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-edit-store.h"
#include "br-error.h"
#include "br-export.h"
#include "br-store.h"
#include "br-table.h"

static const BrExportColumn columns[] = {
  { BR_EXPORT_NAME, "商品" }, { BR_EXPORT_CODE, "SKU" }, { BR_EXPORT_STATUS, "Status" }, { BR_EXPORT_PRICE, "Price" }, { BR_EXPORT_COST, "Cost" },
};

typedef struct
{
  char *dir;
  BrStore *store;
} Fixture;

/* n products "Goods <i>" with SKU "S<i>", a cost of i.05, and a base price of i.90 for even i. */
static gboolean
fill_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrEditor editor = { .actor = { .role = BR_ROLE_HQ_ADMIN }, .label = "Fill", .mode = BR_EDIT_ATOMIC };
  g_autoptr (BrEditBatch) batch = br_edit_batch_begin (tx, &editor);
  int n = *(int *) data;
  BrId change;

  for (int i = 0; i < n; i++)
    {
      BrId ids[3];
      g_autofree char *name = g_strdup_printf (i == 1 ? "=Goods, \"%d\"" : "Goods %d", i), *code = g_strdup_printf ("S%d", i);
      g_autoptr (BrRecord) product = NULL, sku = NULL, price = NULL;

      for (int j = 0; j < 3; j++)
        ids[j] = br_id_make (tx->clock, tx->random);
      product = br_record_new (BR_KIND_PRODUCT, &ids[0]);
      br_value_set_text (&product->cells[BR_PRODUCT_NAME], name);
      sku = br_record_new (BR_KIND_SKU, &ids[1]);
      br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &ids[0]);
      br_value_set_text (&sku->cells[BR_SKU_CODE], code);
      br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
      br_value_set_int (&sku->cells[BR_SKU_COST], i * 100 + 5);
      price = br_record_new (BR_KIND_PRICE, &ids[2]);
      br_value_set_id (&price->cells[BR_PRICE_SKU], &ids[1]);
      br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
      br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
      br_value_set_int (&price->cells[BR_PRICE_AMOUNT], i * 100 + 90);
      if (!br_edit_batch_put (batch, NULL, product, error) || !br_edit_batch_put (batch, NULL, sku, error)
          || (i % 2 == 0 && !br_edit_batch_put (batch, NULL, price, error)))
        return FALSE;
    }
  return br_edit_batch_finish (batch, &change, NULL, error);
}

static void
set_up (Fixture *fixture, int n)
{
  g_autoptr (GError) error = NULL;
  BrStoreParams params = { .clock = br_clock_system (), .random = br_random_system () };

  fixture->dir = g_dir_make_tmp ("backroom-export-XXXXXX", NULL);
  params.dir = fixture->dir;
  fixture->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  br_store_write (fixture->store, fill_job, &n, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", fixture->dir);

  br_store_unref (fixture->store);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->dir);
}

static gboolean
read_ids_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT id FROM sku_list ORDER BY id", error);
  gboolean has_row;

  while (br_db_step (db, statement, &has_row, error) && has_row)
    {
      guint32 id = (guint32) sqlite3_column_int64 (statement, 0);

      g_array_append_val ((GArray *) data, id);
    }
  return TRUE;
}

static BrIdList *
all_ids (BrStore *store)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  gsize n;
  guint32 *taken;

  g_assert_true (br_store_read (store, read_ids_job, ids, NULL, NULL));
  taken = g_array_steal (ids, &n);
  g_array_unref (ids);
  return br_id_list_new_take (taken, n);
}

static char *
read_back (const char *path)
{
  char *contents;
  gsize length;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (BrTable) table = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  GPtrArray *cells;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  bytes = g_bytes_new_take (contents, length);
  table = br_table_new (bytes, NULL);
  while (br_table_next (table, &cells, NULL) && cells != NULL)
    {
      for (guint i = 0; i < cells->len; i++)
        g_string_append_printf (out, i > 0 ? "|%s" : "%s", (char *) cells->pdata[i]);
      g_string_append_c (out, '/');
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
count_done (gsize done, gpointer data)
{
  *(gsize *) data = done;
}

static void
test_formats (void)
{
  Fixture fixture;
  static const struct
  {
    BrExportFormat format;
    const char *expected;
  } rows[] = {
    { BR_EXPORT_CSV, "商品|SKU|Status|Price|Cost/Goods 0|S0|listed|0.90|0.05/'=Goods, \"1\"|S1|listed||1.05/Goods 2|S2|listed|2.90|2.05/" },
    { BR_EXPORT_XLSX, "商品|SKU|Status|Price|Cost/Goods 0|S0|listed|0.9|0.05/=Goods, \"1\"|S1|listed||1.05/Goods 2|S2|listed|2.9|2.05/" },
  };

  set_up (&fixture, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename (fixture.dir, "out", NULL);
      g_autoptr (BrIdList) ids = all_ids (fixture.store);
      BrExportParams params = { .skus = ids, .columns = columns, .n_columns = G_N_ELEMENTS (columns), .format = rows[i].format, .digits = 2, .path = path };
      g_autoptr (GError) error = NULL;
      g_autofree char *contents = NULL;
      gsize done = 0;

      g_assert_true (br_export_skus (fixture.store, &params, count_done, &done, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (done, ==, 3);
      contents = read_back (path);
      g_assert_cmpstr (contents, ==, rows[i].expected);
    }
  tear_down (&fixture);
}

static void
cancel_half_way (gsize done, gpointer data)
{
  g_cancellable_cancel (data);
}

/* Cancelled or failed, the file is as it was. */
static void
test_nothing_half (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (BrIdList) ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *contents = NULL;
  BrExportParams params = { .columns = columns, .n_columns = G_N_ELEMENTS (columns), .format = BR_EXPORT_CSV, .digits = 2 };

  set_up (&fixture, 600);
  params.path = path = g_build_filename (fixture.dir, "out.csv", NULL);
  params.skus = ids = all_ids (fixture.store);
  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_assert_false (br_export_skus (fixture.store, &params, cancel_half_way, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "before");
  g_clear_error (&error);
  params.path = "/nowhere/at/all.csv";
  g_assert_false (br_export_skus (fixture.store, &params, NULL, NULL, NULL, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_IO);
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/export/formats", test_formats);
  g_test_add_func ("/service/export/nothing-half", test_nothing_half);
  return g_test_run ();
}
