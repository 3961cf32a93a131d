/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What HQ sends, into the cache: rows, tombstones, cursor in one transaction; server rows + replay of own pending operations. */
#pragma once

#include "br-store.h"
#include "br-wire-feed.h"

G_BEGIN_DECLS

/**
 * br_feed_store_apply_page: applies a page up to its last complete mark and moves the cursor, in the caller's transaction. A page whose "from"
 * is not the cursor is ignored (*applied = FALSE). *more: whether there is more at HQ; a page that is cut off or damaged after a mark counts up
 * to the mark. Changes to existing records are noted in the audit trail as HQ's, with old and new. Settles the outbox. Errors: PROTOCOL, RANGE,
 * CORRUPT, storage; then nothing was changed once the caller rolls back.
 */
gboolean br_feed_store_apply_page (BrStoreTx *tx, GBytes *page, gboolean *applied, gboolean *more, GError **error);
/** br_feed_store_get_cursor: up to where the feed has been read; 0 = not at all. */
gboolean br_feed_store_get_cursor (BrDb *db, const char *feed, gint64 *seq, GError **error);
/** br_feed_store_check: after the page that `end` ended was applied: *sound = FALSE when it reached HQ's head and what stands here is not what HQ has. */
gboolean br_feed_store_check (BrDb *db, const char *feed, const BrFeedEnd *end, gboolean *sound, GError **error);
/** br_feed_store_restart: the feed is read anew from 0: what is shown stays, and what has not come again at its head is removed then. Own changes stay. */
gboolean br_feed_store_restart (BrStoreTx *tx, const char *feed, GError **error);
/** br_feed_store_recount: (transfer full) names of feeds whose rows here are not those that were counted as they came; NULL on errors. Reads every row. */
GPtrArray *br_feed_store_recount (BrDb *db, GError **error);

G_END_DECLS
