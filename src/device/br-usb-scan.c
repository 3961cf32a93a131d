/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finds the printers on the USB bus in sysfs and udev's database; opens nothing, so it needs no permission and disturbs no other program.
 *
 * Three kinds: a node of the usblp driver (subsystem usbmisc, lpN); a printer interface (class 7, subclass 1, protocol 1 or 2) without
 * that driver, as CUPS leaves it behind, which is reached by its usbfs node; and a Brother label printer in "Editor Lite" mode, which
 * shows a disk (class 8) instead of a printer.
 *
 * A key names the printer, not the socket, when its serial number can: two printers with one serial number, or with none, are told
 * apart by where they are plugged in.
 */
#include "config.h"

#include "br-usb-scan.h"

#include <unistd.h>

#define SERIAL_MAX 64
#define VENDOR_BROTHER 0x04f9

/* What is found first, before it is known whether its serial number is alone. */
typedef struct
{
  BrUsbPrinter *printer;
  char *path; /* where it is plugged in */
} Found;

static void
found_free (Found *self)
{
  g_clear_pointer (&self->printer, br_usb_printer_unref);
  g_free (self->path);
  g_free (self);
}

static gboolean
is_one_character (const char *text)
{
  return strspn (text, (char[]) { text[0], '\0' }) == strlen (text);
}

static gboolean
counts_up (const char *text)
{
  for (gsize i = 1; text[i] != '\0'; i++)
    if (g_ascii_xdigit_value (text[i]) != (g_ascii_xdigit_value (text[i - 1]) + 1) % 16
        && g_ascii_xdigit_value (text[i]) != (g_ascii_xdigit_value (text[i - 1]) + 1) % 10)
      return FALSE;
  return g_ascii_isxdigit (text[0]);
}

gboolean
br_usb_serial_is_usable (const char *serial)
{
  static const char *const words[] = { "none", "n/a", "na", "null", "serial", "sn", "default", "unknown", "to be filled by o.e.m." };
  gsize length = serial == NULL ? 0 : strlen (serial);

  if (length < 2 || length > SERIAL_MAX || is_one_character (serial) || counts_up (serial))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (serial[i]) && serial[i] != ' ')
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (serial, words[i]) == 0)
      return FALSE;
  return TRUE;
}

/* A device may say anything: text that is not UTF-8, or empty, is none. */
static char *
dup_attribute (GUdevDevice *device, const char *name)
{
  g_autofree char *text = g_strdup (g_udev_device_get_sysfs_attr (device, name));

  if (text == NULL || !g_utf8_validate (text, -1, NULL) || *g_strstrip (text) == '\0')
    return NULL;
  return g_steal_pointer (&text);
}

static guint
hex_attribute (GUdevDevice *device, const char *name)
{
  const char *text = g_udev_device_get_sysfs_attr (device, name);

  return text == NULL ? 0 : (guint) g_ascii_strtoull (text, NULL, 16) & 0xffff;
}

/* Where it is plugged in: udev's name of the way through the machine, or else the kernel's name of the socket. */
static char *
dup_path (GUdevDevice *interface, GUdevDevice *device)
{
  const char *path = interface == NULL ? NULL : g_udev_device_get_property (interface, "ID_PATH");

  if (path == NULL)
    path = g_udev_device_get_property (device, "ID_PATH");
  if (path == NULL)
    path = g_udev_device_get_name (interface != NULL ? interface : device);
  return g_strdup (path);
}

/* `interface` may be NULL; `node` is the one to open. */
static void
add_found (GPtrArray *all, GUdevDevice *device, GUdevDevice *interface, const char *node, gboolean by_libusb)
{
  BrUsbPrinter *printer = g_atomic_rc_box_new0 (BrUsbPrinter);
  Found *found = g_new0 (Found, 1);

  printer->node = g_strdup (node);
  printer->device_id = interface == NULL ? NULL : dup_attribute (interface, "ieee1284_id");
  printer->maker = dup_attribute (device, "manufacturer");
  printer->product = dup_attribute (device, "product");
  printer->serial = dup_attribute (device, "serial");
  printer->vendor_id = hex_attribute (device, "idVendor");
  printer->product_id = hex_attribute (device, "idProduct");
  printer->by_libusb = by_libusb;
  printer->mass_storage = interface == NULL;
  printer->no_access = access (node, R_OK | W_OK) < 0;
  found->printer = printer;
  found->path = dup_path (interface, device);
  g_ptr_array_add (all, found);
}

