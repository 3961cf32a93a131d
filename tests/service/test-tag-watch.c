/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tags are to show when nobody chose a design, and the thread that keeps it up to date: what was bound before the program started, and what is bound after. */
#include "config.h"

#include "br-tag-binding-store.h"
#include "br-tag-store.h"
#include "br-tag-wanted.h"
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

static BrId
put_goods (Fixture *fixture)
{
  TagShopGoods made;

  tag_shop_goods (fixture, &made, 0, 1000);
  return made.sku;
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

static int ahead_hours; /* atomic: the computer's clock shows so much more */

static gint64
moved_now_us (gpointer data)
{
  return g_get_real_time () + g_atomic_int_get (&ahead_hours) * 60 * TAG_SHOP_MINUTE;
}

/* Until so much is wanted last. */
static void
wait_price (Fixture *fixture, Counter *counter, gint64 price_minor)
{
  guint n = 0;

  while (fixture_int (fixture, "SELECT coalesce (max (price_minor), 0) FROM tags.tag_want w WHERE gen = (SELECT max (gen) FROM tags.tag_want)") != price_minor)
    wait_for (counter, ++n);
}

/* A clock that is set back: what was wanted for a time that has not come after all is not wanted any more. That is found at the next look, be it for another article. */
static void
test_set_back (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  Counter counter = { 0 };
  g_autoptr (BrTagWatch) watch = NULL;
  g_autoptr (GError) error = NULL;
  BrClock clock = *br_clock_system ();
  BrStoreParams params = { .dir = fixture->dir, .clock = &clock, .random = br_random_system (), .threads = TRUE };
  TagShopGoods bound, another;
  gint64 hour_us = 60 * TAG_SHOP_MINUTE;

  clock.now_us = moved_now_us;
  tag_shop_goods (fixture, &bound, 0, 1000);
  tag_shop_goods (fixture, &another, 1, 5000);
  tag_shop_price (fixture, &bound, BR_PRICE_PROMOTIONAL, 800, g_get_real_time () + hour_us, 0);
  goods = bound.sku;
  tag_shop_run (fixture, bind_first);
  fixture_close (fixture);
  fixture->store = br_store_open (&params, &error);
  g_assert_no_error (error);
  br_store_listen (fixture->store, count_cb, &counter);
  watch = br_tag_watch_new (fixture->store);
  wait_price (fixture, &counter, 1000);
  g_atomic_int_set (&ahead_hours, 2);
  tag_shop_price (fixture, &another, BR_PRICE_REGULAR, 5001, 0, 0);
  wait_price (fixture, &counter, 800);
  tag_shop_price (fixture, &bound, BR_PRICE_PROMOTIONAL, 700, g_get_real_time () + hour_us, 0); /* by then the watch knows what the clock shows */
  wait_price (fixture, &counter, 700);
  g_atomic_int_set (&ahead_hours, 0);
  tag_shop_price (fixture, &another, BR_PRICE_REGULAR, 5002, 0, 0);
  wait_price (fixture, &counter, 1000);
  g_clear_pointer (&watch, br_tag_watch_free);
}

/* What comes with Backroom for the tag's size, else the largest that it has room for. */
static const struct
{
  guint type;
  const char *design;
} stock[] = {
  { 0x01, "tag-price-296x128" }, /* of its size */
  { 0x31, "tag-price-296x152" }, /* 296 x 160 */
  { 0x2a, "tag-price-384x168" }, /* 400 x 168 */
  { 0x22, "tag-price-250x128" }, /* 264 x 176: 200 x 200 is too high for it */
  { 0x35, "tag-price-400x300" }, /* 600 x 448 */
};

static gboolean
bind_stock (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a");

  for (guint i = 0; i < G_N_ELEMENTS (stock); i++)
    {
      g_autofree char *key = g_strdup_printf ("STOCK%u", i);
      BrTagSighting sighting = tag_shop_sighting (tx, key);
      BrTagBinding binding = { .tag = i + 1, .sku = goods };

      sighting.type_code = stock[i].type;
      if (!br_tag_store_hear (tx, station, &sighting, 1, error) || !br_tag_bind (tx, &binding, error))
        return FALSE;
    }
  return TRUE;
}

static void
test_stock (void)
{
  g_autoptr (Fixture) fixture = fixture_new (1);
  g_autoptr (GError) error = NULL;

  goods = put_goods (fixture);
  tag_shop_run (fixture, bind_stock);
  g_assert_true (br_tag_wanted_update (fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (stock); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM tags.tag_want WHERE tag = %u AND design = '%s'", i + 1, stock[i].design);

      g_test_message ("type %02x: %s", stock[i].type, stock[i].design);
      g_assert_cmpint (fixture_int (fixture, sql), ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/tag-watch/stock", test_stock);
  g_test_add_func ("/service/tag-watch/bound", test_watch);
  g_test_add_func ("/service/tag-watch/set-back", test_set_back);
  return g_test_run ();
}
