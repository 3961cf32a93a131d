/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backroom-sim: the demo shop, a simulated label printer (`printer`: br-sim-printer-main.c) and simulated shelf tags (`esl`:
 * br-sim-esl-main.c). `demo` makes HQ's data unless it is
 * there, serves it, and prints, when ready, one line each:
 *   hq ADDRESS · code CODE (enrols a machine of store S1) · code-all CODE (one for all stores) · printer HOST:PORT and web URL (of a
 *   simulated label printer) · station HOST:PORT (of each with shelf tags) and tags-web URL · login NAME PASSWORD, which is the last
 * It ends when its standard input does, or by SIGTERM, and HQ with it.
 */
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "br-sim-console.h"
#include "br-sim-demo.h"
#include "br-sim-esl-main.h"
#include "br-sim-hq.h"
#include "br-sim-printer-main.h"
#include "br-sim-shop.h"
#include "br-sim-traffic.h"

static int
fail (const GError *error)
{
  fprintf (stderr, "backroom-sim: %s\n", error->message);
  return 1;
}

static void
hq_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_main_loop_quit (data);
}

/* A change that fails is told and the next one is tried: the demo goes on. */
static gboolean
traffic_cb (gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!br_sim_traffic_step (data, &error))
    fail (error);
  return G_SOURCE_CONTINUE;
}

static void
wait_for_end (GSubprocess *hq, BrSimTraffic *traffic, guint traffic_s)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  if (traffic != NULL)
    g_timeout_add_seconds (traffic_s, traffic_cb, traffic);
  g_subprocess_wait_async (hq, NULL, hq_ended_cb, loop);
  br_sim_console_run (loop, NULL, NULL);
  g_subprocess_send_signal (hq, SIGTERM);
  g_subprocess_wait (hq, NULL, NULL);
}

static char *
make_code (const char *program, const char *database, const char *store, GError **error)
{
  const char *const for_store[] = { "enrol-code", "--database", database, "--store", store, NULL };
  const char *const for_all[] = { "enrol-code", "--database", database, "--all-stores", NULL };
  char *code = br_sim_hq_run (program, store != NULL ? for_store : for_all, NULL, error);

  return code != NULL ? g_strstrip (code) : NULL;
}

/* The shop is worth showing without its printer and tags: what fails is told. */
static void
start_devices (const BrSimDemoParams *params, guint n_tags, BrSimStand **printer, BrApStand **tags)
{
  g_autoptr (GError) error = NULL;

  *printer = br_sim_demo_start_printer (params, &error);
  if (*printer != NULL)
    br_sim_stand_print (*printer);
  else
    fail (error);
  g_clear_error (&error);
  *tags = n_tags > 0 ? br_sim_demo_start_tags (params, n_tags, &error) : NULL;
  if (*tags != NULL)
    br_ap_stand_print (*tags);
  else if (error != NULL)
    fail (error);
}

static int
run_demo (const BrSimDemoParams *params, guint16 port, guint traffic_s, guint n_tags)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *database = br_sim_demo_prepare (params, &error);
  g_autofree char *url = NULL, *code = NULL, *code_all = NULL;
  g_autoptr (GSubprocess) hq = NULL;
  g_autoptr (BrSimTraffic) traffic = NULL;
  g_autoptr (BrSimStand) printer = NULL;
  g_autoptr (BrApStand) tags = NULL;

  if (database != NULL)
    hq = br_sim_hq_serve (params->program, database, port, &url, &error);
  if (hq != NULL)
    code = make_code (params->program, database, BR_SIM_STORE, &error);
  if (code != NULL)
    code_all = make_code (params->program, database, NULL, &error);
  if (code_all == NULL)
    return fail (error);
  if (traffic_s > 0)
    {
      traffic = br_sim_traffic_new (params, database, &error);
      if (traffic == NULL)
        return fail (error);
    }
  printf ("hq %s\ncode %s\ncode-all %s\n", url, code, code_all);
  start_devices (params, n_tags, &printer, &tags);
  printf ("login %s %s\n", BR_SIM_LOGIN, BR_SIM_PASSWORD);
  fflush (stdout);
  wait_for_end (hq, traffic, traffic_s);
  return 0;
}

static int
demo (int argc, char **argv)
{
  g_autofree char *folder = NULL, *program = NULL;
  gint64 n_skus = BR_SIM_SHOP_DEFAULT_SKUS, seed = 1;
  int port = 0, traffic_s = 0, n_tags = 0;
  const GOptionEntry entries[] = { { "dir", 0, 0, G_OPTION_ARG_FILENAME, &folder, "folder for HQ's data", "DIR" },
                                   { "skus", 0, 0, G_OPTION_ARG_INT64, &n_skus, "how many articles the shop has (3000)", "N" },
                                   { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "another number, another shop (1)", "N" },
                                   { "port", 0, 0, G_OPTION_ARG_INT, &port, "HQ's port, 0 = any free one", "PORT" },
                                   { "traffic", 0, 0, G_OPTION_ARG_INT, &traffic_s, "change a few prices every so many seconds (0: never)", "SECONDS" },
                                   { "tags", 0, 0, G_OPTION_ARG_INT, &n_tags, "how many shelf tags there are (0)", "N" },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new ("- HQ with the demo shop, until the standard input ends");
  g_autoptr (GError) error = NULL;
  BrSimDemoParams params;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail (error);
  if (argc != 1 || n_skus < 1 || n_skus > BR_SIM_SHOP_MAX_SKUS || port < 0 || port > 65535 || traffic_s < 0 || n_tags < 0
      || n_tags > BR_AP_STAND_MAX_STATIONS * BR_AP_STAND_MAX_TAGS)
    {
      fprintf (stderr, "usage: backroom-sim demo [--dir DIR] [--skus N] [--seed N] [--port PORT] [--traffic SECONDS] [--tags N]\n");
      return 2;
    }
  if (folder == NULL)
    folder = g_build_filename (g_get_user_cache_dir (), "backroom", "demo-hq", NULL);
  program = br_sim_hq_find_program (&error);
  if (program == NULL)
    return fail (error);
  params = (BrSimDemoParams) { .program = program, .folder = folder, .n_skus = (gsize) n_skus, .seed = (guint64) seed };
  return run_demo (&params, (guint16) port, (guint) traffic_s, (guint) n_tags);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_set_prgname ("backroom-sim");
  if (argc > 1 && strcmp (argv[1], "demo") == 0)
    return demo (argc - 1, argv + 1);
  if (argc > 1 && strcmp (argv[1], "printer") == 0)
    return br_sim_printer_main (argc - 1, argv + 1);
  if (argc > 1 && strcmp (argv[1], "esl") == 0)
    return br_sim_esl_main (argc - 1, argv + 1);
  fprintf (stderr, "usage: backroom-sim demo|printer|esl [OPTION…]; backroom-sim demo --help and the others' tell more\n");
  return argc > 1 && strcmp (argv[1], "--help") == 0 ? 0 : 2;
}
