/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making changes: validate, write rows, audit, undo, outbox, all in the caller's transaction. */
#pragma once

#include "br-history.h"
#include "br-store.h"

G_BEGIN_DECLS

/** BrEditor: who makes a change-set and why. */
typedef struct
{
  BrActor     actor;
  const char *person_name; /* for History; or NULL */
  const char *label;       /* in the author's language, <= 200 bytes */
  BrEditMode  mode;
  BrId        undo_of;     /* change-set this one undoes; none = not an undo */
} BrEditor;

typedef struct _BrEditBatch BrEditBatch;

/**
 * Streaming writer of one change-set: begin, put each record as it should become, finish. Parts of <= 500 patches and 128 KiB become
 * operations in the outbox in order. In ATOMIC mode the first problem fails; in EACH mode a bad record is skipped and listed.
 * Records equal to what is there add nothing; a change-set with no patch is not stored.
 */
BrEditBatch *br_edit_batch_begin  (BrStoreTx *tx, const BrEditor *editor);
/** br_edit_batch_put: `before` = the record as the author saw it (NULL: new). When the stored record has changed since in a cell this
 *  change also touches, that is CONFLICT (two windows); other cells are kept. Errors: INVALID, RANGE, REFUSED, CONFLICT, NOT_FOUND, and storage errors. */
gboolean     br_edit_batch_put    (BrEditBatch *self, const BrRecord *before, const BrRecord *after, GError **error);
/** br_edit_batch_finish: writes what is left; *change_id = none when nothing changed. Problems (EACH mode): of BrEditProblem. */
gboolean     br_edit_batch_finish (BrEditBatch *self, BrId *change_id, GPtrArray **problems, GError **error);
void         br_edit_batch_free   (BrEditBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrEditBatch, br_edit_batch_free)

/** br_undo_apply: a new change-set that restores every cell of `change` nobody touched since; the rest in *losses (of BrUndoLoss). Errors: NOT_FOUND, EXISTS (already undone), REFUSED. */
gboolean br_undo_apply (BrStoreTx *tx, const BrEditor *editor, const BrId *change, BrId *undo_id, GPtrArray **losses, GError **error);

G_END_DECLS
