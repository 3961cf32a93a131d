/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's pictures: a row each, in order; added from files or by dropping them. */
#pragma once

#include "br-draft-model.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_EDITOR_PICTURES (br_editor_pictures_get_type ())
G_DECLARE_FINAL_TYPE (BrEditorPictures, br_editor_pictures, BR, EDITOR_PICTURES, AdwBin)

void br_editor_pictures_set_model (BrEditorPictures *self, BrDraftModel *model);
/** br_editor_pictures_add: adds a picture file at the end; a problem is shown under the rows. */
void br_editor_pictures_add       (BrEditorPictures *self, GFile *file);

G_END_DECLS
