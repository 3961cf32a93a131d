/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * First sync: 100,000 products, as many SKUs and base prices, from an HQ in another process over loopback HTTP to a cache in which they
 * can be searched; ÷ a raw C loop that inserts the same rows of the same tables, indexes and search tables in one transaction.
 * With BR_BENCH_DOCUMENTS=FILE every record synced is written there as one JSON document a line, for another engine to replicate.
 */
#include "config.h"

#include <stdio.h>
#include <sys/resource.h>

#include "br-record-store.h"
#include "br-soup-transport.h"
#include "br-sync-engine.h"
#include "br-text-fold.h"
#include "br-wire-record.h"
#include "sync-hq.h"

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* Processor seconds of this process so far: steadier than the clock on a busy machine. */
static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double
first_sync (SyncHq *hq, BrStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrSoupTransport) transport = br_soup_transport_new (hq->url, NULL, &error);
  g_autoptr (BrDevice) device = NULL;
  g_autoptr (BrSyncEngine) engine = NULL;
  BrEnrolment enrolment = { .url = hq->url, .code = hq->codes[0], .name = "bench" };
  BrSyncOutcome outcome;
  gint64 begin_us;

  check (error);
  br_sync_enrol (store, br_soup_transport_get (transport), &enrolment, NULL, &error);
  check (error);
  br_device_load (br_store_get_dir (store), &device, &error);
  check (error);
  engine = br_sync_engine_new (
      &(BrSyncEngineParams) { .store = store, .transport = br_soup_transport_get (transport), .device = device, .overlap = BR_SYNC_OVERLAPPED });
  begin_us = g_get_monotonic_time ();
  br_sync_engine_step (engine, NULL, &outcome);
  check (outcome.error);
  g_assert (outcome.state == BR_SYNC_IDLE);
  return (g_get_monotonic_time () - begin_us) / 1e6;
}

/* The raw side: one connection, the copy's tables read from the synced cache, which is attached. */
static void
run_sql (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return statement;
}

/* Copies what `select` gives into `table`, row by row. */
static gint64
insert_all (sqlite3 *db, const char *select, const char *table)
{
  sqlite3_stmt *from = prepare (db, select), *to;
  int n_columns = sqlite3_column_count (from);
  g_autoptr (GString) sql = g_string_new (NULL);
  gint64 n = 0;

  g_string_printf (sql, "INSERT INTO main.%s (", table);
  for (int i = 0; i < n_columns; i++)
    g_string_append_printf (sql, "%s\"%s\"", i > 0 ? ", " : "", sqlite3_column_name (from, i));
  g_string_append (sql, ") VALUES (?");
  for (int i = 1; i < n_columns; i++)
    g_string_append (sql, ", ?");
  g_string_append (sql, ")");
  to = prepare (db, sql->str);
  for (; sqlite3_step (from) == SQLITE_ROW; n++)
    {
      for (int i = 0; i < n_columns; i++)
        sqlite3_bind_value (to, i + 1, sqlite3_column_value (from, i));
      if (sqlite3_step (to) != SQLITE_DONE)
        g_error ("%s: %s", table, sqlite3_errmsg (db));
      sqlite3_reset (to);
    }
  sqlite3_finalize (from);
  sqlite3_finalize (to);
  return n;
}

