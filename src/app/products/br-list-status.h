/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line below the list: how many products it shows, of how many, as of when, with how many changes that HQ does not have yet. */
#pragma once

#include "br-app-context.h"

G_BEGIN_DECLS

/** br_list_status_count: "340 of 3,000", or "3,000 SKUs" when that is all. Caller frees. */
char *br_list_status_count (gsize n, gsize total);
/** br_list_status_line: `count` with its age. Caller frees. */
char *br_list_status_line  (BrAppContext *context, const char *count);

G_END_DECLS
