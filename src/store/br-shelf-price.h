/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a shelf says of an article's price at an instant, now or to come: worked out from the entries, not from the list, which is refreshed a little later. */
#pragma once

#include "br-price-rows.h"

G_BEGIN_DECLS

/** BrShelfPrice: the answer. */
typedef struct
{
  gint64      price_minor;   /* G_MININT64 = none */
  gint64      regular_minor; /* without promotion or clearance; G_MININT64 = none or the same */
  BrPriceKind kind;          /* of the winner */
  gint64      valid_from_us, valid_to_us; /* of the winner, the end exclusive; G_MININT64 = open */
  gint64      until_us;      /* the next instant at which any of this may change; G_MAXINT64 = never */
} BrShelfPrice;

/** br_shelf_price_at: `rows` as loaded for the article (br_price_rows_load). Pure. */
BrShelfPrice br_shelf_price_at (const BrPriceRows *rows, const BrPricePlace *place, gint64 at_us);

G_END_DECLS
