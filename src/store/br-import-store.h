/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import asks of the cache for each row: which SKU a code means, which price entry is the regular one. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** BrFoundSkus: row ids of the SKUs that have a code; more than one is ambiguous. */
typedef struct
{
  guint  n;      /* 0, 1, or 2 for "several" */
  gint64 ids[2]; /* row ids of table sku */
} BrFoundSkus;

/** br_import_store_find_by_code: present SKUs whose code is exactly this; codes that differ in case are different. */
gboolean br_import_store_find_by_code    (BrDb *db, const char *code, BrFoundSkus *out, GError **error);
/** br_import_store_find_by_barcode: present SKUs that carry this barcode, or the same trade item number in another length. */
gboolean br_import_store_find_by_barcode (BrDb *db, const char *code, BrFoundSkus *out, GError **error);
/** br_import_store_find_price: row id of the regular base entry of a SKU (no zone, store, channel, tier or dates), or 0. */
gboolean br_import_store_find_price      (BrDb *db, gint64 sku, gint64 *price, GError **error);

G_END_DECLS
