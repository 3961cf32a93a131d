/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backroom-sim printer: a label printer that is not there. It prints "printer HOST:PORT" and "web URL" when it is ready, obeys the words of
 * br-sim-order.h as lines on its standard input, and ends when that does.
 */
#include "config.h"

#include "br-sim-printer-main.h"

#include <stdio.h>
#include <string.h>

#include "br-sim-console.h"
#include "br-sim-stand.h"

/** Model: the usual printer of a language, and its roll in millimetres. */
typedef struct
{
  const char *language;
  BrPrinterLanguageId id;
  BrHead head;
  double width, height, gap;
} Model;

static const Model models[] = {
  { "tspl", BR_LANGUAGE_TSPL, { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, 60, 40, 2 },
  { "zpl", BR_LANGUAGE_ZPL, { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, 60, 40, 2 },
  { "epl", BR_LANGUAGE_EPL, { .dots_num = 8, .dots_den = 1, .width_dots = 832 }, 60, 40, 2 },
  { "ql", BR_LANGUAGE_BROTHER_QL, { .dots_num = 1181, .dots_den = 100, .width_dots = 720 }, 62, 29, 3 },
  { "dymo", BR_LANGUAGE_DYMO_4XX, { .dots_num = 1181, .dots_den = 100, .width_dots = 672 }, 54, 25, 3 },
};

/** Options: as given. */
typedef struct
{
  char *language, *listen, *folder, *status;
  int web, speed;
  double dots, width, height, gap;
  gboolean no_reprint;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->language);
  g_free (self->listen);
  g_free (self->folder);
  g_free (self->status);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = { { "language", 0, 0, G_OPTION_ARG_STRING, &self->language, "tspl (default), zpl, epl, ql or dymo", "LANGUAGE" },
                                   { "listen", 0, 0, G_OPTION_ARG_STRING, &self->listen, "where it takes labels; port 0 (default) = any free one",
                                     "127.0.0.1:PORT" },
                                   { "web", 0, 0, G_OPTION_ARG_INT, &self->web, "port of its web page, 0 (default) = any free one", "PORT" },
                                   { "dir", 0, 0, G_OPTION_ARG_FILENAME, &self->folder, "folder for its labels, as PNG", "DIR" },
                                   { "speed", 0, 0, G_OPTION_ARG_INT, &self->speed, "millimetres a second (100)", "MM" },
                                   { "dots", 0, 0, G_OPTION_ARG_DOUBLE, &self->dots, "dots a millimetre (8; 11.81 of ql and dymo)", "N" },
                                   { "width", 0, 0, G_OPTION_ARG_DOUBLE, &self->width, "of a label, millimetres", "MM" },
                                   { "height", 0, 0, G_OPTION_ARG_DOUBLE, &self->height, "of a label, millimetres, 0 = endless paper", "MM" },
                                   { "gap", 0, 0, G_OPTION_ARG_DOUBLE, &self->gap, "between labels, millimetres", "MM" },
                                   { "status", 0, 0, G_OPTION_ARG_STRING, &self->status, "full (default): it answers; silent: it does not", "STYLE" },
                                   { "no-reprint", 0, 0, G_OPTION_ARG_NONE, &self->no_reprint, "do not repeat a torn label", NULL },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new ("- a simulated label printer, until the standard input ends");

  *self = (Options) { .dots = -1, .width = -1, .height = -1, .gap = -1 };
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (
      context, "Lines on the standard input: paper-out, paper-in, head-open, head-close, ribbon-out, ribbon-in, pause, resume, power-off, power-on, "
               "unplug, plug, stall, go-on, answer-late, answer-never, answer.");
  return g_option_context_parse (context, argc, argv, error);
}

static const Model *
find_model (const char *language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    if (language == NULL || g_str_equal (models[i].language, language))
      return &models[i];
  return NULL;
}

/* HOST:PORT or PORT; only this computer is served. */
static gboolean
parse_listen (const char *text, guint16 *port)
{
  guint64 number = 0;

  if (text != NULL && g_str_has_prefix (text, "127.0.0.1:"))
    text += strlen ("127.0.0.1:");
  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, &number, NULL))
    return FALSE;
  *port = (guint16) number;
  return TRUE;
}

static gboolean
is_silent (const Options *options)
{
  return options->status != NULL && g_str_equal (options->status, "silent");
}

static gboolean
are_valid (const Options *options)
{
  return options->web >= 0 && options->web <= G_MAXUINT16 && options->speed >= 0 && options->dots <= 48 && MAX (options->width, options->height) <= 2000
         && options->gap <= 100 && options->width != 0 && (options->status == NULL || is_silent (options) || g_str_equal (options->status, "full"));
}

static int
to_length (double given, double usual)
{
  return (int) ((given >= 0 ? given : usual) * 100 + 0.5);
}

static gboolean
build_params (const Options *options, BrSimStandParams *params)
{
  const Model *model = find_model (options->language);

  *params = (BrSimStandParams) { .web_port = (guint16) options->web, .folder = options->folder };
  if (model == NULL || !are_valid (options) || !parse_listen (options->listen, &params->port))
    return FALSE;
  params->printer = (BrSimPrinterParams) { .paper = { .language = model->id,
                                                      .head = model->head,
                                                      .width = to_length (options->width, model->width),
                                                      .height = to_length (options->height, model->height),
                                                      .gap = to_length (options->gap, model->gap) },
                                           .speed_mm_s = (guint) options->speed,
                                           .status = is_silent (options) ? BR_SIM_STATUS_SILENT : BR_SIM_STATUS_FULL,
                                           .reprint = !options->no_reprint };
  if (options->dots >= 1)
    {
      params->printer.paper.head.dots_num = (guint) (options->dots * 100 + 0.5);
      params->printer.paper.head.dots_den = 100;
    }
  return TRUE;
}

static void
obey_cb (const char *line, gpointer stand)
{
  if (*line != '\0' && !br_sim_stand_obey (stand, line))
    fprintf (stderr, "backroom-sim: unknown word %s\n", line);
}

int
br_sim_printer_main (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrSimStand) stand = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  BrSimStandParams params;

  if (!parse_options (&options, &argc, &argv, &error))
    {
      fprintf (stderr, "backroom-sim: %s\n", error->message);
      return 2;
    }
  if (argc != 1 || !build_params (&options, &params))
    {
      fprintf (stderr, "backroom-sim: see backroom-sim printer --help\n");
      return 2;
    }
  stand = br_sim_stand_new (&params, &error);
  if (stand == NULL)
    {
      fprintf (stderr, "backroom-sim: %s\n", error->message);
      return 1;
    }
  br_sim_stand_print (stand);
  loop = g_main_loop_new (NULL, FALSE);
  br_sim_console_run (loop, obey_cb, stand);
  return 0;
}
