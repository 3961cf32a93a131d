/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's group Shelf: what tags and paper labels say of each article, and the tags themselves. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_EDITOR_SHELF (br_editor_shelf_get_type ())
/** BrEditorShelf: reads while it is on the screen, and again when tags, labels or prices change. Actions product-shelf.bind (s: the code of an article), product-shelf.retry. */
G_DECLARE_FINAL_TYPE (BrEditorShelf, br_editor_shelf, BR, EDITOR_SHELF, AdwBin)

void br_editor_shelf_set_context (BrEditorShelf *self, BrAppContext *context);
/** br_editor_shelf_load: of this product; none = it is not saved yet. */
void br_editor_shelf_load        (BrEditorShelf *self, const BrId *product);
/** br_editor_shelf_show: what was read. */
void br_editor_shelf_show        (BrEditorShelf *self, const BrProductShelf *shelf);

G_END_DECLS
