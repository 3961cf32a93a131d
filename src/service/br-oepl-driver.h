/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speaking to an OpenEPaperLink access point (esl.md section 2): HTTP for what is done and what is so, its WebSocket for when to look. */
#pragma once

#include "br-station-driver.h"
#include "br-station-link.h"

G_BEGIN_DECLS

/** br_oepl_driver_new: (transfer full) speaks by `link` (transfer full); nothing is opened or asked yet. `clock` is borrowed and outlives it. Freed by its
 *  `close`. Everything on one thread but `wake`. */
BrStationDriver *br_oepl_driver_new (BrStationLink *link, const BrClock *clock);
/** br_oepl_window: how many pictures a station with so much free storage may hold, each of them of `each` bytes (JPEG and payload; 0 = as usual). free_bytes -1 = not known. */
guint            br_oepl_window     (gint64 free_bytes, gint64 each);

G_END_DECLS
