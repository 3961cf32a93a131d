/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the shelf says, in one column of a list of articles: asked for as rows are looked at, and again when tags, labels or prices change. */
#pragma once

#include "br-app-context.h"
#include "br-chip.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/** br_shelf_marks_attach: `view` asks from now on; it keeps what that takes. */
void br_shelf_marks_attach (GtkColumnView *view, BrAppContext *context);
/** br_shelf_marks_show: `cell` of that view is of this article (row id): it says whether tag and paper label have the price of record. A view that is not attached: nothing. */
void br_shelf_marks_show   (GtkColumnView *view, BrChip *cell, guint32 article);

G_END_DECLS
