/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One base station: how it is and what to do, its settings, new tags, forgetting it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_STATION_PAGE (br_station_page_get_type ())
/** BrStationPage: actions station.save, pause, take-in, close-in, forget, show-tags; goes when its station is forgotten. */
G_DECLARE_FINAL_TYPE (BrStationPage, br_station_page, BR, STATION_PAGE, AdwNavigationPage)

GtkWidget *br_station_page_new (BrAppContext *context, gint64 station);

G_END_DECLS
