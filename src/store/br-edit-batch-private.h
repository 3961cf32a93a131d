/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change-sets made by the store itself (undo, applying again), for which cells are already decided. */
#pragma once

#include "br-edit-store.h"
#include "br-record-store-private.h"

G_BEGIN_DECLS

/** br_edit_batch_set: `stored` (NULL: no row), as loaded with `row`, gets the cells of `mask` from `after`. As br_edit_batch_put otherwise. */
gboolean br_edit_batch_set (BrEditBatch *self, const BrRecord *stored, const BrStoredRow *row, const BrRecord *after, guint32 mask, GError **error);

G_END_DECLS
