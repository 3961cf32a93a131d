/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Done" with an Undo button, and what is said after undoing: also what could not be restored. */
#pragma once

#include "br-app-context.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_undo_toast_show: a toast over the window of `widget`; Undo takes `change` back. */
void br_undo_toast_show (GtkWidget *widget, BrAppContext *context, const char *title, const BrId *change);
/** br_undo_last: undoes the last change that was told by a toast in the window of `widget`, also when the toast has gone. */
void br_undo_last       (GtkWidget *widget, BrAppContext *context);
/** br_undo_start: undoes `change`, which is called `what`, now, then says how it went over the window of `widget`, with what was not restored. */
void br_undo_start      (GtkWidget *widget, BrAppContext *context, const BrId *change, const char *what);
/** br_toast_show: just words. */
void br_toast_show      (GtkWidget *widget, const char *title);
/** br_toast_error: what went wrong, in a toast. */
void br_toast_error     (GtkWidget *widget, const GError *error);

G_END_DECLS
