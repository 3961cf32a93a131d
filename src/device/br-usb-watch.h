/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which USB printers are plugged in, now and from now on (GUdev). On main. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** BrUsbPrinter: a printer on the USB bus. Immutable, atomically reference counted; texts owned. */
typedef struct
{
  char    *key;       /* "usb:VVVV:PPPP:SERIAL", or "usb:VVVV:PPPP@ID_PATH" when the serial is missing, a placeholder, or there twice */
  char    *node;      /* "/dev/usb/lp0", or the usbfs node "/dev/bus/usb/001/005" when no driver has it */
  char    *device_id; /* IEEE 1284 text, or NULL */
  char    *maker, *product, *serial; /* as the device says, or NULL */
  guint    vendor_id, product_id;
  gboolean by_libusb; /* `node` is a usbfs node */
  gboolean mass_storage; /* it is a Brother in "Editor Lite" mode: it must be switched */
  gboolean no_access; /* the node may not be opened by this user */
} BrUsbPrinter;
BrUsbPrinter *br_usb_printer_ref   (BrUsbPrinter *self);
void          br_usb_printer_unref (BrUsbPrinter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrUsbPrinter, br_usb_printer_unref)

#define BR_TYPE_USB_WATCH (br_usb_watch_get_type ())
/** BrUsbWatch: emits on main "added" (BrUsbPrinter *, of the emission: ref it to keep it) and "removed" (const char *key, const char *node).
 *  What changes (its key when one with the same serial number comes, its permission) is removed and added again. */
G_DECLARE_FINAL_TYPE (BrUsbWatch, br_usb_watch, BR, USB_WATCH, GObject)
BrUsbWatch *br_usb_watch_new  (void);
/** br_usb_watch_list: (transfer full) what is there now, of BrUsbPrinter. */
GPtrArray  *br_usb_watch_list (BrUsbWatch *self);

G_END_DECLS
