/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file, or whatever the file system has under a name: what is printed is appended to it. Nothing comes back. */
#include "config.h"

#include "br-port-fd.h"

#include "br-error.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static gboolean
drain_port (BrPort *port, int timeout_ms, GError **error)
{
  BrFdPort *self = (BrFdPort *) port;

  if (!br_fd_port_is_alive (self, error))
    return FALSE;
  /* A pipe or terminal has nothing to bring to a disk: EINVAL. */
  return fsync (self->fd) == 0 || errno == EINVAL || errno == EROFS || br_fd_port_fail (self, errno, "writing to", error);
}

static void
close_port (BrPort *port)
{
  br_fd_port_clear ((BrFdPort *) port);
  g_free (port);
}

static const BrPortOps file_ops = { .write = br_fd_port_write, .drain = drain_port, .wake = br_fd_port_wake, .close = close_port };

static int
open_code (int errno_value)
{
  switch (errno_value)
    {
    case EACCES:
    case EPERM:
    case EROFS: return BR_ERROR_REFUSED;
    case ENOENT:
    case ENOTDIR:
    case EISDIR: return BR_ERROR_NOT_FOUND;
    case ENXIO: return BR_ERROR_OFFLINE; /* a pipe nobody reads */
    case ENOSPC:
    case EDQUOT: return BR_ERROR_FULL;
    default: return BR_ERROR_IO;
    }
}

BrPort *
br_port_file_open (const char *path, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0600);
  BrFdPort *self;

  if (fd < 0)
    {
      g_set_error (error, BR_ERROR, open_code (errno), "opening %s: %s", path, g_strerror (errno));
      return NULL;
    }
  self = g_new0 (BrFdPort, 1);
  br_fd_port_init (self, &file_ops, fd);
  self->port.one_way = TRUE;
  return &self->port;
}
