/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label as it will be printed, with what is selected, and drawn on by hand. Its keys start the designer's actions. */
#pragma once

#include "br-designer-model.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BR_TYPE_DESIGNER_CANVAS (br_designer_canvas_get_type ())
/** BrDesignerCanvas: emits "zoom" (double factor) when a person asks for it over the label, and "open" when an object was double-clicked. */
G_DECLARE_FINAL_TYPE (BrDesignerCanvas, br_designer_canvas, BR, DESIGNER_CANVAS, GtkWidget)

/** set_model: once, before it is shown. */
void   br_designer_canvas_set_model   (BrDesignerCanvas *self, BrDesignerModel *model);
/** set_picture: the label as rendered, a pixel a dot, on its side as it is designed; NULL = not yet. */
void   br_designer_canvas_set_picture (BrDesignerCanvas *self, GdkTexture *picture);
/** set_zoom: pixels a millimetre. */
void   br_designer_canvas_set_zoom    (BrDesignerCanvas *self, double zoom);
double br_designer_canvas_get_zoom    (BrDesignerCanvas *self);
/** get_fit: the zoom at which all of the label can be seen in a room of that size. */
double br_designer_canvas_get_fit     (BrDesignerCanvas *self, int width, int height);
/** set_grid: distance of its lines in hundredths of a millimetre; 0 = none. */
void   br_designer_canvas_set_grid    (BrDesignerCanvas *self, int grid);
/** get_origin: where the label's upper left corner is, in the widget's coordinates. */
void   br_designer_canvas_get_origin  (BrDesignerCanvas *self, graphene_point_t *origin);

G_END_DECLS
