/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A clock that goes so many times as fast as the system's: for services with their threads, where most of a test would be waiting. */
#pragma once

#include "br-clock.h"

G_BEGIN_DECLS

/** fast_clock: stands at the system's time when it is begun. */
extern const BrClock fast_clock;
/** fast_clock_begin: once in a test program, before anything goes by it. Under Valgrind it goes a quarter as fast, since all else is slow, too. */
void  fast_clock_begin (guint speed);
/** fast_clock_real: what `us` of it are of the system's. */
gint64 fast_clock_real (gint64 us);

G_END_DECLS
