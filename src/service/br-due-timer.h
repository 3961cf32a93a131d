/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices that begin or end by themselves: refreshes the lists at the instant they change. On main; the work is a writer job. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BrStore BrStore;
typedef struct _BrDueTimer BrDueTimer;

/** br_due_timer_new: looks at once, and then whenever something is due. */
BrDueTimer *br_due_timer_new  (BrStore *store);
void        br_due_timer_free (BrDueTimer *self);

G_END_DECLS
