/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Which is the last label you hold?": settles labels of which nobody knows whether they came out. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_UNCERTAIN_DIALOG (br_uncertain_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BrUncertainDialog, br_uncertain_dialog, BR, UNCERTAIN_DIALOG, AdwDialog)

/** br_uncertain_dialog_new: of the printer called `printer_key`. */
BrUncertainDialog *br_uncertain_dialog_new (BrAppContext *context, const char *printer_key);

G_END_DECLS
