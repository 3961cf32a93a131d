/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A patch that was refused or withdrawn, once more. */
#pragma once

#include "br-edit-store.h"

G_BEGIN_DECLS

/** br_patch_again: puts its after-cells over today's record, or makes the record again. Errors: NOT_FOUND when it changed a record that is
 *  gone, and as br_edit_batch_put. */
gboolean br_patch_again (BrEditBatch *batch, BrStoreTx *tx, const BrPatch *patch, GError **error);

G_END_DECLS
