/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The price entries of one SKU, read for br_price_resolve without making records of them one by one. */
#pragma once

#include "br-db.h"
#include "br-price.h"

G_BEGIN_DECLS

/** BrPricePlace: the place and instant prices are asked for. */
typedef struct
{
  gint64         store;   /* row id, 0 = none */
  BrPriceContext context; /* its ids are row ids in disguise: fit for br_price_rows_resolve only */
} BrPricePlace;

/** br_price_place_load: the place of this cache (br_projection_get_place) at an instant. Errors: storage. */
gboolean br_price_place_load (BrPricePlace *self, BrDb *db, gint64 at_us, GError **error);

/** BrPriceRows: the entries of the SKU at hand; used again for the next one. */
typedef struct
{
  GArray *entries;    /* of BrRecord PRICE; rev holds the row id */
  guint   n;          /* entries in use */
  gint64  pending;    /* sum over the entries */
  gint64  changed_us; /* the latest change, 0 = no entries */
} BrPriceRows;

void           br_price_rows_init    (BrPriceRows *self);
void           br_price_rows_clear   (BrPriceRows *self);
/** br_price_rows_load: reads the present entries of a SKU. */
gboolean       br_price_rows_load    (BrPriceRows *self, BrDb *db, gint64 sku, GError **error);
/** br_price_rows_resolve: *winner (transfer none, until the next load) is the winning entry or NULL. */
BrPriceOutcome br_price_rows_resolve (BrPriceRows *self, const BrPricePlace *place, const BrRecord **winner);
/** br_price_rows_keep_kind: drops the entries of other kinds. */
void           br_price_rows_keep_kind (BrPriceRows *self, BrPriceKind kind);

G_END_DECLS
