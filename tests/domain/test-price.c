/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-error.h"
#include "br-price.h"

static const BrId here = { .bytes = { 1 } }, east = { .bytes = { 2 } }, other_store = { .bytes = { 3 } }, west = { .bytes = { 4 } };

/* One entry in a table row; 0 or NULL = no value. */
typedef struct
{
  const BrId *zone;
  const BrId *store;
  const char *channel;
  const char *tier;
  BrPriceKind kind;
  int priority;
  gint64 from, to;
} Entry;

static BrRecord *
make_entry (const Entry *entry, guint8 number)
{
  BrId id = { .bytes = { [15] = number } };
  BrRecord *record = br_record_new (BR_KIND_PRICE, &id);

  br_value_set_id (&record->cells[BR_PRICE_ZONE], entry->zone);
  br_value_set_id (&record->cells[BR_PRICE_STORE], entry->store);
  br_value_set_text (&record->cells[BR_PRICE_CHANNEL], entry->channel);
  br_value_set_text (&record->cells[BR_PRICE_TIER], entry->tier);
  br_value_set_int (&record->cells[BR_PRICE_KIND], entry->kind);
  br_value_set_int (&record->cells[BR_PRICE_PRIORITY], entry->priority);
  br_value_set_int (&record->cells[BR_PRICE_AMOUNT], 100 + number);
  if (entry->from != 0)
    br_value_set_int (&record->cells[BR_PRICE_VALID_FROM], entry->from);
  if (entry->to != 0)
    br_value_set_int (&record->cells[BR_PRICE_VALID_TO], entry->to);
  return record;
}

static const BrPriceContext at_50 = { .store = here, .zone = east, .at_us = 50 };

static void
test_pairs (void)
{
  static const struct
  {
    const char *what;
    Entry winner, loser;
    BrPriceReason why;
  } rows[] = {
    { "region beats base", { .zone = &east, .kind = 1 }, { .kind = 3 }, BR_PRICE_LESS_SPECIFIC },
    { "store beats region", { .store = &here, .kind = 1 }, { .zone = &east, .kind = 1 }, BR_PRICE_LESS_SPECIFIC },
    { "another zone does not apply", { .kind = 1 }, { .zone = &west, .kind = 1 }, BR_PRICE_OTHER_PLACE },
    { "another store does not apply", { .kind = 1 }, { .store = &other_store, .kind = 1 }, BR_PRICE_OTHER_PLACE },
    { "a channel that was not asked for", { .kind = 1 }, { .channel = "app", .kind = 1 }, BR_PRICE_OTHER_CHANNEL },
    { "a tier that was not asked for", { .kind = 1 }, { .tier = "gold", .kind = 1 }, BR_PRICE_OTHER_TIER },
    { "clearance beats promotional", { .kind = 3 }, { .kind = 2 }, BR_PRICE_WEAKER_KIND },
    { "promotional beats regular whatever the priority", { .kind = 2 }, { .kind = 1, .priority = 9 }, BR_PRICE_WEAKER_KIND },
    { "priority", { .kind = 1, .priority = 2 }, { .kind = 1, .priority = 1 }, BR_PRICE_LOWER_PRIORITY },
    { "the later start", { .kind = 1, .from = 40 }, { .kind = 1, .from = 30 }, BR_PRICE_OLDER },
    { "a start beats none", { .kind = 1, .from = 1 }, { .kind = 1 }, BR_PRICE_OLDER },
    { "start is inclusive", { .kind = 2, .from = 50 }, { .kind = 1 }, BR_PRICE_WEAKER_KIND },
    { "end is exclusive", { .kind = 1 }, { .kind = 2, .to = 50 }, BR_PRICE_OVER },
    { "not yet", { .kind = 1 }, { .kind = 2, .from = 51 }, BR_PRICE_NOT_YET },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (BrRecord) winner = make_entry (&rows[i].winner, 1);
      g_autoptr (BrRecord) loser = make_entry (&rows[i].loser, 2);
      const BrRecord *forward[] = { winner, loser }, *backward[] = { loser, winner };
      BrPriceReason reasons[2];

      g_test_message ("%s", rows[i].what);
      g_assert_cmpint (br_price_resolve (forward, 2, &at_50, reasons).winner, ==, 0);
      g_assert_cmpint (reasons[0], ==, BR_PRICE_WINS);
      g_assert_cmpint (reasons[1], ==, rows[i].why);
      g_assert_cmpint (br_price_resolve (backward, 2, &at_50, reasons).winner, ==, 1);
      g_assert_cmpint (reasons[0], ==, rows[i].why);
    }
}

static void
test_nothing_applies (void)
{
  Entry later = { .kind = 1, .from = 60 };
  g_autoptr (BrRecord) entry = make_entry (&later, 1);
  const BrRecord *entries[] = { entry };
  BrPriceOutcome outcome = br_price_resolve (entries, 1, &at_50, NULL);

  g_assert_cmpint (outcome.winner, ==, -1);
  g_assert_cmpint (outcome.until_us, ==, 60);
  outcome = br_price_resolve (NULL, 0, &at_50, NULL);
  g_assert_cmpint (outcome.winner, ==, -1);
  g_assert_cmpint (outcome.until_us, ==, G_MAXINT64);
}

