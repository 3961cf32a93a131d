/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The side panel of the designer: the properties of the selected object, or of the label itself. Also the way to objects without a pointer. */
#pragma once

#include "br-designer-model.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_DESIGNER_PANEL (br_designer_panel_get_type ())
G_DECLARE_FINAL_TYPE (BrDesignerPanel, br_designer_panel, BR, DESIGNER_PANEL, AdwBin)

/** set_model: once, before it is shown. */
void     br_designer_panel_set_model    (BrDesignerPanel *self, BrDesignerModel *model);
/** focus_value: where the selected object's text is typed; FALSE when it has none. */
gboolean br_designer_panel_focus_value  (BrDesignerPanel *self);
/** insert_field: puts "{name}" at the cursor of that text. */
void     br_designer_panel_insert_field (BrDesignerPanel *self, const char *name);

G_END_DECLS
