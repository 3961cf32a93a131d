/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels of an Opticon ESL Server, by a folder (wire/br-opticon.h, device/br-drop-folder.h). */
#pragma once

#include "br-station-driver.h"

G_BEGIN_DECLS

/**
 * br_opticon_driver_new: (transfer full) `folder` is the absolute path of the server's folder as it is mounted here, or of its Input. What the server takes is proof that it has a
 * picture, never that a label shows it: its SQL tables, which know more, are not read. `clock` is borrowed and outlives it. Errors: INVALID (no absolute path).
 */
BrStationDriver *br_opticon_driver_new (const char *folder, const BrClock *clock, GError **error);

G_END_DECLS
