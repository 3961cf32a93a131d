/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one change-set did, or would do, in words: a group for each record, a row for each of its fields. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_CHANGE_DIALOG (br_change_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BrChangeDialog, br_change_dialog, BR, CHANGE_DIALOG, AdwDialog)

/** br_change_dialog_new: reads the change-set itself. `title`: translated, whether it was or would be done. */
BrChangeDialog *br_change_dialog_new (BrAppContext *context, const BrId *change, const char *title);

G_END_DECLS
