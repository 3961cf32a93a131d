/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps tags.db bounded: what is too old, or too much, of events, jobs, history and pictures goes. */
#pragma once

#include "br-store.h"

G_BEGIN_DECLS

#define BR_TAG_KEEP_EACH_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC) /* how often that is looked at */

/** br_tag_keep_tidy: many short transactions, between which stations get their turn. `is_called` (or NULL): whether to leave off, asked between them; the rest goes the next
 *  time. Blocks: not on main, not inside a job of the store. Errors: storage. */
gboolean br_tag_keep_tidy (BrStore *store, gboolean (*is_called) (gpointer data), gpointer data, GError **error);

G_END_DECLS
