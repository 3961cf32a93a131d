/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long the print queue remembers. Only whole orders that are done are taken out, the oldest first; what hangs on the shelves
 * (shelf_label) has its values in its own row and stays. A thousand rows a transaction: a label's commit never waits longer than for those.
 */
#pragma once

#include "br-print.h"
#include "br-store.h"

G_BEGIN_DECLS

/** br_print_history_find: *last = the newest order to be taken out, 0 = none. On a reader. An order dated before its elders (the clock was wrong) takes none of them with it. */
gboolean br_print_history_find  (BrDb *db, const BrPrintKeep *keep, gint64 *last, GError **error);
/**
 * br_print_history_prune: one step, in br_store_print_write: takes out orders that are done, from the oldest up to `last`. An order begun is no
 * longer listed; it is gone when a later step, also of another day, has taken the rest. *more: there is something left to do.
 */
gboolean br_print_history_prune (BrStoreTx *tx, gint64 last, gboolean *more, GError **error);

G_END_DECLS
