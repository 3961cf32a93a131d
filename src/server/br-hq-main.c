/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backroom-hq: chooses the command. */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "br-hq-command.h"

static const BrHqCommand commands[] = {
  { "init", "make a new HQ with its first administrator", br_hq_command_init },
  { "serve", "answer the shops", br_hq_command_serve },
  { "zone", "add and list price zones", br_hq_command_zone },
  { "store", "add and list stores", br_hq_command_store },
  { "user", "add, list and deactivate people, set passwords and roles", br_hq_command_user },
  { "enrol-code", "a code that enrols one device", br_hq_command_code },
  { "device", "list and revoke devices", br_hq_command_device },
  { "import", "load a catalogue", br_hq_command_import },
  { "status", "what HQ holds", br_hq_command_status },
};

static void
print_usage (FILE *to)
{
  fprintf (to, "usage: backroom-hq COMMAND [--database FILE] [ARGUMENTS…]\n\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (to, "  %-11s %s\n", commands[i].name, commands[i].summary);
  fprintf (to, "\nbackroom-hq COMMAND --help tells more; so does backroom-hq(1).\n");
}

int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : "";

  /* Names are UTF-8 whatever the locale says. */
  if (setlocale (LC_ALL, "") == NULL || !g_get_charset (NULL))
    setlocale (LC_CTYPE, "C.UTF-8");
  g_set_prgname ("backroom-hq");
  if (strcmp (name, "--version") == 0)
    {
      printf ("backroom-hq %s\n", BR_VERSION);
      return 0;
    }
  if (strcmp (name, "--help") == 0 || strcmp (name, "-h") == 0 || strcmp (name, "help") == 0)
    {
      print_usage (stdout);
      return 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      {
        g_autofree char *program = g_strconcat ("backroom-hq ", name, NULL); /* what its help calls it */

        g_set_prgname (program);
        return commands[i].run (argc - 1, argv + 1);
      }
  print_usage (stderr);
  return 2;
}
