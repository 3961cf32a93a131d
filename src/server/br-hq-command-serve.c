/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backroom-hq serve. The first line on the standard output is the address, when HQ is ready to answer. */
#include "config.h"

#include <glib-unix.h>
#include <stdio.h>

#include "br-hq-command.h"
#include "br-hq-http.h"

#define DEFAULT_PORT 8470
#define DEFAULT_RATE 10.0
#define DEFAULT_BURST 40.0

static gboolean
stop_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static int
serve (const BrHqHttpParams *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (BrHqHttp) http = br_hq_http_new (params, &error);
  guint term, interrupt;

  if (http == NULL)
    return br_hq_command_fail (error);
  term = g_unix_signal_add (SIGTERM, stop_cb, loop);
  interrupt = g_unix_signal_add (SIGINT, stop_cb, loop);
  printf ("%s\n", br_hq_http_get_url (http));
  fflush (stdout);
  g_main_loop_run (loop);
  g_source_remove (term);
  g_source_remove (interrupt);
  return 0;
}

int
br_hq_command_serve (int argc, char **argv)
{
  g_autofree char *database = NULL, *address = NULL, *certificate = NULL, *key = NULL;
  int port = DEFAULT_PORT;
  gboolean allow_plain = FALSE, verbose = FALSE;
  double rate = DEFAULT_RATE, burst = DEFAULT_BURST;
  const GOptionEntry entries[] = { { "listen", 'l', 0, G_OPTION_ARG_STRING, &address, "address to listen on (127.0.0.1)", "ADDRESS" },
                                   { "port", 'p', 0, G_OPTION_ARG_INT, &port, "port, 0 = any free one (8470)", "PORT" },
                                   { "tls-certificate", 0, 0, G_OPTION_ARG_FILENAME, &certificate, "certificate chain, PEM", "FILE" },
                                   { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &key, "private key, PEM, when it is not in the certificate's file", "FILE" },
                                   { "insecure-allow-plain-http", 0, 0, G_OPTION_ARG_NONE, &allow_plain, "serve without TLS on any address", NULL },
                                   { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &rate, "requests a second from one device, 0 = any number (10)", "N" },
                                   { "burst", 0, 0, G_OPTION_ARG_DOUBLE, &burst, "requests at once from one device (40)", "N" },
                                   { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "log every request", NULL },
                                   G_OPTION_ENTRY_NULL };
  const char *const domains[] = { "backroom-server", NULL };
  BrHqHttpParams params;

  if (!br_hq_command_parse (&argc, &argv, "- answer the shops", entries, &database) || argc != 1 || port < 0 || port > 65535)
    return br_hq_command_misuse ("serve [--listen ADDRESS] [--port PORT] [--tls-certificate FILE] …");
  if (verbose)
    g_log_writer_default_set_debug_domains (domains);
  g_log_writer_default_set_use_stderr (TRUE);
  params = (BrHqHttpParams) { .database = database,
                              .address = address,
                              .port = (guint16) port,
                              .tls_certificate = certificate,
                              .tls_key = key,
                              .allow_plain = allow_plain,
                              .rate = rate,
                              .burst = burst };
  return serve (&params);
}
