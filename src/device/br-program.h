/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program run once: bytes in, bytes out. No shell, no arguments, a process group of its own, which is killed when time is over, it says too much or it is stopped. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BrProgramLimits: of one run. */
typedef struct
{
  gsize max_bytes;  /* of what it says */
  int   timeout_ms;
  int   stop_fd;    /* it is killed as soon as this can be read; -1 = none */
} BrProgramLimits;

/**
 * br_program_run: (transfer full) what it wrote to its standard output; blocks. `path` is absolute. What it writes to its standard error is logged (debug), cut.
 * Errors: OFFLINE (it cannot be started, or ended badly without a word: it did nothing), IO (killed, or ended badly: it may have done something, or said more
 * than it may).
 */
GBytes *br_program_run (const char *path, GBytes *input, const BrProgramLimits *limits, GError **error);

G_END_DECLS
