/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "br-shelf-price.h"

/* The winner among all entries, or among those of one kind (0 = all). */
static const BrRecord *
resolve (const BrPriceRows *rows, const BrPriceContext *context, int kind, gint64 *until_us)
{
  g_autofree const BrRecord **entries = g_new (const BrRecord *, rows->n + 1);
  BrPriceOutcome outcome;
  guint n = 0;

  for (guint i = 0; i < rows->n; i++)
    {
      const BrRecord *entry = &g_array_index (rows->entries, BrRecord, i);

      if (kind == 0 || br_record_int (entry, BR_PRICE_KIND) == kind)
        entries[n++] = entry;
    }
  outcome = br_price_resolve (entries, n, context, NULL);
  *until_us = MIN (*until_us, outcome.until_us);
  return outcome.winner >= 0 ? entries[outcome.winner] : NULL;
}

static gint64
get_or_none (const BrRecord *entry, guint field)
{
  return entry->cells[field].type == BR_VALUE_INT ? entry->cells[field].integer : G_MININT64;
}

BrShelfPrice
br_shelf_price_at (const BrPriceRows *rows, const BrPricePlace *place, gint64 at_us)
{
  BrShelfPrice price = { G_MININT64, G_MININT64, BR_PRICE_REGULAR, G_MININT64, G_MININT64, G_MAXINT64 };
  BrPriceContext context = place->context;
  const BrRecord *winner, *regular;

  context.at_us = at_us;
  winner = resolve (rows, &context, 0, &price.until_us);
  if (winner == NULL)
    return price;
  price.price_minor = br_record_int (winner, BR_PRICE_AMOUNT);
  price.kind = (BrPriceKind) br_record_int (winner, BR_PRICE_KIND);
  price.valid_from_us = get_or_none (winner, BR_PRICE_VALID_FROM);
  price.valid_to_us = get_or_none (winner, BR_PRICE_VALID_TO);
  if (price.kind == BR_PRICE_REGULAR)
    return price;
  regular = resolve (rows, &context, BR_PRICE_REGULAR, &price.until_us);
  if (regular != NULL && br_record_int (regular, BR_PRICE_AMOUNT) != price.price_minor)
    price.regular_minor = br_record_int (regular, BR_PRICE_AMOUNT);
  return price;
}
