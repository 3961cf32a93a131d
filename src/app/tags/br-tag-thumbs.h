/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small pictures of tags for the rows of a list: drawn once, as they are looked at, a few at a time. */
#pragma once

#include "br-app-context.h"
#include "br-label-view.h"
#include "br-tag-view.h"

G_BEGIN_DECLS

#define BR_TYPE_TAG_THUMBS (br_tag_thumbs_get_type ())
G_DECLARE_FINAL_TYPE (BrTagThumbs, br_tag_thumbs, BR, TAG_THUMBS, GObject)

BrTagThumbs *br_tag_thumbs_new  (BrAppContext *context);
/** br_tag_thumbs_show: what the tag should show, else what it shows, as soon as it is drawn; NULL = nothing any more. */
void         br_tag_thumbs_show (BrTagThumbs *self, BrLabelView *view, const BrTagView *tag);

G_END_DECLS
