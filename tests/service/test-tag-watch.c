/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that keeps what tags are to show up to date: what was bound before the program started, and what is bound after. */
#include "config.h"

#include "br-tag-binding-store.h"
#include "br-tag-want-store.h"
#include "br-tag-watch.h"
#include "tag-shop.h"

/* How many commits said that tags changed, but for bindings. */
typedef struct
{
  GMutex lock;
  GCond cond;
  guint n;
} Counter;

static void
count_cb (BrChange *change, gpointer data)
{
  Counter *counter = data;

  g_mutex_lock (&counter->lock);
  counter->n += change->tags && !change->bindings;
  g_cond_signal (&counter->cond);
  g_mutex_unlock (&counter->lock);
}

static void
wait_for (Counter *counter, guint n)
{
  g_mutex_lock (&counter->lock);
  while (counter->n < n)
    g_cond_wait (&counter->cond, &counter->lock);
  g_mutex_unlock (&counter->lock);
}

/* An article at 10.00. */
static BrId
put_goods (Fixture *fixture)
{
  g_autoptr (BrRecord) product = fixture_record (fixture, BR_KIND_PRODUCT), sku = fixture_record (fixture, BR_KIND_SKU),
                       price = fixture_record (fixture, BR_KIND_PRICE);

  fixture_put (fixture, NULL, product);
  br_value_set_id (&sku->cells[BR_SKU_PRODUCT], &product->id);
  br_value_set_int (&sku->cells[BR_SKU_STATUS], BR_STATUS_LISTED);
  fixture_put (fixture, NULL, sku);
  for (guint i = BR_PRICE_ZONE; i <= BR_PRICE_APPROVED_BY; i++)
    br_value_clear (&price->cells[i]);
  br_value_set_id (&price->cells[BR_PRICE_SKU], &sku->id);
  br_value_set_int (&price->cells[BR_PRICE_KIND], BR_PRICE_REGULAR);
  br_value_set_int (&price->cells[BR_PRICE_PRIORITY], 0);
  br_value_set_int (&price->cells[BR_PRICE_AMOUNT], 1000);
  fixture_put (fixture, NULL, price);
  return sku->id;
}

static BrId goods;

static gboolean
bind_first (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a");
  BrTagBinding binding = { .tag = tag_shop_tag (tx, station, "A"), .sku = goods };

  tag_shop_tag (tx, station, "B");
  return br_tag_bind (tx, &binding, error);
}

static gboolean
bind_second (BrStoreTx *tx, gpointer data, GError **error)
{
  BrTagBinding binding = { .tag = 2, .sku = goods };

  return br_tag_bind (tx, &binding, error);
}

static void
test_watch (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  Counter counter = { 0 };
  g_autoptr (BrStore) store = NULL;
  g_autoptr (BrTagWatch) watch = NULL;
  g_autoptr (GError) error = NULL;
  BrStoreParams params = { .dir = fixture->dir, .clock = br_clock_system (), .random = br_random_system (), .threads = TRUE };

  goods = put_goods (fixture);
  tag_shop_run (fixture, bind_first);
  fixture_close (fixture);
  store = br_store_open (&params, &error);
  g_assert_no_error (error);
  br_store_listen (store, count_cb, &counter);
  watch = br_tag_watch_new (store);
  wait_for (&counter, 1);
  g_assert_true (br_store_tags_write (store, bind_second, NULL, &error));
  wait_for (&counter, 2);
  g_clear_pointer (&watch, br_tag_watch_free);
  g_clear_pointer (&store, br_store_unref);
  fixture_open (fixture, NULL);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM tags.tag_want WHERE price_minor = 1000 AND design = 'tag-price-384x168'"), ==, 2);
  g_assert_cmpint (fixture_int (fixture, "SELECT count (*) FROM tags.tag_job WHERE state = 1"), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/tag-watch/bound", test_watch);
  return g_test_run ();
}
