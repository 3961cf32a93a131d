/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of tags for people: first the ids in order, then rows by them, a page at a time; and what shelves say. On a reader. */
#pragma once

#include "br-db.h"
#include "br-tag-view.h"

G_BEGIN_DECLS

/** br_tag_list_ids: (transfer full) ids of the tags, in order. now_us: for who is silent. Errors: CANCELLED, storage. */
BrIdList  *br_tag_list_ids    (BrDb *db, const BrTagQuery *query, gint64 now_us, GCancellable *cancellable, GError **error);
/** br_tag_list_rows: (transfer full) of BrTagView, in the order of `ids`; NULL for those that are gone. */
GPtrArray *br_tag_list_rows   (BrDb *db, const guint32 *ids, gsize n, gint64 now_us, GError **error);
/** br_tag_list_of_product: ids of a product's articles, and of the tags bound to them in the same order and by place, at most `limit` of each. Caller unrefs both. Errors: storage. */
gboolean   br_tag_list_of_product (BrDb *db, const BrId *product, guint limit, BrIdList **articles, BrIdList **tags, GError **error);
/** br_tag_list_counts: of all tags; `mismatch` is left to br_shelf_list. */
gboolean   br_tag_list_counts (BrDb *db, gint64 now_us, BrTagCounts *out, GError **error);

/** br_tag_list_failed: (transfer full) id of a station (gint64) -> how many of its tags need a person for a job that failed. */
GHashTable *br_tag_list_failed (BrDb *db, GError **error);

/**
 * br_shelf_list: (transfer full) of BrShelfTruth, one an article that has a tag: price of record, on tag, on paper, at the till; `sum` may be NULL.
 * As of a moment in the past: what was to be shown and was shown then, as far as it is kept (BR_TAG_HISTORY_MOST_US). Errors: CANCELLED, storage.
 */
GPtrArray *br_shelf_list      (BrDb *db, const BrShelfQuery *query, BrShelfSum *sum, GCancellable *cancellable, GError **error);
/** br_shelf_list_of: (transfer full) of BrShelfTruth, of these articles (row ids) in their order, now; NULL where neither a tag nor a label says anything. Only least_proof and now_us
 *  of the query are looked at. Errors: storage. */
GPtrArray *br_shelf_list_of   (BrDb *db, const BrShelfQuery *query, const guint32 *articles, gsize n, GError **error);

G_END_DECLS
