/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Shelf Tags page: tags, where shelf and record differ, stations, designs. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TAGS_PAGE (br_tags_page_get_type ())
/** BrTagsPage: a BrPage; show_filter takes "tags", "mismatch", "stations", "designs", or a filter of the tags (br_tag_list_show_filter). */
G_DECLARE_FINAL_TYPE (BrTagsPage, br_tags_page, BR, TAGS_PAGE, AdwBin)

GtkWidget *br_tags_page_new   (BrAppContext *context);
/** br_tags_page_badge: what waits for a person: tags to be looked at, and stations. */
gint64     br_tags_page_badge (BrAppContext *context);

G_END_DECLS
