/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of base stations there are, by the id they are stored with. */
#pragma once

#include "br-station-driver.h"

G_BEGIN_DECLS

/** br_station_kind_open: (transfer full) a driver for the station at `address`; nothing is asked yet. Freed by its `close`. Errors: INVALID (no such kind, or its address is none). */
BrStationDriver *br_station_kind_open (const char *kind, const char *address, const BrClock *clock, GError **error);
/** br_station_kind_capacity: tags one of this kind is trusted with. */
guint            br_station_kind_capacity (const char *kind);
/** br_station_kind_best_proof: the best this kind can ever give; NONE of an unknown one. */
BrTagProof       br_station_kind_best_proof (const char *kind);

G_END_DECLS
