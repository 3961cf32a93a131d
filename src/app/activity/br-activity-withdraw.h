/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking back a change that was not sent yet. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** br_activity_withdraw: withdraws `change`, which is called `what`; asks first when later changes have to go with it, and offers to put all
 *  of it back. `widget` is in the window that says so. */
void br_activity_withdraw (GtkWidget *widget, BrAppContext *context, const BrId *change, const char *what);

G_END_DECLS
