/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One base station in the list of stations: how it is, what it has to do, what to do about it. */
#pragma once

#include "br-app-context.h"
#include "br-tag-view.h"
#include "br-view-item.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_STATION_ROW (br_station_row_get_type ())
/** BrStationRow: activating it is for the list; follows its station by itself. */
G_DECLARE_FINAL_TYPE (BrStationRow, br_station_row, BR, STATION_ROW, GtkListBoxRow)

/** br_view_type_station: of BrStationView. */
extern const BrViewType br_view_type_station;

GtkWidget *br_station_row_new    (BrAppContext *context, BrViewItem *item);
/** br_station_row_get_id: of its station. */
gint64     br_station_row_get_id (BrStationRow *self);

G_END_DECLS
