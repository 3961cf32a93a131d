/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the process gives memory back. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** br_memory_set_up: call first in main: blocks of 128 KiB and more (answers of queries, pages) always go back to the system when freed. */
void br_memory_set_up (void);

G_END_DECLS
