/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label of one row as it will be printed, dot for dot, with what is wrong with it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRINT_PREVIEW (br_print_preview_get_type ())
G_DECLARE_FINAL_TYPE (BrPrintPreview, br_print_preview, BR, PRINT_PREVIEW, AdwBin)

/** br_print_preview_show: draws it soon; what is shown stays until then. `template` NULL = nothing; `fields` NULL = the template's samples. */
void br_print_preview_show (BrPrintPreview *self, BrAppContext *context, BrLabelTemplate *template, const BrLabelFields *fields, const BrHead *head);

G_END_DECLS
