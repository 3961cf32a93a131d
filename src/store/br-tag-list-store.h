/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of tags for people: first the ids in order, then rows by them, a page at a time; what needs a look; what shelves say. On a reader. */
#pragma once

#include "br-db.h"
#include "br-sku-row.h"
#include "br-tag-list.h"

G_BEGIN_DECLS

/** br_tag_list_ids: (transfer full) ids of the tags, in order. Errors: CANCELLED, storage. */
BrIdList  *br_tag_list_ids    (BrDb *db, const BrTagQuery *query, GCancellable *cancellable, GError **error);
/** br_tag_list_rows: (transfer full) of BrTagListRow, in the order of `ids`; NULL for those that are gone. */
GPtrArray *br_tag_list_rows   (BrDb *db, const guint32 *ids, gsize n, gint64 now_us, GError **error);
/** br_tag_list_counts: of all tags. */
gboolean   br_tag_list_counts (BrDb *db, gint64 now_us, BrTagCounts *out, GError **error);

/**
 * br_shelf_list: (transfer full) of BrShelfRow, by name: bound articles of which record, tag, paper and till do not all say the same, or not well enough proved; *total (or
 * NULL) = all that match. As of a moment in the past: what was wanted and shown then, as far as kept (BR_TAG_HISTORY_MOST_US). Errors: CANCELLED, storage.
 */
GPtrArray *br_shelf_list      (BrDb *db, const BrShelfQuery *query, gint64 *total, GCancellable *cancellable, GError **error);

G_END_DECLS
