/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows for the properties of an object: one table says which there are for each type, what they may be and where they are. */
#pragma once

#include "br-designer-model.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** BrDesignerRows: the rows of one group of widgets, for objects of one type. */
typedef struct _BrDesignerRows BrDesignerRows;

/** br_designer_rows_new: adds rows for the type of the one object selected to `box`; a change in one is an edit of `model`. */
BrDesignerRows *br_designer_rows_new    (BrDesignerModel *model, GtkBox *box);
/** br_designer_rows_update: shows the object as it is now. */
void            br_designer_rows_update (BrDesignerRows *self);
/** br_designer_rows_get_type: of the objects they are for. */
BrLabelObjectType br_designer_rows_get_object_type (BrDesignerRows *self);
/** br_designer_rows_focus_value: where one types what the object says; FALSE when it says nothing. */
gboolean        br_designer_rows_focus_value (BrDesignerRows *self);
/** br_designer_rows_insert: puts `text` at the cursor of the value. */
void            br_designer_rows_insert (BrDesignerRows *self, const char *text);
/** br_designer_rows_free: takes the rows away. */
void            br_designer_rows_free   (BrDesignerRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrDesignerRows, br_designer_rows_free)

G_END_DECLS
