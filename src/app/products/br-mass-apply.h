/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carrying out a mass edit: a task with progress and cancel, then an undo, and what was left as it was and why. */
#pragma once

#include "br-app-context.h"
#include "br-mass-edit.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_mass_apply_start: by who is signed in; nobody signed in: nothing happens. `widget` (a window) shows how it went. */
void  br_mass_apply_start    (GtkWidget *widget, BrAppContext *context, const char *label, const BrMassEdit *edit, BrIdList *skus);
/** br_mass_apply_describe: the problems (of BrEditProblem) by reason, a line each with how many. Caller frees. */
char *br_mass_apply_describe (GPtrArray *problems);

G_END_DECLS
