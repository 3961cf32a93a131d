/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running until the standard input ends. */
#include "config.h"

#include "br-sim-console.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

/** Console: a line that has begun. */
typedef struct
{
  GMainLoop *loop;
  void (*line_read) (const char *line, gpointer data);
  gpointer data;
  char text[501];
  gsize n;
} Console;

static gboolean
stop_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static void
end_line (Console *self)
{
  self->text[self->n] = '\0';
  self->n = 0;
  if (self->line_read != NULL)
    self->line_read (g_strstrip (self->text), self->data);
}

static gboolean
input_cb (int fd, GIOCondition condition, gpointer data)
{
  Console *self = data;
  char bytes[256];
  gssize n = read (fd, bytes, sizeof bytes);

  if (n < 0 && errno == EINTR)
    return G_SOURCE_CONTINUE;
  for (gssize i = 0; i < n; i++)
    {
      if (bytes[i] != '\n')
        self->text[self->n++] = bytes[i];
      if (bytes[i] == '\n' || self->n == sizeof self->text - 1)
        end_line (self);
    }
  if (n > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

void
br_sim_console_run (GMainLoop *loop, void (*line_read) (const char *line, gpointer data), gpointer data)
{
  Console console = { .loop = loop, .line_read = line_read, .data = data };

  g_unix_signal_add (SIGTERM, stop_cb, loop);
  g_unix_signal_add (SIGINT, stop_cb, loop);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, input_cb, &console);
  g_main_loop_run (loop);
}
