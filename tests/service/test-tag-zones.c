/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices that begin and end, and opening, in the nights the shop's clocks are changed. */
#include "config.h"

#include <string.h>

#include "br-projection.h"
#include "br-tag-binding-store.h"
#include "br-tag-reprice.h"
#include "br-tag-wanted.h"
#include "tag-shop.h"

#define LEAD BR_TAG_RISE_LEAD_DEFAULT

/* A cut price, from an instant to another, and how its label says its days; the shop opens at a minute of the day, asked for when the price begins. */
typedef struct
{
  const char *name, *zone, *from, *to, *says, *opens;
  int opening;
} Case;

static const Case cases[] = {
  { "forward", "Europe/Berlin", "2027-03-28T01:00:00Z", "2027-03-28T22:00:00Z", "\"valid_to\":\"2027-03-28\"", "2027-03-28T06:00:00Z",
    480 }, /* typed as 02:30: it is 03:00 */
  { "back-first", "Europe/Berlin", "2027-10-31T00:30:00Z", "2027-10-31T23:00:00Z", "\"valid_to\":\"2027-10-31\"", "2027-10-31T07:00:00Z", 480 },
  { "back-second", "Europe/Berlin", "2027-10-31T01:30:00Z", "2027-10-31T23:00:00Z", "\"valid_to\":\"2027-10-31\"", "2027-10-31T07:00:00Z", 480 },
  { "no-midnight", "America/Santiago", "2026-09-05T04:00:00Z", "2026-09-06T04:00:00Z", "\"valid_to\":\"2026-09-05\"", "2026-09-06T04:00:00Z",
    0 }, /* ends as the 6th begins, at 01:00 */
  { "two-evenings", "America/Santiago", "2027-04-03T03:00:00Z", "2027-04-04T04:00:00Z", "\"valid_to\":\"2027-04-03\"", "2027-04-03T12:00:00Z", 540 },
  { "none", "Asia/Shanghai", "2027-03-27T16:00:00Z", "2027-03-28T16:00:00Z", "\"valid_to\":\"2027-03-28\"", "2027-03-28T00:00:00Z", 480 },
};

static gint64
parse (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static gboolean
set_place_job (BrStoreTx *tx, gpointer data, GError **error)
{
  return br_projection_set_place (tx, data, error);
}

static void
open_shop (Fixture *fixture, const char *zone)
{
  g_autoptr (BrRecord) store = fixture_record (fixture, BR_KIND_STORE);

  br_value_set_text (&store->cells[BR_STORE_TIME_ZONE], zone);
  br_value_set_text (&store->cells[BR_STORE_CURRENCY], "EUR");
  fixture_put (fixture, NULL, store);
  fixture_write (fixture, set_place_job, &store->id);
}

static TagShopGoods goods;

static gboolean
bind_job (BrStoreTx *tx, gpointer data, GError **error)
{
  BrTagBinding binding = { .tag = tag_shop_tag (tx, tag_shop_station (tx, "a"), "A"), .sku = goods.sku };

  return br_tag_bind (tx, &binding, error);
}

/* The price wanted at that time; *due_us: when it is to be looked again. */
static gint64
look (Fixture *fixture, gint64 now_us, gint64 *due_us)
{
  g_autoptr (GError) error = NULL;

  fixture->now_us = now_us;
  g_assert_true (br_tag_wanted_due (fixture->store, due_us, &error));
  g_assert_no_error (error);
  return fixture_int (fixture, "SELECT price_minor FROM tags.tag_want ORDER BY gen DESC LIMIT 1");
}

static gboolean
fields_job (BrDb *db, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement = br_db_statement (db, "SELECT fields FROM tags.tag_want ORDER BY gen DESC LIMIT 1", error);
  gboolean has_row;

  if (br_db_step (db, statement, &has_row, error) && has_row)
    g_set_str ((char **) data, (const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return TRUE;
}

static void
assert_says (Fixture *fixture, const char *expected)
{
  g_autofree char *fields = NULL;

  fixture_read (fixture, fields_job, &fields);
  g_test_message ("%s", fields);
  g_assert_nonnull (strstr (fields, expected));
}

static void
assert_opens (Fixture *fixture, int opening, const char *expected)
{
  g_autoptr (GError) error = NULL;
  BrTagPlanView *view = br_tag_reprice_plan (fixture->store, 0, opening, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (view->deadline_us, ==, parse (expected));
  br_tag_plan_view_free (view);
}

static void
test_night (gconstpointer data)
{
  const Case *it = data;
  g_autoptr (Fixture) fixture = fixture_new (1);
  gint64 from_us = parse (it->from), to_us = parse (it->to), due_us;
  g_autoptr (GError) error = NULL;

  fixture->now_us = from_us - 6 * 60 * TAG_SHOP_MINUTE;
  tag_shop_goods (fixture, &goods, 1, 1000);
  open_shop (fixture, it->zone);
  tag_shop_price (fixture, &goods, BR_PRICE_PROMOTIONAL, 800, from_us, to_us);
  tag_shop_run (fixture, bind_job);
  g_assert_true (br_tag_wanted_update (fixture->store, NULL, NULL, &error));
  g_assert_cmpint (look (fixture, from_us - G_USEC_PER_SEC, &due_us), ==, 1000);
  g_assert_cmpint (due_us, ==, from_us);
  g_assert_cmpint (look (fixture, from_us, &due_us), ==, 800);
  g_assert_cmpint (due_us, ==, to_us - LEAD);
  assert_says (fixture, it->says);
  assert_opens (fixture, it->opening, it->opens);
  g_assert_cmpint (look (fixture, to_us - LEAD, &due_us), ==, 1000); /* a rise is on the shelf before it holds */
  g_assert_cmpint (due_us, ==, G_MAXINT64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/service/tag-zones/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_night);
    }
  return g_test_run ();
}
