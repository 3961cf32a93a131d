/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row that was read, into records: find what it means, compare, put what differs. Runs inside the import's transaction. */
#pragma once

#include "br-edit-store.h"
#include "br-import-row.h"

G_BEGIN_DECLS

typedef struct _BrImportApply BrImportApply;

/** br_import_apply_new: `batch` and `tx` must outlive it. */
BrImportApply *br_import_apply_new  (BrStoreTx *tx, BrEditBatch *batch, GError **error);
void           br_import_apply_free (BrImportApply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrImportApply, br_import_apply_free)

/** br_import_apply_row: the verdict; for a row that is rejected here, row->reason says why and nothing was put.
 *  `index` = number of the row, by which br_import_apply_find_row finds it again. Errors: storage errors. */
gboolean       br_import_apply_row  (BrImportApply *self, BrImportRow *row, guint index, BrImportPolicy policy, BrImportVerdict *verdict, GError **error);
/** br_import_apply_find_row: which row put a record, or -1. */
int            br_import_apply_find_row (BrImportApply *self, const BrId *record);

G_END_DECLS
