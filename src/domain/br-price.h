/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which price holds: the winner among the entries of a SKU, and why every other lost (DOMAIN.md, Price). */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

/** BrPriceContext: the question. */
typedef struct
{
  BrId        store;   /* none = no particular store (only entries without zone and store apply) */
  BrId        zone;    /* the store's zone, none = none */
  const char *channel; /* or NULL = the shop floor */
  const char *tier;    /* member tier, or NULL */
  gint64      at_us;   /* instant, microseconds UTC */
} BrPriceContext;

/** BrPriceScope: from wide to narrow; the narrower wins. */
typedef enum { BR_SCOPE_BASE = 1, BR_SCOPE_REGION, BR_SCOPE_STORE, BR_SCOPE_CHANNEL, BR_SCOPE_TIER } BrPriceScope;

/** BrPriceReason: why an entry won or lost. */
typedef enum
{
  BR_PRICE_WINS = 1,
  BR_PRICE_OTHER_PLACE,    /* zone or store does not match */
  BR_PRICE_OTHER_CHANNEL, BR_PRICE_OTHER_TIER,
  BR_PRICE_NOT_YET, BR_PRICE_OVER,
  BR_PRICE_LESS_SPECIFIC,  /* a narrower scope won */
  BR_PRICE_WEAKER_KIND,    /* same scope: clearance beats promotional beats regular */
  BR_PRICE_LOWER_PRIORITY, /* same scope and kind */
  BR_PRICE_OLDER,          /* still equal: the later valid_from, then the later id wins */
} BrPriceReason;

/** BrPriceOutcome: the verdict over n entries. */
typedef struct
{
  int            winner;   /* index, or -1 */
  gint64         until_us; /* the next instant at which the verdict may change; G_MAXINT64 = never */
} BrPriceOutcome;

BrPriceScope   br_price_scope   (const BrRecord *entry);
/** br_price_resolve: deterministic, independent of the order of `entries`. `reasons` (n_entries, or NULL) gets each one's reason. */
BrPriceOutcome br_price_resolve (const BrRecord *const *entries, guint n_entries, const BrPriceContext *context, BrPriceReason *reasons);
/** br_price_floor: cost × (1 + margin_floor): the least price allowed without approval, rounded up. Errors: RANGE. */
gboolean       br_price_floor   (gint64 cost_minor, gint64 margin_floor_bp, gint64 *out_minor, GError **error);
/** br_price_margin_bp: (price − cost) ÷ price in basis points, half-up; FALSE when price is 0 or out of range. */
gboolean       br_price_margin_bp (gint64 price_minor, gint64 cost_minor, gint64 *out_bp);

G_END_DECLS
