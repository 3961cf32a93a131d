/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of an order that is done, once more: all of them or a range. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** br_reprint_dialog_present: over `widget`; `total`: labels of the order. They are printed with the values of then. */
void br_reprint_dialog_present (GtkWidget *widget, BrAppContext *context, gint64 job, gint64 total);

G_END_DECLS
