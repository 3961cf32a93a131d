/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tag in a list of a few: where it is, what it shows and should show, and what can be done to it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_ROW (br_tag_row_get_type ())
/** BrTagRow: actions tags.…, of this tag. */
G_DECLARE_FINAL_TYPE (BrTagRow, br_tag_row, BR, TAG_ROW, GtkListBoxRow)

GtkWidget *br_tag_row_new     (BrAppContext *context);
/** br_tag_row_set_tag: from now on it is about this tag; its pictures follow as they are read. */
void       br_tag_row_set_tag (BrTagRow *self, BrTagView *tag);

G_END_DECLS
