/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail: change-sets and what they did to one record. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** BrHistoryEntry: one changed cell of one record. */
typedef struct
{
  BrId    change_id;
  char   *label, *person_name, *device; /* owned */
  gint64  at_us;
  gboolean from_hq;
  gboolean undone;      /* the change-set has been undone */
  BrKind  kind; BrId uid; char *name; /* which record, what it is called */
  guint   field;
  BrValue before, after;
  char   *before_text, *after_text;  /* REF cells by name; else NULL */
} BrHistoryEntry;
void       br_history_entry_free (BrHistoryEntry *self);
/** br_history_store_product: of a product, its SKUs and price entries, newest first. */
GPtrArray *br_history_store_product (BrDb *db, const BrId *product, guint limit, GError **error);

/** BrChangeSummary: a change-set in the audit trail. */
typedef struct { BrId change_id; char *label, *person_name, *device; gint64 at_us; gint64 n_patches; gboolean from_hq; gboolean undone; gboolean is_undo; } BrChangeSummary;
void       br_change_summary_free (BrChangeSummary *self);
GPtrArray *br_history_store_changes (BrDb *db, gint64 before_us, guint limit, GError **error); /* newest first */

G_END_DECLS