static void
find_lp_nodes (GUdevClient *client, GPtrArray *all)
{
  g_autolist (GUdevDevice) nodes = g_udev_client_query_by_subsystem (client, "usbmisc");

  for (GList *l = nodes; l != NULL; l = l->next)
    {
      g_autoptr (GUdevDevice) interface = g_udev_device_get_parent_with_subsystem (l->data, "usb", "usb_interface");
      g_autoptr (GUdevDevice) device = g_udev_device_get_parent_with_subsystem (l->data, "usb", "usb_device");
      const char *node = g_udev_device_get_device_file (l->data);

      if (node == NULL || interface == NULL || device == NULL || !g_str_has_prefix (g_udev_device_get_name (l->data), "lp"))
        continue;
      /* A sandbox may have only the devices themselves. */
      if (access (node, F_OK) < 0 && g_udev_device_get_device_file (device) != NULL)
        add_found (all, device, interface, g_udev_device_get_device_file (device), TRUE);
      else
        add_found (all, device, interface, node, FALSE);
    }
}

/* The driver "usbfs" is a program that uses libusb: another one, or this. */
static gboolean
is_driverless_printer (GUdevDevice *interface)
{
  const char *driver = g_udev_device_get_driver (interface);
  guint protocol = hex_attribute (interface, "bInterfaceProtocol");

  return hex_attribute (interface, "bInterfaceClass") == 7 && hex_attribute (interface, "bInterfaceSubClass") == 1 && (protocol == 1 || protocol == 2)
         && (driver == NULL || g_str_equal (driver, "usbfs"));
}

/* A Brother with a disk and no printer, whose name is a label printer's. */
static gboolean
is_editor_lite (GUdevDevice *device)
{
  const char *interfaces = g_udev_device_get_property (device, "ID_USB_INTERFACES");
  const char *product = g_udev_device_get_sysfs_attr (device, "product");

  return hex_attribute (device, "idVendor") == VENDOR_BROTHER && interfaces != NULL && product != NULL && strstr (interfaces, ":08") != NULL
         && strstr (interfaces, ":07") == NULL && (strstr (product, "QL-") != NULL || strstr (product, "PT-") != NULL);
}

static void
find_by_bus (GUdevClient *client, GPtrArray *all, gboolean with_driverless)
{
  g_autolist (GUdevDevice) devices = g_udev_client_query_by_subsystem (client, "usb");

  for (GList *l = devices; l != NULL; l = l->next)
    {
      const char *type = g_udev_device_get_devtype (l->data);

      if (g_strcmp0 (type, "usb_device") == 0 && g_udev_device_get_device_file (l->data) != NULL && is_editor_lite (l->data))
        add_found (all, l->data, NULL, g_udev_device_get_device_file (l->data), FALSE);
      else if (g_strcmp0 (type, "usb_interface") == 0 && with_driverless && is_driverless_printer (l->data))
        {
          g_autoptr (GUdevDevice) device = g_udev_device_get_parent_with_subsystem (l->data, "usb", "usb_device");

          if (device != NULL && g_udev_device_get_device_file (device) != NULL)
            add_found (all, device, l->data, g_udev_device_get_device_file (device), TRUE);
        }
    }
}

static gboolean
is_same_model (const BrUsbPrinter *a, const BrUsbPrinter *b)
{
  return a->vendor_id == b->vendor_id && a->product_id == b->product_id;
}

static gboolean
is_named_by_serial (const GPtrArray *all, const Found *found)
{
  if (!br_usb_serial_is_usable (found->printer->serial))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const Found *other = all->pdata[i];

      if (other != found && is_same_model (other->printer, found->printer) && g_strcmp0 (other->printer->serial, found->printer->serial) == 0)
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
br_usb_scan (GUdevClient *client, gboolean with_driverless)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) found_free);
  GPtrArray *printers = g_ptr_array_new_with_free_func ((GDestroyNotify) br_usb_printer_unref);

  find_lp_nodes (client, all);
  find_by_bus (client, all, with_driverless);
  for (guint i = 0; i < all->len; i++)
    {
      const Found *found = all->pdata[i];
      BrUsbPrinter *printer = found->printer;

      if (is_named_by_serial (all, found))
        printer->key = g_strdup_printf ("usb:%04x:%04x:%s", printer->vendor_id, printer->product_id, printer->serial);
      else
        printer->key = g_strdup_printf ("usb:%04x:%04x@%s", printer->vendor_id, printer->product_id, found->path);
      g_ptr_array_add (printers, br_usb_printer_ref (printer));
    }
  return printers;
}
