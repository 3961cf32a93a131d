/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look at the USB bus. Private to device. */
#pragma once

#include "br-usb-watch.h"
#include <gudev/gudev.h>

G_BEGIN_DECLS

/** br_usb_serial_is_usable: FALSE: it says nothing (missing, all one character, counted up, "None"), so it names no printer. */
gboolean   br_usb_serial_is_usable (const char *serial);
/** br_usb_scan: (transfer full) of BrUsbPrinter. `with_driverless`: also printers that no kernel driver has, to be used by libusb. */
GPtrArray *br_usb_scan             (GUdevClient *client, gboolean with_driverless);

G_END_DECLS
