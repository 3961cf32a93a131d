/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Products list works with: the query, the ids it gives, and one row. */
#pragma once

#include "br-schema.h"
#include "br-search.h"

G_BEGIN_DECLS

typedef enum { BR_SKU_SORT_NAME = 1, BR_SKU_SORT_CODE, BR_SKU_SORT_BARCODE, BR_SKU_SORT_CATEGORY, BR_SKU_SORT_BRAND, BR_SKU_SORT_STATUS, BR_SKU_SORT_PRICE, BR_SKU_SORT_COST, BR_SKU_SORT_MARGIN, BR_SKU_SORT_CHANGED } BrSkuSort;

/** BrSkuQuery: filter and order. */
typedef struct
{
  BrSearch  *search;     /* or NULL = all */
  BrSkuSort  sort;
  gboolean   descending;
} BrSkuQuery;

/** BrIdList: an immutable array of SKU row ids; atomically reference counted. */
typedef struct
{
  gsize    n;
  guint32 *ids; /* owned */
} BrIdList;
BrIdList *br_id_list_new_take (guint32 *ids, gsize n);
BrIdList *br_id_list_ref   (BrIdList *self);
void      br_id_list_unref (BrIdList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrIdList, br_id_list_unref)

/** BrFinding: what the doctor finds, bits of sku_list.findings. */
typedef enum
{
  BR_FINDING_DUPLICATE_BARCODE = 1 << 0, BR_FINDING_BAD_CHECK_DIGIT = 1 << 1, BR_FINDING_BELOW_COST = 1 << 2,
  BR_FINDING_NO_UNIT = 1 << 3, BR_FINDING_NO_PICTURE = 1 << 4, BR_FINDING_DUPLICATE_SKU = 1 << 5, BR_FINDING_NO_PRICE = 1 << 6, BR_FINDING_NO_CATEGORY = 1 << 7,
  BR_FINDING_NO_NAME = 1 << 8,
} BrFinding;
#define BR_N_FINDINGS 9
/** br_finding_name: the name in the search language ("duplicate-barcode") of bit number `bit`. */
const char *br_finding_name (guint bit);

/** BrSkuRow: one row of the list. Immutable, atomically reference counted; texts owned. */
typedef struct
{
  guint32     id;
  BrId        uid, product_uid;
  char       *name;          /* product name and option values */
  char       *name_alt;      /* or NULL */
  char       *code;
  char       *barcode;       /* first, or NULL */
  char       *category;      /* name, or NULL */
  char       *brand;         /* or NULL */
  char       *picture;       /* SHA-256 hex of the main picture, or NULL */
  BrLifeCycle status;
  gint64      price_minor;   /* G_MININT64 = none */
  gint64      regular_minor; /* the price that would hold without promotions, for crossing out; G_MININT64 = none or same */
  BrPriceKind price_kind;    /* of the winner */
  gint64      cost_minor;    /* G_MININT64 = unknown */
  gint64      margin_bp;     /* G_MININT64 = unknown */
  guint32     findings;      /* BrFinding */
  gboolean    pending;       /* changes not yet at HQ */
  gint64      changed_us;
} BrSkuRow;
/** br_sku_row_new: an empty row, to be filled before it is shared. */
BrSkuRow *br_sku_row_new   (void);
BrSkuRow *br_sku_row_ref   (BrSkuRow *self);
void      br_sku_row_unref (BrSkuRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrSkuRow, br_sku_row_unref)

G_END_DECLS
