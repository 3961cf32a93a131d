/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sticker of a tag means, taken back. */
#pragma once

#include "br-app-context.h"

G_BEGIN_DECLS

/** br_tag_sticker_forget: its sticker means no tag from now on; a toast says so, with Undo. Does nothing for a tag without one. */
void br_tag_sticker_forget (GtkWidget *widget, BrAppContext *context, const BrTagView *tag);

G_END_DECLS
