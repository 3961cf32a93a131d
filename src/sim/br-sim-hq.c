/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running backroom-hq. */
#include "config.h"

#include "br-sim-hq.h"

#include <signal.h>
#include <sys/prctl.h>

#include "br-error.h"

#define PROGRAM "backroom-hq"

char *
br_sim_hq_find_program (GError **error)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : g_strdup (".");
  g_autofree char *installed = g_build_filename (folder, PROGRAM, NULL);
  g_autofree char *built = g_build_filename (folder, "..", "server", PROGRAM, NULL);
  char *found;

  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);
  if (g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);
  found = g_find_program_in_path (PROGRAM);
  if (found == NULL)
    g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "%s is not there", PROGRAM);
  return found;
}

static char **
command_line (const char *program, const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **) arguments);
  return g_strv_builder_end (builder);
}

char *
br_sim_hq_run (const char *program, const char *const *arguments, const char *input, GError **error)
{
  g_auto (GStrv) argv = command_line (program, arguments);
  g_autofree char *output = NULL, *complaint = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error);

  if (process == NULL || !g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, &output, &complaint, error))
    return NULL;
  if (!g_subprocess_get_successful (process))
    {
      g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s %s: %s", PROGRAM, arguments[0], g_strstrip (complaint));
      return NULL;
    }
  return g_steal_pointer (&output);
}

static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

GSubprocess *
br_sim_hq_serve (const char *program, const char *database, guint16 port, char **url, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *port_text = g_strdup_printf ("%u", port);
  const char *argv[] = { program, "serve", "--database", database, "--port", port_text, NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) lines = NULL;

  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, argv, error);
  if (process == NULL)
    return NULL;
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  *url = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, error);
  if (*url != NULL)
    return g_steal_pointer (&process);
  if (error != NULL && *error == NULL)
    g_set_error (error, BR_ERROR, BR_ERROR_IO, "%s serve ended before it was ready", PROGRAM);
  return NULL;
}
