/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail: change-sets and what they did to one record. */
#pragma once

#include "br-history.h"
#include "br-store.h"

G_BEGIN_DECLS

/** br_history_store_product: of a product, its SKUs and price entries, of BrHistoryEntry, newest first. */
GPtrArray *br_history_store_product (BrDb *db, const BrId *product, guint limit, GError **error);

/** br_history_store_changes: the newest `limit` change-sets before `before_us`, of BrChangeSummary, newest first. */
GPtrArray *br_history_store_changes (BrDb *db, gint64 before_us, guint limit, GError **error);
/** br_history_store_change: what one change-set did, of BrHistoryEntry, in its own order, its first `limit` cells. Errors: NOT_FOUND. */
GPtrArray *br_history_store_change (BrDb *db, const BrId *change, guint limit, GError **error);

/** BrCellKey: one cell of one record; BR_FIELD_DELETED stands for the record as a whole. */
typedef struct
{
  BrKind kind;
  BrId   id;
  guint  field;
} BrCellKey;

/** BrCellAuthor: who changed something last, and when. */
typedef struct
{
  char    *person_name; /* owned, or NULL */
  gint64   at_us;       /* 0 = the audit trail does not know */
  gboolean from_hq;
} BrCellAuthor;
void     br_cell_author_clear (BrCellAuthor *self);
/** br_history_store_find_author: whose change of the cell stands, as far as the audit trail tells; clear *out. */
gboolean br_history_store_find_author (BrDb *db, const BrCellKey *cell, BrCellAuthor *out, GError **error);

/** br_history_store_is_undone: whether the change-set of row id `change` is undone by one that is not undone itself, or was withdrawn. */
gboolean br_history_store_is_undone (BrDb *db, gint64 change, gboolean *undone, GError **error);

G_END_DECLS
