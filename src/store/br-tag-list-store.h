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
/** br_tag_list_counts: of all tags; `mismatch` is left to br_shelf_list. */
gboolean   br_tag_list_counts (BrDb *db, gint64 now_us, BrTagCounts *out, GError **error);

/** br_tag_list_shelves: of the articles `skus` (rows of the list), in their order; out: as many. For rows in view: a few microseconds an article. */
gboolean   br_tag_list_shelves (BrDb *db, const guint32 *skus, gsize n, gint64 now_us, BrTagShelf *out, GError **error);

/** BrShelfQuery: which shelves. */
typedef struct
{
  const char *text;        /* in name, code, barcode or the tag's key; borrowed, NULL or "" = all */
  gboolean    all;         /* also those that agree: for the certificate */
  BrTagProof  least_proof; /* accepted */
  gint64      now_us;      /* the till's price is HQ's at this moment */
  gint64      at_us;       /* as of this moment; 0 = now. Paper is known of since it was printed; the till for now only. */
  guint       limit;
} BrShelfQuery;

/**
 * br_shelf_list: (transfer full) of BrShelfTruth, one an article that has a tag, what differs longest first: price of record, on tag, on paper, at the till; *total (or NULL) =
 * all that match. As of a moment in the past: what was to be shown and was shown then, as far as it is kept (BR_TAG_HISTORY_MOST_US). Errors: CANCELLED, storage.
 */
GPtrArray *br_shelf_list      (BrDb *db, const BrShelfQuery *query, gint64 *total, GCancellable *cancellable, GError **error);

G_END_DECLS
