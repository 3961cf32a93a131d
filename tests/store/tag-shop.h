/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations and tags for tests of tags.db. A test's body runs inside one writing transaction. */
#pragma once

#include "br-station-report.h"
#include "br-tag-rows.h"
#include "fixture.h"

G_BEGIN_DECLS

#define TAG_SHOP_MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

/** tag_shop_run: `body` as one transaction in tags.db that must succeed; its data is the fixture. */
void          tag_shop_run     (Fixture *fixture, BrStoreFunc body);
/** tag_shop_station: a new station with that address; its id. */
gint64        tag_shop_station (BrStoreTx *tx, const char *address);
/** tag_shop_answered: the station said at `us` how it is. */
void          tag_shop_answered (BrStoreTx *tx, gint64 station, gint64 us);
/** tag_shop_sighting: a tag heard now, of a kind of 384 x 168, 3 V, -60 dBm, next check-in a minute later. */
BrTagSighting tag_shop_sighting (BrStoreTx *tx, const char *key);
/** tag_shop_tag: a tag a station heard; its id. */
gint64        tag_shop_tag     (BrStoreTx *tx, gint64 station, const char *key);
/** tag_shop_want: an article's price is wanted on a tag. */
void          tag_shop_want    (BrStoreTx *tx, gint64 tag, const char *key, const BrId *sku, gint64 price_minor);
/** tag_shop_digest: one of 64 digits, all like `digit`. Caller frees. */
char         *tag_shop_digest  (char digit);
/** tag_shop_move: moves a job, which must have been in one of `from`. */
void          tag_shop_move    (BrStoreTx *tx, gint64 job, guint from, BrTagJobState to);
/** tag_shop_confirm: the active job of a tag arrives: the tag shows the picture `digit` by `proof`. */
void          tag_shop_confirm (BrStoreTx *tx, gint64 tag, char digit, BrTagProof proof);


/** TagShopGoods: an article: its records. */
typedef struct
{
  BrId product, sku, price; /* price: the entry of kind REGULAR made last */
} TagShopGoods;
/** tag_shop_goods: an article "Tea `n`" with code "T-`n`", listed, at `amount`. */
void          tag_shop_goods   (Fixture *fixture, TagShopGoods *out, guint n, gint64 amount);
/** tag_shop_price: a price entry more; from_us, to_us 0 = open. */
void          tag_shop_price   (Fixture *fixture, TagShopGoods *goods, BrPriceKind kind, gint64 amount, gint64 from_us, gint64 to_us);

G_END_DECLS
