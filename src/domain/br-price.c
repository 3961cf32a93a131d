/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The winner among the price entries of a SKU (DOMAIN.md, Price).
 *
 * An entry first has to apply: its place, channel, tier and validity (start inclusive, end exclusive). Among those that apply the
 * narrower scope wins, then the stronger kind, then the higher priority, then the later start, then the later id; so the order is
 * total and the order of the input cannot matter.
 */
#include "config.h"

#include "br-price.h"

#include "br-error.h"
#include "br-money.h"

BrPriceScope
br_price_scope (const BrRecord *entry)
{
  if (br_record_text (entry, BR_PRICE_TIER) != NULL)
    return BR_SCOPE_TIER;
  if (br_record_text (entry, BR_PRICE_CHANNEL) != NULL)
    return BR_SCOPE_CHANNEL;
  if (br_record_ref (entry, BR_PRICE_STORE) != NULL)
    return BR_SCOPE_STORE;
  if (br_record_ref (entry, BR_PRICE_ZONE) != NULL)
    return BR_SCOPE_REGION;
  return BR_SCOPE_BASE;
}

static gboolean
matches_ref (const BrRecord *entry, guint field, const BrId *id)
{
  const BrId *wanted = br_record_ref (entry, field);

  return wanted == NULL || (!br_id_is_none (id) && br_id_equal (wanted, id));
}

static gboolean
matches_text (const BrRecord *entry, guint field, const char *text)
{
  const char *wanted = br_record_text (entry, field);

  return wanted == NULL || g_strcmp0 (wanted, text) == 0;
}

static gint64
valid_from_us (const BrRecord *entry)
{
  return entry->cells[BR_PRICE_VALID_FROM].type == BR_VALUE_INT ? br_record_int (entry, BR_PRICE_VALID_FROM) : G_MININT64;
}

static gint64
valid_to_us (const BrRecord *entry)
{
  return entry->cells[BR_PRICE_VALID_TO].type == BR_VALUE_INT ? br_record_int (entry, BR_PRICE_VALID_TO) : G_MAXINT64;
}

/* Why the entry does not apply at all, or BR_PRICE_WINS when it does. Places, channel and tier come first: an entry that
 * can never apply here must not bring the next change of the verdict forward. */
static BrPriceReason
applies (const BrRecord *entry, const BrPriceContext *context)
{
  if (!matches_ref (entry, BR_PRICE_ZONE, &context->zone) || !matches_ref (entry, BR_PRICE_STORE, &context->store))
    return BR_PRICE_OTHER_PLACE;
  if (!matches_text (entry, BR_PRICE_CHANNEL, context->channel))
    return BR_PRICE_OTHER_CHANNEL;
  if (!matches_text (entry, BR_PRICE_TIER, context->tier))
    return BR_PRICE_OTHER_TIER;
  if (context->at_us < valid_from_us (entry))
    return BR_PRICE_NOT_YET;
  if (context->at_us >= valid_to_us (entry))
    return BR_PRICE_OVER;
  return BR_PRICE_WINS;
}

/* Whether `a` beats `b`, both applying; *reason is why the loser lost. */
static gboolean
beats (const BrRecord *a, const BrRecord *b, BrPriceReason *reason)
{
  int scope = (int) br_price_scope (a) - (int) br_price_scope (b);
  gint64 kind = br_record_int (a, BR_PRICE_KIND) - br_record_int (b, BR_PRICE_KIND);
  gint64 priority_a = br_record_int (a, BR_PRICE_PRIORITY), priority_b = br_record_int (b, BR_PRICE_PRIORITY);
  gint64 from_a = valid_from_us (a), from_b = valid_from_us (b);

  *reason = BR_PRICE_LESS_SPECIFIC;
  if (scope != 0)
    return scope > 0;
  *reason = BR_PRICE_WEAKER_KIND;
  if (kind != 0)
    return kind > 0;
  *reason = BR_PRICE_LOWER_PRIORITY;
  if (priority_a != priority_b)
    return priority_a > priority_b;
  *reason = BR_PRICE_OLDER;
  if (from_a != from_b)
    return from_a > from_b;
  return br_id_compare (&a->id, &b->id) > 0;
}

BrPriceOutcome
br_price_resolve (const BrRecord *const *entries, guint n_entries, const BrPriceContext *context, BrPriceReason *reasons)
{
  BrPriceOutcome outcome = { .winner = -1, .until_us = G_MAXINT64 };
  BrPriceReason reason;

  for (guint i = 0; i < n_entries; i++)
    {
      reason = applies (entries[i], context);
      if (reason == BR_PRICE_NOT_YET)
        outcome.until_us = MIN (outcome.until_us, valid_from_us (entries[i]));
      if (reason == BR_PRICE_WINS)
        outcome.until_us = MIN (outcome.until_us, valid_to_us (entries[i]));
      if (reasons != NULL)
        reasons[i] = reason;
      if (reason == BR_PRICE_WINS && (outcome.winner < 0 || beats (entries[i], entries[outcome.winner], &reason)))
        outcome.winner = (int) i;
    }

  for (guint i = 0; reasons != NULL && i < n_entries; i++)
    if (reasons[i] == BR_PRICE_WINS && (int) i != outcome.winner)
      {
        beats (entries[outcome.winner], entries[i], &reason);
        reasons[i] = reason;
      }
  return outcome;
}

gboolean
br_price_floor (gint64 cost_minor, gint64 margin_floor_bp, gint64 *out_minor, GError **error)
{
  if (cost_minor < 0 || margin_floor_bp < -BR_RATE_ONE || margin_floor_bp > 100 * BR_RATE_ONE)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_RANGE, "cost or margin floor is out of range");
      return FALSE;
    }
  return br_money_mul_ratio (cost_minor, BR_RATE_ONE + margin_floor_bp, BR_RATE_ONE, BR_ROUND_UP, out_minor, error);
}

gboolean
br_price_margin_bp (gint64 price_minor, gint64 cost_minor, gint64 *out_bp)
{
  gint64 profit;

  if (price_minor <= 0 || __builtin_sub_overflow (price_minor, cost_minor, &profit))
    return FALSE;
  return br_money_mul_ratio (profit, BR_RATE_ONE, price_minor, BR_ROUND_HALF_UP, out_bp, NULL);
}
