/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A simulated printer at the end of a file descriptor: a socket, a pseudo terminal, a gadget's device node. */
#include "config.h"

#include "br-sim-printer.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "br-error.h"

#define PIECE 4096 /* bytes */

/** Line: what is on its way in both directions. */
typedef struct
{
  BrSimPrinter *printer;
  guint session;
  int fd;
  guint8 in[PIECE], out[PIECE]; /* in: from the computer */
  gsize n_in, in_done, n_out, out_done;
  gboolean ended; /* the computer closed its end */
} Line;

/* Whether a failed read or write only says: not now. */
static gboolean
is_transient (int code)
{
  return code == EAGAIN || code == EINTR;
}

/* A pty says EIO when its other end closes, a socket ECONNRESET: both are just the end. */
static void
read_line (Line *self)
{
  gssize n = read (self->fd, self->in, sizeof self->in);

  if (n > 0)
    {
      self->n_in = (gsize) n;
      self->in_done = 0;
    }
  else if (n == 0 || !is_transient (errno))
    self->ended = TRUE;
}

static void
write_line (Line *self)
{
  const guint8 *rest = self->out + self->out_done;
  gssize n = send (self->fd, rest, self->n_out - self->out_done, MSG_NOSIGNAL);

  if (n < 0 && errno == ENOTSOCK)
    n = write (self->fd, rest, self->n_out - self->out_done);
  if (n > 0)
    self->out_done += (gsize) n;
  else if (n < 0 && !is_transient (errno))
    self->out_done = self->n_out; /* nobody listens; what was sent before may still have to be read */
}

/* Both directions as far as they go now; FALSE: the cable failed. */
static gboolean
move_bytes (Line *self)
{
  for (gsize taken = 1; taken > 0 && self->in_done < self->n_in; self->in_done += taken)
    if (!br_sim_printer_take (self->printer, self->session, self->in + self->in_done, self->n_in - self->in_done, &taken))
      return FALSE;
  if (self->out_done < self->n_out)
    return TRUE;
  self->out_done = 0;
  return br_sim_printer_give (self->printer, self->session, self->out, sizeof self->out, &self->n_out);
}

/* Waits for the computer, for somebody at the printer, and for what happens there by itself. */
static void
wait_for_line (Line *self, const BrSimMoment *moment, int event_fd, int cancel_fd)
{
  gboolean room = !self->ended && self->in_done == self->n_in, talk = self->out_done < self->n_out;
  gint64 next_us = br_sim_printer_next_us (self->printer, moment), wait_us = MAX (next_us - br_sim_printer_now_us (self->printer), 0);
  const struct timespec wait = { .tv_sec = wait_us / G_USEC_PER_SEC, .tv_nsec = wait_us % G_USEC_PER_SEC * 1000 };
  struct pollfd fds[3] = { { .fd = room || talk ? self->fd : -1, .events = (short) ((room ? POLLIN : 0) | (talk ? POLLOUT : 0)) },
                           { .fd = event_fd, .events = POLLIN },
                           { .fd = cancel_fd, .events = POLLIN } };
  eventfd_t count;

  ppoll (fds, 3, next_us == G_MAXINT64 ? NULL : &wait, NULL);
  if (fds[1].revents != 0)
    eventfd_read (event_fd, &count);
  if (talk && fds[0].revents != 0)
    write_line (self);
  if (room && (fds[0].revents & ~POLLOUT) != 0)
    read_line (self);
}

gboolean
br_sim_printer_serve_fd (BrSimPrinter *self, int fd, GCancellable *cancellable, GError **error)
{
  int event_fd = br_sim_printer_get_fd (self), cancel_fd = cancellable != NULL ? g_cancellable_get_fd (cancellable) : -1;
  guint session = br_sim_printer_join (self, error);
  g_autofree Line *line = NULL;
  gboolean alive = TRUE;

  line = g_new0 (Line, 1);
  *line = (Line) { .printer = self, .session = session, .fd = fd };
  /* What was sent before the end is still taken. */
  while (session != 0 && !(line->ended && line->in_done == line->n_in) && !g_cancellable_is_cancelled (cancellable))
    {
      BrSimMoment moment;

      br_sim_printer_note (self, &moment);
      alive = move_bytes (line);
      if (!alive)
        break;
      wait_for_line (line, &moment, event_fd, cancel_fd);
    }
  if (cancel_fd >= 0)
    g_cancellable_release_fd (cancellable);
  if (session == 0)
    return FALSE;
  br_sim_printer_leave (self, session);
  if (!alive)
    g_set_error_literal (error, BR_ERROR, BR_ERROR_OFFLINE, "the simulated printer went away");
  return alive;
}
