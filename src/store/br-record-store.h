/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entity tables of every kind, by the schema table: load, find and write records. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** br_record_store_find_id: row id, or 0. */
gboolean br_record_store_find_id (BrDb *db, BrKind kind, const BrId *uid, gint64 *id, GError **error);
/** br_record_store_load: the present record as shown (server rows + own pending changes), or *out = NULL. */
gboolean br_record_store_load (BrDb *db, BrKind kind, const BrId *uid, BrRecord **out, GError **error);
gboolean br_record_store_load_by_row (BrDb *db, BrKind kind, gint64 id, BrRecord **out, GError **error);
/** br_record_store_list: all present records of a small kind (category, brand, unit, tax class, supplier, zone, store, person), by name. */
GPtrArray *br_record_store_list (BrDb *db, BrKind kind, GError **error);
/** br_record_store_list_children: SKUs of a product, price entries of a SKU. `field` must be an indexed REF. */
GPtrArray *br_record_store_list_children (BrDb *db, BrKind kind, guint field, const BrId *parent, GError **error);
/** br_record_store_put: writes a record (present = not deleted). `pending` as counted by the caller. */
gboolean br_record_store_put  (BrStoreTx *tx, const BrRecord *record, gint64 pending, gint64 *id, GError **error);
/** br_record_store_find_by_text: uid of the present record whose text field equals `text` exactly (sku.code, *.name, person.login). */
gboolean br_record_store_find_by_text (BrDb *db, BrKind kind, guint field, const char *text, BrId *uid, gboolean *found, GError **error);
/** br_record_store_content_hash: SHA-256 over br_record_hash of all present records of the kind, sorted by uid; and how many. For comparing two caches, or a cache with HQ. */
gboolean br_record_store_content_hash (BrDb *db, BrKind kind, guint8 out[32], gint64 *n, GError **error);

/** br_record_store_dup_name: what people call a record, present or not: its name, SKU code, or for prices and assortment the code of the SKU;
 *  *name = NULL when it has none. Caller frees. */
gboolean br_record_store_dup_name (BrDb *db, BrKind kind, const BrId *uid, char **name, GError **error);
/** br_record_store_find_product: the product a SKU, price or assortment entry belongs to, or a product itself; none = no such row, or another kind.
 *  *name (or NULL): what that product is called, or NULL. Caller frees. */
gboolean br_record_store_find_product (BrDb *db, BrKind kind, const BrId *uid, BrId *product, char **name, GError **error);
/** br_record_store_dup_name_in: as dup_name; what never came to be has no name in the tables, but in the edit that would have made it. */
gboolean br_record_store_dup_name_in (BrDb *db, const BrEdit *edit, BrKind kind, const BrId *uid, char **name, GError **error);
/** br_record_store_name_patch: what the record of a patch of `edit` is called, and the product it belongs to (NULL for a product itself), which
 *  may never have come to be. Caller frees both. */
gboolean br_record_store_name_patch (BrDb *db, const BrEdit *edit, const BrPatch *patch, char **name, char **product_name, GError **error);
/** br_record_store_dup_value_name: what the record a REF cell points to is called; *name = NULL for every other cell. Caller frees. */
gboolean br_record_store_dup_value_name (BrDb *db, BrKind kind, guint field, const BrValue *value, char **name, GError **error);

G_END_DECLS
