/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands as an administrator types them: what they print, and with which status they end. */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  const char *arguments; /* separated by spaces; the database is added */
  const char *input;     /* or NULL */
  int status;
  const char *prints;    /* pattern of all of the standard output; "" = nothing; NULL = not looked at */
  const char *complains; /* part of the standard error, or NULL */
} Row;

/* In order: each works on what those before left. */
static const Row rows[] = {
  { "status", NULL, 1, "", "there is no database" },
  { "init --name Warehouse --admin boss", "correct horse battery\n", 0, NULL, NULL },
  { "init", "correct horse battery\n", 1, "", "initialised before" },
  { "zone add NORTH Northern", NULL, 0, "", NULL },
  { "zone add NORTH Again", NULL, 1, "", "NORTH" },
  { "zone list", NULL, 0, "NORTH\tNorthern\n", NULL },
  { "zone list --ids", NULL, 0, "NORTH\tNorthern\t*-*-*-*-*\n", NULL },
  { "store add S1 Station --zone NORTH --currency EUR --time-zone Europe/Berlin", NULL, 0, "", NULL },
  { "store add S2 Bridge --zone SOUTH", NULL, 1, "", "SOUTH" },
  { "store add S2 Bridge", NULL, 0, "", NULL },
  { "store list", NULL, 0, "S1\tStation\tNORTH\tEurope/Berlin\tEUR\nS2\tBridge\tno zone\tAsia/Shanghai\tCNY\n", NULL },
  { "user add lin --role manager --store S1", "correct horse battery\n", 0, "", NULL },
  { "user add lin --role clerk", "correct horse battery\n", 1, "", "the login \"lin\" already" },
  { "user add wu --role owner", "correct horse battery\n", 2, "", "--role is one of" },
  { "user add wu --role clerk", NULL, 1, "", "no password" },
  { "user deactivate lin", NULL, 0, "", NULL },
  { "user deactivate nobody", NULL, 1, "", "nobody" },
  { "user list", NULL, 0, "boss\tboss\thq_admin\tall stores\tactive\nlin\tlin\tmanager\tS1\tdeactivated\n", NULL },
  { "enrol-code --store S9", NULL, 1, "", "S9" },
  { "enrol-code", NULL, 2, "", "usage: backroom-hq enrol-code" },
  { "device list", NULL, 0, "", NULL },
  { "device revoke nonsense", NULL, 2, "", "device list" },
  { "store rename S1", NULL, 2, "", "usage: backroom-hq store" },
  { "paint", NULL, 2, "", "usage: backroom-hq COMMAND" },
};

static void
run (const char *database, const Row *row)
{
  g_autofree char *line = g_strdup_printf ("%s %s", g_getenv ("BR_HQ_PROGRAM"), row->arguments);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL, *complaint = NULL;
  g_auto (GStrv) argv = NULL;

  g_strv_builder_addv (builder, (const char **) words);
  g_strv_builder_add_many (builder, "--database", database, NULL);
  argv = g_strv_builder_end (builder);
  process =
      g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, row->input != NULL ? row->input : "", NULL, &output, &complaint, &error);
  g_assert_no_error (error);
  g_test_message ("%s -> %d: %s%s", row->arguments, g_subprocess_get_exit_status (process), output, complaint);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, row->status);
  if (row->prints != NULL)
    g_assert_true (g_pattern_match_simple (row->prints, output));
  if (row->complains != NULL)
    g_assert_nonnull (strstr (complaint, row->complains));
  g_assert_true (row->status == 0 || *complaint != '\0'); /* it never fails without a word */
}

static void
test_commands (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("backroom-test-XXXXXX", &error);
  g_autofree char *database = g_build_filename (dir, "hq.db", NULL);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    run (database, &rows[i]);
}

/* Help names the command it is asked of. */
static void
test_help (void)
{
  static const char *const commands[] = { "init", "serve", "zone", "store", "user", "enrol-code", "device", "import", "status" };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *usage = g_strdup_printf ("backroom-hq %s [", commands[i]);
      g_autofree char *output = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("BR_HQ_PROGRAM"), commands[i], "--help", NULL);

      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_get_successful (process));
      g_assert_nonnull (strstr (output, usage));
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hq-command/rows", test_commands);
  g_test_add_func ("/hq-command/help", test_help);
  return g_test_run ();
}
