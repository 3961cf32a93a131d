/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group Basics: name, category and the like. */
#pragma once

#include "br-draft-model.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_EDITOR_BASICS (br_editor_basics_get_type ())
G_DECLARE_FINAL_TYPE (BrEditorBasics, br_editor_basics, BR, EDITOR_BASICS, AdwBin)

void br_editor_basics_set_model (BrEditorBasics *self, BrDraftModel *model);
/** br_editor_basics_focus_name: where a new product begins. */
void br_editor_basics_focus_name   (BrEditorBasics *self);
/** br_editor_basics_show_problem: shows what is wrong, also in what was not touched yet, and puts the focus there. */
void br_editor_basics_show_problem (BrEditorBasics *self);

G_END_DECLS
