/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token buckets: how many requests a caller may make (SYNC.md 3.10). Main thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BrHqLimit BrHqLimit;

/** br_hq_limit_new: `rate` requests a second, `burst` at once; a rate of 0 limits nothing. */
BrHqLimit *br_hq_limit_new  (double rate, double burst);
void       br_hq_limit_free (BrHqLimit *self);
/** br_hq_limit_take: whether `key` may spend `cost` requests at `now_us` (monotonic). */
gboolean   br_hq_limit_take (BrHqLimit *self, const char *key, double cost, gint64 now_us);

G_END_DECLS
