/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records go in as the first sync puts them; the projection is made at the end. */
#include "config.h"
#include "bench-data.h"

#include <glib/gstdio.h>
#include <stdio.h>

#include "br-projection.h"
#include "br-record-store-private.h"
#include "br-sim-shop.h"

#define SEED 2026

BrStore *
bench_data_open (const char *dir)
{
  BrStoreParams params = { .dir = dir, .clock = br_clock_system (), .random = br_random_system () };
  g_autoptr (GError) error = NULL;
  BrStore *store = br_store_open (&params, &error);

  if (store == NULL)
    g_error ("opening %s: %s", dir, error->message);
  return store;
}

static gboolean
put (const BrRecord *record, gpointer data, GError **error)
{
  BrStoreTx *tx = data;
  BrRecord stamped = *record; /* borrows the cells */
  gboolean inserted;
  gint64 id;

  stamped.rev = 1;
  stamped.at_us = br_clock_now_us (tx->clock) - (record->id.bytes[15] * G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC);
  return br_record_store_insert (tx, &stamped, &(BrStoredRow) { 0 }, &id, &inserted, error);
}

static gboolean
fill_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrSimShopParams params = { .seed = SEED, .n_skus = *(const gsize *) data, .at_us = br_clock_now_us (tx->clock) };

  return br_sim_shop_generate (&params, put, tx, error);
}

static gboolean
project_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_projection_rebuild (tx, error);
}

void
bench_data_fill (const char *dir, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrStore) store = NULL;
  gint64 start = g_get_monotonic_time (), middle;

  g_mkdir_with_parents (dir, 0700);
  store = bench_data_open (dir);
  if (!br_store_write (store, fill_job, &n, &error))
    g_error ("filling %s: %s", dir, error->message);
  middle = g_get_monotonic_time ();
  if (!br_store_write (store, project_job, NULL, &error))
    g_error ("projecting %s: %s", dir, error->message);
  g_printerr ("# %" G_GSIZE_FORMAT " SKUs: records %.1f s, projection %.1f s\n", n, (middle - start) / 1e6, (g_get_monotonic_time () - middle) / 1e6);
}

char *
bench_data_get (gsize n)
{
  const char *build = g_getenv ("BR_BENCH_BUILD");
  g_autofree char *name = g_strdup_printf ("shop-%" G_GSIZE_FORMAT, n);
  g_autofree char *dir = g_build_filename (build ? build : "_build", "bench-data", name, NULL);
  g_autofree char *made = g_strconcat (dir, ".new", NULL);
  g_autofree char *cache = g_build_filename (dir, "cache.db", NULL);

  if (g_file_test (cache, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&dir);
  /* Made beside its place, so that an interrupted run leaves nothing that looks whole. */
  if (g_file_test (made, G_FILE_TEST_EXISTS))
    g_error ("%s is left from an interrupted run: remove it", made);
  bench_data_fill (made, n);
  if (g_rename (made, dir) != 0)
    g_error ("%s could not be renamed", made);
  return g_steal_pointer (&dir);
}

gint64
bench_rss_kib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = strstr (text, "VmRSS:");
  return line ? g_ascii_strtoll (line + 6, NULL, 10) : 0;
}
