/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feeds (SYNC.md 3.3): numbered rows of records, one row per record that moves to the head when the record changes.
 *
 *   cat            products, SKUs, categories, brands, units, tax classes, suppliers
 *   price:all      price entries for no zone and no store
 *   price:<zone>   price entries of the zone, and of the stores in it; a store without a zone has price:<store>
 *   st:all         zones, stores, and the people who may work in every store
 *   st:<store>     the people bound to that store (and so their password hashes go to no other store)
 *   asg:<store>    the store's assortment
 *
 * The writer rule: every writing transaction ends with br_hq_feed_flush, which takes the counter row of each touched feed, in
 * ascending order of their names, numbers what changed, and keeps n and xsum. Nobody else writes feeds. A record whose feed
 * changes, and a deleted one, leaves a tombstone in the old feed.
 */
#pragma once

#include "br-hq.h"
#include "br-record.h"

G_BEGIN_DECLS

GHashTable *br_hq_feed_touched_new (void);
GHashTable *br_hq_feed_places_new  (void);

/** br_hq_feed_create: makes an empty feed unless it is there. */
gboolean br_hq_feed_create  (BrSql *sql, const char *feed, GError **error);
/** br_hq_feed_name: (transfer full) the feed a live record stands in. */
char    *br_hq_feed_name    (BrHqTx *tx, const BrRecord *record, GError **error);
/** br_hq_feed_touch: notes that the record has left the place (old_feed, old_seq; NULL and 0: none); its row says the new
 *  feed in feed_id, with seq NULL. A row whose seq is not NULL at the flush was rolled back and is left alone. */
void     br_hq_feed_touch   (BrHqTx *tx, BrKind kind, const BrId *id, const char *old_feed, gint64 old_seq);
/** br_hq_feed_flush: numbers everything touched. `applied` (char* -> gint64*, owned keys and values; or NULL) gets the new heads. */
gboolean br_hq_feed_flush   (BrHqTx *tx, GHashTable *applied, GError **error);

/** br_hq_feed_list: the feeds a device of `store` (none: of all stores) reads, with heads and floors, in the order to read
 *  them. Gives a GPtrArray of BrFeedState. */
GPtrArray *br_hq_feed_list  (BrSql *sql, const BrId *store, GError **error);
/** br_hq_feed_is_for: whether a device of `store` may read the feed, and so write the records in it. */
gboolean br_hq_feed_is_for  (BrSql *sql, const char *feed, const BrId *store, gboolean *allowed, GError **error);

/** BrHqPage: what was asked, and the answer. */
typedef struct
{
  const char *feed;  /* in */
  gint64      after; /* in: the cursor */
  guint       limit; /* in: rows, 1 … BR_HQ_PAGE_ROWS */
  GString    *out;   /* in: where the page is written, as br-wire-feed.h */
  gboolean    gone;  /* out: the cursor is outside [floor, head]: resync */
} BrHqPage;
/** br_hq_feed_page: one page in one snapshot. From 0 it holds live rows only. Errors: storage. */
gboolean br_hq_feed_page    (BrHq *hq, BrHqPage *page, GError **error);

G_END_DECLS
