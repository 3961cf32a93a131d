/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands share. This program speaks English: it is for administrators' terminals and scripts. */
#include "config.h"

#include "br-hq-command.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define DEFAULT_DATABASE "backroom-hq.db"
#define MAX_LINE 4096

gboolean
br_hq_command_parse (int *argc, char ***argv, const char *usage, const GOptionEntry *entries, char **database)
{
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;
  const GOptionEntry common[] = { { "database", 'd', 0, G_OPTION_ARG_FILENAME, database, "HQ's database (" DEFAULT_DATABASE ")", "FILE" },
                                  G_OPTION_ENTRY_NULL };

  g_option_context_add_main_entries (context, common, NULL);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      br_hq_command_fail (error);
      return FALSE;
    }
  if (*database == NULL)
    *database = g_strdup (DEFAULT_DATABASE);
  return TRUE;
}

BrHq *
br_hq_command_open (const char *database)
{
  const BrHqParams params = { .database = database, .mode = BR_DB_WRITER };
  g_autoptr (GError) error = NULL;
  BrHq *hq = br_hq_open (&params, &error);

  if (hq == NULL)
    br_hq_command_fail (error);
  return hq;
}

int
br_hq_command_fail (const GError *error)
{
  fprintf (stderr, "backroom-hq: %s\n", error->message);
  return 1;
}

int
br_hq_command_misuse (const char *usage)
{
  fprintf (stderr, "usage: backroom-hq %s\n", usage);
  return 2;
}

static char *
read_line (void)
{
  char line[MAX_LINE];

  if (fgets (line, sizeof line, stdin) == NULL)
    return NULL;
  line[strcspn (line, "\r\n")] = '\0';
  return g_strdup (line);
}

static char *
ask_hidden (const char *question)
{
  struct termios before, hidden;
  char *line;

  fprintf (stderr, "%s", question);
  tcgetattr (STDIN_FILENO, &before);
  hidden = before;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  line = read_line ();
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  fprintf (stderr, "\n");
  return line;
}

char *
br_hq_command_read_password (const char *login)
{
  g_autofree char *question = g_strdup_printf ("Password for %s: ", login);
  g_autofree char *first = isatty (STDIN_FILENO) ? ask_hidden (question) : read_line ();
  g_autofree char *second = NULL;

  if (first == NULL)
    {
      fprintf (stderr, "backroom-hq: no password on the standard input\n");
      return NULL;
    }
  if (isatty (STDIN_FILENO))
    {
      second = ask_hidden ("Once more: ");
      if (g_strcmp0 (first, second) != 0)
        {
          fprintf (stderr, "backroom-hq: the two were not the same\n");
          return NULL;
        }
    }
  return g_steal_pointer (&first);
}
