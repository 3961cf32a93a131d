/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the list of tags. */
#pragma once

#include "br-view-columns.h"
#include "br-view-item.h"

G_BEGIN_DECLS

/** br_view_type_tag: of BrTagView. */
extern const BrViewType br_view_type_tag;

/** br_tag_columns: of BrTagView; its data is a BrTagThumbs; sorted by BrTagSort. */
extern const BrViewTable br_tag_columns;

G_END_DECLS
