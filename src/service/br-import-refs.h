/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Categories, brands, units, suppliers and tax classes by name, made when a file names new ones. */
#pragma once

#include "br-edit-store.h"

G_BEGIN_DECLS

typedef struct _BrImportRefs BrImportRefs;

/** br_import_refs_new: loads the names there are. New ones are put into `batch`, which must outlive it. */
BrImportRefs *br_import_refs_new      (BrStoreTx *tx, BrEditBatch *batch, GError **error);
void          br_import_refs_free     (BrImportRefs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrImportRefs, br_import_refs_free)

/** br_import_refs_find: *id of the record of `kind` called `name` (for categories a path, "Food/Tea" or "Food > Tea"), made when there is
 *  none. *found = FALSE for a tax class that is not known and no percentage. Errors: storage errors. */
gboolean      br_import_refs_find     (BrImportRefs *self, BrKind kind, const char *name, BrId *id, gboolean *found, GError **error);

G_END_DECLS
