/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog of a template's fields: names, types, what is asked when printing, samples. */
#pragma once

#include "br-designer-model.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_DESIGNER_FIELDS (br_designer_fields_get_type ())
G_DECLARE_FINAL_TYPE (BrDesignerFields, br_designer_fields, BR, DESIGNER_FIELDS, AdwDialog)

/** br_designer_fields_new: what is changed in it is changed in `model` at once. */
BrDesignerFields *br_designer_fields_new (BrDesignerModel *model);

G_END_DECLS
