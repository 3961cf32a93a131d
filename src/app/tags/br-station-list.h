/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base stations of the shop. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_STATION_LIST (br_station_list_get_type ())
/** BrStationList: emits "open" (gint64 station). */
G_DECLARE_FINAL_TYPE (BrStationList, br_station_list, BR, STATION_LIST, AdwBin)

void br_station_list_set_context (BrStationList *self, BrAppContext *context);

G_END_DECLS