/* The texts the search tables get, made before the clock runs. */
static void
prepare_texts (sqlite3 *db)
{
  sqlite3_stmt *from, *to;

  run_sql (db, "CREATE TEMP TABLE words (rowid INTEGER PRIMARY KEY, name TEXT, code TEXT, barcodes TEXT, initials TEXT, grams TEXT)");
  from = prepare (db, "SELECT p.name, s.code, COALESCE(s.barcodes, ''), COALESCE(p.name_alt, ''), s.id, COALESCE(s.option_values, '')"
                      " FROM src.sku s JOIN src.product p ON p.id = s.product WHERE s.present = 1 ORDER BY s.id");
  to = prepare (db, "INSERT INTO temp.words VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  while (sqlite3_step (from) == SQLITE_ROW)
    {
      g_autofree char *shown = br_text_shown_name ((const char *) sqlite3_column_text (from, 0), (const char *) sqlite3_column_text (from, 5));
      g_autofree char *all = g_strconcat (shown, "\n", sqlite3_column_text (from, 3), NULL);
      g_autofree char *name = br_text_fold (all), *code = br_text_fold ((const char *) sqlite3_column_text (from, 1)), *initials = br_text_initials (name);
      g_autoptr (GString) grams = g_string_new (NULL);

      br_text_add_grams (grams, name);
      sqlite3_bind_int64 (to, 1, sqlite3_column_int64 (from, 4));
      sqlite3_bind_text (to, 2, name, -1, SQLITE_TRANSIENT);
      sqlite3_bind_text (to, 3, code, -1, SQLITE_TRANSIENT);
      sqlite3_bind_value (to, 4, sqlite3_column_value (from, 2));
      sqlite3_bind_text (to, 5, initials, -1, SQLITE_TRANSIENT);
      sqlite3_bind_text (to, 6, grams->str, -1, SQLITE_TRANSIENT);
      sqlite3_step (to);
      sqlite3_reset (to);
    }
  sqlite3_finalize (from);
  sqlite3_finalize (to);
}

static double
raw_insert (SyncHq *hq, gint64 *n_rows)
{
  static const char *const tables[] = { "category", "brand", "unit",  "tax_class", "supplier", "person",
                                        "product",  "sku",   "price", "sku_list",  "barcode",  "attribute" };
  g_autofree char *source = g_build_filename (hq->dir, "ours", "cache.db", NULL), *target = g_build_filename (hq->dir, "raw", "cache.db", NULL);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS src", source);
  sqlite3 *db;
  gint64 begin_us;
  double seconds;

  br_store_unref (sync_hq_open_store (hq, "raw")); /* the schema */
  g_assert (sqlite3_open (target, &db) == SQLITE_OK);
  run_sql (db, "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
  run_sql (db, attach);
  prepare_texts (db);
  begin_us = g_get_monotonic_time ();
  run_sql (db, "BEGIN IMMEDIATE");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *select = g_strdup_printf ("SELECT * FROM src.%s", tables[i]);

      *n_rows += insert_all (db, select, tables[i]);
    }
  insert_all (db, "SELECT rowid, name, code, barcodes, initials FROM temp.words", "sku_text");
  insert_all (db, "SELECT rowid, grams AS name, initials FROM temp.words", "sku_grams");
  run_sql (db, "COMMIT");
  seconds = (g_get_monotonic_time () - begin_us) / 1e6;
  sqlite3_close (db);
  return seconds;
}

/* Every record as a document of its own. */
static gboolean
write_documents (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const BrKind kinds[] = { BR_KIND_CATEGORY, BR_KIND_BRAND,   BR_KIND_UNIT, BR_KIND_TAX_CLASS,
                                  BR_KIND_SUPPLIER, BR_KIND_PRODUCT, BR_KIND_SKU,  BR_KIND_PRICE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const BrKindInfo *info = br_schema_get (kinds[i]);
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE present = 1", info->name);
      sqlite3_stmt *ids = prepare (br_db_handle (db), sql);

      while (sqlite3_step (ids) == SQLITE_ROW)
        {
          g_autoptr (BrRecord) record = NULL;
          g_autoptr (BrEdit) edit = br_edit_new (&(BrId) { { 1 } }, "", BR_EDIT_EACH);
          g_autoptr (GBytes) body = NULL;
          char id[BR_ID_STRING_LENGTH + 1];
          const char *text;

          if (!br_record_store_load_by_row (db, kinds[i], sqlite3_column_int64 (ids, 0), &record, error))
            return FALSE;
          br_id_write (&record->id, id);
          br_edit_add_difference (edit, NULL, record);
          body = br_wire_edit_write (edit, error);
          text = g_bytes_get_data (body, NULL);
          /* {"cs":…,"p":[[kind,id,0,1,{…}]]}: the cells are what a document holds */
          fprintf (data, "{\"_id\":\"%s/%s\",\"rev\":%" G_GINT64_FORMAT ",\"cells\":%.*s}\n", info->name, id, record->rev,
                   (int) (g_bytes_get_size (body) - (g_strstr_len (text, -1, ",1,{") + 3 - text) - 3), g_strstr_len (text, -1, ",1,{") + 3);
        }
      sqlite3_finalize (ids);
    }
  return TRUE;
}

int
main (void)
{
  SyncHq hq = { 0 };
  BrStore *store;
  const char *documents = g_getenv ("BR_BENCH_DOCUMENTS");
  g_autoptr (GError) error = NULL;
  double ours, raw, cpu;
  gint64 n_rows = 0;

  sync_hq_start (&hq, sync_hq_size (100000));
  store = sync_hq_open_store (&hq, "ours");
  cpu = cpu_seconds ();
  ours = first_sync (&hq, store);
  g_print ("first-sync-cpu-seconds %.3f s\n", cpu_seconds () - cpu);
  if (documents != NULL)
    {
      FILE *file = fopen (documents, "w");

      g_assert (file != NULL);
      br_store_read (store, write_documents, file, NULL, &error);
      check (error);
      fclose (file);
    }
  br_store_unref (store);
  cpu = cpu_seconds ();
  raw = raw_insert (&hq, &n_rows);
  g_print ("raw-insert-cpu-seconds %.3f s (with making the texts)\n", cpu_seconds () - cpu);
  g_print ("products %u products\n", hq.products->len);
  g_print ("rows %" G_GINT64_FORMAT " rows\n", n_rows);
  g_print ("raw-insert-seconds %.3f s\n", raw);
  g_print ("first-sync-seconds %.3f s\n", ours);
  g_print ("first-sync %.2f ratio\n", ours / raw);
  sync_hq_stop (&hq);
  return 0;
}
