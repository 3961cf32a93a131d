/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an undo could not restore: each field, what it is now, and who made it so. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_LOSS_DIALOG (br_loss_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BrLossDialog, br_loss_dialog, BR, LOSS_DIALOG, AdwDialog)

/** br_loss_dialog_new: `losses` (of BrUndoLoss) are read now and not kept; `intro`: translated, what became of the rest. */
BrLossDialog *br_loss_dialog_new (BrAppContext *context, GPtrArray *losses, const char *intro);

G_END_DECLS
