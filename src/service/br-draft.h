/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An edited product against what others made of it meanwhile: what changed, what goes together, what does not. Pure. */
#pragma once

#include "br-view.h"

G_BEGIN_DECLS

/** BrDraftConflict: one cell that both sides changed, differently; or, with field BR_FIELD_DELETED, a record one side changed and the
 *  other removed: the cell says who removed it. */
typedef struct
{
  BrKind  kind;
  BrId    id;
  guint   field;
  BrValue base;   /* as it was when editing began */
  BrValue mine;
  BrValue theirs;
  BrRecord *record; /* owned: their version of what I removed; else NULL */
} BrDraftConflict;
void br_draft_conflict_free (BrDraftConflict *self);

/** BrDraftProblem: one cell that may not be saved. */
typedef struct
{
  BrKind  kind;
  BrId    id;
  guint   field;
  GError *error; /* owned */
} BrDraftProblem;
void br_draft_problem_free (BrDraftProblem *self);

/** br_draft_is_changed: whether `draft` differs from `base` (NULL: a new product) in any cell. */
gboolean         br_draft_is_changed (const BrProductDetail *base, const BrProductDetail *draft);
/**
 * br_draft_merge: (transfer full) `theirs` with my changes over it. Cells only one side changed are that side's. Cells both
 * changed differently keep mine and are listed in *conflicts (of BrDraftConflict): a person chooses. A record one side
 * removed is gone; when the other side changed it, that is listed too, and what I did with it stays until a person chooses.
 */
BrProductDetail *br_draft_merge      (const BrProductDetail *base, const BrProductDetail *mine, const BrProductDetail *theirs, GPtrArray **conflicts);
/** br_draft_take_theirs: settles one conflict in `draft` the other way. */
void             br_draft_take_theirs (BrProductDetail *draft, const BrDraftConflict *conflict);
/** br_draft_find: (transfer none) the record of `kind` and `id` in a product, or NULL. */
BrRecord        *br_draft_find       (const BrProductDetail *draft, BrKind kind, const BrId *id);
/** br_draft_check: (transfer full) of BrDraftProblem, empty when it may be saved: cells, missing names and codes, codes used twice in it. */
GPtrArray       *br_draft_check      (const BrProductDetail *draft);
/** br_draft_check_notes: adds to `problems` the SKUs whose step of the life cycle since `base` (NULL: a new product) needs a note and has none. */
void             br_draft_check_notes (const BrProductDetail *base, const BrProductDetail *draft, GPtrArray *problems);

G_END_DECLS
