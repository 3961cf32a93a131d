/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-port.h"

#include "br-error.h"
#include "br-port-fd.h"
#include "br-port-libusb.h"

BrPort *
br_port_open (const char *key, const char *node, int timeout_ms, GError **error)
{
  if (g_str_has_prefix (key, "usb:") && node != NULL)
    return g_str_has_prefix (node, "/dev/bus/usb/") ? br_port_libusb_open (node, error) : br_port_usblp_open (node, error);
  if (g_str_has_prefix (key, "tcp:"))
    return br_port_tcp_open (key + strlen ("tcp:"), timeout_ms, error);
  if (g_str_has_prefix (key, "file:"))
    return br_port_file_open (key + strlen ("file:"), error);
  g_set_error (error, BR_ERROR, BR_ERROR_NOT_FOUND, "the printer %s is not plugged in", key);
  return NULL;
}

gboolean
br_port_write (BrPort *self, const guint8 *bytes, gsize n, int timeout_ms, gsize *taken, GError **error)
{
  *taken = 0;
  return self->ops->write (self, bytes, n, timeout_ms, taken, error);
}

gboolean
br_port_read (BrPort *self, guint8 *bytes, gsize size, int timeout_ms, gsize *n_read, GError **error)
{
  *n_read = 0;
  return self->ops->read == NULL || self->ops->read (self, bytes, size, timeout_ms, n_read, error);
}

gboolean
br_port_class_status (BrPort *self, guint *bits, GError **error)
{
  return self->ops->class_status != NULL && self->ops->class_status (self, bits, error);
}

gsize
br_port_take_answers (GByteArray *inbox, guint8 *bytes, gsize size)
{
  gsize n = MIN (size, inbox->len);

  if (n == 0)
    return 0;
  memcpy (bytes, inbox->data, n);
  g_byte_array_remove_range (inbox, 0, n);
  return n;
}

char *
br_port_device_id_text (const guint8 *answer, gsize size)
{
  gsize n = CLAMP ((gsize) (answer[0] << 8 | answer[1]), 2, size) - 2;

  return n == 0 ? NULL : g_strndup ((const char *) answer + 2, n);
}

char *
br_port_device_id (BrPort *self)
{
  return self->ops->device_id == NULL ? NULL : self->ops->device_id (self);
}

gboolean
br_port_drain (BrPort *self, int timeout_ms, GError **error)
{
  return self->ops->drain == NULL || self->ops->drain (self, timeout_ms, error);
}

void
br_port_wake (BrPort *self)
{
  self->ops->wake (self);
}

void
br_port_close (BrPort *self)
{
  if (self != NULL)
    self->ops->close (self);
}
