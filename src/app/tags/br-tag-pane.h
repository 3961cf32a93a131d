/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tag in full, beside the list: what it should show, what it shows, how that is known, what happened, what can be done. */
#pragma once

#include "br-app-context.h"
#include "br-tag-view.h"
#include "br-view-item.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_PANE (br_tag_pane_get_type ())
G_DECLARE_FINAL_TYPE (BrTagPane, br_tag_pane, BR, TAG_PANE, AdwBin)

void br_tag_pane_set_context  (BrTagPane *self, BrAppContext *context);
/** br_tag_pane_set_item: follows it; NULL = none is selected. Its buttons act on what is selected in the list around it. */
void br_tag_pane_set_item     (BrTagPane *self, BrViewItem *item);
/** br_tag_pane_show_pictures: what was read of the tag shown; either may be NULL. */
void br_tag_pane_show_pictures (BrTagPane *self, const BrTagPictures *pictures);
/** br_tag_pane_show_events: of BrTagEventView, newest first. */
void br_tag_pane_show_events  (BrTagPane *self, GPtrArray *events);

G_END_DECLS
