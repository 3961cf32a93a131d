/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The difference between two answers of the same query, so that a list changes only where it changed. */
#pragma once

#include "br-sku-row.h"

G_BEGIN_DECLS

#define BR_ID_DIFF_WINDOW 64     /* how far a row may shift inside one hunk before the rest counts as new */
#define BR_ID_DIFF_MAX_HUNKS 256 /* after so many the rest is one: drawing it again is cheaper */

/** BrIdHunk: old ids [old_start, old_start + removed) became new ids [new_start, new_start + added). */
typedef struct
{
  gsize old_start;
  gsize removed;
  gsize new_start;
  gsize added;
} BrIdHunk;

/** br_id_diff: (transfer full) hunks in ascending order, of BrIdHunk; applied to `before` they give `after`. One pass; small, not always minimal. */
GArray *br_id_diff (const BrIdList *before, const BrIdList *after);

G_END_DECLS
