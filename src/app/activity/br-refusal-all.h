/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One decision about every refused change. */
#pragma once

#include "br-app-context.h"
#include "br-outbox.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** br_refusal_all_settle: settles all open refusals as `how`, over the window of `widget`; asks first when that drops the `n` there are. */
void br_refusal_all_settle (GtkWidget *widget, BrAppContext *context, BrSettle how, guint n);

G_END_DECLS
