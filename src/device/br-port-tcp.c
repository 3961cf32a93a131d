/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A printer on the network: raw bytes to TCP port 9100. Taken here means handed to this computer's network, which keeps at most
 * SEND_BUFFER of them; waiting for the printer's confirmation of every write would halve the speed, since printers confirm as late as
 * 200 ms. drain() asks the kernel how many bytes are unconfirmed (SIOCOUTQ). When the connection is lost those count as not taken.
 * An unplugged cable makes no error by itself: unanswered probes and unconfirmed bytes end the session after GONE_MS. A printer that is
 * out of paper still answers probes, with a closed window, and stays connected.
 */
#include "config.h"

#include "br-port-fd.h"

#include "br-error.h"
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PORT 9100
#define SEND_BUFFER 32768
#define GONE_MS 10000
#define CLOSE_MS 5000
#define CONFIRM_TICK_MS 5

static gsize
unconfirmed (BrFdPort *self)
{
  int n = 0;

  return ioctl (self->fd, SIOCOUTQ, &n) == 0 ? (gsize) MAX (n, 0) : 0;
}

static gboolean
write_port (BrPort *port, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error)
{
  BrFdPort *self = (BrFdPort *) port;

  if (br_fd_port_write (port, bytes, n, timeout_ms, taken, error))
    return TRUE;
  if (self->lost != NULL)
    *taken -= MIN (*taken, unconfirmed (self));
  return FALSE;
}

static gboolean
drain_port (BrPort *port, int timeout_ms, GError **error)
{
  BrFdPort *self = (BrFdPort *) port;
  gint64 deadline_us = br_port_deadline_us (timeout_ms);

  if (!br_fd_port_is_alive (self, error))
    return FALSE;
  while (unconfirmed (self) > 0)
    if (!br_fd_port_pause (self, CONFIRM_TICK_MS, deadline_us, error))
      return FALSE;
  return TRUE;
}

static void
close_port (BrPort *port)
{
  BrFdPort *self = (BrFdPort *) port;

  /* Closing with bytes on their way, or with unread answers, may make the other end drop them. */
  if (self->lost == NULL)
    drain_port (port, CLOSE_MS, NULL);
  br_fd_port_clear (self);
  g_free (self);
}

static const BrPortOps tcp_ops = { .write = write_port, .read = br_fd_port_read, .drain = drain_port, .wake = br_fd_port_wake, .close = close_port };

static void
set_option (int fd, int level, int option, int value)
{
  /* Each only sharpens when trouble is noticed; a kernel without it still prints. */
  setsockopt (fd, level, option, &value, sizeof value);
}

static void
set_options (int fd)
{
  set_option (fd, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER);
  set_option (fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option (fd, IPPROTO_TCP, TCP_KEEPIDLE, 3);
  set_option (fd, IPPROTO_TCP, TCP_KEEPINTVL, 2);
  set_option (fd, IPPROTO_TCP, TCP_KEEPCNT, 3);
  set_option (fd, IPPROTO_TCP, TCP_USER_TIMEOUT, GONE_MS);
  set_option (fd, IPPROTO_TCP, TCP_NODELAY, 1);
}

/* Waits for the connection; returns 0 or an errno. */
static int
finish_connecting (int fd, gint64 deadline_us)
{
  GCancellable *cancellable = g_cancellable_get_current ();
  GPollFD waiting[2] = { { .fd = fd, .events = G_IO_OUT } };
  guint n_waiting = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &waiting[1]) ? 2 : 1;
  int code = 0, n;
  socklen_t size = sizeof code;

  do
    n = g_poll (waiting, n_waiting, (int) MAX (0, (deadline_us - g_get_monotonic_time ()) / 1000));
  while (n < 0 && errno == EINTR);
  if (n_waiting == 2)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_is_cancelled (cancellable))
    return ECANCELED;
  if (n == 0)
    return ETIMEDOUT;
  if (n < 0 || getsockopt (fd, SOL_SOCKET, SO_ERROR, &code, &size) < 0)
    return errno;
  return code;
}

/* Returns a connected descriptor, or minus an errno. */
static int
connect_to (GSocketAddress *address, gint64 deadline_us)
{
  struct sockaddr_storage native;
  gssize size = g_socket_address_get_native_size (address);
  int fd, code = 0;

  if (size > (gssize) sizeof native || !g_socket_address_to_native (address, &native, sizeof native, NULL))
    return -EAFNOSUPPORT;
  fd = socket (g_socket_address_get_family (address), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -errno;
  set_options (fd);
  if (connect (fd, (struct sockaddr *) &native, size) < 0)
    code = errno == EINPROGRESS ? finish_connecting (fd, deadline_us) : errno;
  if (code == 0)
    return fd;
  close (fd);
  return -code;
}

static BrPort *
fail_open (const char *address, int errno_value, GError **error)
{
  const char *why = errno_value == ECONNREFUSED ? "nothing there takes print data (connection refused)"
                    : errno_value == ETIMEDOUT  ? "no answer"
                                                : g_strerror (errno_value);

  g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "the printer at %s cannot be reached: %s", address, why);
  return NULL;
}

static BrPort *
port_on (int fd)
{
  BrFdPort *self = g_new0 (BrFdPort, 1);

  br_fd_port_init (self, &tcp_ops, fd);
  return &self->port;
}

BrPort *
br_port_tcp_open (const char *address, int timeout_ms, GError **error)
{
  g_autoptr (GSocketConnectable) name = *address == '\0' ? NULL : g_network_address_parse (address, DEFAULT_PORT, NULL);
  g_autoptr (GSocketAddressEnumerator) all = NULL;
  g_autoptr (GError) unresolved = NULL;
  gint64 deadline_us = br_port_deadline_us (timeout_ms);
  int fd = -EHOSTUNREACH;

  if (name == NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "\"%s\" is no network address", address);
      return NULL;
    }
  all = g_socket_connectable_enumerate (name);
  while (fd < 0)
    {
      g_autoptr (GSocketAddress) one = g_socket_address_enumerator_next (all, g_cancellable_get_current (), &unresolved);

      if (one == NULL)
        break;
      fd = connect_to (one, deadline_us);
    }
  if (unresolved != NULL)
    {
      g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "the printer at %s cannot be found: %s", address, unresolved->message);
      return NULL;
    }
  return fd >= 0 ? port_on (fd) : fail_open (address, -fd, error);
}
