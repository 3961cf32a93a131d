/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The after-cells of an old patch over the record as it is today. */
#include "config.h"

#include "br-patch-again.h"

#include "br-edit-batch-private.h"
#include "br-error.h"

gboolean
br_patch_again (BrEditBatch *batch, BrStoreTx *tx, const BrPatch *patch, GError **error)
{
  g_autoptr (BrRecord) stored = NULL;
  g_autoptr (BrRecord) after = NULL;
  BrStoredRow row;
  guint32 mask = 0;

  if (!br_record_store_load_any (tx->db, patch->kind, &patch->id, &stored, &row, error))
    return FALSE;
  if (!patch->create && !row.present)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the record does not exist any more");
      return FALSE;
    }
  after = stored != NULL ? br_record_copy (stored) : br_record_new (patch->kind, &patch->id);
  br_patch_apply (patch, after);
  for (guint i = 0; i < patch->n_cells; i++)
    mask |= 1u << patch->cells[i].field;
  return br_edit_batch_set (batch, stored, &row, after, mask, error);
}
