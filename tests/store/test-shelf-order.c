/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of what shelves say: which of them, in which order, and since when all agree. */
#include "config.h"

#include "tag-shop.h"

#include "br-tag-binding-store.h"
#include "br-tag-list-store.h"

#define N 4

/* Four goods with a tag each: the first and the last are not known to show anything, the second is right, the third has another price. */
static struct
{
  Fixture *fixture;
  TagShopGoods goods[N];
  gint64 tags[N];
  BrShelfQuery query;
  BrShelfSum sum;
} world;

static gboolean
put_tags (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a");

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *key = g_strdup_printf ("AA%02u", i);
      BrTagBinding binding = { .sku = world.goods[i].sku };

      binding.tag = world.tags[i] = tag_shop_tag (tx, station, key);
      g_assert_true (br_tag_bind (tx, &binding, error));
      tag_shop_want (tx, binding.tag, "k", &binding.sku, i == 2 ? 150 : 400 - 100 * (gint64) i);
    }
  tag_shop_confirm (tx, world.tags[1], 'a', BR_TAG_PROOF_PIXELS);
  tag_shop_confirm (tx, world.tags[2], 'b', BR_TAG_PROOF_PIXELS);
  return TRUE;
}

static void
begin (void)
{
  world.fixture = fixture_new (1);
  for (guint i = 0; i < N; i++)
    tag_shop_goods (world.fixture, &world.goods[i], i, 400 - 100 * (gint64) i);
  tag_shop_run (world.fixture, put_tags);
  world.query = (BrShelfQuery) { .least_proof = BR_TAG_PROOF_TAG, .now_us = world.fixture->now_us, .limit = 10 };
}

static gboolean
list_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = br_shelf_list (db, &world.query, &world.sum, cancellable, error);
  GString *order = data;

  g_string_truncate (order, 0);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    g_string_append (order, ((const BrShelfTruth *) rows->pdata[i])->tag_key + 3);
  return rows != NULL;
}

static void
test_order (void)
{
  static const struct
  {
    BrShelfWhich which;
    BrShelfSort sort;
    gboolean descending;
    const char *order; /* last digits of the keys */
  } cases[] = {
    { BR_SHELF_WRONG, BR_SHELF_SORT_WORST, FALSE, "2" },     { BR_SHELF_UNPROVED, BR_SHELF_SORT_NAME, FALSE, "03" },
    { BR_SHELF_DIFFERING, BR_SHELF_SORT_NAME, TRUE, "320" }, { BR_SHELF_ALL, BR_SHELF_SORT_NAME, FALSE, "0123" },
    { BR_SHELF_ALL, BR_SHELF_SORT_NAME, TRUE, "3210" },      { BR_SHELF_ALL, BR_SHELF_SORT_RECORD, FALSE, "3210" },
    { BR_SHELF_ALL, BR_SHELF_SORT_RECORD, TRUE, "0123" },
  };
  g_autoptr (GString) order = g_string_new (NULL);

  begin ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      world.query.which = cases[i].which;
      world.query.sort = cases[i].sort;
      world.query.descending = cases[i].descending;
      fixture_read (world.fixture, list_job, order);
      g_test_message ("case %u: %s", i, order->str);
      g_assert_cmpstr (order->str, ==, cases[i].order);
      g_assert_cmpint (world.sum.total, ==, order->len);
      g_assert_cmpint (world.sum.agree_us, ==, 0);
      g_assert_cmpint (world.sum.till_us, ==, 0); /* HQ was never heard */
    }
  fixture_free (world.fixture);
}

/* The worst first: another price before one not known, that before what agrees. What is not known comes last, up and down. */
static void
test_worst (void)
{
  g_autoptr (GString) order = g_string_new (NULL);

  begin ();
  world.query.which = BR_SHELF_ALL;
  fixture_read (world.fixture, list_job, order);
  g_assert_cmpint (order->str[0], ==, '2');
  g_assert_cmpint (order->str[3], ==, '1');
  world.query.sort = BR_SHELF_SORT_TAG;
  fixture_read (world.fixture, list_job, order);
  g_assert_true (g_str_has_prefix (order->str, "21")); /* 150, 300 */
  world.query.descending = TRUE;
  fixture_read (world.fixture, list_job, order);
  g_assert_true (g_str_has_prefix (order->str, "12"));
  world.query.limit = 2;
  fixture_read (world.fixture, list_job, order);
  g_assert_cmpuint (order->len, ==, 2);
  g_assert_cmpint (world.sum.total, ==, N);
  fixture_free (world.fixture);
}

static gboolean
put_right (BrStoreTx *tx, gpointer data, GError **error)
{
  tag_shop_want (tx, world.tags[2], "right", &world.goods[2].sku, 200);
  for (guint i = 0; i < N; i++)
    if (i != 1)
      tag_shop_confirm (tx, world.tags[i], (char) ('c' + i), BR_TAG_PROOF_PIXELS);
  return TRUE;
}

/* Since when all agree is known once they do; not of some of them. */
static void
test_agree (void)
{
  g_autoptr (GString) order = g_string_new (NULL);

  begin ();
  world.fixture->now_us += 5 * TAG_SHOP_MINUTE;
  tag_shop_run (world.fixture, put_right);
  world.query.now_us = world.fixture->now_us;
  fixture_read (world.fixture, list_job, order);
  g_assert_cmpint (world.sum.total, ==, 0);
  g_assert_cmpint (world.sum.agree_us, ==, world.fixture->now_us);
  world.query.text = "T-1";
  fixture_read (world.fixture, list_job, order);
  g_assert_cmpint (world.sum.agree_us, ==, 0);
  fixture_free (world.fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/store/shelf-order/order", test_order);
  g_test_add_func ("/store/shelf-order/worst", test_worst);
  g_test_add_func ("/store/shelf-order/agree", test_agree);
  return g_test_run ();
}
