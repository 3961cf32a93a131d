/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the worlds of the printers and of the shelf tags have in common. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

/** world_expect_warnings: for main: an engine says when the disk fails; where programs are killed that is the subject, not an error. */
void   world_expect_warnings (void);
/** world_int: the one number `sql` gives; G_MININT64 = no row. */
gint64 world_int             (BrStore *store, const char *sql);

G_END_DECLS
