/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices that begin by themselves: their pictures are there before, and are wanted on time, whatever the clock and the program do meanwhile. On a virtual clock. */
#include "config.h"

#include "../store/tag-shop.h"

#include "br-settings-store.h"
#include "br-tag-ahead.h"
#include "br-tag-binding-store.h"
#include "br-tag-keep.h"
#include "br-tag-wanted.h"

#define N_GOODS 3
#define HOUR (60 * TAG_SHOP_MINUTE)

/* Three articles at 10.00 with a tag each, which shows that. */
typedef struct
{
  Fixture *fixture;
  TagShopGoods goods[N_GOODS];
  BrTagDraw *draw;
  BrTagAhead ahead;
} World;

static World world;

static gboolean
bind_body (BrStoreTx *tx, gpointer data, GError **error)
{
  gint64 station = tag_shop_station (tx, "a");

  for (guint i = 0; i < N_GOODS; i++)
    {
      g_autofree char *key = g_strdup_printf ("TAG%u", i);
      BrTagBinding binding = { .tag = tag_shop_tag (tx, station, key), .sku = world.goods[i].sku };

      g_assert_true (br_tag_bind (tx, &binding, error));
    }
  return TRUE;
}

static gboolean
confirm_body (BrStoreTx *tx, gpointer data, GError **error)
{
  for (guint i = 0; i < N_GOODS; i++)
    tag_shop_confirm (tx, i + 1, (char) ('a' + i), BR_TAG_PROOF_TAG);
  return TRUE;
}

static gboolean
no_lead_body (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_settings_set_int (tx, BR_TAG_RISE_LEAD, 0, error);
}

