/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "br-usb-mock.h"

#include <glib.h>
#include <fcntl.h>
#include <linux/lp.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define USB "/devices/pci0000:00/0000:00:14.0/usb1"

gboolean
usb_mock_is_possible (void)
{
  const char *preload = g_getenv ("LD_PRELOAD");

  if (preload != NULL && strstr (preload, "libumockdev-preload") != NULL)
    return TRUE;
  g_test_skip ("not run under umockdev-wrapper");
  return FALSE;
}

static gboolean
answer_id (UsbMock *self, UMockdevIoctlClient *client, UMockdevIoctlData *arg)
{
  gsize size = _IOC_SIZE (umockdev_ioctl_client_get_request (client)), n = strlen (self->device_id) + 2;
  g_autoptr (UMockdevIoctlData) out = umockdev_ioctl_data_resolve (arg, 0, size, NULL);
  g_autofree guint8 *answer = g_malloc0 (size);

  answer[0] = n >> 8;
  answer[1] = n & 0xff;
  memcpy (answer + 2, self->device_id, MIN (n - 2, size - 2));
  umockdev_ioctl_data_update (out, 0, answer, size);
  umockdev_ioctl_client_complete (client, 0, 0);
  return TRUE;
}

static gboolean
ioctl_cb (UMockdevIoctlBase *driver, UMockdevIoctlClient *client, UsbMock *self)
{
  UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg (client);
  gulong request = umockdev_ioctl_client_get_request (client);
  int failure = g_atomic_int_get (&self->status_errno), status = g_atomic_int_get (&self->status);

  if (failure != 0)
    umockdev_ioctl_client_complete (client, -1, failure);
  else if (request == LPGETSTATUS)
    {
      g_autoptr (UMockdevIoctlData) out = umockdev_ioctl_data_resolve (arg, 0, sizeof status, NULL);

      umockdev_ioctl_data_update (out, 0, (guint8 *) &status, sizeof status);
      umockdev_ioctl_client_complete (client, 0, 0);
    }
  else if (_IOC_TYPE (request) == 'P' && _IOC_NR (request) == 1 && self->device_id != NULL)
    return answer_id (self, client, arg);
  else
    return FALSE;
  return TRUE;
}

static gboolean
write_cb (UMockdevIoctlBase *driver, UMockdevIoctlClient *client, UsbMock *self)
{
  int failure = g_atomic_int_get (&self->write_errno), most = g_atomic_int_get (&self->write_most);
  int n = umockdev_ioctl_client_get_arg (client)->data_len;

  if (failure != 0)
    {
      g_atomic_int_inc (&self->faults);
      umockdev_ioctl_client_complete (client, -1, failure);
      return TRUE;
    }
  if (most == 0)
    return FALSE;
  g_atomic_int_add (&self->swallowed, MIN (n, most));
  umockdev_ioctl_client_complete (client, MIN (n, most), 0);
  return TRUE;
}

static gboolean
read_cb (UMockdevIoctlBase *driver, UMockdevIoctlClient *client, UsbMock *self)
{
  int failure = g_atomic_int_get (&self->read_errno);

  if (failure == 0)
    return FALSE;
  g_atomic_int_inc (&self->faults);
  umockdev_ioctl_client_complete (client, -1, failure);
  return TRUE;
}

UsbMock *
usb_mock_new (void)
{
  UsbMock *self = g_new0 (UsbMock, 1);

  self->testbed = umockdev_testbed_new ();
  self->driver = umockdev_ioctl_base_new ();
  self->status = 0x18;
  g_signal_connect (self->driver, "handle-ioctl", G_CALLBACK (ioctl_cb), self);
  g_signal_connect (self->driver, "handle-read", G_CALLBACK (read_cb), self);
  g_signal_connect (self->driver, "handle-write", G_CALLBACK (write_cb), self);
  return self;
}

void
usb_mock_free (UsbMock *self)
{
  g_clear_object (&self->testbed);
  g_clear_object (&self->driver);
  g_free (self);
}

