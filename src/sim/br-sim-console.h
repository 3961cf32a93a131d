/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running until the standard input ends. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** br_sim_console_run: runs the loop until the standard input ends, SIGTERM or SIGINT comes, or somebody quits it. Each line, without its
 *  end, goes to `line_read` (may be NULL); a line may have at most 500 bytes, the rest of a longer one is another line. */
void br_sim_console_run (GMainLoop *loop, void (*line_read) (const char *line, gpointer data), gpointer data);

G_END_DECLS
