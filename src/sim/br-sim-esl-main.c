/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backroom-sim esl: OpenEPaperLink access points and shelf tags that are not there. It prints "station HOST:PORT" for each and "tags-web URL"
 * when it is ready, and ends when its standard input does.
 */
#include "config.h"

#include "br-sim-esl-main.h"

#include <stdio.h>

#include "br-ap-stand.h"
#include "br-sim-console.h"

#define MAX_TAGS (BR_AP_STAND_MAX_STATIONS * BR_AP_STAND_MAX_TAGS)

/** Options: as given. */
typedef struct
{
  int tags, port, web, wakes_s;
  gint64 seed;
  gboolean legacy;
} Options;

static gboolean
parse_options (Options *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = { { "tags", 0, 0, G_OPTION_ARG_INT, &self->tags, "how many tags there are (20); 120 of them need one more station each", "N" },
                                   { "port", 0, 0, G_OPTION_ARG_INT, &self->port, "of the first station, 0 (default) = any free one", "PORT" },
                                   { "web", 0, 0, G_OPTION_ARG_INT, &self->web, "port of the web page, 0 (default) = any free one", "PORT" },
                                   { "wakes", 0, 0, G_OPTION_ARG_INT, &self->wakes_s,
                                     "tags check in at least so often (20); 0: as real ones, every few minutes", "SECONDS" },
                                   { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed, "another number, other chances (1)", "N" },
                                   { "legacy", 0, 0, G_OPTION_ARG_NONE, &self->legacy, "old firmware: it says what became of an upload", NULL },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new ("- simulated shelf tags and their stations, until the standard input ends");

  *self = (Options) { .tags = 20, .wakes_s = 20, .seed = 1 };
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
are_valid (const Options *options)
{
  return options->tags >= 0 && options->tags <= MAX_TAGS && options->port >= 0 && options->port <= G_MAXUINT16 && options->web >= 0
         && options->web <= G_MAXUINT16 && options->wakes_s >= 0 && options->wakes_s <= 3600;
}

int
br_sim_esl_main (int argc, char **argv)
{
  Options options;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrApStand) stand = NULL;
  g_autoptr (GMainLoop) loop = NULL;

  if (!parse_options (&options, &argc, &argv, &error))
    {
      fprintf (stderr, "backroom-sim: %s\n", error->message);
      return 2;
    }
  if (argc != 1 || !are_valid (&options))
    {
      fprintf (stderr, "backroom-sim: see backroom-sim esl --help\n");
      return 2;
    }
  stand = br_ap_stand_new (&(BrApStandParams) { .n_tags = (guint) options.tags,
                                                .ports = { (guint16) options.port },
                                                .web_port = (guint16) options.web,
                                                .wakes_s = (guint) options.wakes_s,
                                                .seed = (guint64) options.seed,
                                                .profile = options.legacy ? BR_AP_LEGACY : BR_AP_MODERN },
                           &error);
  if (stand == NULL)
    {
      fprintf (stderr, "backroom-sim: %s\n", error->message);
      return 1;
    }
  br_ap_stand_print (stand);
  loop = g_main_loop_new (NULL, FALSE);
  br_sim_console_run (loop, NULL, NULL);
  return 0;
}
