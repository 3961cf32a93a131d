/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goods do not tell is asked: a row for each such field of the template, the same for all labels of the order. */
#pragma once

#include "br-label-template.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_PRINT_FORM (br_print_form_get_type ())
/** BrPrintForm: a group of rows, hidden when nothing is asked. Emits "typed" when something was typed. */
G_DECLARE_FINAL_TYPE (BrPrintForm, br_print_form, BR, PRINT_FORM, AdwPreferencesGroup)

/** br_print_form_show: asks what `template` (or NULL) needs; what was typed for a field of the same name stays. */
void       br_print_form_show (BrPrintForm *self, const BrLabelTemplate *template);
/** br_print_form_list: (transfer full) pairs name, value of what was typed; as BrLabelOrder.typed. */
GPtrArray *br_print_form_list (BrPrintForm *self);
/** br_print_form_fill: puts what was typed into `values`, as the labels will have it: a list as rows. */
void       br_print_form_fill (BrPrintForm *self, BrLabelFields *values);

G_END_DECLS
