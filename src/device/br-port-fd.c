/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ports on a file descriptor. One poll() waits for the descriptor and for br_port_wake; answers that come meanwhile are kept, since a
 * printer whose answers nobody takes may stop taking bytes.
 *
 * Bytes in flight: usblp presumes success of a non-blocking write, and closing it then loses them (8,192 of 8,192 when measured). So a
 * chunk counts only when the descriptor is writable again. When time is up before that, the chunk stays in flight: the next write, which
 * goes on with the rest of the same bytes, first waits for it and then counts it, and never sends it again.
 */
#include "config.h"

#include "br-port-fd.h"

#include "br-error.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define INBOX_MAX 65536
#define TICK_MS 250 /* how often a waiting call looks whether the machine slept, or paper has come back after ENOSPC */

static gint64
clock_us (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* CLOCK_BOOTTIME runs while the machine sleeps and CLOCK_MONOTONIC does not: what is between them is sleep. */
gint64
br_port_slept_us (void)
{
  return clock_us (CLOCK_BOOTTIME) - clock_us (CLOCK_MONOTONIC);
}

void
br_fd_port_init (BrFdPort *self, const BrPortOps *ops, int fd)
{
  /* A printer that hangs up is an error of the call, not the end of the program. */
  signal (SIGPIPE, SIG_IGN);
  self->port.ops = ops;
  self->fd = fd;
  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->chunk = 65536;
  self->inbox = g_byte_array_new ();
}

void
br_fd_port_clear (BrFdPort *self)
{
  close (self->fd);
  close (self->wake_fd);
  g_byte_array_unref (self->inbox);
  g_clear_error (&self->lost);
}

void
br_fd_port_ends_with_sleep (BrFdPort *self, gint64 (*slept_us) (void))
{
  self->slept_us = slept_us != NULL ? slept_us : br_port_slept_us;
  self->slept_at_open_us = self->slept_us ();
}

gint64
br_port_deadline_us (int timeout_ms)
{
  return g_get_monotonic_time () + (gint64) timeout_ms * 1000;
}

/* What an errno of a device or connection means to the caller. */
static int
lost_code (int errno_value)
{
  switch (errno_value)
    {
    case ENODEV:
    case ENXIO:
    case EPIPE:
    case ECONNRESET:
    case ETIMEDOUT:
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ENETDOWN: return BR_ERROR_OFFLINE;
    case ENOSPC:
    case EDQUOT: return BR_ERROR_FULL;
    default: return BR_ERROR_IO;
    }
}

gboolean
br_fd_port_fail (BrFdPort *self, int errno_value, const char *doing, GError **error)
{
  if (self->lost == NULL)
    self->lost = g_error_new (BR_ERROR, lost_code (errno_value), "%s the printer: %s", doing, g_strerror (errno_value));
  g_propagate_error (error, g_error_copy (self->lost));
  return FALSE;
}

gboolean
br_fd_port_is_alive (BrFdPort *self, GError **error)
{
  if (self->lost == NULL && self->slept_us != NULL && self->slept_us () - self->slept_at_open_us > BR_PORT_SLEPT_US)
    self->lost = g_error_new_literal (BR_ERROR, BR_ERROR_IO, "the computer slept meanwhile: what was on its way to the printer may be lost");
  if (self->lost != NULL)
    g_propagate_error (error, g_error_copy (self->lost));
  return self->lost == NULL;
}

static gboolean
has_hung_up (short revents)
{
  return (revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

/* Some printers refuse to be read while they have nothing to say, and print all the same: those are left alone for a while. */
static gboolean
outlive (BrFdPort *self, int errno_value, GError **error)
{
  if (self->is_there == NULL || errno_value != EIO || !self->is_there (&self->port))
    return br_fd_port_fail (self, errno_value, "reading from", error);
  self->listen_from_us = br_port_deadline_us (TICK_MS);
  return TRUE;
}

/* Takes what has come. From usblp no bytes is no end: it passes empty transfers on. */
static gboolean
fill_inbox (BrFdPort *self, short revents, GError **error)
{
  guint8 bytes[4096];
  gssize n = read (self->fd, bytes, sizeof bytes);

  if (n > 0)
    g_byte_array_append (self->inbox, bytes, n);
  else if (n == 0 && (!self->counts_late || has_hung_up (revents)))
    return br_fd_port_fail (self, ENODEV, "reading from", error);
  else if (n < 0 && errno != EAGAIN && errno != EINTR)
    return outlive (self, errno, error);
  return TRUE;
}

/* One poll: *got = what the descriptor is ready for. A hang-up ends the session, but not before the last answer was read. */
static gboolean
poll_once (BrFdPort *self, short events, int timeout_ms, short *got, gboolean *woken, GError **error)
{
  gboolean listens = !self->port.one_way && self->inbox->len < INBOX_MAX && g_get_monotonic_time () >= self->listen_from_us;
  struct pollfd fds[2] = { { .fd = self->fd, .events = (events & ~POLLIN) | (listens ? POLLIN : 0) }, { .fd = self->wake_fd, .events = POLLIN } };
  eventfd_t wakes;

  if (poll (fds, G_N_ELEMENTS (fds), timeout_ms) < 0 && errno != EINTR)
    return br_fd_port_fail (self, errno, "waiting for", error);
  *got = fds[0].revents;
  *woken = (fds[1].revents & POLLIN) != 0 && eventfd_read (self->wake_fd, &wakes) == 0;
  if ((*got & POLLIN) != 0 && !fill_inbox (self, *got, error))
    return FALSE;
  if (has_hung_up (*got) && ((events & POLLIN) == 0 || self->inbox->len == 0))
    return br_fd_port_fail (self, ENODEV, "waiting for", error);
  return TRUE;
}

static gboolean
set_busy (const char *text, GError **error)
{
  g_set_error_literal (error, BR_ERROR, BR_ERROR_BUSY, text);
  return FALSE;
}

/* Until one of `events`, at most to `deadline_us` (monotonic). Errors: BUSY (time is up, or woken), or the session is lost. */
static gboolean
wait_for (BrFdPort *self, short events, gint64 deadline_us, GError **error)
{
  while (TRUE)
    {
      gint64 left_ms = MAX (0, (deadline_us - g_get_monotonic_time () + 999) / 1000);
      short got = 0;
      gboolean woken = FALSE;

      if (!br_fd_port_is_alive (self, error) || !poll_once (self, events, (int) MIN (left_ms, TICK_MS), &got, &woken, error))
        return FALSE;
      if ((got & events) != 0)
        return TRUE;
      if (woken)
        return set_busy ("woken", error);
      if (left_ms == 0)
        return set_busy ("the printer takes nothing at the moment", error);
    }
}

gboolean
br_fd_port_pause (BrFdPort *self, int pause_ms, gint64 deadline_us, GError **error)
{
  gint64 left_ms = (deadline_us - g_get_monotonic_time () + 999) / 1000;
  gboolean woken = FALSE;
  short got;

  if (left_ms <= 0)
    return set_busy ("the printer takes nothing at the moment", error);
  if (!br_fd_port_is_alive (self, error) || !poll_once (self, 0, (int) MIN (left_ms, pause_ms), &got, &woken, error))
    return FALSE;
  return !woken || set_busy ("woken", error);
}

/* Waits for the chunk in flight, then counts it: as much of it as the caller's bytes reach. */
static gboolean
settle (BrFdPort *self, gsize most, gint64 deadline_us, gsize *taken, GError **error)
{
  gsize n = MIN (self->in_flight, most);

  if (!wait_for (self, POLLOUT, deadline_us, error))
    return FALSE;
  self->in_flight -= n;
  *taken += n;
  return TRUE;
}

/* One write(). ENOSPC of a device is paper out: nothing of this was taken, so it is tried again a tick later, until time is up. */
static gboolean
push (BrFdPort *self, const guint8 *bytes, gsize n, gint64 deadline_us, gsize *taken, GError **error)
{
  gssize done = write (self->fd, bytes, MIN (n, self->chunk));

  if (done >= 0)
    {
      *(self->counts_late ? &self->in_flight : taken) += done;
      return TRUE;
    }
  if (errno == EINTR)
    return TRUE;
  if (errno == EAGAIN)
    return wait_for (self, POLLOUT, deadline_us, error);
  if (errno != ENOSPC || !self->counts_late)
    return br_fd_port_fail (self, errno, "writing to", error);
  return br_fd_port_pause (self, TICK_MS, deadline_us, error);
}

gboolean
br_fd_port_write (BrPort *port, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error)
{
  BrFdPort *self = (BrFdPort *) port;
  gint64 deadline_us = br_port_deadline_us (timeout_ms);

  if (!br_fd_port_is_alive (self, error))
    return FALSE;
  while (*taken < n)
    {
      gboolean went_on =
          self->in_flight > 0 ? settle (self, n - *taken, deadline_us, taken, error) : push (self, bytes + *taken, n - *taken, deadline_us, taken, error);

      if (!went_on)
        return FALSE;
    }
  return TRUE;
}

gboolean
br_fd_port_read (BrPort *port, guint8 *bytes, gsize size, int timeout_ms, gsize *n_read, GError **error)
{
  BrFdPort *self = (BrFdPort *) port;
  g_autoptr (GError) waiting = NULL;

  if (self->inbox->len == 0 && !wait_for (self, POLLIN, br_port_deadline_us (timeout_ms), &waiting) && !g_error_matches (waiting, BR_ERROR, BR_ERROR_BUSY))
    {
      g_propagate_error (error, g_steal_pointer (&waiting));
      return FALSE;
    }
  *n_read = br_port_take_answers (self->inbox, bytes, size);
  return TRUE;
}

gboolean
br_fd_port_settle (BrPort *port, int timeout_ms, GError **error)
{
  BrFdPort *self = (BrFdPort *) port;
  gsize taken = 0;

  if (self->in_flight == 0)
    return br_fd_port_is_alive (self, error);
  /* They stay in flight by the books: only the write that goes on with them may count them. */
  return settle (self, 0, br_port_deadline_us (timeout_ms), &taken, error);
}

void
br_fd_port_wake (BrPort *port)
{
  eventfd_write (((BrFdPort *) port)->wake_fd, 1);
}
