/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands here of each feed (SYNC.md 3.3): every row carries the feed it came by and its number there, and beside the cursor stand how
 * many there are and their sum, kept with each row and committed with it. Equal to HQ's at the head, or the feed is read anew: it gets
 * another id, rows met take that, and those that still carry the old one at the end are gone at HQ. Until then they are shown as before.
 */
#pragma once

#include "br-record-store-private.h"

G_BEGIN_DECLS

/** BrFeedLedger: one feed. */
typedef struct
{
  gint64  id;     /* what its rows carry; 0 = never read */
  gint64  old_id; /* what rows carry that have not been met since the feed is read anew; 0 = it is not */
  gint64  seq;    /* cursor: read up to here */
  gint64  n;      /* live rows that carry `id` */
  guint64 xsum;   /* sum of br_feed_item_sum over them, modulo 2^64 */
} BrFeedLedger;

/** br_feed_ledger_load: all zero when the feed has never been read. */
gboolean br_feed_ledger_load    (BrDb *db, const char *feed, BrFeedLedger *out, GError **error);
/** br_feed_ledger_open: load; a feed that has never been read gets its id. */
gboolean br_feed_ledger_open    (BrDb *db, const char *feed, BrFeedLedger *out, GError **error);
/** br_feed_ledger_save: writes a feed that is known with its cursor; epoch, head and time stay. */
gboolean br_feed_ledger_save    (BrStoreTx *tx, const char *feed, const BrFeedLedger *ledger, GError **error);
/** br_feed_ledger_enter: counts a row that was just inserted with its place. */
void     br_feed_ledger_enter   (BrFeedLedger *self, BrKind kind, const BrId *uid, gint64 seq);
/** br_feed_ledger_place: the record of row `id`, until now at `from`, came by this feed with the number `seq`. */
gboolean br_feed_ledger_place   (BrFeedLedger *self, BrStoreTx *tx, const BrRecord *record, const BrStoredRow *from, gint64 seq, GError **error);
/** br_feed_ledger_remove: the record left this feed. *removed = FALSE: it was not in it, or has come by another one since. */
gboolean br_feed_ledger_remove  (BrFeedLedger *self, BrStoreTx *tx, const BrRecord *record, gboolean *removed, GError **error);
/** br_feed_ledger_find_place: row id and place of a record; all zero when there is no row. */
gboolean br_feed_ledger_find_place (BrDb *db, BrKind kind, const BrId *uid, BrStoredRow *out, GError **error);
/** br_feed_ledger_restart: from here on the feed is read anew: cursor 0. */
gboolean br_feed_ledger_restart (BrFeedLedger *self, BrStoreTx *tx, GError **error);
/** br_feed_ledger_list_unmet: (transfer full) uids (BrId) of the records of a kind not met since; NULL on errors. */
GArray  *br_feed_ledger_list_unmet (const BrFeedLedger *self, BrDb *db, BrKind kind, GError **error);
/** br_feed_ledger_recount: (transfer full) names of the feeds whose rows are not those that were counted; reads all rows. NULL on errors. */
GPtrArray *br_feed_ledger_recount (BrDb *db, GError **error);

G_END_DECLS
