/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entry point of `backroom`: language, settings and resources, then the application; or the import for scripts. */
#include "config.h"

#include "br-application.h"
#include "br-import-command.h"
#include "br-memory.h"
#include "br-worker.h"
#include <glib/gi18n.h>
#include <locale.h>

extern GResource *br_ui_get_resource (void);

/* Run from the build folder, the program finds its schema and translations there. */
static gboolean
is_uninstalled (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  return self != NULL && g_str_has_prefix (self, BR_BUILD_ROOT G_DIR_SEPARATOR_S);
}

static void
set_up_language (gboolean uninstalled)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, uninstalled ? BR_BUILD_LOCALEDIR : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  g_autoptr (BrApplication) application = NULL;
  gboolean uninstalled = is_uninstalled ();
  int status;

  br_memory_set_up ();
  if (uninstalled)
    g_setenv ("GSETTINGS_SCHEMA_DIR", BR_BUILD_ROOT "/data", FALSE);
  set_up_language (uninstalled);
  if (argc > 1 && g_str_equal (argv[1], "import"))
    return br_import_command (argc - 1, argv + 1);
  g_resources_register (br_ui_get_resource ());
  br_thread_set_main ();
  application = br_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : br_application_get_status (application);
}
