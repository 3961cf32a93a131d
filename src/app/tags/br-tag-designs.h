/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The designs of tags with what a tag would show, and which tags get them. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAG_DESIGNS (br_tag_designs_get_type ())
/** BrTagDesigns: actions designs.open, duplicate, add-rule, reload; opens the label designer on the nearest AdwNavigationView. */
G_DECLARE_FINAL_TYPE (BrTagDesigns, br_tag_designs, BR, TAG_DESIGNS, AdwBin)

void     br_tag_designs_set_context (BrTagDesigns *self, BrAppContext *context);
/** br_tag_designs_would_lose: whether a designer opened from here holds something that is not saved. */
gboolean br_tag_designs_would_lose  (BrTagDesigns *self);
/** br_tag_designs_scan: gives a code to a designer opened from here; FALSE when there is none. */
gboolean br_tag_designs_scan        (BrTagDesigns *self, const char *code);

G_END_DECLS
