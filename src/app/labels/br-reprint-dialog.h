/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of an order once more: all of them or a range. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

/** BrReprintRange: labels from..to, 1 <= from <= to <= total, of an order of `total` labels. */
typedef struct { gint64 job, from, to, total; } BrReprintRange;
/** br_reprint_dialog_present: over `widget`, with `range` to begin with. They are printed with the values of then. */
void br_reprint_dialog_present (GtkWidget *widget, BrAppContext *context, const BrReprintRange *range);

G_END_DECLS
