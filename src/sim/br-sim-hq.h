/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Driving the backroom-hq program from outside, as an administrator does: nothing of the server is linked in. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** br_sim_hq_find_program: (transfer full) path of backroom-hq: beside this program's folder, else on PATH. Errors: NOT_FOUND. */
char        *br_sim_hq_find_program (GError **error);
/** br_sim_hq_run: (transfer full) runs `program` with the NULL-terminated arguments and `input` (or NULL) on its standard input;
 *  what it wrote on its standard output. Errors: IO with the last line of its standard error when it failed. */
char        *br_sim_hq_run          (const char *program, const char *const *arguments, const char *input, GError **error);
/** br_sim_hq_serve: starts `backroom-hq serve` on a free port of 127.0.0.1, ending when this process does, and reads its address. */
GSubprocess *br_sim_hq_serve        (const char *program, const char *database, guint16 port, char **url, GError **error);

G_END_DECLS
