/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of searches, read plainly: every SKU in memory, every term a look at its texts and numbers. No index, nothing clever. */
#pragma once

#include "br-db.h"
#include "br-search.h"

G_BEGIN_DECLS

/** PlainSku: a SKU. Texts are folded and owned; a missing number is G_MININT64. */
typedef struct
{
  guint32   id;
  char     *name, *both, *initials, *code, *barcodes, *brand, *brand_initials, *category, *supplier, *attributes;
  gint64    status, price, cost, margin_bp, findings, pending, here;
  gboolean  has_brand, has_category, has_barcode;
} PlainSku;

/** plain_sku_load_all: (transfer full) all SKUs (of PlainSku), by id. */
GArray   *plain_sku_load_all     (BrDb *db, GError **error);
/** plain_sku_matches_term: whether it is what one term asks for. */
gboolean  plain_sku_matches_term (const PlainSku *plain, const BrSearchNode *node);
/** plain_sku_matches: the same of a whole query; NULL asks for all. */
gboolean  plain_sku_matches      (const PlainSku *plain, const BrSearchNode *node);

G_END_DECLS
