/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Working out the list row of one SKU and writing what differs; br-projection decides which SKUs and when. */
#pragma once

#include "br-price-rows.h"
#include "br-store.h"

G_BEGIN_DECLS

/** BrProjectorPart: what of a SKU may have changed. */
typedef enum
{
  BR_PART_MONEY = 1 << 0, /* price, margin, pending, place, what follows from them */
  BR_PART_ROW   = 1 << 1, /* everything in sku_list */
  BR_PART_TEXT  = 1 << 2, /* search tables and barcodes */
  BR_PART_ALL   = BR_PART_MONEY | BR_PART_ROW | BR_PART_TEXT,
} BrProjectorPart;

/** BrProjector: one run over many SKUs. */
typedef struct
{
  BrStoreTx     *tx;
  BrPricePlace   place;      /* whose prices and assortment */
  BrPriceRows    rows;       /* price entries of the SKU at hand */
  GArray        *twins;      /* of gint64: SKUs whose twins have to be looked for again */
  guint32        dirty;      /* bit (1 << BrSkuSort) for each order that changed */
  gboolean       fresh;      /* the tables were empty at the start: nothing to compare with, twins are found at the end */
} BrProjector;

/** br_projector_init: reads the place and the clock. Errors: storage. */
gboolean br_projector_init    (BrProjector *self, BrStoreTx *tx, GError **error);
void     br_projector_clear   (BrProjector *self);
/** br_projector_refresh: works out the parts (BrProjectorPart bits) of one SKU and writes what differs. */
gboolean br_projector_refresh (BrProjector *self, gint64 sku, guint parts, GError **error);
/** br_projector_finish: looks for twins and moves the versions of the orders that changed. */
gboolean br_projector_finish  (BrProjector *self, GError **error);

G_END_DECLS
