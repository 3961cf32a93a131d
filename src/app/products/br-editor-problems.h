/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a draft cannot be saved: how many reasons on which page of the editor, and the first of them in words. */
#pragma once

#include "br-draft-model.h"

G_BEGIN_DECLS

/** br_editor_problems_first_page: (transfer none) name of the page with the first reason; NULL when there is none. */
const char *br_editor_problems_first_page (BrDraftModel *model);
/** br_editor_problems_count: how many reasons are on the page `name`. */
guint       br_editor_problems_count      (BrDraftModel *model, const char *name);
/** br_editor_problems_describe: "Variants, SKU T1: Price must be filled in"; NULL when there is none. Caller frees. */
char       *br_editor_problems_describe   (BrDraftModel *model);

G_END_DECLS
