/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ruler in millimetres beside the designer's canvas; it begins where the label does. */
#pragma once

#include "br-designer-canvas.h"

G_BEGIN_DECLS

#define BR_TYPE_DESIGNER_RULER (br_designer_ruler_get_type ())
/** BrDesignerRuler: redraw it when what is seen of the canvas changes. */
G_DECLARE_FINAL_TYPE (BrDesignerRuler, br_designer_ruler, BR, DESIGNER_RULER, GtkWidget)

/** set_canvas: horizontal = along the upper edge. */
void br_designer_ruler_set_canvas (BrDesignerRuler *self, BrDesignerCanvas *canvas, GtkOrientation orientation);

G_END_DECLS
