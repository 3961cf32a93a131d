/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Activity: what waits for HQ, what it refused, what changed, the sync log. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_ACTIVITY_PAGE (br_activity_page_get_type ())
/** BrActivityPage: filters of br_page_show_filter: "waiting", "refused", "changes", "log". */
G_DECLARE_FINAL_TYPE (BrActivityPage, br_activity_page, BR, ACTIVITY_PAGE, AdwBin)

GtkWidget *br_activity_page_new   (BrAppContext *context);
/** br_activity_page_badge: open refusals, for the sidebar. */
gint64     br_activity_page_badge (BrAppContext *context);

G_END_DECLS
