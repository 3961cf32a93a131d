/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Add a base station: it is tried first, changing nothing in it. */
#pragma once

#include "br-app-context.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define BR_TYPE_STATION_ADD (br_station_add_get_type ())
/** BrStationAdd: emits "added" when it was stored. */
G_DECLARE_FINAL_TYPE (BrStationAdd, br_station_add, BR, STATION_ADD, AdwDialog)

BrStationAdd *br_station_add_new (BrAppContext *context);

/** br_station_address: (transfer full) an address as it is kept, of what was typed for a kind of station; NULL = it is none. "oepl": host[:port], also
 *  with http:// before it; "opticon", "exec": an absolute path. Pure. */
char         *br_station_address (const char *driver, const char *typed);

G_END_DECLS
