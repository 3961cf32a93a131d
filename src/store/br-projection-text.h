/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search tables and the tables of barcodes and attributes: what a SKU or product puts into them. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** BrSearchTexts: what one SKU is found by. Texts are borrowed. */
typedef struct
{
  const char *name;     /* shown */
  const char *name_alt; /* or NULL */
  const char *code;
  GPtrArray  *barcodes; /* of BrBarcode */
} BrSearchTexts;

/** br_projection_text_write: puts a SKU into the search tables; `replace` when it is there already. */
gboolean br_projection_text_write     (BrStoreTx *tx, gint64 sku, const BrSearchTexts *texts, gboolean replace, GError **error);
gboolean br_projection_text_remove    (BrStoreTx *tx, gint64 sku, GError **error);
/** br_projection_barcodes_write: the barcode rows of a SKU; `replace` when it may have some. */
gboolean br_projection_barcodes_write (BrStoreTx *tx, gint64 sku, GPtrArray *barcodes, gboolean replace, GError **error);
/** br_projection_attributes_write: the attribute rows of a product, from its record. */
gboolean br_projection_attributes_write (BrStoreTx *tx, gint64 product, GError **error);
/** br_projection_text_clear: empties all of these tables. */
gboolean br_projection_text_clear     (BrStoreTx *tx, GError **error);
/** br_gtin_number: the 14-digit form as a number; FALSE for a code that is no valid GTIN. */
gboolean br_gtin_number               (const char *code, gint64 *out);

G_END_DECLS
