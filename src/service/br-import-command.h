/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `backroom import FILE [--profile DIR] [--sign-in LOGIN] [--map COLUMN=FIELD]… [--policy reject-all|skip-rows|keep-valid] [--dry-run] [--fix-file FILE]` */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * br_import_command: runs the command and prints a JSON report to standard output, errors to standard error. `argv` begins with "import".
 * Where a cache knows people, one of them signs in (the password in BACKROOM_PASSWORD). Without --policy, bad rows stop everything.
 * Returns the exit status: 0 imported (or would be), 1 failed, 2 wrong use, 3 rows were rejected and therefore nothing was imported.
 */
int br_import_command (int argc, char **argv);

G_END_DECLS
