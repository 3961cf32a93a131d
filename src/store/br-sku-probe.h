/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One SKU looked at by a search: its row and its texts, each read at most once. */
#pragma once

#include "br-db.h"

G_BEGIN_DECLS

/** BrSkuProbe: the row of one SKU, read when first needed. */
typedef struct
{
  BrDb    *db;
  guint32  id;       /* 0 = nothing read */
  gboolean exists;
  gint64   product, category, brand, supplier, status, price, cost, margin_bp, pending, listed_here, findings, changed_us; /* G_MININT64 = NULL */
  gboolean has_barcode;
  guint32  text_id;  /* whose texts these are, 0 = nothing read; all folded, owned */
  char    *name, *initials, *code, *barcodes;
  guint    n_read;   /* cost so far: rows read, texts counting eightfold */
} BrSkuProbe;
/** br_sku_probe_read_row: the row's columns of SKU `id`. Errors: storage. */
gboolean br_sku_probe_read_row   (BrSkuProbe *self, guint32 id, GError **error);
/** br_sku_probe_read_texts: its texts; text_id stays 0 when there is no such SKU. Errors: storage. */
gboolean br_sku_probe_read_texts (BrSkuProbe *self, guint32 id, GError **error);
void     br_sku_probe_clear      (BrSkuProbe *self);

G_END_DECLS
