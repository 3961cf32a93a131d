/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of backroom-hq: each takes its arguments and returns the exit status. 0 done, 1 failed, 2 wrong usage. */
#pragma once

#include "br-hq.h"

G_BEGIN_DECLS

/** BrHqCommand: one sub-command. */
typedef struct
{
  const char *name;    /* "enrol-code" */
  const char *summary; /* one line */
  int       (*run) (int argc, char **argv); /* argv[0] is the name */
} BrHqCommand;

int br_hq_command_init   (int argc, char **argv);
int br_hq_command_serve  (int argc, char **argv);
int br_hq_command_code   (int argc, char **argv);
int br_hq_command_device (int argc, char **argv);
int br_hq_command_import (int argc, char **argv);
int br_hq_command_status (int argc, char **argv);
int br_hq_command_store  (int argc, char **argv);
int br_hq_command_user   (int argc, char **argv);
int br_hq_command_zone   (int argc, char **argv);

/* Shared by the commands. */

/** br_hq_command_parse: reads the options of a command, and --database into `database` (owned by the caller). FALSE: told. */
gboolean br_hq_command_parse         (int *argc, char ***argv, const char *usage, const GOptionEntry *entries, char **database);
/** br_hq_command_open: the database as writer; NULL: told. */
BrHq    *br_hq_command_open          (const char *database);
/** br_hq_command_fail: tells what went wrong on the standard error stream; returns 1. */
int      br_hq_command_fail          (const GError *error);
/** br_hq_command_misuse: tells how the command is used; returns 2. */
int      br_hq_command_misuse        (const char *usage);
/** br_hq_command_read_password: from the terminal without echo and twice, else one line of standard input; NULL: told. */
char    *br_hq_command_read_password (const char *login);

G_END_DECLS
