/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A printer on USB by the kernel's usblp driver: /dev/usb/lpN. What the driver does and does not promise was measured (Linux 6.1 and
 * 6.12): one opener at a time (EBUSY); a non-blocking write presumes success, so a chunk counts when poll() says POLLOUT; the class
 * status goes by the control endpoint and answers while a write is stuck; an unplugged device gives EIO, then ENODEV; a suspend kills
 * what is on the wire. LPABORT is not set: it does nothing for non-blocking writes.
 */
#include "config.h"

#include "br-port-fd.h"

#include "br-error.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/lp.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define CHUNK 4096 /* finer progress than the driver's own 8192 */
#define CLOSE_MS 5000
#define PROOF_US (G_USEC_PER_SEC / 2)
#define DEVICE_ID_MAX 1024
#define IOC_DEVICE_ID(size) _IOC (_IOC_READ, 'P', 1, size)

/* class_status: a device that never answered it has none (its firmware lacks the request); one that did and stops is lost. */
typedef struct
{
  BrFdPort base;
  enum
  {
    STATUS_UNTRIED = 0,
    STATUS_WORKS,
    STATUS_NONE
  } status;
  gint64 proven_us; /* monotonic: when it last answered it */
} BrUsblpPort;

static gboolean
get_class_status (BrPort *port, guint *bits, GError **error)
{
  BrUsblpPort *self = (BrUsblpPort *) port;
  int value = 0, code;

  if (self->status == STATUS_NONE || !br_fd_port_is_alive (&self->base, error))
    return FALSE;
  code = ioctl (self->base.fd, LPGETSTATUS, &value);
  if (code < 0 && errno == EIO && self->status == STATUS_WORKS)
    code = ioctl (self->base.fd, LPGETSTATUS, &value); /* a busy printer may miss it once */
  if (code == 0)
    {
      self->status = STATUS_WORKS;
      self->proven_us = g_get_monotonic_time ();
      *bits = (guint) value & 0xff;
      return TRUE;
    }
  if (errno == ENODEV || self->status == STATUS_WORKS)
    return br_fd_port_fail (&self->base, errno, "asking the status of", error);
  self->status = STATUS_NONE;
  return FALSE;
}

static gboolean
is_there (BrPort *port)
{
  guint bits;

  return get_class_status (port, &bits, NULL);
}

/* The driver keeps the failure of a non-blocking transfer to itself until it knows that the device has gone. So what was written
 * counts when the device still answers; it is asked at most twice a second, since some printers mind. */
static gboolean
write_port (BrPort *port, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error)
{
  BrUsblpPort *self = (BrUsblpPort *) port;
  g_autoptr (GError) gone = NULL;
  guint bits;

  if (!br_fd_port_write (port, bytes, n, timeout_ms, taken, error))
    return FALSE;
  if (g_get_monotonic_time () - self->proven_us < PROOF_US || get_class_status (port, &bits, &gone) || gone == NULL)
    return TRUE;
  *taken = 0;
  g_propagate_error (error, g_steal_pointer (&gone));
  return FALSE;
}

static char *
get_device_id (BrPort *port)
{
  BrFdPort *self = (BrFdPort *) port;
  guint8 answer[DEVICE_ID_MAX] = { 0 };

  return ioctl (self->fd, IOC_DEVICE_ID (sizeof answer), answer) < 0 ? NULL : br_port_device_id_text (answer, sizeof answer);
}

static void
close_port (BrPort *port)
{
  BrFdPort *self = (BrFdPort *) port;

  /* Closing kills the transfer in flight. Who woke the port has decided that it may be lost. */
  if (self->in_flight > 0)
    br_fd_port_settle (port, CLOSE_MS, NULL);
  br_fd_port_clear (self);
  g_free (self);
}

static const BrPortOps usblp_ops = {
  .write = write_port,
  .read = br_fd_port_read,
  .class_status = get_class_status,
  .device_id = get_device_id,
  .drain = br_fd_port_settle,
  .wake = br_fd_port_wake,
  .close = close_port,
};

/* Old answers are not answers to us. A driver that can only send says EINVAL. */
static void
drop_old_answers (BrFdPort *self)
{
  guint8 bytes[4096];
  gssize n = 1;

  for (guint i = 0; i < 16 && n > 0; i++)
    n = read (self->fd, bytes, sizeof bytes);
  self->port.one_way = n < 0 && errno == EINVAL;
}

BrPort *
br_port_usblp_new (int fd, gint64 (*slept_us) (void))
{
  BrUsblpPort *self = g_new0 (BrUsblpPort, 1);

  br_fd_port_init (&self->base, &usblp_ops, fd);
  self->base.chunk = CHUNK;
  self->base.counts_late = TRUE;
  self->base.is_there = is_there;
  br_fd_port_ends_with_sleep (&self->base, slept_us);
  drop_old_answers (&self->base);
  return &self->base.port;
}

BrPort *
br_port_usblp_fail_open (const char *node, int errno_value, GError **error)
{
  switch (errno_value)
    {
    case EACCES:
    case EPERM:
      g_set_error (error, BR_ERROR, BR_ERROR_REFUSED, "%s may not be opened by you. Run this once, then sign in again: sudo usermod -aG lp %s", node,
                   g_get_user_name ());
      break;
    case EBUSY: g_set_error (error, BR_ERROR, BR_ERROR_BUSY, "another program is using %s", node); break;
    case ENOENT: g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "there is no %s", node); break;
    case ENODEV:
    case ENXIO: g_set_error (error, BR_ERROR, BR_ERROR_OFFLINE, "the printer at %s was unplugged", node); break;
    default: g_set_error (error, BR_ERROR, BR_ERROR_IO, "opening %s: %s", node, g_strerror (errno_value));
    }
  return NULL;
}

BrPort *
br_port_usblp_open (const char *node, GError **error)
{
  int fd = open (node, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

  return fd < 0 ? br_port_usblp_fail_open (node, errno, error) : br_port_usblp_new (fd, NULL);
}
