/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands: what the palette and the shortcuts window list, and their usual keys. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** BrCommand: one action a person can start by name. */
typedef struct
{
  const char *action;   /* detailed action name: "win.search", "win.show-page::today" */
  const char *title;    /* marked with N_() */
  const char *group;    /* marked with N_(): heading in the shortcuts window */
  const char *accels;   /* usual keys, separated by spaces, as gtk_accelerator_parse reads them; NULL = none */
  gboolean    in_palette; /* listed in the palette too */
} BrCommand;

const BrCommand *br_commands_get        (guint *n_commands);
/** br_commands_apply: sets the keys of the commands of window and program; those of pages: br_action_add_keys. */
void             br_commands_apply      (GtkApplication *application, GSettings *settings);
/** br_commands_dup_accels: (transfer full) the keys in force. */
char           **br_commands_dup_accels (GSettings *settings, const BrCommand *command);
/** br_commands_set_accel: the person's own key; NULL = none; takes the key from every other command that works in the same place. */
void             br_commands_set_accel  (GSettings *settings, const BrCommand *command, const char *accel);
/** br_commands_reset: the usual keys again. */
void             br_commands_reset      (GSettings *settings, const BrCommand *command);
/** br_commands_find_accel: another command that has the key where `command` works too, or NULL. */
const BrCommand *br_commands_find_accel (GSettings *settings, const BrCommand *command, const char *accel);

G_END_DECLS