/* As the watch does after a change. */
static void
look (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (br_tag_wanted_update (world.fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  world.ahead = (BrTagAhead) { 0 };
}

static void
begin (void)
{
  world = (World) { .fixture = fixture_new (1) };
  for (guint i = 0; i < N_GOODS; i++)
    tag_shop_goods (world.fixture, &world.goods[i], i, 1000);
  fixture_write (world.fixture, no_lead_body, NULL);
  tag_shop_run (world.fixture, bind_body);
  look ();
  tag_shop_run (world.fixture, confirm_body);
  world.draw = br_tag_draw_new (world.fixture->store);
}

static void
end (void)
{
  br_tag_draw_free (world.draw);
  fixture_free (world.fixture);
}

/* As it does when nothing happens, but that time has gone on. */
static gint64
go_on (gint64 us)
{
  g_autoptr (GError) error = NULL;
  gint64 next_us;

  world.fixture->now_us += us;
  g_assert_true (br_tag_wanted_due (world.fixture->store, &next_us, &error));
  g_assert_no_error (error);
  g_assert_true (br_tag_ahead_draw (&world.ahead, world.fixture->store, world.draw, NULL, NULL, &error));
  g_assert_no_error (error);
  return next_us;
}

#define N_DRAWN "SELECT count (*) FROM tags.tag_next WHERE digest IS NOT NULL"
#define N_ACTIVE "SELECT count (*) FROM tags.tag_job WHERE state < 10"
#define N_READY "SELECT count (*) FROM tags.tag_job j JOIN tags.tag_picture USING (digest) WHERE j.state = 2"

static gint64
ask (const char *sql)
{
  return fixture_int (world.fixture, sql);
}

/* Not too early, and then one picture for each tag; at the instant its job has it, and no job is there before. */
static void
test_ahead (void)
{
  gint64 from_us;

  begin ();
  from_us = world.fixture->now_us + 3 * HOUR;
  for (guint i = 0; i < 2; i++)
    tag_shop_price (world.fixture, &world.goods[i], BR_PRICE_PROMOTIONAL, 800 + i, from_us, from_us + HOUR);
  look ();
  g_assert_cmpint (go_on (0), ==, from_us);
  g_assert_cmpint (ask (N_DRAWN), ==, 0);
  go_on (2 * HOUR);
  g_assert_cmpint (ask (N_DRAWN), ==, 2);
  g_assert_cmpint (ask (N_ACTIVE), ==, 0);
  g_assert_cmpint (ask ("SELECT count (*) FROM tags.tag_picture WHERE jpeg IS NOT NULL"), ==, 2);
  go_on (from_us - world.fixture->now_us - TAG_SHOP_MINUTE);
  g_assert_cmpint (ask (N_ACTIVE), ==, 0);
  go_on (TAG_SHOP_MINUTE);
  g_assert_cmpint (ask (N_ACTIVE), ==, 2);
  g_assert_cmpint (ask (N_READY), ==, 2);
  g_assert_cmpint (ask ("SELECT count (*) FROM tags.tag_job WHERE state < 10 AND tag = 3"), ==, 0);
  end ();
}

/* Another price for that time is another picture; a promotion that is called off has none. */
static void
test_changed (void)
{
  g_autoptr (BrRecord) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  gint64 from_us;

  begin ();
  from_us = world.fixture->now_us + HOUR / 2;
  tag_shop_price (world.fixture, &world.goods[0], BR_PRICE_REGULAR, 800, from_us, 0);
  look ();
  go_on (0);
  g_assert_cmpint (ask (N_DRAWN), ==, 1);
  before = fixture_load (world.fixture, BR_KIND_PRICE, &world.goods[0].price);
  after = br_record_copy (before);
  br_value_set_int (&after->cells[BR_PRICE_AMOUNT], 700);
  fixture_put (world.fixture, before, after);
  look ();
  g_assert_cmpint (ask (N_DRAWN), ==, 0);
  go_on (0);
  g_assert_cmpint (ask (N_DRAWN), ==, 1);
  g_assert_cmpint (ask ("SELECT count (*) FROM tags.tag_picture"), ==, 2);
  fixture_delete (world.fixture, after);
  look ();
  g_assert_cmpint (go_on (HOUR), ==, G_MAXINT64);
  g_assert_cmpint (ask (N_ACTIVE), ==, 0);
  end ();
}

static gboolean
spoil_body (BrStoreTx *tx, gpointer data, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (tx->db, "UPDATE tag_next SET fields = '{' WHERE tag = 1", error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

/* One that cannot be drawn keeps no other from it, and is not tried again and again; called away, it goes on where it was. */
static gboolean
is_called (gpointer data)
{
  return TRUE;
}

static void
test_undrawable (void)
{
  g_autoptr (GError) error = NULL;

  begin ();
  for (guint i = 0; i < N_GOODS; i++)
    tag_shop_price (world.fixture, &world.goods[i], BR_PRICE_REGULAR, 900, world.fixture->now_us + HOUR / 2, 0);
  look ();
  tag_shop_run (world.fixture, spoil_body);
  g_assert_true (br_tag_ahead_draw (&world.ahead, world.fixture->store, world.draw, is_called, NULL, &error));
  g_assert_cmpint (ask (N_DRAWN), ==, 0);
  g_assert_cmpint (world.ahead.tried_us, ==, 0);
  go_on (0);
  g_assert_cmpint (ask (N_DRAWN), ==, N_GOODS - 1);
  g_assert_cmpint (world.ahead.tried_us, >, world.fixture->now_us);
  end ();
}

/* The program was not running when the price began, and when another ended: what holds now is wanted, and nothing that is over. */
static void
test_closed (void)
{
  gint64 from_us;

  begin ();
  from_us = world.fixture->now_us + HOUR;
  tag_shop_price (world.fixture, &world.goods[0], BR_PRICE_PROMOTIONAL, 800, from_us, from_us + 24 * HOUR);
  tag_shop_price (world.fixture, &world.goods[1], BR_PRICE_PROMOTIONAL, 700, from_us, from_us + HOUR);
  look ();
  go_on (0);
  br_tag_draw_free (world.draw);
  fixture_close (world.fixture);
  world.fixture->now_us += 5 * HOUR;
  fixture_open (world.fixture, NULL);
  world.draw = br_tag_draw_new (world.fixture->store);
  look ();
  g_assert_cmpint (go_on (0), ==, from_us + 24 * HOUR);
  g_assert_cmpint (ask (N_ACTIVE), ==, 1);
  g_assert_cmpint (ask ("SELECT price_minor FROM tags.tag_want w JOIN tags.tag t ON t.id = w.tag AND t.wanted_gen = w.gen WHERE t.id = 1"), ==, 800);
  g_assert_cmpint (ask ("SELECT from_us FROM tags.tag_want w JOIN tags.tag t ON t.id = w.tag AND t.wanted_gen = w.gen WHERE t.id = 1"), ==, from_us);
  end ();
}

/* A clock set forward by mistake, and back again: what is shown follows the instant, and no price is skipped when its time comes again. */
static void
test_clock (void)
{
  gint64 from_us;

  begin ();
  from_us = world.fixture->now_us + 2 * HOUR;
  tag_shop_price (world.fixture, &world.goods[0], BR_PRICE_PROMOTIONAL, 800, from_us, from_us + HOUR);
  look ();
  go_on (0);
  g_assert_cmpint (go_on (2 * HOUR), ==, from_us + HOUR);
  g_assert_cmpint (ask ("SELECT max (price_minor) FROM tags.tag_want WHERE tag = 1 AND gen = 2"), ==, 800);
  world.fixture->now_us -= 2 * HOUR;
  look ();
  g_assert_cmpint (go_on (0), ==, from_us);
  g_assert_cmpint (ask ("SELECT price_minor FROM tags.tag_want w JOIN tags.tag t ON t.id = w.tag AND t.wanted_gen = w.gen WHERE t.id = 1"), ==, 1000);
  go_on (2 * HOUR);
  g_assert_cmpint (ask ("SELECT price_minor FROM tags.tag_want w JOIN tags.tag t ON t.id = w.tag AND t.wanted_gen = w.gen WHERE t.id = 1"), ==, 800);
  end ();
}

/* Old events go, as many as there are; a call leaves the rest for the next time. */
static gboolean
events_body (BrStoreTx *tx, gpointer data, GError **error)
{
  static const char sql[] =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3500) INSERT INTO tag_event (id, at_us, kind) SELECT -i, 1, 9 FROM n";
  sqlite3_stmt *statement = br_db_statement (tx->db, sql, error);

  return statement != NULL && br_db_run (tx->db, statement, error);
}

static gboolean
is_third (gpointer data)
{
  return ++*(guint *) data == 3;
}

static void
test_tidy (void)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  gint64 before;

  begin ();
  before = ask ("SELECT count (*) FROM tags.tag_event WHERE at_us > 1");
  tag_shop_run (world.fixture, events_body);
  g_assert_true (br_tag_keep_tidy (world.fixture->store, is_third, &n, &error));
  g_assert_cmpint (ask ("SELECT count (*) FROM tags.tag_event WHERE at_us = 1"), >, 0);
  g_assert_true (br_tag_keep_tidy (world.fixture->store, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask ("SELECT count (*) FROM tags.tag_event WHERE at_us = 1"), ==, 0);
  g_assert_cmpint (ask ("SELECT count (*) FROM tags.tag_event"), ==, before);
  end ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tag-ahead/ahead", test_ahead);
  g_test_add_func ("/tag-ahead/changed", test_changed);
  g_test_add_func ("/tag-ahead/undrawable", test_undrawable);
  g_test_add_func ("/tag-ahead/closed", test_closed);
  g_test_add_func ("/tag-ahead/clock", test_clock);
  g_test_add_func ("/tag-ahead/tidy", test_tidy);
  return g_test_run ();
}
