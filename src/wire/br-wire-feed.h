/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feed pages (SYNC.md 3.4), NDJSON:
 *   {"feed":"cat","epoch":"9f..","from":1200,"cols":{"sku":["rev","by","at","deleted","product",…],…}}
 *   ["sku","<uuid>",1201,[rev,by,at,cell,…]]      a live row, cells by the names in cols
 *   ["-","sku","<uuid>",1202]                      a tombstone
 *   {"page":1702}                                  rows up to here may be committed with the cursor (optional marks)
 *   {"end":1,"next":8123,"head":8123,"n":104233,"xsum":"5b..","more":false}
 * A page is used only up to the last complete page/end line; without the end line it is truncated: BR_ERROR_PROTOCOL after the rows before the last mark.
 */
#pragma once

#include "br-record.h"

G_BEGIN_DECLS

typedef struct _BrFeedReader BrFeedReader;

/** BrFeedHead: first line. */
typedef struct { char *feed; char *epoch; gint64 from; } BrFeedHead;
/** BrFeedEnd: last line. */
typedef struct { gint64 next; gint64 head; gint64 n; guint64 xsum; gboolean more; } BrFeedEnd;
/** BrFeedRowKind: what br_feed_reader_next found. */
typedef enum { BR_FEED_ROW = 1, BR_FEED_TOMBSTONE, BR_FEED_MARK, BR_FEED_END } BrFeedRowKind;

BrFeedReader *br_feed_reader_new  (GBytes *page, GError **error);          /* reads and checks the first line */
void          br_feed_reader_free (BrFeedReader *self);
const BrFeedHead *br_feed_reader_get_head (BrFeedReader *self);
/** br_feed_reader_next: the next line. `record` (owned by the reader, valid until the next call) for rows and tombstones, seq, or `end`. Fast: 400,000 rows a second or more. Errors: PROTOCOL, RANGE. */
gboolean      br_feed_reader_next (BrFeedReader *self, BrFeedRowKind *what, const BrRecord **record, gint64 *seq, BrFeedEnd *end, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrFeedReader, br_feed_reader_free)
/** br_feed_peek_end: the last line alone, for asking for the next page before this one is read. Errors: PROTOCOL when the page is cut off. */
/** br_feed_count_rows: rows of a page, deleted ones included, without reading them. */
gint64        br_feed_count_rows (GBytes *page);
gboolean      br_feed_peek_end    (GBytes *page, BrFeedEnd *end, GError **error);

void br_feed_write_head      (GString *out, const char *feed, const char *epoch, gint64 from, const BrKind *kinds, guint n_kinds);
void br_feed_write_row       (GString *out, BrKind kind, const BrId *id, gint64 seq, const char *body_json);
void br_feed_write_tombstone (GString *out, BrKind kind, const BrId *id, gint64 seq);
void br_feed_write_end       (GString *out, const BrFeedEnd *end);
/** br_feed_item_sum: first 8 bytes (big endian) of SHA-256 over "kind|id|seq", the term of xsum (sum modulo 2^64). */
guint64 br_feed_item_sum     (BrKind kind, const BrId *id, gint64 seq);

G_END_DECLS
