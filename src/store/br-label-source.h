/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goods give to labels: the fields named in domain/br-label-fields.h, read from the cache. */
#pragma once

#include "br-db.h"
#include "br-id.h"
#include "br-label-fields.h"
#include "br-shelf-price.h"
#include "br-sku-row.h"

G_BEGIN_DECLS

/** BrLabelShop: the place whose prices are shown. Texts owned. */
typedef struct
{
  BrId       uid;       /* none = HQ's view */
  char      *name, *code; /* or NULL */
  char      *currency;  /* ISO 4217, or NULL */
  guint      digits;    /* of its minor unit */
  char      *zone_name; /* IANA, or NULL */
  GTimeZone *zone;      /* of the store, else UTC */
} BrLabelShop;
void     br_label_shop_clear (BrLabelShop *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrLabelShop, br_label_shop_clear)
/** br_label_shop_load: fills `out`, which must be zeroed or cleared. Errors: storage. */
gboolean br_label_shop_load  (BrDb *db, BrLabelShop *out, GError **error);

/** BrLabelGoods: one SKU, for its label. Owned. */
typedef struct
{
  BrLabelFields *fields;
  BrId           sku;
  gint64         price_minor;   /* G_MININT64 = none */
  gint64         regular_minor; /* without promotion; G_MININT64 = none or the same */
} BrLabelGoods;
void       br_label_goods_free   (BrLabelGoods *self);

/** br_label_source_load: (transfer full) of BrLabelGoods, in the order of `ids`; NULL for those that are gone. Errors: CANCELLED, storage. */
GPtrArray *br_label_source_load  (BrDb *db, const BrLabelShop *shop, const BrIdList *ids, GCancellable *cancellable, GError **error);
/** br_label_source_set_price: the fields price, regular, valid_from and valid_to of another instant than now. */
void       br_label_source_set_price (BrLabelFields *fields, const BrLabelShop *shop, const BrShelfPrice *price);
/** br_label_source_find: the row of an article in the list; 0 = it is gone. */
gboolean   br_label_source_find  (BrDb *db, const BrId *sku, guint32 *row, GError **error);

G_END_DECLS
