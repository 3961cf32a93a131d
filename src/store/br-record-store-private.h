/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records for the writing stores: with what stands beside the record in its row, and changing single cells. */
#pragma once

#include "br-record-store.h"

G_BEGIN_DECLS

/** BrFeedPlace: where HQ has a record. */
typedef struct
{
  gint64 feed; /* feed_cursor.id, 0 = in no feed read here */
  gint64 seq;  /* number of its row there */
} BrFeedPlace;

/** BrStoredRow: what a row says beside its record. */
typedef struct
{
  gint64      id;      /* row id; 0 = there is no row */
  gboolean    present; /* shown: exists and is not deleted */
  gint64      pending; /* own unacknowledged operations that touch it */
  BrFeedPlace place;
} BrStoredRow;

/** br_record_store_load_any: (transfer full) the record of any row, deleted or only referred to; NULL when there is no row. */
gboolean br_record_store_load_any (BrDb *db, BrKind kind, const BrId *uid, BrRecord **out, BrStoredRow *row, GError **error);
/** br_record_store_insert: a new row with pending and place of `beside`; *inserted = FALSE when the uid is there already (nothing was written). */
gboolean br_record_store_insert (BrStoreTx *tx, const BrRecord *record, const BrStoredRow *beside, gint64 *id, gboolean *inserted, GError **error);
/** br_record_store_update: writes rev, by, at, pending, presence and the cells of `mask` (bit 1 << field) of row `id`. */
gboolean br_record_store_update (BrStoreTx *tx, gint64 id, const BrRecord *record, guint32 mask, gint64 pending, GError **error);
gboolean br_record_store_set_pending (BrStoreTx *tx, BrKind kind, gint64 id, gint64 pending, GError **error);
/** br_record_store_make_bare: the row as if the record had never existed: present = 0, no cells. */
gboolean br_record_store_make_bare (BrStoreTx *tx, BrKind kind, gint64 id, gint64 pending, GError **error);
/** br_record_store_is_present: whether the record exists and is not deleted. */
gboolean br_record_store_is_present (BrStoreTx *tx, BrKind kind, const BrId *uid, gboolean *present, GError **error);
/** br_record_store_is_used: whether a record that exists and is not deleted refers to it, other than weakly. */
gboolean br_record_store_is_used (BrStoreTx *tx, BrKind kind, const BrId *uid, gboolean *used, GError **error);
/** br_record_is_known: whether the row holds a record, deleted ones included, and is not only referred to. */
gboolean br_record_is_known   (const BrRecord *record, const BrStoredRow *row);
/** br_record_difference: mask of the cells that differ. */
guint32  br_record_difference (const BrRecord *a, const BrRecord *b);
/** br_record_is_deleted: whether its "deleted" flag is set. */
gboolean br_record_is_deleted (const BrRecord *record);

G_END_DECLS
