/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group History: change-sets of the product, old → new, each with Undo. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_EDITOR_HISTORY (br_editor_history_get_type ())
G_DECLARE_FINAL_TYPE (BrEditorHistory, br_editor_history, BR, EDITOR_HISTORY, AdwBin)

void br_editor_history_set_context (BrEditorHistory *self, BrAppContext *context);
/** br_editor_history_load: reads the history of `product` again. */
void br_editor_history_load        (BrEditorHistory *self, const BrId *product);
/** br_editor_history_count: change-sets in the list. */
guint br_editor_history_count (BrEditorHistory *self);

G_END_DECLS
