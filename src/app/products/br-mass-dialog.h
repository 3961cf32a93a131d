/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mass edit: what to change, every changed cell before it is changed, then all of it as one undoable change-set. */
#pragma once

#include "br-app-context.h"
#include "br-mass-edit.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_MASS_DIALOG (br_mass_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BrMassDialog, br_mass_dialog, BR, MASS_DIALOG, AdwDialog)

BrMassDialog *br_mass_dialog_new    (BrAppContext *context, BrIdList *skus);
/** br_mass_dialog_choose: begins with `field`, and for a status with that status (0 = none). */
void          br_mass_dialog_choose (BrMassDialog *self, BrMassField field, int status);

G_END_DECLS