static void
add_device (GString *text, const UsbMockPrinter *printer)
{
  g_string_append_printf (text, "P: " USB "/1-%d\nN: bus/usb/001/00%d\n", printer->number, printer->number);
  g_string_append_printf (text, "E: DEVTYPE=usb_device\nE: SUBSYSTEM=usb\nE: DEVNAME=/dev/bus/usb/001/00%d\n", printer->number);
  g_string_append_printf (text, "E: ID_USB_INTERFACES=%s\nE: ID_PATH=pci-0000:00:14.0-usb-0:%d\n", printer->is_disk ? ":080650:" : ":070102:", printer->number);
  g_string_append_printf (text, "A: idVendor=%04x\\n\nA: idProduct=%04x\\n\nA: manufacturer=Maker\\n\nA: speed=12\\n\n", printer->vendor, printer->product);
  if (printer->product_name != NULL)
    g_string_append_printf (text, "A: product=%s\\n\n", printer->product_name);
  if (printer->serial != NULL)
    g_string_append_printf (text, "A: serial=%s\\n\n", printer->serial);
}

static void
add_interface (GString *text, const UsbMockPrinter *printer)
{
  g_string_append_printf (text, "P: " USB "/1-%d/1-%d:1.0\nE: DEVTYPE=usb_interface\nE: SUBSYSTEM=usb\n", printer->number, printer->number);
  g_string_append_printf (text, "E: ID_PATH=pci-0000:00:14.0-usb-0:%d:1.0\n", printer->number);
  g_string_append_printf (text, "A: bInterfaceClass=%s\\n\nA: bInterfaceSubClass=01\\n\nA: bInterfaceProtocol=02\\n\n", printer->is_disk ? "08" : "07");
  if (!printer->without_driver && !printer->is_disk)
    g_string_append (text, "E: DRIVER=usblp\nL: driver=../../../../../../bus/usb/drivers/usblp\n");
  if (printer->device_id != NULL && !printer->without_driver)
    g_string_append_printf (text, "A: ieee1284_id=%s\\n\n", printer->device_id);
}

static void
add_node (GString *text, const UsbMockPrinter *printer)
{
  g_string_append_printf (text, "P: " USB "/1-%d/1-%d:1.0/usbmisc/lp%d\nN: usb/lp%d\n", printer->number, printer->number, printer->number, printer->number);
  g_string_append_printf (text, "E: SUBSYSTEM=usbmisc\nE: DEVNAME=/dev/usb/lp%d\nE: MAJOR=180\nE: MINOR=%d\nA: dev=180:%d\\n\n", printer->number,
                          printer->number, printer->number);
}

static void
add_block (UsbMock *self, void (*write_block) (GString *, const UsbMockPrinter *), const UsbMockPrinter *printer)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  write_block (text, printer);
  umockdev_testbed_add_from_string (self->testbed, text->str, &error);
  g_assert_no_error (error);
}

static char *
node_of (int number)
{
  return g_strdup_printf ("/dev/usb/lp%d", number);
}

void
usb_mock_plug (UsbMock *self, const UsbMockPrinter *printer)
{
  g_autofree char *node = node_of (printer->number);
  g_autoptr (GError) error = NULL;

  add_block (self, add_device, printer);
  add_block (self, add_interface, printer);
  if (printer->without_driver || printer->is_disk)
    return;
  self->device_id = printer->device_id;
  add_block (self, add_node, printer);
  umockdev_testbed_attach_ioctl (self->testbed, node, self->driver, &error);
  g_assert_no_error (error);
}

void
usb_mock_unplug (UsbMock *self, const UsbMockPrinter *printer)
{
  g_autofree char *node = node_of (printer->number);
  g_autofree char *device = g_strdup_printf ("/sys" USB "/1-%d", printer->number);
  g_autofree char *interface = g_strdup_printf ("%s/1-%d:1.0", device, printer->number);
  g_autofree char *lp = g_strdup_printf ("%s/usbmisc/lp%d", interface, printer->number);

  if (!printer->without_driver && !printer->is_disk)
    {
      umockdev_testbed_detach_ioctl (self->testbed, node, NULL);
      umockdev_testbed_remove_device (self->testbed, lp);
    }
  umockdev_testbed_remove_device (self->testbed, interface);
  umockdev_testbed_remove_device (self->testbed, device);
}

int
usb_mock_fd (UsbMock *self, int number)
{
  g_autofree char *node = node_of (number);

  return umockdev_testbed_get_dev_fd (self->testbed, node);
}

void
usb_mock_hang_up (UsbMock *self, int number)
{
  int nothing = open ("/dev/null", O_RDWR | O_CLOEXEC);

  /* The testbed closes its descriptor itself, later. */
  g_assert_cmpint (dup2 (nothing, usb_mock_fd (self, number)), >=, 0);
  close (nothing);
}
