/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What HQ sends, into the cache: rows, tombstones, cursor in one transaction; server rows + replay of own pending operations. */
#pragma once

#include "br-store.h"
#include "br-wire-feed.h"

G_BEGIN_DECLS

/** br_feed_store_apply_page: applies a page up to its last complete mark and moves the cursor, in the caller's transaction. A page whose "from" is not the
 *  cursor is ignored (*applied = FALSE). *more: whether there is more at HQ. Changes to existing records are noted in the audit trail as HQ's, with old and new.
 *  A page that starts a feed (from 0 into an empty kind) takes the fast path of the first sync. Errors: PROTOCOL, CORRUPT, storage. */
gboolean br_feed_store_apply_page (BrStoreTx *tx, GBytes *page, gboolean *applied, gboolean *more, GError **error);
gboolean br_feed_store_get_cursor (BrDb *db, const char *feed, gint64 *seq, GError **error);
/** br_feed_store_forget: cursor to 0 and the feed's rows swept on the next full pass (resync; place kept for epochs). */

G_END_DECLS
