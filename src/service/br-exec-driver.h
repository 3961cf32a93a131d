/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags of another maker by a program of somebody's own (wire/br-tag-exec.h says what it is told and answers). */
#pragma once

#include "br-station-driver.h"

G_BEGIN_DECLS

/** br_exec_driver_new: (transfer full) `program` is its absolute path; nothing is run yet. What it says is believed as far as WEAK, no more. Errors: INVALID. */
BrStationDriver *br_exec_driver_new (const char *program, const BrClock *clock, GError **error);
/** br_exec_driver_set_timeout: of one run, instead of 120 s; for tests. */
void             br_exec_driver_set_timeout (BrStationDriver *driver, int timeout_ms);

G_END_DECLS
