/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `backroom-sim demo` prints lines; "hq <address>" and "code <code>" are what is needed to enrol, "printer <host:port>" and "web <address>"
 * a simulated printer, "station <host:port>" each station of simulated shelf tags, "login" the last. It ends when its
 * standard input closes, which this program keeps open as long as it runs.
 */
#include "config.h"

#include "br-demo.h"

#include "br-demo-tags.h"
#include "br-error.h"
#include "br-label-template.h"
#include <glib/gi18n.h>

#define DEMO_ROLL_MM 50000 /* of a new roll */
#define DEMO_TAGS "200"

/* What the demo told so far. */
typedef struct
{
  GSubprocess *process;
  GDataInputStream *lines;
  char *url;
  char *code;
  char *printer; /* address of the simulated printer, or NULL */
  char *web;     /* of its paper, or NULL */
  GStrvBuilder *stations; /* addresses of simulated tag stations */
} Demo;

static void
free_demo (gpointer data)
{
  Demo *demo = data;

  g_clear_object (&demo->lines);
  g_clear_object (&demo->process);
  g_free (demo->url);
  g_free (demo->code);
  g_free (demo->printer);
  g_free (demo->web);
  g_strv_builder_unref (demo->stations);
  g_free (demo);
}

/* Beside this program, where a build or an installation puts it; else on the path. */
static char *
find_simulator (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *installed = dir != NULL ? g_build_filename (dir, "backroom-sim", NULL) : NULL;
  g_autofree char *built = dir != NULL ? g_build_filename (dir, "..", "sim", "backroom-sim", NULL) : NULL;

  if (installed != NULL && g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);
  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);
  return g_find_program_in_path ("backroom-sim");
}

gboolean
br_demo_is_possible (void)
{
  g_autofree char *simulator = NULL;

  if (g_getenv ("BACKROOM_DEMO_URL") != NULL)
    return TRUE;
  simulator = find_simulator ();
  return simulator != NULL;
}

static void
line_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Demo *demo = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (demo->lines, result, NULL, &error);

  if (line == NULL)
    {
      if (error == NULL)
        error = g_error_new_literal (BR_ERROR, BR_ERROR_IO, "the simulator ended early");
      g_task_return_error (task, error);
      return;
    }
  if (g_str_has_prefix (line, "hq "))
    demo->url = g_strdup (g_strstrip (line + 3));
  else if (g_str_has_prefix (line, "code "))
    demo->code = g_strdup (g_strstrip (line + 5));
  else if (g_str_has_prefix (line, "printer "))
    demo->printer = g_strdup (g_strstrip (line + 8));
  else if (g_str_has_prefix (line, "web "))
    demo->web = g_strdup (g_strstrip (line + 4));
  else if (g_str_has_prefix (line, "station "))
    g_strv_builder_add (demo->stations, g_strstrip (line + 8));
  if (demo->url != NULL && demo->code != NULL && g_str_has_prefix (line, "login "))
    g_task_return_boolean (task, TRUE);
  else
    g_data_input_stream_read_line_async (demo->lines, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), line_read_cb, g_object_ref (task));
}

static void
start_simulator (GTask *task)
{
  g_autofree char *simulator = find_simulator ();
  g_autofree char *dir = g_build_filename (g_get_user_data_dir (), "backroom-demo", NULL);
  Demo *demo = g_task_get_task_data (task);
  GError *error = NULL;

  if (simulator == NULL)
    {
      g_task_return_new_error_literal (task, BR_ERROR, BR_ERROR_NOT_FOUND, "backroom-sim is not installed");
      return;
    }
  demo->process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, simulator, "demo", "--dir", dir, "--tags", DEMO_TAGS, NULL);
  if (demo->process == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Lives as long as the program: its standard input is what tells it to end. */
  g_object_set_data_full (G_OBJECT (g_application_get_default ()), "br-demo", g_object_ref (demo->process), g_object_unref);
  demo->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (demo->process));
  g_data_input_stream_read_line_async (demo->lines, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), line_read_cb, g_object_ref (task));
}

void
br_demo_start_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const char *url = g_getenv ("BACKROOM_DEMO_URL");
  const char *code = g_getenv ("BACKROOM_DEMO_CODE");
  const char *stations = g_getenv ("BACKROOM_DEMO_STATIONS");
  g_auto (GStrv) addresses = g_strsplit (stations != NULL ? stations : "", " ", -1);
  Demo *demo = g_new0 (Demo, 1);

  demo->stations = g_strv_builder_new ();
  g_task_set_source_tag (task, br_demo_start_async);
  g_task_set_task_data (task, demo, free_demo);
  if (url == NULL || code == NULL)
    {
      start_simulator (task);
      return;
    }
  demo->url = g_strdup (url);
  demo->code = g_strdup (code);
  demo->printer = g_strdup (g_getenv ("BACKROOM_DEMO_PRINTER"));
  demo->web = g_strdup (g_getenv ("BACKROOM_DEMO_WEB"));
  g_strv_builder_addv (demo->stations, (const char **) addresses);
  g_task_return_boolean (task, TRUE);
}

gboolean
br_demo_start_finish (GAsyncResult *result, char **url, char **code, GError **error)
{
  Demo *demo = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *url = g_strdup (demo->url);
  *code = g_strdup (demo->code);
  return TRUE;
}

/* The simulated printer: TSPL, 203 dpi, a roll of 60 × 40 mm. Its settings are the person's after the first time. */
static BrPrinter *
new_printer (const char *key, const char *web)
{
  BrPrinter *printer = br_printer_new (key);

  g_set_str (&printer->name, _("Demo Printer"));
  g_set_str (&printer->web, web);
  printer->language = BR_LANGUAGE_TSPL;
  printer->head = (BrHead) { .dots_num = 8, .dots_den = 1, .width_dots = 832 };
  printer->media_width = 60 * BR_LABEL_MM;
  printer->media_height = 40 * BR_LABEL_MM;
  printer->media_gap = 2 * BR_LABEL_MM;
  printer->tracking = BR_MEDIA_GAP;
  printer->roll_mm = DEMO_ROLL_MM;
  return printer;
}

static void
printer_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!br_printer_service_write_finish (BR_PRINTER_SERVICE (source), result, &error))
    g_warning ("The demo printer was not added: %s", error->message);
}

void
br_demo_add_printer (GAsyncResult *result, BrPrinterService *printers)
{
  const Demo *demo = g_task_get_task_data (G_TASK (result));
  g_autofree char *key = demo->printer != NULL ? g_strconcat ("tcp:", demo->printer, NULL) : NULL;
  g_autoptr (BrPrinter) printer = NULL;

  if (key == NULL || br_printer_service_find (printers, key) != NULL)
    return;
  printer = new_printer (key, demo->web);
  br_printer_service_save_async (printers, printer, NULL, printer_saved_cb, NULL);
}

void
br_demo_add_tags (GAsyncResult *result, BrTagService *tags, BrCatalogueService *catalogue)
{
  const Demo *demo = g_task_get_task_data (G_TASK (result));
  g_auto (GStrv) addresses = g_strv_builder_end (demo->stations);

  if (addresses[0] != NULL)
    br_demo_tags_start (tags, catalogue, (const char *const *) addresses);
}