static void
random_entry (GRand *rand, Entry *entry)
{
  *entry = (Entry) { .kind = g_rand_int_range (rand, 1, 4), .priority = g_rand_int_range (rand, 0, 3) };
  if (g_rand_boolean (rand))
    entry->zone = g_rand_boolean (rand) ? &east : &west;
  if (g_rand_int_range (rand, 0, 3) == 0)
    entry->store = g_rand_boolean (rand) ? &here : &other_store;
  if (g_rand_int_range (rand, 0, 4) == 0)
    entry->channel = g_rand_boolean (rand) ? "app" : "till";
  if (g_rand_int_range (rand, 0, 4) == 0)
    entry->tier = "gold";
  if (g_rand_boolean (rand))
    entry->from = g_rand_int_range (rand, 1, 60);
  if (g_rand_boolean (rand))
    entry->to = g_rand_int_range (rand, 40, 100);
}

/* The winner is the same entry in any order, the reasons name exactly one winner, and until_us is the first instant with another winner
 * or an earlier one, never a later one. */
static void
test_properties (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed=%u", seed);
  for (int round = 0; round < 3000; round++)
    {
      enum
      {
        N = 6
      };
      g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func ((GDestroyNotify) br_record_free);
      BrPriceContext context = { .store = here, .zone = east, .at_us = g_rand_int_range (rand, 0, 110) };
      const BrRecord *entries[N], *turned[N];
      BrPriceReason reasons[N];
      BrPriceOutcome outcome, again;
      guint n_winners = 0;

      context.channel = g_rand_boolean (rand) ? "app" : NULL;
      context.tier = g_rand_boolean (rand) ? "gold" : NULL;
      for (guint i = 0; i < N; i++)
        {
          Entry entry;

          random_entry (rand, &entry);
          entries[i] = make_entry (&entry, (guint8) (i + 1));
          g_ptr_array_add (owned, (gpointer) entries[i]);
        }
      for (guint i = 0, turn = g_rand_int_range (rand, 1, N); i < N; i++)
        turned[(i + turn) % N] = entries[i];
      outcome = br_price_resolve (entries, N, &context, reasons);
      again = br_price_resolve (turned, N, &context, NULL);
      g_assert_true ((outcome.winner < 0) == (again.winner < 0));
      g_assert_true (outcome.winner < 0 || entries[outcome.winner] == turned[again.winner]);
      for (guint i = 0; i < N; i++)
        n_winners += reasons[i] == BR_PRICE_WINS;
      g_assert_cmpuint (n_winners, ==, outcome.winner >= 0);
      g_assert_cmpint (outcome.until_us, >, context.at_us);
      for (gint64 at = context.at_us + 1; at < MIN (outcome.until_us, 120); at++)
        {
          BrPriceContext later = context;

          later.at_us = at;
          g_assert_cmpint (br_price_resolve (entries, N, &later, NULL).winner, ==, outcome.winner);
        }
    }
}

static void
test_floor_and_margin (void)
{
  static const struct
  {
    gint64 cost, floor_bp, expected;
  } floors[] = {
    { 1000, 0, 1000 }, { 1000, 1500, 1150 }, { 333, 1000, 367 /* 366.3 up */ }, { 0, 5000, 0 }, { 1000, -10000, 0 },
  };
  static const struct
  {
    gint64 price, cost, expected;
  } margins[] = {
    { 1000, 750, 2500 },
    { 300, 200, 3333 },
    { 100, 250, -15000 },
    { 999, 0, 10000 },
  };
  g_autoptr (GError) error = NULL;
  gint64 out;

  for (gsize i = 0; i < G_N_ELEMENTS (floors); i++)
    {
      g_assert_true (br_price_floor (floors[i].cost, floors[i].floor_bp, &out, NULL));
      g_assert_cmpint (out, ==, floors[i].expected);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (margins); i++)
    {
      g_assert_true (br_price_margin_bp (margins[i].price, margins[i].cost, &out));
      g_assert_cmpint (out, ==, margins[i].expected);
    }
  g_assert_false (br_price_margin_bp (0, 5, &out));
  g_assert_false (br_price_floor (-1, 0, &out, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
  g_clear_error (&error);
  g_assert_false (br_price_floor (G_MAXINT64, 5000, &out, &error));
  g_assert_error (error, BR_ERROR, BR_ERROR_RANGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/price/pairs", test_pairs);
  g_test_add_func ("/domain/price/nothing-applies", test_nothing_applies);
  g_test_add_func ("/domain/price/properties", test_properties);
  g_test_add_func ("/domain/price/floor-and-margin", test_floor_and_margin);
  return g_test_run ();
}
