/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shelf tags of the bulk benches. */
#pragma once

#include "bulk.h"

G_BEGIN_DECLS

/** tag_bulk_fill: `n` tags, 250 a station, each bound to an article; one of a hundred shows something else than it should, one of fifty has a job. Aborts on any error. */
void tag_bulk_fill (Bulk *bulk, guint n);

G_END_DECLS
