/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-gadget.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/usb/g_printer.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define GADGET "/sys/kernel/config/usb_gadget/g"
#define NODE "/dev/g_printer0"
#define PATIENCE_US (20 * G_USEC_PER_SEC)

void
write_text (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY);

  if (fd < 0 || write (fd, text, strlen (text)) != (gssize) strlen (text))
    g_error ("writing \"%s\" to %s: %s", text, path, g_strerror (errno));
  close (fd);
}

void
wait_for_file (const char *path, gboolean there)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  while (g_file_test (path, G_FILE_TEST_EXISTS) != there)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("%s is %s", path, there ? "not there" : "still there");
      g_usleep (2000);
    }
}

void
gadget_make (void)
{
  static const char *const folders[] = { GADGET, GADGET "/strings/0x409", GADGET "/functions/printer.0", GADGET "/configs/c.1" };

  if (g_file_test (GADGET, G_FILE_TEST_EXISTS))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (mkdir (folders[i], 0755) < 0)
      g_error ("%s: %s", folders[i], g_strerror (errno));
  write_text (GADGET "/idVendor", "0x1203");
  write_text (GADGET "/idProduct", "0x0230");
  write_text (GADGET "/strings/0x409/manufacturer", "TSC");
  write_text (GADGET "/strings/0x409/product", "TDP-225");
  write_text (GADGET "/strings/0x409/serialnumber", "TD2-004711");
  /* The gadget counts the two bytes of the length, but sends them besides: the last two characters stay behind. */
  write_text (GADGET "/functions/printer.0/pnp_string", GADGET_ID "  ");
  if (symlink (GADGET "/functions/printer.0", GADGET "/configs/c.1/printer.0") < 0)
    g_error ("symlink: %s", g_strerror (errno));
}

static gpointer
read_thread (gpointer data)
{
  Gadget *self = data;
  guint8 bytes[8192];

  while (!g_atomic_int_get (&self->stop))
    {
      struct pollfd waiting = { .fd = self->fd, .events = POLLIN };
      gssize n;

      if (g_atomic_int_get (&self->paused))
        {
          g_usleep (2000);
          continue;
        }
      if (poll (&waiting, 1, 10) <= 0 || (waiting.revents & POLLIN) == 0)
        continue;
      n = read (self->fd, bytes, sizeof bytes);
      if (n <= 0)
        continue;
      g_mutex_lock (&self->lock);
      g_byte_array_append (self->got, bytes, n);
      g_mutex_unlock (&self->lock);
      if (self->eat != NULL)
        self->eat (self->eat_data, bytes, n);
      g_usleep (g_atomic_int_get (&self->nap_us));
    }
  return NULL;
}

void
gadget_connect (Gadget *self)
{
  write_text (GADGET "/UDC", "dummy_udc.0");
  wait_for_file ("/dev/usb/lp0", TRUE); /* before the host has set it up, its own node cannot be opened */
  self->fd = open (NODE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (self->fd < 0)
    g_error (NODE ": %s", g_strerror (errno));
  gadget_set_status (self, PRINTER_NOT_ERROR | PRINTER_SELECTED);
}

void
gadget_plug (Gadget *self)
{
  gadget_connect (self);
  if (self->got == NULL)
    self->got = g_byte_array_new ();
  gadget_forget (self);
  self->stop = self->paused = self->nap_us = 0;
  self->eat = NULL;
  self->thread = g_thread_new ("printer", read_thread, self);
}

void
gadget_disconnect (void)
{
  write_text (GADGET "/UDC", "\n");
}

void
gadget_close (Gadget *self)
{
  close (self->fd);
  wait_for_file ("/dev/usb/lp0", FALSE);
}

void
gadget_unplug (Gadget *self)
{
  gadget_disconnect ();
  g_atomic_int_set (&self->stop, 1);
  g_thread_join (self->thread);
  gadget_close (self);
}

void
gadget_set_status (Gadget *self, guint8 bits)
{
  /* The kernel takes the byte as the argument itself. */
  if (ioctl (self->fd, GADGET_SET_PRINTER_STATUS, (gulong) bits) < 0)
    g_error ("GADGET_SET_PRINTER_STATUS: %s", g_strerror (errno));
}

void
gadget_answer (Gadget *self, const char *bytes, gsize n)
{
  if (write (self->fd, bytes, n) != (gssize) n)
    g_error ("answering: %s", g_strerror (errno));
}

gsize
gadget_n_got (Gadget *self)
{
  gsize n;

  g_mutex_lock (&self->lock);
  n = self->got->len;
  g_mutex_unlock (&self->lock);
  return n;
}

void
gadget_expect (Gadget *self, const guint8 *bytes, gsize n)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  while (gadget_n_got (self) < n && g_get_monotonic_time () < deadline)
    g_usleep (2000);
  g_usleep (50000);
  g_mutex_lock (&self->lock);
  g_assert_cmpuint (self->got->len, ==, n);
  g_assert_true (memcmp (self->got->data, bytes, n) == 0);
  g_mutex_unlock (&self->lock);
}

void
gadget_forget (Gadget *self)
{
  g_mutex_lock (&self->lock);
  g_byte_array_set_size (self->got, 0);
  g_mutex_unlock (&self->lock);
}
