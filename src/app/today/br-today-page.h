/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Today: what needs a person now, most urgent first. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_TODAY_PAGE (br_today_page_get_type ())
G_DECLARE_FINAL_TYPE (BrTodayPage, br_today_page, BR, TODAY_PAGE, AdwBin)

GtkWidget *br_today_page_new   (BrAppContext *context);

G_END_DECLS
