/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long it takes to decide what 5,000 bound tags are to show after 100,000 price changes; and, beside it, to commit that with its jobs. */
#include "config.h"

#include "br-station-store.h"
#include "br-tag-binding-store.h"
#include "br-tag-store.h"
#include "br-tag-wanted.h"
#include "bulk.h"

#define N_TAGS 5000
#define N_STATIONS 50
#define N_RUNS 5
#define TYPE 0x01 /* 296 x 128 */

/* The shop's tags on their way through a write job, and what the store said of the price change. */
typedef struct
{
  Bulk *bulk;
  BrId skus[N_TAGS];
  BrChange *change;
} Shop;

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static gboolean
find_skus (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Shop *shop = data;

  return bulk_find_skus (shop->bulk, db, shop->skus, N_TAGS, error);
}

static gboolean
put_station (BrStoreTx *tx, guint i, gint64 *id, GError **error)
{
  g_autoptr (BrStation) station = br_station_new ();

  station->driver = g_strdup ("oepl");
  station->name = g_strdup_printf ("Station %u", i);
  station->address = g_strdup_printf ("10.0.0.%u", i);
  return br_station_store_put (tx, station, id, error);
}

static gboolean
bind_one (BrStoreTx *tx, gint64 station, guint i, const BrId *sku, GError **error)
{
  BrTagSighting sighting = { .type_code = TYPE, .heard_us = br_clock_now_us (tx->clock), .battery_mv = 3000, .rssi = -60 };
  BrTagBinding binding = { .tag = (gint64) i + 1, .sku = *sku };

  g_snprintf (sighting.tag, sizeof sighting.tag, "%016X", i);
  return br_tag_store_hear (tx, station, &sighting, 1, error) && br_tag_bind (tx, &binding, error);
}

static gboolean
bind_all (BrStoreTx *tx, gpointer data, GError **error)
{
  Shop *shop = data;
  gint64 station = 0;

  for (guint i = 0; i < N_TAGS; i++)
    if ((i % (N_TAGS / N_STATIONS) == 0 && !put_station (tx, i, &station, error)) || !bind_one (tx, station, i, &shop->skus[i], error))
      return FALSE;
  return TRUE;
}

static void
heard_cb (BrChange *change, gpointer data)
{
  Shop *shop = data;

  if (shop->change == NULL && br_tag_wanted_is_touched (change))
    shop->change = br_change_ref (change);
}

/* The worst of some: the same question each time, since nothing is committed. */
static double
decide (Shop *shop, BrTagWantedCount *count)
{
  double worst = 0;

  for (int run = 0; run < N_RUNS; run++)
    {
      g_autoptr (GError) error = NULL;
      gint64 began = g_get_monotonic_time ();
      double seconds;

      br_tag_wanted_decide (shop->bulk->store, shop->change, count, &error);
      check (error);
      seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
      g_print ("run-%d %.3f s\n", run + 1, seconds);
      worst = MAX (worst, seconds);
    }
  return worst;
}

int
main (void)
{
  Bulk bulk;
  Shop shop = { .bulk = &bulk };
  g_autoptr (GError) error = NULL;
  BrTagWantedCount count;
  BrId change;
  gint64 began;
  double seconds;
  guint listener;

  bulk_open (&bulk, bulk_size ());
  if (!br_store_read (bulk.store, find_skus, &shop, NULL, &error) || !br_store_tags_write (bulk.store, bind_all, &shop, &error)
      || !br_tag_wanted_update (bulk.store, NULL, &count, &error))
    check (error);
  g_print ("tags %u bound\n", count.changed);
  listener = br_store_listen (bulk.store, heard_cb, &shop);
  bulk_edit (&bulk, &change);
  br_store_unlisten (bulk.store, listener);
  seconds = decide (&shop, &count);
  began = g_get_monotonic_time ();
  br_tag_wanted_update (bulk.store, shop.change, &count, &error);
  check (error);
  g_print ("changed %u tags\n", count.changed);
  g_print ("decided-and-committed %.3f s\n", (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
  br_change_unref (shop.change);
  bulk_close (&bulk);
  g_print ("tags-plan %.3f s\n", seconds);
  return 0;
}
