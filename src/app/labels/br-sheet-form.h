/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet of labels in an office printer, as rows to be changed. */
#pragma once

#include "br-printer.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_SHEET_FORM (br_sheet_form_get_type ())
/** BrSheetForm: emits "edited" after a person changed something. */
G_DECLARE_FINAL_TYPE (BrSheetForm, br_sheet_form, BR, SHEET_FORM, AdwPreferencesGroup)

/** br_sheet_form_show: fills the rows; emits nothing. */
void br_sheet_form_show (BrSheetForm *self, const BrSheet *sheet);
/** br_sheet_form_read: what the rows say. */
void br_sheet_form_read (BrSheetForm *self, BrSheet *sheet);

G_END_DECLS
