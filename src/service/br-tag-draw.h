/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tag is to show, drawn: for stations, for the window and for previews by the same functions. Of one thread. */
#pragma once

#include "br-store.h"
#include "br-tag-render.h"
#include "br-tag-rows.h"

G_BEGIN_DECLS

typedef struct _BrTagDraw BrTagDraw;

/** br_tag_draw_new: finds no fonts yet: the first picture does. */
BrTagDraw    *br_tag_draw_new    (BrStore *store);
void          br_tag_draw_free   (BrTagDraw *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrTagDraw, br_tag_draw_free)
/** br_tag_draw_wanted: (transfer full) what is wanted, on a tag of that type; of a free tag its own key (BR_STOCK_TAG_BLANK), or white where that has no room. NULL with *problem (caller frees): it cannot be drawn. Errors: as the store. */
BrTagPicture *br_tag_draw_wanted (BrTagDraw *self, const BrTagWant *want, const BrTagType *type, char **problem, GError **error);
/** br_tag_draw_design: (transfer full) a design with these values (NULL = its samples) as it is at `now_us`. Errors: as br_tag_render, and the store. */
BrTagPicture *br_tag_draw_design (BrTagDraw *self, const BrLabelTemplate *design, const BrLabelFields *fields, const BrTagType *type, gint64 now_us, GError **error);

G_END_DECLS
