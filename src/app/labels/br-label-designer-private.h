/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the designer, its actions and its saving. */
#pragma once

#include "br-designer-canvas.h"
#include "br-designer-panel.h"
#include "br-label-designer.h"

G_BEGIN_DECLS

BrAppContext     *br_label_designer_get_context (BrLabelDesigner *self);
BrDesignerModel  *br_label_designer_get_model   (BrLabelDesigner *self);
BrDesignerPanel  *br_label_designer_get_panel   (BrLabelDesigner *self);
BrDesignerCanvas *br_label_designer_get_canvas  (BrLabelDesigner *self);
/** zoom: `factor` times what it is; 0 = so that all can be seen, and stays so. */
void              br_label_designer_zoom        (BrLabelDesigner *self, double factor);
/** set_density: dots an inch of the head it is drawn for: 203, 300 or 600. */
void              br_label_designer_set_density (BrLabelDesigner *self, int dpi);
/** set_fields: takes `fields`; NULL = the samples. `title` is what they are of. */
void              br_label_designer_set_fields  (BrLabelDesigner *self, BrLabelFields *fields, const char *title);
/** show_message: in the banner; NULL = none. */
void              br_label_designer_show_message (BrLabelDesigner *self, const char *text);
/** is_saving, set_saving: while it is on its way to the store. */
gboolean          br_label_designer_is_saving   (BrLabelDesigner *self);
void              br_label_designer_set_saving  (BrLabelDesigner *self, gboolean saving);
/** show_panel: opens the properties where they are hidden. */
void              br_label_designer_show_panel  (BrLabelDesigner *self);

/** br_designer_actions_install: the class's actions; update: which of them are allowed now. */
void              br_designer_actions_install   (GtkWidgetClass *klass);
void              br_designer_actions_update    (BrLabelDesigner *self);

/** br_designer_save: saves, asks when somebody else has saved meanwhile. br_designer_leave: goes back, asks when something would be lost. */
void              br_designer_save              (BrLabelDesigner *self);
void              br_designer_leave             (BrLabelDesigner *self);

G_END_DECLS
