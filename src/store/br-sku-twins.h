/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Twins: SKUs that share a barcode or the code with another. Who they are is a finding in sku_list, worked out for those a change may concern. */
#pragma once

#include "br-sku-row.h"
#include "br-store.h"

G_BEGIN_DECLS

/** BR_SKU_TWINS_FINDINGS: the findings that are worked out here. */
#define BR_SKU_TWINS_FINDINGS (BR_FINDING_DUPLICATE_BARCODE | BR_FINDING_DUPLICATE_SKU)

/** br_sku_twins_note: appends to `noted` (of gint64) every SKU that shares a barcode or the code with `sku` as the tables stand now, and `sku` itself. Errors: storage. */
gboolean br_sku_twins_note     (BrDb *db, gint64 sku, const char *code, GArray *noted, GError **error);
/** br_sku_twins_note_new: the same after the SKU was written: nearly none has twins, so that is asked first. */
gboolean br_sku_twins_note_new (BrDb *db, gint64 sku, const char *code, GArray *noted, GError **error);
/** br_sku_twins_find: works out the findings of those noted, in any order and any number of times; `noted` is sorted. */
gboolean br_sku_twins_find     (BrStoreTx *tx, GArray *noted, GError **error);
/** br_sku_twins_find_all: the findings of all, where none has any yet. */
gboolean br_sku_twins_find_all (BrDb *db, GError **error);

G_END_DECLS
