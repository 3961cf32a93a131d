/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the pages of shelf tags ask of a reader, over 5,000 bound tags that show what they should (or as many as BR_BENCH_TAGS says): the worst of what a person waits for. The
 * counts and the list of mismatches, which are made in the background, are said beside it.
 */
#include "config.h"

#include <stdlib.h>

#include "br-tag-list-store.h"
#include "tag-bulk.h"

#define N_RUNS 5
#define N_ROWS 60 /* of a page in view */

/* The shop on its way through the store's jobs. */
typedef struct
{
  Bulk *bulk;
  gint64 now_us;
  BrTagQuery query;
  BrIdList *ids;
} Shop;

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static gboolean
ids_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Shop *shop = data;

  g_clear_pointer (&shop->ids, br_id_list_unref);
  shop->ids = br_tag_list_ids (db, &shop->query, shop->now_us, NULL, error);
  return shop->ids != NULL;
}

static gboolean
rows_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Shop *shop = data;
  g_autoptr (GPtrArray) rows = br_tag_list_rows (db, shop->ids->ids, MIN (shop->ids->n, N_ROWS), shop->now_us, error);

  return rows != NULL;
}

static gboolean
shelves_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const BrShelfQuery query = { .least_proof = BR_TAG_PROOF_TAG, .now_us = ((Shop *) data)->now_us };
  guint32 skus[N_ROWS];
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < N_ROWS; i++)
    skus[i] = i + 1;
  rows = br_shelf_list_of (db, &query, skus, N_ROWS, error);
  return rows != NULL;
}

static gboolean
counts_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  BrTagCounts counts;

  return br_tag_list_counts (db, ((Shop *) data)->now_us, &counts, error);
}

static gboolean
failed_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) failed = br_tag_list_failed (db, error);

  return failed != NULL;
}

static gboolean
mismatch_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const BrShelfQuery query = { .least_proof = BR_TAG_PROOF_TAG, .now_us = ((Shop *) data)->now_us, .limit = 500 };
  g_autoptr (GPtrArray) rows = br_shelf_list (db, &query, NULL, NULL, error);

  return rows != NULL;
}

static gboolean
then_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const gint64 now_us = ((Shop *) data)->now_us;
  const BrShelfQuery query = { .which = BR_SHELF_ALL, .least_proof = BR_TAG_PROOF_TAG, .now_us = now_us, .at_us = now_us - 1500, .limit = G_MAXUINT };
  g_autoptr (GPtrArray) rows = br_shelf_list (db, &query, NULL, NULL, error);

  return rows != NULL;
}

/* Milliseconds, the worst of some. */
static double
measure (Shop *shop, const char *name, BrReadFunc func)
{
  double worst = 0;

  for (int run = 0; run < N_RUNS; run++)
    {
      g_autoptr (GError) error = NULL;
      gint64 began = g_get_monotonic_time ();

      br_store_read (shop->bulk->store, func, shop, NULL, &error);
      check (error);
      worst = MAX (worst, (double) (g_get_monotonic_time () - began) / 1000);
    }
  g_print ("tags-list-%s %.1f ms\n", name, worst);
  return worst;
}

static double
measure_query (Shop *shop, const char *name, BrTagQuery query)
{
  query.type = -1;
  shop->query = query;
  return measure (shop, name, ids_job);
}

int
main (void)
{
  const char *size = g_getenv ("BR_BENCH_TAGS");
  Bulk bulk;
  Shop shop = { .bulk = &bulk };
  double worst;

  bulk_open (&bulk, bulk_size ());
  tag_bulk_fill (&bulk, size != NULL ? (guint) atoi (size) : 5000);
  shop.now_us = br_clock_now_us (br_store_get_clock (bulk.store));
  worst = measure_query (&shop, "key", (BrTagQuery) { .sort = BR_TAG_SORT_KEY });
  worst = MAX (worst, measure_query (&shop, "name", (BrTagQuery) { .sort = BR_TAG_SORT_NAME }));
  worst = MAX (worst, measure_query (&shop, "shows", (BrTagQuery) { .sort = BR_TAG_SORT_SHOWS, .descending = TRUE }));
  worst = MAX (worst, measure_query (&shop, "waiting", (BrTagQuery) { .sort = BR_TAG_SORT_NAME, .shows = 1 << BR_TAG_SHOWS_WAITING }));
  worst = MAX (worst, measure_query (&shop, "attention", (BrTagQuery) { .sort = BR_TAG_SORT_NAME, .attention = BR_TAG_ATTENTION_FAILED }));
  worst = MAX (worst, measure_query (&shop, "station", (BrTagQuery) { .sort = BR_TAG_SORT_NAME, .station = 3 }));
  worst = MAX (worst, measure_query (&shop, "search", (BrTagQuery) { .sort = BR_TAG_SORT_NAME, .text = "0F" }));
  worst = MAX (worst, measure (&shop, "rows", rows_job));
  worst = MAX (worst, measure (&shop, "shelves", shelves_job));
  measure (&shop, "failed", failed_job);
  measure (&shop, "counts", counts_job);
  measure (&shop, "mismatch", mismatch_job);
  measure (&shop, "then", then_job);
  g_clear_pointer (&shop.ids, br_id_list_unref);
  bulk_close (&bulk);
  g_print ("tags-list %.1f ms\n", worst);
  return 0;
}
