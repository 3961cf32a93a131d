/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Straight into the tables: what is measured is reading them. The stations are paused: nobody looks for them. */
#include "config.h"

#include "tag-bulk.h"

#include "br-bind.h"

/* The shop on its way through the store's jobs. */
typedef struct
{
  Bulk *bulk;
  guint n;
  BrId *skus;
  gint64 now_us;
} Fill;

static gboolean
find_skus (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Fill *fill = data;

  return bulk_find_skus (fill->bulk, db, fill->skus, fill->n, error);
}

/* ?1: the tag, ?2: its article, ?3: now. One of a hundred shows something else than it should, one of fifty has a job. */
static const char *const steps[] = {
  "INSERT OR IGNORE INTO station (id, driver, name, address, paused, capacity)"
  " VALUES (1 + ?1 / 250, 'oepl', 'Station ' || (?1 / 250), 'a' || (?1 / 250), 1, 300)",
  "INSERT INTO tag (id, driver, key, station, type, first_us, heard_us, next_us, interval_us, battery_mv, rssi, wanted_gen, shown_gen, shown_digest, shown_proof, shown_us)"
  " VALUES (?1, 'oepl', printf ('%016X', ?1), 1 + ?1 / 250, 1, ?3, ?3, ?3 + 600000000, 600000000, 3000, -60, 2, CASE WHEN ?1 % 100 THEN 2 ELSE 1 END, printf ('%064x', ?1), 3,"
  " ?3 - 1000)",
  "INSERT INTO tag_binding (tag, sku, place, bound_us) VALUES (?1, ?2, 'Aisle ' || (?1 / 100), ?3)",
  "INSERT INTO tag_want (tag, gen, key, at_us, from_us, sku, design, price_minor, priority) VALUES (?1, 1, 'a', 1, 1, ?2, 'tag-price-296x128', 1, 1)",
  "INSERT INTO tag_want (tag, gen, key, at_us, from_us, sku, design, price_minor, priority, digest)"
  " VALUES (?1, 2, 'b', ?3 - 2000, ?3 - 2000, ?2, 'tag-price-296x128', 1000, 1, printf ('%064x', ?1))",
  "INSERT INTO tag_shown (tag, from_us, gen, digest, proof) VALUES (?1, ?3 - 1000, CASE WHEN ?1 % 100 THEN 2 ELSE 1 END, printf ('%064x', ?1), 3)",
  "INSERT INTO tag_job (tag, station, gen, priority, state, created_us, state_us) SELECT ?1, 1 + ?1 / 250, 2, 1, 1, ?3, ?3 WHERE ?1 % 50 = 0",
};

static gboolean
fill_job (BrStoreTx *tx, gpointer data, GError **error)
{
  Fill *fill = data;

  br_store_tx_note_tags (tx);
  for (guint i = 0; i < fill->n; i++)
    for (guint j = 0; j < G_N_ELEMENTS (steps); j++)
      {
        sqlite3_stmt *statement = br_db_statement (tx->db, steps[j], error);

        if (statement == NULL)
          return FALSE;
        sqlite3_bind_int64 (statement, 1, i + 1);
        if (sqlite3_bind_parameter_count (statement) > 1)
          br_bind_id (statement, 2, &fill->skus[i]);
        if (sqlite3_bind_parameter_count (statement) > 2)
          sqlite3_bind_int64 (statement, 3, fill->now_us);
        if (!br_db_run (tx->db, statement, error))
          return FALSE;
      }
  return TRUE;
}

void
tag_bulk_fill (Bulk *bulk, guint n)
{
  Fill fill = { .bulk = bulk, .n = n, .skus = g_new (BrId, n), .now_us = br_clock_now_us (br_store_get_clock (bulk->store)) };
  g_autoptr (GError) error = NULL;

  if (!br_store_read (bulk->store, find_skus, &fill, NULL, &error) || !br_store_tags_write (bulk->store, fill_job, &fill, &error))
    g_error ("%s", error->message);
  g_free (fill.skus);
}
